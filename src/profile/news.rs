//! What of a document is known already, and what a newer wording of it replaces.

use std::collections::HashSet;

use oxigraph::model::NamedNode;

use crate::profile::known::{Known, Passage};

/// How alike two wordings have to be for the one to replace the other, from 0 to 1 (Sørensen–Dice over pairs of letters).
const ALIKE: f64 = 0.6;

/// Earlier readings of a document: of the same file, or the same address.
#[derive(Debug, Default)]
pub(super) struct Earlier {
    /// The profile of the same file.
    pub(super) profile: Option<NamedNode>,
    /// The sources that it lists as a whole.
    pub(super) sources: Vec<NamedNode>,
    /// Passages; true for those of the same file.
    passages: Vec<(Passage, bool)>,
    /// Claims that something supersedes already.
    settled: HashSet<NamedNode>,
}

/// The claims that words were made to before.
#[derive(Debug, Default)]
pub(super) struct Made {
    pub(super) claims: Vec<NamedNode>,
    /// True where the same file has a passage of those words, or of parts of them.
    pub(super) here: bool,
}

/// A draft that was made, by its words.
#[derive(Debug, Clone)]
pub(super) struct Fresh {
    pub(super) claim: NamedNode,
    pub(super) exact: String,
    pub(super) row: Option<String>,
    pub(super) cut: bool,
}

impl Earlier {
    pub(super) fn of(known: &Known<'_>, vendor: &NamedNode, file: &str, address: Option<&str>) -> Self {
        let mut earlier = Self { settled: known.superseded(), ..Self::default() };
        for document in known.documents.iter().filter(|it| it.vendor.as_ref() == Some(vendor)) {
            let at = document.address.as_deref();
            // Two pages at two addresses are two, whatever their files are called; a page that was moved to another
            // folder is the same.
            let elsewhere = at.is_some() && address.is_some() && at != address;
            let there = document.file.as_deref().unwrap_or_default();
            let moved = at.is_some() && at == address && last_name(there) == last_name(file);
            let same = !elsewhere && (there == file || moved);
            if same {
                earlier.profile.get_or_insert_with(|| document.profile.clone());
                earlier.sources.extend(document.sources.iter().cloned());
            }
            if same || address.is_some() && document.address.as_deref() == address {
                earlier.passages.extend(document.passages.iter().map(|it| (it.clone(), same)));
            }
        }
        earlier
    }

    /// The claims that were taken from the same words, or from parts of them; with a text that breaks off, from words that
    /// begin so.
    pub(super) fn made(&self, exact: &str, row: Option<&str>, cut: bool) -> Made {
        let wanted = even(exact);
        let mut made = Made::default();
        for (passage, here) in &self.passages {
            let words = even(&passage.exact);
            let whole = words == wanted && passage.row.as_deref() == row;
            let plain = row.is_none() && passage.row.is_none();
            let part = plain && words.len() > 12 && wanted.contains(&words);
            let begins = cut && wanted.len() > 12 && words.starts_with(&wanted);
            if passage.claims.is_empty() || !(whole || part || begins) {
                continue;
            }
            made.here |= *here;
            for claim in &passage.claims {
                if !made.claims.contains(claim) {
                    made.claims.push(claim.clone());
                }
            }
        }
        made
    }

    /// For each fresh draft the claims that it supersedes: those of the passage that is most alike among those that the
    /// document has no more. Each passage is replaced once.
    pub(super) fn replaced(&self, fresh: &[Fresh], there: &[String]) -> Vec<(NamedNode, NamedNode)> {
        let there: Vec<String> = there.iter().map(|it| even(it)).collect();
        let gone = self.passages.iter().map(|(passage, _)| passage).filter(|passage| {
            let words = even(&passage.exact);
            !passage.claims.is_empty() && !there.iter().any(|it| it.contains(&words))
        });
        let gone: Vec<&Passage> = gone.collect();
        let mut pairs: Vec<(f64, usize, usize)> = Vec::new();
        for (new, draft) in fresh.iter().enumerate().filter(|(_, it)| !it.cut) {
            for (old, passage) in gone.iter().enumerate() {
                let alone = |row: &Option<String>| {
                    let olds = gone.iter().filter(|it| it.row == *row).count();
                    let news = fresh.iter().filter(|it| it.row == *row).count();
                    row.is_some() && olds == 1 && news == 1
                };
                let alike = if draft.row != passage.row {
                    0.0
                } else if alone(&draft.row) {
                    1.0
                } else {
                    strsim::sorensen_dice(&even(&draft.exact), &even(&passage.exact))
                };
                if alike >= ALIKE {
                    pairs.push((alike, new, old));
                }
            }
        }
        pairs.sort_by(|one, other| other.0.total_cmp(&one.0).then((one.1, one.2).cmp(&(other.1, other.2))));
        let (mut news, mut olds) = (HashSet::new(), HashSet::new());
        let mut replaced = Vec::new();
        for (_, new, old) in pairs {
            if news.contains(&new) || olds.contains(&old) {
                continue;
            }
            news.insert(new);
            olds.insert(old);
            let open = gone[old].claims.iter().filter(|it| !self.settled.contains(*it));
            replaced.extend(open.map(|claim| (fresh[new].claim.clone(), claim.clone())));
        }
        replaced
    }
}

/// The name of a file without its folders.
fn last_name(file: &str) -> &str {
    file.rsplit('/').next().unwrap_or(file)
}

/// Words with one blank between them.
fn even(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}
