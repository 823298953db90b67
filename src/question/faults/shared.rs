//! Errors for words that could apply to one thing or several: a quantity, `not`, an adjective, a modifier, an object.

use crate::base::{Code, Diagnostic, Source, Span, visible};
use crate::question::faults::fault;

/// `at least 2 sources or passages`
pub(in crate::question) fn whose_quantity(source: &Source, quantity: Span, object: Span) -> Diagnostic {
    let (quantity_words, next) = (visible(source.slice(quantity)), visible(source.slice(object)));
    fault(
        Code::WhoseQuantity,
        format!("`{quantity_words}` could be meant of `{next}` too, or of what stands before it alone"),
    )
    .at(source, object, "one of these, or so many?")
    .help(format!("say `{quantity_words}` again before it, or begin with the verb again"))
}

/// `no vendor or agent from China`
pub(in crate::question) fn whose_narrowing(source: &Source, object: Span, narrowing: Span) -> Diagnostic {
    let [object, words] = [object, narrowing].map(|it| visible(source.slice(it)));
    fault(
        Code::WhoseNarrowing,
        format!("`{words}` could be meant of `{object}` alone, or of what stands before it, too"),
    )
    .at(source, narrowing, "of one, or of both?")
    .help("of both: say it behind each, as in `no … about … or … about …`")
    .help("of one: give each its own article, as in `a … or a … about …`")
}

/// `no public source or citation`
pub(in crate::question) fn whose_adjective(source: &Source, adjective: Span, object: Span) -> Diagnostic {
    let [word, noun] = [adjective, object].map(|it| visible(source.slice(it)));
    fault(Code::WhoseNarrowing, format!("`{word}` could be meant of `{noun}` too, or of what stands before it alone"))
        .at(source, adjective, "said once")
        .at(source, object, "this, too?")
        .help(format!("of both: say `{word}` again before `{noun}`; of one: put `{noun}` first"))
}

/// `do not train or keep prompts`, `are not public and reviewed`
pub(in crate::question) fn whose_negation(source: &Source, not: Span, joint: Span, next: Span) -> Diagnostic {
    let [words, joint] = [next, joint].map(|it| visible(source.slice(it)));
    let fault = fault(
        Code::WhoseNegation,
        format!("`not` could be meant of `{words}` too, or of what stands before `{joint}` alone"),
    )
    .at(source, not, "said once");
    if joint.eq_ignore_ascii_case("and") {
        return fault
            .at(source, next, "not this either, not both, or this?")
            .help("neither: say `not` again, as in `are not … and not …`")
            .help(
                "this one: say the verb again, as in `are not … and are …`; not both at once: `not (are … and are …)`",
            );
    }
    fault
        .at(source, next, "neither, or one of two?")
        .help("neither: say `and … not` again, as in `do not … and do not …`, `are not … and not …`")
        .help("one of two: put what is not so last, as in `… or do not …`, `… or not …`")
}

/// `no agent from China and Ireland`
pub(in crate::question) fn both_or_each(source: &Source, word: &str, and: Span, is_verb: bool) -> Diagnostic {
    let word = visible(word);
    let (none, both) = match is_verb {
        true => (format!("`do not {word} … or …`"), format!("not both at once: `not ({word} … and {word} …)`")),
        false => (
            format!("`no … {word} … or …`, `not {word} … or …`"),
            format!("both at once: say `{word}` again, as in `that are {word} … and are {word} …`"),
        ),
    };
    fault(Code::BothOrEach, "behind a word that denies, `and` could mean both at once, or each of them")
        .at(source, and, "both, or each?")
        .help(format!("none of them: `or`, as in {none}"))
        .help(both)
}

/// `affirm an assurance about retention or deny one`
pub(in crate::question) fn whose_alternative(source: &Source, before: Span, next: Span) -> Diagnostic {
    let [word, verb] = [before, next].map(|it| visible(source.slice(it)));
    let message = format!("`or {verb}` could be instead of what begins with `{word}`, or of all before it");
    fault(Code::WhoseAlternative, message)
        .at(source, before, "of this alone")
        .at(source, next, "or of the verb, too?")
        .help(format!("say what begins with `{word}` right behind its noun, before the verb, or put in parentheses what belongs together"))
}

/// `public or primary but not published by a vendor`
pub(in crate::question) fn but_of_which(source: &Source, span: Span) -> Diagnostic {
    let words = visible(source.slice(span));
    fault(Code::WhoseAlternative, format!("`{words}` could be said of all that `or` joins, or of the last alone"))
        .at(source, span, "of all, or of one?")
        .help("of all: put the alternatives in parentheses, as in `(are … or are …) but are …`")
        .help("of the last alone: `are … or (are … but are …)`")
}

/// `about training and retention or logging`
pub(in crate::question) fn and_beside_or(source: &Source, span: Span) -> Diagnostic {
    let words = visible(source.slice(span));
    fault(Code::WhoseAlternative, format!("`{words}` could be instead of all names before it, or of the last alone"))
        .at(source, span, "beside the other of `and` and `or`")
        .help("say the word before the names again, and put in parentheses what belongs together: `(are about … and are about …) or are about …`")
}

/// `reach a region in the EU and a region in China`
pub(in crate::question) fn which_list(source: &Source, word: Span, next: Span) -> Diagnostic {
    let [word, words] = [word, next].map(|it| visible(source.slice(it)));
    fault(Code::WhoseAlternative, format!("`{words}` could go with `{word}`, or with the verb before it"))
        .at(source, next, "joined to which?")
        .help(format!("say `{word}` again before it, or the verb"))
}

/// `engage or reach China`
pub(in crate::question) fn whose_object(source: &Source, verb: Span, next: Option<Span>) -> Diagnostic {
    let verb_word = visible(source.slice(verb));
    let of_next = next.map(|it| format!(", and cannot have that of `{}`", visible(source.slice(it))));
    let of_next = of_next.unwrap_or_default();
    fault(Code::WhoseObject, format!("`{verb_word}` stands without what it is about{of_next}"))
        .at(source, verb, "of what?")
        .help(format!("say it behind `{verb_word}`, or write `({verb_word})` for anything"))
}

/// `lack a source or caveat`
pub(in crate::question) fn lacks_which(source: &Source, object: Span) -> Diagnostic {
    let object_words = visible(source.slice(object));
    fault(
        Code::WhoseQuantity,
        format!("this could be said of what lacks both, or of what lacks `{object_words}` or the other"),
    )
    .at(source, object, "both, or one of them?")
    .help("of both: `have no … or …`; of one or the other: `lack a … or a …`")
}

/// `only claims or caveats`
pub(in crate::question) fn only_of_several(source: &Source, span: Span) -> Diagnostic {
    let next = visible(source.slice(span));
    fault(Code::WhoseQuantity, format!("`only` can be said of one noun or of names, and `{next}` has another noun"))
        .at(source, span, "may both be there, or one of them?")
        .help("`only … or only …` is one of them; no words are for both: ask for each by itself")
}
