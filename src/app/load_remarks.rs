//! Remarks on loaded facts, printed once and not with each answer: files that were not read, files that hold nothing,
//! names that no vocabulary knows.

use crate::app::output::Output;
use crate::base::visible;
use crate::session::Session;
use crate::words::unfamiliar;

/// Names that a remark lists, at most.
const NAMED: usize = 5;

/// Prints the remarks, if any.
pub(super) fn print_remarks(session: &Session, output: Output) {
    for remark in remarks(session) {
        output.message(&remark);
    }
}

fn remarks(session: &Session) -> Vec<String> {
    let dataset = session.dataset();
    let passed_over: Vec<&str> = dataset.files_passed_over().iter().map(String::as_str).collect();
    let empty: Vec<&str> = dataset.files().iter().filter(|it| it.facts == 0).map(|it| &*it.name).collect();
    let unknown = unfamiliar(dataset);
    let unknown: Vec<&str> = unknown.iter().map(String::as_str).collect();
    let all = [
        (
            passed_over,
            "1 file was not read, because its name is not that of a facts file",
            "files were not read, because their names are not those of facts files",
        ),
        (empty, "1 facts file is empty", "facts files are empty"),
        (unknown, "1 name in the facts is not in any vocabulary", "names in the facts are not in any vocabulary"),
    ];
    let told = all.iter().filter(|(names, ..)| !names.is_empty()).map(|(names, one, many)| remark(names, one, many));
    told.chain(session.remark_on_loose_ends()).collect()
}

fn remark(names: &[&str], one: &str, many: &str) -> String {
    let shown: Vec<String> = names.iter().take(NAMED).map(|it| format!("`{}`", visible(it))).collect();
    let rest = match names.len() - shown.len() {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    match names.len() {
        1 => format!("{one}: {}", shown[0]),
        count => format!("{count} {many}: {}{rest}", shown.join(", ")),
    }
}
