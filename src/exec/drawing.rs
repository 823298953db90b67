//! A neutral drawing of things with their support: claims, the claims and sources that support them, the caveats that
//! limit them, what replaces them.

use std::collections::{BTreeMap, BTreeSet, HashSet, VecDeque};

use crate::base::{Cut, Limit};
use crate::exec::fact_writer::FactWriter;
use crate::exec::group_drawing::group_drawing;
use crate::graph::{
    Drawing, DrawingLink, DrawingNode, GraphAnalyses, LineKind, Mark, OppositionVerdict, SupportGraph, SupportRole,
};
use crate::store::{Dataset, Id};
use crate::words::{Direction, Lexicon, Support};

/// Draws things with all their support. A thing whose kind has no support, such as a vendor or a topic, is drawn with
/// the things that are linked to it.
#[must_use]
pub fn picture(asked: &[Id], title: String, lexicon: &Lexicon, dataset: &Dataset, evidence: &GraphAnalyses) -> Drawing {
    let telling = FactWriter { lexicon, dataset };
    let mut drawn = DrawingBuilder {
        telling,
        evidence,
        asked: asked.iter().copied().collect(),
        unsupported: evidence.graph().map(SupportGraph::things_without_support).unwrap_or_default(),
        places: BTreeMap::new(),
        ids: Vec::new(),
        links: BTreeMap::new(),
    };
    if let (Some(support), Some(graph)) = (lexicon.support(), evidence.graph()) {
        drawn.gather(asked, support, graph);
    } else {
        for thing in asked {
            drawn.node_index(*thing);
        }
    }
    let left_out = match lexicon.support() {
        Some(support) => lexicon.default_exclusions(dataset, support.of),
        None => BTreeSet::new(),
    };
    let mut more_told = 0;
    let nodes = drawn.ids.iter().map(|id| {
        let (remarks, more) = drawn.remarks(*id).into_parts();
        more_told += usize::from(more > 0);
        let mut marks = Vec::new();
        marks.extend(drawn.asked.contains(id).then_some(Mark::Asked));
        marks.extend(drawn.is_weak(*id).then_some(Mark::Weak));
        marks.extend(left_out.contains(id).then_some(Mark::LeftOut));
        let about = telling.identity(*id);
        DrawingNode {
            name: about.short,
            label: about.label,
            kind: about.kind,
            remarks,
            role: drawn.role(*id),
            marks,
            count: 1,
        }
    });
    let nodes: Vec<DrawingNode> = nodes.collect();
    let boxes = nodes.len();
    let drawing = Drawing { title, nodes, links: drawn.links.values().cloned().collect(), notes: Vec::new() };
    let mut drawing = group_drawing(drawing, &drawn.ids, telling);
    // Grouped boxes show no values.
    if more_told > 0 && drawing.nodes.len() == boxes {
        let most = Limit::BoxRemarks.most();
        let of = if more_told == 1 { "1 box has".to_owned() } else { format!("{more_told} boxes have") };
        drawing.notes.push(format!("each box shows at most {most} values; {of} more on record: `describe` shows them"));
    }
    drawing
}

struct DrawingBuilder<'a> {
    telling: FactWriter<'a>,
    evidence: &'a GraphAnalyses,
    asked: BTreeSet<Id>,
    unsupported: HashSet<Id>,
    places: BTreeMap<Id, usize>,
    ids: Vec<Id>,
    /// By both ends and the meaning of the line, so that links of one kind between two boxes are one line.
    links: BTreeMap<(usize, usize, LineKind), DrawingLink>,
}

impl DrawingBuilder<'_> {
    fn node_index(&mut self, thing: Id) -> usize {
        let next = self.ids.len();
        let place = *self.places.entry(thing).or_insert(next);
        if place == next {
            self.ids.push(thing);
        }
        place
    }

    fn link(&mut self, from: Id, to: Id, line: LineKind, label: &str) {
        let (from, to) = (self.node_index(from), self.node_index(to));
        let link = self.links.entry((from, to, line)).or_insert(DrawingLink {
            from,
            to,
            line,
            label: label.to_owned(),
            count: 0,
        });
        link.count += 1;
    }

    /// One line for both directions.
    fn contradict(&mut self, thing: Id, other: Id) {
        let (from, to) = (self.node_index(thing), self.node_index(other));
        if !self.links.contains_key(&(to, from, LineKind::Contradict)) {
            self.link(thing, other, LineKind::Contradict, "");
        }
    }

    /// Adds things and what supports them, the nearest first.
    fn gather(&mut self, asked: &[Id], support: &Support, graph: &SupportGraph) {
        let mut waiting: VecDeque<(Id, bool)> = VecDeque::new();
        for thing in asked {
            self.node_index(*thing);
            if graph.is_thing(*thing) {
                waiting.push_back((*thing, true));
            } else {
                for (other, word) in self.things_linked_to(*thing, graph) {
                    let line = if graph.is_ground(*thing) { LineKind::Support } else { LineKind::Other };
                    if line == LineKind::Other {
                        self.link(other, *thing, line, &word);
                    }
                    waiting.push_back((other, true));
                }
            }
        }
        let mut seen: BTreeSet<Id> = BTreeSet::new();
        while let Some((thing, whole)) = waiting.pop_front() {
            if !seen.insert(thing) {
                continue;
            }
            self.node_index(thing);
            for limit in self.along(&support.limits, thing) {
                self.link(limit, thing, LineKind::Limit, "");
            }
            for ground in graph.grounds_of(thing).collect::<Vec<_>>() {
                self.link(thing, ground, LineKind::Support, "");
            }
            if !whole {
                continue;
            }
            for newer in self.along(&support.replaced, thing) {
                self.link(newer, thing, LineKind::Replace, "");
                waiting.push_back((newer, false));
            }
            for (other, verdict) in self.evidence.opposites(thing) {
                if matches!(verdict, OppositionVerdict::Contradict(_)) && self.asked.contains(&thing) {
                    self.contradict(thing, other);
                    waiting.push_back((other, false));
                }
            }
            for below in graph.rests_of(thing).collect::<Vec<_>>() {
                self.link(thing, below, LineKind::Support, "");
                waiting.push_back((below, true));
            }
        }
    }

    /// The supported things that link to a thing, with the word for the link.
    fn things_linked_to(&self, thing: Id, graph: &SupportGraph) -> Vec<(Id, String)> {
        let FactWriter { lexicon, dataset } = self.telling;
        let mut found: BTreeMap<Id, String> = BTreeMap::new();
        for link in lexicon.directions().filter(|link| !link.backward) {
            let kinds = lexicon.kinds_of(dataset, thing);
            let ends_here = kinds.iter().any(|kind| lexicon.is_a(*kind, lexicon.end(link)));
            let plain = matches!(lexicon.path(link).0.as_slice(), [crate::words::Step::Forward(_)]);
            let of_ground = graph.is_ground(thing);
            if !ends_here || !(plain || of_ground && is_ground_link(lexicon, link)) {
                continue;
            }
            for other in lexicon.path(link).inverse().walk(dataset, thing) {
                if graph.is_thing(other) {
                    let roles = &lexicon.direction_words(link).roles;
                    let word = roles.first().map(|role| role.singular.clone());
                    found.entry(other).or_insert(word.unwrap_or_default());
                }
            }
        }
        found.into_iter().collect()
    }

    fn along(&self, links: &[Direction], thing: Id) -> Vec<Id> {
        let FactWriter { lexicon, dataset } = self.telling;
        let paths = links.iter().map(|link| lexicon.path_within_kind(*link));
        let mut ends: Vec<Id> = paths.flat_map(|path| path.walk(dataset, thing)).collect();
        ends.sort_unstable();
        ends.dedup();
        ends
    }

    fn role(&self, thing: Id) -> SupportRole {
        let limits = self.telling.lexicon.support().map(|it| it.limits.as_slice());
        let lexicon = self.telling.lexicon;
        let kinds = lexicon.kinds_of(self.telling.dataset, thing);
        let is_limit = || {
            let mut ends = limits.unwrap_or_default().iter().map(|link| lexicon.end(*link));
            ends.any(|end| kinds.iter().any(|kind| lexicon.is_a(*kind, end)))
        };
        match self.evidence.graph() {
            Some(graph) if graph.is_thing(thing) => SupportRole::Supported,
            Some(graph) if graph.is_ground(thing) => SupportRole::Ground,
            Some(_) if is_limit() => SupportRole::Limit,
            _ => SupportRole::Other,
        }
    }

    /// True if something falls without it, or if nothing supports it.
    fn is_weak(&self, thing: Id) -> bool {
        match self.role(thing) {
            SupportRole::Ground => self.evidence.weight(thing) > 0,
            SupportRole::Supported => self.unsupported.contains(&thing) || self.evidence.weight(thing) > 0,
            SupportRole::Limit | SupportRole::Other => false,
        }
    }

    fn remarks(&self, thing: Id) -> Cut<String> {
        let FactWriter { lexicon, dataset } = self.telling;
        let kinds = lexicon.kinds_of(dataset, thing);
        let trails = kinds.iter().flat_map(|kind| &lexicon.kind(*kind).evidence_columns);
        let told = trails.filter_map(|trail| {
            let reached = trail.path(lexicon)?.walk(dataset, thing);
            let values: Vec<String> = reached.into_iter().map(|id| self.telling.value(id)).collect();
            (!values.is_empty()).then(|| values.join(", "))
        });
        Cut::of(told, Limit::BoxRemarks)
    }
}

/// True for the relation from a thing to its grounds.
fn is_ground_link(lexicon: &Lexicon, link: Direction) -> bool {
    lexicon.support().is_some_and(|support| support.grounds.contains(&link))
}
