//! Reading a phrase: noun phrases with their modifiers, and what a modifier belongs to.
//!
//! The reader goes from left to right and never back. Nouns that are still open stand on a stack;
//! the rules of attachment (`docs/language.md`) say which of them takes the next modifier.

use crate::base::{Diagnostic, Source, Span};
use crate::lang::{
    Form, Keyword, MAX_NESTING, PartKind, Phrase, Shaping, Statement, StatementKind,
};
use crate::question::faults;
use crate::question::segment::{Item, ItemKind, segment};
use crate::question::tree::{
    Base, Bound, Condition, NounPhrase, Quantity, Question, Resolved, Rows,
};
use crate::store::Dataset;
use crate::words::{AdjectiveId, KindId, Lexicon, NounId, Number, Sense, Trail};

/// What a statement is read against.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The words.
    pub lexicon: &'a Lexicon,
    /// The names.
    pub dataset: &'a Dataset,
    /// The kinds of the sets that `let` has named, by [`crate::words::SetId`].
    pub sets: &'a [KindId],
    /// The kind of the things that the last question found.
    pub those: Option<KindId>,
}

/// Resolves a statement.
///
/// # Errors
/// What cannot be read: unknown words, names that name nothing or several things, kinds that do
/// not go together, a sentence that ends too early. All unknown words are told at once.
pub fn read(
    statement: &Statement,
    source: &Source,
    context: Context<'_>,
) -> Result<Resolved, Vec<Diagnostic>> {
    match &statement.kind {
        StatementKind::Question {
            form,
            phrase,
            shaping,
        } => question(form, phrase, shaping, source, context),
        StatementKind::Describe(phrase) => {
            let thing = best(phrase, source, context, |reader| reader.described())?;
            Ok(Resolved::Question(Question::Describe(thing)))
        }
        StatementKind::Define { head, meaning } => define(head, meaning, source, context),
        StatementKind::Let {
            name,
            name_span,
            meaning,
        } => {
            let senses = context.lexicon.senses(name);
            if senses.iter().any(|sense| !matches!(sense, Sense::Set(_))) {
                return Err(vec![faults::word_is_taken(source, *name_span)]);
            }
            let meaning = best(meaning, source, context, |reader| reader.set())?;
            Ok(Resolved::Let {
                name: name.clone(),
                meaning,
            })
        }
        StatementKind::Sparql(text) => Ok(Resolved::Sparql(text.clone())),
    }
}

fn question(
    form: &Form,
    phrase: &Phrase,
    shaping: &Shaping,
    source: &Source,
    context: Context<'_>,
) -> Result<Resolved, Vec<Diagnostic>> {
    let main_verb = matches!(form, Form::Which | Form::HowMany);
    let (quantity, set) = best(phrase, source, context, |reader| {
        let from = reader.at;
        let quantity = reader.quantity()?;
        if quantity.is_some_and(|quantity| quantity != Quantity::Some) && *form != Form::IsThere {
            return Err(faults::no_quantity_here(source, reader.since(from)));
        }
        let set = reader.question(main_verb)?;
        Ok((quantity.unwrap_or(Quantity::Some), set))
    })?;
    let columns = match form {
        Form::Show(columns) => columns,
        _ => &shaping.showing,
    };
    let trail = |phrase: &Phrase| trail_of(phrase, set.kind, source, context);
    let columns: Result<Vec<Trail>, Diagnostic> = columns.iter().map(trail).collect();
    let sorted = shaping.sorted.as_ref().map(|sorted| {
        let trail = trail_of(&sorted.path, set.kind, source, context)?;
        Ok::<_, Diagnostic>((trail, sorted.descending))
    });
    let rows = Rows {
        columns: columns.map_err(|fault| vec![fault])?,
        sorted: sorted.transpose().map_err(|fault| vec![fault])?,
        first: shaping.first,
    };
    Ok(Resolved::Question(match form {
        Form::Which => Question::Which(set, rows),
        Form::Show(_) => Question::Show(set, rows),
        Form::HowMany => Question::HowMany(set),
        Form::IsThere => Question::IsThere(quantity, set),
    }))
}

fn define(
    head: &Phrase,
    meaning: &Phrase,
    source: &Source,
    context: Context<'_>,
) -> Result<Resolved, Vec<Diagnostic>> {
    let (word, kind) = defined_word(head, source, context).map_err(|fault| vec![fault])?;
    let noun = context.lexicon.kind(kind).noun;
    let meaning_set = best(meaning, source, context, |reader| {
        reader.quantity()?;
        reader.set()
    })?;
    if !context.lexicon.overlap(meaning_set.kind, kind) {
        let noun = context.lexicon.noun(noun).forms.get(Number::Singular);
        return Err(vec![faults::defined_as_another_kind(
            source,
            meaning.span,
            noun,
            context
                .lexicon
                .kind_word(meaning_set.kind, Number::Singular),
        )]);
    }
    Ok(Resolved::Define {
        word,
        kind,
        meaning: meaning_set,
    })
}

/// `weak claim` → the word `weak` and the kind of `claim`: the noun is the longest match at the end.
///
/// # Errors
/// When there is no noun, no word before it, or the word has a meaning already.
pub fn defined_word(
    head: &Phrase,
    source: &Source,
    context: Context<'_>,
) -> Result<(String, KindId), Diagnostic> {
    let lexicon = context.lexicon;
    let words = &head.parts;
    let noun_at = |from: usize| {
        let span = words[from].span.to(head.span);
        let senses = lexicon.senses(source.slice(Span::new(words[from].span.start, span.end)));
        senses.iter().find_map(|sense| match sense {
            Sense::Noun(id, _) => Some(lexicon.noun(*id).kind),
            _ => None,
        })
    };
    let found = (0..words.len()).find_map(|from| Some((from, noun_at(from)?)));
    let Some((noun_at, kind)) = found else {
        let last = words.last().expect("the grammar asks for one word or more");
        return Err(faults::no_noun_to_define(source, last.span, lexicon));
    };
    if noun_at == 0 {
        return Err(faults::nothing_to_define(source, head.span));
    }
    let span = words[0].span.to(words[noun_at - 1].span);
    let word = source.slice(span).to_owned();
    let taken = lexicon.senses(&word).iter().any(|sense| match sense {
        Sense::Adjective(id) => {
            let known = lexicon.adjective(*id);
            lexicon.overlap(known.of, kind) && !(known.of == kind && known.place.is_empty())
        }
        _ => true,
    });
    if taken {
        return Err(faults::word_is_taken(source, span));
    }
    Ok((word, kind))
}

/// The trail that a column or a `sorted by` names, from `kind`.
fn trail_of(
    phrase: &Phrase,
    kind: KindId,
    source: &Source,
    context: Context<'_>,
) -> Result<Trail, Diagnostic> {
    let mut parts: Vec<Span> = Vec::new();
    let mut fresh = true;
    for part in &phrase.parts {
        match (&part.kind, parts.last_mut()) {
            (PartKind::Dot, _) => fresh = true,
            (_, Some(last)) if !fresh => *last = last.to(part.span),
            _ => {
                parts.push(part.span);
                fresh = false;
            }
        }
    }
    let words: Vec<&str> = parts.iter().map(|span| source.slice(*span)).collect();
    Trail::follow(context.lexicon, kind, &words).map_err(|error| {
        let span = parts.get(error.part).copied().unwrap_or(phrase.span);
        faults::no_such_column(source, span, error.kind, context.lexicon)
    })
}

/// Reads a phrase in every way that its words can be divided. The longest match counts; another way
/// that also works and means something else is an ambiguity.
fn best<T: Clone + PartialEq>(
    phrase: &Phrase,
    source: &Source,
    context: Context<'_>,
    read: impl Fn(&mut Reader<'_>) -> Result<T, Diagnostic>,
) -> Result<T, Vec<Diagnostic>> {
    let mut found: Option<(T, Vec<Item>)> = None;
    let mut fault: Option<(Diagnostic, Vec<Item>)> = None;
    for items in segment(phrase, source, context.lexicon) {
        let mut reader = Reader::new(source, context, items, phrase.span);
        let result = read(&mut reader).and_then(|set| reader.end().map(|()| set));
        match (result, &found) {
            (Ok(set), None) => found = Some((set, reader.items)),
            (Ok(set), Some((first, items))) if set != *first => {
                let fault = faults::two_readings(source, phrase.span, items, &reader.items);
                return Err(vec![fault]);
            }
            (Ok(_), Some(_)) => {}
            (Err(new), _) => {
                let further = fault
                    .as_ref()
                    .is_none_or(|(old, _)| new.offset() > old.offset());
                if further {
                    fault = Some((new, reader.items));
                }
            }
        }
    }
    if let Some((set, _)) = found {
        return Ok(set);
    }
    let (fault, items) = fault.expect("a phrase has one reading at least");
    let mut unknown = faults::unknown_words(source, &items, context.lexicon);
    if unknown
        .iter()
        .any(|unknown| unknown.offset() == fault.offset())
    {
        unknown.sort_by_key(Diagnostic::offset);
        return Err(unknown);
    }
    Err(vec![fault])
}

/// A noun that can still take modifiers, or the parenthesis that hides those before it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Open {
    Noun(KindId, Number),
    Group,
}

/// How two conditions are joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Joint {
    And,
    Or,
}

/// Conditions in the order in which they were said, each with how it is joined to the one before.
pub(super) type Chain = Vec<(Joint, Condition)>;

/// Reads items from left to right.
#[derive(Debug)]
pub(super) struct Reader<'a> {
    pub(super) source: &'a Source,
    pub(super) lexicon: &'a Lexicon,
    pub(super) dataset: &'a Dataset,
    pub(super) context: Context<'a>,
    pub(super) items: Vec<Item>,
    pub(super) at: usize,
    /// The nouns that are open, the outermost first.
    pub(super) open: Vec<Open>,
    /// The kind of the thing that the whole question is about.
    pub(super) root: Option<KindId>,
    depth: usize,
    whole: Span,
}

impl<'a> Reader<'a> {
    fn new(source: &'a Source, context: Context<'a>, items: Vec<Item>, whole: Span) -> Self {
        Self {
            source,
            lexicon: context.lexicon,
            dataset: context.dataset,
            context,
            items,
            at: 0,
            open: Vec::new(),
            root: None,
            depth: 0,
            whole,
        }
    }

    /// A set that a sentence or a definition is about.
    fn set(&mut self) -> Result<NounPhrase, Diagnostic> {
        self.question(false)
    }

    fn question(&mut self, main_verb: bool) -> Result<NounPhrase, Diagnostic> {
        let main_verb = if main_verb { Main::Verb } else { Main::None };
        self.noun_phrase(None, main_verb)
    }

    fn described(&mut self) -> Result<crate::question::Thing, Diagnostic> {
        self.take(Keyword::kw_the);
        self.name(&[])
    }

    fn end(&self) -> Result<(), Diagnostic> {
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(self.misplaced()),
        }
    }

    // ------------------------------------------------------------------ items

    pub(super) fn peek(&self) -> Option<&Item> {
        self.items.get(self.at)
    }

    pub(super) fn part(&self, at: usize) -> Option<&PartKind> {
        match &self.items.get(at)?.kind {
            ItemKind::Part(part) => Some(part),
            _ => None,
        }
    }

    pub(super) fn keyword_at(&self, at: usize) -> Option<Keyword> {
        match self.part(at)? {
            PartKind::Keyword(keyword) => Some(*keyword),
            _ => None,
        }
    }

    pub(super) fn senses_at(&self, at: usize) -> &[Sense] {
        match self.items.get(at).map(|item| &item.kind) {
            Some(ItemKind::Words { senses, .. }) => senses,
            _ => &[],
        }
    }

    pub(super) fn sense_at<T>(&self, at: usize, pick: impl Fn(Sense) -> Option<T>) -> Option<T> {
        self.senses_at(at).iter().copied().find_map(pick)
    }

    pub(super) fn take(&mut self, keyword: Keyword) -> bool {
        let taken = self.keyword_at(self.at) == Some(keyword);
        self.at += usize::from(taken);
        taken
    }

    /// The span of the item at hand; at the end, the place behind the last word.
    pub(super) fn here(&self) -> Span {
        self.peek()
            .map_or(Span::new(self.whole.end, self.whole.end), |item| item.span)
    }

    /// The span from an item to the one before the item at hand.
    pub(super) fn since(&self, from: usize) -> Span {
        let first = self.items.get(from).map_or(self.here(), |item| item.span);
        let last = self
            .items
            .get(self.at.saturating_sub(1))
            .map_or(first, |item| item.span);
        if self.at > from {
            first.to(last)
        } else {
            first
        }
    }

    pub(super) fn expected(&self, what: &str) -> Diagnostic {
        faults::expected(self.source, self.peek(), self.here(), what)
    }

    fn misplaced(&self) -> Diagnostic {
        faults::misplaced(self)
    }

    // ---------------------------------------------------------- noun phrases

    /// `a`, `at least 2`, `only`; `None` for a bare noun.
    pub(super) fn quantity(&mut self) -> Result<Option<Quantity>, Diagnostic> {
        let (quantity, length) = match self.quantity_at(self.at) {
            Some(found) => found,
            None => return Ok(None),
        };
        let from = self.at;
        self.at += length;
        match quantity {
            Ok(quantity) => Ok(Some(quantity)),
            Err(()) => Err(faults::no_count(self.source, self.since(from), self.here())),
        }
    }

    /// The quantity at `at` and how many items it takes; `Err` for a bound without a number.
    pub(super) fn quantity_at(&self, at: usize) -> Option<(Result<Quantity, ()>, usize)> {
        let number = |at: usize| match self.part(at) {
            Some(PartKind::Number(digits)) => digits.parse::<u64>().ok(),
            _ => None,
        };
        if let Some(count) = number(at) {
            return Some((Ok(Quantity::Count(Bound::Exactly, count)), 1));
        }
        let bound = match self.keyword_at(at)? {
            Keyword::kw_a | Keyword::kw_an | Keyword::kw_any | Keyword::kw_some => {
                return Some((Ok(Quantity::Some), 1));
            }
            Keyword::kw_no => return Some((Ok(Quantity::No), 1)),
            Keyword::kw_only => return Some((Ok(Quantity::Only), 1)),
            Keyword::kw_every => return Some((Ok(Quantity::Every), 1)),
            Keyword::kw_exactly => Bound::Exactly,
            Keyword::kw_at_least => Bound::AtLeast,
            Keyword::kw_at_most => Bound::AtMost,
            Keyword::kw_more_than => Bound::MoreThan,
            Keyword::kw_fewer_than | Keyword::kw_less_than => Bound::FewerThan,
            _ => return None,
        };
        Some(match number(at + 1) {
            Some(count) => (Ok(Quantity::Count(bound, count)), 2),
            None => (Err(()), 1),
        })
    }

    /// Where the noun or name of a noun phrase at `at` stands: behind `the`, `all` and adjectives.
    pub(super) fn noun_ahead(&self, mut at: usize) -> usize {
        while matches!(self.keyword_at(at), Some(Keyword::kw_the | Keyword::kw_all)) {
            at += 1;
        }
        while self.is_adjective_at(at) {
            at += 1;
        }
        at
    }

    /// True when the words at `at` are an adjective before a noun.
    fn is_adjective_at(&self, at: usize) -> bool {
        let adjective = self.sense_at(at, |sense| {
            matches!(sense, Sense::Adjective(_)).then_some(())
        });
        adjective.is_some() && (self.is_noun_at(at + 1) || self.is_adjective_at(at + 1))
    }

    fn is_noun_at(&self, at: usize) -> bool {
        let noun = |sense| {
            matches!(
                sense,
                Sense::Noun(..) | Sense::Role(..) | Sense::AttributeNoun(..)
            )
            .then_some(())
        };
        self.sense_at(at, noun).is_some()
    }

    /// A noun phrase. `role` gives the meaning of its noun where the sentence asks for the role of a
    /// link (`have a source`); otherwise the noun is that of a kind.
    pub(super) fn noun_phrase(
        &mut self,
        role: Option<(NounId, Number)>,
        main: Main,
    ) -> Result<NounPhrase, Diagnostic> {
        self.depth += 1;
        if self.depth > MAX_NESTING {
            return Err(faults::too_deep(self.source, self.here()));
        }
        let phrase = self.noun_phrase_inside(role, main);
        self.depth -= 1;
        phrase
    }

    fn noun_phrase_inside(
        &mut self,
        role: Option<(NounId, Number)>,
        main: Main,
    ) -> Result<NounPhrase, Diagnostic> {
        self.take(Keyword::kw_the);
        if let Some(phrase) = self.pronoun(main)? {
            return Ok(phrase);
        }
        let all = self.take(Keyword::kw_all);
        self.take(Keyword::kw_the);
        let adjectives_from = self.at;
        let noun_at = self.noun_ahead(self.at);
        let noun = role.or_else(|| {
            self.sense_at(noun_at, |sense| match sense {
                Sense::Noun(noun, number) => Some((noun, number)),
                _ => None,
            })
        });
        let named_set = self.sense_at(noun_at, |sense| match sense {
            Sense::Set(set) => Some(set),
            _ => None,
        });
        let (base, kind, number) = match (noun, named_set) {
            (Some((noun, number)), _) => (Base::Noun(noun), self.lexicon.noun(noun).kind, number),
            (None, Some(set)) => {
                let kind = self.context.sets[set.0 as usize];
                (Base::Set(set), kind, Number::Plural)
            }
            (None, None) if noun_at == adjectives_from && !all => {
                let thing = self.name(&[])?;
                let kind = thing.kind;
                self.root.get_or_insert(kind);
                let phrase = named(thing);
                return self.with_main(phrase, main);
            }
            (None, None) => {
                self.at = noun_at;
                return Err(self.expected("a noun, like `claims`"));
            }
        };
        let adjectives = self.adjectives(noun_at, kind)?;
        self.at = noun_at + 1;
        self.root.get_or_insert(kind);
        let mut phrase = NounPhrase {
            base,
            kind,
            number,
            all,
            adjectives,
            filters: Vec::new(),
        };
        if let Some(thing) = self.name_behind_noun(kind)? {
            phrase.base = Base::Things(vec![thing]);
        }
        let named = matches!(phrase.base, Base::Things(_));
        self.open.push(Open::Noun(kind, number));
        let chains = self.modifiers(kind, number, main);
        self.open.pop();
        phrase.filters = chains?.into_iter().flat_map(conditions).collect();
        if named && phrase.filters.is_empty() && phrase.adjectives.is_empty() && !phrase.all {
            phrase.number = Number::Plural;
        }
        Ok(phrase)
    }

    /// `those`, `those vendors`, `their vendor`
    fn pronoun(&mut self, main: Main) -> Result<Option<NounPhrase>, Diagnostic> {
        let from = self.at;
        if self.take(Keyword::kw_those) {
            let Some(kind) = self.context.those else {
                return Err(faults::no_answer_yet(self.source, self.since(from)));
            };
            let noun = self.sense_at(self.at, |sense| match sense {
                Sense::Noun(noun, number) => Some((noun, number)),
                _ => None,
            });
            if let Some((noun, _)) = noun {
                self.at += 1;
                if !self.lexicon.overlap(self.lexicon.noun(noun).kind, kind) {
                    let span = self.since(from);
                    return Err(faults::those_are_others(
                        self.source,
                        span,
                        kind,
                        self.lexicon,
                    ));
                }
            }
            self.root.get_or_insert(kind);
            let mut phrase = bare(Base::Those, kind);
            self.open.push(Open::Noun(kind, Number::Plural));
            let chains = self.modifiers(kind, Number::Plural, main);
            self.open.pop();
            phrase.filters = chains?.into_iter().flat_map(conditions).collect();
            return Ok(Some(phrase));
        }
        if self.take(Keyword::kw_their) || self.take(Keyword::kw_its) {
            let Some(root) = self.root else {
                return Err(faults::nothing_to_refer_to(self.source, self.since(from)));
            };
            let trail = self.trail(root)?;
            let kind = trail.kind(self.lexicon, root);
            if trail.end != crate::words::TrailEnd::Thing || trail.hops.is_empty() {
                let span = self.since(from);
                return Err(faults::their_needs_things(self.source, span));
            }
            return Ok(Some(bare(Base::Their(trail), kind)));
        }
        Ok(None)
    }

    /// The adjectives from the item at hand to the noun, as they are said of its kind.
    pub(super) fn adjectives(
        &mut self,
        noun_at: usize,
        kind: KindId,
    ) -> Result<Vec<AdjectiveId>, Diagnostic> {
        let mut found = Vec::new();
        while matches!(
            self.keyword_at(self.at),
            Some(Keyword::kw_the | Keyword::kw_all)
        ) {
            self.at += 1;
        }
        while self.at < noun_at {
            found.push(self.adjective_of(self.at, kind)?);
            self.at += 1;
        }
        Ok(found)
    }

    /// The adjective at `at`, as it is said of a kind.
    pub(super) fn adjective_of(&self, at: usize, kind: KindId) -> Result<AdjectiveId, Diagnostic> {
        let of = self.sense_at(at, |sense| match sense {
            Sense::Adjective(id) if self.lexicon.overlap(self.lexicon.adjective(id).of, kind) => {
                Some(id)
            }
            _ => None,
        });
        of.ok_or_else(|| faults::adjective_of_another_kind(self, at, kind))
    }

    /// A main verb behind a name: `does alibaba have …` is not asked yet, so a name stands alone.
    fn with_main(&mut self, mut phrase: NounPhrase, main: Main) -> Result<NounPhrase, Diagnostic> {
        if main == Main::Verb && self.starts_predicate(self.at) {
            self.open.push(Open::Noun(phrase.kind, Number::Singular));
            let chains = self.modifiers(phrase.kind, Number::Singular, main);
            self.open.pop();
            phrase.filters = chains?.into_iter().flat_map(conditions).collect();
        }
        Ok(phrase)
    }

    // -------------------------------------------------------------- modifiers

    /// Everything that narrows the noun on top of the stack.
    fn modifiers(
        &mut self,
        kind: KindId,
        number: Number,
        main: Main,
    ) -> Result<Vec<Chain>, Diagnostic> {
        let mut chains: Vec<Chain> = Vec::new();
        let mut main_verb_is_free = main == Main::Verb;
        loop {
            if self.relative_pronoun_at(self.at) {
                self.at += 1;
                let condition = self.predicate(kind)?;
                chains.push(vec![(Joint::And, condition)]);
            } else if let Some(condition) = self.modifier(kind)? {
                chains.push(vec![(Joint::And, condition)]);
            } else if main_verb_is_free && self.starts_predicate(self.at) {
                main_verb_is_free = false;
                let condition = self.predicate(kind)?;
                chains.push(vec![(Joint::And, condition)]);
            } else if let Some(joint) = self.joint_at(self.at) {
                if !self.takes_after_joint(kind, number) {
                    return Ok(chains);
                }
                self.at += 1;
                let relative = self.relative_pronoun_at(self.at);
                self.at += usize::from(relative);
                let condition = match self.modifier(kind)? {
                    Some(condition) if !relative => condition,
                    _ => self.predicate(kind)?,
                };
                match chains.last_mut() {
                    Some(chain) => chain.push((joint, condition)),
                    None => chains.push(vec![(Joint::And, condition)]),
                }
            } else {
                return Ok(chains);
            }
        }
    }

    pub(super) fn relative_pronoun_at(&self, at: usize) -> bool {
        let pronouns = [Keyword::kw_that, Keyword::kw_which, Keyword::kw_who];
        self.keyword_at(at)
            .is_some_and(|keyword| pronouns.contains(&keyword))
    }

    pub(super) fn joint_at(&self, at: usize) -> Option<Joint> {
        match self.keyword_at(at)? {
            Keyword::kw_and | Keyword::kw_but => Some(Joint::And),
            Keyword::kw_or => Some(Joint::Or),
            _ => None,
        }
    }

    /// True when what follows `and`, `or` or `but` belongs to the noun on top of the stack.
    ///
    /// `that` + verb goes to the nearest noun that the verb agrees with, a verb to the outermost one;
    /// any other modifier to the nearest noun that can take it.
    pub(super) fn takes_after_joint(&self, kind: KindId, number: Number) -> bool {
        let next = self.at + 1;
        if self.relative_pronoun_at(next) {
            let verb = self.number_of_predicate(next + 1);
            return verb.is_none_or(|verb| verb == number) || self.is_outermost();
        }
        if self.starts_predicate(next) {
            let verb = self.number_of_predicate(next);
            let agrees = |open: &Open| match (open, verb) {
                (Open::Noun(_, number), Some(verb)) => *number == verb,
                (Open::Noun(..), None) => true,
                (Open::Group, _) => false,
            };
            let visible = self.open.iter().rposition(|open| *open == Open::Group);
            let visible = &self.open[visible.map_or(0, |at| at + 1)..];
            let outermost = visible.iter().position(agrees);
            return match outermost {
                Some(at) => at + 1 == visible.len(),
                None => visible.len() == 1,
            };
        }
        self.can_modify(next, kind)
    }

    fn is_outermost(&self) -> bool {
        self.open.len() == 1 || self.open[self.open.len() - 2] == Open::Group
    }
}

/// Whether a verb without `that` may follow a noun phrase: only the subject of a question has one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Main {
    Verb,
    None,
}

/// A set of things without anything that narrows it.
pub(super) fn bare(base: Base, kind: KindId) -> NounPhrase {
    NounPhrase {
        base,
        kind,
        number: Number::Plural,
        all: false,
        adjectives: Vec::new(),
        filters: Vec::new(),
    }
}

/// The set of one named thing.
pub(super) fn named(thing: crate::question::Thing) -> NounPhrase {
    let kind = thing.kind;
    bare(Base::Things(vec![thing]), kind)
}

/// A chain as conditions that all hold: `and` binds closer than `or`.
pub(super) fn conditions(chain: Chain) -> Vec<Condition> {
    match fold(chain) {
        Condition::All(conditions) => conditions,
        condition => vec![condition],
    }
}

/// A chain as one condition: `and` binds closer than `or`, nested lists of one kind are one list.
pub(super) fn fold(chain: Chain) -> Condition {
    let mut any: Vec<Vec<Condition>> = Vec::new();
    for (joint, condition) in chain {
        match (joint, any.last_mut()) {
            (Joint::And, Some(all)) => all.push(condition),
            _ => any.push(vec![condition]),
        }
    }
    let all_of = |conditions: Vec<Condition>| {
        let flat = conditions
            .into_iter()
            .flat_map(|condition| match condition {
                Condition::All(inner) => inner,
                other => vec![other],
            });
        one_or(flat.collect(), Condition::All)
    };
    let flat = any
        .into_iter()
        .map(all_of)
        .flat_map(|condition| match condition {
            Condition::Any(inner) => inner,
            other => vec![other],
        });
    one_or(flat.collect(), Condition::Any)
}

fn one_or(mut conditions: Vec<Condition>, many: fn(Vec<Condition>) -> Condition) -> Condition {
    match conditions.len() {
        1 => conditions.remove(0),
        _ => many(conditions),
    }
}
