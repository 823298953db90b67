//! `caveat fmt`: scripts in their canonical layout. All are read before one is written.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use tempfile::Builder;

use crate::app::cli::{ANSWERED, FINDINGS};
use crate::app::output::Output;
use crate::base::{Blame, Diagnostic, Source};
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
            let written = replace(path, &text).map_err(|error| unwritable(&source.name, &error));
            written.inspect(|()| output.talk(&format!("laid out: {}", source.name)))
        } else {
            Ok(())
        };
        done.map_err(|fault| vec![fault])?;
    }
    Ok(code)
}

/// Puts another text in the place of a file, whole or not at all; a link to it stays a link.
fn replace(path: &Path, text: &str) -> io::Result<()> {
    let path = fs::canonicalize(path)?;
    let permissions = fs::metadata(&path)?.permissions();
    if permissions.readonly() {
        return Err(io::Error::other("it may only be read"));
    }
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut file = Builder::new().prefix(".caveat-fmt-").tempfile_in(folder)?;
    file.write_all(text.as_bytes())?;
    file.as_file().set_permissions(permissions)?;
    file.as_file().sync_all()?;
    file.persist(&path)?;
    Ok(())
}

/// a script in a folder that may only be read
fn unwritable(name: &str, error: &io::Error) -> Diagnostic {
    let text = error.to_string().to_lowercase();
    let reason = text.split(" (os error").next().unwrap_or(&text);
    // The name of the temporary file says nothing to a person.
    let reason = reason.split(" at path").next().unwrap_or(reason);
    let message = format!("cannot write `{name}`: {reason}");
    Diagnostic::new(Blame::Io, "unwritable", message)
}
