//! Definitions: what the adjectives of a vocabulary mean. Which definition uses which is a graph that must have no
//! cycle.

use std::collections::HashMap;

use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};

use crate::base::{Blame, Code, Diagnostic, Faults, Source, Span};
use crate::lang::{QuestionForm, Statement, StatementKind, parse};
use crate::question::{NounPhrase, Question, ResolvedStatement};
use crate::session::{Session, arrows};
use crate::words::{AdjectiveId, Meaning};

/// A cycle of adjectives, each defined by the next; `None` if there is none.
pub(super) fn find_cycle(definitions: &HashMap<AdjectiveId, NounPhrase>) -> Option<Vec<AdjectiveId>> {
    let mut ids: Vec<AdjectiveId> = definitions.keys().copied().collect();
    ids.sort_unstable();
    let mut graph: DiGraph<AdjectiveId, ()> = DiGraph::new();
    let nodes: HashMap<AdjectiveId, NodeIndex> = ids.iter().map(|id| (*id, graph.add_node(*id))).collect();
    for id in &ids {
        for used in definitions[id].adjectives_used() {
            if let Some(node) = nodes.get(&used) {
                graph.update_edge(nodes[id], *node, ());
            }
        }
    }
    let knot = kosaraju_scc(&graph)
        .into_iter()
        .find(|group| group.len() > 1 || group.iter().any(|node| graph.contains_edge(*node, *node)))?;
    // Inside a strongly connected component, a walk along edges that stay inside returns to a visited node.
    let mut walk = vec![*knot.iter().min()?];
    loop {
        let last = *walk.last()?;
        let next = graph.neighbors(last).filter(|node| knot.contains(node)).min()?;
        if let Some(from) = walk.iter().position(|node| *node == next) {
            return Some(walk[from..].iter().map(|node| graph[*node]).collect());
        }
        walk.push(next);
    }
}

impl Session {
    /// The meanings that the vocabulary gives to its adjectives as phrases.
    pub(super) fn definitions_of_the_vocabulary(&self) -> Result<HashMap<AdjectiveId, NounPhrase>, Faults> {
        let mut definitions = HashMap::new();
        let mut problems = Vec::new();
        for (id, adjective) in self.lexicon.adjectives() {
            let Meaning::Phrase(phrase) = &adjective.meaning else {
                continue;
            };
            let word = adjective.word.as_deref().unwrap_or_default();
            let source = Source::new(&format!("the meaning of `{word}`"), phrase);
            match self.meaning(&source) {
                Ok(meaning) if self.lexicon.overlap(meaning.kind, adjective.of) => {
                    definitions.insert(id, meaning);
                }
                Ok(meaning) => problems.push(
                    meaning_of_another_kind(
                        &source,
                        &self.lexicon.a_kind(adjective.of),
                        &self.lexicon.a_kind(meaning.kind),
                    )
                    .help(adjective.place.as_str()),
                ),
                Err(faults) => problems.extend(faults.into_iter().map(|mut fault| {
                    fault.blame = Blame::Data;
                    fault.help(adjective.place.as_str())
                })),
            }
        }
        if let Some(circle) = find_cycle(&definitions) {
            let place = self.lexicon.adjective(circle[0]).place.clone();
            problems.push(circular_meaning(&self.words_of(&circle), &place));
        }
        if problems.is_empty() { Ok(definitions) } else { Err(problems.into()) }
    }

    fn meaning(&self, source: &Source) -> Result<NounPhrase, Faults> {
        let statements = parse(source)?;
        match statements.as_slice() {
            [statement @ Statement { kind: StatementKind::Question { form: QuestionForm::Which, .. }, .. }] => {
                match self.read(statement, source)? {
                    ResolvedStatement::Question(Question::Which(set, _)) => Ok(set),
                    _ => unreachable!("a which question is resolved as one"),
                }
            }
            _ => Err(not_a_phrase(source).into()),
        }
    }
}

/// two adjectives of a vocabulary that are defined by each other
fn circular_meaning(words: &[String], place: &str) -> Diagnostic {
    let message = format!("an adjective is defined in terms of itself: {}", arrows(words));
    Diagnostic::new(Blame::Data, Code::DefinedByItself, message).help(place)
}

/// `say:of cv:Claim ; say:means "a source that is gone"`
fn meaning_of_another_kind(source: &Source, of: &str, other: &str) -> Diagnostic {
    let whole = Span::new(0, source.text.len());
    let message = format!("an adjective for {of} cannot mean {other}");
    Diagnostic::new(Blame::Data, Code::DefinedAsAnotherKind, message).at(source, whole, "")
}

/// `say:means "how many claims are there"`
fn not_a_phrase(source: &Source) -> Diagnostic {
    let whole = Span::new(0, source.text.len());
    Diagnostic::new(
        Blame::Data,
        Code::NotAPhrase,
        "the meaning of an adjective must be a noun phrase, like `a claim that lacks a source`",
    )
    .at(source, whole, "")
}
