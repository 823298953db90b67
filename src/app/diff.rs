//! The command `diff`: what changed in meaning between two revisions, or since one.

use crate::app::exit::{ANSWERED, CommandResult, FINDINGS};
use crate::app::opening::{facts, files_at};
use crate::app::options::{FormatName, Options};
use crate::app::output::Output;
use crate::audit::diff::{DiffSide, compare};
use crate::base::{Blame, Code, Diagnostic, Faults};
use crate::files::Files;
use crate::render::{DiffFormat, difference};
use crate::store::Dataset;
use crate::words::{Lexicon, read};

/// Compares `before` with `after`, or with the working tree.
pub(super) fn run(
    options: &Options,
    before: &str,
    after: Option<&str>,
    exit_code: bool,
    output: Output,
) -> CommandResult {
    let format = options.one_format().and_then(format);
    let format = format.map_err(Faults::from)?;
    if options.at.is_some() {
        return Err(names_its_own().into());
    }
    let files = |revision: &str| files_at(revision).map_err(Faults::from);
    let then = files(before)?;
    let now = match after {
        Some(after) => files(after)?,
        None => Files::Disk(std::env::current_dir().unwrap_or_default()),
    };
    let (old_facts, old_words) = side(options, &then, output)?;
    let (new_facts, new_words) = side(options, &now, output)?;
    let found = compare(
        &DiffSide { lexicon: &old_words, dataset: &old_facts },
        &DiffSide { lexicon: &new_words, dataset: &new_facts },
    );
    let text = difference(&found, format);
    output.data(&text).map_err(Faults::from)?;
    Ok(if exit_code && !found.is_empty() { FINDINGS } else { ANSWERED })
}

/// The facts of one side and its words; messages name the revision they are about.
fn side(options: &Options, files: &Files, output: Output) -> Result<(Dataset, Lexicon), Faults> {
    let open = || {
        let dataset = facts(options, files, Some(output))?;
        let lexicon = read(&dataset)?;
        Ok((dataset, lexicon))
    };
    open().map_err(|faults: Faults| match files.revision() {
        Some(revision) => faults
            .into_iter()
            .map(|fault| match fault.blame {
                Blame::Question => fault,
                _ => fault.help(format!("this is in {revision}")),
            })
            .collect(),
        None => faults,
    })
}

fn format(name: FormatName) -> Result<DiffFormat, Diagnostic> {
    match name {
        FormatName::Table => Ok(DiffFormat::Text),
        FormatName::Markdown => Ok(DiffFormat::Markdown),
        FormatName::Json => Ok(DiffFormat::Json),
        _ => Err(no_such_format()),
    }
}

/// `diff main --format csv`
fn no_such_format() -> Diagnostic {
    let message = "a diff cannot be written in this format";
    Diagnostic::new(Blame::Question, Code::DiffFormat, message).help("use table (lines for people), markdown or json")
}

/// `diff main --at v1`
fn names_its_own() -> Diagnostic {
    let message = "`diff` does not take --at";
    Diagnostic::new(Blame::Question, Code::DiffAt, message)
        .help("name the revisions to compare: `caveat diff REVISION REVISION`")
}
