//! What can be wrong with a question, each fault beside the words that cause it.

use crate::base::{Blame, Diagnostic, Source, Span, lookalike, nearest, visible};
use crate::lang::{PartKind, Unit, keywords};
use crate::question::reader::Reader;
use crate::question::segment::{Item, ItemKind};
use crate::question::tree::Thing;
use crate::words::{AttributeId, Direction, KindId, Lexicon, Number, Sense, ValueType};

fn fault(code: &'static str, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(Blame::Question, code, message)
}

fn list(words: impl IntoIterator<Item = String>) -> String {
    let mut words: Vec<String> = words.into_iter().collect();
    words.sort_unstable();
    words.dedup();
    let more = words.len().saturating_sub(12);
    words.truncate(12);
    let shown = words.join(", ");
    if more > 0 {
        format!("{shown} and {more} more")
    } else {
        shown
    }
}

fn quoted(word: &str) -> String {
    format!("`{word}`")
}

fn kinds_in_words(reader: &Reader<'_>, kinds: &[KindId]) -> String {
    let mut names: Vec<String> = kinds
        .iter()
        .map(|kind| reader.lexicon.a_kind(*kind))
        .collect();
    names.dedup();
    names.join(" or ")
}

// ------------------------------------------------------------- words and places

/// `which claims lack` — what stands here is not what was expected, or nothing stands here
pub(super) fn expected(source: &Source, item: Option<&Item>, span: Span, what: &str) -> Diagnostic {
    match item {
        None => fault("ends-too-early", "the question ends too early")
            .at(source, span, format!("expected {what}"))
            .incomplete(),
        Some(item) => {
            let typed = visible(source.slice(item.span)).into_owned();
            fault("misplaced", format!("`{typed}` cannot stand here")).at(
                source,
                span,
                format!("expected {what}"),
            )
        }
    }
}

/// `which claims training`, `claims that lack a source and has a caveat`
pub(super) fn misplaced(reader: &Reader<'_>) -> Diagnostic {
    let span = reader.here();
    let typed = reader.source.slice(span);
    if reader.joint_at(reader.at).is_some() {
        let behind = reader.items.get(reader.at + 1);
        let Some(behind) = behind else {
            return expected(
                reader.source,
                None,
                Span::new(span.end, span.end),
                &format!("what `{typed}` adds"),
            );
        };
        let next = reader.source.slice(behind.span);
        return fault(
            "joins-nothing",
            format!("`{typed} {next}` cannot be joined to anything before it"),
        )
        .at(
            reader.source,
            span.to(behind.span),
            "nothing before it can take this",
        )
        .help(
            "after `and` or `or` stands another verb, another object of the same kind, or a name",
        );
    }
    let verb = reader
        .senses_at(reader.at)
        .iter()
        .any(|sense| matches!(sense, Sense::Verb(..)));
    let diagnostic = fault("misplaced", format!("`{typed}` cannot stand here"));
    if verb || reader.starts_predicate(reader.at) {
        return diagnostic
            .at(
                reader.source,
                span,
                "a verb needs `that` or `and` before it here",
            )
            .help(format!("write `that {typed} …` or `and {typed} …`"));
    }
    let quoted = matches!(reader.part(reader.at), Some(PartKind::Quoted(_)));
    let diagnostic = diagnostic.at(
        reader.source,
        span,
        "expected a modifier, a verb or the end",
    );
    if quoted {
        diagnostic.help("a name follows a noun of its kind, a preposition or a verb")
    } else {
        diagnostic
    }
}

/// `which claims lack a publick source`: words that mean nothing here, all of them; adjacent ones
/// together
pub(super) fn unknown_words(source: &Source, items: &[Item], lexicon: &Lexicon) -> Vec<Diagnostic> {
    let mut spans: Vec<(Span, usize)> = Vec::new();
    let mut last = None;
    for (at, item) in items.iter().enumerate() {
        let ItemKind::Unknown(word) = &item.kind else {
            continue;
        };
        if Unit::from_word(word).is_some() {
            continue;
        }
        match spans.last_mut() {
            Some((span, words)) if last == at.checked_sub(1) && last.is_some() => {
                *span = span.to(item.span);
                *words += 1;
            }
            _ => spans.push((item.span, 1)),
        }
        last = Some(at);
    }
    spans
        .into_iter()
        .map(|(span, words)| unknown_word(source, span, words, lexicon))
        .collect()
}

fn unknown_word(source: &Source, span: Span, words: usize, lexicon: &Lexicon) -> Diagnostic {
    let typed = source.slice(span);
    let what = if words == 1 { "word" } else { "words" };
    let mut diagnostic = fault(
        "unknown-word",
        format!("unknown {what} `{}`", visible(typed)),
    )
    .at(source, span, "neither a word of the vocabulary nor a name");
    if let Some(why) = looks_like(typed, lexicon) {
        return diagnostic.help(why);
    }
    let known: Vec<&str> = lexicon.words().map(|(word, _)| word).collect();
    let keywords: Vec<String> = keywords().collect();
    let candidates = known
        .iter()
        .copied()
        .chain(lexicon.names().all())
        .chain(keywords.iter().map(String::as_str));
    let near = nearest(typed, candidates);
    if !near.is_empty() {
        diagnostic = diagnostic.help(format!("nearest: {}", near_words(&near)));
    }
    if words > 1 {
        diagnostic = diagnostic.help(format!(
            "a name of several words stands in quotes: \"{}\"",
            visible(typed)
        ));
    }
    diagnostic
}

fn near_words(near: &[&str]) -> String {
    let words: Vec<String> = near.iter().map(|word| quoted(word)).collect();
    words.join(", ")
}

/// `Аlibaba`, with a Cyrillic А
fn looks_like(typed: &str, lexicon: &Lexicon) -> Option<String> {
    let words = lexicon.words().map(|(word, _)| word);
    let names = lexicon.names().all();
    words.chain(names).find_map(|known| {
        let why = lookalike(typed, known)?;
        Some(format!("it looks like `{known}`, but {why}"))
    })
}

/// `which claims about a b`, where the words can be divided in two ways that both work
pub(super) fn two_readings(
    source: &Source,
    span: Span,
    one: &[Item],
    other: &[Item],
) -> Diagnostic {
    let divided = |items: &[Item]| {
        let words: Vec<String> = items
            .iter()
            .map(|item| {
                let text = source.slice(item.span);
                match item.kind {
                    ItemKind::Words { .. } if text.contains(' ') => format!("[{text}]"),
                    _ => text.to_owned(),
                }
            })
            .collect();
        words.join(" ")
    };
    fault("two-readings", "these words can be divided in two ways")
        .at(source, span, "")
        .help(format!("either: {}", divided(one)))
        .help(format!("or: {}", divided(other)))
        .help("quotes or parentheses decide")
}

/// 65 clauses inside one another
pub(super) fn too_deep(source: &Source, span: Span) -> Diagnostic {
    let limit = crate::lang::MAX_NESTING;
    fault(
        "too-deep",
        format!("more than {limit} clauses inside one another"),
    )
    .at(source, span, "one too many")
    .help("name a part of the question with `define` or `let`")
}

/// `claims that (lack a source which … `
pub(super) fn not_the_end_of_a_group(reader: &Reader<'_>, opened: Span) -> Diagnostic {
    let diagnostic = reader.expected("`and`, `or`, `but` or `)`");
    diagnostic.at(reader.source, opened, "opened here")
}

// ---------------------------------------------------------------------- quantities

/// `which 3 claims lack a source`
pub(super) fn no_quantity_here(source: &Source, span: Span) -> Diagnostic {
    let typed = source.slice(span);
    fault("no-quantity-here", format!("`{typed}` cannot stand here"))
        .at(source, span, "a number says how many a thing is linked to")
        .help("`first 3` at the end of the question limits its rows")
}

/// `claims that have at least sources`
pub(super) fn no_count(source: &Source, span: Span, here: Span) -> Diagnostic {
    let typed = source.slice(span);
    let diagnostic = fault("no-count", format!("`{typed}` needs a whole number"));
    diagnostic.at(
        source,
        Span::new(span.start, here.start.max(span.end)),
        "how many?",
    )
}

/// `vendors that have at least 2 homepages`
pub(super) fn no_count_of_values(source: &Source, span: Span) -> Diagnostic {
    fault("no-count-of-values", "values are not counted").at(source, span, "expected `a` or `no`")
}

/// `older than 1.5 days`
pub(super) fn not_a_whole_number(source: &Source, span: Span) -> Diagnostic {
    fault(
        "not-whole",
        "days, weeks, months and years are counted in whole numbers",
    )
    .at(source, span, "")
}

// --------------------------------------------------------------- definitions, pronouns

/// `define a public claim as …`, where `public` is a word already
pub(super) fn word_is_taken(source: &Source, span: Span) -> Diagnostic {
    let word = source.slice(span);
    fault("word-is-taken", format!("`{word}` has a meaning already")).at(
        source,
        span,
        "choose another word",
    )
}

/// `define a weak claim as a source that is gone`
pub(super) fn defined_as_another_kind(
    source: &Source,
    span: Span,
    noun: &str,
    other: &str,
) -> Diagnostic {
    let message = format!("a {noun} cannot be defined as a {other}");
    fault("defined-as-another-kind", message).at(source, span, format!("expected a {noun}"))
}

/// `define a weak clam as …`
pub(super) fn no_noun_to_define(source: &Source, span: Span, lexicon: &Lexicon) -> Diagnostic {
    let word = source.slice(span);
    let nouns: Vec<String> = lexicon
        .kinds()
        .map(|(id, _)| lexicon.kind_word(id, Number::Singular).to_owned())
        .collect();
    let near = nearest(word, nouns.iter().map(String::as_str));
    let diagnostic = fault(
        "no-noun",
        format!("`{word}` is not a noun of the vocabulary"),
    )
    .at(source, span, "expected a noun, like `claim`");
    if near.is_empty() {
        diagnostic.help(format!("the nouns are {}", list(nouns)))
    } else {
        diagnostic.help(format!("nearest: {}", near_words(&near)))
    }
}

/// `define a claim as …`
pub(super) fn nothing_to_define(source: &Source, span: Span) -> Diagnostic {
    let noun = source.slice(span);
    fault("no-adjective", "there is no new word to define").at(
        source,
        span,
        format!("expected an adjective before `{noun}`"),
    )
}

/// `which of those …`, before anything was asked
pub(super) fn no_answer_yet(source: &Source, span: Span) -> Diagnostic {
    fault(
        "no-answer-yet",
        "`those` are the things of the last answer, and there is none yet",
    )
    .at(source, span, "")
}

/// `those vendors`, when the last answer was claims
pub(super) fn those_are_others(
    source: &Source,
    span: Span,
    kind: KindId,
    lexicon: &Lexicon,
) -> Diagnostic {
    let plural = lexicon.kind_word(kind, Number::Plural);
    fault("those-are-others", format!("`those` are {plural}"))
        .at(source, span, "the last answer was of another kind")
        .help(format!("write `those` or `those {plural}`"))
}

/// `define … as their vendor`
pub(super) fn nothing_to_refer_to(source: &Source, span: Span) -> Diagnostic {
    let word = source.slice(span);
    let message = format!("`{word}` refers to what the question is about, which comes later");
    fault("nothing-to-refer-to", message).at(source, span, "")
}

/// `published by their statement`
pub(super) fn their_needs_things(source: &Source, span: Span) -> Diagnostic {
    let typed = source.slice(span);
    fault(
        "their-needs-things",
        format!("`{typed}` is a value, not a thing"),
    )
    .at(
        source,
        span,
        "expected something linked, like `their vendor`",
    )
}

// -------------------------------------------------------------------- kinds that disagree

/// `public claims`
pub(super) fn adjective_of_another_kind(
    reader: &Reader<'_>,
    at: usize,
    kind: KindId,
) -> Diagnostic {
    let span = reader.items[at].span;
    let word = reader.source.slice(span);
    let of = reader.senses_at(at).iter().filter_map(|sense| match sense {
        Sense::Adjective(id) => Some(reader.lexicon.a_kind(reader.lexicon.adjective(*id).of)),
        _ => None,
    });
    let of = list(of);
    let here = reader.lexicon.a_kind(kind);
    let diagnostic = if of.is_empty() {
        fault("not-an-adjective", format!("`{word}` is not an adjective"))
    } else {
        let message = format!("`{word}` is said of {of}, not of {here}");
        fault("adjective-of-another-kind", message)
    };
    diagnostic
        .at(reader.source, span, "")
        .help(adjectives_of(reader, kind))
}

fn adjectives_of(reader: &Reader<'_>, kind: KindId) -> String {
    let words = reader.lexicon.adjectives();
    let words = words
        .filter(|(_, adjective)| reader.lexicon.overlap(adjective.of, kind))
        .filter_map(|(_, adjective)| adjective.word.as_deref().map(quoted));
    let words = list(words);
    let here = reader.lexicon.a_kind(kind);
    if words.is_empty() {
        format!("there is no adjective for {here}")
    } else {
        format!("{here} can be {words}")
    }
}

fn verbs_of(reader: &Reader<'_>, kind: KindId) -> String {
    let lexicon = reader.lexicon;
    let directions = lexicon.directions();
    let verbs = directions
        .filter(|link| lexicon.overlap(lexicon.start(*link), kind))
        .flat_map(|link| {
            let verbs = &lexicon.direction_words(link).verbs;
            verbs
                .iter()
                .map(|verb| quoted(&verb.plural))
                .collect::<Vec<_>>()
        });
    let own = lexicon.adjectives();
    let own = own
        .filter(|(_, adjective)| lexicon.overlap(adjective.of, kind))
        .filter_map(|(_, adjective)| adjective.verb.as_ref().map(|verb| quoted(&verb.plural)));
    let verbs = list(verbs.chain(own));
    let plural = lexicon.kind_word(kind, Number::Plural);
    if verbs.is_empty() {
        format!("{plural} can `have`, `lack` and be")
    } else {
        format!("{plural} can `have`, `lack`, be, {verbs}")
    }
}

/// `sources that cite a claim`
pub(super) fn verb_of_another_kind(reader: &Reader<'_>, at: usize, kind: KindId) -> Diagnostic {
    let lexicon = reader.lexicon;
    let span = reader.items[at].span;
    let senses = reader.senses_at(at);
    let infinitive = senses.iter().find_map(|sense| match sense {
        Sense::Verb(link, _) => {
            let verbs = &lexicon.direction_words(*link).verbs;
            verbs.first().map(|verb| verb.plural.clone())
        }
        Sense::AdjectiveVerb(id, _) => lexicon
            .adjective(*id)
            .verb
            .as_ref()
            .map(|verb| verb.plural.clone()),
        _ => None,
    });
    let typed = reader.source.slice(span);
    let infinitive = infinitive.unwrap_or_else(|| typed.to_owned());
    let message = format!("{} does not `{infinitive}`", lexicon.a_kind(kind));
    let mut diagnostic = fault("verb-of-another-kind", message).at(reader.source, span, "");
    for sense in senses {
        if let Sense::Verb(link, _) = sense {
            let start = lexicon.a_kind(lexicon.start(*link));
            let end = lexicon.a_kind(lexicon.end(*link));
            let verbs = &lexicon.direction_words(*link).verbs;
            let verb = verbs.first().map_or("", |verb| verb.singular.as_str());
            diagnostic = diagnostic.help(format!("{start} {verb} {end}"));
            break;
        }
    }
    diagnostic.help(verbs_of(reader, kind))
}

/// `claims that training`
pub(super) fn no_verb(reader: &Reader<'_>, kind: KindId) -> Diagnostic {
    let diagnostic = reader.expected("a verb");
    diagnostic.help(verbs_of(reader, kind))
}

/// `claims that rest on`, where several verbs of that name lead to different kinds
pub(super) fn verb_needs_object(reader: &Reader<'_>, at: usize, links: &[Direction]) -> Diagnostic {
    let span = reader.items[at].span;
    let verb = reader.source.slice(span);
    let ends: Vec<KindId> = links.iter().map(|link| reader.lexicon.end(*link)).collect();
    let ends = kinds_in_words(reader, &ends);
    fault("needs-object", format!("`{verb}` needs an object here")).at(
        reader.source,
        span,
        format!("{verb} {ends}?"),
    )
}

/// `claims about at`
pub(super) fn no_object(reader: &Reader<'_>, ends: &[KindId]) -> Diagnostic {
    if matches!(reader.part(reader.at), Some(PartKind::Quoted(_))) {
        return no_name(reader, ends);
    }
    reader.expected(&kinds_in_words(reader, ends))
}

/// `claims that mention a source`
pub(super) fn object_of_another_kind(
    reader: &Reader<'_>,
    at: usize,
    kind: KindId,
    links: &[Direction],
) -> Diagnostic {
    let lexicon = reader.lexicon;
    let span = reader.items[at].span;
    let word = reader.source.slice(span);
    let ends: Vec<KindId> = links.iter().map(|link| lexicon.end(*link)).collect();
    let start = links
        .first()
        .map(|link| lexicon.a_kind(lexicon.start(*link)));
    let found = lexicon.a_kind(kind);
    let wanted = kinds_in_words(reader, &ends);
    let found = if word.to_lowercase() == *lexicon.kind_word(kind, Number::Singular)
        || word.to_lowercase() == *lexicon.kind_word(kind, Number::Plural)
    {
        "another kind".to_owned()
    } else {
        found
    };
    fault(
        "object-of-another-kind",
        format!("`{word}` cannot stand here: it is {found}"),
    )
    .at(reader.source, span, format!("expected {wanted}"))
    .help(format!(
        "this leads from {} to {wanted}",
        start.unwrap_or_default()
    ))
}

/// `claims that have a thing`, where two links lead there
pub(super) fn several_links(reader: &Reader<'_>, at: usize, links: &[Direction]) -> Diagnostic {
    let lexicon = reader.lexicon;
    let span = reader.items.get(at).map_or(reader.here(), |item| item.span);
    let word = reader.source.slice(span);
    let said = links.iter().map(|link| {
        let words = lexicon.direction_words(*link);
        let verb = words.verbs.first().map(|verb| verb.plural.clone());
        let role = words
            .roles
            .first()
            .map(|role| format!("have a {}", role.singular));
        let other = words.participles.first().or(words.prepositions.first());
        quoted(&verb.or(role).or(other.cloned()).unwrap_or_default())
    });
    fault(
        "several-links",
        format!("`{word}` can be linked here in several ways"),
    )
    .at(reader.source, span, "")
    .help(format!("say which: {}", list(said)))
}

/// `sources that are ultimately published by a vendor`
pub(super) fn cannot_go_on(reader: &Reader<'_>, at: usize, link: Direction) -> Diagnostic {
    let lexicon = reader.lexicon;
    let span = reader.items.get(at).map_or(reader.here(), |item| item.span);
    let start = lexicon.a_kind(lexicon.start(link));
    let end = lexicon.a_kind(lexicon.end(link));
    fault(
        "cannot-go-on",
        "`ultimately` needs a link that can be followed again",
    )
    .at(
        reader.source,
        span,
        format!("this leads from {start} to {end}, and ends there"),
    )
}

/// `claims that have a homepage`, `topics that lack a source`
pub(super) fn cannot_have(reader: &Reader<'_>, kind: KindId) -> Diagnostic {
    let what = "something that it can have";
    let known = reader
        .peek()
        .is_some_and(|item| matches!(item.kind, ItemKind::Words { .. }));
    let diagnostic = if known {
        has_no(reader, reader.at, kind)
    } else {
        reader.expected(what).help(haves_of(reader, kind))
    };
    if reader.starts_predicate(reader.at) {
        return reader.expected(what).help(haves_of(reader, kind));
    }
    diagnostic
}

/// `topics that have a country`
pub(super) fn has_no(reader: &Reader<'_>, at: usize, kind: KindId) -> Diagnostic {
    let span = reader.items[at].span;
    let word = reader.source.slice(span);
    let message = format!("{} has no `{word}`", reader.lexicon.a_kind(kind));
    fault("has-no", message)
        .at(reader.source, span, "")
        .help(haves_of(reader, kind))
}

fn haves_of(reader: &Reader<'_>, kind: KindId) -> String {
    let lexicon = reader.lexicon;
    let directions = lexicon.directions();
    let roles = directions
        .filter(|link| lexicon.overlap(lexicon.start(*link), kind))
        .flat_map(|link| {
            let roles = &lexicon.direction_words(link).roles;
            roles
                .iter()
                .map(|role| quoted(&role.singular))
                .collect::<Vec<_>>()
        });
    let attributes = lexicon.attributes();
    let attributes = attributes
        .filter(|(_, attribute)| lexicon.overlap(attribute.of, kind))
        .flat_map(|(_, attribute)| attribute.nouns.iter().map(|noun| quoted(&noun.singular)));
    let all = list(roles.chain(attributes));
    format!("{} can have {all}", lexicon.a_kind(kind))
}

/// `claims that are sources`
pub(super) fn is_never(reader: &Reader<'_>, at: usize, kind: KindId, other: KindId) -> Diagnostic {
    let span = reader.items[at].span;
    let lexicon = reader.lexicon;
    let message = format!(
        "{} is never {}",
        lexicon.a_kind(kind),
        lexicon.a_kind(other)
    );
    fault("is-never", message).at(reader.source, span, "")
}

/// `claims that are 5`
pub(super) fn no_complement(reader: &Reader<'_>, kind: KindId) -> Diagnostic {
    let number = matches!(
        reader.part(reader.at),
        Some(PartKind::Number(_) | PartKind::Date(_))
    );
    let diagnostic = reader.expected("an adjective, a noun, a name, a preposition or a participle");
    if number {
        return diagnostic.help("a value is compared by its name: `whose line is 5`");
    }
    diagnostic.help(adjectives_of(reader, kind))
}

// ------------------------------------------------------------------------------- trails

/// `vendor.nmae`, `whose colour is "red"`
pub(super) fn no_such_column(
    source: &Source,
    span: Span,
    kind: Option<KindId>,
    lexicon: &Lexicon,
) -> Diagnostic {
    let word = visible(source.slice(span)).into_owned();
    let Some(kind) = kind else {
        return fault("behind-a-value", format!("`{word}` cannot follow a value")).at(
            source,
            span,
            "a value has nothing of its own",
        );
    };
    let directions = lexicon.directions();
    let roles = directions
        .filter(|link| lexicon.overlap(lexicon.start(*link), kind))
        .flat_map(|link| lexicon.direction_words(link).roles.iter());
    let attributes = lexicon.attributes();
    let attributes = attributes
        .filter(|(_, attribute)| lexicon.overlap(attribute.of, kind))
        .flat_map(|(_, attribute)| attribute.nouns.iter());
    let known: Vec<String> = roles
        .chain(attributes)
        .map(|forms| forms.singular.clone())
        .chain(std::iter::once("iri".to_owned()))
        .collect();
    let near = nearest(&word, known.iter().map(String::as_str));
    let message = format!("{} has no `{word}`", lexicon.a_kind(kind));
    let diagnostic = fault("has-no", message).at(source, span, "");
    let diagnostic = if near.is_empty() {
        diagnostic
    } else {
        diagnostic.help(format!("nearest: {}", near_words(&near)))
    };
    let known = known.iter().map(|word| quoted(word));
    diagnostic.help(format!("{} can have {}", lexicon.a_kind(kind), list(known)))
}

/// `whose iri is …`
pub(super) fn iri_is_a_column(source: &Source, span: Span) -> Diagnostic {
    fault("iri-is-a-column", "`iri` can be shown, not compared")
        .at(source, span, "")
        .help("a thing is named by its IRI: `which claims are <https://…>`")
}

/// `whose every country is "China"`
pub(super) fn every_needs_things(source: &Source, span: Span) -> Diagnostic {
    fault(
        "every-needs-things",
        "`every` speaks of linked things, not of a value",
    )
    .at(
        source,
        span,
        "expected something linked, like `source` or `source.access`",
    )
}

// -------------------------------------------------------------------------------- names

/// `claims of "Alibabba"`
pub(super) fn no_name(reader: &Reader<'_>, kinds: &[KindId]) -> Diagnostic {
    let span = reader.here();
    let name = match reader.part(reader.at) {
        Some(PartKind::Quoted(name)) => name.clone(),
        _ => {
            let what = if kinds.is_empty() {
                "a name".to_owned()
            } else {
                kinds_in_words(reader, kinds)
            };
            return reader.expected(&what);
        }
    };
    let diagnostic = fault(
        "unknown-name",
        format!("nothing is called \"{}\"", visible(&name)),
    )
    .at(reader.source, span, "");
    if let Some(why) = looks_like(&name, reader.lexicon) {
        return diagnostic.help(why);
    }
    let near = nearest(&name, reader.lexicon.names().all());
    if near.is_empty() {
        return diagnostic.help("`.schema` at the prompt and `caveat schema` show what there is");
    }
    let near: Vec<String> = near.iter().map(|name| crate::lang::quote(name)).collect();
    diagnostic.help(format!("nearest: {}", near.join(", ")))
}

/// `<https://a b>`
pub(super) fn not_an_iri(source: &Source, span: Span, why: &impl std::fmt::Display) -> Diagnostic {
    fault("not-an-iri", "this is not an IRI")
        .at(source, span, why.to_string().to_lowercase())
        .help("characters like blanks are written as %20 in an IRI")
}

/// `<https://nowhere.example/>`
pub(super) fn unknown_iri(source: &Source, span: Span) -> Diagnostic {
    fault("unknown-name", "nothing in the data has this IRI").at(source, span, "")
}

/// `alli:no-training`
pub(super) fn unknown_prefix(reader: &Reader<'_>, prefix: &str, span: Span) -> Diagnostic {
    let known: Vec<&str> = reader
        .dataset
        .prefixes()
        .by_name
        .keys()
        .map(String::as_str)
        .collect();
    let near = nearest(prefix, known.iter().copied());
    let diagnostic = fault(
        "unknown-prefix",
        format!("`{prefix}:` is not a prefix of the data"),
    )
    .at(reader.source, span, "");
    if near.is_empty() {
        let known = known.iter().map(|name| format!("`{name}:`"));
        diagnostic.help(format!("the prefixes are {}", list(known)))
    } else {
        let near: Vec<String> = near.iter().map(|name| format!("`{name}:`")).collect();
        diagnostic.help(format!("nearest: {}", near.join(", ")))
    }
}

/// `ali:no-trainig`
pub(super) fn unknown_prefixed(
    reader: &Reader<'_>,
    prefix: &str,
    local: &str,
    span: Span,
) -> Diagnostic {
    let diagnostic = fault(
        "unknown-name",
        format!("nothing is called `{prefix}:{local}`"),
    )
    .at(reader.source, span, "");
    let start = format!("{}:", prefix.to_lowercase());
    let names: Vec<String> = reader
        .dataset
        .terms()
        .map(|(_, term)| reader.dataset.short(term.as_ref()))
        .filter(|short| short.to_lowercase().starts_with(&start))
        .collect();
    let near = nearest(
        &format!("{prefix}:{local}"),
        names.iter().map(String::as_str),
    );
    if near.is_empty() {
        diagnostic
    } else {
        diagnostic.help(format!("nearest: {}", near_words(&near)))
    }
}

/// a name of something that is of no kind
pub(super) fn name_without_kind(source: &Source, span: Span) -> Diagnostic {
    fault("name-without-kind", "this is in the data, but of no kind").at(
        source,
        span,
        "the vocabulary has no noun for it",
    )
}

/// `claims about alibaba`
pub(super) fn name_of_another_kind(
    reader: &Reader<'_>,
    span: Span,
    kind: KindId,
    kinds: &[KindId],
) -> Diagnostic {
    let name = visible(reader.source.slice(span)).into_owned();
    let message = format!("{name} is {}", reader.lexicon.a_kind(kind));
    fault("name-of-another-kind", message).at(
        reader.source,
        span,
        format!("expected {}", kinds_in_words(reader, kinds)),
    )
}

/// `describe no-training`, where a claim and a topic are called so
pub(super) fn ambiguous_name(reader: &Reader<'_>, span: Span, things: &[Thing]) -> Diagnostic {
    let name = visible(reader.source.slice(span)).into_owned();
    let mut diagnostic = fault(
        "ambiguous-name",
        format!("{name} names {} things", things.len()),
    )
    .at(reader.source, span, "say which");
    for thing in things.iter().take(8) {
        let short = reader.dataset.compact(&thing.iri);
        let kind = reader.lexicon.a_kind(thing.kind);
        diagnostic = diagnostic.help(format!("`{short}`, {kind}"));
    }
    diagnostic
}

// ------------------------------------------------------------------------------- values

/// `whose access is "opne"`
pub(super) fn not_one_of_the_values(reader: &Reader<'_>, attribute: AttributeId) -> Diagnostic {
    let attribute = reader.lexicon.attribute(attribute);
    let ValueType::OneOf(values) = &attribute.values else {
        return reader.expected("a value");
    };
    let noun = attribute
        .nouns
        .first()
        .map_or("value", |noun| noun.singular.as_str());
    let words: Vec<String> = values
        .iter()
        .filter_map(|(_, words)| words.first().cloned())
        .collect();
    let Some(item) = reader.peek() else {
        return reader.expected(&format!("one of {}", words.join(", ")));
    };
    let typed = visible(reader.source.slice(item.span)).into_owned();
    let near = nearest(typed.trim_matches('"'), words.iter().map(String::as_str));
    let diagnostic = fault(
        "unknown-value",
        format!("{typed} is not a value of `{noun}`"),
    )
    .at(reader.source, item.span, "");
    let diagnostic = if near.is_empty() {
        diagnostic
    } else {
        diagnostic.help(format!("nearest: {}", near_words(&near)))
    };
    diagnostic.help(format!("the values are {}", words.join(", ")))
}

/// `whose scope is 5`
pub(super) fn no_text(reader: &Reader<'_>) -> Diagnostic {
    let bare = reader
        .peek()
        .is_some_and(|item| !matches!(item.kind, ItemKind::Part(_)));
    let diagnostic = reader.expected("a text in quotes");
    if bare {
        let word = reader.source.slice(reader.here());
        return diagnostic.help(format!("write \"{word}\""));
    }
    diagnostic
}

/// `whose line is "four"`
pub(super) fn no_number(reader: &Reader<'_>) -> Diagnostic {
    reader.expected("a number")
}

/// `retrieved before 5`
pub(super) fn no_date(reader: &Reader<'_>) -> Diagnostic {
    let number = matches!(reader.part(reader.at), Some(PartKind::Number(_)));
    let diagnostic = reader.expected("a date");
    if number {
        let digits = reader.source.slice(reader.here());
        return diagnostic.help(format!(
            "a date is written 2026-11-23, `today` or `{digits} days ago`"
        ));
    }
    diagnostic
        .help("a date is written 2026-11-23, `today`, `180 days ago` or `in the last 6 months`")
}

/// `retrieved before 2026-02-30`
pub(super) fn no_such_day(source: &Source, span: Span) -> Diagnostic {
    fault(
        "no-such-day",
        format!("`{}` is not a day of the calendar", source.slice(span)),
    )
    .at(source, span, "")
}
