//! `caveat fmt`: puts scripts into their canonical layout. All are read before one is written.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::app::exit::{ANSWERED, CommandResult, FINDINGS};
use crate::app::input::script;
use crate::app::output::Output;
use crate::lang;
use crate::store::{FileChange, check_unfinished, recover, write_files};

/// Formats scripts; with `check`, names those that would change.
pub(super) fn run(scripts: &[PathBuf], check: bool, output: Output) -> CommandResult {
    let mut laid_out = Vec::new();
    let mut faults = Vec::new();
    for folder in folders(scripts) {
        // `--check` must not write, so it cannot finish an interrupted change, nor judge one.
        if check {
            check_unfinished(&folder).map_or(Ok(()), Err)?;
        }
        let finished = recover(&folder)?;
        finished.iter().for_each(|it| output.message(&it.message()));
    }
    for path in scripts {
        let text = script(path).and_then(|source| {
            let text = lang::format(&source)?;
            Ok((path, source, text))
        });
        match text {
            Ok(laid) => laid_out.push(laid),
            Err(fault) => faults.push(fault),
        }
    }
    if !faults.is_empty() {
        return Err(faults.into());
    }
    let mut code = ANSWERED;
    let mut changes = Vec::new();
    let mut names = Vec::new();
    for (path, source, text) in laid_out {
        let differs = *source.text != *text;
        if check && differs {
            code = FINDINGS;
            output.data(&format!("{}\n", source.name))?;
        } else if !check && path.as_os_str() == "-" {
            output.data(&text)?;
        } else if !check && differs {
            changes.push(FileChange::rewrite(path, Some(source.text.as_bytes()), text));
            names.push(source.name);
        }
    }
    output.recoveries(&write_files(&changes)?);
    names.iter().for_each(|name| output.message(&format!("formatted: {name}")));
    Ok(code)
}

/// The folders of scripts, including the targets of links; standard input has none.
fn folders(scripts: &[PathBuf]) -> BTreeSet<PathBuf> {
    let files = scripts.iter().filter(|it| it.as_os_str() != "-");
    let paths = files.flat_map(|it| [Some(it.clone()), fs::canonicalize(it).ok()]).flatten();
    let folders = paths.filter_map(|it| it.parent().map(Path::to_owned));
    folders.map(|it| if it.as_os_str().is_empty() { PathBuf::from(".") } else { it }).collect()
}
