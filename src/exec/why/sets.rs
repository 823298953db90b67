//! What a noun phrase says of a thing: the noun, the default filter, adjectives, conditions.

use crate::base::{Cut, Diagnostic, Limit, spend};
use crate::exec::reason::{Connective, Reason};
use crate::exec::truth::Truth;
use crate::exec::why::explainer::{Explainer, FocusNode};
use crate::exec::why::question_part::{QuestionPart, iri, is_binding_condition, mentions_binding};
use crate::plan::default_filter_adjectives;
use crate::question::{Condition, NounPhrase, PathSubject, PhraseBase, Polarity, noun_phrase};
use crate::words::{AdjectiveId, Number, Path};

/// A reason without facts or parts.
pub(super) fn plain(said: String, holds: impl Into<Truth>, found: String) -> Reason {
    let holds = holds.into();
    Reason {
        said,
        holds,
        found,
        facts: Cut::default(),
        linked: Cut::default(),
        all: None,
        joint: Connective::All,
        parts: Vec::new(),
        unexplained: false,
    }
}

/// A reason that is not taken apart any further.
pub(super) fn shallow_reason(said: String, holds: Truth) -> Reason {
    Reason { unexplained: true, ..plain(said, holds, yes_no(holds)) }
}

impl<'a> Explainer<'a> {
    /// Why a thing is in a set, or is not: at least one reason.
    pub(super) fn of_set(&self, set: &'a NounPhrase, spot: &FocusNode) -> Result<Vec<Reason>, Diagnostic> {
        let left_out = default_filter_adjectives(set, self.context);
        self.reasons(set, &left_out, spot)
    }

    /// The same with these adjectives as the default filter.
    pub(super) fn reasons(
        &self,
        set: &'a NounPhrase,
        left_out: &[AdjectiveId],
        spot: &FocusNode,
    ) -> Result<Vec<Reason>, Diagnostic> {
        spend(64);
        self.reasons.set(self.reasons.get() + 1);
        let base = self.base(set, spot)?;
        if base.holds == Truth::No {
            return Ok(vec![base]);
        }
        let mut reasons = Vec::new();
        // For a plain noun it goes without saying that the thing is one.
        let narrowed = match set.base {
            PhraseBase::Noun(noun) => self.context.lexicon.noun(noun).narrowed.is_some(),
            _ => true,
        };
        if narrowed {
            reasons.push(base.clone());
        }
        for adjective in left_out {
            reasons.extend(self.default_filter_reason(*adjective, spot)?);
        }
        for adjective in &set.adjectives {
            let part = QuestionPart::Adjective(*adjective);
            reasons.push(self.adjective(*adjective, Polarity::Positive, part, spot)?);
        }
        // A binding that nobody refers to changes nothing.
        let named = set.filters.iter().any(mentions_binding);
        let alone = |filter: &&Condition| !(named && is_binding_condition(filter));
        for filter in set.filters.iter().filter(alone) {
            // `and` is flattened: `lack a source and have a caveat` are two reasons.
            reasons.extend(self.conjuncts(filter, spot)?);
        }
        if named {
            reasons.push(self.binding_reason(set, spot)?);
        }
        if reasons.is_empty() {
            reasons.push(base);
        }
        Ok(reasons)
    }

    /// The noun, or what stands in its place.
    fn base(&self, set: &'a NounPhrase, spot: &FocusNode) -> Result<Reason, Diagnostic> {
        let lexicon = self.context.lexicon;
        let thing = spot.thing;
        Ok(match &set.base {
            PhraseBase::Noun(id) => {
                let noun = lexicon.noun(*id);
                let is = self.is_of(thing, noun.kind);
                let mut reason = match noun.narrowed {
                    Some(adjective) if is => {
                        let part = QuestionPart::Adjective(adjective);
                        let spot = spot.of_kind(noun.kind);
                        self.adjective(adjective, Polarity::Positive, part, &spot)?
                    }
                    _ => {
                        let mut reason = plain(String::new(), is, self.predicate_kinds(thing));
                        reason.facts = self.fact_writer.triple_facts(self.fact_writer.types(thing));
                        reason
                    }
                };
                reason.said = self.predicate_noun(noun);
                reason
            }
            PhraseBase::Things(things) => {
                let iri = self.iri(thing);
                let is = things.iter().any(|it| Some(&it.iri) == iri.as_ref());
                let bare = NounPhrase { adjectives: Vec::new(), filters: Vec::new(), binding: None, ..set.clone() };
                let said = noun_phrase(&bare, lexicon, self.dataset);
                plain(format!("is {said}"), is, format!("is {}", self.fact_writer.value(thing)))
            }
            PhraseBase::Their(trail) => {
                let path = trail.path(lexicon).unwrap_or(Path(Vec::new()));
                let reached = path.walk(self.dataset, spot.root);
                let is = reached.contains(&thing);
                let words = match trail.hops.as_slice() {
                    [] => "the same thing".to_owned(),
                    _ => format!("their {}", trail.words(lexicon)),
                };
                let not = if is { "" } else { "not " };
                plain(format!("is {words}"), is, format!("is {not}{words}"))
            }
            PhraseBase::Set(id) => {
                let name = lexicon.set_name(*id).unwrap_or("those");
                let set: &'a NounPhrase = &self.context.sets[id.0 as usize];
                self.member(set, &format!("is one of {name}"), spot)?
            }
            PhraseBase::Those => match self.context.those {
                Some(those) => self.member(those, "is one of those", spot)?,
                None => plain("is one of those".to_owned(), false, String::new()),
            },
        })
    }

    /// A set with a name: `their` inside it refers to the thing itself.
    fn member(&self, set: &'a NounPhrase, said: &str, spot: &FocusNode) -> Result<Reason, Diagnostic> {
        let inner = spot.in_definition(set.kind);
        if self.is_full(&inner) {
            let holds = self.holds(QuestionPart::Object(set, false), &inner)?;
            return Ok(shallow_reason(said.to_owned(), holds));
        }
        let parts = self.of_set(set, &inner)?;
        Ok(compound_reason(said.to_owned(), Connective::All, parts))
    }

    /// Why the default filter excludes a thing; `None` if it does not.
    fn default_filter_reason(&self, adjective: AdjectiveId, spot: &FocusNode) -> Result<Option<Reason>, Diagnostic> {
        let is_left_out = self.holds(QuestionPart::Adjective(adjective), spot)?;
        if is_left_out == Truth::No {
            return Ok(None);
        }
        let part = QuestionPart::Adjective(adjective);
        let mut reason = self.adjective(adjective, Polarity::Positive, part, spot)?;
        let lexicon = self.context.lexicon;
        let plural = lexicon.kind_word(spot.kind, Number::Plural);
        let word = lexicon.adjective(adjective).word.clone();
        let word = word.unwrap_or_default();
        reason.said = format!("is not left out as {word}");
        reason.found = format!("{}, and questions leave out {word} {plural} by default", reason.found);
        reason.holds = !is_left_out;
        reason.joint = Connective::NotAll;
        Ok(Some(reason))
    }

    /// Conditions with bindings: they hold together, or not at all.
    fn binding_reason(&self, set: &'a NounPhrase, spot: &FocusNode) -> Result<Reason, Diagnostic> {
        let holds = self.holds(QuestionPart::Together(set), spot)?;
        let said = set.filters.iter().filter(|filter| is_binding_condition(filter));
        let said: Vec<String> = said.map(|filter| self.condition_phrase(filter, spot.kind)).collect();
        let found = match self.matching_bindings(set, spot)? {
            fitting if holds == Truth::Yes && !fitting.is_empty() => format!("matches with {fitting}"),
            _ if holds == Truth::Yes => "matches".to_owned(),
            _ if holds == Truth::Unknown => "matches nothing on record".to_owned(),
            _ => "matches nothing".to_owned(),
        };
        Ok(plain(said.join(" and "), holds, found))
    }

    /// The bindings that fit: `Flood as other`.
    fn matching_bindings(&self, set: &'a NounPhrase, spot: &FocusNode) -> Result<String, Diagnostic> {
        if !spot.links_from_root.is_empty() {
            return Ok(String::new());
        }
        let names = set.names();
        let columns = names.iter().map(|(name, _)| iri(PathSubject::Binding(name.clone())));
        let rows = self.values_by_thing(QuestionPart::Together(set), columns.collect(), spot)?;
        let rows = rows.get(&spot.thing).map_or(&[][..], Vec::as_slice);
        let told = Cut::of(rows, Limit::Fitting).map(|row| {
            let things = row.iter().zip(&names).filter_map(|(thing, (name, _))| {
                let thing = self.dataset.id(thing.as_ref()?)?;
                Some(format!("{} as {name}", self.fact_writer.value(thing)))
            });
            things.collect::<Vec<_>>().join(" and ")
        });
        Ok(told.and_list())
    }
}

/// A reason that its parts decide.
pub(super) fn compound_reason(said: String, joint: Connective, parts: Vec<Reason>) -> Reason {
    let holds = joint.decides(&parts);
    let mut reason = plain(said, holds, String::new());
    reason.joint = joint;
    reason.parts = parts;
    reason.found = crate::exec::why::sentence::decisive(&reason).join(" and ");
    reason
}

/// What is found if nothing more can be said.
pub(super) fn yes_no(holds: Truth) -> String {
    let words = match holds {
        Truth::Yes => "it holds",
        Truth::No => "it does not hold",
        Truth::Unknown => "nothing on record decides it",
    };
    words.to_owned()
}

/// What is found, with `on record` if it decides nothing: `has no country on record`.
pub(super) fn as_recorded(found: String, holds: Truth) -> String {
    if holds != Truth::Unknown {
        return found;
    }
    match found.split_once(" (") {
        Some((found, besides)) if besides.ends_with("left out)") => format!("{found} on record ({besides}"),
        _ => format!("{found} on record"),
    }
}
