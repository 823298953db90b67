//! The formats of reports, and how much they show.

/// A format of reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ReportFormat {
    /// For people at a terminal.
    Terminal,
    /// For the summary of a pull request.
    Markdown,
    /// The result as it is, as `docs/audit.schema.json` says.
    Json,
    /// JUnit XML: what CI systems read as the results of tests.
    Junit,
    /// SARIF 2.1.0: what code hosts show beside the lines of a change.
    Sarif,
    /// One page for people, which needs nothing but itself.
    Html,
    /// Commands that GitHub Actions show as annotations of a change.
    Github,
}

impl ReportFormat {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::Terminal, Self::Markdown, Self::Json, Self::Junit, Self::Sarif, Self::Html, Self::Github];
}

/// How much a report on a terminal says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Detail {
    /// A few lines: how it ended, how many of what.
    Summary,
    /// How it ended, then the findings that weigh most.
    #[default]
    Brief,
    /// Every check in one line, too.
    Overview,
    /// Every finding and the reasons for it, too, in few lines.
    Findings,
    /// Everything: evidence, the whole of each explanation, coverage, hashes.
    Full,
}

/// What the writer for the terminal needs besides the result. The others do not use it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ReportOptions {
    /// The width of lines in characters; `None` for any length.
    pub width: Option<u16>,
    /// Whether ANSI styles are used; they only repeat what words say.
    pub colour: bool,
    /// How much is said.
    pub detail: Detail,
}
