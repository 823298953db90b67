//! Errors for names of nothing, of several things, or of a thing of another kind.

use crate::base::{Code, Diagnostic, Source, Span, nearest, visible};
use crate::lang::PartKind;
use crate::question::faults::{backtick, fault, kinds_in_words, list, looks_like, near_words, ways_to};
use crate::question::reader::PhraseReader;
use crate::question::tree::Thing;
use crate::words::{KindId, Number};

/// `claims of "Alibabba"`
pub(in crate::question) fn no_name(reader: &PhraseReader<'_>, kinds: &[KindId]) -> Diagnostic {
    let span = reader.here();
    let name = match reader.part(reader.at) {
        Some(PartKind::Quoted(name)) => name.clone(),
        _ => {
            let what = if kinds.is_empty() { "a name".to_owned() } else { kinds_in_words(reader, kinds) };
            return reader.error_expecting(&what);
        }
    };
    let diagnostic =
        fault(Code::UnknownName, format!("nothing is called \"{}\"", visible(&name))).at(reader.source, span, "");
    if reader.is_completing() {
        return diagnostic;
    }
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

/// `deny no training`, where something is called `no training on customer data`
pub(in crate::question) fn begins_a_name(
    reader: &PhraseReader<'_>,
    from: usize,
    name: &str,
    begun: &[&str],
) -> Diagnostic {
    let words = |at: usize| reader.items.get(at).map(|item| item.span);
    let span = words(from).map_or(reader.here(), |first| first.to(reader.here()));
    let said = visible(reader.source.slice(span)).into_owned();
    let before = words(from).map_or("", |first| reader.source.slice(Span::new(first.start, reader.here().start)));
    let quoted = |name: &&str| format!("`{}`", crate::lang::quote(name));
    fault(Code::BeginsAName, format!("`{said}` can be read in two ways"))
        .at(reader.source, span, "quotes decide")
        .help(format!("the beginning of a name: {}", list(begun.iter().map(quoted))))
        .help(format!("or `{before}{}`", crate::lang::quote(name)))
}

/// `<https://a b>`
pub(in crate::question) fn not_an_iri(source: &Source, span: Span, why: &impl std::fmt::Display) -> Diagnostic {
    fault(Code::NotAnIri, "this is not an IRI")
        .at(source, span, why.to_string().to_lowercase())
        .help("in an IRI, a blank is written as %20")
}

/// `<https://nowhere.example/>`
pub(in crate::question) fn unknown_iri(source: &Source, span: Span) -> Diagnostic {
    fault(Code::UnknownName, "nothing in the data has this IRI").at(source, span, "")
}

/// `alli:no-training`
pub(in crate::question) fn unknown_prefix(reader: &PhraseReader<'_>, prefix: &str, span: Span) -> Diagnostic {
    let known: Vec<&str> = reader.dataset.prefixes().by_name.keys().map(String::as_str).collect();
    let near = nearest(prefix, known.iter().copied());
    let diagnostic =
        fault(Code::UnknownPrefix, format!("`{prefix}:` is not a prefix of the data")).at(reader.source, span, "");
    if near.is_empty() {
        let known = known.iter().map(|name| format!("`{name}:`"));
        diagnostic.help(format!("the prefixes are {}", list(known)))
    } else {
        let near: Vec<String> = near.iter().map(|name| format!("`{name}:`")).collect();
        diagnostic.help(format!("nearest: {}", near.join(", ")))
    }
}

/// `ali:no-trainig`
pub(in crate::question) fn unknown_prefixed(
    reader: &PhraseReader<'_>,
    prefix: &str,
    local: &str,
    span: Span,
) -> Diagnostic {
    let diagnostic =
        fault(Code::UnknownName, format!("nothing is called `{prefix}:{local}`")).at(reader.source, span, "");
    let start = format!("{}:", prefix.to_lowercase());
    let names: Vec<String> = reader
        .dataset
        .terms()
        .map(|(_, term)| reader.dataset.short(term))
        .filter(|short| short.to_lowercase().starts_with(&start))
        .collect();
    let near = nearest(&format!("{prefix}:{local}"), names.iter().map(String::as_str));
    if near.is_empty() { diagnostic } else { diagnostic.help(format!("nearest: {}", near_words(&near))) }
}

/// the name of a thing that has no kind
pub(in crate::question) fn name_without_kind(source: &Source, span: Span) -> Diagnostic {
    fault(Code::NameWithoutKind, "this is in the data, but has no kind").at(
        source,
        span,
        "the vocabulary has no noun for it",
    )
}

/// `claims about alibaba`
pub(in crate::question) fn name_of_another_kind(
    reader: &PhraseReader<'_>,
    span: Span,
    kind: KindId,
    kinds: &[KindId],
) -> Diagnostic {
    let name = visible(reader.source.slice(span)).into_owned();
    let message = format!("{name} is {}", reader.lexicon.a_kind(kind));
    let diagnostic = fault(Code::NameOfAnotherKind, message).at(
        reader.source,
        span,
        format!("expected {}", kinds_in_words(reader, kinds)),
    );
    let nearest_noun = reader.open.iter().rev().find_map(|open| open.noun()).map(|(kind, _)| kind);
    let ways = nearest_noun.map_or_else(Vec::new, |from| ways_to(reader, from, &[kind]));
    if ways.is_empty() {
        return diagnostic;
    }
    let plural = nearest_noun.map_or("", |kind| reader.lexicon.kind_word(kind, Number::Plural));
    let ways = ways.into_iter().map(|way| backtick(&format!("{plural} {way} {name}")));
    diagnostic.help(format!("perhaps {}", ways.collect::<Vec<_>>().join(" or ")))
}

/// `describe no-training`, where a claim and a topic have that name
pub(in crate::question) fn ambiguous_name(reader: &PhraseReader<'_>, span: Span, things: &[Thing]) -> Diagnostic {
    let name = visible(reader.source.slice(span)).into_owned();
    let mut diagnostic = fault(Code::AmbiguousName, format!("{name} names {} things", things.len())).at(
        reader.source,
        span,
        "say which",
    );
    for thing in things.iter().take(8) {
        let short = reader.dataset.compact(&thing.iri);
        let kind = reader.lexicon.a_kind(thing.kind);
        diagnostic = diagnostic.help(format!("`{short}`, {kind}"));
    }
    diagnostic
}
