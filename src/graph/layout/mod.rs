//! Where the boxes of a drawing stand and where its lines run: a layered layout in whole numbers.
//!
//! What is supported stands above what it rests on. The steps are those of K. Sugiyama, S. Tagawa, M. Toda,
//! *Methods for visual understanding of hierarchical system structures*, 1981: rows (`rows`), an order in
//! each row with few crossings (`order`), coordinates (`coordinates`), lines that run between the boxes (`routes`).
//! Connected components are laid out one by one, and put side by side (`shelves`).

mod coordinates;
mod geometry;
mod order;
mod routes;
mod rows;
mod shelves;
mod text;

use crate::graph::layout::geometry::{ComponentLayout, DrawingComponent, Edge};
use crate::graph::{Drawing, Mark};
pub use geometry::{
    DrawingLayout, HEADROOM, LETTER, LINE_HEIGHT, PADDING, PlacedBox, Route, SMALL_HEIGHT, SMALL_LETTER, STACK,
};
use order::RowOrdering;

/// Between the drawing and the border of the picture.
const MARGIN: i32 = 24;

/// Positions every box of a drawing, and routes every line so that it runs through no box.
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

/// Lays out one component: rows, order, coordinates, routes.
fn lay_out_component(piece: &DrawingComponent) -> ComponentLayout {
    let rows = rows::assign_rows(piece);
    let ordered = RowOrdering::of(piece, &rows);
    let spots = coordinates::assign_coordinates(piece, &ordered);
    let (size, routes) = routes::route_lines(piece, &ordered, &spots);
    let corners = spots.corners(piece);
    ComponentLayout { size, corners, routes, crossings: ordered.crossings }
}

/// The connected components, in the order of their first boxes.
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
