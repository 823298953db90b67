//! The row of each box: what is supported above what it rests on, what limits just above what it limits,
//! what replaces or contradicts beside it.

use std::collections::BTreeMap;

use petgraph::unionfind::UnionFind;

use crate::graph::layout::geometry::{DrawingComponent, Edge};
use crate::graph::{LineKind, SupportRole};

/// Widest picture that can be read when it is shown 1600 wide: letters of 9 at the least.
pub(super) const WIDEST: i32 = 1900;
/// Between two boxes of a row.
pub(super) const GAP: i32 = 30;
/// Approximate height of a row and of the room below it.
const ROW: i64 = 120;
/// Least width to which a row is filled.
const NARROW: i32 = 900;
/// Most boxes that stand side by side because they are linked.
const TOGETHER: usize = 6;

/// The rows of a component.
#[derive(Debug)]
pub(super) struct RowAssignment {
    /// The row of each box.
    pub(super) row: Vec<usize>,
    /// The unit of each box: the first of the boxes that stand side by side with it; itself if alone.
    pub(super) unit: Vec<usize>,
    /// Its seat in the unit: linked boxes have adjacent seats if possible.
    pub(super) seat: Vec<usize>,
}

/// What has to stand above what.
struct RowConstraints {
    /// What each box stands above.
    below: Vec<Vec<usize>>,
    /// What each box stands below.
    above: Vec<Vec<usize>>,
    /// The number of boxes on the longest path down to each.
    depth: Vec<usize>,
    /// For a box that limits another and has no other constraint: the other box.
    host: Vec<Option<usize>>,
}

/// A row for each box: by depth, sources at the bottom. If that is too wide, rows are filled up to a width, each box as
/// high as what is above it allows.
pub(super) fn assign_rows(piece: &DrawingComponent) -> RowAssignment {
    let order = RowConstraints::of(piece);
    let unit = units(piece, &order);
    let seat = seats(piece, &unit);
    let row = by_depth(piece, &order, &unit);
    let widest = widths(piece, &row).into_values().max().unwrap_or(0);
    if widest <= WIDEST {
        return RowAssignment { row, unit, seat };
    }
    let boxes = piece.sizes.iter();
    let area: i64 = boxes.map(|[w, _]| i64::from(w + GAP) * ROW).sum();
    // Width to height 3:2; no wider than can be read, unless it gets too high.
    let wanted = i32::try_from((area * 3 / 2).isqrt()).unwrap_or(i32::MAX / 2);
    let limit = if area / i64::from(WIDEST) < i64::from(4 * WIDEST) { wanted.min(WIDEST * 4 / 5) } else { wanted };
    let row = fill_rows(piece, &order, &unit, limit.max(NARROW));
    RowAssignment { row, unit, seat }
}

impl RowConstraints {
    fn of(piece: &DrawingComponent) -> Self {
        let count = piece.sizes.len();
        let held = |edge: &&Edge| edge.from != edge.to && !is_beside(edge.line);
        let mut floats: Vec<bool> = piece.roles.iter().map(|it| *it == SupportRole::Limit).collect();
        for edge in piece.links.iter().filter(held) {
            floats[edge.to] = false;
            if edge.line != LineKind::Limit {
                floats[edge.from] = false;
            }
        }
        let mut host = vec![None; count];
        let mut ways = vec![Vec::new(); count];
        // Support first: if a cycle has to be broken, another link is reversed.
        for line in [LineKind::Support, LineKind::Limit, LineKind::Other] {
            for edge in piece.links.iter().filter(held) {
                if edge.line != line {
                } else if floats[edge.from] {
                    host[edge.from].get_or_insert(edge.to);
                } else {
                    ways[edge.from].push(edge.to);
                }
            }
        }
        let pairs = break_cycles(&ways, &piece.asked);
        let mut order =
            Self { below: vec![Vec::new(); count], above: vec![Vec::new(); count], depth: vec![0; count], host };
        for [from, to] in pairs {
            order.below[from].push(to);
            order.above[to].push(from);
        }
        order.measure();
        // A box that only stands beside a deeper one moves down to it.
        let mut sinks = Vec::new();
        for edge in piece.links.iter().filter(|edge| is_beside(edge.line)) {
            for [one, other] in [[edge.from, edge.to], [edge.to, edge.from]] {
                let free = order.above[one].is_empty() && order.host[one].is_none();
                if free && order.depth[one] < order.depth[other] {
                    sinks.push([one, order.depth[other]]);
                }
            }
        }
        for [one, depth] in &sinks {
            order.depth[*one] = order.depth[*one].max(*depth);
        }
        if !sinks.is_empty() {
            order.measure();
        }
        order
    }

    /// Computes the depth of each box; a depth that it has is a minimum.
    fn measure(&mut self) {
        let mut waits: Vec<usize> = self.above.iter().map(Vec::len).collect();
        let all = 0..waits.len();
        let mut ready: Vec<usize> = all.filter(|at| waits[*at] == 0).collect();
        while let Some(at) = ready.pop() {
            for to in &self.below[at] {
                self.depth[*to] = self.depth[*to].max(self.depth[at] + 1);
                waits[*to] -= 1;
                if waits[*to] == 0 {
                    ready.push(*to);
                }
            }
        }
    }
}

/// True for a link between things of one rank.
fn is_beside(line: LineKind) -> bool {
    matches!(line, LineKind::Replace | LineKind::Contradict)
}

/// The links, those that close a cycle reversed: the back edges of a depth-first walk that starts at what nothing leads
/// to, then at the others, in both at what was asked first.
fn break_cycles(ways: &[Vec<usize>], asked: &[bool]) -> Vec<[usize; 2]> {
    let mut led_to = vec![false; ways.len()];
    for to in ways.iter().flatten() {
        led_to[*to] = true;
    }
    let mut starts: Vec<usize> = (0..ways.len()).collect();
    starts.sort_by_key(|at| (led_to[*at], !asked[*at], *at));
    #[derive(Clone, Copy, PartialEq)]
    enum State {
        New,
        Open,
        Done,
    }
    let mut state = vec![State::New; ways.len()];
    let mut pairs = Vec::new();
    let mut path: Vec<[usize; 2]> = Vec::new();
    for start in starts {
        if state[start] != State::New {
            continue;
        }
        state[start] = State::Open;
        path.push([start, 0]);
        while let Some([at, next]) = path.last_mut() {
            let Some(to) = ways[*at].get(*next).copied() else {
                state[*at] = State::Done;
                path.pop();
                continue;
            };
            *next += 1;
            if state[to] == State::Open {
                pairs.push([to, *at]);
                continue;
            }
            pairs.push([*at, to]);
            if state[to] == State::New {
                state[to] = State::Open;
                path.push([to, 0]);
            }
        }
    }
    pairs
}

/// Boxes of one depth that replace or contradict one another stand side by side: no box has to be between them, as
/// depth grows along every link.
fn units(piece: &DrawingComponent, order: &RowConstraints) -> Vec<usize> {
    let count = piece.sizes.len();
    let mut sets = UnionFind::new(count);
    let mut sizes = vec![1; count];
    for edge in piece.links.iter().filter(|edge| is_beside(edge.line)) {
        let [one, other] = [sets.find_mut(edge.from), sets.find_mut(edge.to)];
        let alike = order.depth[edge.from] == order.depth[edge.to]
            && order.host[edge.from].is_none()
            && order.host[edge.to].is_none();
        if one != other && alike && sizes[one] + sizes[other] <= TOGETHER {
            sets.union(one, other);
            sizes[sets.find_mut(one)] = sizes[one] + sizes[other];
        }
    }
    let mut first = BTreeMap::new();
    (0..count).map(|at| *first.entry(sets.find_mut(at)).or_insert(at)).collect()
}

/// Seats in a unit: in the order of a depth-first walk from a box with few links.
fn seats(piece: &DrawingComponent, unit: &[usize]) -> Vec<usize> {
    let mut near = vec![Vec::new(); unit.len()];
    for edge in piece.links.iter().filter(|edge| is_beside(edge.line)) {
        if edge.from != edge.to && unit[edge.from] == unit[edge.to] {
            near[edge.from].push(edge.to);
            near[edge.to].push(edge.from);
        }
    }
    let mut starts: Vec<usize> = (0..unit.len()).collect();
    starts.sort_by_key(|at| (near[*at].len(), *at));
    let mut seat = vec![usize::MAX; unit.len()];
    let mut next = 0;
    for start in starts {
        let mut waiting = vec![start];
        while let Some(at) = waiting.pop() {
            if seat[at] == usize::MAX {
                seat[at] = next;
                next += 1;
                waiting.extend(near[at].iter().rev());
            }
        }
    }
    seat
}

/// Rows by depth; sources that support by themselves in the last one.
fn by_depth(piece: &DrawingComponent, order: &RowConstraints, unit: &[usize]) -> Vec<usize> {
    let last = order.depth.iter().max().copied().unwrap_or(0);
    let mut sizes = vec![0; unit.len()];
    for first in unit {
        sizes[*first] += 1;
    }
    let places = 0..unit.len();
    let rows: Vec<usize> = places
        .map(|at| {
            let bears = piece.roles[at] == SupportRole::Ground && order.below[at].is_empty();
            match order.host[at] {
                Some(host) => order.depth[host],
                None if bears && sizes[unit[at]] == 1 && !order.above[at].is_empty() => last + 1,
                None => order.depth[at] + 1,
            }
        })
        .collect();
    without_gaps(rows)
}

/// Rows numbered from 0, none empty.
fn without_gaps(rows: Vec<usize>) -> Vec<usize> {
    let mut used = rows.clone();
    used.sort_unstable();
    used.dedup();
    let place = |row| used.binary_search(&row).expect("the row is used");
    rows.into_iter().map(place).collect()
}

/// The width of each row.
fn widths(piece: &DrawingComponent, rows: &[usize]) -> BTreeMap<usize, i32> {
    let mut widths = BTreeMap::new();
    for ([width, _], row) in piece.sizes.iter().zip(rows) {
        let so_far: &mut i32 = widths.entry(*row).or_default();
        *so_far = so_far.saturating_add(width + GAP);
    }
    widths
}

/// Rows filled up to a width (the idea of E. G. Coffman, R. L. Graham, *Optimal scheduling for two-processor systems*,
/// 1972): a box is placed once everything above it has a row, followed by what it rests on, what else rests on that,
/// and what stands beside it, so that linked boxes are near.
fn fill_rows(piece: &DrawingComponent, order: &RowConstraints, unit: &[usize], limit: i32) -> Vec<usize> {
    let count = unit.len();
    let mut members = vec![Vec::new(); count];
    let mut limits = vec![Vec::new(); count];
    let mut waits = vec![0; count];
    for at in 0..count {
        match order.host[at] {
            Some(host) => limits[unit[host]].push(at),
            None => members[unit[at]].push(at),
        }
        waits[unit[at]] += order.above[at].len();
    }
    let width = |boxes: &[usize]| boxes.iter().map(|at| piece.sizes[*at][0] + GAP).sum::<i32>();
    let mut ready: Vec<usize> = (0..count).rev().filter(|at| !members[*at].is_empty() && waits[*at] == 0).collect();
    ready.sort_by_key(|first| members[*first].iter().any(|at| piece.asked[*at]));
    let beside = adjacent_units(piece, unit);
    let mut row = vec![0; count];
    let mut done = vec![false; count];
    let mut shared = vec![false; count];
    let mut shelf = Shelf { used: Vec::new(), limit, open: 0 };
    while let Some(first) = ready.pop() {
        if std::mem::replace(&mut done[first], true) {
            continue;
        }
        let group = &members[first];
        let above = group.iter().flat_map(|at| &order.above[*at]);
        let lowest = above.map(|at| row[*at] + 1).max().unwrap_or(0);
        let stacks = break_rows(&limits[first], limit, &width);
        let mut at = lowest.max(stacks.len()).max(shelf.open);
        while !(shelf.has_room(at, width(group))
            && (1..).zip(&stacks).all(|(up, it)| shelf.has_room(at - up, width(it))))
        {
            at += 1;
        }
        shelf.take(at, width(group));
        for (up, stack) in (1..).zip(&stacks) {
            shelf.take(at - up, width(stack));
            for limit in stack {
                row[*limit] = at - up;
            }
        }
        for one in group {
            row[*one] = at;
        }
        let free = |other: &usize| waits[*other] == 0 && !members[*other].is_empty();
        ready.extend(beside[first].iter().copied().filter(free));
        let below = group.iter().flat_map(|at| &order.below[*at]);
        for to in below.clone() {
            if !std::mem::replace(&mut shared[*to], true) {
                let others = order.above[*to].iter().map(|at| unit[*at]);
                ready.extend(others.filter(free));
            }
        }
        for to in below.rev() {
            waits[unit[*to]] -= 1;
            if waits[unit[*to]] == 0 {
                ready.push(unit[*to]);
            }
        }
    }
    without_gaps(row)
}

/// The units that are linked to each unit by lines between things of one rank.
fn adjacent_units(piece: &DrawingComponent, unit: &[usize]) -> Vec<Vec<usize>> {
    let mut beside = vec![Vec::new(); unit.len()];
    for edge in piece.links.iter().filter(|edge| is_beside(edge.line)) {
        beside[unit[edge.from]].push(unit[edge.to]);
        beside[unit[edge.to]].push(unit[edge.from]);
    }
    beside
}

/// Splits what limits one thing into as many rows as it needs.
fn break_rows(boxes: &[usize], limit: i32, width: &impl Fn(&[usize]) -> i32) -> Vec<Vec<usize>> {
    let mut rows: Vec<Vec<usize>> = Vec::new();
    let mut used = 0;
    for one in boxes {
        let room = width(&[*one]);
        match rows.last_mut() {
            Some(row) if used + room <= limit => row.push(*one),
            _ => {
                rows.push(vec![*one]);
                used = 0;
            }
        }
        used += room;
    }
    rows
}

/// How far the rows are filled.
struct Shelf {
    used: Vec<i32>,
    limit: i32,
    /// No row before this one has room for a box.
    open: usize,
}

impl Shelf {
    fn has_room(&self, row: usize, width: i32) -> bool {
        let used = self.used.get(row).copied().unwrap_or(0);
        used == 0 || used + width <= self.limit
    }

    fn take(&mut self, row: usize, width: i32) {
        if row >= self.used.len() {
            self.used.resize(row + 1, 0);
        }
        self.used[row] += width;
        let full = |used: &i32| *used + 84 + GAP > self.limit;
        while self.used.get(self.open).is_some_and(full) {
            self.open += 1;
        }
    }
}
