//! A drawing of many boxes made small: boxes of one group and role are merged into one.

use std::collections::{BTreeSet, HashMap};

use crate::graph::drawing::{Drawing, DrawingLink, DrawingNode, LineKind, Mark, SupportRole};

/// The merged boxes; `place` gives the merged box of each box of the original drawing.
struct NodeGroups {
    nodes: Vec<DrawingNode>,
    place: Vec<usize>,
    /// Kinds of the boxes of a group.
    kinds: Vec<BTreeSet<String>>,
}

impl Drawing {
    /// Merges the boxes of one group and role. `group_of` gives the name of the group of a box, from its index; a box
    /// without a group, or alone in it, stays as it is. Lines between the same boxes become one with a count; the
    /// remarks of a group count the lines inside it. A group is weak, or asked for, if one of its boxes is, and left
    /// out if all are.
    #[must_use]
    pub fn group_nodes(&self, group_of: impl Fn(usize, &DrawingNode) -> Option<String>) -> Self {
        let groups = self.nodes.iter().enumerate();
        let groups: Vec<Option<(String, SupportRole)>> =
            groups.map(|(at, node)| Some((group_of(at, node)?, node.role))).collect();
        let mut sizes: HashMap<&(String, SupportRole), usize> = HashMap::new();
        for group in groups.iter().flatten() {
            *sizes.entry(group).or_default() += 1;
        }
        let groups: Vec<Option<&(String, SupportRole)>> =
            groups.iter().map(|it| it.as_ref().filter(|it| sizes[it] > 1)).collect();
        let mut fold = self.fold(&groups);
        let (links, inside) = self.merge_links(&fold.place);
        let mut folded = vec![0; fold.nodes.len()];
        for place in &fold.place {
            folded[*place] += 1;
        }
        let mut notes = self.notes.clone();
        let boxes: usize = folded.iter().filter(|it| **it > 1).sum();
        let all = folded.iter().filter(|it| **it > 1).count();
        for (at, node) in fold.nodes.iter_mut().enumerate() {
            if folded[at] > 1 {
                node.kind = kind_of(&fold.kinds[at]);
                if inside[at] > 0 {
                    node.remarks.push(format!("{} links inside", inside[at]));
                }
            }
        }
        if boxes > 0 {
            notes.push(format!("{boxes} boxes are drawn as {all} groups"));
        }
        Self { title: self.title.clone(), nodes: fold.nodes, links, notes }
    }

    fn fold(&self, groups: &[Option<&(String, SupportRole)>]) -> NodeGroups {
        let mut fold = NodeGroups { nodes: Vec::new(), place: Vec::with_capacity(self.nodes.len()), kinds: Vec::new() };
        let mut place_of: HashMap<&(String, SupportRole), usize> = HashMap::new();
        for (node, group) in self.nodes.iter().zip(groups) {
            let Some(group) = group else {
                fold.place.push(fold.nodes.len());
                fold.nodes.push(node.clone());
                fold.kinds.push(BTreeSet::new());
                continue;
            };
            let place = *place_of.entry(group).or_insert(fold.nodes.len());
            fold.place.push(place);
            if place == fold.nodes.len() {
                fold.nodes.push(DrawingNode {
                    name: group.0.clone(),
                    label: group.0.clone(),
                    kind: String::new(),
                    remarks: Vec::new(),
                    role: group.1,
                    marks: node.marks.clone(),
                    count: node.count,
                });
                fold.kinds.push(BTreeSet::from([node.kind.clone()]));
            } else {
                let all = &mut fold.nodes[place];
                all.count += node.count;
                all.marks = both(&all.marks, &node.marks);
                fold.kinds[place].insert(node.kind.clone());
            }
        }
        fold
    }

    /// The links between the merged boxes, and how many lie inside each. A contradiction has no direction.
    fn merge_links(&self, place: &[usize]) -> (Vec<DrawingLink>, Vec<usize>) {
        let mut links: Vec<DrawingLink> = Vec::new();
        let mut inside = vec![0; place.iter().max().map_or(0, |last| last + 1)];
        let mut members = vec![0_usize; inside.len()];
        for at in place {
            members[*at] += 1;
        }
        let mut seen: HashMap<(usize, usize, LineKind, &str), usize> = HashMap::new();
        for link in &self.links {
            let ends = [link.from, link.to].map(|end| place.get(end).copied());
            let [Some(from), Some(to)] = ends else {
                continue;
            };
            if from == to && members[from] > 1 {
                inside[from] += link.count;
                continue;
            }
            let folded = members[from] > 1 || members[to] > 1;
            let [from, to] = match link.line {
                LineKind::Contradict if folded => [from.min(to), from.max(to)],
                _ => [from, to],
            };
            let new = DrawingLink { from, to, ..link.clone() };
            match seen.get(&(from, to, link.line, link.label.as_str())) {
                Some(at) if folded => links[*at].count += link.count,
                _ => {
                    seen.insert((from, to, link.line, &link.label), links.len());
                    links.push(new);
                }
            }
        }
        (links, inside)
    }
}

/// The nouns of the boxes of a group, separated by commas.
fn kind_of(kinds: &BTreeSet<String>) -> String {
    let kinds: Vec<&str> = kinds.iter().map(String::as_str).collect();
    kinds.join(", ")
}

/// The marks of two boxes merged: left out only if both are.
fn both(one: &[Mark], other: &[Mark]) -> Vec<Mark> {
    let has = |mark: Mark| match mark {
        Mark::Asked | Mark::Weak => one.contains(&mark) || other.contains(&mark),
        Mark::LeftOut => one.contains(&mark) && other.contains(&mark),
    };
    let marks = [Mark::Asked, Mark::Weak, Mark::LeftOut].into_iter();
    marks.filter(|mark| has(*mark)).collect()
}
