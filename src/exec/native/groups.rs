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
    keys: Vec<Id>,
    places: Vec<KeyPlace>,
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
struct Key<'a> {
    id: Id,
    term: Option<Term>,
    label: &'a str,
}

/// The place of a key among all keys of its column: by label and value, and by what is written.
type KeyPlace = [u32; 2];

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
        let mut groups = groups;
        let places: Vec<HashMap<Id, KeyPlace>> = (0..grouping.keys.len())
            .map(|at| {
                self.places(
                    groups.iter().map(|group| group.keys[at]),
                    &grouping.keys[at],
                )
            })
            .collect();
        let places_of = |keys: &[Id]| -> Vec<KeyPlace> {
            keys.iter().zip(&places).map(|(key, of)| of[key]).collect()
        };
        // Where nothing else is asked for, the rows are in order from the beginning.
        groups.sort_by_cached_key(|group| {
            let places = places_of(&group.keys);
            let by = |at: usize| places.iter().map(move |place| place[at]);
            by(0).chain(by(1)).collect::<Vec<u32>>()
        });
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
                    placed.push(Placed {
                        sorted: both
                            .map(|(given, labels)| self.sorted_by(given.as_ref(), labels.as_ref()))
                            .collect(),
                        places: places_of(keys),
                        keys: keys.clone(),
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

    /// The places of the keys of a column: each is compared once, however many groups have it.
    fn places(&self, keys: impl Iterator<Item = Id>, column: &Column) -> HashMap<Id, KeyPlace> {
        let mut ids: Vec<Id> = keys.collect();
        ids.sort_unstable();
        ids.dedup();
        let labels = column.things.map(|kind| self.labels(kind));
        let mut keys: Vec<Key<'a>> = ids
            .into_iter()
            .map(|id| self.key_of(id, labels.as_ref()))
            .collect();
        let mut places: HashMap<Id, KeyPlace> = HashMap::new();
        let orders: [fn(&Key<'_>, &Key<'_>) -> Comparison; 2] = [by_value, by_writing];
        for (which, order) in orders.into_iter().enumerate() {
            merge_sort(&mut keys, &mut |one, other| order(one, other));
            let mut place = 0;
            for (at, key) in keys.iter().enumerate() {
                if at > 0 && order(&keys[at - 1], key).is_ne() {
                    place += 1;
                }
                places.entry(key.id).or_default()[which] = place;
            }
        }
        places
    }

    fn key_of(&self, key: Id, labels: Option<&Labels<'a>>) -> Key<'a> {
        let is_there = key != NOTHING;
        let labels = labels.filter(|_| is_there);
        Key {
            id: key,
            term: is_there.then(|| self.owned(key)),
            label: labels.map_or("", |labels| self.label(labels, key)),
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
    let by = |which: usize| {
        let both = one.places.iter().zip(&other.places);
        let mut orders = both.map(|(one, other)| one[which].cmp(&other[which]));
        orders.find(|order| order.is_ne())
    };
    let asked = asked.find(|order| order.is_ne()).or_else(|| by(0));
    // Keys that are alike but written in two ways are two groups, each with its rows together.
    let rows = asked.or_else(|| by(1));
    rows.unwrap_or_else(|| by_columns(&one.row, &other.row))
}

/// Keys by their labels and values, what has no value last.
fn by_value(one: &Key<'_>, other: &Key<'_>) -> Comparison {
    let nothing = one.term.is_none().cmp(&other.term.is_none());
    let labels = nothing.then_with(|| one.label.cmp(other.label));
    labels.then_with(|| order_of_values(one.term.as_ref(), other.term.as_ref()))
}

fn by_writing(one: &Key<'_>, other: &Key<'_>) -> Comparison {
    order_as_written(one.term.as_ref(), other.term.as_ref())
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
