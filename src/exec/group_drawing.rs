//! Makes a very large drawing small. Supported things are grouped by the thing that is compared, or by topic if that is
//! one thing only; grounds by who answers for them; limits with what they limit.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::{Cut, Limit};
use crate::exec::fact_writer::FactWriter;
use crate::graph::{Drawing, LineKind, SupportRole};
use crate::store::Id;
use crate::words::{Direction, Number};

/// The group of what is in no group, or in a small one.
const OTHERS: &str = "others";

/// Groups the boxes of a drawing if there are too many; `ids` are the things of its boxes.
pub(super) fn group_drawing(drawing: Drawing, ids: &[Id], telling: FactWriter<'_>) -> Drawing {
    if drawing.nodes.len() <= Limit::Boxes.most() {
        return drawing;
    }
    let lexicon = telling.lexicon;
    let things = lexicon.comparison().map(|it| it.things);
    let topics = lexicon.topic_link();
    let answerable = lexicon.support().and_then(|it| it.answerable);
    let by = |link: Option<Direction>, role: SupportRole| -> BTreeMap<usize, String> {
        let of_role = (0..ids.len()).filter(|at| drawing.nodes[*at].role == role);
        let named = of_role.map(|at| (at, link.and_then(|link| telling.end_of(link, ids[at]))));
        named.map(|(at, name)| (at, name.unwrap_or_else(|| OTHERS.to_owned()))).collect()
    };
    let mut standing = by(things, SupportRole::Supported);
    let one_thing = standing.values().collect::<BTreeSet<_>>().len() <= 1;
    let standing_by = if one_thing { topics } else { things };
    if one_thing {
        standing = by(topics, SupportRole::Supported);
    }
    let (mut group_of, mut others) = merge_small_groups(standing);
    for link in drawing.links.iter().filter(|it| it.line == LineKind::Limit) {
        if let Some(group) = group_of.get(&link.to).cloned() {
            group_of.entry(link.from).or_insert(group);
        }
    }
    let (by_answerable, other_grounds) = merge_small_groups(by(answerable, SupportRole::Ground));
    group_of.extend(by_answerable);
    others += other_grounds;
    let mut drawing = drawing;
    let mut told = Vec::new();
    let kinds = lexicon.support().map(|it| [it.of, it.ground]);
    for (kind, link) in kinds.iter().flatten().zip([standing_by, answerable]) {
        if let Some(link) = link {
            let things = lexicon.kind_word(*kind, Number::Plural);
            let by = lexicon.direction_words(link).roles.first();
            let by = by.map_or_else(
                || lexicon.kind_word(lexicon.end(link), Number::Singular),
                |role| role.get(Number::Singular),
            );
            told.push(format!("{things} by {by}"));
        }
    }
    let boxes = drawing.nodes.len();
    drawing.title = format!("{} ({boxes} things, in groups)", drawing.title);
    drawing.notes.push(format!(
        "there are more than {} boxes, so they are grouped: {}",
        Limit::Boxes.most(),
        told.join(", ")
    ));
    if others > 0 {
        let groups = if others == 1 { "1 small group is".to_owned() } else { format!("{others} small groups are") };
        drawing.notes.push(format!("{groups} drawn as `{OTHERS}`: draw fewer things to see them"));
    }
    drawing.group_nodes(|at, _| group_of.get(&at).cloned())
}

/// Merges the smaller groups into one if there are very many; also returns how many were merged.
fn merge_small_groups(groups: BTreeMap<usize, String>) -> (BTreeMap<usize, String>, u64) {
    let mut sizes: BTreeMap<&str, usize> = BTreeMap::new();
    for group in groups.values() {
        *sizes.entry(group).or_default() += 1;
    }
    let mut largest: Vec<(&str, usize)> = sizes.into_iter().collect();
    largest.sort_by_key(|(name, size)| (usize::MAX - size, *name));
    let (kept, others) = Cut::of(largest, Limit::Groups).into_parts();
    let kept: BTreeSet<String> = kept.into_iter().map(|(name, _)| name.to_owned()).collect();
    let fold = |group: String| {
        if kept.contains(&group) { group } else { OTHERS.to_owned() }
    };
    (groups.into_iter().map(|(at, group)| (at, fold(group))).collect(), others)
}

impl FactWriter<'_> {
    /// The least label of the things that a link leads to.
    fn end_of(&self, link: Direction, thing: Id) -> Option<String> {
        let ends = self.lexicon.path_within_kind(link).walk(self.dataset, thing);
        let labels = ends.into_iter().map(|end| self.lexicon.label(self.dataset, end));
        labels.min()
    }
}
