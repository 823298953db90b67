//! Prints noun phrases.

use crate::base::visible;
use crate::lang::quote;
use crate::question::print::link::LinkStyle;
use crate::question::print::{ClauseForm, Printed, Printer};
use crate::question::reader::OpenNoun;
use crate::question::tree::{Bound, Condition, NounPhrase, PhraseBase, Quantity, Thing};
use crate::words::{Forms, KindId, Number, with_article};

impl Printer<'_> {
    /// A noun phrase as an object, with its quantity; `role` replaces its noun.
    pub(super) fn object(&mut self, quantity: Quantity, phrase: &NounPhrase, role: Option<&Forms>) -> Printed {
        let mut printed = self.phrase(phrase, ClauseForm::That, role);
        let noun = matches!(phrase.base, PhraseBase::Noun(_));
        let article = match quantity {
            Quantity::Some if phrase.all => "any of".to_owned(),
            Quantity::Some if noun && phrase.number == Number::Singular => {
                printed.text = with_article(&printed.text);
                return printed;
            }
            Quantity::Some => return printed,
            Quantity::No => "no".to_owned(),
            Quantity::Only => "only".to_owned(),
            Quantity::Every => "every".to_owned(),
            Quantity::Count(bound, count) => {
                let bound = match bound {
                    Bound::Exactly => "exactly",
                    Bound::AtLeast => "at least",
                    Bound::AtMost => "at most",
                    Bound::MoreThan => "more than",
                    Bound::FewerThan => "fewer than",
                };
                format!("{bound} {count}")
            }
        };
        printed.text = format!("{article} {}", printed.text);
        printed
    }

    pub(super) fn phrase(&mut self, phrase: &NounPhrase, said: ClauseForm, role: Option<&Forms>) -> Printed {
        let bare = phrase.is_bare();
        let head = match &phrase.base {
            PhraseBase::Noun(noun) => {
                let forms = role.unwrap_or(&self.lexicon.noun(*noun).forms);
                self.noun(phrase, forms.get(phrase.number))
            }
            PhraseBase::Things(things) => {
                let names: Vec<String> = things.iter().map(|thing| self.name(thing)).collect();
                let names = names.join(" or ");
                if bare && role.is_none() {
                    return Printed { text: names, ..Printed::default() };
                }
                let noun = self.lexicon.noun(self.lexicon.kind(phrase.kind).noun);
                let forms = role.unwrap_or(&noun.forms);
                let noun = self.noun(phrase, forms.get(phrase.number));
                format!("the {noun} {names}")
            }
            PhraseBase::Their(trail) if trail.hops.is_empty() => {
                return Printed { text: "them".to_owned(), ..Printed::default() };
            }
            PhraseBase::Their(trail) => {
                return Printed { text: format!("their {}", trail.words(self.lexicon)), ..Printed::default() };
            }
            PhraseBase::Set(set) => {
                let name = self.lexicon.set_name(*set).unwrap_or("those");
                self.noun(phrase, name)
            }
            PhraseBase::Those => "those".to_owned(),
        };
        let head = match &phrase.binding {
            Some(name) => format!("{head} as {name}"),
            None => head,
        };
        let written = match (role, &phrase.base) {
            (None, PhraseBase::Noun(noun)) => Some(&self.lexicon.noun(*noun).forms),
            (None, PhraseBase::Things(_)) => Some(&self.lexicon.noun(self.lexicon.kind(phrase.kind).noun).forms),
            (role, _) => role,
        };
        let agreement = written.map_or(Some(phrase.number), |forms| forms.agreement(phrase.number));
        self.open.push(OpenNoun::Noun(phrase.kind, agreement));
        let mut printed = self.modifiers(head, phrase, said);
        self.open.pop();
        printed.edges.insert(0, agreement);
        printed
    }

    pub(super) fn noun(&self, phrase: &NounPhrase, noun: &str) -> String {
        let all = phrase.all.then_some("all");
        let adjectives = phrase.adjectives.iter().map(|id| {
            let word = self.lexicon.adjective(*id).word.as_deref();
            word.expect("an adjective before a noun has a word")
        });
        let words: Vec<&str> = all.into_iter().chain(adjectives).chain([noun]).collect();
        words.join(" ")
    }

    /// An assurance by its sentence, to avoid double negations; by its name if the sentence is not unique or not
    /// printable.
    pub(super) fn sentence_of(&self, thing: &Thing) -> String {
        let path = self.lexicon.comparison().and_then(|it| it.sentence.as_ref());
        let id = self.dataset.iri_id(thing.iri.as_ref());
        let sentence = path.zip(id).and_then(|(path, id)| path.walk(self.dataset, id).first().copied());
        let sentence = sentence.map(|it| self.dataset.short(self.dataset.term(it)));
        let clear = |it: &String| visible(it) == it.as_str() && self.lexicon.names().find(it).len() == 1;
        sentence.filter(clear).map_or_else(|| self.name(thing), |sentence| quote(&sentence))
    }

    pub(super) fn name(&self, thing: &Thing) -> String {
        let id = self.dataset.iri_id(thing.iri.as_ref());
        let named = id.and_then(|id| self.lexicon.names().first_of(self.dataset, id));
        let alone = |name: &String| {
            let plain = visible(name) == name.as_str();
            plain && self.lexicon.names().find(name).len() == 1
        };
        match named.filter(alone) {
            Some(name) => quote(&name),
            None => {
                let short = self.dataset.compact(&thing.iri);
                let reads_back = short.starts_with('<') || short.is_ascii();
                if reads_back { short } else { format!("<{}>", thing.iri.as_str()) }
            }
        }
    }

    /// The noun with its modifiers: first those that can directly follow it, then the verbs.
    pub(super) fn modifiers(&mut self, head: String, phrase: &NounPhrase, said: ClauseForm) -> Printed {
        let mut printed = self.restrictions(phrase, said);
        // A single condition with nothing beneath it stays on the line of its noun.
        if printed.text.matches('\n').count() == 1 && printed.text.starts_with('\n') {
            printed.text = format!(" {}", printed.text.trim_start());
        }
        printed.text = head + &printed.text;
        printed
    }

    /// The modifiers of a noun, each after its separator.
    fn restrictions(&mut self, phrase: &NounPhrase, said: ClauseForm) -> Printed {
        let gap = self.gap();
        let mut text = String::new();
        let mut rest = phrase.filters.as_slice();
        // A modifier would skip a noun that has a name: it is printed after `that`, in parentheses.
        let named = matches!(phrase.base, PhraseBase::Things(_)) && self.open.len() > 1;
        while let [first, more @ ..] = rest {
            if named {
                break;
            }
            let Some(printed) = self.behind_noun(first, phrase.kind) else {
                break;
            };
            let last = more.is_empty();
            let verb_follows = said == ClauseForm::Main && self.begins_with_verb(more);
            if !(printed.edges.is_empty() || last || verb_follows) {
                break;
            }
            text = format!("{text}{gap}{}", printed.text);
            rest = more;
            if !printed.edges.is_empty() {
                if last {
                    return Printed { text, edges: printed.edges, ..Printed::default() };
                }
                break;
            }
        }
        if rest.is_empty() {
            return Printed { text, ..Printed::default() };
        }
        let printed = match rest {
            [Condition::Any(any)] => self.chain(any, "or", phrase.kind, phrase.number),
            all => self.chain(all, "and", phrase.kind, phrase.number),
        };
        if named && printed.modifier {
            return Printed { text: format!("{text}{gap}that ({})", printed.text), ..Printed::default() };
        }
        let relative = if said == ClauseForm::That && !printed.modifier { "that " } else { "" };
        Printed { text: format!("{text}{gap}{relative}{}", printed.text), edges: printed.edges, ..Printed::default() }
    }

    /// True when these conditions begin with a verb or a parenthesis. The main verb of a question can be one,
    /// whatever noun comes before it.
    pub(super) fn begins_with_verb(&self, conditions: &[Condition]) -> bool {
        match conditions {
            [Condition::Any(any)] => self.begins_with_verb(any),
            [Condition::Compare(trail, comparison), ..] => self.word_behind_noun(trail, comparison).is_some(),
            [first, ..] => !matches!(first, Condition::Whose { .. } | Condition::Measure(..) | Condition::Answer(_)),
            [] => false,
        }
    }

    /// A condition in the form that directly follows a noun: `about training`, `whose access is public`.
    pub(super) fn behind_noun(&mut self, condition: &Condition, kind: KindId) -> Option<Printed> {
        match condition {
            Condition::Linked(linked) => match self.style(linked, kind) {
                LinkStyle::Preposition(word) | LinkStyle::Participle(word) => {
                    Some(self.link_phrase(&word, linked, None))
                }
                _ => None,
            },
            Condition::Compare(trail, comparison) => {
                let word = self.word_behind_noun(trail, comparison);
                match word {
                    Some(word) => Some(Printed {
                        text: format!("{word} {}", self.comparison(Some(trail), comparison)),
                        ..Printed::default()
                    }),
                    None => Some(self.predicate(condition, kind, Number::Plural)),
                }
            }
            Condition::Whose { .. } | Condition::Measure(..) | Condition::Answer(_) => {
                Some(self.predicate(condition, kind, Number::Plural))
            }
            _ => None,
        }
    }
}
