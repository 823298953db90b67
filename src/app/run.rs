//! From the arguments to the exit code.

use std::ffi::OsString;
use std::io;
use std::io::Write as _;
use std::process::ExitCode;

use clap::Parser as _;
use clap::error::ErrorKind;

use crate::app::cli::Cli;
use crate::app::commands;
use crate::app::exit::{ANSWERED, BUG, IO_FAILED, WRONG};
use crate::app::output::{index_given_up, not_printed, nothing_printed};
use crate::store::Damaged;

/// Runs the program with its arguments, of which the first is the name of the program.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    catch_size_limit_signal();
    #[cfg(debug_assertions)]
    fault_wanted();
    let code = std::panic::catch_unwind(|| once(&arguments));
    let code = code.or_else(|thrown| match thrown.downcast_ref::<Damaged>() {
        // No part of an answer has been printed: start over without the index.
        Some(damaged) if index_given_up(damaged, nothing_printed()) => std::panic::catch_unwind(|| once(&arguments)),
        Some(_) => Ok(IO_FAILED),
        None => Err(thrown),
    });
    ExitCode::from(code.unwrap_or(BUG))
}

pub(super) fn once(arguments: &[OsString]) -> u8 {
    match Cli::try_parse_from(arguments) {
        Ok(cli) => commands::run(cli),
        Err(error) => {
            let talk = matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
            match error.print().and_then(|()| io::stdout().flush()) {
                Err(failed) if talk && failed.kind() != io::ErrorKind::BrokenPipe => not_printed(&failed),
                // Even if the usage cannot be printed, the exit code tells.
                _ if talk => ANSWERED,
                _ => WRONG,
            }
        }
    }
}

/// Turns SIGXFSZ, sent when a file exceeds the size limit (`ulimit -f`), into an error instead of the end of the
/// program.
pub(super) fn catch_size_limit_signal() {
    #[cfg(unix)]
    {
        let reached = std::sync::Arc::default();
        // If the signal cannot be caught, it ends the program; even then no file is left half written.
        let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, reached);
    }
}

/// Makes a write fail, for tests: `CAVEAT_FAULT=kill@7` kills the program at the seventh file operation, `28@7` makes
/// that one fail with OS error 28, `28@7-` that one and all after it. Release builds lack this.
#[cfg(debug_assertions)]
pub(super) fn fault_wanted() {
    use crate::store::{Fault, fail_at};
    let Ok(wanted) = std::env::var("CAVEAT_FAULT") else {
        return;
    };
    let Some((what, at)) = wanted.split_once('@') else {
        return;
    };
    let number = at.trim_end_matches('-').parse().unwrap_or(0);
    let error = what.parse().unwrap_or(5);
    fail_at(
        number,
        match (what, at.ends_with('-')) {
            ("kill", _) => Fault::Kill,
            (_, true) => Fault::FromNowOn(error),
            (_, false) => Fault::Once(error),
        },
    );
}
