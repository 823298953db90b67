//! The names that can follow, by the kinds of the things that they name.

use std::collections::{BTreeMap, BTreeSet};

use crate::lang::{is_open_word, quote};
use crate::session::Session;
use crate::session::complete::candidate::{Candidate, Tail, candidate};
use crate::session::complete::forms::{CompletionForm, Signature};
use crate::session::roles::WordRole;
use crate::words::{KindId, fold};

/// The names of a session, collected once because there are many.
#[derive(Debug, Default)]
pub(super) struct NameIndex {
    /// Each name as written in the data, with the kinds of each thing that bears it.
    names: Vec<IndexedName>,
    /// The prefixed names of things, with their kinds.
    prefixed: BTreeMap<String, Vec<KindId>>,
}

#[derive(Debug)]
struct IndexedName {
    written: String,
    kinds: Vec<Vec<KindId>>,
}

impl Session {
    fn name_index(&self) -> &NameIndex {
        self.occurrences.names.get_or_init(|| {
            let mut index = NameIndex::default();
            for (name, things) in self.lexicon.names().entries() {
                let kinds = |thing| self.lexicon.kinds_of(&self.dataset, thing);
                let kinds: Vec<Vec<KindId>> = things.iter().map(|thing| kinds(*thing)).collect();
                for (thing, kinds) in things.iter().zip(&kinds) {
                    let short = self.dataset.short(self.dataset.term(*thing));
                    if short.contains(':') && !short.starts_with('<') {
                        index.prefixed.insert(short, kinds.clone());
                    }
                }
                let written = name.to_owned();
                index.names.push(IndexedName { written, kinds });
            }
            index
        })
    }

    /// One unambiguous name for each combination of kinds.
    pub(super) fn name_of_each_sort(&self) -> Vec<String> {
        let mut seen = BTreeSet::new();
        let index = self.name_index();
        let one = index.names.iter().filter(|name| name.kinds.len() == 1);
        let new = one.filter(|name| seen.insert(name.kinds[0].clone()));
        new.map(|name| name.written.clone()).collect()
    }

    /// Statements about one thing: `"privacy notice" public`, `"privacy notice" have a claim`.
    pub(super) fn endings_about_one(&self) -> Vec<String> {
        let lexicon = &self.lexicon;
        let index = self.name_index();
        let one = index.names.iter().filter(|name| name.kinds.len() == 1);
        let said = |name: &IndexedName| {
            let kind = *name.kinds[0].first()?;
            let mut adjectives = lexicon.adjectives();
            let word = adjectives.find_map(|(_, it)| it.word.as_ref().filter(|_| it.of == kind))?;
            let link = *lexicon.role_links(kind).first()?;
            let role = lexicon.direction_words(link).roles.first()?;
            let name = quote(&name.written);
            Some(vec![format!("{name} {word}"), format!("{name} have a {}", role.singular)])
        };
        one.into_iter().find_map(said).unwrap_or_default()
    }

    /// The names that could follow: bare where the language allows it, else in quotes; once a colon is typed, prefixed
    /// names; before that, the prefixes.
    pub(super) fn names_at(&self, tails: &[Tail<'_>], typed: &str) -> Vec<Candidate> {
        let index = self.name_index();
        let quoted = typed.starts_with(['"', '“']);
        let begun = fold(typed.trim_start_matches(['"', '“']));
        let mut found = Vec::new();
        for name in &index.names {
            let signature = Some(Signature::Name(name.kinds.clone()));
            if !quoted && name.written.split(' ').all(is_open_word) {
                let form = CompletionForm::of_words(&name.written, WordRole::Name, signature);
                found.extend(tails.iter().filter_map(|tail| candidate(&form, tail, typed)));
            } else if fold(&name.written).starts_with(&begun) {
                let form = CompletionForm::whole(quote(&name.written), WordRole::Name, signature);
                found.extend(candidate(&form, &tails[0], ""));
            }
        }
        if !quoted {
            found.extend(index.prefix_candidates(&tails[0], typed));
        }
        found
    }
}

impl NameIndex {
    fn prefix_candidates(&self, tail: &Tail<'_>, typed: &str) -> Vec<Candidate> {
        let begun = typed.to_lowercase();
        let begin = self.prefixed.iter();
        let begin = begin.filter(|(short, _)| short.to_lowercase().starts_with(&begun));
        let candidates = begin.filter_map(|(short, kinds)| {
            let signature = Some(Signature::Name(vec![kinds.clone()]));
            let form = CompletionForm::whole(short.clone(), WordRole::Name, signature);
            let mut candidate = candidate(&form, tail, "")?;
            if let (false, Some((prefix, _))) = (typed.contains(':'), short.split_once(':')) {
                candidate.offer.text = format!("{prefix}:");
            }
            Some(candidate)
        });
        candidates.collect()
    }
}
