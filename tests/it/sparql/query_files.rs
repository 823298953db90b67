//! The files of queries, read and refilled.

use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;

use regex::Regex;

use crate::world::root;

static SIZE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^# (yes|no|an error|\d+ (row|triple)s?)$").unwrap());

/// A query as in its file.
pub(crate) struct QueryCase {
    pub(crate) name: String,
    /// How much it finds: `3 rows`, `1 triple`, `yes`.
    pub(crate) size: String,
    pub(crate) text: String,
}

/// A file of queries.
pub(crate) struct Topic {
    path: PathBuf,
    /// The comment on all of them.
    about: String,
    pub(crate) queries: Vec<QueryCase>,
}

impl Topic {
    pub(crate) fn file(&self) -> String {
        self.path.file_name().unwrap().to_string_lossy().into_owned()
    }

    fn text(&self) -> String {
        let queries = self.queries.iter();
        let queries = queries.map(|it| format!("\n\n# {}\n# {}\n{}", it.name, it.size, it.text));
        format!("{}{}\n", self.about, queries.collect::<String>())
    }
}

/// All files of queries.
pub(crate) fn topics() -> Vec<Topic> {
    let files = fs::read_dir(root().join("tests/sparql")).unwrap();
    let mut paths: Vec<PathBuf> = files.map(|file| file.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|it| it == "rq"));
    paths.sort();
    paths.into_iter().map(topic).collect()
}

fn topic(path: PathBuf) -> Topic {
    let text = fs::read_to_string(&path).unwrap();
    let mut blocks = text.trim_end().split("\n\n");
    let about = blocks.next().unwrap().to_owned();
    let queries = blocks.map(parse_case).collect();
    Topic { path, about, queries }
}

fn parse_case(block: &str) -> QueryCase {
    let (name, rest) = block.split_once('\n').unwrap();
    let name = name.strip_prefix("# ");
    let name = name.unwrap_or_else(|| panic!("a query without a name:\n{block}"));
    let (size, text) = match rest.split_once('\n') {
        Some((size, text)) if SIZE.is_match(size) => (&size[2..], text),
        _ => ("unknown", rest),
    };
    QueryCase { name: name.to_owned(), size: size.to_owned(), text: text.to_owned() }
}

/// True when the files are to be rewritten.
pub(crate) fn wants_update() -> bool {
    std::env::var_os("UPDATE").is_some()
}

/// Writes the sizes of answers into their file, with `UPDATE`.
pub(crate) fn refill(topic: &Topic) {
    if wants_update() {
        fs::write(&topic.path, topic.text()).unwrap();
    }
}
