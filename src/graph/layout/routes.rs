//! Routes the lines: vertical through rows and slanted only between them, so that none runs through a box.

use std::collections::BTreeMap;

use crate::graph::layout::coordinates::Coordinates;
use crate::graph::layout::geometry::{DrawingComponent, Edge, Route, SMALL_HEIGHT};
use crate::graph::layout::order::RowOrdering;

/// How far a line from a box to itself sticks out.
const EAR: i32 = 14;
/// Between two lines round the outside.
const LANE: i32 = 8;
/// Number of lanes round the outside; further lines share them.
const LANES: usize = 12;

/// Where a line meets a box: the box, true for its lower side, the next element, and the link if that is a box.
type Port = (usize, bool, usize, usize);
/// The lines at each side of each box: the centre of the next element, the element, and the link.
type SidePorts = BTreeMap<(usize, bool), Vec<(i32, usize, usize)>>;

/// The size of the component, and the routes of its lines.
pub(super) fn route_lines(
    piece: &DrawingComponent,
    ordered: &RowOrdering,
    spots: &Coordinates,
) -> ([i32; 2], Vec<Route>) {
    let corners = spots.corners(piece);
    let ports = ports(piece, ordered, spots, &corners);
    let place = row_positions(ordered);
    let mut width = spots.width;
    let mut outside = 0;
    let mut above = 0;
    let mut between: BTreeMap<[usize; 2], i32> = BTreeMap::new();
    let mut routes = Vec::with_capacity(piece.links.len());
    for (at, edge) in piece.links.iter().enumerate() {
        let [from, to] = [edge.from, edge.to];
        let mut points = if from == to {
            self_loop(corners[from], piece.sizes[from])
        } else if let Some(chain) = &ordered.chains[at] {
            along(chain, at, ordered, spots, &ports)
        } else if ordered.row[from] == ordered.row[to] {
            let pair = [from.min(to), from.max(to)];
            let count = between.entry(pair).or_default();
            *count += 1;
            if has_box_between(ordered, &place, pair) {
                above += 1;
                route_above(pair, above % 4, piece, &corners, spots.rows[ordered.row[from]])
            } else {
                level(pair, *count, piece, &corners)
            }
        } else {
            outside = (outside + 1) % LANES;
            let lane = i32::try_from(outside + 1).expect("few lanes") * LANE;
            width = width.max(spots.width + lane);
            route_outside([from, to], spots.width + lane, piece, ordered, spots, &corners)
        };
        let starts_at_from = on_border(points[0], corners[from], piece.sizes[from]);
        let ends_at_to = points.last().is_some_and(|it| on_border(*it, corners[to], piece.sizes[to]));
        if !(starts_at_from && ends_at_to) {
            points.reverse();
        }
        routes.push(Route { points, label: None });
    }
    let height = spots.rows.last().map_or(0, |[_, bottom]| *bottom);
    label(piece, &mut routes, width);
    for route in &mut routes {
        route.points.dedup();
    }
    ([width, height], routes)
}

/// True for a point on the border of a box.
fn on_border([x, y]: [i32; 2], [left, top]: [i32; 2], [width, height]: [i32; 2]) -> bool {
    let across = (left..=left + width).contains(&x);
    let down = (top..=top + height).contains(&y);
    (across && (y == top || y == top + height)) || (down && (x == left || x == left + width))
}

/// The index of each element in its row.
fn row_positions(ordered: &RowOrdering) -> Vec<usize> {
    let mut place = vec![0; ordered.row.len()];
    for row in &ordered.rows {
        for (at, element) in row.iter().enumerate() {
            place[*element] = at;
        }
    }
    place
}

/// True when a box stands between two boxes of a row.
fn has_box_between(ordered: &RowOrdering, place: &[usize], pair: [usize; 2]) -> bool {
    let ends = pair.map(|it| place[it]);
    let row = &ordered.rows[ordered.row[pair[0]]];
    let between = &row[ends[0].min(ends[1]) + 1..ends[0].max(ends[1])];
    between.iter().any(|it| ordered.is_box(*it))
}

/// Spreads the lines at each side of a box, in the order of where they come from.
fn ports(
    piece: &DrawingComponent,
    ordered: &RowOrdering,
    spots: &Coordinates,
    corners: &[[i32; 2]],
) -> BTreeMap<Port, [i32; 2]> {
    let mut sides = SidePorts::new();
    for (link, chain) in ordered.chains.iter().enumerate() {
        let Some(chain) = chain else { continue };
        for (lower, port) in ends(chain, link, ordered) {
            let next = port.2;
            let centre = spots.x[next] + ordered.width(piece, next) / 2;
            let side = sides.entry((port.0, lower)).or_default();
            side.push((centre, next, port.3));
        }
    }
    let mut ports = BTreeMap::new();
    for ((at, lower), mut side) in sides {
        side.sort_unstable();
        side.dedup();
        let [x, y] = corners[at];
        let [width, height] = piece.sizes[at];
        let y = if lower { y + height } else { y };
        let count = i32::try_from(side.len()).unwrap_or(i32::MAX - 1);
        for (step, (_, next, link)) in (1..).zip(side) {
            let along = i64::from(width - 20) * i64::from(step) / i64::from(count + 1);
            let along = i32::try_from(along).expect("inside the box");
            ports.insert((at, lower, next, link), [x + 10 + along, y]);
        }
    }
    ports
}

/// The two ports of a line: at the lower side of its upper end, at the upper side of its lower end.
fn ends(chain: &[usize], link: usize, ordered: &RowOrdering) -> [(bool, Port); 2] {
    let port = |at: usize, lower: bool, next: usize| {
        let link = if ordered.is_box(next) { link } else { 0 };
        (lower, (at, lower, next, link))
    };
    let last = chain.len() - 1;
    [port(chain[0], true, chain[1]), port(chain[last], false, chain[last - 1])]
}

/// The route of a line over its points.
fn along(
    chain: &[usize],
    link: usize,
    ordered: &RowOrdering,
    spots: &Coordinates,
    ports: &BTreeMap<Port, [i32; 2]>,
) -> Vec<[i32; 2]> {
    let [(_, start), (_, end)] = ends(chain, link, ordered);
    let [start, end] = [ports[&start], ports[&end]];
    let mut points = vec![start, [start[0], spots.rows[ordered.row[chain[0]]][1]]];
    for point in &chain[1..chain.len() - 1] {
        let [top, bottom] = spots.rows[ordered.row[*point]];
        let x = spots.x[*point] + 1;
        points.extend([[x, top], [x, bottom]]);
    }
    let top = spots.rows[ordered.row[chain[chain.len() - 1]]][0];
    points.extend([[end[0], top], end]);
    points
}

/// A line from a box to itself, at its right side.
fn self_loop([x, y]: [i32; 2], [width, height]: [i32; 2]) -> Vec<[i32; 2]> {
    let (right, middle) = (x + width, y + height / 2);
    vec![[right, middle - 8], [right + EAR, middle - 8], [right + EAR, middle + 8], [right, middle + 8]]
}

/// A line between neighbours; several run one below the other.
fn level(pair: [usize; 2], count: i32, piece: &DrawingComponent, corners: &[[i32; 2]]) -> Vec<[i32; 2]> {
    let [left, right] = if corners[pair[0]][0] < corners[pair[1]][0] { pair } else { [pair[1], pair[0]] };
    // 0, 9, -9, 18, -18, …: as far as both boxes reach.
    let offset = if count % 2 == 0 { 9 } else { -9 } * (count / 2);
    let reach = piece.sizes[left][1].min(piece.sizes[right][1]) / 2 - 4;
    let middle = corners[left][1] + piece.sizes[left][1] / 2;
    let y = middle + offset.clamp(-reach, reach);
    vec![[corners[left][0] + piece.sizes[left][0], y], [corners[right][0], y]]
}

/// A line between two boxes of a row, above those between them.
fn route_above(
    pair: [usize; 2],
    track: i32,
    piece: &DrawingComponent,
    corners: &[[i32; 2]],
    [top, _]: [i32; 2],
) -> Vec<[i32; 2]> {
    let y = top - 10 - 6 * track;
    let [start, end] = pair.map(|at| {
        let [x, y] = corners[at];
        [x + piece.sizes[at][0] * 2 / 3 + track * 3, y]
    });
    vec![start, [start[0], y], [end[0], y], end]
}

/// A line between two boxes by a lane round the outside.
fn route_outside(
    pair: [usize; 2],
    lane: i32,
    piece: &DrawingComponent,
    ordered: &RowOrdering,
    spots: &Coordinates,
    corners: &[[i32; 2]],
) -> Vec<[i32; 2]> {
    let [upper, lower] = if ordered.row[pair[0]] < ordered.row[pair[1]] { pair } else { [pair[1], pair[0]] };
    let middle = |at: usize| corners[at][0] + piece.sizes[at][0] / 2;
    let start = corners[upper][1] + piece.sizes[upper][1];
    let leave = spots.rows[ordered.row[upper]][1] + 8;
    let enter = spots.rows[ordered.row[lower]][0] - 8;
    vec![
        [middle(upper), start],
        [middle(upper), leave],
        [lane, leave],
        [lane, enter],
        [middle(lower), enter],
        [middle(lower), corners[lower][1]],
    ]
}

/// Places the words on the lines so that they do not overlap.
fn label(piece: &DrawingComponent, routes: &mut [Route], width: i32) {
    let mut taken: BTreeMap<i32, Vec<[i32; 4]>> = BTreeMap::new();
    for (edge, route) in piece.links.iter().zip(routes.iter_mut()) {
        if edge.words == 0 || edge.from == edge.to {
            continue;
        }
        let half = [edge.words / 2 + 4, SMALL_HEIGHT / 2 + 1];
        for [x, y] in candidates(edge, &route.points) {
            let spot = [x - half[0], y - half[1], x + half[0], y + half[1]];
            let band = y.div_euclid(64);
            let mut near = (band - 1..=band + 1).filter_map(|it| taken.get(&it)).flatten();
            let meets = |it: &[i32; 4]| spot[0] < it[2] && it[0] < spot[2] && spot[1] < it[3] && it[1] < spot[3];
            if spot[0] >= 0 && spot[2] <= width && !near.any(meets) {
                taken.entry(band).or_default().push(spot);
                route.label = Some([x, y]);
                break;
            }
        }
    }
}

/// Where the words may stand: on long horizontal segments; between two rows, in the middle, before and after it.
fn candidates(edge: &Edge, points: &[[i32; 2]]) -> Vec<[i32; 2]> {
    let mut found = Vec::new();
    for (step, pair) in points.windows(2).enumerate() {
        let [[x1, y1], [x2, y2]] = [pair[0], pair[1]];
        if y1 == y2 {
            if (x1 - x2).abs() >= edge.words + 8 {
                found.push([(x1 + x2) / 2, y1]);
            }
        } else if step % 2 == 1 && found.len() < 9 {
            // Between two rows: the middle of the curve with vertical ends, and a point before and after.
            let part = |a: i32, b: i32, permille: i32| a + (b - a) * permille / 1000;
            found.push([part(x1, x2, 500), part(y1, y2, 500)]);
            found.push([part(x1, x2, 156), part(y1, y2, 297)]);
            found.push([part(x1, x2, 844), part(y1, y2, 703)]);
        }
    }
    found
}
