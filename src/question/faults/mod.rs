//! The errors of a question, each documented by the words that cause it.

pub(super) mod another;
pub(super) mod answers;
pub(super) mod kinds;
pub(super) mod measures;
pub(super) mod names;
pub(super) mod shared;
pub(super) mod support;
pub(super) mod values;

use crate::base::{Blame, Code, Diagnostic, Source, Span, lookalike, nearest, visible};
use crate::lang::{Unit, audit_words, keywords};
use crate::question::reader::PhraseReader;
use crate::question::segment::{ItemKind, MAX_READINGS, PhraseItem};
use crate::words::{KindId, Lexicon, Number, Sense};

fn fault(code: Code, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(Blame::Question, code, message)
}

/// True for an error in complete words: no further words can repair it.
pub(super) fn is_final(fault: &Diagnostic) -> bool {
    matches!(
        fault.code,
        Code::AdjectiveOfAnotherKind
            | Code::AmbiguousName
            | Code::AnotherWhat
            | Code::BehindAValue
            | Code::HasNo
            | Code::IsNever
            | Code::NameOfAnotherKind
            | Code::NoAgreement
            | Code::NoAnswerYet
            | Code::NothingToReferTo
            | Code::ObjectOfAnotherKind
            | Code::OfAnotherType
            | Code::OnlyOfParts
            | Code::ThoseAreOthers
            | Code::UnknownName
            | Code::UnknownPrefix
            | Code::UnknownValue
            | Code::VerbOfAnotherKind
            | Code::WhoseNarrowing
            | Code::WhoseNegation
            | Code::BothOrEach
            | Code::WhoseQuantity
            | Code::WordIsTaken
    )
}

fn list(words: impl IntoIterator<Item = String>) -> String {
    let mut words: Vec<String> = words.into_iter().collect();
    words.sort_unstable();
    words.dedup();
    let more = words.len().saturating_sub(12);
    words.truncate(12);
    let shown = words.join(", ");
    if more > 0 { format!("{shown} and {more} more") } else { shown }
}

fn backtick(word: &str) -> String {
    format!("`{word}`")
}

fn kinds_in_words(reader: &PhraseReader<'_>, kinds: &[KindId]) -> String {
    let mut names: Vec<String> = kinds.iter().map(|kind| reader.lexicon.a_kind(*kind)).collect();
    names.dedup();
    names.join(" or ")
}

/// `which claims lack`: the question ends here, or something else than expected follows
pub(in crate::question) fn error_expecting(
    source: &Source,
    item: Option<&PhraseItem>,
    span: Span,
    what: &str,
) -> Diagnostic {
    match item {
        None => fault(Code::EndsTooEarly, "the question ends too early")
            .at(source, span, format!("expected {what}"))
            .incomplete(),
        Some(item) => {
            let typed = visible(source.slice(item.span)).into_owned();
            fault(Code::Misplaced, format!("`{typed}` cannot be used here")).at(
                source,
                span,
                format!("expected {what}"),
            )
        }
    }
}

/// `include "definitions.cav"`, not in a script
pub(in crate::question) fn include_outside_script(source: &Source, span: Span) -> Diagnostic {
    fault(Code::IncludeHere, "only a script can include another one")
        .at(source, span, "")
        .help("run it with `caveat run`, or write the statements of the other script here")
}

/// `which claims training`, `claims that lack a source and has a caveat`
pub(in crate::question) fn cannot_stand_here(reader: &PhraseReader<'_>) -> Diagnostic {
    let span = reader.here();
    let typed = visible(reader.source.slice(span)).into_owned();
    if reader.conjunction_at(reader.at).is_some() {
        return joins_nothing(reader, span, &typed);
    }
    let diagnostic = fault(Code::Misplaced, format!("`{typed}` cannot be used here"));
    if reader.starts_predicate(reader.at) {
        return diagnostic
            .at(reader.source, span, "a verb needs `that` or `and` before it here")
            .help(format!("write `that {typed} …` or `and {typed} …`"));
    }
    let diagnostic = diagnostic.at(reader.source, span, "expected a modifier, a verb or the end");
    if typed == "," {
        return diagnostic.help("join the things of a list with `or` or `and`: `alibaba or openrouter or meta`");
    }
    let kinds = kinds_modified(reader, reader.at);
    if !kinds.is_empty() {
        let kinds = kinds.join(" or ");
        return diagnostic.help(format!("only {kinds} can be `{typed}`"));
    }
    let ways = reader.root.map(|root| ways_to(reader, root, &reader.kinds_of_name(reader.at)));
    match ways.filter(|ways| !ways.is_empty()) {
        Some(ways) => {
            let ways = ways.into_iter().map(|way| backtick(&format!("{way} {typed}")));
            diagnostic.help(format!("write {}", ways.collect::<Vec<_>>().join(" or ")))
        }
        None => diagnostic,
    }
}

/// `claims about training and …`, where nothing before can take what follows
fn joins_nothing(reader: &PhraseReader<'_>, span: Span, typed: &str) -> Diagnostic {
    let Some(behind) = reader.items.get(reader.at + 1) else {
        let end = Span::new(span.end, span.end);
        return error_expecting(reader.source, None, end, &format!("what `{typed}` adds"));
    };
    let next = visible(reader.source.slice(behind.span)).into_owned();
    fault(Code::JoinsNothing, format!("`{typed} {next}` cannot be joined to anything before it"))
        .at(reader.source, span.to(behind.span), "nothing before it can take this")
        .help("write another verb, another object of the same kind, or a name after `and` or `or`")
}

/// `a place in only the EU`, which lies in Europe, too
pub(super) fn only_of_parts(source: &Source, word: Span) -> Diagnostic {
    let said = visible(source.slice(word));
    fault(
        Code::OnlyOfParts,
        format!("nothing is `{said}` one thing only: what is in a part is also in every whole that contains it"),
    )
    .at(source, word, "followed by `only`")
    .help("write `only` before what is there, as in `have only storage places in the EU`")
}

/// The kinds to which a preposition, a participle or a comparative at `at` applies.
fn kinds_modified(reader: &PhraseReader<'_>, at: usize) -> Vec<String> {
    let lexicon = reader.lexicon;
    let kinds = reader.senses_at(at).iter().filter_map(|sense| match sense {
        Sense::Participle(link) | Sense::Preposition(link) => Some(lexicon.start(*link)),
        Sense::AttributeParticiple(id) | Sense::AttributePreposition(id) | Sense::Comparative(id, _) => {
            Some(lexicon.attribute(*id).of)
        }
        _ => None,
    });
    let mut kinds: Vec<String> = kinds.map(|kind| lexicon.a_kind(kind)).collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

/// The prepositions and verbs that lead from a kind to one of the others: `about`, `that cite`.
fn ways_to(reader: &PhraseReader<'_>, from: KindId, to: &[KindId]) -> Vec<String> {
    let lexicon = reader.lexicon;
    let mut ways: Vec<String> = lexicon
        .directions()
        .filter(|link| lexicon.overlap(lexicon.start(*link), from))
        .filter(|link| to.iter().any(|kind| lexicon.is_a(*kind, lexicon.end(*link))))
        .filter_map(|link| {
            let words = lexicon.direction_words(link);
            let verb = words.verbs.first().map(|verb| format!("that {}", verb.plural));
            words.prepositions.first().or(words.participles.first()).cloned().or(verb)
        })
        .collect();
    ways.dedup();
    ways.truncate(3);
    ways
}

/// Words that have a meaning only in questions about answers: `whose answer to … is their own yes`.
const ANSWER_WORDS: [&str; 3] = ["answer", "own", "verified"];

/// `which claims lack a publick source`: one error for each run of adjacent unknown words
pub(in crate::question) fn unknown_words(source: &Source, items: &[PhraseItem], lexicon: &Lexicon) -> Vec<Diagnostic> {
    let mut spans: Vec<(Span, usize)> = Vec::new();
    let mut last = None;
    for (at, item) in items.iter().enumerate() {
        let ItemKind::Unknown(word) = &item.kind else {
            continue;
        };
        if Unit::from_word(word).is_some() || ANSWER_WORDS.iter().any(|known| word.eq_ignore_ascii_case(known)) {
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
    spans.into_iter().map(|(span, words)| unknown_word(source, span, words, lexicon)).collect()
}

fn unknown_word(source: &Source, span: Span, words: usize, lexicon: &Lexicon) -> Diagnostic {
    let typed = source.slice(span);
    let what = if words == 1 { "word" } else { "words" };
    let mut diagnostic = fault(Code::UnknownWord, format!("unknown {what} `{}`", visible(typed))).at(
        source,
        span,
        "neither a word of the vocabulary nor a name",
    );
    if let Some(why) = looks_like(typed, lexicon) {
        return diagnostic.help(why);
    }
    let line = source.text[..span.start].rsplit('\n').next();
    let first = typed.split_whitespace().next().unwrap_or(typed).to_lowercase();
    if line.is_some_and(|it| it.trim().is_empty()) && audit_words().any(|word| word == first) {
        return diagnostic.help("write the fields of a check before its question");
    }
    let known: Vec<&str> = lexicon.words().map(|(word, _)| word).collect();
    let keywords: Vec<String> = keywords().collect();
    if keywords.contains(&typed.to_lowercase()) {
        return diagnostic.help(format!("`{typed}` is a word of the language, but it has no meaning here"));
    }
    let candidates = known.iter().copied().chain(lexicon.names().all()).chain(keywords.iter().map(String::as_str));
    let near = nearest(typed, candidates);
    if !near.is_empty() {
        diagnostic = diagnostic.help(format!("nearest: {}", near_words(&near)));
    }
    if words > 1 && words <= lexicon.longest_phrase() {
        diagnostic = diagnostic.help(format!("write a name of several words in quotes: \"{}\"", visible(typed)));
    }
    diagnostic
}

fn near_words(near: &[&str]) -> String {
    let words: Vec<String> = near.iter().map(|word| backtick(word)).collect();
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
pub(in crate::question) fn two_readings(
    source: &Source,
    span: Span,
    one: &[PhraseItem],
    other: &[PhraseItem],
) -> Diagnostic {
    let divided = |items: &[PhraseItem]| {
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
    fault(Code::TwoReadings, "these words can be read in two ways")
        .at(source, span, "")
        .help(format!("either: {}", divided(one)))
        .help(format!("or: {}", divided(other)))
        .help("ask in other words")
}

/// `palea quicka and paleb quickb and …`, where each pair can be divided in two ways
pub(in crate::question) fn too_many_readings(source: &Source, span: Span) -> Diagnostic {
    fault(Code::TooManyReadings, format!("these words can be read in more than {MAX_READINGS} ways"))
        .at(source, span, "")
        .help("put names in quotes, or ask several questions")
}

/// 65 clauses inside one another
pub(in crate::question) fn too_deep(source: &Source, span: Span) -> Diagnostic {
    let limit = crate::lang::MAX_NESTING;
    fault(Code::TooDeep, format!("more than {limit} nested clauses"))
        .at(source, span, "one too many")
        .help("name a part of the question with `define` or `let`")
}

/// `claims that (lack a source which … `
pub(in crate::question) fn not_the_end_of_a_group(reader: &PhraseReader<'_>, opened: Span) -> Diagnostic {
    let diagnostic = reader.error_expecting("`and`, `or`, `but` or `)`");
    diagnostic.at(reader.source, opened, "opened here")
}

/// `which 3 claims lack a source`
pub(in crate::question) fn no_quantity_here(source: &Source, span: Span) -> Diagnostic {
    let typed = source.slice(span);
    fault(Code::NoQuantityHere, format!("`{typed}` cannot be used here"))
        .at(source, span, "a number says how many a thing is linked to")
        .help("`first 3` at the end of the question limits its rows")
}

/// `claims that have at least sources`
pub(in crate::question) fn no_count(source: &Source, span: Span, here: Span) -> Diagnostic {
    let typed = source.slice(span);
    let diagnostic = fault(Code::NoCount, format!("`{typed}` needs a whole number"));
    diagnostic.at(source, Span::new(span.start, here.start.max(span.end)), "how many?")
}

/// `vendors that have at least 2 homepages`
pub(in crate::question) fn no_count_of_values(source: &Source, span: Span) -> Diagnostic {
    fault(Code::NoCountOfValues, "values cannot be counted").at(source, span, "expected `a` or `no`")
}

/// `older than 1.5 days`
pub(in crate::question) fn not_a_whole_number(source: &Source, span: Span) -> Diagnostic {
    fault(Code::NotWhole, "days, weeks, months and years are counted in whole numbers").at(source, span, "")
}

/// `define a public claim as …`, where `public` is a word already
pub(in crate::question) fn word_is_taken(source: &Source, span: Span) -> Diagnostic {
    let word = source.slice(span);
    fault(Code::WordIsTaken, format!("`{word}` already has a meaning")).at(source, span, "choose another word")
}

/// `define a weak claim as a source that is gone`
pub(in crate::question) fn definition_of_another_kind(
    source: &Source,
    span: Span,
    noun: &str,
    other: &str,
) -> Diagnostic {
    let message = format!("a {noun} cannot be defined as a {other}");
    fault(Code::DefinedAsAnotherKind, message).at(source, span, format!("expected a {noun}"))
}

/// `define a weak clam as …`
pub(in crate::question) fn no_noun_to_define(source: &Source, span: Span, lexicon: &Lexicon) -> Diagnostic {
    let word = source.slice(span);
    let nouns: Vec<String> =
        lexicon.kinds().map(|(id, _)| lexicon.kind_word(id, Number::Singular).to_owned()).collect();
    let near = nearest(word, nouns.iter().map(String::as_str));
    let diagnostic = fault(Code::NoNoun, format!("`{word}` is not a noun of the vocabulary")).at(
        source,
        span,
        "expected a noun, like `claim`",
    );
    if near.is_empty() {
        diagnostic.help(format!("the nouns are {}", list(nouns)))
    } else {
        diagnostic.help(format!("nearest: {}", near_words(&near)))
    }
}

/// `define a claim as …`
pub(in crate::question) fn nothing_to_define(source: &Source, span: Span) -> Diagnostic {
    let noun = source.slice(span);
    fault(Code::NoAdjective, "there is no new word to define").at(
        source,
        span,
        format!("expected an adjective before `{noun}`"),
    )
}

/// `which of those …`, before anything was asked
pub(in crate::question) fn no_answer_yet(source: &Source, span: Span) -> Diagnostic {
    fault(Code::NoAnswerYet, "`those` are the things of the last answer, but there is none, or not all of it was shown")
        .at(source, span, "")
}

/// `those vendors`, when the last answer was claims
pub(in crate::question) fn those_are_others(
    source: &Source,
    span: Span,
    kind: KindId,
    lexicon: &Lexicon,
) -> Diagnostic {
    let plural = lexicon.kind_word(kind, Number::Plural);
    fault(Code::ThoseAreOthers, format!("`those` are {plural}"))
        .at(source, span, "the last answer was of another kind")
        .help(format!("write `those` or `those {plural}`"))
}

/// `define … as their vendor`
pub(in crate::question) fn nothing_to_refer_to(source: &Source, span: Span) -> Diagnostic {
    let word = source.slice(span);
    let message = format!("`{word}` refers to what the question is about, which comes later");
    fault(Code::NothingToReferTo, message).at(source, span, "")
}

/// `published by their statement`
pub(in crate::question) fn their_needs_things(source: &Source, span: Span) -> Diagnostic {
    let typed = source.slice(span);
    fault(Code::TheirNeedsThings, format!("`{typed}` is a value, not a thing")).at(
        source,
        span,
        "expected something linked, like `their vendor`",
    )
}

/// `which agents assert all claims`
pub(in crate::question) fn all_or_every(source: &Source, span: Span) -> Diagnostic {
    fault(Code::AllOrEvery, "`all` could mean each of them, or include those that are normally left out")
        .at(source, span, "which of the two?")
        .help("`every …` means each of them")
        .help("`any of all …` means one or more, including those that are normally left out")
}

impl PhraseReader<'_> {
    /// True when more words could repair an error: the reader looked past the last word, and the error is about one
    /// of the last, whose meaning can depend on the next.
    pub(in crate::question) fn is_open(&self, fault: &Diagnostic) -> bool {
        let behind = |item: &&PhraseItem| item.span.start > fault.offset();
        // An adjective waits for its noun.
        let last = self.items.all().len().saturating_sub(1);
        let adjective = |sense| matches!(sense, Sense::Adjective(_)).then_some(());
        let waits = self.sense_at(last, adjective).is_some();
        self.items.has_run_out() && (waits || !is_final(fault)) && self.items.all().iter().filter(behind).count() <= 2
    }

    pub(in crate::question) fn end(&self) -> Result<(), Diagnostic> {
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(self.cannot_stand_here()),
        }
    }

    pub(in crate::question) fn error_expecting(&self, what: &str) -> Diagnostic {
        error_expecting(self.source, self.peek(), self.here(), what)
    }

    pub(in crate::question) fn cannot_stand_here(&self) -> Diagnostic {
        cannot_stand_here(self)
    }
}
