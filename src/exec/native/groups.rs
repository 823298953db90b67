//! Rows for groups: things that have the same values of some paths.

use std::cmp::Ordering as Comparison;
use std::collections::HashMap;

use oxigraph::model::Term;

use crate::exec::native::cells::{Cells, Leaf};
use crate::exec::native::counting::looks_at_things;
use crate::exec::native::label::Labels;
use crate::exec::native::measure::{At, Given, Group, NOTHING};
use crate::exec::native::order::{by_key, cut, merge_sort};
use crate::exec::native::rows::{Rows, by_columns};
use crate::exec::native::value::{Value, order_as_written, order_of_values};
use crate::exec::native::walk::ON;
use crate::exec::native::{Env, Evaluator, Halt};
use crate::plan::{Column, End, Formula, Measure, Ordering, Plan};
use crate::store::Id;

/// Things by the values that they share.
struct Shared {
    keys: Vec<Id>,
    count: u64,
    /// The things, where they are looked at.
    things: Vec<Id>,
}

/// What is taken of a key that is the value itself.
static ITSELF: End = End::Thing;

/// What rows of groups are made of.
pub(super) struct Grouping<'a> {
    pub(super) keys: &'a [Column],
    pub(super) kept: &'a [Formula],
    pub(super) columns: &'a [Column],
    pub(super) order: &'a Ordering,
}

/// A row with what it is ordered by.
#[derive(PartialEq)]
struct Placed {
    sorted: Vec<Sorted>,
    keys: Vec<Key>,
    row: Vec<Option<Term>>,
}

/// A value that rows are ordered by.
#[derive(PartialEq)]
struct Sorted {
    value: Option<Value>,
    /// True for a key that stands for no value.
    nothing: bool,
}

/// A key of a group, with its label where it is a thing.
#[derive(PartialEq)]
struct Key {
    term: Option<Term>,
    label: String,
}

impl<'a> Evaluator<'a> {
    pub(super) fn rows_of_groups(
        &self,
        plan: &'a Plan,
        grouping: &Grouping<'a>,
    ) -> Result<Rows, Halt> {
        let sorted = grouping.order.keys.iter().map(|(key, _)| key);
        let all_columns = grouping.columns.iter().chain(sorted);
        let looks = looks_at_things(all_columns, grouping.kept);
        let groups = self.grouped(plan, grouping.keys, looks)?;
        let begin = |measure| behind_key(measure, grouping.keys);
        let sorted = Cells::of(grouping.order.keys.iter().map(|(key, _)| key), begin);
        let columns = Cells::of(grouping.columns, begin);
        let sorted_labels = grouping.order.keys.iter();
        let sorted_labels: Vec<Option<Labels<'a>>> = sorted_labels
            .map(|(key, _)| key.things.map(|kind| self.labels(kind)))
            .collect();
        let key_labels = grouping.keys.iter();
        let key_labels: Vec<Option<Labels<'a>>> = key_labels
            .map(|key| key.things.map(|kind| self.labels(kind)))
            .collect();
        let mut placed = Vec::with_capacity(groups.len());
        for Shared {
            keys,
            count,
            things,
        } in &groups
        {
            self.budget.spend(1)?;
            let at = At {
                thing: NOTHING,
                env: Env {
                    root: NOTHING,
                    named: &[],
                },
                group: Some(Group {
                    count: *count,
                    things,
                }),
            };
            if !self.is_kept(grouping.kept, at)? {
                continue;
            }
            let begun = |starts: &[(usize, _)]| -> Vec<Id> {
                starts.iter().map(|(index, _)| keys[*index]).collect()
            };
            let _ = self.each_row(&sorted, &begun(&sorted.starts), &mut |by| {
                let by = self.of_row(&sorted, by, at)?;
                self.each_row(&columns, &begun(&columns.starts), &mut |filled| {
                    let row = self.of_row(&columns, filled, at)?;
                    let both = by.iter().zip(&sorted_labels);
                    let keys = keys.iter().zip(&key_labels);
                    placed.push(Placed {
                        sorted: both
                            .map(|(given, labels)| self.sorted_by(given.as_ref(), labels.as_ref()))
                            .collect(),
                        keys: keys
                            .map(|(key, labels)| self.key_of(*key, labels.as_ref()))
                            .collect(),
                        row: self.terms(&row),
                    });
                    ON
                })
            })?;
        }
        merge_sort(&mut placed, &mut |one, other| {
            in_order(one, other, grouping.order)
        });
        placed.dedup();
        cut(&mut placed, grouping.order.skip, grouping.order.first);
        Ok(placed.into_iter().map(|placed| placed.row).collect())
    }

    fn is_kept(&self, kept: &'a [Formula], at: At<'_>) -> Result<bool, Halt> {
        for formula in kept {
            if !self.formula_holds_at(formula, at)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn sorted_by(&self, given: Option<&Given>, labels: Option<&Labels<'a>>) -> Sorted {
        let nothing = matches!(given, Some(Given::Stored(NOTHING)));
        let value = match (given, labels) {
            (Some(Given::Stored(id)), Some(labels)) => {
                let label = if nothing { "" } else { self.label(labels, *id) };
                Some(Value::StringLiteral(label.to_owned()))
            }
            (None, Some(_)) => Some(Value::StringLiteral(String::new())),
            (given, _) => given.map(|given| self.given(given)),
        };
        Sorted { value, nothing }
    }

    fn key_of(&self, key: Id, labels: Option<&Labels<'a>>) -> Key {
        let is_there = key != NOTHING;
        let labels = labels.filter(|_| is_there);
        Key {
            term: is_there.then(|| self.owned(key)),
            label: labels.map_or_else(String::new, |labels| self.label(labels, key).to_owned()),
        }
    }

    /// The things of a set by their keys.
    fn grouped(
        &self,
        plan: &'a Plan,
        keys: &'a [Column],
        looks: bool,
    ) -> Result<Vec<Shared>, Halt> {
        let things = self.subjects(&plan.set, plan.kind)?;
        if !looks && let Some(sizes) = self.sizes(&things, keys)? {
            let groups = sizes.into_iter().map(|(keys, count)| Shared {
                keys,
                count,
                things: Vec::new(),
            });
            return Ok(groups.collect());
        }
        let cells = Cells::of(keys, |measure| match measure {
            Measure::Value { hops, end, .. } => Leaf {
                from: (),
                hops,
                end,
            },
            _ => unreachable!("things are grouped by paths"),
        });
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
        let groups = groups.into_iter().map(|(keys, things)| Shared {
            keys,
            count: things.len() as u64,
            things,
        });
        let mut groups: Vec<Shared> = groups.collect();
        groups.sort_unstable_by(|one, other| one.keys.cmp(&other.keys));
        Ok(groups)
    }
}

/// The order of groups: as asked, then by the keys, what has no value last.
fn in_order(one: &Placed, other: &Placed, order: &Ordering) -> Comparison {
    let sorted = order.keys.iter().zip(one.sorted.iter().zip(&other.sorted));
    let mut asked = sorted.map(|((_, descending), (one, other))| {
        let nothing = one.nothing.cmp(&other.nothing);
        nothing.then_with(|| by_key(one.value.as_ref(), other.value.as_ref(), *descending))
    });
    let keys = || {
        let mut keys = one.keys.iter().zip(&other.keys).map(|(one, other)| {
            let nothing = one.term.is_none().cmp(&other.term.is_none());
            let labels = nothing.then_with(|| one.label.cmp(&other.label));
            labels.then_with(|| order_of_values(one.term.as_ref(), other.term.as_ref()))
        });
        keys.find(|order| order.is_ne())
    };
    let as_written = || {
        let mut keys = one
            .keys
            .iter()
            .zip(&other.keys)
            .map(|(one, other)| order_as_written(one.term.as_ref(), other.term.as_ref()));
        keys.find(|order| order.is_ne())
    };
    let asked = asked.find(|order| order.is_ne()).or_else(keys);
    // Keys that are alike but written in two ways are two groups, each with its rows together.
    let rows = asked.or_else(as_written);
    rows.unwrap_or_else(|| by_columns(&one.row, &other.row))
}

/// A leaf of a column begins at the key whose links it goes on from.
fn behind_key<'a>(measure: &'a Measure, keys: &'a [Column]) -> Leaf<'a, usize> {
    let Measure::Value { hops, end, .. } = measure else {
        unreachable!("the leaves of a measure are values");
    };
    let begins = keys.iter().enumerate().find_map(|(index, key)| {
        let Measure::Value {
            hops: begun,
            end: of_key,
            ..
        } = &key.measure
        else {
            return None;
        };
        let same = hops == begun && end == of_key;
        let further = *of_key == End::Thing && hops.starts_with(begun);
        (same || further).then(|| Leaf {
            from: index,
            hops: &hops[begun.len()..],
            end: if same { &ITSELF } else { end },
        })
    });
    begins.expect("a column of a group begins with one of its paths")
}
