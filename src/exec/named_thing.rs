//! A thing with its label, as comparisons show it.

use serde::Serialize;

/// A thing with its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NamedThing {
    /// The whole IRI.
    pub iri: String,
    /// What it is called.
    pub name: String,
}
