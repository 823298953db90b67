//! Reads `say:Comparison`, the rules for comparing records, and the words for the outcomes of assurances.

use std::sync::Arc;

use oxigraph::model::vocab::rdfs;
use oxigraph::model::{NamedNode, NamedNodeRef, TermRef};

use crate::store::Id;
use crate::words::check::WordEntry;
use crate::words::entry::Sense;
use crate::words::ids::{AttributeId, KindId, OutcomePhraseId};
use crate::words::read::entries::index;
use crate::words::read::faults;
use crate::words::read::reader::VocabularyReader;
use crate::words::{
    BackedVerdict, ComparisonRules, Derived, Forms, Number, OutcomePhrase, Path, PhraseOutcome, Step, Structure, Trail,
    TrailEnd, say,
};

impl VocabularyReader<'_> {
    pub(super) fn comparison(&mut self) {
        self.lexicon.comparison = self.read_single(say::COMPARISON, Self::comparison_at, faults::second_comparison);
        let of_records = |structure: &Structure| *structure == Structure::OwnSource;
        if let (None, Some((structure, node))) = (&self.lexicon.comparison, self.analysis_with_words(of_records)) {
            let place = self.location_of(node);
            self.problems.push(faults::no_comparison(structure.name(), &place));
        }
        if self.lexicon.comparison.is_some() {
            for answered in BackedVerdict::all() {
                let structure = Structure::VerdictIs(answered);
                self.analyses.entry(structure).or_insert_with(|| Arc::new(Derived::new(structure)));
            }
        }
    }

    fn comparison_at(&mut self, node: Id) -> Option<ComparisonRules> {
        let faults = self.problems.len();
        let of = self.kind_at(node, say::OF);
        let findings = self.kind_at(node, say::FINDINGS);
        let assurances = self.kind_at(node, say::ASSURANCES);
        let topics = self.kind_at(node, say::TOPICS);
        let (of, findings, assurances, topics) = (of?, findings?, assurances?, topics?);
        let unread = match self.raw_values(node, say::UNREAD).is_empty() {
            true => None,
            false => self.kind_at(node, say::UNREAD),
        };
        let things = self.link_of(node, say::THINGS, of);
        let parts = self.link_of(node, say::PARTS, of);
        let limits = self.link_of(node, say::LIMITS, of);
        let mut stated = |property| {
            let path = self.path_of(node, property, None);
            if path.is_none() && self.raw_values(node, property).is_empty() {
                let name = property.as_str().rsplit('#').next().unwrap_or_default();
                self.missing_in(node, &format!("say:{name}"), "a path from what says something");
            }
            path
        };
        let stances = [say::ABOUT, say::AFFIRMS, say::DENIES, say::QUALIFIES].map(&mut stated);
        if things.is_none() && self.raw_values(node, say::THINGS).is_empty() {
            self.missing_in(node, "say:things", "the relation to what is compared");
        }
        let [about, affirms, denies, qualifies] = stances;
        let comparison = ComparisonRules {
            of,
            findings,
            unread,
            things: things?,
            assurances,
            topics,
            about: about?,
            affirms: affirms?,
            denies: denies?,
            qualifies: qualifies?,
            parts,
            limits,
            wider: self.path_of(node, say::WIDER, None),
            within: self.path_of(node, say::WITHIN, None),
            offered: self.path_of(node, say::OFFERED, None),
            complete: self.path_of(node, say::COMPLETE, None),
            ended: self.path_of(node, say::ENDED, None),
            data: self.path_of(node, say::DATA, None),
            exceptionless: self.path_of(node, say::EXCEPTIONLESS, None),
            replaces: self.paths_at(node, say::REPLACES),
            speaker: self.path_of(node, say::SPEAKER, None),
            verified: self.path_of(node, say::VERIFIED, None),
            cited: self.path_of(node, say::CITED, None),
            publisher: self.path_of(node, say::PUBLISHER, None),
            documents: self.path_of(node, say::DOCUMENTS, None),
            reporter: self.path_of(node, say::REPORTER, None),
            provisional: self.path_of(node, say::PROVISIONAL, None),
            hints: self.path_of(node, say::HINTS, None),
            badge: self.path_of(node, say::BADGE, None),
            sentence: self.path_of(node, say::SENTENCE, None),
            scope: self.value_noun(node, of, say::SCOPE),
            when: self.value_noun(node, of, say::WHEN),
            begins: self.value_noun(node, of, say::BEGINS),
            ends: self.value_noun(node, of, say::ENDS),
            expired: self.term_at(node, say::EXPIRED),
            upcoming: self.term_at(node, say::UPCOMING),
            values: self.values_at(node, of),
            reservations: self.reservations_at(node),
        };
        (self.problems.len() == faults).then_some(comparison)
    }

    fn term_at(&self, node: Id, property: NamedNodeRef<'_>) -> Option<NamedNode> {
        let value = *self.raw_values(node, property).first()?;
        let TermRef::NamedNode(iri) = self.dataset.term(value) else {
            return None;
        };
        self.mark_read(node, property, value);
        Some(iri.into_owned())
    }

    pub(super) fn paths_at(&mut self, node: Id, property: NamedNodeRef<'_>) -> Vec<Path> {
        let mut paths = Vec::new();
        for value in self.read_values(node, property) {
            match self.path(value, 0) {
                Some(path) => paths.push(path),
                None => {
                    let place = self.location_of_link(node, property, value);
                    self.problems.push(faults::bad_path(&place));
                }
            }
        }
        paths
    }

    /// The attribute of the record itself that `property` names by its noun.
    fn value_noun(&mut self, node: Id, of: KindId, property: NamedNodeRef<'_>) -> Option<AttributeId> {
        let trail = self.trail_at(node, of, property)?;
        match trail.end {
            TrailEnd::Attribute(id) if trail.hops.is_empty() => Some(id),
            _ => {
                let words = trail.words(&self.lexicon);
                let fault = faults::not_its_own(&words, &self.lexicon.a_kind(of), &self.location_of(node));
                self.problems.push(fault);
                None
            }
        }
    }

    /// The nouns of what a claim says beside its stance, with their paths.
    fn values_at(&mut self, node: Id, of: KindId) -> Vec<(String, Path)> {
        // The values may be those of claims alone, which are one kind of record.
        let kinds: Vec<KindId> = self.lexicon.kinds().map(|(id, _)| id).collect();
        let mut values = Vec::new();
        for value in self.read_values(node, say::VALUES) {
            for item in self.list(value) {
                let word = self.dataset.short(self.dataset.term(item));
                let below = kinds.iter().filter(|kind| self.lexicon.is_a(**kind, of));
                let trail = below.filter_map(|kind| Trail::follow(&self.lexicon, *kind, &[word.as_str()]).ok()).next();
                match trail.and_then(|it| it.path(&self.lexicon)) {
                    Some(path) => values.push((word, path)),
                    None => {
                        let place = self.location_of_link(node, say::VALUES, value);
                        let of = Some(self.lexicon.a_kind(of));
                        self.problems.push(faults::no_trail(&word, &word, of, &place));
                    }
                }
            }
        }
        values
    }

    /// Properties that are true or false, each with its label.
    fn reservations_at(&mut self, node: Id) -> Vec<(String, Path)> {
        let properties = self.raw_values(node, say::RESERVATIONS).into_iter().filter_map(|it| {
            let TermRef::NamedNode(iri) = self.dataset.term(it) else {
                return None;
            };
            self.mark_read(node, say::RESERVATIONS, it);
            let label =
                self.read_values(it, rdfs::LABEL).first().map(|label| self.dataset.short(self.dataset.term(*label)));
            Some((label.unwrap_or_else(|| self.dataset.short(iri.into())), Path(vec![Step::Forward(iri.into_owned())])))
        });
        properties.collect()
    }

    /// The verb phrases of assurances: `say:affirmed`, `say:denied`, `say:doubted`.
    pub(super) fn outcome_words(&mut self) {
        let Some(comparison) = &self.lexicon.comparison else {
            return;
        };
        let classes = self.lexicon.kind(comparison.assurances).classes.clone();
        let sentence = comparison.sentence.clone();
        let classes: Vec<NamedNodeRef<'_>> = classes.iter().map(|it| it.as_ref()).collect();
        for node in self.instances(&classes) {
            let TermRef::NamedNode(assurance) = self.dataset.term(node) else {
                continue;
            };
            let assurance = assurance.into_owned();
            let lacks = sentence.as_ref().is_some_and(|it| it.walk(self.dataset, node).is_empty());
            if lacks {
                self.missing_in(node, "its sentence", "what a buyer wants to be true");
            }
            if self.is_true(node, say::OFFER) {
                self.lexicon.offers.push(assurance.clone());
            }
            let affirmed = self.texts(node, say::AFFIRMED);
            let denied = self.texts(node, say::DENIED);
            let doubted = self.texts(node, say::DOUBTED);
            for (words, outcome) in [
                (&affirmed, PhraseOutcome::Affirmed),
                (&denied, PhraseOutcome::Denied),
                (&doubted, PhraseOutcome::Doubted),
            ] {
                for (words, place) in words {
                    let opposite = match outcome {
                        PhraseOutcome::Affirmed => &denied,
                        _ => &affirmed,
                    };
                    self.add_outcome_words(words, place, &assurance, outcome, opposite);
                }
            }
        }
    }

    /// Adds one phrase, in its singular and its plural form.
    fn add_outcome_words(
        &mut self,
        words: &str,
        place: &str,
        assurance: &NamedNode,
        outcome: PhraseOutcome,
        opposite: &[(String, String)],
    ) {
        let (words, outcome) = match (words.strip_prefix("do not "), outcome) {
            // `do not keep prompts` beside `keep prompts`: the language negates by itself.
            (Some(bare), _) if opposite.iter().any(|(it, _)| it == bare) => return,
            (Some(bare), PhraseOutcome::Affirmed) => (bare, PhraseOutcome::Denied),
            (Some(bare), PhraseOutcome::Denied) => (bare, PhraseOutcome::Affirmed),
            (_, outcome) => (words, outcome),
        };
        let forms = match outcome {
            PhraseOutcome::Doubted => Forms { singular: words.replace(" they ", " it "), plural: words.to_owned() },
            _ => verb_forms(words),
        };
        let id = OutcomePhraseId(index(self.lexicon.outcome_phrases.len()));
        for number in [Number::Plural, Number::Singular] {
            let words = forms.get(number).to_owned();
            let sense = Sense::Outcome(id, number);
            let again = self.entries.last().is_some_and(|it| it.words == words && it.sense == sense);
            if !again {
                self.entries.push(WordEntry { words, sense, place: place.to_owned() });
            }
        }
        self.lexicon.outcome_phrases.push(OutcomePhrase { assurance: assurance.clone(), forms, outcome });
    }
}

/// `have signed the code` → `has signed the code`
fn verb_forms(words: &str) -> Forms {
    match words.strip_prefix("have ") {
        Some(rest) => Forms { singular: format!("has {rest}"), plural: words.to_owned() },
        None => Forms::of_verb(words),
    }
}
