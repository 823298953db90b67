//! How a command ends: exit codes, and which one a fault leads to.

use crate::base::{Blame, Faults};

/// The question is answered; the expectation is met.
pub(super) const ANSWERED: u8 = 0;

/// An expectation is not met, or a script is not in canonical layout.
pub(super) const FINDINGS: u8 = 1;

/// The question, the script or the command line is wrong.
pub(super) const WRONG: u8 = 2;

/// Undetermined: nothing is known of the answer.
pub(super) const UNDETERMINED: u8 = 3;

/// The data is malformed.
pub(super) const MALFORMED: u8 = 4;

/// Reading or writing failed.
pub(super) const IO_FAILED: u8 = 5;

/// A defect of this program.
pub(super) const BUG: u8 = 70;

/// The exit code for a diagnostic.
pub(super) fn exit_code(blame: Blame) -> u8 {
    match blame {
        Blame::Question => WRONG,
        Blame::Undetermined => UNDETERMINED,
        Blame::Data => MALFORMED,
        Blame::Io => IO_FAILED,
        Blame::Bug => BUG,
    }
}

/// The exit codes, for the help and the man page.
pub(super) const EXIT_CODES: [(&str, &str); 8] = [
    ("0", "answered, and as expected"),
    ("1", "a check, --expect or a passage failed, or fmt --check or diff --exit-code found a change"),
    ("2", "the question, the script or the command line is wrong"),
    ("3", "undetermined: out of time, empty data, nothing examined, or what decides it is not on record"),
    ("4", "the data is malformed"),
    ("5", "reading or writing failed"),
    ("70", "a defect of this program"),
    ("130", "interrupted"),
];

pub(super) type CommandResult = Result<u8, Faults>;
