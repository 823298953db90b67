//! Errors in expressions, columns and groups.

use crate::base::{Code, Diagnostic, Source, Span, visible};
use crate::question::expression::ON_RECORD;
use crate::question::faults::{backtick, fault, list};
use crate::question::reader::{MAX_OPERATORS, PhraseReader};
use crate::question::tree::NounPhrase;
use crate::words::{Direction, KindId, Number};

/// `total vendor.name`
pub(in crate::question) fn of_another_type(
    reader: &PhraseReader<'_>,
    span: Span,
    found: &str,
    wanted: &str,
) -> Diagnostic {
    let typed = reader.source.slice(span);
    let diagnostic = fault(Code::OfAnotherType, format!("`{typed}` is {found}"));
    diagnostic.at(reader.source, span, format!("expected {wanted}"))
}

/// `vendor + 1`
pub(in crate::question) fn needs_a_value(
    reader: &PhraseReader<'_>,
    span: Span,
    found: &str,
    wanted: &str,
) -> Diagnostic {
    let typed = reader.source.slice(span);
    let diagnostic = Diagnostic { code: Code::NeedsAValue, ..of_another_type(reader, span, found, wanted) };
    let told = diagnostic.help(format!("write a dot and what it has, as in `{typed}.name`"));
    if wanted == "a number" { told.help("`number of …` counts them") } else { told }
}

/// `vendors showing number of topics`, where no link leads from a vendor to topics
pub(in crate::question) fn of_no_link(
    reader: &PhraseReader<'_>,
    from: usize,
    kind: KindId,
    phrase: &NounPhrase,
) -> Diagnostic {
    let lexicon = reader.lexicon;
    let role = |link: Direction| {
        let role = lexicon.direction_words(link).roles.first();
        role.map_or("?", |role| role.get(Number::Singular)).to_owned()
    };
    let leads = |link: Direction| lexicon.overlap(lexicon.end(link), phrase.kind);
    let links = lexicon.role_links(kind);
    let direct = links.iter().copied().filter(|link| leads(*link)).map(role);
    let further = links.iter().flat_map(|link| {
        let next = lexicon.role_links(lexicon.end(*link)).into_iter().filter(|next| leads(*next));
        next.map(|next| format!("{}.{}", role(*link), role(next)))
    });
    let noun = lexicon.kind_word(phrase.kind, Number::Singular);
    let (mut near, others): (Vec<String>, Vec<String>) =
        direct.chain(further).partition(|path| path.rsplit('.').next() == Some(noun));
    if near.is_empty() {
        near = others;
    }
    let near: Vec<String> = near.iter().map(|path| backtick(path)).collect();
    let (one, many) = (lexicon.kind_word(kind, Number::Singular), lexicon.kind_word(phrase.kind, Number::Plural));
    let span = reader.since(from);
    let measured = reader.source.slice(span);
    let message = format!("`{measured}` would be the same for each {one}, which has no {many} of its own");
    let fault = fault(Code::OfNoLink, message).at(reader.source, span, "");
    let fault = if near.is_empty() { fault } else { fault.help(format!("nearest: {}", list(near))) };
    fault.help(format!("for the whole graph, write `{measured} {ON_RECORD}`"))
}

/// `vendors whose number of claims > average number of claims of vendors`
pub(in crate::question) fn of_one_number(reader: &PhraseReader<'_>, from: usize, aggregate: &str) -> Diagnostic {
    let span = reader.since(from);
    let measured = visible(reader.source.slice(span));
    fault(Code::OfOneNumber, format!("`{measured}` is computed from one number for each thing"))
        .at(reader.source, span, "")
        .help(format!("as the only column of a `show`, it is one number over all: `show {aggregate} number of … of …`"))
        .help(format!(
            "elsewhere, put what the whole set has in parentheses: `{aggregate} (number of …) of … on record`"
        ))
}

/// `show count of claims`
pub(in crate::question) fn count_of_nothing(reader: &PhraseReader<'_>) -> Diagnostic {
    fault(Code::CountOfNothing, "`count` is the size of a group")
        .at(reader.source, reader.here(), "there are no groups here")
        .help("`number of …` counts what a thing has; `by …` or `per …` makes groups")
}

/// `whose retrieved > number of sources`
pub(in crate::question) fn not_comparable(
    reader: &PhraseReader<'_>,
    span: Span,
    left: &str,
    right: &str,
) -> Diagnostic {
    let message = format!("{left} cannot be compared with {right}");
    fault(Code::NotComparable, message).at(reader.source, span, "")
}

/// `whose name > vendor.name`
pub(in crate::question) fn no_order(reader: &PhraseReader<'_>, span: Span, words: &str) -> Diagnostic {
    fault(Code::NoOrder, format!("{words} cannot be more or less than another")).at(
        reader.source,
        span,
        "compare it with `is` or `is not`",
    )
}

/// `how many claims by number of sources`
pub(in crate::question) fn no_group(source: &Source, span: Span) -> Diagnostic {
    fault(Code::NoGroup, "things are grouped by what they have").at(
        source,
        span,
        "expected a path, like `vendor` or `vendor.name`",
    )
}

/// `which claims by vendor`
pub(in crate::question) fn groups_are_counted(source: &Source, span: Span) -> Diagnostic {
    fault(Code::GroupsAreCounted, "groups can only be counted or shown")
        .at(source, span, "")
        .help("`how many … by …` counts them; `show …, count of … by …` shows more of each")
}

/// `show statement of claims by vendor`
pub(in crate::question) fn several_in_a_group(source: &Source, span: Span) -> Diagnostic {
    fault(Code::SeveralInAGroup, "a group has no single value of this")
        .at(source, span, "")
        .help("show what it is grouped by, `count`, or one value computed from many: `number of …`, `largest …`, `latest …`, `average …`")
}

/// `how many claims by vendor whose statement contains "x"`
pub(in crate::question) fn not_of_a_group(source: &Source, span: Span) -> Diagnostic {
    fault(Code::NotOfAGroup, "this condition cannot apply to a group")
        .at(source, span, "")
        .help("compare `count`, `number of …`, or one value computed from many, as in `whose count > 2`; write conditions on the things before the groups")
}

/// `how many claims sorted by count`
pub(in crate::question) fn nothing_to_shape(source: &Source, span: Span) -> Diagnostic {
    fault(Code::NothingToShape, "one number has no order and no rows")
        .at(source, span, "")
        .help("`by …` or `per …` counts groups, which can be sorted")
}

/// `show statement`
pub(in crate::question) fn nothing_to_show_of(source: &Source, span: Span) -> Diagnostic {
    let end = Span::new(span.end, span.end);
    fault(Code::EndsTooEarly, "the question ends too early")
        .at(source, end, "expected `of` and the things, like `of claims`")
        .incomplete()
}

/// `show largest width of books of books`, where both `of` could stand before the things
pub(in crate::question) fn two_divisions(source: &Source, span: Span, one: &str, other: &str) -> Diagnostic {
    fault(Code::TwoReadings, "this can be read in two ways")
        .at(source, span, "")
        .help(format!("the things are `{one}` or `{other}`: put a column that contains `of` in parentheses"))
}

/// `claims that lack a source as other`
pub(in crate::question) fn no_binding(source: &Source, span: Span, name: &str) -> Diagnostic {
    fault(Code::NoWitness, format!("`{name}` does not name a thing that is certain to be found"))
        .at(source, span, "")
        .help("`as` names the thing that a verb without `not`, `or` or a number finds; only that clause and the columns can use the name")
}

/// `compare a, b`, where the vocabulary has no `say:Comparison`
pub(in crate::question) fn nothing_to_compare(source: &Source, span: Span) -> Diagnostic {
    fault(Code::NothingToCompare, "this vocabulary does not say what can be compared")
        .at(source, span, "")
        .help("add a `say:Comparison` to it: see docs/vocabulary.md")
}

/// `how many claims by vendor per topic`
pub(in crate::question) fn twice_grouped(source: &Source, span: Span) -> Diagnostic {
    fault(Code::SaidTwice, "the groups are given twice").at(source, span, "once with `by`, once with `per`")
}

/// `number of sources + 1 + 1 + …`, a thousand times
pub(in crate::question) fn too_many_operators(reader: &PhraseReader<'_>) -> Diagnostic {
    fault(Code::TooManyOperators, format!("more than {MAX_OPERATORS} operators in one question"))
        .at(reader.source, reader.here(), "one too many")
        .help("combine the numbers first, or ask several questions")
}
