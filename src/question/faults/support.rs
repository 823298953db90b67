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
        .help("suppose what it follows from; `caveat schema` tells what an adjective means")
}

/// `why ali:no-training`, where the vocabulary does not define support
pub(in crate::question) fn nothing_stands(source: &Source, span: Span) -> Diagnostic {
    fault(Code::NoSupport, "the vocabulary does not say what stands on what")
        .at(source, span, "nothing is known of what supports it")
        .help("`say:Support` says it; `why does …` and `why is …` need no such thing")
}

/// `why alibaba`
pub(in crate::question) fn no_evidence(reader: &PhraseReader<'_>, at: usize, kind: KindId, of: KindId) -> Diagnostic {
    let lexicon = reader.lexicon;
    let (is, wanted) = (lexicon.a_kind(kind), lexicon.a_kind(of));
    let name = reader.source.slice(reader.since(at));
    fault(Code::NoEvidence, format!("`why` and a name tells what {wanted} stands on; this is {is}"))
        .at(reader.source, reader.since(at), format!("expected {wanted}, `does` or `is`"))
        .help(format!("ask `what rests on {name}`, `why does {name} …`, `why is {name} …`"))
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
    fault(Code::NothingRests, format!("nothing rests on {plural}"))
        .at(reader.source, reader.since(at), format!("expected {}", nouns.join(" or ")))
        .help("`describe` tells what is linked to it")
}

/// `suppose ali:regions-page is gone and ali:regions-page is public: …`
pub(in crate::question) fn incompatible_suppositions(source: &Source, span: Span) -> Diagnostic {
    fault(Code::SupposedApart, "this cannot be supposed together with what was supposed of it before")
        .at(source, span, "the thing is gone, or has one value of an attribute")
        .help("suppose one of the two")
}
