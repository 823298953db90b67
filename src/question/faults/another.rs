//! Errors for `another` where nothing says other than what.

use crate::base::{Code, Diagnostic, Span};
use crate::question::faults::{backtick, fault, list};
use crate::question::reader::PhraseReader;
use crate::words::{Direction, KindId, Number, with_article};

/// `contradict another ali:no-training`, `another of their sources`
pub(in crate::question) fn needs_a_noun(reader: &PhraseReader<'_>, at: usize) -> Diagnostic {
    fault(Code::AnotherWhat, "`another` must be followed by a noun")
        .at(reader.source, word(reader, at), "")
        .help("write after the noun what is excluded: `other than …`")
}

/// `have another homepage`
pub(in crate::question) fn is_a_value(reader: &PhraseReader<'_>, from: usize) -> Diagnostic {
    fault(Code::AnotherWhat, "`another` is for things, not for values")
        .at(reader.source, reader.since(from), "")
        .help("compare the values: `whose … is not …`")
}

/// `which another claims`
pub(in crate::question) fn nothing_to_be_other_than(reader: &PhraseReader<'_>, from: usize) -> Diagnostic {
    let message = "`another` refers to what the question is about, which comes later";
    fault(Code::AnotherWhat, message)
        .at(reader.source, word(reader, from), "")
        .help("write what is excluded: `other than …`")
}

/// `which claims are of another agent`: several links lead from claims to agents
pub(in crate::question) fn of_no_one_link(
    reader: &PhraseReader<'_>,
    [from, noun_at]: [usize; 2],
    root: KindId,
    links: &[Direction],
) -> Diagnostic {
    let lexicon = reader.lexicon;
    let noun = match reader.items.get(noun_at) {
        Some(item) => reader.source.slice(item.span),
        None => "",
    };
    let roots = lexicon.kind_word(root, Number::Plural);
    let a_noun = with_article(noun);
    let said = links.iter().filter_map(|link| {
        let role = lexicon.direction_words(*link).roles.first()?;
        Some(backtick(&format!("{a_noun} other than their {}", role.singular)))
    });
    let said: Vec<String> = said.collect();
    let message = if said.is_empty() {
        format!("`another {noun}` means one other than theirs, but {roots} have none except those asked about")
    } else {
        format!("`another {noun}` means one other than theirs, but {roots} have several")
    };
    let help = if said.is_empty() {
        format!("write what is excluded: `{a_noun} other than …`")
    } else {
        format!("say which: {}", list(said.into_iter()))
    };
    fault(Code::AnotherWhat, message).at(reader.source, word(reader, from), "").help(help)
}

fn word(reader: &PhraseReader<'_>, at: usize) -> Span {
    let item = reader.items.get(at);
    item.map_or(reader.here(), |item| item.span)
}
