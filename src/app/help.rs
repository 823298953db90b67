//! Texts of help, made from the vocabulary that is loaded: every example can be asked.

use crate::lang::quote;
use crate::session::{Explanation, Session};
use crate::words::{Direction, Lexicon, Number, ValueType, with_article};

/// The stages of an explanation, each under its heading.
pub(super) fn explanation(explanation: &Explanation) -> String {
    let mut text = format!("-- understood\n{}\n", explanation.sentence);
    if let Some(plan) = &explanation.plan {
        text.push_str(&format!("\n-- plan\n{plan}"));
    }
    if let Some(sparql) = &explanation.sparql {
        text.push_str(&format!("\n-- sparql\n{sparql}"));
    }
    text
}

/// What `.help` says.
pub(super) fn help(session: &Session) -> String {
    let mut text =
        String::from("Ask in sentences: a kind of thing, what it has or lacks, what it is.\n\n");
    for example in examples(session) {
        text.push_str(&format!("  {example}\n"));
    }
    text.push_str(
        "
Words of the language
  which …, how many …, is there …, show COLUMNS of …, describe NAME
  that, whose, with, without, have, lack, is, are, not, and, or, but, ( )
  a, no, 2, exactly 2, at least 2, at most 2, more than 2, fewer than 2, only, every, all
  ultimately (any number of steps), their (of what the question is about), those (the last answer)
  before, after, on, since, until, between … and …, in the last 6 months, 180 days ago, today
  sorted by COLUMN (descending), first 5, showing COLUMNS
  define a NEW-WORD noun as …      gives a word a meaning of your own
  let NAME be …                    gives a set a name
  sparql SELECT …                  asks in SPARQL

At the prompt
  .schema          what there is to ask about; .schema KIND for one kind
  .explain …       how a question is understood
  .data            what is loaded
  .help            this
  .quit            leaves (so does Ctrl-D); Ctrl-C drops the line; Tab completes

All words and names of the data: .schema, and Tab.
",
    );
    text
}

/// Questions that this vocabulary can answer.
pub(super) fn examples(session: &Session) -> Vec<String> {
    let lexicon = session.lexicon();
    let mut examples = Vec::new();
    let linked = lexicon
        .directions()
        .find(|link| has_role(lexicon, *link) && has_adjective(lexicon, *link));
    if let Some(link) = linked {
        let plural = lexicon.kind_word(lexicon.start(link), Number::Plural);
        let role = &lexicon.direction_words(link).roles[0].singular;
        let adjective = adjective_of(lexicon, link).unwrap_or_default();
        let object = with_article(&format!("{adjective} {role}"));
        examples.push(format!("which {plural} lack {object}"));
        examples.push(format!("how many {plural} have {object}"));
    }
    let named = lexicon.directions().find_map(|link| {
        let word = lexicon.direction_words(link).prepositions.first()?;
        let name = name_of(session, link)?;
        let plural = lexicon.kind_word(lexicon.start(link), Number::Plural);
        Some((plural, word, name))
    });
    if let Some((plural, word, name)) = named {
        examples.push(format!("which {plural} {word} {}", quote(&name)));
        examples.push(format!("describe {}", quote(&name)));
    }
    let dated = lexicon
        .attributes()
        .find(|(_, attribute)| attribute.values == ValueType::Date && !attribute.less.is_empty());
    if let Some((_, attribute)) = dated {
        let plural = lexicon.kind_word(attribute.of, Number::Plural);
        examples.push(format!(
            "are there {plural} {} than 90 days",
            attribute.less[0]
        ));
    }
    let counted = lexicon.directions().find(|link| {
        let words = lexicon.direction_words(*link);
        link.backward && !words.participles.is_empty()
    });
    if let Some(link) = counted {
        let plural = lexicon.kind_word(lexicon.start(link), Number::Plural);
        let word = &lexicon.direction_words(link).participles[0];
        let object = lexicon.kind_word(lexicon.end(link), Number::Singular);
        examples.push(format!("which {plural} are {word} no {object}"));
    }
    examples
}

fn has_role(lexicon: &Lexicon, link: Direction) -> bool {
    !lexicon.direction_words(link).roles.is_empty()
}

fn has_adjective(lexicon: &Lexicon, link: Direction) -> bool {
    adjective_of(lexicon, link).is_some()
}

fn adjective_of(lexicon: &Lexicon, link: Direction) -> Option<&str> {
    let mut adjectives = lexicon.adjectives();
    adjectives.find_map(|(_, adjective)| {
        (adjective.of == lexicon.end(link)).then_some(())?;
        adjective.word.as_deref()
    })
}

/// The name of a thing that a link leads to, if a quoted name means that thing alone.
fn name_of(session: &Session, link: Direction) -> Option<String> {
    let (lexicon, dataset) = (session.lexicon(), session.dataset());
    let path = lexicon.path(link);
    let a = dataset.iri_id(oxigraph::model::vocab::rdf::TYPE)?;
    let classes = lexicon.kind(lexicon.start(link)).classes.iter();
    let things = classes
        .filter_map(|class| dataset.iri_id(class.as_ref()))
        .flat_map(|class| dataset.subjects(a, class));
    let mut reached = things.take(50).flat_map(|thing| path.walk(dataset, thing));
    reached.find_map(|thing| {
        let name = lexicon.names().first_of(dataset, thing)?;
        (lexicon.names().find(&name).len() == 1).then_some(name)
    })
}
