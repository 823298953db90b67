//! A neutral drawing: boxes with words and lines between them, before any layout and any format.

/// Boxes and the lines between them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Drawing {
    /// What it shows, in a sentence.
    pub title: String,
    /// The boxes, in a defined order; each of another thing.
    pub nodes: Vec<DrawingNode>,
    /// The lines, in a defined order.
    pub links: Vec<DrawingLink>,
    /// What a reader has to know besides: what was grouped, what was left out.
    pub notes: Vec<String>,
}

/// A box: one thing, or a group of things.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DrawingNode {
    /// The thing as people write it: `ali:no-training`; of a group, a word of its own.
    pub name: String,
    /// The words for it, whole: a writer breaks or shortens them.
    pub label: String,
    /// The noun of its kind: `claim`.
    pub kind: String,
    /// What is told of it in short: `public`, `verified, 2026-03-26`.
    pub remarks: Vec<String>,
    /// What it is in the support of things.
    pub role: SupportRole,
    /// What is to be seen at once.
    pub marks: Vec<Mark>,
    /// Things that it stands for: 1, or more for a group.
    pub count: usize,
}

/// What a thing is in the support of things.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SupportRole {
    /// What stands on something: a claim.
    Supported,
    /// What bears by itself: a source.
    Ground,
    /// What limits: a caveat.
    Limit,
    /// Anything else.
    Other,
}

/// What is to be seen of a box at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mark {
    /// What was asked for.
    Asked,
    /// A weak point: something falls when it goes, or nothing supports it.
    Weak,
    /// What ordinary speech leaves out: a superseded claim.
    LeftOut,
}

/// A line from one box to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DrawingLink {
    /// Index of the box that it starts at.
    pub from: usize,
    /// Index of the box that it leads to.
    pub to: usize,
    /// How it is drawn.
    pub line: LineKind,
    /// Words on it; empty for none.
    pub label: String,
    /// Links that it stands for: 1, or more between groups.
    pub count: usize,
}

/// What a line means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LineKind {
    /// Stands on: a claim on a claim, a claim on a source.
    Support,
    /// Limits: a caveat a claim.
    Limit,
    /// Replaces: a newer claim an older one.
    Replace,
    /// Contradicts: both ways.
    Contradict,
    /// Any other link.
    Other,
}
