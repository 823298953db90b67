//! Addresses that begin with a prefix as if it were a scheme: `<ex:size>` in Turtle, where the brackets are too much, or
//! `"ex:size"` in JSON-LD, where no context maps `ex`. They are whole addresses, but of nothing that was meant.

use crate::store::dataset::{Id, Prefixes};
use crate::store::terms::Terms;

/// Schemes of addresses that are also the names of prefixes: what begins with one can be meant.
const SCHEMES: [&str; 36] = [
    "acct", "about", "ark", "bitcoin", "cid", "did", "doi", "file", "geo", "git", "hdl", "http", "https", "info",
    "ipfs", "isbn", "issn", "jar", "lsid", "magnet", "mailto", "mid", "news", "ni", "oid", "orcid", "pkg", "sip",
    "sms", "ssh", "swh", "tag", "tel", "urn", "ws", "xmpp",
];

/// The prefix that an address begins with as if it were a scheme; none where a namespace begins like the address.
#[must_use]
pub fn prefix_in<'i>(iri: &'i str, prefixes: &Prefixes) -> Option<&'i str> {
    let (prefix, local) = iri.split_once(':')?;
    let is_meant = || prefixes.by_name.values().flatten().any(|namespace| iri.starts_with(namespace.as_str()));
    (!local.starts_with("//") && prefixes.by_name.contains_key(prefix) && !is_meant()).then_some(prefix)
}

/// The addresses that begin so, and with no scheme that there is. It takes a look at each.
pub(super) fn prefixed(terms: &Terms, prefixes: &Prefixes) -> Vec<Id> {
    let is_scheme = |iri: &str, prefix: &str| match prefix {
        // `data:text/plain,…`: without a comma there are no data.
        "data" => iri.contains(','),
        prefix => SCHEMES.contains(&prefix.to_ascii_lowercase().as_str()),
    };
    let begins_so = |iri: &str| prefix_in(iri, prefixes).is_some_and(|prefix| !is_scheme(iri, prefix));
    terms.iris().filter(|id| begins_so(terms.text_of(*id))).collect()
}
