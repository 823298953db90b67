//! The reader visits the items of a phrase from left to right. Nouns that are still open are on a stack.

use crate::base::{Diagnostic, Source, Span};
use crate::lang::{Keyword, PartKind};
use crate::question::choice::ReadingChoice;
use crate::question::context::Context;
use crate::question::items::Items;
use crate::question::segment::{ItemKind, PhraseItem};
use crate::question::tree::{NounPhrase, PhraseBase, Thing};
use crate::store::Dataset;
use crate::words::{AttributeId, Direction, KindId, Lexicon, Number, Sense};

/// The number that a verb needs to agree with a noun; `None` if the noun has one form for both and no word before it
/// decides: `series` agrees with `follows` and with `follow`.
pub(super) type Agreement = Option<Number>;

/// True when a verb of this number agrees with a noun; a form without a number always does.
pub(super) fn agrees(noun: Agreement, verb: Option<Number>) -> bool {
    noun.zip(verb).is_none_or(|(noun, verb)| noun == verb)
}

/// The number that a verb needs to agree with these things, as they are written.
pub(super) fn agreement_of(phrase: &NounPhrase, lexicon: &Lexicon) -> Agreement {
    match phrase.base {
        PhraseBase::Noun(noun) => lexicon.noun(noun).forms.agreement(phrase.number),
        _ => Some(phrase.number),
    }
}

/// A noun that can still take modifiers, or the parenthesis that hides those before it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum OpenNoun {
    Noun(KindId, Agreement),
    /// A noun with a name: `the vendor "Alibaba Cloud"`.
    Named(KindId, Agreement),
    Group,
}

impl OpenNoun {
    /// The kind and number of a noun.
    pub(super) fn noun(self) -> Option<(KindId, Agreement)> {
        match self {
            Self::Noun(kind, number) | Self::Named(kind, number) => Some((kind, number)),
            Self::Group => None,
        }
    }
}

/// Reads items from left to right.
#[derive(Debug)]
pub(super) struct PhraseReader<'a> {
    pub(super) source: &'a Source,
    pub(super) lexicon: &'a Lexicon,
    pub(super) dataset: &'a Dataset,
    pub(super) context: Context<'a>,
    pub(super) items: Items,
    pub(super) at: usize,
    /// The open nouns, outermost first.
    pub(super) open: Vec<OpenNoun>,
    /// For each `with` or `without` whose object is being read: how many nouns were open before it.
    pub(super) withs: Vec<usize>,
    /// The kind of the subject of the whole question.
    pub(super) root: Option<KindId>,
    /// The bindings made by `as`, with the kinds of their things.
    pub(super) bindings: Vec<(String, KindId)>,
    /// True where an expression is about a group.
    pub(super) grouped: bool,
    /// True after `whose`, where an expression is compared.
    pub(super) compares: bool,
    /// The links whose objects are being read, the outermost first.
    pub(super) lists: Vec<Vec<Direction>>,
    /// True inside a negation: `not`, `no`, `lack`.
    pub(super) in_negation: bool,
    /// Nesting depth of noun phrases and expressions.
    pub(super) depth: usize,
    /// Number of operators read.
    pub(super) operators: usize,
    /// The ambiguities so far, and how they were read.
    pub(super) choices: Vec<ReadingChoice>,
    /// The last item visited, and the nouns that were open at its first visit.
    pub(super) open_at_visit: (usize, Vec<OpenNoun>),
    whole: Span,
}

impl<'a> PhraseReader<'a> {
    pub(super) fn new(source: &'a Source, context: Context<'a>, items: Vec<PhraseItem>, whole: Span) -> Self {
        Self {
            source,
            lexicon: context.lexicon,
            dataset: context.dataset,
            context,
            items: Items::new(items),
            at: 0,
            open: Vec::new(),
            withs: Vec::new(),
            root: None,
            bindings: Vec::new(),
            grouped: false,
            compares: false,
            lists: Vec::new(),
            in_negation: false,
            depth: 0,
            operators: 0,
            choices: Vec::new(),
            open_at_visit: (0, Vec::new()),
            whole,
        }
    }

    /// Reads the set that a sentence or a definition is about.
    pub(super) fn set(&mut self) -> Result<NounPhrase, Diagnostic> {
        self.question(false)
    }

    pub(super) fn question(&mut self, main_verb: bool) -> Result<NounPhrase, Diagnostic> {
        let main_verb = if main_verb { Main::Verb } else { Main::None };
        self.noun_phrase(None, main_verb)
    }

    pub(super) fn any_thing(&mut self) -> Result<crate::question::Thing, Diagnostic> {
        self.take(Keyword::kw_the);
        self.name(&[])
    }

    /// Reads the name of a thing of one of these kinds.
    pub(super) fn thing_of_kinds(&mut self, kinds: &[KindId]) -> Result<Thing, Diagnostic> {
        self.take(Keyword::kw_the);
        self.name(kinds)
    }

    pub(super) fn peek(&self) -> Option<&PhraseItem> {
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

    /// The link whose role the words at `at` name, for things of a kind: `source`.
    pub(super) fn role_at(&self, at: usize, kind: KindId) -> Option<Direction> {
        self.sense_at(at, |sense| match sense {
            Sense::Role(link, _) if self.lexicon.overlap(self.lexicon.start(link), kind) => Some(link),
            _ => None,
        })
    }

    pub(super) fn take(&mut self, keyword: Keyword) -> bool {
        let taken = self.keyword_at(self.at) == Some(keyword);
        self.at += usize::from(taken);
        taken
    }

    /// `which of those …`, `how many of all claims …`, `which of suspects …`: skips the `of`, which adds no meaning.
    pub(super) fn take_of(&mut self) {
        let of = self.items.first().is_some_and(|item| self.source.slice(item.span).eq_ignore_ascii_case("of"));
        let whole = [Keyword::kw_those, Keyword::kw_all];
        let named = self.sense_at(1, |sense| matches!(sense, Sense::Set(_)).then_some(()));
        let whole = self.keyword_at(1).is_some_and(|it| whole.contains(&it));
        if of && (whole || named.is_some()) {
            self.at = 1;
        }
    }

    /// The span of the current item; at the end, an empty span after the last word.
    pub(super) fn here(&self) -> Span {
        self.peek().map_or(Span::new(self.whole.end, self.whole.end), |item| item.span)
    }

    /// The span from an item to the one before the current item.
    pub(super) fn since(&self, from: usize) -> Span {
        let first = self.items.get(from).map_or(self.here(), |item| item.span);
        let last = self.items.get(self.at.saturating_sub(1)).map_or(first, |item| item.span);
        if self.at > from { first.to(last) } else { first }
    }

    /// True for completion, where errors are not shown: then no help is searched for.
    pub(super) fn is_completing(&self) -> bool {
        self.context.probe.is_some()
    }

    /// Records the current attribute for completion: its values may follow.
    pub(super) fn note_attribute(&self, attribute: AttributeId) {
        if let Some(gap) = self.context.probe {
            gap.attribute.set(Some(attribute));
        }
    }
}

/// Whether a verb without `that` may follow a noun phrase: only the subject of a question has one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Main {
    Verb,
    None,
}

/// A noun phrase without modifiers.
pub(super) fn bare(base: PhraseBase, kind: KindId) -> NounPhrase {
    NounPhrase {
        base,
        kind,
        number: Number::Plural,
        all: false,
        adjectives: Vec::new(),
        binding: None,
        filters: Vec::new(),
    }
}

/// The set of one named thing.
pub(super) fn singleton(thing: Thing) -> NounPhrase {
    let kind = thing.kind;
    bare(PhraseBase::Things(vec![thing]), kind)
}

/// Most operators in one question: the expression tree is as deep as a chain of operators is long.
pub(super) const MAX_OPERATORS: usize = 256;
