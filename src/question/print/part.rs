//! Parts of a question in words, for remarks about an answer.

use crate::question::print::{ClauseForm, Printer, SentenceLayout};
use crate::question::reader::OpenNoun;
use crate::question::tree::{Condition, NounPhrase, Quantity};
use crate::store::Dataset;
use crate::words::{KindId, Lexicon, Number};

/// A noun phrase in words, in its number: `claims about training that lack a source`.
#[must_use]
pub fn noun_phrase(phrase: &NounPhrase, lexicon: &Lexicon, dataset: &Dataset) -> String {
    let mut printer = Printer::new(lexicon, dataset, SentenceLayout::One);
    printer.phrase(phrase, ClauseForm::That, None).text
}

/// A noun phrase with `no`: `no public source`.
#[must_use]
pub fn none_of(phrase: &NounPhrase, lexicon: &Lexicon, dataset: &Dataset) -> String {
    let mut printer = Printer::new(lexicon, dataset, SentenceLayout::One);
    let one = NounPhrase { number: Number::Singular, ..phrase.clone() };
    printer.object(Quantity::No, &one, None).text
}

/// A condition as a predicate of things of a kind: `lacks a source`, `are ones whose access is public`.
#[must_use]
pub fn condition_words(
    condition: &Condition,
    kind: KindId,
    number: Number,
    lexicon: &Lexicon,
    dataset: &Dataset,
) -> String {
    let mut printer = Printer::new(lexicon, dataset, SentenceLayout::One);
    printer.open.push(OpenNoun::Noun(kind, Some(number)));
    let printed = match condition {
        Condition::Any(any) => printer.chain(any, "or", kind, number),
        Condition::All(all) => printer.chain(all, "and", kind, number),
        other => printer.predicate(other, kind, number),
    };
    match (printed.modifier, number) {
        (false, _) => printed.text,
        (true, Number::Singular) => format!("is one {}", printed.text),
        (true, Number::Plural) => format!("are ones {}", printed.text),
    }
}
