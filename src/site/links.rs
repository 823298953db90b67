//! Links to things and values with their words, as pages show them.

/// Something that is spoken of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThingLink {
    /// Its IRI, whole.
    pub iri: String,
    /// The words for it.
    pub label: String,
    /// Where the site tells of it; none for what has no place of its own.
    pub target: Option<PageTarget>,
}

/// A value that the vocabulary lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodedValue {
    /// The last part of its IRI: `goneState`.
    pub code: String,
    /// The word for it: `gone`.
    pub word: String,
}

/// A property in words, with its values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PropertyValues {
    /// `also called`
    pub name: String,
    /// The values, in order.
    pub values: Vec<String>,
}

/// Where something is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageTarget {
    /// The name of the page, without an ending.
    pub page: String,
    /// The place on the page.
    pub anchor: Option<String>,
}
