//! A neutral drawing: boxes with words and lines between them, before any layout and any format.

/// Boxes and the lines between them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Drawing {
    /// What it shows, in a sentence.
    pub title: String,
    /// The boxes, in a defined order; each is a different thing.
    pub nodes: Vec<DrawingNode>,
    /// The lines, in a defined order.
    pub links: Vec<DrawingLink>,
    /// What a reader has to know besides: what was grouped, what was left out.
    pub notes: Vec<String>,
}

/// A box: one thing, or a group of things.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DrawingNode {
    /// The thing as people write it: `ali:no-training`; of a group, its name.
    pub name: String,
    /// The full label: a writer wraps or shortens it.
    pub label: String,
    /// The noun of its kind: `claim`.
    pub kind: String,
    /// Short remarks on it: `public`, `verified, 2026-03-26`.
    pub remarks: Vec<String>,
    /// Its role in the support graph.
    pub role: SupportRole,
    /// What is highlighted.
    pub marks: Vec<Mark>,
    /// Things that it stands for: 1, or more for a group.
    pub count: usize,
}

/// The role of a thing in the support graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SupportRole {
    /// Depends on others: a claim.
    Supported,
    /// Supports by itself: a source.
    Ground,
    /// Limits others: a caveat.
    Limit,
    /// Anything else.
    Other,
}

/// A highlight of a box.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mark {
    /// What was asked for.
    Asked,
    /// A weak point: something falls when it is removed, or nothing supports it.
    Weak,
    /// Excluded by the default filter: a superseded claim.
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
    /// Depends on: a claim on a claim, a claim on a source.
    Support,
    /// Limits: a caveat a claim.
    Limit,
    /// Replaces: a newer claim an older one.
    Replace,
    /// Contradicts, in both directions.
    Contradict,
    /// Any other link.
    Other,
}
