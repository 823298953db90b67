//! Where the boxes of a drawing stand and where its lines run: a layered layout in whole numbers.
//!
//! What is supported stands above what it rests on. The steps are those of K. Sugiyama, S. Tagawa, M. Toda,
//! *Methods for visual understanding of hierarchical system structures*, 1981: rows (`rows`), an order in
//! each row with few crossings (`order`), places (`place`), lines that run between the boxes (`routes`).
//! Parts that no line links are laid out each by itself, and put side by side (`shelves`).

mod coordinates;
mod order;
mod routes;
mod rows;
mod shelves;
mod text;

use crate::graph::{Drawing, LineKind, Mark, SupportRole};

use order::RowOrdering;

/// A drawing laid out. The origin is the upper left corner, and all of it lies inside the width and height.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DrawingLayout {
    /// Width of all of it.
    pub width: i32,
    /// Height of all of it.
    pub height: i32,
    /// The i-th box is the i-th node of the drawing.
    pub boxes: Vec<PlacedBox>,
    /// The i-th route is the i-th link of the drawing.
    pub routes: Vec<Route>,
    /// Crossings of lines before the rows were put in order, and after.
    pub crossings: [usize; 2],
}

/// A box with its place and its words.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PlacedBox {
    /// Left border.
    pub x: i32,
    /// Upper border.
    pub y: i32,
    /// From the left border to the right one.
    pub width: i32,
    /// From the upper border to the lower one.
    pub height: i32,
    /// The words for it, broken into lines, each of [`LINE_HEIGHT`]; nothing in them can turn text round.
    pub lines: Vec<String>,
    /// What is told of it, in smaller lines of [`SMALL_HEIGHT`].
    pub remarks: Vec<String>,
}

/// The way of a line, from the border of a box to the border of a box.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Route {
    /// Where it starts, turns, and ends. What is neither level nor upright lies between two rows, and
    /// may be drawn as a curve that starts and ends upright.
    pub points: Vec<[i32; 2]>,
    /// The middle of its words; none when they find no room, or there are none.
    pub label: Option<[i32; 2]>,
}

/// Size of the letters of a label.
pub const LETTER: i32 = 13;
/// Size of the letters of a remark, and of the words on a line.
pub const SMALL_LETTER: i32 = 11;
/// From one line of a label to the next.
pub const LINE_HEIGHT: i32 = 17;
/// From one line of remarks to the next.
pub const SMALL_HEIGHT: i32 = 14;
/// Between the left border of a box and its words.
pub const PADDING: i32 = 14;
/// Between the upper border of a box and its words.
pub const HEADROOM: i32 = 9;
/// What the boxes of a group stick out behind one another, to the right and above.
pub const STACK: i32 = 6;
/// Between all of it and the border of the picture.
const MARGIN: i32 = 24;

/// Boxes and lines that hang together, numbered by themselves.
#[derive(Debug, Default)]
struct DrawingComponent {
    /// Indices of the boxes in the drawing.
    nodes: Vec<usize>,
    sizes: Vec<[i32; 2]>,
    roles: Vec<SupportRole>,
    asked: Vec<bool>,
    links: Vec<Edge>,
}

/// A line of a piece.
#[derive(Debug, Clone, Copy)]
struct Edge {
    /// Index in the drawing.
    link: usize,
    from: usize,
    to: usize,
    line: LineKind,
    /// Width of the words on it.
    words: i32,
}

/// A piece laid out, with its origin in its own corner.
#[derive(Debug, Default)]
struct ComponentLayout {
    size: [i32; 2],
    /// Upper left corners of the boxes.
    corners: Vec<[i32; 2]>,
    routes: Vec<Route>,
    crossings: [usize; 2],
}

/// Gives every box of a drawing a place, and every line a way that runs through no box.
#[must_use]
pub fn lay_out_drawing(drawing: &Drawing) -> DrawingLayout {
    let mut layout = DrawingLayout {
        boxes: drawing.nodes.iter().map(text::measure_box).collect(),
        routes: vec![Route::default(); drawing.links.len()],
        ..DrawingLayout::default()
    };
    let pieces = connected_components(drawing, &layout.boxes);
    let settled: Vec<ComponentLayout> = pieces.iter().map(lay_out_component).collect();
    let sizes: Vec<[i32; 2]> = settled.iter().map(|it| it.size).collect();
    let asked: Vec<bool> = pieces.iter().map(|it| it.asked.contains(&true)).collect();
    let (corners, size) = shelves::pack(&sizes, &asked);
    for ((piece, settled), corner) in pieces.iter().zip(settled).zip(corners) {
        let [dx, dy] = corner.map(|at| at + MARGIN);
        for (node, [x, y]) in piece.nodes.iter().zip(settled.corners) {
            (layout.boxes[*node].x, layout.boxes[*node].y) = (x + dx, y + dy);
        }
        let moved = |[x, y]: [i32; 2]| [x + dx, y + dy];
        for (edge, route) in piece.links.iter().zip(settled.routes) {
            layout.routes[edge.link] =
                Route { points: route.points.into_iter().map(moved).collect(), label: route.label.map(moved) };
        }
        for (all, one) in layout.crossings.iter_mut().zip(settled.crossings) {
            *all += one;
        }
    }
    [layout.width, layout.height] = size.map(|it| it + 2 * MARGIN);
    layout
}

/// The rows of the piece are tried as they are; when they are too wide to be read, they are broken.
fn lay_out_component(piece: &DrawingComponent) -> ComponentLayout {
    let rows = rows::assign_rows(piece);
    let ordered = RowOrdering::of(piece, &rows);
    let spots = coordinates::assign_coordinates(piece, &ordered);
    let (size, routes) = routes::route_lines(piece, &ordered, &spots);
    let corners = spots.corners(piece);
    ComponentLayout { size, corners, routes, crossings: ordered.crossings }
}

/// Boxes that lines link, directly or by others; in the order of their first boxes.
fn connected_components(drawing: &Drawing, boxes: &[PlacedBox]) -> Vec<DrawingComponent> {
    let count = drawing.nodes.len();
    let mut sets = petgraph::unionfind::UnionFind::new(count);
    let links = drawing.links.iter().enumerate();
    let links = links.filter(|(_, link)| link.from < count && link.to < count);
    for (_, link) in links.clone() {
        sets.union(link.from, link.to);
    }
    let mut pieces: Vec<DrawingComponent> = Vec::new();
    let mut piece_of = vec![usize::MAX; count];
    let mut local = vec![0; count];
    for (at, (node, placed)) in drawing.nodes.iter().zip(boxes).enumerate() {
        let set = sets.find_mut(at);
        if piece_of[set] == usize::MAX {
            piece_of[set] = pieces.len();
            pieces.push(DrawingComponent::default());
        }
        piece_of[at] = piece_of[set];
        let piece = &mut pieces[piece_of[set]];
        local[at] = piece.nodes.len();
        piece.nodes.push(at);
        piece.sizes.push([placed.width, placed.height]);
        piece.roles.push(node.role);
        piece.asked.push(node.marks.contains(&Mark::Asked));
    }
    for (at, link) in links {
        pieces[piece_of[link.from]].links.push(Edge {
            link: at,
            from: local[link.from],
            to: local[link.to],
            line: link.line,
            words: text::words_on(link),
        });
    }
    pieces
}
