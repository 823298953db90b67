//! Errors in questions about the support of a thing, and in suppositions.

use crate::base::{Code, Diagnostic, Source, Span};
use crate::question::faults::fault;
use crate::question::reader::PhraseReader;
use crate::words::{KindId, Number};

/// `suppose ali:no-training is self-certified: …`
pub(in crate::question) fn no_value(source: &Source, span: Span) -> Diagnostic {
    let word = source.slice(span);
    fault(Code::CannotSuppose, format!("`{word}` cannot be supposed: it follows from other facts"))
        .at(source, span, "expected `gone`, or an adjective that is a value, like `public`")
        .help("suppose what it follows from; `caveat schema` shows what an adjective means")
}

/// `why ali:no-training`, where the vocabulary does not define support
pub(in crate::question) fn nothing_stands(source: &Source, span: Span) -> Diagnostic {
    fault(Code::NoSupport, "the vocabulary does not say what depends on what")
        .at(source, span, "nothing is known about what supports it")
        .help("add a `say:Support` to it, or ask `why does …` or `why is …`, which need none")
}

/// `why alibaba`
pub(in crate::question) fn no_evidence(reader: &PhraseReader<'_>, at: usize, kind: KindId, of: KindId) -> Diagnostic {
    let lexicon = reader.lexicon;
    let (is, wanted) = (lexicon.a_kind(kind), lexicon.a_kind(of));
    let name = reader.source.slice(reader.since(at));
    fault(Code::NoEvidence, format!("`why` and a name shows what {wanted} depends on, but this is {is}"))
        .at(reader.source, reader.since(at), format!("expected {wanted}, `does` or `is`"))
        .help(format!(
            "ask `why does {name} …` or `why is {name} …`; if {wanted} can depend on it, `what rests on {name}`"
        ))
}

/// `what rests on Frankfurt`
pub(in crate::question) fn nothing_rests(
    reader: &PhraseReader<'_>,
    at: usize,
    kind: KindId,
    wanted: &[KindId],
) -> Diagnostic {
    let lexicon = reader.lexicon;
    let nouns: Vec<String> = wanted.iter().map(|kind| lexicon.a_kind(*kind)).collect();
    let plural = lexicon.kind_word(kind, Number::Plural);
    fault(Code::NothingRests, format!("nothing can rest on {plural}"))
        .at(reader.source, reader.since(at), format!("expected {}", nouns.join(" or ")))
        .help("`describe` shows what is linked to it")
}

/// `suppose ali:regions-page is gone and ali:regions-page is public: …`
pub(in crate::question) fn incompatible_suppositions(source: &Source, span: Span) -> Diagnostic {
    fault(Code::SupposedApart, "this cannot be supposed together with what was supposed about it before")
        .at(source, span, "a thing is either gone, or has one value of an attribute")
        .help("suppose one of the two")
}
