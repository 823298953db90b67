//! Kinds that do not go together: adjectives, verbs and objects of another kind.

use crate::base::{Code, Diagnostic, Source, Span, nearest, visible};
use crate::lang::PartKind;
use crate::question::faults::names::no_name;
use crate::question::faults::{backtick, fault, kinds_in_words, list, near_words};
use crate::question::reader::PhraseReader;
use crate::question::segment::ItemKind;
use crate::words::{Direction, KindId, Lexicon, Number, Sense, with_article};

/// `public claims`
pub(in crate::question) fn adjective_of_another_kind(reader: &PhraseReader<'_>, at: usize, kind: KindId) -> Diagnostic {
    let span = reader.items[at].span;
    let word = reader.source.slice(span);
    let of = reader.senses_at(at).iter().filter_map(|sense| match sense {
        Sense::Adjective(id) => Some(reader.lexicon.a_kind(reader.lexicon.adjective(*id).of)),
        _ => None,
    });
    let of = list(of);
    let here = reader.lexicon.a_kind(kind);
    let message = format!("`{word}` is for {of}, not for {here}");
    fault(Code::AdjectiveOfAnotherKind, message).at(reader.source, span, "").help(adjectives_of(reader, kind))
}

fn adjectives_of(reader: &PhraseReader<'_>, kind: KindId) -> String {
    let words = reader.lexicon.adjectives();
    let words = words
        .filter(|(_, adjective)| reader.lexicon.overlap(adjective.of, kind))
        .filter_map(|(_, adjective)| adjective.word.as_deref().map(backtick));
    let words = list(words);
    let here = reader.lexicon.a_kind(kind);
    if words.is_empty() { format!("there is no adjective for {here}") } else { format!("{here} can be {words}") }
}

fn verbs_of(reader: &PhraseReader<'_>, kind: KindId) -> String {
    let lexicon = reader.lexicon;
    let directions = lexicon.directions();
    let verbs = directions.filter(|link| lexicon.overlap(lexicon.start(*link), kind)).flat_map(|link| {
        let verbs = &lexicon.direction_words(link).verbs;
        verbs.iter().map(|verb| backtick(&verb.plural)).collect::<Vec<_>>()
    });
    let own = lexicon.adjectives();
    let own = own
        .filter(|(_, adjective)| lexicon.overlap(adjective.of, kind))
        .filter_map(|(_, adjective)| adjective.verb.as_ref().map(|verb| backtick(&verb.plural)));
    let verbs = list(verbs.chain(own));
    let plural = lexicon.kind_word(kind, Number::Plural);
    if verbs.is_empty() {
        format!("{plural} can `have`, `lack` and be")
    } else {
        format!("{plural} can `have`, `lack`, be, {verbs}")
    }
}

/// `sources that cite a claim`
pub(in crate::question) fn verb_of_another_kind(reader: &PhraseReader<'_>, at: usize, kind: KindId) -> Diagnostic {
    let lexicon = reader.lexicon;
    let span = reader.items[at].span;
    let senses = reader.senses_at(at);
    let infinitive = senses.iter().find_map(|sense| match sense {
        Sense::Verb(link, _) => {
            let verbs = &lexicon.direction_words(*link).verbs;
            verbs.first().map(|verb| verb.plural.clone())
        }
        Sense::AdjectiveVerb(id, _) => lexicon.adjective(*id).verb.as_ref().map(|verb| verb.plural.clone()),
        _ => None,
    });
    let typed = reader.source.slice(span);
    let infinitive = infinitive.unwrap_or_else(|| typed.to_owned());
    let message = format!("{} cannot `{infinitive}`", lexicon.a_kind(kind));
    let mut diagnostic = fault(Code::VerbOfAnotherKind, message).at(reader.source, span, "");
    for sense in senses {
        if let Sense::Verb(link, _) = sense {
            diagnostic = diagnostic.help(link_sentence(lexicon, *link));
        }
    }
    diagnostic.help(verbs_of(reader, kind))
}

/// `claims about training and lacks a source`
pub(in crate::question) fn no_agreement(reader: &PhraseReader<'_>, kind: KindId, number: Number) -> Diagnostic {
    let span = reader.here();
    let verb = reader.source.slice(span);
    let noun = reader.lexicon.kind_word(kind, number);
    let (goes_with, is) = match number {
        Number::Plural => ("singular", "is plural"),
        Number::Singular => ("plural", "is singular"),
    };
    fault(Code::NoAgreement, format!("`{verb}` is {goes_with}, but `{noun}` {is}"))
        .at(reader.source, span, "no noun before it agrees")
        .help(format!("a verb must agree with its noun, here with `{noun}`"))
}

/// `claims that training`
pub(in crate::question) fn no_verb(reader: &PhraseReader<'_>, kind: KindId) -> Diagnostic {
    let diagnostic = reader.error_expecting("a verb");
    diagnostic.help(verbs_of(reader, kind))
}

/// `claims that rest on`, where several verbs of that name lead to different kinds
pub(in crate::question) fn verb_needs_object(reader: &PhraseReader<'_>, at: usize, links: &[Direction]) -> Diagnostic {
    let span = reader.items[at].span;
    let verb = reader.source.slice(span);
    let ends: Vec<KindId> = links.iter().map(|link| reader.lexicon.end(*link)).collect();
    let ends = kinds_in_words(reader, &ends);
    fault(Code::NeedsObject, format!("`{verb}` needs an object here")).at(
        reader.source,
        span,
        format!("{verb} {ends}?"),
    )
}

/// `claims about at`
pub(in crate::question) fn no_object(reader: &PhraseReader<'_>, ends: &[KindId]) -> Diagnostic {
    if matches!(reader.part(reader.at), Some(PartKind::Quoted(_))) {
        return no_name(reader, ends);
    }
    reader.error_expecting(&kinds_in_words(reader, ends))
}

/// `claims that mention a source`
pub(in crate::question) fn object_of_another_kind(
    reader: &PhraseReader<'_>,
    at: usize,
    kind: KindId,
    links: &[Direction],
) -> Diagnostic {
    let lexicon = reader.lexicon;
    let span = reader.items[at].span;
    let ends: Vec<KindId> = links.iter().map(|link| lexicon.end(*link)).collect();
    let message = format!("{} cannot be used here", lexicon.a_kind(kind));
    let mut diagnostic = fault(Code::ObjectOfAnotherKind, message).at(
        reader.source,
        span,
        format!("expected {}", kinds_in_words(reader, &ends)),
    );
    for link in links {
        diagnostic = diagnostic.help(link_sentence(lexicon, *link));
    }
    diagnostic
}

/// A link in a sentence: `a claim mentions a region`, `a claim is about a topic`.
fn link_sentence(lexicon: &Lexicon, link: Direction) -> String {
    let words = lexicon.direction_words(link);
    let verb = words.verbs.first().map(|verb| verb.singular.clone());
    let other = words.prepositions.first().or(words.participles.first());
    let other = other.map(|word| format!("is {word}"));
    let start = lexicon.a_kind(lexicon.start(link));
    let end = lexicon.a_kind(lexicon.end(link));
    let said = verb.or(other).unwrap_or_else(|| "has".to_owned());
    format!("{start} {said} {end}")
}

/// `claims that have a thing`, where two links lead there
pub(in crate::question) fn several_links(reader: &PhraseReader<'_>, at: usize, links: &[Direction]) -> Diagnostic {
    let lexicon = reader.lexicon;
    let span = reader.items.get(at).map_or(reader.here(), |item| item.span);
    let word = reader.source.slice(span);
    let said = links.iter().map(|link| {
        let words = lexicon.direction_words(*link);
        let verb = words.verbs.first().map(|verb| verb.plural.clone());
        let role = words.roles.first().map(|role| format!("have a {}", role.singular));
        let other = words.participles.first().or(words.prepositions.first());
        backtick(&verb.or(role).or(other.cloned()).unwrap_or_default())
    });
    fault(Code::SeveralLinks, format!("`{word}` can be linked here in several ways"))
        .at(reader.source, span, "")
        .help(format!("say which: {}", list(said)))
}

/// `sources that are ultimately published by a vendor`
pub(in crate::question) fn cannot_go_on(reader: &PhraseReader<'_>, at: usize, link: Direction) -> Diagnostic {
    let lexicon = reader.lexicon;
    let span = reader.items.get(at).map_or(reader.here(), |item| item.span);
    let start = lexicon.a_kind(lexicon.start(link));
    let end = lexicon.a_kind(lexicon.end(link));
    fault(Code::CannotGoOn, "`ultimately` needs a link that can be followed again").at(
        reader.source,
        span,
        format!("this leads from {start} to {end}, and ends there"),
    )
}

/// `claims that have a homepage`, `topics that lack a source`
pub(in crate::question) fn cannot_have(reader: &PhraseReader<'_>, kind: KindId) -> Diagnostic {
    let what = "something that it can have";
    let known = reader.peek().is_some_and(|item| matches!(item.kind, ItemKind::Words { .. }));
    let diagnostic =
        if known { has_no(reader, reader.at, kind) } else { reader.error_expecting(what).help(haves_of(reader, kind)) };
    if reader.starts_predicate(reader.at) {
        return reader.error_expecting(what).help(haves_of(reader, kind));
    }
    diagnostic
}

/// `topics that have a country`
pub(in crate::question) fn has_no(reader: &PhraseReader<'_>, at: usize, kind: KindId) -> Diagnostic {
    let span = reader.items[at].span;
    let word = reader.source.slice(span);
    let message = format!("{} has no `{word}`", reader.lexicon.a_kind(kind));
    fault(Code::HasNo, message).at(reader.source, span, "").help(haves_of(reader, kind))
}

fn haves_of(reader: &PhraseReader<'_>, kind: KindId) -> String {
    let lexicon = reader.lexicon;
    let directions = lexicon.directions();
    let roles = directions.filter(|link| lexicon.overlap(lexicon.start(*link), kind)).flat_map(|link| {
        let roles = &lexicon.direction_words(link).roles;
        roles.iter().map(|role| backtick(&role.singular)).collect::<Vec<_>>()
    });
    let attributes = lexicon.attributes();
    let attributes = attributes
        .filter(|(_, attribute)| lexicon.overlap(attribute.of, kind))
        .flat_map(|(_, attribute)| attribute.nouns.iter().map(|noun| backtick(&noun.singular)));
    let all = list(roles.chain(attributes));
    format!("{} can have {all}", lexicon.a_kind(kind))
}

/// `claims that are sources`
pub(in crate::question) fn is_never(reader: &PhraseReader<'_>, at: usize, kind: KindId, other: KindId) -> Diagnostic {
    let span = reader.items[at].span;
    let lexicon = reader.lexicon;
    let message = format!("{} is never {}", lexicon.a_kind(kind), lexicon.a_kind(other));
    fault(Code::IsNever, message).at(reader.source, span, "")
}

/// `cite every source published by their vendor`
pub(in crate::question) fn every_of_their(source: &Source, span: Span) -> Diagnostic {
    fault(Code::EveryOfTheir, "`every` cannot be used with a set that `their` or `its` narrows")
        .at(source, span, "")
        .help("turn the condition round, with `only`, `no` or `lack`")
}

/// `claims that are 2026-01-01`
pub(in crate::question) fn no_complement(reader: &PhraseReader<'_>, kind: KindId) -> Diagnostic {
    let diagnostic = reader.error_expecting("an adjective, a noun, a name, a preposition or a participle");
    if matches!(reader.part(reader.at), Some(PartKind::Date(_))) {
        return diagnostic.help("to compare a value, name it, as in `whose date is 2026-01-01`");
    }
    diagnostic.help(adjectives_of(reader, kind))
}

/// `vendor.nmae`, `whose colour is "red"`
pub(in crate::question) fn no_such_column(
    source: &Source,
    span: Span,
    kind: Option<KindId>,
    lexicon: &Lexicon,
) -> Diagnostic {
    let word = visible(source.slice(span)).into_owned();
    let Some(kind) = kind else {
        return fault(Code::BehindAValue, format!("`{word}` cannot follow a value")).at(
            source,
            span,
            "a value has no values or links",
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
    let known: Vec<String> =
        roles.chain(attributes).map(|forms| forms.singular.clone()).chain(std::iter::once("iri".to_owned())).collect();
    let near = nearest(&word, known.iter().map(String::as_str));
    let message = format!("{} has no `{word}`", lexicon.a_kind(kind));
    let diagnostic = fault(Code::HasNo, message).at(source, span, "");
    let diagnostic =
        if near.is_empty() { diagnostic } else { diagnostic.help(format!("nearest: {}", near_words(&near))) };
    let known = known.iter().map(|word| backtick(word));
    diagnostic.help(format!("{} can have {}", lexicon.a_kind(kind), list(known)))
}

/// `whose iri is …`
pub(in crate::question) fn iri_is_a_column(source: &Source, span: Span) -> Diagnostic {
    fault(Code::IriIsAColumn, "`iri` can be shown, not compared")
        .at(source, span, "")
        .help("to name a thing by its IRI: `which claims are <https://…>`")
}

/// `whose every country is "China"`
pub(in crate::question) fn every_needs_things(source: &Source, span: Span) -> Diagnostic {
    fault(Code::EveryNeedsThings, "`every` is for linked things, not for a value").at(
        source,
        span,
        "expected something linked, like `source` or `source.access`",
    )
}

/// `how many claims by vendor`
pub(in crate::question) fn groups(reader: &PhraseReader<'_>, span: Span, direction: Direction) -> Diagnostic {
    let kind = reader.lexicon.end(direction);
    let one = with_article(reader.lexicon.kind_word(kind, Number::Singular));
    fault(Code::Groups, "only what the whole question is about can be grouped")
        .at(reader.source, span, "this would make groups")
        .help(format!("`by {one}` means that {one} does it; `how many … per …` makes groups"))
}

/// `why alibaba`: what is asked of it is missing
pub(in crate::question) fn why_of_nothing(source: &Source, span: Span) -> Diagnostic {
    fault(Code::WhyOfNothing, "`why` asks what makes something so")
        .at(source, span, "expected `does` or `is`")
        .help("ask `why does … lack a …`, `why is …`, or `why is … not …`")
}
