//! The command `import`: documents → drafts, on standard output or appended to files of facts.

mod document_index;
pub(super) mod write_drafts;

use std::path::{Path, PathBuf};

use clap::Args;
use oxsdatatypes::Date;

use crate::app::exit::{ANSWERED, CommandResult};
use crate::app::import::document_index::day;
use crate::app::opening::{facts, files};
use crate::app::options::Options;
use crate::app::output::Output;
use crate::base::{Blame, Code, Diagnostic, Faults, Limit, Source, format_count, truncate, visible};
use crate::files::Files;
use crate::profile::{
    Catalog, DocumentDrafts, DocumentLayout, DocumentMetadata, MAX_DOCUMENT, Mapping, READY_MADE, VendorDocument,
    draft, read_document, read_sheet, text_of,
};
use crate::store::{Dataset, Workspace};
use document_index::DocumentIndex;

/// The arguments of `import`.
#[derive(Debug, Args)]
pub(super) struct ImportArgs {
    /// Documents: directory pages as text, Markdown (.md), tables (.csv, .tsv, .xlsx, .ods)
    #[arg(required = true, value_name = "FILE")]
    documents: Vec<PathBuf>,
    /// A facts file to append drafts to, or a folder with one file for each vendor; existing text is not changed
    /// [default: standard output]
    #[arg(long, value_name = "FILE|FOLDER")]
    into: Option<PathBuf>,
    /// The vendor that the documents are about [default: as they say]
    #[arg(long, value_name = "NAME")]
    vendor: Option<String>,
    /// The service that the documents are about [default: the vendor as a whole]
    #[arg(long, value_name = "NAME")]
    service: Option<String>,
    /// The web address of the document
    #[arg(long, value_name = "URL")]
    address: Option<String>,
    /// Who published the documents [default: as they say]
    #[arg(long, value_name = "NAME")]
    publisher: Option<String>,
    /// The day to which the documents refer [default: as they say]
    #[arg(long, value_name = "DATE", value_parser = day)]
    date: Option<Date>,
    /// A table that sets the options above for each file: columns `file`, `address`, `vendor`, `service`, `publisher`,
    /// `date`
    #[arg(long, value_name = "FILE", conflicts_with = "address")]
    index: Option<PathBuf>,
    /// Which column of a table holds what: `questionnaire`, `statements` or a TOML file [default: whichever of the
    /// two fits]
    #[arg(long, value_name = "NAME|FILE")]
    mapping: Option<String>,
    /// The layout of the documents [default: by file extension]
    #[arg(long, value_name = "LAYOUT")]
    layout: Option<DocumentLayout>,
}

/// Runs the command. Every document is read before anything is written.
pub(super) fn run(options: &Options, told: &ImportArgs, output: Output) -> CommandResult {
    if options.at.is_some() {
        return Err(no_past().into());
    }
    if told.address.is_some() && told.documents.len() > 1 {
        return Err(one_address().into());
    }
    let here = files(options)?;
    let index = match &told.index {
        Some(path) => Some(DocumentIndex::read(&here, path)?),
        None => None,
    };
    let mapping = mapping(told, &here)?;
    let dataset = load_known_facts(options, &here, told.into.as_deref(), output)?;
    let folders = data_folders(options, &here);
    let mut known = Catalog::of(&dataset);
    let mut drafted = Vec::new();
    let mut faults = Vec::new();
    for document in &told.documents {
        let name = document_name(&here, &folders, document);
        match read(told, &here, document, &name, mapping.as_ref()) {
            Ok(pages) => {
                let about = about(told, index.as_ref(), document);
                if index.as_ref().is_some_and(|it| it.about(document).is_none()) {
                    output.message(&format!("{name} is not in the index"));
                }
                for page in pages {
                    match draft(&page, &about, &mut known) {
                        Ok(made) => drafted.push((name.clone(), page, made)),
                        Err(fault) => faults.push(fault),
                    }
                }
            }
            Err(fault) => faults.push(fault),
        }
    }
    if !faults.is_empty() {
        return Err(faults.into());
    }
    let parts: Vec<(&str, &DocumentDrafts)> = drafted.iter().map(|(name, _, made)| (name.as_str(), made)).collect();
    match &told.into {
        Some(into) => write_drafts::into(&here, into, &parts, output)?,
        None => output.data(&write_drafts::together(&parts))?,
    }
    for (name, page, made) in &drafted {
        tell(name, page, made, output);
    }
    Ok(ANSWERED)
}

/// The known facts, including those of the files that drafts are appended to.
fn load_known_facts(options: &Options, here: &Files, into: Option<&Path>, output: Output) -> Result<Dataset, Faults> {
    let mut options = options.clone();
    if let Some(into) = into.filter(|it| here.exists(it)) {
        if options.data.is_empty() {
            options.data = Workspace::find_in(here).map_err(Faults::from)?.data;
        }
        let inside = options.data.iter().any(|data| here.root().join(into).starts_with(here.root().join(data)));
        if !inside {
            options.data.push(into.to_owned());
        }
    }
    facts(&options, here, Some(output))
}

/// The folders that recorded file names are relative to.
fn data_folders(options: &Options, here: &Files) -> Vec<PathBuf> {
    let named = match options.data.as_slice() {
        [] => Workspace::find_in(here).map_or_else(|_| Vec::new(), |it| it.data),
        named => named.to_vec(),
    };
    named.iter().map(|it| here.root().join(it)).collect()
}

/// The recorded name of a document: relative to the data, if it is there.
fn document_name(here: &Files, folders: &[PathBuf], document: &Path) -> String {
    let path = here.root().join(document);
    let path = path.canonicalize().unwrap_or(path);
    let inside = folders.iter().find_map(|folder| {
        let folder = folder.canonicalize().ok()?;
        Some(here.display_name(path.strip_prefix(folder).ok()?))
    });
    inside.unwrap_or_else(|| {
        document.file_name().map_or_else(|| here.display_name(document), |it| it.to_string_lossy().into_owned())
    })
}

fn mapping(told: &ImportArgs, here: &Files) -> Result<Option<Mapping>, Diagnostic> {
    let Some(named) = &told.mapping else {
        return Ok(None);
    };
    let path = Path::new(named);
    if here.is_folder(path) || !here.exists(path) {
        return Mapping::ready_made(named).map(Some);
    }
    let bytes = here.read(path, MAX_DOCUMENT)?;
    Mapping::read(&Source::new(named, &text_of(named, bytes)?)).map(Some)
}

fn read(
    told: &ImportArgs,
    here: &Files,
    document: &Path,
    name: &str,
    mapping: Option<&Mapping>,
) -> Result<Vec<VendorDocument>, Diagnostic> {
    let layout = told.layout.unwrap_or_else(|| DocumentLayout::of(document));
    let bytes = here.read(document, MAX_DOCUMENT).map_err(too_large)?;
    if !layout.is_table() {
        return read_document(name, bytes, layout).map(|page| vec![page]);
    }
    if let Some(mapping) = mapping {
        return read_sheet(name, bytes, layout, mapping);
    }
    let mut faults = Vec::new();
    for (ready, _) in READY_MADE {
        match read_sheet(name, bytes.clone(), layout, &Mapping::ready_made(ready)?) {
            Ok(pages) => return Ok(pages),
            Err(fault) => faults.push(fault),
        }
    }
    // The fault of a mapping whose columns fit is about the rows, which helps more.
    let fits = faults.iter().position(|it| it.code != Code::NoColumn).unwrap_or(0);
    Err(faults.swap_remove(fits))
}

fn about(told: &ImportArgs, index: Option<&DocumentIndex>, document: &Path) -> DocumentMetadata {
    let listed = index.and_then(|it| it.about(document)).cloned().unwrap_or_default();
    DocumentMetadata {
        vendor: told.vendor.clone().or(listed.vendor),
        service: told.service.clone().or(listed.service),
        address: told.address.clone().or(listed.address),
        publisher: told.publisher.clone().or(listed.publisher),
        date: told.date.or(listed.date),
    }
}

/// Reports what was made of a document, and what remains open.
fn tell(name: &str, page: &VendorDocument, made: &DocumentDrafts, output: Output) {
    let tally = made.tally;
    let mut parts = vec![format_count(tally.drafts, "draft")];
    let mut more = |count: usize, what: &str| {
        if count > 0 {
            parts.push(format_count(count, what));
        }
    };
    more(tally.absences, "absence finding");
    more(tally.unread, "unread record");
    more(tally.caveats, "draft caveat");
    more(tally.citations, "citation");
    let mut told = parts.join(", ");
    for (count, what) in [
        (tally.known, "already known"),
        (tally.more, "with additions"),
        (tally.newer, "reworded"),
        (tally.withdrawn, "no longer in the document"),
        (tally.asserted, "with an asserter now"),
        (tally.without_topic, "without a topic"),
    ] {
        if count > 0 {
            told.push_str(&format!("; {count} {what}"));
        }
    }
    let title = page.title.as_deref().map(|it| format!(": {it}")).unwrap_or_default();
    output.message(&format!("{name}{title}: {told}"));
    for remark in &made.remarks {
        output.message(&format!("  note: {remark}"));
    }
    for open in &made.open {
        let words = truncate(&open.words, Limit::OpenText);
        output.message(&format!("  {}: `{}`: {}", open.place, visible(&words), open.why));
    }
}

/// a text of 50 MB: the help for documents differs from that for facts
fn too_large(fault: Diagnostic) -> Diagnostic {
    let help = match fault.code {
        Code::FileTooLarge => vec!["split the document into parts and import each".to_owned()],
        _ => fault.help,
    };
    Diagnostic { help, ..fault }
}

/// `import --at main`
fn no_past() -> Diagnostic {
    let message = "`import` does not take --at: it reads documents as they are now";
    Diagnostic::new(Blame::Question, Code::NoPast, message).help("leave out --at")
}

/// `import --address https://… a.txt b.txt`
fn one_address() -> Diagnostic {
    let message = "--address can be given for one document only";
    Diagnostic::new(Blame::Question, Code::OneAddress, message)
        .help("import them one by one, or list their addresses in a file for --index")
}
