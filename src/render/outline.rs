//! An outline: a title, sentences, and lines with a mark and a depth. Reasons and evidence are made into one. It
//! is written here as text and Markdown; the lines of reports and the pages of audits are made of the same. Flat, so that
//! a chain of any length can be written.

use std::collections::BTreeSet;

use crate::base::visible;
use crate::exec::{SourceLocation, ThingIdentity};
use crate::render::markdown::escape;

/// The deepest indentation; what lies deeper shows its level as a number.
const MAX_INDENT: usize = 24;

/// An outline.
pub(super) struct ExplanationOutline {
    pub(super) title: String,
    /// Sentences below the title.
    pub(super) summary: Vec<String>,
    pub(super) lines: Vec<OutlineLine>,
    /// Sentences at the end: what is not listed.
    pub(super) not_listed: Vec<String>,
    /// True if the marks are explained at the end.
    pub(super) has_legend: bool,
}

/// A line of an outline.
pub(super) struct OutlineLine {
    /// From 0.
    pub(super) depth: usize,
    pub(super) mark: LineMark,
    pub(super) text: String,
    /// The linked thing that the text names; `None` for other lines.
    pub(super) thing: Option<ThingIdentity>,
    /// What the facts have instead; empty if the text says it.
    pub(super) found: String,
    /// True if deeper lines say in parts what was found.
    pub(super) has_parts: bool,
    /// Facts or details, each on a line of its own.
    pub(super) notes: Vec<Note>,
}

/// A fact or a detail below a line.
pub(super) struct Note {
    pub(super) words: String,
    /// Where it is stated.
    pub(super) place: Option<SourceLocation>,
}

/// What a line is in its outline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum LineMark {
    Holds,
    Fails,
    Unknown,
    /// A linked thing that is what was asked for, is not, or may be.
    Counts,
    CountsNot,
    MayCount,
    /// Excluded by the default filter.
    LeftOut,
    /// A remark on lines that are not there.
    NotListed,
    Supports,
    /// Supports, and all falls without it.
    Carries,
    Limits,
    Replaces,
    Contradicts,
    /// Says the opposite without contradicting.
    Opposite,
}

impl LineMark {
    /// True of the marks of linked things.
    pub(super) fn is_of_linked(self) -> bool {
        matches!(self, Self::Counts | Self::CountsNot | Self::MayCount | Self::LeftOut)
    }

    /// The sign in text, which needs no colour.
    fn sign(self) -> &'static str {
        match self {
            Self::Holds | Self::Counts | Self::Supports => "+",
            Self::Fails | Self::CountsNot | Self::Replaces => "-",
            Self::Unknown | Self::MayCount => "?",
            Self::LeftOut | Self::Limits => "~",
            Self::NotListed => "…",
            Self::Carries => "!",
            Self::Contradicts => "x",
            Self::Opposite => "o",
        }
    }

    /// The word where there are no signs; empty if the text says it.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Holds => "yes",
            Self::Fails => "no",
            Self::Unknown => "unknown",
            Self::Counts => "counts",
            Self::CountsNot => "does not count",
            Self::MayCount => "may count",
            Self::LeftOut => "left out",
            Self::NotListed => "not listed",
            Self::Carries => "falls without",
            Self::Supports | Self::Limits | Self::Replaces | Self::Contradicts | Self::Opposite => "",
        }
    }

    /// What the sign means, for a legend.
    fn meaning(self) -> &'static str {
        match self {
            Self::Holds => "holds",
            Self::Fails => "does not hold",
            Self::Unknown => "unknown",
            Self::Counts | Self::CountsNot | Self::MayCount | Self::LeftOut | Self::NotListed => self.word(),
            Self::Supports => "supports",
            Self::Carries => "supports; without it, no support is left",
            Self::Limits => "limits",
            Self::Replaces => "replaces",
            Self::Contradicts => "contradicts",
            Self::Opposite => "says the opposite of something else",
        }
    }
}

impl OutlineLine {
    /// The text, and what was found: `lacks a public source: has 2 sources`.
    pub(super) fn sentence(&self) -> String {
        match self.found() {
            None => self.text.clone(),
            Some(found) => format!("{}: {found}", self.text),
        }
    }

    /// What was found, unless the text says it.
    pub(super) fn found(&self) -> Option<&str> {
        Some(self.found.as_str()).filter(|found| !found.is_empty() && *found != self.text)
    }

    /// The indentation, and the sentence with its level if that is deeper.
    fn indented(&self) -> (String, String) {
        let deep = if self.depth > MAX_INDENT { format!("[level {}] ", self.depth + 1) } else { String::new() };
        ("  ".repeat(self.depth.min(MAX_INDENT)), deep + &self.sentence())
    }
}

impl Note {
    /// In words, with its place: `access: login (data/vendors/one.ttl:12)`.
    pub(super) fn text_with_location(&self) -> String {
        match &self.place {
            Some(place) => format!("{} ({}:{})", self.words, place.file, place.line),
            None => self.words.clone(),
        }
    }
}

/// The outline as text, with a sign before each line.
pub(super) fn text(outline: &ExplanationOutline) -> String {
    let mut text = String::new();
    let mut add = |indent: &str, line: &str| text.push_str(&format!("{indent}{}\n", visible(line)));
    add("", &outline.title);
    outline.summary.iter().for_each(|sentence| add("", sentence));
    for line in &outline.lines {
        let (indent, sentence) = line.indented();
        add(&indent, &format!("{} {sentence}", line.mark.sign()));
        let below = format!("{indent}    ");
        line.notes.iter().for_each(|note| add(&below, &note.text_with_location()));
    }
    outline.not_listed.iter().for_each(|sentence| add("", sentence));
    if let Some(legend) = legend(outline) {
        add("", &legend);
    }
    text
}

/// The meaning of the signs that occur, in one line; `None` without any.
fn legend(outline: &ExplanationOutline) -> Option<String> {
    let lines = outline.lines.iter().filter(|_| outline.has_legend);
    let occurring: BTreeSet<LineMark> = lines.map(|line| line.mark).collect();
    let explained: Vec<String> = occurring.iter().map(|it| format!("{} {}", it.sign(), it.meaning())).collect();
    (!explained.is_empty()).then(|| format!("({})", explained.join(" · ")))
}

/// The outline as a nested list in Markdown.
pub(super) fn markdown(outline: &ExplanationOutline) -> String {
    let mut text = format!("**{}**\n\n", escape(&outline.title));
    for sentence in &outline.summary {
        text.push_str(&format!("{}\n\n", escape(sentence)));
    }
    for line in &outline.lines {
        let (indent, sentence) = line.indented();
        let word = line.mark.word();
        let colon = if word.is_empty() { "" } else { ": " };
        text.push_str(&format!("{indent}- {word}{colon}{}\n", escape(&sentence)));
        for note in &line.notes {
            text.push_str(&format!("{indent}  - {}\n", escape(&note.text_with_location())));
        }
    }
    for sentence in &outline.not_listed {
        text.push_str(&format!("\n{}\n", escape(sentence)));
    }
    text
}
