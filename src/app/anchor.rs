//! The command `anchor`: digests of passages of a document, and whether the passages that the facts cite are in it.

use std::io::{self, IsTerminal};
use std::path::PathBuf;

use clap::Args;

use crate::app::exit::{ANSWERED, CommandResult, FINDINGS};
use crate::app::input::read_stdin;
use crate::app::opening::{TIME_IN_SCRIPT, files, open};
use crate::app::options::Options;
use crate::app::output::Output;
use crate::base::{Blame, Code, Diagnostic, Faults};
use crate::passage::{Anchor, SearchableText, Sections, is_too_short, normalize};
use crate::profile::MAX_DOCUMENT;
use crate::render::{AnchorLine, write_anchors};

/// The arguments of `anchor`.
#[derive(Debug, Args)]
pub(super) struct AnchorArgs {
    /// The document as text: Markdown, HTML or plain
    #[arg(value_name = "FILE")]
    document: PathBuf,
    /// Check the passages that the facts cite from this source, instead of passages from standard input
    #[arg(long, value_name = "SOURCE")]
    of: Option<String>,
    /// Treat all of standard input as one passage [default: each line is one]
    #[arg(long, conflicts_with = "of")]
    whole: bool,
}

/// Runs the command and returns the exit code: 1 if a passage is not in the document.
pub(super) fn run(options: &Options, told: &AnchorArgs, output: Output) -> CommandResult {
    let here = files(options)?;
    let text = here.read(&told.document, MAX_DOCUMENT)?;
    let name = told.document.display().to_string();
    let text = String::from_utf8(text).map_err(|_| no_text(&name))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let document = SearchableDocument { sections: Sections::of(text), searched: SearchableText::new(text) };
    let lines = match &told.of {
        Some(source) => lines_from_facts(options, source, &name, &document, output)?,
        None => lines_from_stdin(told, &name, &document, output)?,
    };
    output.data(&write_anchors(&lines, output.format)?)?;
    Ok(if lines.iter().all(|line| line.stands > 0) { ANSWERED } else { FINDINGS })
}

struct SearchableDocument {
    sections: Sections,
    searched: SearchableText,
}

impl SearchableDocument {
    fn lines(&self, anchors: &[Anchor]) -> Vec<AnchorLine> {
        let places = self.searched.passage_offsets(anchors);
        let lines = anchors.iter().zip(places).map(|(anchor, places)| AnchorLine {
            citation: None,
            cited_by: Vec::new(),
            digest: anchor.digest.clone(),
            length: anchor.length,
            section: places.first().and_then(|place| self.sections.at(*place)).map(str::to_owned),
            recorded_section: None,
            stands: places.len(),
        });
        lines.collect()
    }
}

/// The results for passages from standard input.
fn lines_from_stdin(
    told: &AnchorArgs,
    name: &str,
    document: &SearchableDocument,
    output: Output,
) -> Result<Vec<AnchorLine>, Faults> {
    if io::stdin().is_terminal() {
        let each = if told.whole { "a passage" } else { "passages, one per line" };
        output.message(&format!("type or paste {each}, then press Ctrl-D"));
    }
    let typed = read_stdin(MAX_DOCUMENT)?;
    let typed = String::from_utf8(typed).map_err(|_| no_text("<stdin>"))?;
    let typed = typed.strip_prefix('\u{feff}').unwrap_or(&typed);
    let passages: Vec<&str> = if told.whole { vec![typed] } else { typed.lines().collect() };
    let passages: Vec<&str> = passages.into_iter().filter(|it| !it.trim().is_empty()).collect();
    if passages.is_empty() {
        return Err(no_passage(name).into());
    }
    let forms: Vec<_> = passages.into_iter().map(normalize).collect();
    for (number, form) in (1..).zip(&forms).filter(|(_, form)| is_too_short(form.text())) {
        output.message(&format!(
            "passage {number}, “{}”: too short to be evidence; use at least 8 letters and digits, or 4 Han or \
             Kana characters",
            form.text()
        ));
    }
    let anchors: Vec<Anchor> = forms.iter().map(|form| Anchor::of_normal(form.text())).collect();
    let lines = document.lines(&anchors);
    for (number, _) in (1..).zip(&lines).filter(|(_, line)| line.stands == 0) {
        output.message(&format!("passage {number} is not in {name}: copy it from there unchanged"));
    }
    Ok(lines)
}

/// The results for the citations of a source in the facts.
fn lines_from_facts(
    options: &Options,
    source: &str,
    name: &str,
    document: &SearchableDocument,
    output: Output,
) -> Result<Vec<AnchorLine>, Faults> {
    let session = open(options, TIME_IN_SCRIPT, output)?;
    let found = session.source_anchors(source)?;
    let anchors: Vec<Anchor> = found.citations.iter().map(|it| it.anchor.clone()).collect();
    let lines = document.lines(&anchors).into_iter().zip(found.citations).map(|(line, citation)| AnchorLine {
        citation: Some(citation.name),
        cited_by: citation.cited_by,
        recorded_section: citation.section,
        ..line
    });
    let lines: Vec<AnchorLine> = lines.collect();
    let standing = lines.iter().filter(|line| line.stands > 0).count();
    let all = lines.len();
    output.message(&format!("{standing} of {all} passages that the facts cite from “{}” are in {name}", found.name));
    if standing == 0 && all > 0 {
        output.message(&format!("is {name} the text of “{}”? it contains none of its passages", found.name));
    } else if standing < all {
        output.message("read the text again for each missing passage: record a new passage, or supersede the claim");
    }
    let moved = lines.iter().filter(|it| it.stands > 0 && is_elsewhere(it)).count();
    if moved > 0 {
        output.message(&format!(
            "{moved} of them under another heading than recorded: check whether they still mean the same"
        ));
    }
    if found.left_out > 0 {
        output.message(&format!("left out: {} cited only by records that do not count", found.left_out));
    }
    Ok(lines)
}

/// True for a passage under another heading than its citation records. A record may shorten a heading, or give only its
/// number.
fn is_elsewhere(line: &AnchorLine) -> bool {
    let (Some(recorded), Some(found)) = (&line.recorded_section, &line.section) else {
        return false;
    };
    let [recorded, found] = [recorded, found].map(|it| normalize(it).text().to_owned());
    !found.contains(&recorded) && !recorded.contains(&found)
}

/// a PDF, or a text in another encoding
fn no_text(name: &str) -> Diagnostic {
    Diagnostic::new(Blame::Io, Code::NoText, format!("`{name}` is not UTF-8 text"))
        .help("save the document as UTF-8 text: digests cannot be computed from a PDF or from another encoding")
}

/// `caveat anchor terms.md </dev/null`
fn no_passage(name: &str) -> Diagnostic {
    Diagnostic::new(Blame::Question, Code::NoPassage, "standard input contains no passage")
        .help(format!("pass one in, as in `caveat anchor {name} < passage.txt`, or name a source with --of"))
}
