//! What a document says, whatever its layout: statements, addresses, and what cannot be made a statement of.

use std::ops::Range;

use oxsdatatypes::Date;

use crate::base::{Source, Span};
use crate::profile::positions::Positions;
use crate::profile::record::ClaimStance;

/// What is known of a document besides its text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DocumentMetadata {
    /// The name of the vendor that it is of; without it, the title of the document.
    pub vendor: Option<String>,
    /// The name of the service that it is of, where it is not of the vendor as a whole.
    pub service: Option<String>,
    /// Where the document stands on the web.
    pub address: Option<String>,
    /// The name of who published it.
    pub publisher: Option<String>,
    /// The day that it speaks for.
    pub date: Option<Date>,
}

/// A document of one vendor, read.
#[derive(Debug, Clone)]
pub struct VendorDocument {
    /// The document: its name as it is recorded, and its text; empty for a spreadsheet.
    pub source: Source,
    pub(super) positions: Positions,
    /// What it is called: the name of the vendor, as the document gives it.
    pub title: Option<String>,
    /// Who published it, as the document says.
    pub(super) publisher: Option<Publisher>,
    /// The day that the document bears.
    pub(super) date: Option<Date>,
    /// What it says of itself, which is no claim: `pricing tier: pay per use`.
    pub(super) notes: Vec<String>,
    /// What it says of how far it was reviewed: `AI-assisted draft (pending review)`.
    pub(super) review: Option<String>,
    /// What it says of the sort of the service: `gateway`.
    pub(super) sort: Option<String>,
    /// All that it says, in order.
    pub(super) items: Vec<DocumentItem>,
    /// What has to be told of the document besides.
    pub(super) remarks: Vec<String>,
}

/// Who published a document, as it says itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Publisher {
    /// The head of a page of a directory.
    Directory(String),
    /// The vendor itself, which fills in questionnaires.
    Vendor,
}

/// A part of a document.
#[derive(Debug, Clone)]
pub(super) struct DocumentItem {
    /// Where it stands.
    pub(super) place: ItemLocation,
    /// Its own words, as they stand there.
    pub(super) exact: String,
    /// The headings that it stands under, the widest first.
    pub(super) headings: Vec<String>,
    /// The label of a value, the name of a row.
    pub(super) row: Option<String>,
    /// The words before it that it needs: the question that it answers, the sentence that its list goes on with.
    pub(super) lead: Option<String>,
    /// What can be made of it.
    pub(super) says: ItemContent,
}

/// Where a part stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum ItemLocation {
    /// Bytes of the text.
    Text(Span),
    /// A line of a table that is text.
    Line(usize),
    /// A row of a sheet that is no text.
    Row,
}

/// What can be made of a part of a document.
#[derive(Debug, Clone)]
pub(super) enum ItemContent {
    /// A record.
    Statement(Box<DocumentStatement>),
    /// A source of the document as a whole.
    Address(String),
    /// Nothing, for a reason: a person has to look.
    Open(String),
}

/// What may be a record.
#[derive(Debug, Clone, Default)]
pub(super) struct DocumentStatement {
    /// In words that can stand alone: the sentence, or label and value.
    pub(super) says: String,
    /// The name of the topic, where the place settles it.
    pub(super) topic: Option<String>,
    /// What it says to its topic, where the place settles it.
    pub(super) stance: Option<ClaimStance>,
    /// True where the place says that no value is known: `unknown`.
    pub(super) no_value: bool,
    /// A badge or status word, as it stands there.
    pub(super) status_word: Option<String>,
    /// Regions, where it is a list of them.
    pub(super) regions: Vec<String>,
    /// A certificate, where it is an entry of a list of them.
    pub(super) certificate: Option<String>,
    /// The sources that the document links it to, and only it.
    pub(super) cites: Vec<CitedSource>,
    /// The name of the service that it is about.
    pub(super) service: Option<String>,
    /// The day that it speaks for.
    pub(super) date: Option<Date>,
    /// A remark that the document makes beside it.
    pub(super) note: Option<String>,
    /// Its last words, where those before ask for them.
    pub(super) answer: Option<String>,
    /// True where the text breaks off.
    pub(super) cut: bool,
}

/// A source that a statement is linked to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CitedSource {
    /// Its address; http or https.
    pub(super) url: String,
    /// What the document calls it.
    pub(super) label: Option<String>,
}

/// Something that a person has to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewItem {
    /// `profiles/cortecs.txt:9`, or the file and a row.
    pub place: String,
    /// The words.
    pub words: String,
    /// Why it is open.
    pub why: String,
}

impl DocumentItem {
    /// The label that it is known by; the number of a row is none, for rows are moved.
    pub(super) fn label(&self) -> Option<&str> {
        self.row.as_deref().or(self.lead.as_deref()).filter(|row| !is_number_of_row(row))
    }
}

/// `row 12`
pub(super) fn is_number_of_row(row: &str) -> bool {
    row.strip_prefix("row ").is_some_and(|number| number.chars().all(|c| c.is_ascii_digit()))
}

impl VendorDocument {
    pub(super) fn new(source: &Source) -> Self {
        Self {
            positions: Positions::of(&source.text),
            source: source.clone(),
            title: None,
            publisher: None,
            date: None,
            notes: Vec::new(),
            review: None,
            sort: None,
            items: Vec::new(),
            remarks: Vec::new(),
        }
    }

    /// `profiles/cortecs.txt:9`, or the file and the row.
    pub(super) fn format_location(&self, item: &DocumentItem) -> String {
        match &item.place {
            ItemLocation::Text(span) => {
                format!("{}:{}", self.source.name, self.positions.line(span.start))
            }
            ItemLocation::Line(line) => format!("{}:{line}", self.source.name),
            ItemLocation::Row => {
                let sheet = item.headings.last().map(|it| format!("sheet `{it}`"));
                let parts = [Some(self.source.name.to_string()), sheet, item.row.clone()];
                parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
            }
        }
    }
}

/// The span of a text without the blanks at its ends.
pub(super) fn trim_span(text: &str, range: Range<usize>) -> Span {
    let inner = text.get(range.clone()).unwrap_or_default();
    let start = range.start + (inner.len() - inner.trim_start().len());
    Span::new(start, start + inner.trim().len())
}
