//! What can be asked of the graph: its kinds, relations, attributes and adjectives as tables, each with the number of
//! things that it applies to.

use crate::base::Diagnostic;
use crate::exec::{Body, Heading, Table, TableCell, TableRow};
use crate::question::{
    Condition, LinkCondition, LinkReach, NounPhrase, Polarity, Quantity, Question, SolutionModifiers,
};
use crate::session::Session;
use crate::words::{Direction, KindId, Lexicon, Meaning, Number, ValueType};

/// The vocabulary as tables.
#[derive(Debug, Clone, PartialEq)]
pub struct Schema {
    /// One row for each kind.
    pub kinds: Table,
    /// One row for each direction of a relation that has words.
    pub relations: Table,
    /// One row for each attribute.
    pub attributes: Table,
    /// One row for each adjective.
    pub adjectives: Table,
}

impl Session {
    /// The vocabulary with counts; with a kind, only what applies to it.
    ///
    /// # Errors
    /// When counting fails.
    pub fn schema(&self, of: Option<KindId>) -> Result<Schema, Diagnostic> {
        let ours = |kind: KindId| of.is_none_or(|of| self.lexicon.overlap(of, kind));
        let mut schema = Schema {
            kinds: empty("kinds", &["kind", "also", "things", "what it is"]),
            relations: empty("relations", &["kind", "can", "things that do", "what it means"]),
            attributes: empty("attributes", &["kind", "has", "said as", "values", "things that have it"]),
            adjectives: empty("adjectives", &["kind", "can be", "things that are", "what it means"]),
        };
        let lexicon = &self.lexicon;
        for (id, kind) in lexicon.kinds().filter(|(id, _)| of.is_none_or(|of| lexicon.overlap(of, *id))) {
            let also = lexicon.nouns_of(id);
            let also = also.filter(|noun| noun.forms != lexicon.noun(kind.noun).forms);
            let also: Vec<&str> = also.map(|noun| noun.forms.singular.as_str()).collect();
            let definition = kind.definition.clone().unwrap_or_default();
            push(
                &mut schema.kinds,
                [
                    lexicon.kind_word(id, Number::Singular).to_owned(),
                    also.join(", "),
                    self.count(id, None)?.to_string(),
                    definition,
                ],
            );
        }
        for link in lexicon.directions().filter(|link| ours(lexicon.start(*link))) {
            let said = link_phrases(lexicon, link);
            if said.is_empty() {
                continue;
            }
            let start = lexicon.start(link);
            let definition = &lexicon.relation(link.relation).definition;
            let linked = Condition::Linked(LinkCondition {
                direction: link,
                reach: LinkReach::Direct,
                quantity: Quantity::Some,
                object: Some(Box::new(NounPhrase::all(lexicon.end(link), lexicon))),
            });
            push(
                &mut schema.relations,
                [
                    lexicon.kind_word(start, Number::Singular).to_owned(),
                    said,
                    self.count(start, Some(linked))?.to_string(),
                    definition.clone().unwrap_or_default(),
                ],
            );
        }
        for (id, attribute) in lexicon.attributes().filter(|(_, it)| ours(it.of)) {
            let nouns: Vec<&str> = attribute.nouns.iter().map(|noun| noun.singular.as_str()).collect();
            let comparatives = attribute.less.iter().chain(&attribute.greater);
            let comparatives = comparatives.map(|word| format!("{word} than …"));
            let participles = attribute.participles.iter().map(|word| match attribute.values {
                ValueType::Date | ValueType::DateTime => format!("{word} before …"),
                _ => format!("{word} …"),
            });
            let prepositions = attribute.prepositions.iter().map(|word| format!("{word} …"));
            let said: Vec<String> = participles.chain(prepositions).chain(comparatives).collect();
            let carries = Condition::HasValue(id, Polarity::Positive);
            push(
                &mut schema.attributes,
                [
                    lexicon.kind_word(attribute.of, Number::Singular).to_owned(),
                    nouns.join(", "),
                    said.join(", "),
                    values(&attribute.values),
                    self.count(attribute.of, Some(carries))?.to_string(),
                ],
            );
        }
        for (id, adjective) in lexicon.adjectives().filter(|(_, it)| ours(it.of)) {
            let words = adjective.word.iter().cloned();
            let verb = adjective.verb.iter().map(|verb| format!("{} (verb)", verb.plural));
            let nouns = lexicon.nouns_narrowed_by(id);
            let nouns = nouns.map(|noun| format!("{} (noun)", noun.forms.singular));
            let said: Vec<String> = words.chain(verb).chain(nouns).collect();
            if said.is_empty() {
                continue;
            }
            let is = Condition::Is(id, Polarity::Positive);
            push(
                &mut schema.adjectives,
                [
                    lexicon.kind_word(adjective.of, Number::Singular).to_owned(),
                    said.join(", "),
                    self.count(adjective.of, Some(is))?.to_string(),
                    self.meaning_words(&adjective.meaning),
                ],
            );
        }
        Ok(schema)
    }

    fn meaning_words(&self, meaning: &Meaning) -> String {
        let short = |term: &oxigraph::model::Term| self.dataset.short(term.as_ref());
        match meaning {
            Meaning::Phrase(phrase) => phrase.clone(),
            Meaning::Subclass(classes) => {
                let classes: Vec<String> = classes.iter().map(|class| self.dataset.compact(class)).collect();
                format!("is one of {}", classes.join(", "))
            }
            Meaning::Value { path, value } => {
                let attribute = self.lexicon.attributes().find(|(_, it)| it.path == *path);
                let noun = attribute.and_then(|(_, attribute)| attribute.nouns.first());
                let word = self.lexicon.value_word(value).map(str::to_owned);
                let word = word.unwrap_or_else(|| short(value));
                match noun {
                    Some(noun) => format!("{} is {word}", noun.singular),
                    None => format!("leads to {word}"),
                }
            }
        }
    }

    /// How many things of a kind meet a condition, without the default filter.
    fn count(&self, kind: KindId, holds: Option<Condition>) -> Result<u64, Diagnostic> {
        let mut set = NounPhrase::all(kind, &self.lexicon);
        set.filters.extend(holds);
        let answer = self.evaluate(&Question::HowMany(set, SolutionModifiers::default()))?;
        match answer.body {
            Body::Count { count, .. } => Ok(count),
            _ => unreachable!("a how many question is answered by a number"),
        }
    }
}

/// `cite a source, have a source`
fn link_phrases(lexicon: &Lexicon, link: Direction) -> String {
    let words = lexicon.direction_words(link);
    let object = lexicon.a_kind(lexicon.end(link));
    let verbs = words.verbs.iter().map(|verb| format!("{} {object}", verb.plural));
    let participles = words.participles.iter().map(|word| format!("be {word} {object}"));
    let prepositions = words.prepositions.iter().map(|word| format!("be {word} {object}"));
    let roles = words.roles.iter().map(|role| {
        let a_role = crate::words::with_article(&role.singular);
        let noun = lexicon.kind_word(lexicon.end(link), Number::Singular);
        if role.singular == noun { format!("have {a_role}") } else { format!("have {a_role}, which is {object}") }
    });
    let all: Vec<String> = verbs.chain(participles).chain(prepositions).chain(roles).collect();
    all.join(", ")
}

fn values(values: &ValueType) -> String {
    match values {
        ValueType::Text => "text".to_owned(),
        ValueType::Number => "number".to_owned(),
        ValueType::Date => "date".to_owned(),
        ValueType::DateTime => "date and time".to_owned(),
        ValueType::OneOf(values) => {
            let words: Vec<&str> = values.iter().filter_map(|(_, words)| words.first().map(String::as_str)).collect();
            words.join(", ")
        }
    }
}

fn empty(noun: &str, headings: &[&str]) -> Table {
    Table {
        headings: headings.iter().map(|it| Heading::of_values(*it)).collect(),
        noun: noun.to_owned(),
        ..Table::default()
    }
}

fn push<const N: usize>(table: &mut Table, cells: [String; N]) {
    table.things += 1;
    table.rows.push(TableRow { cells: cells.into_iter().map(TableCell::of_text).collect() });
}
