//! Links to things and values with their words, as pages show them.

/// A thing, with its place on the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThingLink {
    /// Its IRI, whole.
    pub iri: String,
    /// Its label.
    pub label: String,
    /// Its place on the site; `None` if it has none of its own.
    pub target: Option<PageTarget>,
}

/// A value that the vocabulary lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodedValue {
    /// The local name of its IRI: `goneState`.
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

/// A place on the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageTarget {
    /// The name of the page, without an ending.
    pub page: String,
    /// The anchor on the page; `None` for the page itself.
    pub anchor: Option<String>,
}
