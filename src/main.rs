//! The `caveat` program.

use std::process::ExitCode;

fn main() -> ExitCode {
    caveat::app::run(std::env::args_os())
}
