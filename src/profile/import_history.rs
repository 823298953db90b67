//! What earlier imports made of a document, and what a newer wording replaces.

use std::collections::HashSet;

use oxigraph::model::NamedNode;

use crate::profile::catalog::{Catalog, ImportedPassage};
use crate::profile::document::{DocumentItem, ItemContent, VendorDocument};
use crate::profile::terms::iri_from_words;

/// The least similarity of two wordings for one to replace the other (0 to 1, Sørensen–Dice over pairs of letters).
const ALIKE: f64 = 0.6;

/// Earlier imports of a document: of the same file, or the same address.
#[derive(Debug, Default)]
pub(super) struct ImportHistory {
    /// The profile of the same file.
    pub(super) profile: Option<NamedNode>,
    /// The sources that it lists for the document as a whole.
    pub(super) sources: Vec<NamedNode>,
    /// Passages; true for those of the same file.
    passages: Vec<(ImportedPassage, bool)>,
    /// Claims that something supersedes already.
    superseded_claims: HashSet<NamedNode>,
    /// Passages that are marked as withdrawn.
    withdrawn: HashSet<NamedNode>,
}

/// The claims that were made of the same words earlier.
#[derive(Debug, Default)]
pub(super) struct ExistingClaims {
    pub(super) claims: Vec<NamedNode>,
    /// True if the same file has a passage of those words, or of parts of them.
    pub(super) in_same_file: bool,
    /// True if that passage is marked as withdrawn.
    pub(super) withdrawn: bool,
}

/// A new draft, and the words that it was made of.
#[derive(Debug, Clone)]
pub(super) struct NewDraft {
    pub(super) claim: NamedNode,
    pub(super) exact: String,
    pub(super) row: Option<String>,
    pub(super) cut: bool,
}

impl ImportHistory {
    pub(super) fn of(known: &Catalog<'_>, vendor: &NamedNode, file: &str, address: Option<&str>) -> Self {
        let mut earlier = Self { superseded_claims: known.claims_superseded(), ..Self::default() };
        for document in known.documents.iter().filter(|it| it.vendor.as_ref() == Some(vendor)) {
            let at = document.address.as_deref();
            // Pages at two addresses are two documents, whatever their files are called. A page that moved to
            // another folder is the same one.
            let elsewhere = at.is_some() && address.is_some() && at != address;
            let there = document.file.as_deref().unwrap_or_default();
            let moved = at.is_some() && at == address && file_name(there) == file_name(file);
            let same = !elsewhere && (there == file || moved);
            if same {
                earlier.profile.get_or_insert_with(|| document.profile.clone());
                earlier.sources.extend(document.sources.iter().cloned());
            }
            if same || address.is_some() && document.address.as_deref() == address {
                earlier.passages.extend(document.passages.iter().map(|it| (it.clone(), same)));
                let withdrawn = document.passages.iter().map(|it| &it.name).filter(|it| known.is_withdrawn(it));
                earlier.withdrawn.extend(withdrawn.cloned());
            }
        }
        earlier
    }

    /// The claims that were taken from the same words or from parts of them; if the text breaks off, also from words
    /// that begin like it.
    pub(super) fn find_claims(&self, exact: &str, row: Option<&str>, cut: bool) -> ExistingClaims {
        let wanted = collapse_whitespace(exact);
        let mut made = ExistingClaims::default();
        for (passage, here) in &self.passages {
            let words = collapse_whitespace(&passage.exact);
            let whole = words == wanted && passage.row.as_deref() == row;
            let plain = row.is_none() && passage.row.is_none();
            // People take parts of a sentence. An import takes whole ones: a longer sentence is another one.
            let part = plain && words.len() > 12 && wanted.contains(&words) && !is_named_by_import(&passage.name);
            let begins = cut && wanted.len() > 12 && words.starts_with(&wanted);
            if passage.claims.is_empty() || !(whole || part || begins) {
                continue;
            }
            made.in_same_file |= *here;
            made.withdrawn |= *here && self.withdrawn.contains(&passage.name);
            for claim in &passage.claims {
                if !made.claims.contains(claim) {
                    made.claims.push(claim.clone());
                }
            }
        }
        made
    }

    /// The passages with claims whose words the document no longer contains.
    pub(super) fn find_missing(&self, page: &VendorDocument) -> Vec<ImportedPassage> {
        let there: Vec<(Option<&str>, String)> =
            page.items.iter().map(|it| (it.label(), collapse_whitespace(&it.exact))).collect();
        let gone = self.passages.iter().map(|(passage, _)| passage).filter(|passage| {
            let words = collapse_whitespace(&passage.exact);
            let row = passage.row.as_deref();
            // If the document has the label, the same words count only under it: `No.` answers many questions.
            let labelled = row.is_some() && there.iter().any(|(label, _)| *label == row);
            let mut there = there.iter().filter(|(label, _)| !labelled || *label == row);
            let is_there =
                |it: &String| if is_named_by_import(&passage.name) { *it == words } else { it.contains(&words) };
            !passage.claims.is_empty() && !there.any(|(_, it)| is_there(it))
        });
        gone.cloned().collect()
    }

    /// The passages of the same file that it no longer states, or of which nothing is made now. Empty if the text
    /// breaks off: nothing is known of the rest.
    pub(super) fn find_withdrawn(&self, page: &VendorDocument) -> Vec<ImportedPassage> {
        let is_cut = |it: &DocumentItem| matches!(&it.content, ItemContent::Statement(statement) if statement.cut);
        if page.items.iter().any(is_cut) {
            return Vec::new();
        }
        let items: Vec<(&DocumentItem, String)> =
            page.items.iter().map(|it| (it, collapse_whitespace(&it.exact))).collect();
        let text = collapse_whitespace(&page.source.text);
        let is_gone = |passage: &&ImportedPassage| {
            let words = collapse_whitespace(&passage.exact);
            let row = passage.row.as_deref();
            let states = |it: &DocumentItem| matches!(it.content, ItemContent::Statement(_));
            // Under its label, or anywhere if it has none.
            let same = || items.iter().filter(|(it, _)| row.is_none() || it.label() == row);
            if same().any(|(it, exact)| states(it) && *exact == words) {
                return false;
            }
            let is_open_now = same().any(|(_, exact)| *exact == words);
            row.is_some() || is_open_now || !text.contains(&words)
        };
        let made =
            |it: &ImportedPassage| self.profile.as_ref().is_some_and(|profile| is_unchanged_since_import(it, profile));
        let of_file = self.passages.iter().filter(|(passage, here)| *here && made(passage));
        of_file.map(|(passage, _)| passage).filter(|it| !it.claims.is_empty()).filter(is_gone).cloned().collect()
    }

    /// Pairs of a new draft and a claim that it supersedes, from the most similar missing passage. Each draft and each
    /// passage is used once.
    pub(super) fn match_replacements(
        &self,
        fresh: &[NewDraft],
        gone: &[ImportedPassage],
    ) -> Vec<(NamedNode, NamedNode)> {
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
                    let (new, old) = (collapse_whitespace(&draft.exact), collapse_whitespace(&passage.exact));
                    // If one text continues the other, both are about the same.
                    let begins = new.starts_with(&old) || old.starts_with(&new);
                    if begins { 1.0 } else { strsim::sorensen_dice(&new, &old) }
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
            let open = gone[old].claims.iter().filter(|it| !self.superseded_claims.contains(*it));
            replaced.extend(open.map(|claim| (fresh[new].claim.clone(), claim.clone())));
        }
        replaced
    }
}

/// True for a passage that an import named, not a person.
fn is_named_by_import(name: &NamedNode) -> bool {
    let digest = name.as_str().rsplit_once("/passage-").map(|it| it.1);
    digest.is_some_and(|it| it.len() == 12 && it.chars().all(|c| c.is_ascii_hexdigit()))
}

/// True for a passage that still has the words that an import named it by: words that people changed are theirs.
fn is_unchanged_since_import(passage: &ImportedPassage, profile: &NamedNode) -> bool {
    let space = passage.name.as_str().rsplit_once('/').map_or("", |it| it.0);
    let row = passage.row.as_deref().unwrap_or_default();
    let named =
        |time: &str| iri_from_words(&format!("{space}/"), "passage", &[profile.as_str(), row, &passage.exact, time]);
    named("") == passage.name || (1..SAME_WORDS).any(|time| named(&time.to_string()) == passage.name)
}

/// How many occurrences of the same words in one document are told apart.
const SAME_WORDS: usize = 20;

/// The name of a file without its folders.
fn file_name(file: &str) -> &str {
    file.rsplit('/').next().unwrap_or(file)
}

/// Words with one blank between them.
pub(super) fn collapse_whitespace(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}
