//! Texts of help, made from the vocabulary that is loaded: every example can be asked.

use crate::lang::quote;
use crate::session::{Explanation, Session};
use crate::words::{Direction, KindId, Lexicon, Number, ValueType, with_article};

/// The stages of an explanation, each under its heading.
pub(super) fn explanation(explanation: &Explanation) -> String {
    let mut text = format!("-- understood\n{}\n", explanation.layout);
    if !explanation.rules.is_empty() {
        text.push_str(&format!("\n-- rules\n{}\n", explanation.rules.join("\n")));
    }
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

/// Questions that this vocabulary can answer, about the kind that most is said of.
pub(super) fn examples(session: &Session) -> Vec<String> {
    let lexicon = session.lexicon();
    let plural = |kind| lexicon.kind_word(kind, Number::Plural);
    let mut examples = Vec::new();
    let from_the_centre = central_links(lexicon);
    let linked = from_the_centre.iter().find_map(|link| {
        let role = lexicon.direction_words(*link).roles.first()?;
        let adjective = adjective_of(lexicon, *link)?;
        Some((*link, role, adjective))
    });
    if let Some((link, role, adjective)) = linked {
        let things = plural(lexicon.start(link));
        let object = with_article(&format!("{adjective} {}", role.singular));
        examples.push(format!("which {things} lack {object}"));
        examples.push(format!("how many {things} have {object}"));
        examples.push(format!("which {things} have at least 2 {}", role.plural));
    }
    let named = from_the_centre.iter().find_map(|link| {
        let word = lexicon.direction_words(*link).prepositions.first()?;
        let name = name_of(session, *link)?;
        Some((lexicon.start(*link), word, name))
    });
    if let Some((kind, word, name)) = named {
        let (things, name) = (plural(kind), quote(&name));
        let lack = linked.filter(|(link, ..)| lexicon.start(*link) == kind);
        let lack = lack.map(|(_, role, _)| format!(" lack {}", with_article(&role.singular)));
        examples.push(format!(
            "which {things} {word} {name}{}",
            lack.unwrap_or_default()
        ));
        let attribute = lexicon.attributes().find(|(_, it)| it.of == kind);
        if let Some(noun) = attribute.and_then(|(_, attribute)| attribute.nouns.first()) {
            examples.push(format!("show {} of {things} {word} {name}", noun.singular));
        }
        examples.push(format!("describe {name}"));
    }
    let dated = lexicon
        .attributes()
        .find(|(_, attribute)| attribute.values == ValueType::Date && !attribute.less.is_empty());
    if let Some((_, attribute)) = dated {
        let less = &attribute.less[0];
        examples.push(format!(
            "are there {} {less} than 90 days",
            plural(attribute.of)
        ));
    }
    let counted = from_the_centre.iter().find_map(|link| {
        let back = Direction {
            backward: !link.backward,
            ..*link
        };
        let word = lexicon.direction_words(back).participles.first()?;
        Some((back, word))
    });
    if let Some((link, word)) = counted {
        let object = lexicon.kind_word(lexicon.end(link), Number::Singular);
        examples.push(format!(
            "which {} are {word} no {object}",
            plural(lexicon.start(link))
        ));
    }
    examples
}

/// The links between different kinds, those first whose kinds most is said of.
fn central_links(lexicon: &Lexicon) -> Vec<Direction> {
    let said_of = |kind: KindId| {
        let links = lexicon.directions().filter(|it| lexicon.start(*it) == kind);
        let attributes = lexicon.attributes().filter(|(_, it)| it.of == kind);
        let adjectives = lexicon.adjectives().filter(|(_, it)| it.of == kind);
        links.count() + attributes.count() + adjectives.count()
    };
    let ends = |link: &Direction| (lexicon.start(*link), lexicon.end(*link));
    let mut links: Vec<Direction> = lexicon.directions().collect();
    links.retain(|link| ends(link).0 != ends(link).1);
    links.sort_by_cached_key(|link| {
        let (start, end) = ends(link);
        std::cmp::Reverse((said_of(start), said_of(end)))
    });
    links
}

/// An adjective of what a link leads to.
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
