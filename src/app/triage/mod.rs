//! The command `triage`: a person decides on drafts, and each decision is written to the files of facts at once.

mod ask;
mod desk;
mod walk;
mod worksheet;

use std::path::PathBuf;

use clap::Args;

use crate::app::exit::{ANSWERED, CommandResult};
use crate::app::opening::{facts, files};
use crate::app::options::Options;
use crate::app::output::Output;
use crate::base::{Blame, Code, Diagnostic, fold};
use crate::profile::drafts;
use crate::store::Workspace;
pub(super) use desk::TriageContext;
pub use worksheet::{DraftDecision, decisions};

/// The arguments of `triage`.
#[derive(Debug, Args)]
pub(super) struct TriageArgs {
    /// Only the drafts of this vendor
    #[arg(value_name = "VENDOR")]
    vendor: Option<String>,
    /// A table of the drafts: written if the file does not exist; otherwise the decisions in it are carried out
    #[arg(long, value_name = "FILE.csv")]
    worksheet: Option<PathBuf>,
}

pub(super) fn run(options: &Options, told: &TriageArgs, output: Output) -> CommandResult {
    if options.at.is_some() {
        return Err(no_past().into());
    }
    let here = files(options)?;
    let desk = TriageContext {
        dataset: facts(options, &here, Some(output))?,
        files: if options.data.is_empty() {
            let root = Workspace::find_in(&here)?.root;
            here.with_root(&root)
        } else {
            here.clone()
        },
    };
    let mut waiting = drafts(&desk.dataset);
    if let Some(vendor) = &told.vendor {
        let known: Vec<String> = waiting.iter().map(|it| it.vendor.clone()).collect();
        waiting.retain(|it| fold(&it.vendor) == fold(vendor));
        if waiting.is_empty() {
            return Err(no_draft_of(vendor, &known).into());
        }
    }
    match &told.worksheet {
        Some(sheet) if here.exists(sheet) => worksheet::apply_worksheet(&desk, &waiting, &here, sheet, output)?,
        Some(sheet) => worksheet::write(&desk, &waiting, &here, sheet, output)?,
        None => walk::walk(desk, waiting, options, output)?,
    }
    Ok(ANSWERED)
}

/// `triage acmee`
fn no_draft_of(vendor: &str, known: &[String]) -> Diagnostic {
    let message = format!("no drafts of `{vendor}` are waiting");
    let fault = Diagnostic::new(Blame::Question, Code::NoDraft, message);
    let near = crate::base::nearest(vendor, known.iter().map(String::as_str));
    match (near.as_slice(), known) {
        ([near, ..], _) => fault.help(format!("nearest: `{near}`")),
        ([], []) => fault.help("no drafts of any vendor are waiting"),
        ([], known) => {
            let mut known = known.to_vec();
            known.sort();
            known.dedup();
            fault.help(format!("vendors with waiting drafts: `{}`", known.join("`, `")))
        }
    }
}

/// `triage --at main`
fn no_past() -> Diagnostic {
    let message = "`triage` does not take --at: it changes the facts as they are now";
    Diagnostic::new(Blame::Question, Code::NoPast, message).help("leave out --at")
}
