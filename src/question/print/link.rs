//! Prints links with the clearest of their words.

use crate::question::print::{Printed, Printer};
use crate::question::tree::{LinkCondition, LinkReach, NounPhrase, PhraseBase, Quantity};
use crate::words::{Direction, Forms, KindId, Number};

/// The vaguest preposition: any other word of a link tells better which link it is.
const VAGUE: &str = "of";

/// How a link is printed.
pub(super) enum LinkStyle {
    /// `cite a source`
    Verb(Forms),
    /// `about training`
    Preposition(String),
    /// `cited by a claim`
    Participle(String),
    /// `have a source`
    Have(Forms),
    /// `lack a source`
    Lack(Forms),
}

impl Printer<'_> {
    pub(super) fn link(&mut self, linked: &LinkCondition, kind: KindId, number: Number) -> Printed {
        match self.style(linked, kind) {
            LinkStyle::Verb(forms) => {
                let mut printed = self.link_phrase(forms.get(number), linked, None);
                printed.number = forms.agreement(number);
                printed
            }
            LinkStyle::Preposition(word) | LinkStyle::Participle(word) => {
                let printed = self.link_phrase(&word, linked, None);
                Printed {
                    text: format!("{} {}", pick(number, "is", "are"), printed.text),
                    number: Some(number),
                    ..printed
                }
            }
            LinkStyle::Have(role) => {
                let verb = pick(number, "has", "have");
                let printed = self.link_phrase(verb, linked, Some(&role));
                Printed { number: Some(number), ..printed }
            }
            LinkStyle::Lack(role) => {
                let verb = pick(number, "lacks", "lack");
                let some = LinkCondition { quantity: Quantity::Some, ..linked.clone() };
                let printed = self.link_phrase(verb, &some, Some(&role));
                Printed { number: Some(number), ..printed }
            }
        }
    }

    pub(super) fn link_phrase(&mut self, word: &str, linked: &LinkCondition, role: Option<&Forms>) -> Printed {
        let reach = match linked.reach {
            LinkReach::Direct => "",
            LinkReach::Ultimately => "ultimately ",
            LinkReach::ThemselvesOrUltimately => "themselves or ultimately ",
        };
        let Some(object) = &linked.object else {
            return Printed { text: format!("{reach}{word}"), ..Printed::default() };
        };
        let role = role.filter(|_| self.is_role_object(linked.direction, object));
        let some = if could_group(word, linked, object) { "some " } else { "" };
        let object = self.object(linked.quantity, object, role);
        Printed { text: format!("{reach}{word} {some}{}", object.text), ..object }
    }

    /// True when the noun of the object says only the kind to which the link leads: the role is the better word.
    pub(super) fn is_role_object(&self, direction: Direction, object: &NounPhrase) -> bool {
        let kind = self.lexicon.end(direction);
        match object.base {
            PhraseBase::Noun(noun) => noun == self.lexicon.kind(kind).noun,
            PhraseBase::Things(_) => true,
            _ => false,
        }
    }

    /// How a link is printed for a thing of `kind`.
    pub(super) fn style(&self, linked: &LinkCondition, kind: KindId) -> LinkStyle {
        let words = self.lexicon.direction_words(linked.direction);
        let role = words.roles.first().filter(|_| {
            let direct = linked.reach == LinkReach::Direct;
            let object = linked.object.as_deref();
            direct && object.is_some_and(|object| self.can_be_had(linked.direction, object, kind))
        });
        if let (Quantity::No, Some(role)) = (linked.quantity, role) {
            return LinkStyle::Lack(role.clone());
        }
        if linked.object.is_none()
            && let Some(verb) = words.verbs.first()
        {
            return LinkStyle::Verb(verb.clone());
        }
        if let Some(word) = words.prepositions.iter().find(|word| *word != VAGUE) {
            return LinkStyle::Preposition(word.clone());
        }
        if let Some(verb) = words.verbs.first() {
            return LinkStyle::Verb(verb.clone());
        }
        if let Some(word) = words.participles.first() {
            return LinkStyle::Participle(word.clone());
        }
        if let Some(word) = words.prepositions.first() {
            return LinkStyle::Preposition(word.clone());
        }
        let role = role.or(words.roles.first());
        let role = role.cloned();
        LinkStyle::Have(role.unwrap_or_else(|| Forms::of_noun("link")))
    }

    /// True when `have` and the object mean this link and no other.
    pub(super) fn can_be_had(&self, direction: Direction, object: &NounPhrase, kind: KindId) -> bool {
        if self.is_role_object(direction, object) {
            return true;
        }
        matches!(object.base, PhraseBase::Noun(_)) && {
            let links = self.lexicon.role_links(kind);
            let leads = |link: &&Direction| self.lexicon.overlap(self.lexicon.end(**link), object.kind);
            links.iter().filter(leads).count() == 1
        }
    }
}

/// True for `superseded by claims`: after `by`, a plural alone could be read as a grouping.
fn could_group(word: &str, linked: &LinkCondition, object: &NounPhrase) -> bool {
    let by = word == "by" || word.ends_with(" by");
    let plural = matches!(object.base, PhraseBase::Noun(_)) && object.number == Number::Plural;
    by && plural && object.is_bare() && linked.quantity == Quantity::Some
}

pub(super) fn pick(number: Number, singular: &'static str, plural: &'static str) -> &'static str {
    match number {
        Number::Singular => singular,
        Number::Plural => plural,
    }
}
