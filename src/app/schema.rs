//! Prints what can be asked about.

use crate::app::exit::{ANSWERED, CommandResult};
use crate::app::load_remarks;
use crate::app::opening::{TIME_IN_SCRIPT, open};
use crate::app::options::Options;
use crate::app::output::Output;
use crate::base::{Blame, Code, Diagnostic, Faults, nearest};
use crate::session::Session;
use crate::words::{KindId, Number, Sense};

pub(super) fn schema(options: &Options, kind: Option<&str>, output: Output) -> CommandResult {
    let session = open(options, TIME_IN_SCRIPT, output)?;
    load_remarks::print_remarks(&session, output);
    print_schema(&session, kind, output)?;
    Ok(ANSWERED)
}

pub(super) fn print_schema(session: &Session, kind: Option<&str>, output: Output) -> Result<(), Faults> {
    let kind = kind.map(|word| kind_named(session, word)).transpose()?;
    let schema = session.schema(kind)?;
    let tables = [
        ("Kinds", &schema.kinds),
        ("Relations", &schema.relations),
        ("Attributes", &schema.attributes),
        ("Adjectives", &schema.adjectives),
    ];
    output.tables(&tables, session).map_err(Faults::from)
}

pub(super) fn kind_named(session: &Session, word: &str) -> Result<KindId, Diagnostic> {
    let lexicon = session.lexicon();
    let found = lexicon.senses(word).iter().find_map(|sense| match sense {
        Sense::Noun(noun, _) => Some(lexicon.noun(*noun).kind),
        _ => None,
    });
    found.ok_or_else(|| {
        let nouns: Vec<&str> = lexicon.kinds().map(|(id, _)| lexicon.kind_word(id, Number::Singular)).collect();
        let near = nearest(word, nouns.iter().copied());
        let help = if near.is_empty() {
            format!("kinds: {}", nouns.join(", "))
        } else {
            format!("nearest: `{}`", near.join("`, `"))
        };
        let message = format!("`{word}` is not a kind");
        Diagnostic::new(Blame::Question, Code::NoNoun, message).help(help)
    })
}
