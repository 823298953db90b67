//! The content of facts, by value: equal values get the same text, and a blank node is identified by its content.

use std::collections::{HashMap, HashSet};
use std::str::FromStr;

use oxigraph::model::vocab::xsd;
use oxigraph::model::{Literal, LiteralRef, TermRef};
use oxsdatatypes::{Boolean, Date, DateTime, Decimal, Double, Float, Integer};
use sha2::{Digest, Sha256};

use crate::base::hexadecimal;
use crate::store::{Dataset, Id};
use crate::words::Lexicon;

/// Stands for a node that is being visited already.
const CIRCLE: &str = "[again]";

/// Digits of a hash that are kept.
const DIGITS: usize = 16;

/// Fingerprint of what the facts say of a thing and of what belongs to it: the first 16 hexadecimal digits of a
/// SHA-256. It does not depend on files, lines, prefixes, the order of facts or the spelling of values.
#[must_use]
pub fn fingerprint(lexicon: &Lexicon, dataset: &Dataset, thing: Id) -> String {
    let mut contents = CanonicalTerms::new(dataset);
    let mut lines = contents.facts_of(thing);
    for belonging in lexicon.belongings(dataset, thing) {
        lines.extend(contents.facts_of(belonging.thing));
        let (owner, thing) = (belonging.owner, belonging.thing);
        lines.push(format!("{} has {}", contents.term(owner), contents.term(thing)));
    }
    lines.sort_unstable();
    lines.dedup();
    hash(&lines)
}

/// The first 16 hexadecimal digits of the SHA-256 of lines.
pub(super) fn hash(lines: &[String]) -> String {
    let mut hash = Sha256::new();
    for line in lines {
        hash.update(line.as_bytes());
        hash.update([b'\n']);
    }
    let mut digits = hexadecimal(&hash.finalize());
    digits.truncate(DIGITS);
    digits
}

/// The terms of a dataset in canonical form, by value.
pub(super) struct CanonicalTerms<'a> {
    dataset: &'a Dataset,
    /// The content of blank nodes.
    nameless: HashMap<Id, String>,
}

impl<'a> CanonicalTerms<'a> {
    pub(super) fn new(dataset: &'a Dataset) -> Self {
        Self { dataset, nameless: HashMap::new() }
    }

    /// The facts with this subject, one per line, sorted.
    pub(super) fn facts_of(&mut self, thing: Id) -> Vec<String> {
        let subject = self.term(thing);
        let triples: Vec<_> = self.dataset.matching(Some(thing), None, None).collect();
        let mut lines: Vec<String> = triples
            .into_iter()
            .map(|[_, p, o]| format!("{subject} {} {}", self.dataset.term(p), self.term(o)))
            .collect();
        lines.sort_unstable();
        lines
    }

    /// The canonical form of a term.
    pub(super) fn term(&mut self, id: Id) -> String {
        if self.dataset.is_nameless(id) {
            return self.node(id);
        }
        term_text(self.dataset.term(id))
    }

    /// The content of a blank node. Uses an explicit stack, not recursion, since a list in Turtle is a chain of blank
    /// nodes.
    fn node(&mut self, start: Id) -> String {
        let mut open = HashSet::new();
        let mut waiting = vec![(start, false)];
        let mut in_circle = false;
        let mut found: Vec<Id> = Vec::new();
        while let Some((id, entered)) = waiting.pop() {
            if self.nameless.contains_key(&id) {
                continue;
            }
            if entered {
                let content = self.content_of(id);
                self.nameless.insert(id, content);
                open.remove(&id);
                found.push(id);
                continue;
            }
            if !open.insert(id) {
                in_circle = true;
                continue;
            }
            waiting.push((id, true));
            let triples = self.dataset.matching(Some(id), None, None);
            let nodes = triples.map(|[_, _, o]| o);
            waiting.extend(nodes.filter(|o| self.dataset.is_nameless(*o)).map(|o| (o, false)));
        }
        let content = self.nameless[&start].clone();
        if in_circle {
            // Content found inside a cycle depends on where the cycle was entered.
            for id in found {
                self.nameless.remove(&id);
            }
        }
        content
    }

    fn content_of(&self, id: Id) -> String {
        let triples = self.dataset.matching(Some(id), None, None);
        let mut lines: Vec<String> = triples
            .map(|[_, p, o]| {
                let object = if self.dataset.is_nameless(o) {
                    self.nameless.get(&o).cloned().unwrap_or(CIRCLE.to_owned())
                } else {
                    term_text(self.dataset.term(o))
                };
                format!("{} {object}", self.dataset.term(p))
            })
            .collect();
        lines.sort_unstable();
        format!("[{}]", hash(&lines))
    }
}

/// The canonical form of an IRI or a literal.
fn term_text(term: TermRef<'_>) -> String {
    match term {
        TermRef::Literal(literal) => by_value(literal).to_string(),
        other => other.to_string(),
    }
}

/// The literal with the canonical spelling of its value: `1.10` is `1.1`.
fn by_value(literal: LiteralRef<'_>) -> Literal {
    fn respell<T: FromStr + ToString>(text: &str) -> Option<String> {
        Some(text.parse::<T>().ok()?.to_string())
    }
    let text = literal.value();
    let datatype = literal.datatype();
    let usual = match datatype {
        xsd::DECIMAL => respell::<Decimal>(text),
        xsd::DOUBLE => respell::<Double>(text),
        xsd::FLOAT => respell::<Float>(text),
        xsd::BOOLEAN => respell::<Boolean>(text),
        xsd::DATE => respell::<Date>(text),
        xsd::DATE_TIME => respell::<DateTime>(text),
        xsd::INTEGER
        | xsd::LONG
        | xsd::INT
        | xsd::SHORT
        | xsd::BYTE
        | xsd::NON_NEGATIVE_INTEGER
        | xsd::UNSIGNED_INT
        | xsd::UNSIGNED_LONG => respell::<Integer>(text),
        _ => None,
    };
    match usual {
        Some(usual) => Literal::new_typed_literal(usual, datatype),
        None => literal.into_owned(),
    }
}
