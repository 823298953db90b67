//! Help texts, made from the loaded vocabulary: every example can be asked.

use crate::app::dot_commands::DOT_COMMANDS;
use crate::base::{Cut, Limit};
use crate::lang::quote;
use crate::session::{Explanation, Session};
use crate::words::{CompiledPath, Direction, KindId, Lexicon, Number, ValueType, with_article};

/// The text of `.help TOPIC`, by topic.
pub(super) const TOPICS: [(&str, &str); 8] = [
    (
        "questions",
        "which …                    the things, a row for each\n\
         how many …                 their number; `by` or `per` groups them\n\
         show COLUMNS of …          a table\n\
         is there …, does NAME …    yes or no\n\
         compare NAMES on TOPICS    side by side\n\
         describe NAME              everything about one thing\n",
    ),
    (
        "evidence",
        "why NAME                   what supports a thing, as a tree\n\
         why does NAME …, why is NAME …   why it holds, or does not\n\
         what rests on NAME         what would lose support without it\n\
         suppose NAME is gone: …    a question about hypothetical facts; `and`, `is public`, `is not public`\n",
    ),
    (
        "conditions",
        "that, with, without, have, lack, is, are, not, and, or, but, ( )\n\
         whose PATH is VALUE        what is linked or carried; every, for all of them\n\
         a, no, 2, exactly 2, at least 2, at most 2, more than 2, fewer than 2, only, every, all\n\
         ultimately                 any number of steps\n\
         their, its                 of the things that the question is about\n\
         other than NAME            all but that one\n\
         as WORD                    names what was found, to compare it later\n",
    ),
    (
        "dates",
        "before, after, on, since, until 2026-01-31 or today\n\
         between 2026-01-01 and 2026-03-31\n\
         in the last 6 months, 180 days ago, older than 90 days\n",
    ),
    (
        "numbers",
        "number of …, smallest, largest, earliest, latest, average, total\n\
         + - * / with spaces around them, round( … , 2), > < = >= <= !=\n\
         whose number of NOUNS > 3\n",
    ),
    (
        "tables",
        "showing COLUMNS            other columns for `which`\n\
         sorted by COLUMN descending, first 5, skip 5\n\
         by COLUMN, per COLUMN      groups; count is the size of a group\n",
    ),
    (
        "names",
        "those                      the things of the last answer\n\
         define a NEW-WORD noun as …  gives a word your own meaning\n\
         let NAME be …              gives a set a name\n\
         \"Two words\", prefix:name, <https://…>   names of things\n",
    ),
    ("sparql", "sparql SELECT …            runs a SPARQL query, unchanged\n"),
];

/// An explanation, each stage under its heading.
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

/// The greeting: the program, and what is loaded.
pub(super) fn welcome(session: &Session) -> String {
    let dataset = session.dataset();
    let files = dataset.files().len();
    let files = if files == 1 { "1 file".to_owned() } else { format!("{files} files") };
    let kinds =
        Cut::of(session.largest_kinds(), Limit::KindsInWelcome).map(|(noun, things)| format!("{things} {noun}"));
    let more = match kinds.more() {
        0 => "",
        1 => " kind",
        _ => " kinds",
    };
    let kinds = kinds.comma_list();
    format!("caveat {}: {} facts from {files}: {kinds}{more}", env!("CARGO_PKG_VERSION"), dataset.quad_count())
}

/// The text of `.data`: the files with their digests.
pub(super) fn data(session: &Session) -> String {
    let dataset = session.dataset();
    let mut text = String::new();
    for file in dataset.files() {
        let name = crate::base::visible(&file.name);
        text.push_str(&format!("{name}: {} facts, sha256 {}\n", file.facts, &file.digest[..12]));
    }
    for name in dataset.files_passed_over() {
        text.push_str(&format!("{}: not read\n", crate::base::visible(name)));
    }
    text.push_str(&format!(
        "all: {} distinct facts, sha256 {}; today is {}\n",
        dataset.len(),
        &dataset.digest()[..12],
        session.settings().today,
    ));
    text
}

/// The text of `.help`.
pub(super) fn help(session: &Session) -> String {
    let mut text = String::from("Ask in sentences: a kind of thing, what it has or lacks, what it is.\n\n");
    for example in examples(session) {
        text.push_str(&format!("  {example}\n"));
    }
    text.push_str("\nAt the prompt\n");
    for (name, what) in DOT_COMMANDS {
        text.push_str(&format!("  {name:<9} {what}\n"));
    }
    let topics: Vec<&str> = TOPICS.iter().map(|(topic, _)| *topic).collect();
    text.push_str(&format!(
        "\nTab completes, → accepts the hint, Ctrl-C clears the line, Ctrl-D leaves the prompt.\n\
         .help TOPIC shows the words for {}.\n\
         All words and names of the data: .schema, and Tab.\n",
        topics.join(", ")
    ));
    text
}

/// The text for a topic, if there is one.
pub(super) fn topic(name: &str) -> Option<&'static str> {
    let mut topics = TOPICS.iter();
    topics.find_map(|(topic, text)| topic.eq_ignore_ascii_case(name).then_some(*text))
}

/// Questions that this vocabulary can answer, about the kinds with the most relations, attributes and adjectives.
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
        examples.push(format!("which {things} {word} {name}{}", lack.unwrap_or_default()));
        let attribute = lexicon.attributes().find(|(_, it)| it.of == kind);
        if let Some(noun) = attribute.and_then(|(_, attribute)| attribute.nouns.first()) {
            examples.push(format!("show {} of {things} {word} {name}", noun.singular));
        }
        examples.push(format!("describe {name}"));
    }
    let dated =
        lexicon.attributes().find(|(_, attribute)| attribute.values == ValueType::Date && !attribute.less.is_empty());
    if let Some((_, attribute)) = dated {
        let less = &attribute.less[0];
        examples.push(format!("are there {} {less} than 90 days", plural(attribute.of)));
    }
    let counted = from_the_centre.iter().find_map(|link| {
        let back = Direction { backward: !link.backward, ..*link };
        let word = lexicon.direction_words(back).participles.first()?;
        Some((back, word))
    });
    if let Some((link, word)) = counted {
        let object = lexicon.kind_word(lexicon.end(link), Number::Singular);
        examples.push(format!("which {} are {word} no {object}", plural(lexicon.start(link))));
    }
    examples
}

/// The links between different kinds, those first whose kinds have the most vocabulary.
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

/// An adjective that applies to the end of a link.
fn adjective_of(lexicon: &Lexicon, link: Direction) -> Option<&str> {
    let mut adjectives = lexicon.adjectives();
    adjectives.find_map(|(_, adjective)| {
        (adjective.of == lexicon.end(link)).then_some(())?;
        adjective.word.as_deref()
    })
}

/// The name of a thing at the end of a link that no other thing bears.
fn name_of(session: &Session, link: Direction) -> Option<String> {
    let (lexicon, dataset) = (session.lexicon(), session.dataset());
    let path = lexicon.path(link);
    let compiled = CompiledPath::of_facts(&path, dataset);
    let a = dataset.iri_id(oxigraph::model::vocab::rdf::TYPE)?;
    let classes = lexicon.kind(lexicon.start(link)).classes.iter();
    let things =
        classes.filter_map(|class| dataset.iri_id(class.as_ref())).flat_map(|class| dataset.subjects(a, class));
    let mut reached = things.take(50).flat_map(|thing| compiled.reach(thing));
    reached.find_map(|thing| {
        let name = lexicon.names().first_of(dataset, thing)?;
        (lexicon.names().find(&name).len() == 1).then_some(name)
    })
}
