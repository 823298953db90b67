//! `caveat fmt`: scripts in their canonical layout. All are read before one is written.

use std::path::PathBuf;

use crate::app::cli::{ANSWERED, FINDINGS};
use crate::app::output::Output;
use crate::app::whole;
use crate::base::{Diagnostic, Source};
use crate::lang;

/// Lays scripts out; with `check`, names those that are not.
pub(super) fn run<'a>(
    scripts: impl Iterator<Item = Result<(&'a PathBuf, Source), Diagnostic>>,
    check: bool,
    output: Output,
) -> Result<u8, Vec<Diagnostic>> {
    let mut laid_out = Vec::new();
    let mut faults = Vec::new();
    for script in scripts {
        let text = script.and_then(|(path, source)| {
            let text = lang::format(&source)?;
            Ok((path, source, text))
        });
        match text {
            Ok(script) => laid_out.push(script),
            Err(fault) => faults.push(fault),
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let mut code = ANSWERED;
    for (path, source, text) in laid_out {
        let differs = *source.text != *text;
        let done = if check && differs {
            code = FINDINGS;
            output.data(&format!("{}\n", source.name))
        } else if !check && path.as_os_str() == "-" {
            output.data(&text)
        } else if !check && differs {
            let written = whole::write(path, &text);
            written.inspect(|()| output.talk(&format!("laid out: {}", source.name)))
        } else {
            Ok(())
        };
        done.map_err(|fault| vec![fault])?;
    }
    Ok(code)
}
