//! Addresses that begin with a prefix as if it were a scheme: `<ex:size>` in Turtle, where the brackets are too much, or
//! `"ex:size"` in JSON-LD, where no context maps `ex`. They are whole addresses, but of nothing that was meant.

use std::collections::HashMap;
use std::ops::Range;

use crate::store::id::Id;
use crate::store::prefixes::Prefixes;
use crate::store::terms::{TermKind, TermRun, Terms};

/// Schemes of addresses that are also the names of prefixes: what begins with one can be meant.
const SCHEMES: [&str; 36] = [
    "acct", "about", "ark", "bitcoin", "cid", "did", "doi", "file", "geo", "git", "hdl", "http", "https", "info",
    "ipfs", "isbn", "issn", "jar", "lsid", "magnet", "mailto", "mid", "news", "ni", "oid", "orcid", "pkg", "sip",
    "sms", "ssh", "swh", "tag", "tel", "urn", "ws", "xmpp",
];

/// The prefixes that files declare, each with the namespaces that begin with it as a scheme: what is in one of these is
/// meant.
#[derive(Debug)]
pub struct Schemes<'a>(HashMap<&'a str, Vec<&'a str>>);

impl<'a> Schemes<'a> {
    /// Those of the prefixes of a dataset.
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

    /// The prefix that an address begins with as if it were a scheme.
    #[must_use]
    pub fn prefix_in<'i>(&self, iri: &'i str) -> Option<&'i str> {
        let (prefix, local) = iri.split_once(':')?;
        let meant = self.0.get(prefix).filter(|_| !local.starts_with("//"))?;
        (!meant.iter().any(|namespace| iri.starts_with(namespace))).then_some(prefix)
    }

    /// The same where the prefix is no scheme that there is.
    fn unlike_a_scheme(&self, iri: &str) -> bool {
        self.prefix_in(iri).is_some_and(|prefix| match prefix {
            // `data:text/plain,…`: without a comma there are no data.
            "data" => !iri.contains(','),
            prefix => !SCHEMES.contains(&prefix.to_ascii_lowercase().as_str()),
        })
    }
}

/// The addresses that begin so, and with no scheme that there is. It takes a look at each.
pub(super) fn find_prefixed(terms: &Terms, schemes: &Schemes<'_>) -> Vec<Id> {
    terms.iris().filter(|id| schemes.unlike_a_scheme(terms.text_of(*id))).collect()
}

/// The datatypes that begin so, with the literals that have them.
pub(super) fn find_prefixed_datatypes(terms: &Terms, schemes: &Schemes<'_>) -> Vec<(String, Range<Id>)> {
    let of_run = |run: &TermRun| match &run.sort {
        TermKind::Literal(datatype) if schemes.prefix_in(datatype).is_some() => {
            Some((datatype.clone(), run.first..run.end))
        }
        _ => None,
    };
    terms.runs.iter().filter_map(of_run).collect()
}
