//! Errors for words that could apply to one thing or several: a quantity, `not`, an adjective, a modifier, an object.

use crate::base::{Code, Diagnostic, Source, Span, visible};
use crate::question::faults::fault;

/// `at least 2 sources or passages`
pub(in crate::question) fn whose_quantity(source: &Source, quantity: Span, object: Span) -> Diagnostic {
    let (quantity_words, next) = (visible(source.slice(quantity)), visible(source.slice(object)));
    fault(Code::WhoseQuantity, format!("`{quantity_words}` could apply to `{next}` too, or only to what is before it"))
        .at(source, object, "one of these, or that many?")
        .help(format!("repeat `{quantity_words}` before it, or repeat the verb"))
}

/// `no vendor or agent from China`
pub(in crate::question) fn whose_narrowing(source: &Source, object: Span, narrowing: Span) -> Diagnostic {
    let [object, words] = [object, narrowing].map(|it| visible(source.slice(it)));
    fault(Code::WhoseNarrowing, format!("`{words}` could apply only to `{object}`, or also to what is before it"))
        .at(source, narrowing, "to one, or to both?")
        .help("to both: write it after each, as in `no … about … or … about …`")
        .help("to one: give each its own article, as in `a … or a … about …`")
}

/// `no public source or citation`
pub(in crate::question) fn whose_adjective(source: &Source, adjective: Span, object: Span) -> Diagnostic {
    let [word, noun] = [adjective, object].map(|it| visible(source.slice(it)));
    fault(Code::WhoseNarrowing, format!("`{word}` could apply to `{noun}` too, or only to what is before it"))
        .at(source, adjective, "written once")
        .at(source, object, "this, too?")
        .help(format!("to both: repeat `{word}` before `{noun}`; to one: put `{noun}` first"))
}

/// `do not train or keep prompts`, `are not public and reviewed`
pub(in crate::question) fn whose_negation(source: &Source, not: Span, joint: Span, next: Span) -> Diagnostic {
    let [words, joint] = [next, joint].map(|it| visible(source.slice(it)));
    let fault =
        fault(Code::WhoseNegation, format!("`not` could apply to `{words}` too, or only to what is before `{joint}`"))
            .at(source, not, "written once");
    if joint.eq_ignore_ascii_case("and") {
        return fault
            .at(source, next, "not this either, not both, or this?")
            .help("neither: repeat `not`, as in `are not … and not …`")
            .help("this one: repeat the verb, as in `are not … and are …`; not both at once: `not (are … and are …)`");
    }
    fault
        .at(source, next, "neither, or one of two?")
        .help("neither: repeat `and … not`, as in `do not … and do not …`, `are not … and not …`")
        .help("one of two: put what is not so last, as in `… or do not …`, `… or not …`")
}

/// `no agent from China and Ireland`
pub(in crate::question) fn both_or_each(source: &Source, word: &str, and: Span, is_verb: bool) -> Diagnostic {
    let word = visible(word);
    let (none, both) = match is_verb {
        true => (format!("`do not {word} … or …`"), format!("not both at once: `not ({word} … and {word} …)`")),
        false => (
            format!("`no … {word} … or …`, `not {word} … or …`"),
            format!("both at once: repeat `{word}`, as in `that are {word} … and are {word} …`"),
        ),
    };
    fault(Code::BothOrEach, "after a negative word, `and` could mean both at once, or each of them")
        .at(source, and, "both, or each?")
        .help(format!("none of them: `or`, as in {none}"))
        .help(both)
}

/// `affirm an assurance about retention or deny one`
pub(in crate::question) fn whose_alternative(source: &Source, before: Span, next: Span) -> Diagnostic {
    let [word, verb] = [before, next].map(|it| visible(source.slice(it)));
    let message = format!("`or {verb}` could be an alternative to what begins with `{word}`, or to all before it");
    fault(Code::WhoseAlternative, message)
        .at(source, before, "to this alone")
        .at(source, next, "or to the verb, too?")
        .help(format!("write what begins with `{word}` directly after its noun, before the verb, or put in parentheses what belongs together"))
}

/// `public or primary but not published by a vendor`
pub(in crate::question) fn but_of_which(source: &Source, span: Span) -> Diagnostic {
    let words = visible(source.slice(span));
    fault(Code::WhoseAlternative, format!("`{words}` could apply to all that `or` joins, or only to the last"))
        .at(source, span, "to all, or to one?")
        .help("to all: put the alternatives in parentheses, as in `(are … or are …) but are …`")
        .help("to the last alone: `are … or (are … but are …)`")
}

/// `about training and retention or logging`
pub(in crate::question) fn and_beside_or(source: &Source, span: Span) -> Diagnostic {
    let words = visible(source.slice(span));
    fault(Code::WhoseAlternative, format!("`{words}` could be an alternative to all names before, or only to the last"))
        .at(source, span, "mixes `and` and `or`")
        .help("repeat the word before the names, and put in parentheses what belongs together: `(are about … and are about …) or are about …`")
}

/// `reach a region in the EU and a region in China`
pub(in crate::question) fn which_list(source: &Source, word: Span, next: Span) -> Diagnostic {
    let [word, words] = [word, next].map(|it| visible(source.slice(it)));
    fault(Code::WhoseAlternative, format!("`{words}` could go with `{word}`, or with the verb before it"))
        .at(source, next, "joined to which?")
        .help(format!("repeat `{word}` before it, or repeat the verb"))
}

/// `engage or reach China`
pub(in crate::question) fn whose_object(source: &Source, verb: Span, next: Option<Span>) -> Diagnostic {
    let verb_word = visible(source.slice(verb));
    let of_next = next.map(|it| format!(", and cannot take that of `{}`", visible(source.slice(it))));
    let of_next = of_next.unwrap_or_default();
    fault(Code::WhoseObject, format!("`{verb_word}` has no object{of_next}"))
        .at(source, verb, "of what?")
        .help(format!("write it after `{verb_word}`, or write `({verb_word})` for anything"))
}

/// `lack a source or caveat`
pub(in crate::question) fn lacks_which(source: &Source, object: Span) -> Diagnostic {
    let object_words = visible(source.slice(object));
    fault(Code::WhoseQuantity, format!("this could mean what lacks both, or what lacks `{object_words}` or the other"))
        .at(source, object, "both, or one of them?")
        .help("both: `have no … or …`; one or the other: `lack a … or a …`")
}

/// `only claims or caveats`
pub(in crate::question) fn only_of_several(source: &Source, span: Span) -> Diagnostic {
    let next = visible(source.slice(span));
    fault(Code::WhoseQuantity, format!("`only` can apply to one noun or to names, but `{next}` has another noun"))
        .at(source, span, "both allowed, or one of them?")
        .help("`only … or only …` is one of them; there are no words for both: ask for each by itself")
}
