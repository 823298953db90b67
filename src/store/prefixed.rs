//! IRIs that begin with a prefix instead of a scheme: `<ex:size>` in Turtle, where the brackets are too much, or
//! `"ex:size"` in JSON-LD, where no context maps `ex`. They are valid IRIs, but not the intended ones.

use std::collections::HashMap;
use std::ops::Range;

use crate::store::id::Id;
use crate::store::prefixes::Prefixes;
use crate::store::terms::{TermKind, TermRun, Terms};

/// Schemes that are also used as names of prefixes: an IRI that begins with one may be intended.
const SCHEMES: [&str; 36] = [
    "acct", "about", "ark", "bitcoin", "cid", "did", "doi", "file", "geo", "git", "hdl", "http", "https", "info",
    "ipfs", "isbn", "issn", "jar", "lsid", "magnet", "mailto", "mid", "news", "ni", "oid", "orcid", "pkg", "sip",
    "sms", "ssh", "swh", "tag", "tel", "urn", "ws", "xmpp",
];

/// The declared prefixes, each with the namespaces that begin with it as a scheme: IRIs in such a namespace are
/// intended.
#[derive(Debug)]
pub struct Schemes<'a>(HashMap<&'a str, Vec<&'a str>>);

impl<'a> Schemes<'a> {
    /// Collects the prefixes of a dataset.
    #[must_use]
    pub fn of(prefixes: &'a Prefixes) -> Self {
        let mut schemes: HashMap<&str, Vec<&str>> =
            prefixes.by_name.keys().map(|it| (it.as_str(), Vec::new())).collect();
        for namespace in prefixes.by_name.values().flatten() {
            let scheme = namespace.split_once(':').and_then(|(scheme, _)| schemes.get_mut(scheme));
            scheme.into_iter().for_each(|it| it.push(namespace));
        }
        Self(schemes)
    }

    /// The prefix that an IRI begins with instead of a scheme.
    #[must_use]
    pub fn prefix_in<'i>(&self, iri: &'i str) -> Option<&'i str> {
        let (prefix, local) = iri.split_once(':')?;
        let meant = self.0.get(prefix).filter(|_| !local.starts_with("//"))?;
        (!meant.iter().any(|namespace| iri.starts_with(namespace))).then_some(prefix)
    }

    /// True if an IRI begins with a prefix that is not a known scheme.
    fn unlike_a_scheme(&self, iri: &str) -> bool {
        self.prefix_in(iri).is_some_and(|prefix| match prefix {
            // `data:text/plain,…`: an IRI of this scheme has a comma.
            "data" => !iri.contains(','),
            prefix => !SCHEMES.contains(&prefix.to_ascii_lowercase().as_str()),
        })
    }
}

/// The IRIs that begin with a prefix that is not a known scheme. Reads every IRI.
pub(super) fn find_prefixed(terms: &Terms, schemes: &Schemes<'_>) -> Vec<Id> {
    terms.iris().filter(|id| schemes.unlike_a_scheme(terms.text_of(*id))).collect()
}

/// The datatypes that begin with a prefix, with the ids of their literals.
pub(super) fn find_prefixed_datatypes(terms: &Terms, schemes: &Schemes<'_>) -> Vec<(String, Range<Id>)> {
    let of_run = |run: &TermRun| match &run.sort {
        TermKind::Literal(datatype) if schemes.prefix_in(datatype).is_some() => {
            Some((datatype.clone(), run.first..run.end))
        }
        _ => None,
    };
    terms.runs.iter().filter_map(of_run).collect()
}
