//! Runs of words that end most sentences. They are appended to a text to see whether it can become one.

use crate::lang::{is_open_word, quote};
use crate::session::Session;
use crate::session::complete::forms::NEW_WORD;
use crate::session::complete::supposing::{endings_of_suppose, is_suppose};
use crate::words::{Attribute, KindId, Lexicon, Number, ValueType};

/// Endings that need no vocabulary.
const FIXED: [&str; 16] = [
    "1",
    ")",
    "2026-01-31",
    "\"x\"",
    "= 1",
    "count = 1",
    "1000000000",
    "9999-12-31",
    "and 1000000000",
    "and 9999-12-31",
    "1 and 2",
    "2026-01-30 and 2026-01-31",
    "than 1",
    "than 2026-01-31",
    "not",
    NEW_WORD,
];

/// The endings to try after a text: nouns, what things have, names, values.
pub(super) fn endings(session: &Session, text: &str) -> Vec<String> {
    if is_suppose(text) {
        return endings_of_suppose(session);
    }
    let lexicon = &session.lexicon;
    let mut endings: Vec<String> = FIXED.map(str::to_owned).to_vec();
    endings.extend(of_kinds(lexicon));
    endings.extend(of_attributes(lexicon));
    endings.extend(of_links(lexicon));
    endings.extend(adjective_of_each_kind(lexicon));
    endings.extend(of_every(lexicon));
    // `why is` and `why does` need a thing and something said of it, and no less.
    let said = session.endings_about_one();
    endings.extend(said.first().map(|it| format!("is {it}")));
    endings.extend(said);
    let names = session.name_of_each_sort();
    endings.extend(names.iter().map(|name| quote(name)));
    let mut words = text.split(|c: char| c.is_whitespace() || ".,()".contains(c));
    if words.next().is_some_and(|word| word.eq_ignore_ascii_case("show")) {
        endings.extend(of_columns(lexicon));
        let unknown = words.find(|word| is_unknown(word, lexicon));
        endings.extend(unknown.into_iter().flat_map(|name| naming(name, lexicon)));
    }
    endings
}

fn is_unknown(word: &str, lexicon: &Lexicon) -> bool {
    is_open_word(word)
        && !["of", "for", "iri"].contains(&word)
        && lexicon.senses(word).is_empty()
        && lexicon.names().find(word).is_empty()
}

fn of_kinds(lexicon: &Lexicon) -> impl Iterator<Item = String> + '_ {
    lexicon.kinds().flat_map(|(id, _)| {
        let (one, many) = (one(lexicon, id), many(lexicon, id));
        [
            many.to_owned(),
            one.to_owned(),
            format!("of {many}"),
            format!("{many} on record"),
            format!("are {many}"),
            format!("is a {one}"),
            format!("all {many}"),
            format!("{one} as a {one}"),
            format!("as a {one}"),
            format!("be {many}"),
            format!("there {many}"),
        ]
    })
}

fn of_attributes(lexicon: &Lexicon) -> impl Iterator<Item = String> + '_ {
    attributes_with_nouns(lexicon).flat_map(|(attribute, noun)| {
        let behind_a_path = is_measured(attribute).then(|| format!(".{noun}"));
        behind_a_path.into_iter().chain([noun.to_owned()])
    })
}

fn of_links(lexicon: &Lexicon) -> impl Iterator<Item = String> + '_ {
    lexicon.directions().flat_map(|link| {
        let words = lexicon.direction_words(link);
        let role = words.roles.first().map(|role| role.singular.as_str());
        let had = role.map(|role| format!("have a {role}"));
        let done = words.verbs.first().map(|verb| {
            let object = lexicon.a_kind(lexicon.end(link));
            format!("{} {object}", verb.plural)
        });
        let role = role.map(str::to_owned);
        role.into_iter().chain(had).chain(done)
    })
}

pub(super) fn adjective_of_each_kind(lexicon: &Lexicon) -> impl Iterator<Item = String> + '_ {
    let kinds = lexicon.kinds();
    kinds.filter_map(|(id, _)| Some(format!("is {}", adjective_of(lexicon, id)?)))
}

/// `source is public`, after `whose every`: three words that only make sense together.
fn of_every(lexicon: &Lexicon) -> impl Iterator<Item = String> + '_ {
    lexicon.directions().filter_map(|link| {
        let role = lexicon.direction_words(link).roles.first()?;
        let word = adjective_of(lexicon, lexicon.end(link))?;
        Some(format!("{} is {word}", role.singular))
    })
}

fn adjective_of(lexicon: &Lexicon, kind: KindId) -> Option<&String> {
    let mut adjectives = lexicon.adjectives();
    adjectives.find_map(|(_, adjective)| {
        let word = adjective.word.as_ref();
        word.filter(|_| adjective.of == kind)
    })
}

/// The set that columns are of, and what groups it.
fn of_columns(lexicon: &Lexicon) -> impl Iterator<Item = String> + '_ {
    let own = attributes_with_nouns(lexicon).flat_map(|(attribute, noun)| {
        let things = many(lexicon, attribute.of);
        [
            format!("{noun} of {things}"),
            format!("{noun} of {things} on record"),
            format!("{noun} ) of {things}"),
            format!("of {things} by {noun}"),
        ]
    });
    let linked = lexicon.directions().flat_map(move |link| {
        let role = lexicon.direction_words(link).roles.first();
        let things = many(lexicon, lexicon.start(link));
        let end = lexicon.end(link);
        role.into_iter().flat_map(move |role| {
            let role = role.singular.as_str();
            let grouped = format!("of {things} by {role}");
            let values = attributes_with_nouns(lexicon)
                .filter(move |(attribute, _)| is_measured(attribute) && attribute.of == end);
            let shown = values.flat_map(move |(_, noun)| {
                [
                    format!("{role}.{noun} of {things}"),
                    format!("{role}.{noun} of {things} on record"),
                    format!(".{noun} of {things}"),
                    format!(".{noun} of {things} on record"),
                ]
            });
            shown.chain([grouped])
        })
    });
    own.chain(linked)
}

/// Endings that introduce a name which a column has used already.
fn naming<'a>(name: &'a str, lexicon: &'a Lexicon) -> impl Iterator<Item = String> + 'a {
    lexicon.directions().flat_map(move |link| {
        let words = lexicon.direction_words(link);
        let things = many(lexicon, lexicon.start(link));
        let object = format!("{} as {name}", lexicon.a_kind(lexicon.end(link)));
        let verb = words.verbs.first().map(|verb| format!("{} {object}", verb.plural));
        let had = words.roles.first().map(|role| format!("have a {} as {name}", role.singular));
        let said = verb.into_iter().chain(had);
        said.flat_map(move |said| {
            [
                format!("of {things} that {said}"),
                format!("{things} that {said}"),
                format!("that {said}"),
                said,
                format!("as {name}"),
            ]
        })
    })
}

fn attributes_with_nouns(lexicon: &Lexicon) -> impl Iterator<Item = (&Attribute, &str)> {
    lexicon.attributes().filter_map(|(_, attribute)| {
        let noun = attribute.nouns.first()?;
        Some((attribute, noun.singular.as_str()))
    })
}

fn is_measured(attribute: &Attribute) -> bool {
    !matches!(attribute.values, ValueType::Text | ValueType::OneOf(_))
}

fn one(lexicon: &Lexicon, kind: KindId) -> &str {
    lexicon.kind_word(kind, Number::Singular)
}

pub(super) fn many(lexicon: &Lexicon, kind: KindId) -> &str {
    lexicon.kind_word(kind, Number::Plural)
}
