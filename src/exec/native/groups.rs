//! Rows for groups: things with the same values of some paths. Groups are ordered by the ranks of their keys, which are
//! computed once for each key.

use std::cmp::Ordering as Comparison;
use std::collections::HashMap;

use crate::exec::native::answer_plan::{AnswerPlan, AnswerStepKind, GroupPlan};
use crate::exec::native::budget::{Halt, ON};
use crate::exec::native::cells::{CompiledColumns, LeafPath, Task};
use crate::exec::native::compiled_measure::{
    CompiledColumn, CompiledEnd, CompiledFormula, CompiledHop, CompiledMeasure, MeasurePath,
};
use crate::exec::native::counting::GroupTable;
use crate::exec::native::evaluator::{Env, Evaluator};
use crate::exec::native::label::Labels;
use crate::exec::native::measure::{GroupMembers, MeasureContext, MeasureValue, NOTHING};
use crate::exec::native::order::{by_key, merge_sort, skip_and_limit};
use crate::exec::native::value::{Value, order, order_as_written};
use crate::store::Id;

/// A row of a group with its sort keys; if a group has one row, its cells are computed later.
#[derive(PartialEq)]
struct GroupRow {
    group: usize,
    sorted: Vec<SortKey>,
    row: Vec<Option<MeasureValue>>,
}

/// A value that rows are ordered by.
#[derive(PartialEq)]
struct SortKey {
    value: Option<Value>,
    /// True for a key without a value.
    nothing: bool,
}

/// The rank of a key in its column: by value, and by value and spelling.
#[derive(Debug, Clone, Copy)]
struct KeyRank {
    by_value: u32,
    as_written: u32,
}

impl<'a> Evaluator<'a> {
    /// The rows of groups.
    pub(super) fn rows_of_groups(
        &self,
        answer: &AnswerPlan<'a>,
        plan: &GroupPlan<'a>,
    ) -> Result<Vec<Vec<Option<MeasureValue>>>, Halt> {
        let GroupPlan { keys, kept, columns, order } = plan;
        let sorted = || order.keys.iter().map(|(key, _)| key);
        let mut measures = columns.iter().chain(sorted()).map(|column| &column.measure);
        let looks = measures.any(|it| it.needs_members()) || kept.iter().any(CompiledFormula::needs_members);
        let groups = self.group_things(answer, keys, looks)?;
        answer.record(AnswerStepKind::Group, groups.len());
        let begin = |leaf: &MeasurePath<'a>| leaf_from_key(leaf, keys);
        let sorted_cells = CompiledColumns::of(sorted(), begin);
        let cells = CompiledColumns::of(columns, begin);
        let labels: Vec<Option<Labels<'a>>> = sorted().map(|key| key.things.map(|kind| self.labels(kind))).collect();
        // If each column is a key or made of the whole group, a group has one row.
        let single = is_single(&sorted_cells) && is_single(&cells);
        let mut placed = Vec::with_capacity(groups.len());
        let mut groups_kept = 0;
        for group in 0..groups.len() {
            self.budget.spend(1)?;
            let at = at_group(&groups, group);
            if !self.is_kept(kept, at)? {
                continue;
            }
            groups_kept += 1;
            if single && order.keys.is_empty() {
                placed.push(GroupRow { group, sorted: Vec::new(), row: Vec::new() });
                continue;
            }
            let begun = |starts: &[(usize, _)]| -> Vec<Id> {
                let keys = groups.keys(group);
                starts.iter().map(|(index, _)| keys[*index]).collect()
            };
            let _ = self.each_row(&sorted_cells, &begun(&sorted_cells.starts), &mut |by| {
                let by = self.of_row(&sorted_cells, by, at)?;
                let mut place = |row| {
                    let both = by.iter().zip(&labels);
                    let sorted = both.map(|(by, labels)| self.group_sort_key(by.as_ref(), labels.as_ref()));
                    placed.push(GroupRow { group, sorted: sorted.collect(), row });
                };
                if single {
                    place(Vec::new());
                    return ON;
                }
                self.each_row(&cells, &begun(&cells.starts), &mut |filled| {
                    place(self.of_row(&cells, filled, at)?);
                    ON
                })
            })?;
        }
        answer.record(AnswerStepKind::KeepGroups, groups_kept);
        answer.record(AnswerStepKind::Columns, placed.len());
        self.sort_groups(&mut placed, &groups, plan);
        placed.dedup();
        skip_and_limit(&mut placed, order.skip, order.first);
        answer.record(AnswerStepKind::Sort, placed.len());
        if !single {
            return Ok(placed.into_iter().map(|placed| placed.row).collect());
        }
        let rows = placed.into_iter().map(|placed| {
            let at = at_group(&groups, placed.group);
            self.of_keys(&cells, groups.keys(placed.group), at)
        });
        rows.collect()
    }

    /// The number of rows of groups; if each has one, neither order nor cells are computed.
    pub(super) fn number_of_groups(&self, answer: &AnswerPlan<'a>, plan: &GroupPlan<'a>) -> Result<usize, Halt> {
        let GroupPlan { keys, kept, columns, order } = plan;
        let all = kept.is_empty() && order.first.is_none() && order.skip.is_none();
        let sorted = order.keys.iter().map(|(key, _)| key);
        let cells = CompiledColumns::of(columns.iter().chain(sorted), |leaf| leaf_from_key(leaf, keys));
        if all && is_single(&cells) {
            let things = self.run(answer.things)?;
            return match self.number_of_sizes(&things, keys)? {
                Some(number) => Ok(number),
                None => Ok(self.group_things(answer, keys, false)?.len()),
            };
        }
        Ok(self.rows_of_groups(answer, plan)?.len())
    }

    fn is_kept(&self, kept: &[CompiledFormula<'a>], at: MeasureContext<'_>) -> Result<bool, Halt> {
        for formula in kept {
            if !self.formula_holds_at(formula, at)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn group_sort_key(&self, given: Option<&MeasureValue>, labels: Option<&Labels<'a>>) -> SortKey {
        // A missing thing has no label, and comes after things without one.
        let no_thing = given.is_none() && labels.is_some();
        let nothing = no_thing || matches!(given, Some(MeasureValue::Stored(NOTHING)));
        let value = match (given, labels) {
            (Some(MeasureValue::Stored(id)), Some(labels)) => {
                let label = if nothing { "" } else { self.label(labels, *id) };
                Some(Value::StringLiteral(label.to_owned()))
            }
            (None, Some(_)) => Some(Value::StringLiteral(String::new())),
            (given, _) => given.map(|given| self.resolve_value(given)),
        };
        SortKey { value, nothing }
    }

    /// Orders rows as asked, then by the keys of their groups, then by their cells.
    fn sort_groups(&self, placed: &mut Vec<GroupRow>, groups: &GroupTable, plan: &GroupPlan<'a>) {
        let places: Vec<HashMap<Id, KeyRank>> =
            (0..groups.width()).map(|at| self.key_ranks(groups, at, &plan.keys[at])).collect();
        let places = |group: usize| groups.keys(group).iter().zip(&places);
        let by_value: Vec<u32> =
            (0..groups.len()).flat_map(|group| places(group).map(|(key, places)| places[key].by_value)).collect();
        let width = groups.width();
        let by_value = |group: usize| &by_value[group * width..(group + 1) * width];
        let as_written = |group: usize| places(group).map(|(key, places)| places[key].as_written);
        let by_keys = |one: &GroupRow, other: &GroupRow| {
            if one.group == other.group {
                return self.by_cells(&one.row, &other.row);
            }
            let keys = by_value(one.group).cmp(by_value(other.group));
            keys.then_with(|| as_written(one.group).cmp(as_written(other.group)))
        };
        let asked = &plan.order.keys;
        let one_each = placed.windows(2).all(|two| two[0].group < two[1].group);
        if asked.is_empty() && one_each {
            placed.sort_unstable_by(by_keys);
            return;
        }
        merge_sort(placed, &mut |one, other| {
            let sorted = asked.iter().zip(one.sorted.iter().zip(&other.sorted));
            let mut asked = sorted.map(|((_, descending), (one, other))| {
                let nothing = one.nothing.cmp(&other.nothing);
                nothing.then_with(|| by_key(one.value.as_ref(), other.value.as_ref(), *descending))
            });
            let asked = asked.find(|order| order.is_ne());
            asked.unwrap_or_else(|| by_keys(one, other))
        });
    }

    /// The ranks of all keys of a column: by label if they are things, then by value; missing values last.
    fn key_ranks(&self, groups: &GroupTable, at: usize, column: &CompiledColumn<'a>) -> HashMap<Id, KeyRank> {
        let labels = column.things.map(|kind| self.labels(kind));
        let ids = (0..groups.len()).map(|group| groups.keys(group)[at]);
        let mut ids: Vec<Id> = ids.collect();
        ids.sort_unstable();
        ids.dedup();
        let keys = ids.into_iter().map(|id| {
            let is_there = id != NOTHING;
            let label = labels.as_ref().filter(|_| is_there);
            let label = label.map_or("", |labels| self.label(labels, id));
            (id, label, is_there.then(|| self.term_value(id)))
        });
        let mut keys: Vec<(Id, &str, Option<Value>)> = keys.collect();
        let by_value = |one: &(Id, &str, Option<Value>), other: &(Id, &str, Option<Value>)| {
            let nothing = one.2.is_none().cmp(&other.2.is_none());
            let labels = nothing.then_with(|| one.1.cmp(other.1));
            labels.then_with(|| order(one.2.as_ref(), other.2.as_ref()))
        };
        merge_sort(&mut keys, &mut |one, other| {
            by_value(one, other).then_with(|| {
                let [one, other] = [one.0, other.0].map(|id| self.resolve_term(&MeasureValue::Stored(id)));
                order_as_written(Some(&one), Some(&other))
            })
        });
        let mut places = HashMap::new();
        let mut place = KeyRank { by_value: 0, as_written: 0 };
        for (index, key) in keys.iter().enumerate() {
            place.as_written += 1;
            if index > 0 && by_value(&keys[index - 1], key) != Comparison::Equal {
                place.by_value += 1;
            }
            places.insert(key.0, place);
        }
        places
    }

    /// Groups the things of a set by their keys; unless `looks`, only their numbers if possible.
    fn group_things(
        &self,
        answer: &AnswerPlan<'a>,
        keys: &[CompiledColumn<'a>],
        looks: bool,
    ) -> Result<GroupTable, Halt> {
        let things = self.run(answer.things)?;
        if !looks && let Some(groups) = self.sizes(&things, keys)? {
            return Ok(groups);
        }
        let cells =
            CompiledColumns::of(keys, |leaf| LeafPath { from: (), hops: leaf.hops.clone(), end: leaf.end.clone() });
        let mut groups: HashMap<Vec<Id>, Vec<Id>> = HashMap::new();
        things.each(|thing| {
            let _ = self.each_row(&cells, &[thing], &mut |filled| {
                let leaves = filled.leaves.iter();
                let key: Vec<Id> = leaves.map(|leaf| leaf.unwrap_or(NOTHING)).collect();
                let things = groups.entry(key).or_default();
                if things.last() != Some(&thing) {
                    things.push(thing);
                }
                ON
            })?;
            Ok::<(), Halt>(())
        })?;
        Ok(GroupTable::of_things(keys.len(), groups))
    }
}

fn at_group(groups: &GroupTable, group: usize) -> MeasureContext<'_> {
    MeasureContext {
        thing: NOTHING,
        env: Env { root: NOTHING, bindings: &[] },
        group: Some(GroupMembers { count: groups.count(group), things: groups.things(group) }),
    }
}

/// True when every leaf is a key itself.
fn is_single(cells: &CompiledColumns<'_, usize>) -> bool {
    let mut tasks = cells.starts.iter().flat_map(|(_, tasks)| tasks);
    tasks.all(|task| matches!(task, Task::Here(_)))
}

/// The leaf of a column, as the links that continue those of a key.
fn leaf_from_key<'a>(leaf: &MeasurePath<'a>, keys: &[CompiledColumn<'a>]) -> LeafPath<'a, usize> {
    let begins = keys.iter().enumerate().find_map(|(index, key)| {
        let CompiledMeasure::Value(begun) = key.measure.as_ref() else {
            return None;
        };
        let count = begun.hops.len();
        let element = |hops: &[CompiledHop<'a>]| hops.last().map(|hop| hop.element);
        if count > leaf.hops.len() || element(&leaf.hops[..count]) != element(&begun.hops) {
            return None;
        }
        let same = count == leaf.hops.len() && leaf.end == begun.end;
        let further = matches!(begun.end, CompiledEnd::Thing);
        (same || further).then(|| LeafPath {
            from: index,
            hops: leaf.hops[count..].to_vec(),
            // What is the key itself is taken as it is.
            end: if same { CompiledEnd::Thing } else { leaf.end.clone() },
        })
    });
    begins.expect("a column of a group begins with one of its paths")
}
