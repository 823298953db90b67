//! The git history of a workspace: which commit a revision or a day stands for.

use std::path::{Path, PathBuf};
use std::str::FromStr;

use oxsdatatypes::{Date, DateTime, DayTimeDuration, Decimal, Integer};

use crate::base::{Blame, Code, Diagnostic, is_hostile, nearest};
use crate::files::git::{Git, git_failed};
use crate::files::revision::Revision;
use crate::files::tree::Tree;
use crate::files::view::Files;

/// The git repository that contains a folder.
#[derive(Debug, Clone)]
pub struct Repository {
    git: Git,
    /// The root of the work tree, with symbolic links resolved.
    top: PathBuf,
    /// The requested folder, below `top`.
    folder: PathBuf,
}

impl Repository {
    /// The repository that contains `folder`.
    ///
    /// # Errors
    /// If git is not installed, or there is no repository.
    pub fn of(folder: &Path) -> Result<Self, Diagnostic> {
        let git = Git::new(folder);
        let top = git.run_checked(["rev-parse", "--show-toplevel"])?.line();
        let prefix = git.run_checked(["rev-parse", "--show-prefix"])?.line();
        let top = PathBuf::from(top);
        let folder = top.join(prefix.trim_end_matches('/'));
        Ok(Self { git, top, folder })
    }

    /// The commit that a revision stands for (`main`, `v1.2`, `HEAD~3`, `1a2b3c4`), or the last commit on or before a
    /// day (`2026-03-01`, in UTC) along the first parents of HEAD. A branch or a tag that looks like a day is a branch
    /// or a tag.
    ///
    /// # Errors
    /// If git does not know it, it is ambiguous, or the history begins after that day.
    pub fn resolve(&self, asked: &str) -> Result<Revision, Diagnostic> {
        // No revision begins with `-`, but an option of git does.
        if asked.starts_with('-') || asked.contains(is_hostile) || asked.trim().is_empty() {
            return Err(self.unknown(asked));
        }
        let wanted = format!("{asked}^{{commit}}");
        let ran = self.git.run(["rev-parse", "--verify", "--end-of-options", &wanted])?;
        if ran.err.contains("ambiguous") {
            return Err(ambiguous(asked, &ran.err));
        }
        let commit = ran.line();
        if ran.ok && is_id(&commit) {
            return self.revision(asked, &commit);
        }
        if looks_like_a_day(asked) {
            return self.on_day(asked);
        }
        if ran.err.contains("not a git repository") || ran.err.contains("dubious ownership") {
            return Err(git_failed(&ran.err));
        }
        Err(self.unknown(asked))
    }

    /// The files of a commit, as seen from the folder that the repository was found from.
    ///
    /// # Errors
    /// If git cannot list them.
    pub fn files(&self, revision: &Revision) -> Result<Files, Diagnostic> {
        let listed = ["ls-tree", "-r", "-z", "--full-tree", &revision.commit];
        let listed = self.git.run_checked(listed)?;
        let (top, folder) = (self.top.clone(), self.folder.clone());
        let tree = Tree::new(&self.git, revision.clone(), top, folder, &listed.out);
        Ok(Files::Revision(tree))
    }

    fn revision(&self, asked: &str, commit: &str) -> Result<Revision, Diagnostic> {
        let ran = self.git.run_checked(["rev-list", "--max-count=1", "--timestamp", commit, "--"])?;
        let (commit, date) = parse_commit_line(&ran.line()).ok_or_else(|| git_failed(&ran.err))?;
        Ok(Revision { asked: asked.to_owned(), commit, date, by_day: false })
    }

    fn on_day(&self, day: &str) -> Result<Revision, Diagnostic> {
        let end = end_of_day(day).ok_or_else(|| no_such_day(day))?;
        let before = format!("--min-age={end}");
        let own_line = ["rev-list", "--first-parent", "--timestamp", "HEAD"];
        let walk = own_line.into_iter().chain(["--max-count=1", &before, "--"]);
        let ran = self.git.run(walk)?;
        if let Some((commit, date)) = parse_commit_line(&ran.line()) {
            return Ok(Revision { asked: day.to_owned(), commit, date, by_day: true });
        }
        let first = own_line.into_iter().chain(["--max-parents=0", "--"]);
        let first = parse_commit_line(&self.git.run(first)?.line());
        Err(self.with_shallow_hint(before_the_first(day, first.map(|(_, date)| date))))
    }

    /// `--at mian`
    fn unknown(&self, asked: &str) -> Diagnostic {
        let message = format!("`{asked}` is not a revision of this repository");
        let diagnostic = Diagnostic::new(Blame::Question, Code::UnknownRevision, message);
        let format = "--format=%(refname:short)";
        let refs = ["for-each-ref", format, "refs/heads", "refs/tags", "refs/remotes"];
        let refs = self.git.run(refs).map(|ran| ran.line()).unwrap_or_default();
        let near = nearest(asked, refs.lines());
        if !near.is_empty() {
            return diagnostic.help(format!("nearest: `{}`", near.join("`, `")));
        }
        self.with_shallow_hint(
            diagnostic.help("a revision is a branch, a tag, a commit or HEAD~1; a day is written 2026-03-01"),
        )
    }

    /// Adds a hint if the clone is shallow.
    fn with_shallow_hint(&self, diagnostic: Diagnostic) -> Diagnostic {
        let shallow = self.git.run(["rev-parse", "--is-shallow-repository"]);
        if shallow.is_ok_and(|ran| ran.line() == "true") {
            return diagnostic.help("this clone is shallow and lacks older commits: `git fetch --unshallow` gets them");
        }
        diagnostic
    }
}

fn is_id(text: &str) -> bool {
    text.len() >= 40 && text.chars().all(|c| c.is_ascii_hexdigit())
}

/// The id and the day of a commit, from the first line of `git rev-list --timestamp`.
fn parse_commit_line(lines: &str) -> Option<(String, String)> {
    let (seconds, commit) = lines.lines().next()?.split_once(' ')?;
    let date = day_of(seconds.parse().ok()?)?;
    is_id(commit).then(|| (commit.to_owned(), date))
}

fn looks_like_a_day(text: &str) -> bool {
    let shape = |(at, c): (usize, char)| match at {
        4 | 7 => c == '-',
        _ => c.is_ascii_digit(),
    };
    text.len() == 10 && text.chars().enumerate().all(shape)
}

/// The last second of a day in UTC, in seconds since 1970.
fn end_of_day(day: &str) -> Option<i64> {
    Date::from_str(day).ok()?;
    let end = DateTime::from_str(&format!("{day}T23:59:59Z")).ok()?;
    let since = end.checked_sub(epoch())?.as_seconds();
    Integer::try_from(since).ok().map(i64::from)
}

/// The day in UTC, from seconds since 1970.
fn day_of(seconds: i64) -> Option<String> {
    let since = DayTimeDuration::new(Decimal::from(seconds));
    let then = epoch().checked_add_day_time_duration(since)?;
    then.to_string().split('T').next().map(str::to_owned)
}

fn epoch() -> DateTime {
    DateTime::from_str("1970-01-01T00:00:00Z").expect("this is a moment")
}

/// a tag `v1` beside a branch `v1`; `--at 1a2` where several commit ids begin with it
fn ambiguous(asked: &str, err: &str) -> Diagnostic {
    let message = format!("`{asked}` could be several revisions");
    let diagnostic = Diagnostic::new(Blame::Question, Code::AmbiguousRevision, message);
    let candidates = err.lines().filter_map(|line| line.strip_prefix("hint:   "));
    let candidates: Vec<&str> = candidates.collect();
    if candidates.is_empty() {
        return diagnostic.help(format!("write `refs/heads/{asked}` for the branch, `refs/tags/{asked}` for the tag"));
    }
    candidates.into_iter().fold(diagnostic, Diagnostic::help)
}

/// `--at 2026-02-30`
fn no_such_day(day: &str) -> Diagnostic {
    let message = format!("`{day}` is neither a day of the calendar nor a revision");
    Diagnostic::new(Blame::Question, Code::NoSuchDay, message).help("a day is written 2026-11-23")
}

/// `--at 1999-01-01`
fn before_the_first(day: &str, first: Option<String>) -> Diagnostic {
    let message = format!("there is no commit on {day} or before");
    let diagnostic = Diagnostic::new(Blame::Question, Code::BeforeHistory, message);
    match first {
        Some(first) => diagnostic.help(format!("the history begins on {first}")),
        None => diagnostic.help("there is no commit yet"),
    }
}
