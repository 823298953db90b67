//! Predicates and modifiers of a noun: verbs, `have` and `lack`, `is` and `are`, prepositions, participles,
//! `with`, `whose`.

use crate::base::Diagnostic;
use crate::lang::{Keyword, PartKind};
use crate::question::chain::{
    ConditionChain, Conjunction, carries_but_not, fold, merge_names, negate_complement, opposite, push_or_merge,
};
use crate::question::choice::ReadingRule;
use crate::question::faults;
use crate::question::lookahead::Lookahead;
use crate::question::reader::{Agreement, Main, OpenNoun, PhraseReader, singleton};
use crate::question::segment::ItemKind;
use crate::question::shared_quantity::NextObject;
use crate::question::tree::{Condition, LinkCondition, LinkReach, NounPhrase, Polarity, Quantity};
use crate::words::{Direction, KindId, Meaning, Number, Sense, Trail, TrailEnd};

impl PhraseReader<'_> {
    /// One verb phrase with its objects, said of things of `kind`.
    pub(super) fn predicate(&mut self, kind: KindId) -> Result<Condition, Diagnostic> {
        if self.part(self.at) == Some(&PartKind::Open) {
            return self.group(kind);
        }
        match self.keyword_at(self.at) {
            Some(Keyword::kw_do | Keyword::kw_does) => {
                self.at += 1;
                if !self.take(Keyword::kw_not) {
                    return Err(self.error_expecting("`not`"));
                }
                if self.says_whether_at(self.at) {
                    return self.says_whether(kind, true);
                }
                let from = self.at;
                let said = self.inside_negation(|it| it.predicate(kind))?;
                Ok(self.negate_verb(from, said))
            }
            Some(Keyword::kw_not) => {
                self.at += 1;
                let from = self.at;
                let said = self.inside_negation(|it| it.predicate(kind))?;
                Ok(self.negate_verb(from, said))
            }
            Some(Keyword::kw_have | Keyword::kw_has) => {
                self.at += 1;
                match self.answer_had(kind)? {
                    Some(condition) => Ok(condition),
                    None => self.have(kind, Polarity::Positive, false),
                }
            }
            Some(Keyword::kw_lack | Keyword::kw_lacks) => {
                self.at += 1;
                self.have(kind, Polarity::Negative, false)
            }
            Some(Keyword::kw_is | Keyword::kw_are) => {
                self.at += 1;
                self.copula(kind)
            }
            _ => self.verb(kind),
        }
    }

    /// `(cite a source that is public and have a caveat)`
    pub(super) fn group(&mut self, kind: KindId) -> Result<Condition, Diagnostic> {
        let opened = self.here();
        self.at += 1;
        let number = match self.open.last() {
            Some(OpenNoun::Noun(_, number) | OpenNoun::Named(_, number)) => *number,
            _ => Some(Number::Plural),
        };
        self.open.extend([OpenNoun::Group, OpenNoun::Noun(kind, number)]);
        let denied = std::mem::take(&mut self.in_negation);
        let chain = self.predicates(kind, number);
        self.in_negation = denied;
        self.open.truncate(self.open.len() - 2);
        let chain = chain?;
        if self.part(self.at) != Some(&PartKind::Close) {
            return Err(faults::not_the_end_of_a_group(self, opened));
        }
        self.at += 1;
        Ok(fold(chain))
    }

    /// Verb phrases joined by `and`, `or`, `but`, as far as they belong to the noun on the stack.
    pub(super) fn predicates(&mut self, kind: KindId, number: Agreement) -> Result<ConditionChain, Diagnostic> {
        let began = self.at;
        let chain = vec![(Conjunction::And, self.predicate_or_modifier(kind)?)];
        self.extend_chain(chain, began, kind, number)
    }

    /// Extends a chain by what `and`, `or` and `but` join to the noun on the stack; `began` is the index of its last
    /// part.
    pub(super) fn extend_chain(
        &mut self,
        mut chain: ConditionChain,
        mut began: usize,
        kind: KindId,
        number: Agreement,
    ) -> Result<ConditionChain, Diagnostic> {
        while let Some(joint) = self.conjunction_at(self.at) {
            self.record_open_nouns();
            let (from, looked) = (self.at, self.open_at_visit.clone());
            if !self.takes_after_conjunction(kind, number) {
                break;
            }
            self.at += 1;
            self.at += usize::from(self.relative_pronoun_at(self.at));
            self.check_agreement(kind, number)?;
            let head = self.at;
            self.check_negation(began, joint, head)?;
            let condition = self.predicate_or_modifier(kind)?;
            self.note_attachment(from, head, looked);
            self.note_negation_scope(began, joint, head);
            began = head;
            let (joint, condition) = self.share_object(&mut chain, joint, condition, from)?;
            self.note_precedence(&chain, joint, from)?;
            chain.push((joint, condition));
        }
        self.check_object(chain.last().map(|it| &it.1))?;
        Ok(chain)
    }

    pub(super) fn predicate_or_modifier(&mut self, kind: KindId) -> Result<Condition, Diagnostic> {
        match self.modifier(kind)? {
            Some(condition) => Ok(condition),
            None => self.predicate(kind),
        }
    }

    pub(super) fn reach(&mut self) -> LinkReach {
        if self.take(Keyword::kw_ultimately) {
            LinkReach::Ultimately
        } else if self.take(Keyword::kw_themselves_or_ultimately) {
            LinkReach::ThemselvesOrUltimately
        } else {
            LinkReach::Direct
        }
    }

    /// `cite a public source`, `require login`
    pub(super) fn verb(&mut self, kind: KindId) -> Result<Condition, Diagnostic> {
        if let Some(condition) = self.assurance_predicate(kind)? {
            return Ok(condition);
        }
        let reach = self.reach();
        let at = self.at;
        let of_kind = |sense: &Sense| match sense {
            Sense::Verb(link, _) => self.lexicon.overlap(self.lexicon.start(*link), kind),
            Sense::AdjectiveVerb(id, _) => self.lexicon.overlap(self.lexicon.adjective(*id).of, kind),
            _ => false,
        };
        let senses: Vec<Sense> = self.senses_at(at).iter().copied().filter(of_kind).collect();
        let links: Vec<Direction> = senses
            .iter()
            .filter_map(|sense| match sense {
                Sense::Verb(link, _) => Some(*link),
                _ => None,
            })
            .collect();
        if let (Some(Sense::AdjectiveVerb(id, _)), LinkReach::Direct) = (senses.first(), reach) {
            self.at += 1;
            return Ok(Condition::Is(*id, Polarity::Positive));
        }
        if links.is_empty() {
            return Err(if self.is_verb_at(at) {
                faults::kinds::verb_of_another_kind(self, at, kind)
            } else {
                faults::kinds::no_verb(self, kind)
            });
        }
        self.at += 1;
        if !matches!(self.lookahead(self.at).0, Lookahead::Nothing) || self.quantity_at(self.at).is_some() {
            return self.link_objects(&links, reach, at);
        }
        let [link] = links.as_slice() else {
            return Err(faults::kinds::verb_needs_object(self, at, &links));
        };
        self.check_reach(*link, reach, at)?;
        Ok(Condition::Linked(LinkCondition { direction: *link, reach, quantity: Quantity::Some, object: None }))
    }

    /// `with …`, `without …`, `whose …`, a preposition or a participle; `None` when nothing here
    /// narrows a thing of this kind.
    pub(super) fn modifier(&mut self, kind: KindId) -> Result<Option<Condition>, Diagnostic> {
        if let Some(condition) = self.answers_for(kind)? {
            return Ok(Some(condition));
        }
        match self.keyword_at(self.at) {
            Some(Keyword::kw_with | Keyword::kw_having) => {
                return self.with(kind, Polarity::Positive).map(Some);
            }
            Some(Keyword::kw_without | Keyword::kw_lacking) => {
                return self.with(kind, Polarity::Negative).map(Some);
            }
            Some(Keyword::kw_whose) => {
                self.at += 1;
                return self.whose(kind).map(Some);
            }
            Some(Keyword::kw_other_than) => {
                let excluded = self.other_than(kind)?;
                return Ok(Some(excluded));
            }
            _ => {}
        }
        let reaches = [Keyword::kw_ultimately, Keyword::kw_themselves_or_ultimately];
        let reached = self.keyword_at(self.at).is_some_and(|keyword| reaches.contains(&keyword));
        let at = self.at + usize::from(reached);
        let links = self.modifier_links(at, kind);
        if !links.is_empty() {
            let others_can = self.open.iter().rev().skip(1).filter_map(|open| open.noun()).any(|(other, _)| {
                let links = self.modifier_links(at, other);
                self.is_object_for(at + 1, &links)
            });
            if others_can && !self.is_object_for(at + 1, &links) {
                return Ok(None);
            }
            let reach = self.reach();
            self.at = at + 1;
            return self.link_objects(&links, reach, at).map(Some);
        }
        if let Some((attribute, sense)) = self.modifier_attribute(at, kind).filter(|_| !reached) {
            self.at += 1;
            let comparison = match sense {
                Sense::Comparative(_, more) => self.comparative(attribute, more)?,
                _ => self.comparison(attribute)?,
            };
            return Ok(Some(Condition::Compare(Trail::of_attribute(attribute), comparison)));
        }
        Ok(None)
    }

    /// `other than ali:regions-page`
    fn other_than(&mut self, kind: KindId) -> Result<Condition, Diagnostic> {
        self.at += 1;
        let (ahead, noun_at) = self.lookahead(self.at);
        self.quantity()?;
        let excluded = match ahead {
            Lookahead::Kind(other) if self.lexicon.overlap(kind, other) => self.noun_phrase(None, Main::None)?,
            Lookahead::Kind(other) => return Err(faults::kinds::is_never(self, noun_at, kind, other)),
            Lookahead::Names => {
                self.at = noun_at;
                self.names(kind)?
            }
            Lookahead::Unknown | Lookahead::Nothing => {
                self.check_pronoun()?;
                self.at = noun_at.max(self.at);
                return Err(faults::kinds::no_object(self, &[kind]));
            }
        };
        Ok(Condition::IsA(Box::new(excluded), Polarity::Negative))
    }

    /// `with a caveat`; `without a source or caveat`, which means neither. A later `with` after a conjunction belongs
    /// to the same noun.
    fn with(&mut self, kind: KindId, polarity: Polarity) -> Result<Condition, Diagnostic> {
        let neither = self.keyword_at(self.at) == Some(Keyword::kw_without);
        self.at += 1;
        self.withs.push(self.open.len());
        // `no source with a passage and a date` means none that has both.
        let denied = std::mem::take(&mut self.in_negation);
        let condition = self.have(kind, polarity, neither);
        self.in_negation = denied;
        self.withs.pop();
        condition
    }

    /// What follows `is` or `are`, joined by `and` and `or`.
    pub(super) fn copula(&mut self, kind: KindId) -> Result<Condition, Diagnostic> {
        let is_not = |reader: &Self| reader.keyword_at(reader.at) == Some(Keyword::kw_not);
        let (mut began, mut negated) = (self.at, is_not(self));
        let mut chain: ConditionChain = vec![(Conjunction::And, self.complement(kind)?)];
        while let Some(joint) = self.conjunction_at(self.at) {
            if !self.is_complement_at(self.at + 1, kind) {
                break;
            }
            let from = self.at;
            self.at += 1;
            let of_the_noun =
                [Keyword::kw_whose, Keyword::kw_with, Keyword::kw_without, Keyword::kw_having, Keyword::kw_lacking];
            let under_not =
                negated && !is_not(self) && !self.keyword_at(self.at).is_some_and(|it| of_the_noun.contains(&it));
            let [not, joined, next] = [began, from, self.at];
            // `not limited and superseded` is ambiguous, `not limited and about training` is not.
            let alike = self.is_adjective_alone(not + 1) && self.is_adjective_alone(next);
            if under_not && (joint == Conjunction::Or || alike && self.keyword_at(from) == Some(Keyword::kw_and)) {
                let [not, joined, next] = [not, joined, next].map(|at| self.items[at].span);
                return Err(faults::shared::whose_negation(self.source, not, joined, next));
            }
            self.check_particle(began, from, kind)?;
            (began, negated) = (self.at, is_not(self));
            let complement = self.complement(kind)?;
            if under_not {
                self.note_choice(next, "is not covered by the `not` before it", ReadingRule::NotBeforeAnd);
            }
            self.note_precedence(&chain, joint, from)?;
            let said = NextObject { joint, condition: complement, shared: None, from, at: next };
            self.check_narrowed(&chain, &said)?;
            push_or_merge(&mut chain, joint, said.condition);
        }
        Ok(fold(chain))
    }

    /// True for an adjective that no noun follows.
    fn is_adjective_alone(&self, at: usize) -> bool {
        let adjective = |sense| matches!(sense, Sense::Adjective(_)).then_some(());
        self.noun_ahead(at) == at && self.sense_at(at, adjective).is_some()
    }

    pub(super) fn complement(&mut self, kind: KindId) -> Result<Condition, Diagnostic> {
        let polarity = if self.take(Keyword::kw_not) { Polarity::Negative } else { Polarity::Positive };
        if self.is_adjective_alone(self.at) {
            let adjective = self.adjective_of(self.at, kind)?;
            self.at += 1;
            let meaning = &self.lexicon.adjective(adjective).meaning;
            if polarity == Polarity::Negative && matches!(meaning, Meaning::Value { path, .. } if !path.is_derived()) {
                self.note_choice(self.at - 2, "means that it has another value", ReadingRule::AnotherValue);
            }
            return Ok(Condition::Is(adjective, polarity));
        }
        if polarity == Polarity::Negative {
            if let Some(condition) = self.inside_negation(|it| it.modifier(kind))? {
                return Ok(negate_complement(condition));
            }
        } else if let Some(condition) = self.modifier(kind)? {
            return Ok(condition);
        }
        let (ahead, noun_at) = self.lookahead(self.at);
        let from = self.at;
        let quantity = self.quantity()?.unwrap_or(Quantity::Some);
        if quantity != Quantity::Some {
            return Err(faults::no_quantity_here(self.source, self.since(from)));
        }
        let phrase: NounPhrase = match ahead {
            Lookahead::Kind(other) if self.lexicon.overlap(kind, other) => self.noun_phrase(None, Main::None)?,
            Lookahead::Kind(other) => return Err(faults::kinds::is_never(self, noun_at, kind, other)),
            Lookahead::Names => {
                self.at = noun_at;
                self.names(kind)?
            }
            Lookahead::Unknown | Lookahead::Nothing => {
                self.check_pronoun()?;
                self.at = noun_at.max(self.at);
                return Err(faults::kinds::no_complement(self, kind));
            }
        };
        Ok(Condition::IsA(Box::new(phrase), polarity))
    }

    /// Names joined by `or`: one set, so that `is not a or b` means neither.
    pub(super) fn names(&mut self, kind: KindId) -> Result<NounPhrase, Diagnostic> {
        let mut phrase = singleton(self.name(&[kind])?);
        while self.keyword_at(self.at) == Some(Keyword::kw_or) && self.is_name_at(self.at + 1) {
            let kinds = self.kinds_of_name(self.at + 1);
            if !kinds.iter().any(|other| self.lexicon.overlap(*other, kind)) {
                break;
            }
            self.at += 1;
            let next = singleton(self.name(&[kind])?);
            merge_names(&mut phrase, &next);
        }
        Ok(phrase)
    }

    /// `whose access is "login"`, `whose vendor has a homepage`, `whose every source is public`
    pub(super) fn whose(&mut self, kind: KindId) -> Result<Condition, Diagnostic> {
        if let Some(condition) = self.answer_to(kind)? {
            return Ok(condition);
        }
        let every = self.take(Keyword::kw_every);
        if every {
            self.note_choice(self.at - 1, "means one or more, all of them so", ReadingRule::OneAtLeast);
        }
        let from = self.at;
        if self.starts_expression(from) {
            return self.measure_without_every(kind, every, from);
        }
        let trail = self.trail(kind)?;
        let of_values = matches!(trail.end, TrailEnd::Attribute(_));
        let signs = [Keyword::op_equal, Keyword::op_not_equal];
        let computed = self.is_operator_at(self.at)
            || of_values && self.compares_with_expression(self.at, kind)
            || self.keyword_at(self.at).is_some_and(|it| signs.contains(&it)) && !of_values;
        if computed {
            self.at = from;
            return self.measure_without_every(kind, every, from);
        }
        let number = self.number_of_role(self.at.saturating_sub(1));
        match trail.end {
            TrailEnd::Iri => Err(faults::kinds::iri_is_a_column(self.source, self.since(from))),
            TrailEnd::Attribute(attribute) => {
                let negative = self.copula_of_value();
                let mut comparison = self.comparison(attribute)?;
                if negative {
                    match opposite(comparison) {
                        Ok(opposite) => comparison = opposite,
                        Err(same) => return Ok(carries_but_not(trail, attribute, same)),
                    }
                }
                if every {
                    let things = Trail { hops: trail.hops, end: TrailEnd::Thing };
                    if things.hops.is_empty() {
                        return Err(faults::kinds::every_needs_things(self.source, self.since(from)));
                    }
                    let holds = Condition::Compare(Trail::of_attribute(attribute), comparison);
                    return Ok(Condition::Whose { trail: things, every, holds: Box::new(holds) });
                }
                Ok(Condition::Compare(trail, comparison))
            }
            TrailEnd::Thing => {
                let subject = trail.kind(self.lexicon, kind);
                self.open.push(OpenNoun::Noun(subject, number));
                let chain = self.predicates(subject, number);
                self.open.pop();
                Ok(Condition::Whose { trail, every, holds: Box::new(fold(chain?)) })
            }
        }
    }

    /// Reads a comparison with an expression; refuses `every` before it.
    fn measure_without_every(&mut self, kind: KindId, every: bool, from: usize) -> Result<Condition, Diagnostic> {
        if every {
            let span = self.since(from);
            return Err(faults::kinds::every_needs_things(self.source, span));
        }
        self.measure_comparison(kind)
    }

    /// Takes `is`, `are` and `not` before a value; true when negated.
    pub(super) fn copula_of_value(&mut self) -> bool {
        if self.take(Keyword::kw_is) || self.take(Keyword::kw_are) {
            return self.take(Keyword::kw_not);
        }
        false
    }

    /// The number of the role at `at`, which has no article.
    fn number_of_role(&self, at: usize) -> Agreement {
        let role = |sense| matches!(sense, Sense::Role(..)).then_some(());
        self.sense_at(at, role).map_or(Some(Number::Singular), |()| self.number_of_noun(at))
    }

    /// Dotted words: `vendor`, `citation.source.access`.
    pub(super) fn trail(&mut self, kind: KindId) -> Result<Trail, Diagnostic> {
        let mut spans = Vec::new();
        loop {
            match self.peek().map(|item| &item.kind) {
                Some(ItemKind::Words { .. } | ItemKind::Unknown(_)) => {
                    spans.push(self.here());
                    self.at += 1;
                }
                _ => return Err(self.error_expecting("what the thing has, like `vendor.name`")),
            }
            if self.part(self.at) == Some(&PartKind::Dot) {
                self.at += 1;
            } else {
                break;
            }
        }
        let words: Vec<&str> = spans.iter().map(|span| self.source.slice(*span)).collect();
        Trail::follow(self.lexicon, kind, &words).map_err(|error| {
            let span = spans.get(error.part).copied().unwrap_or(self.here());
            faults::kinds::no_such_column(self.source, span, error.kind, self.lexicon)
        })
    }
}
