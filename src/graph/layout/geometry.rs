//! Sizes, and boxes and lines where they are placed.

use crate::graph::{LineKind, SupportRole};

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

/// A box with its position and its words.
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
    /// The label, wrapped into lines of [`LINE_HEIGHT`]; no character in it changes the direction of text.
    pub lines: Vec<String>,
    /// The remarks, in smaller lines of [`SMALL_HEIGHT`].
    pub remarks: Vec<String>,
}

/// The route of a line, from the border of one box to that of another.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Route {
    /// Start, bends and end. A segment that is neither horizontal nor vertical lies between two rows, and may be drawn
    /// as a curve with vertical ends.
    pub points: Vec<[i32; 2]>,
    /// The centre of its label; none if there is no label, or no room for it.
    pub label: Option<[i32; 2]>,
}

/// Font size of a label.
pub const LETTER: i32 = 13;

/// Font size of a remark, and of the words on a line.
pub const SMALL_LETTER: i32 = 11;

/// From one line of a label to the next.
pub const LINE_HEIGHT: i32 = 17;

/// From one line of remarks to the next.
pub const SMALL_HEIGHT: i32 = 14;

/// Between the left border of a box and its words.
pub const PADDING: i32 = 14;

/// Between the upper border of a box and its words.
pub const HEADROOM: i32 = 9;

/// How far the boxes of a group stick out behind one another, to the right and upwards.
pub const STACK: i32 = 6;

/// A connected component of a drawing, numbered by itself.
#[derive(Debug, Default)]
pub(super) struct DrawingComponent {
    /// Indices of the boxes in the drawing.
    pub(super) nodes: Vec<usize>,
    pub(super) sizes: Vec<[i32; 2]>,
    pub(super) roles: Vec<SupportRole>,
    pub(super) asked: Vec<bool>,
    pub(super) links: Vec<Edge>,
}

/// A line of a component.
#[derive(Debug, Clone, Copy)]
pub(super) struct Edge {
    /// Index in the drawing.
    pub(super) link: usize,
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) line: LineKind,
    /// Width of the words on it.
    pub(super) words: i32,
}

/// A component laid out, with its origin in its own corner.
#[derive(Debug, Default)]
pub(super) struct ComponentLayout {
    pub(super) size: [i32; 2],
    /// Upper left corners of the boxes.
    pub(super) corners: Vec<[i32; 2]>,
    pub(super) routes: Vec<Route>,
    pub(super) crossings: [usize; 2],
}
