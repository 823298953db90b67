//! Prints conditions so that each is read back as belonging to its noun.

use crate::question::print::link::{LinkStyle, pick};
use crate::question::print::value::{is_negated, verb_of};
use crate::question::print::{Printed, Printer};
use crate::question::reader::{OpenNoun, agrees};
use crate::question::tree::{AnswerCondition, Condition, Polarity, Quantity};
use crate::words::{KindId, Number, with_article};

impl Printer<'_> {
    /// Conditions joined by one word, each attached to the current noun.
    pub(super) fn chain(&mut self, conditions: &[Condition], joint: &str, kind: KindId, number: Number) -> Printed {
        let mut whole = Printed::default();
        for (at, condition) in conditions.iter().enumerate() {
            let mut next = match condition {
                Condition::Any(_) | Condition::All(_) => self.group(condition, kind, number),
                condition => self.predicate(condition, kind, number),
            };
            // The reader refuses `do not … or …`: it could negate both. A verb alone would take the object of the next.
            let is_not = ["do not ", "does not "].iter().any(|it| next.text.starts_with(it));
            let is_alone = is_without_object(condition);
            if (joint == "or" && is_not || is_alone) && at + 1 < conditions.len() {
                next = self.group(condition, kind, number);
            }
            if at == 0 {
                whole = next;
                continue;
            }
            let relative = self.relative(&whole, &next, number);
            let relative = relative.unwrap_or_else(|| {
                whole.text = format!("({})", whole.text);
                whole.edges.clear();
                whole.modifier = false;
                if next.modifier { "" } else { "that " }
            });
            let gap = self.gap();
            whole.text = format!("{}{gap}{joint} {relative}{}", whole.text, next.text);
            whole.edges = std::mem::take(&mut next.edges);
        }
        whole
    }

    /// What must precede the next condition so that it attaches to the current noun: nothing, or `that`; `None` if
    /// only parentheses help.
    pub(super) fn relative(&self, before: &Printed, next: &Printed, number: Number) -> Option<&'static str> {
        if next.modifier {
            return before.edges.is_empty().then_some("");
        }
        let group = self.open.iter().rposition(|open| *open == OpenNoun::Group);
        let visible = &self.open[group.map_or(0, |at| at + 1)..];
        let outer = &visible[..visible.len().saturating_sub(1)];
        let is_outermost = outer.is_empty();
        let mut outer = outer.iter().filter_map(|open| open.noun());
        let outer_agrees = outer.any(|(_, other)| agrees(other, next.number));
        let inner_agrees = before.edges.iter().any(|other| agrees(*other, next.number));
        let this_agrees = agrees(Some(number), next.number);
        if is_outermost && this_agrees {
            return Some("");
        }
        if !inner_agrees {
            return Some("that ");
        }
        (!outer_agrees && this_agrees).then_some("")
    }

    pub(super) fn group(&mut self, condition: &Condition, kind: KindId, number: Number) -> Printed {
        self.open.extend([OpenNoun::Group, OpenNoun::Noun(kind, Some(number))]);
        let inner = match condition {
            Condition::Any(any) => self.chain(any, "or", kind, number),
            Condition::All(all) => self.chain(all, "and", kind, number),
            other => self.predicate(other, kind, number),
        };
        self.open.truncate(self.open.len() - 2);
        Printed { text: format!("({})", inner.text), edges: Vec::new(), number: inner.number, modifier: false }
    }

    /// One condition as a verb phrase of that number, or as `whose …`.
    pub(super) fn predicate(&mut self, condition: &Condition, kind: KindId, number: Number) -> Printed {
        let is = pick(number, "is", "are");
        let plain = |text: String| Printed { text, number: Some(number), ..Printed::default() };
        match condition {
            Condition::All(_) | Condition::Any(_) => self.group(condition, kind, number),
            Condition::Not(inner) => self.negation(inner, kind, number),
            Condition::Linked(linked) => self.link(linked, kind, number),
            Condition::Is(id, polarity) => {
                let adjective = self.lexicon.adjective(*id);
                match (&adjective.word, &adjective.verb, polarity) {
                    (Some(word), _, Polarity::Positive) => plain(format!("{is} {word}")),
                    (Some(word), _, Polarity::Negative) => plain(format!("{is} not {word}")),
                    (None, Some(verb), _) => {
                        let mut printed = plain(verb.get(number).to_owned());
                        printed.number = verb.agreement(number);
                        printed
                    }
                    (None, None, _) => plain(is.to_owned()),
                }
            }
            Condition::IsA(phrase, polarity) => {
                let object = self.object(Quantity::Some, phrase, None);
                let not = match polarity {
                    Polarity::Positive => "",
                    Polarity::Negative => "not ",
                };
                Printed { text: format!("{is} {not}{}", object.text), number: Some(number), ..object }
            }
            Condition::HasValue(id, polarity) => {
                let verb = match polarity {
                    Polarity::Positive => pick(number, "has", "have"),
                    Polarity::Negative => pick(number, "lacks", "lack"),
                };
                plain(format!("{verb} {}", with_article(self.attribute_word(*id))))
            }
            Condition::Compare(trail, comparison) => {
                if let Some(word) = self.word_behind_noun(trail, comparison) {
                    let compared = self.comparison(Some(trail), comparison);
                    return plain(format!("{is} {word} {compared}"));
                }
                let words = trail.words(self.lexicon);
                let compared = self.comparison(Some(trail), comparison);
                let verb = if is_negated(comparison) { " is not" } else { verb_of(comparison) };
                Printed { text: format!("whose {words}{verb} {compared}"), modifier: true, ..Printed::default() }
            }
            Condition::Answer(answer) => Printed {
                text: self.answer(answer, number),
                number: answer.of_assurance.then_some(number),
                modifier: true,
                ..Printed::default()
            },
            Condition::Measure(left, against) => Printed {
                text: format!("whose {}", self.measure_comparison(left, against)),
                modifier: true,
                ..Printed::default()
            },
            Condition::Whose { trail, every, holds } => {
                let every = if *every { "every " } else { "" };
                let words = trail.words(self.lexicon);
                let subject = trail.kind(self.lexicon, kind);
                self.open.push(OpenNoun::Noun(subject, Some(Number::Singular)));
                let holds = match holds.as_ref() {
                    Condition::Any(any) => self.chain(any, "or", subject, Number::Singular),
                    Condition::All(all) => self.chain(all, "and", subject, Number::Singular),
                    other => self.predicate(other, subject, Number::Singular),
                };
                self.open.pop();
                let mut edges = holds.edges;
                edges.insert(0, Some(Number::Singular));
                Printed { text: format!("whose {every}{words} {}", holds.text), edges, number: None, modifier: true }
            }
        }
    }

    /// `whose answer to "EU-only inference" is no or depends`, `of "Alibaba Cloud" that are disputed`
    fn answer(&self, answer: &AnswerCondition, number: Number) -> String {
        let verdicts = verdicts(answer);
        if answer.of_assurance {
            return format!("of {} that {} {verdicts}", self.name(&answer.about), pick(number, "is", "are"));
        }
        format!("whose answer to {} is {verdicts}", self.sentence_of(&answer.about))
    }

    /// `the answer of "GitHub" to "EU-only inference" no or depends`, after `is`
    pub(super) fn answer_of(&self, name: &str, answer: &AnswerCondition) -> String {
        format!("the answer of {name} to {} {}", self.sentence_of(&answer.about), verdicts(answer))
    }

    pub(super) fn negation(&mut self, inner: &Condition, kind: KindId, number: Number) -> Printed {
        let verbal = match inner {
            Condition::Linked(linked) => {
                matches!(self.style(linked, kind), LinkStyle::Verb(_) | LinkStyle::Have(_))
            }
            _ => false,
        };
        if verbal {
            let printed = self.predicate(inner, kind, Number::Plural);
            return Printed {
                text: format!("{} not {}", pick(number, "does", "do"), printed.text),
                number: Some(number),
                ..printed
            };
        }
        if let Condition::Linked(linked) = inner
            && let LinkStyle::Preposition(word) | LinkStyle::Participle(word) = self.style(linked, kind)
        {
            let printed = self.link_phrase(&word, linked, None);
            return Printed {
                text: format!("{} not {}", pick(number, "is", "are"), printed.text),
                number: Some(number),
                ..printed
            };
        }
        let printed = self.group(inner, kind, number);
        Printed { text: format!("not {}", printed.text), ..printed }
    }
}

/// True for a verb without an object, negated or not.
fn is_without_object(condition: &Condition) -> bool {
    match condition {
        Condition::Linked(linked) => linked.object.is_none(),
        Condition::Not(inner) => is_without_object(inner),
        _ => false,
    }
}

/// `no, depends or disputed`
fn verdicts(answer: &AnswerCondition) -> String {
    let verdicts: Vec<String> = answer.verdicts.iter().map(|it| it.words()).collect();
    match verdicts.as_slice() {
        [before @ .., last] if !before.is_empty() => format!("{} or {last}", before.join(", ")),
        all => all.concat(),
    }
}
