//! Errors in questions about answers to assurances.

use crate::base::{Blame, Code, Diagnostic};
use crate::question::reader::PhraseReader;
use crate::words::{KindId, Number, Verdict};

/// `which sources keep prompts`
pub(in crate::question) fn no_answers(reader: &PhraseReader<'_>, kind: KindId) -> Diagnostic {
    let lexicon = reader.lexicon;
    let comparison = lexicon.comparison().expect("only what is compared has words for outcomes");
    let things = lexicon.kind_word(lexicon.end(comparison.things), Number::Plural);
    let message = format!("{} cannot have answers to assurances", lexicon.kind_word(kind, Number::Plural));
    Diagnostic::new(Blame::Question, Code::NoAnswers, message)
        .at(reader.source, reader.here(), "only what is compared has answers")
        .help(format!("ask it of {things}"))
}

/// `whose answer to "EU-only inference" is maybe`
pub(in crate::question) fn no_verdict(reader: &PhraseReader<'_>) -> Diagnostic {
    let words: Vec<String> = Verdict::ALL.into_iter().map(|it| format!("`{}`", it.word())).collect();
    // The code tells more than that a word is unknown.
    let fault = Diagnostic { code: Code::NoVerdict, ..reader.error_expecting("a verdict") };
    fault.help(format!("the verdicts are {}; also `a verified yes`, `their own yes`", words.join(", ")))
}
