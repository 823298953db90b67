//! What a document says, whatever its layout: statements, addresses, and items that cannot become a statement.

use std::ops::Range;

use oxsdatatypes::Date;

use crate::base::{Source, Span};
use crate::profile::positions::Positions;
use crate::profile::record::ClaimStance;

/// What is known of a document besides its text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DocumentMetadata {
    /// The name of the vendor; if `None`, the title of the document is the name.
    pub vendor: Option<String>,
    /// The name of the service, if the document is not about the vendor as a whole.
    pub service: Option<String>,
    /// The web address of the document.
    pub address: Option<String>,
    /// The name of the publisher.
    pub publisher: Option<String>,
    /// Its as-of date.
    pub date: Option<Date>,
}

/// The parsed document of one vendor.
#[derive(Debug, Clone)]
pub struct VendorDocument {
    /// The recorded name and the text of the document; the text is empty for a spreadsheet.
    pub source: Source,
    pub(super) positions: Positions,
    /// Its title: the name of the vendor, as the document gives it.
    pub title: Option<String>,
    /// The publisher that the document names.
    pub(super) publisher: Option<Publisher>,
    /// The date on the document.
    pub(super) date: Option<Date>,
    /// What it says about itself, which is not a claim: `pricing tier: pay per use`.
    pub(super) notes: Vec<String>,
    /// How far it was reviewed, in its own words: `AI-assisted draft (pending review)`.
    pub(super) review: Option<String>,
    /// The kind of service, in its own words: `gateway`.
    pub(super) service_kind: Option<String>,
    /// Its items, in order.
    pub(super) items: Vec<DocumentItem>,
    /// Remarks on the document.
    pub(super) remarks: Vec<String>,
}

/// The publisher of a document, as it says itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Publisher {
    /// A directory, named at the head of its page.
    Directory(String),
    /// The vendor itself, which fills in questionnaires.
    Vendor,
}

/// A part of a document.
#[derive(Debug, Clone)]
pub(super) struct DocumentItem {
    /// Its location.
    pub(super) place: ItemLocation,
    /// Its own words, as written.
    pub(super) exact: String,
    /// The headings above it, the widest first.
    pub(super) headings: Vec<String>,
    /// The label of a value, or the name of a row.
    pub(super) row: Option<String>,
    /// The words before it that it needs: the question that it answers, the sentence that introduces its list.
    pub(super) lead: Option<String>,
    /// What can be made of it.
    pub(super) content: ItemContent,
}

/// The location of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum ItemLocation {
    /// Bytes of the text.
    Text(Span),
    /// A line of a table in text form.
    Line(usize),
    /// A row of a sheet in a workbook.
    Row,
}

/// What can be made of a part of a document.
#[derive(Debug, Clone)]
pub(super) enum ItemContent {
    /// A record.
    Statement(Box<DocumentStatement>),
    /// A source for the document as a whole.
    Address(String),
    /// Nothing, for a reason: a person has to review it.
    Unresolved(String),
}

/// A statement that may become a record.
#[derive(Debug, Clone, Default)]
pub(super) struct DocumentStatement {
    /// The statement in words that can stand alone: a sentence, or a label with its value.
    pub(super) says: String,
    /// The name of the topic, if the layout or the mapping gives it.
    pub(super) topic: Option<String>,
    /// The stance to the topic, if the layout or the mapping gives it.
    pub(super) stance: Option<ClaimStance>,
    /// True if the document says that no value is known: `unknown`.
    pub(super) no_value: bool,
    /// A badge or status word, as written.
    pub(super) status_word: Option<String>,
    /// The entries of a list of regions.
    pub(super) regions: Vec<String>,
    /// An entry of a list of certificates.
    pub(super) certificate: Option<String>,
    /// The sources that the document gives for this statement alone.
    pub(super) cites: Vec<CitedSource>,
    /// The name of the service that it is about.
    pub(super) service: Option<String>,
    /// Its as-of date.
    pub(super) date: Option<Date>,
    /// A remark that the document makes beside it.
    pub(super) note: Option<String>,
    /// The answer at the end of `says`, if the words before it are its question.
    pub(super) answer: Option<String>,
    /// True if the text breaks off.
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

/// Something that a person has to review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewItem {
    /// `profiles/cortecs.txt:9`, or the file and a row.
    pub place: String,
    /// Its words.
    pub words: String,
    /// Why it needs a review.
    pub why: String,
}

impl DocumentItem {
    /// The label that identifies it. The number of a row does not, since rows move.
    pub(super) fn label(&self) -> Option<&str> {
        self.row.as_deref().or(self.lead.as_deref()).filter(|row| !is_number_of_row(row))
    }
}

/// True for the number of a row: `row 12`
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
            service_kind: None,
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

/// The span of a range of a text without the blanks at its ends.
pub(super) fn trim_span(text: &str, range: Range<usize>) -> Span {
    let inner = text.get(range.clone()).unwrap_or_default();
    let start = range.start + (inner.len() - inner.trim_start().len());
    Span::new(start, start + inner.trim().len())
}
