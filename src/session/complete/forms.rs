//! The forms that can be typed: keywords, signs, words of the vocabulary, and the words around placeholders for
//! numbers, dates and texts.

use crate::lang::{is_open_word, keywords, quote, signs};
use crate::session::roles::WordRole;
use crate::words::{AttributeId, KindId, Lexicon, Number, Sense, ValueType, fold};

/// One run of words, numbers and texts.
pub(super) struct CompletionForm {
    pub(super) atoms: Vec<Atom>,
    pub(super) role: WordRole,
    /// Forms of one signature can stand in the same places; `None` for a form that has to be tried by itself.
    pub(super) signature: Option<Signature>,
    /// The kind that a noun names, for its size, and the noun's number.
    pub(super) kind: Option<(KindId, Number)>,
}

/// What decides where a word can stand.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Signature {
    /// For each sense of a word, its part of speech and its kinds.
    Senses(Vec<SensePosition>),
    /// For each thing of that name, its kinds.
    Name(Vec<Vec<KindId>>),
    /// A value that this attribute lists.
    Value(AttributeId),
}

/// Where one sense can stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum SensePosition {
    Noun(KindId, Number),
    Role(KindId, KindId, Number),
    AttributeNoun(KindId, AttributeType, Number),
    Verb(KindId, KindId, Number, bool),
    Participle(KindId, KindId, bool),
    Preposition(KindId, KindId, bool),
    AttributeModifier(KindId, AttributeType),
    Comparative(KindId, AttributeType),
    Adjective(KindId),
    AdjectiveVerb(KindId, Number),
}

/// The kind of value that an attribute takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum AttributeType {
    Text,
    Number,
    Day,
    OneOf(AttributeId),
}

/// A word, or a placeholder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Atom {
    Word(String),
    Slot(Slot),
}

/// A word that no vocabulary has.
pub(super) const NEW_WORD: &str = "xyzzy";

/// A placeholder for what users make up themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Slot {
    Number,
    /// After `between` and a smaller first number.
    LargeNumber,
    Day,
    LateDay,
    Text,
    Regex,
    Word,
}

impl Slot {
    const ALL: [Self; 7] =
        [Self::Number, Self::LargeNumber, Self::Day, Self::LateDay, Self::Text, Self::Regex, Self::Word];

    /// The description shown to the user.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Number | Self::LargeNumber => "a number",
            Self::Day | Self::LateDay => "a date, like 2026-01-31",
            Self::Text => "a text in quotes",
            Self::Regex => "a regular expression, like /^a/",
            Self::Word => "a new word",
        }
    }

    fn sample(self) -> &'static str {
        match self {
            Self::Number => "1",
            Self::LargeNumber => "1000000000",
            Self::LateDay => "9999-12-31",
            Self::Day => "2026-01-31",
            Self::Text => "\"x\"",
            Self::Regex => "/x/",
            Self::Word => NEW_WORD,
        }
    }

    fn is(self, word: &str) -> bool {
        match self {
            Self::Number | Self::LargeNumber => word.parse::<u32>().is_ok(),
            Self::Word => is_open_word(word),
            Self::Day | Self::LateDay | Self::Text | Self::Regex => false,
        }
    }
}

impl Atom {
    /// True when a typed word fills this.
    pub(super) fn is(&self, typed: &str) -> bool {
        match self {
            Self::Word(word) => fold(word) == fold(typed),
            Self::Slot(slot) => slot.is(typed),
        }
    }

    /// True when the typed text can become this.
    pub(super) fn begins(&self, typed: &str) -> bool {
        match self {
            Self::Word(word) => fold(word).starts_with(&fold(typed)),
            Self::Slot(_) => typed.is_empty(),
        }
    }

    pub(super) fn sample(&self) -> &str {
        match self {
            Self::Word(word) => word,
            Self::Slot(slot) => slot.sample(),
        }
    }

    pub(super) fn word(&self) -> Option<&str> {
        match self {
            Self::Word(word) => Some(word),
            Self::Slot(_) => None,
        }
    }
}

impl CompletionForm {
    pub(super) fn of_words(words: &str, role: WordRole, signature: Option<Signature>) -> Self {
        let atoms = words.split(' ').map(|word| Atom::Word(word.to_owned()));
        Self { atoms: atoms.collect(), role, signature, kind: None }
    }

    /// A form that is typed as one piece: a name in quotes, a prefixed name.
    pub(super) fn whole(text: String, role: WordRole, signature: Option<Signature>) -> Self {
        Self { atoms: vec![Atom::Word(text)], role, signature, kind: None }
    }

    fn with_slot(before: &str, slot: Slot, behind: &str) -> Self {
        let word = |word: &str| Atom::Word(word.to_owned());
        let mut atoms: Vec<Atom> = before.split_whitespace().map(word).collect();
        atoms.push(Atom::Slot(slot));
        atoms.extend(behind.split_whitespace().map(word));
        let role = if before.is_empty() { WordRole::Literal } else { WordRole::Keyword };
        Self { atoms, role, signature: None, kind: None }
    }
}

/// The forms of the language itself.
pub(super) fn language_forms() -> impl Iterator<Item = CompletionForm> {
    let keyword = |word: &str| CompletionForm::of_words(word, WordRole::Keyword, None);
    // `round` is typed with its parenthesis.
    let words = keywords().filter(|word| word != "round").map(move |word| keyword(&word));
    let signs = signs().map(move |sign| keyword(&sign));
    let others = ["by", "(", ")", "day", "days", "week", "weeks", "month", "months", "year", "years", "iri"];
    let slots = Slot::ALL.map(|slot| CompletionForm::with_slot("", slot, ""));
    words.chain(signs).chain(others.map(keyword)).chain(slots).chain(around_slots())
}

/// Keywords that only make sense before or after a placeholder.
fn around_slots() -> impl Iterator<Item = CompletionForm> {
    let before = [
        ("first", Slot::Number),
        ("skip", Slot::Number),
        ("on", Slot::Day),
        ("contains", Slot::Text),
        ("starts with", Slot::Text),
        ("ends with", Slot::Text),
        ("matches", Slot::Regex),
        ("as", Slot::Word),
    ];
    let units = ["days", "weeks", "months", "years"];
    let recent = units.map(|unit| CompletionForm::with_slot("in the last", Slot::Number, unit));
    let ago = units.map(|unit| CompletionForm::with_slot("", Slot::Number, &format!("{unit} ago")));
    let round = [CompletionForm::whole("round(".to_owned(), WordRole::Keyword, None)];
    let before = before.map(|(words, slot)| CompletionForm::with_slot(words, slot, ""));
    before.into_iter().chain(recent).chain(ago).chain(round)
}

/// The forms of the vocabulary and of the text itself: words with their senses, listed values, units, names given by
/// `as`.
pub(super) fn vocabulary_forms<'a>(lexicon: &'a Lexicon, text: &'a str) -> impl Iterator<Item = CompletionForm> + 'a {
    let words = lexicon.words().map(|(word, senses)| word_form(lexicon, word, senses));
    let values = lexicon.attributes().flat_map(|(id, attribute)| {
        let listed = match &attribute.values {
            ValueType::OneOf(values) => values.as_slice(),
            _ => &[],
        };
        let words = listed.iter().filter_map(|(_, words)| words.first());
        words.map(move |word| value_form(word, id))
    });
    let units = lexicon.attributes().filter_map(|(_, attribute)| {
        let unit = attribute.unit.as_ref().filter(|unit| is_open_word(unit))?;
        Some(CompletionForm::of_words(unit, WordRole::Literal, None))
    });
    let before = text.split_whitespace();
    let witnesses = before.clone().zip(before.skip(1)).filter_map(|(keyword, name)| {
        let name = keyword.eq_ignore_ascii_case("as").then_some(name)?;
        is_open_word(name).then(|| CompletionForm::of_words(name, WordRole::Name, None))
    });
    words.chain(values).chain(units).chain(witnesses)
}

fn value_form(word: &str, attribute: AttributeId) -> CompletionForm {
    let signature = Some(Signature::Value(attribute));
    if word.split(' ').all(is_open_word) {
        return CompletionForm::of_words(word, WordRole::Literal, signature);
    }
    CompletionForm::whole(quote(word), WordRole::Literal, signature)
}

fn word_form(lexicon: &Lexicon, word: &str, senses: &[Sense]) -> CompletionForm {
    let places = senses.iter().map(|sense| sense_position(lexicon, *sense));
    let places: Option<Vec<SensePosition>> = places.collect();
    // A word that is also a name, or a named set, is tried by itself.
    let by_itself = !lexicon.names().find(word).is_empty();
    let signature = places.filter(|_| !by_itself).map(Signature::Senses);
    // A noun that narrows its kind gets no count: the size of the kind is not that of the noun.
    let whole_kind = |noun| lexicon.noun(noun).narrowed.is_none();
    let kind = senses.iter().find_map(|sense| match sense {
        Sense::Noun(noun, number) if whole_kind(*noun) => Some((lexicon.noun(*noun).kind, *number)),
        _ => None,
    });
    CompletionForm { kind, ..CompletionForm::of_words(word, WordRole::of(senses), signature) }
}

fn sense_position(lexicon: &Lexicon, sense: Sense) -> Option<SensePosition> {
    let attribute = |id: AttributeId| {
        let attribute = lexicon.attribute(id);
        let gives = match &attribute.values {
            ValueType::Text => AttributeType::Text,
            ValueType::Number => AttributeType::Number,
            ValueType::Date | ValueType::DateTime => AttributeType::Day,
            ValueType::OneOf(_) => AttributeType::OneOf(id),
        };
        (attribute.of, gives)
    };
    let ends = |link| (lexicon.start(link), lexicon.end(link), lexicon.ultimate_path(link).is_some());
    Some(match sense {
        Sense::Noun(noun, number) => SensePosition::Noun(lexicon.noun(noun).kind, number),
        Sense::Role(link, number) => SensePosition::Role(lexicon.start(link), lexicon.end(link), number),
        Sense::AttributeNoun(id, number) => {
            let (of, gives) = attribute(id);
            SensePosition::AttributeNoun(of, gives, number)
        }
        Sense::Verb(link, number) => {
            let (start, end, far) = ends(link);
            SensePosition::Verb(start, end, number, far)
        }
        // A whole phrase, which is offered as it stands in the vocabulary.
        Sense::Outcome(..) => return None,
        Sense::Participle(link) => {
            let (start, end, far) = ends(link);
            SensePosition::Participle(start, end, far)
        }
        Sense::Preposition(link) => {
            let (start, end, far) = ends(link);
            SensePosition::Preposition(start, end, far)
        }
        Sense::AttributeParticiple(id) | Sense::AttributePreposition(id) => {
            let (of, gives) = attribute(id);
            SensePosition::AttributeModifier(of, gives)
        }
        Sense::Comparative(id, _) => {
            let (of, gives) = attribute(id);
            SensePosition::Comparative(of, gives)
        }
        Sense::Adjective(id) => SensePosition::Adjective(lexicon.adjective(id).of),
        Sense::AdjectiveVerb(id, number) => SensePosition::AdjectiveVerb(lexicon.adjective(id).of, number),
        Sense::Set(_) => return None,
    })
}
