//! Prefixes that files declare, to shorten IRIs with.

use std::collections::BTreeMap;

/// The prefixes that the files declare.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Prefixes {
    /// Each prefix with the IRIs it is declared for; more than one is ambiguous.
    pub by_name: BTreeMap<String, Vec<String>>,
    /// The files that first declare them, in the same order.
    pub(super) files: BTreeMap<String, Vec<String>>,
}

impl Prefixes {
    /// Records a declaration that is in no file.
    pub(crate) fn declare(&mut self, name: &str, iri: &str) {
        self.declare_in(name, iri, "");
    }

    /// Records a declaration in a file.
    pub(crate) fn declare_in(&mut self, name: &str, iri: &str, file: &str) {
        let iris = self.by_name.entry(name.to_owned()).or_default();
        if !iris.iter().any(|known| known == iri) {
            iris.push(iri.to_owned());
            self.files.entry(name.to_owned()).or_default().push(file.to_owned());
        }
    }

    /// The file that first declares a prefix for the IRI at a position in [`Prefixes::by_name`].
    #[must_use]
    pub fn declaring_file(&self, name: &str, at: usize) -> Option<&str> {
        let file = self.files.get(name)?.get(at)?;
        (!file.is_empty()).then_some(file)
    }

    /// The IRIs that `prefix:local` can stand for. The prefix is case-sensitive.
    #[must_use]
    pub fn expand(&self, prefix: &str, local: &str) -> Vec<String> {
        let iris = self.by_name.get(prefix).map_or(&[][..], Vec::as_slice);
        iris.iter().map(|iri| format!("{iri}{local}")).collect()
    }

    /// `prefix:local` with the longest unambiguous prefix that gives a plain local name, else the
    /// IRI in angle brackets.
    #[must_use]
    pub fn compact(&self, iri: &str) -> String {
        let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
        self.by_name
            .iter()
            .filter(|(_, iris)| iris.len() == 1)
            .filter_map(|(name, iris)| Some((name, iris.first()?, iri.strip_prefix(&iris[0])?)))
            .filter(|(_, _, local)| {
                local.starts_with(|c: char| c.is_alphanumeric() || c == '_')
                    && local.chars().all(plain)
                    && !local.ends_with('.')
            })
            .max_by_key(|(_, prefix, _)| prefix.len())
            .map_or_else(|| format!("<{iri}>"), |(name, _, local)| format!("{name}:{local}"))
    }
}
