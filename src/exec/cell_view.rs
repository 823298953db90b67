//! The data of a comparison: rows of cells, each in words and in its parts.

use serde::Serialize;

use crate::exec::named_thing::NamedThing;
use crate::words::Verdict;

/// A comparison of several things.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ComparisonTable {
    /// The singular noun for the topics: `topic`.
    #[serde(skip)]
    pub topic: String,
    /// The plural noun.
    #[serde(skip)]
    pub topics: String,
    /// What is compared: IRI and name.
    pub things: Vec<NamedThing>,
    /// The rows: subjects with the assurances below them.
    pub rows: Vec<CellRow>,
    /// Topics on which nothing is on record for any of the things; they have no row of their own.
    pub nothing_on_record: Vec<NamedThing>,
    /// Things about which nothing is on record, if the question asks for all things; they have no column.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub without_records: Vec<NamedThing>,
    /// What it is based on: how many records, whose pages alone support them, whose sources were opened.
    pub grounds: Grounds,
}

/// One row of a comparison.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CellRow {
    /// The topic.
    pub topic: NamedThing,
    /// The sentence that can be affirmed or denied; `None` for a subject.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sentence: Option<String>,
    /// The part that the row is about, if its verdict differs from that of the thing; `None` for the thing itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub part: Option<NamedThing>,
    /// The cells, one for each thing; `None` if the part belongs to another thing.
    pub cells: Vec<Option<CellView>>,
}

/// One cell of a comparison.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CellView {
    /// The verdict; `None` for a subject, which is never yes or no.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verdict: Option<Verdict>,
    /// The cell in words, without the marks.
    pub text: String,
    /// How a yes or no is backed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub standing: Option<&'static str>,
    /// Whose word it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub speaker: Option<String>,
    /// The day to which the claim refers; if somebody only searched in vain, the last such day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// Both sides of a verdict that depends or is disputed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sides: Vec<SideView>,
    /// What the claims about a subject say: `30 days (monitoring data)`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<String>,
    /// Remarks that do not change the verdict.
    pub marks: Vec<String>,
    /// True for a yes in the thing's own word, verified, without fine print.
    pub clear: bool,
    /// The records that decide, as IRIs.
    pub records: Vec<String>,
}

/// One side of a verdict that depends or is disputed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SideView {
    /// `yes`, `no`, `qualified`
    pub says: &'static str,
    /// The part that it is said of; empty for the whole.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub part: String,
    /// How it is backed.
    pub standing: &'static str,
    /// Whose word it is.
    pub speaker: String,
    /// The day to which it refers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// The IRI of the claim that says it.
    pub claim: String,
}

impl CellView {
    /// The cell in words, followed by its marks.
    #[must_use]
    pub fn whole(&self) -> String {
        let marks = self.marks.iter().map(|mark| format!(" · {mark}"));
        format!("{}{}", self.text, marks.collect::<String>())
    }

    /// What precedes [`Self::lines`]: the verdict before sides, nothing before values, else the whole text.
    #[must_use]
    pub fn head(&self) -> &str {
        match (self.sides.is_empty(), self.values.is_empty()) {
            (false, _) => self.short(),
            (true, false) => "",
            (true, true) => &self.text,
        }
    }

    /// Both sides, or the values of a subject, in words.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        if self.sides.is_empty() { self.values.clone() } else { self.sides.iter().map(SideView::words).collect() }
    }

    /// The verdict in a word or two; without one, the text of the cell.
    #[must_use]
    pub fn short(&self) -> &str {
        match self.verdict {
            Some(verdict) => words(verdict),
            None => &self.text,
        }
    }

    /// True if nothing at all is on record.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let nothing = self.records.is_empty() && self.marks.is_empty();
        nothing && self.verdict.is_none_or(|it| it == Verdict::NotOnRecord)
    }
}

/// The words for a verdict in a cell.
#[must_use]
pub fn words(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::NotReadable => "said, not readable",
        Verdict::NotFound => "looked, not found",
        other => other.word(),
    }
}

impl SideView {
    /// `no of Free, Pro (InferCheck, unsourced)`
    #[must_use]
    pub fn words(&self) -> String {
        let part = if self.part.is_empty() { String::new() } else { format!(" of {}", self.part) };
        let date = self.date.as_ref().map_or_else(String::new, |day| format!(", {day}"));
        format!("{}{part} ({}, {}{date})", self.says, self.speaker, self.standing)
    }
}

/// What a comparison is based on.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Grounds {
    /// The noun of the records, in the singular or plural: `records`.
    #[serde(skip)]
    pub noun: String,
    /// How many things are compared.
    pub things: usize,
    /// The things for which somebody found a passage in a source.
    pub opened: Vec<String>,
    /// Current records about these things.
    pub records: usize,
    /// How many of them somebody found in a source.
    pub verified: usize,
    /// Those that cite no source, by the publisher of the pages that they were taken from, the most first.
    pub pages_only: Vec<PagesOnly>,
    /// The last day to which a record refers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub newest: Option<String>,
}

/// Records that only pages of one publisher support.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PagesOnly {
    /// Who publishes the pages.
    pub publisher: NamedThing,
    /// How many records.
    pub records: usize,
}
