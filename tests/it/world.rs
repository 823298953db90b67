//! Small graphs for tests.

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash as _, Hasher as _};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::Duration;

use caveat::base::{Diagnostic, Faults, Source, draw};
use caveat::exec::{Answer, Body};
use caveat::lang::parse;
use caveat::session::{Session, SessionSettings};
use caveat::store::{Input, MAX_FILE, load};
use tempfile::TempDir;

/// The date of `today` in every test.
pub(crate) const TODAY: &str = "2026-11-23";

pub(crate) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The project with the facts about one vendor, so that answers stay the same while vendors are added. It is named by
/// its content, so that tests that run at once share it.
pub(crate) fn project() -> &'static Path {
    static PROJECT: OnceLock<PathBuf> = OnceLock::new();
    PROJECT.get_or_init(|| {
        let folder = TempDir::new_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
        let data = folder.path().join("data");
        fs::create_dir_all(data.join("vendors")).unwrap();
        for name in ["vocabulary.ttl", "topics.ttl", "kinds.ttl", "regions.ttl", "vendors/alibaba.ttl"] {
            fs::copy(root().join("data").join(name), data.join(name)).unwrap();
        }
        for name in ["queries", "tests/audits", "tests/worlds"] {
            copy(&root().join(name), &folder.path().join(name));
        }
        let mut hasher = DefaultHasher::new();
        digest(folder.path(), &mut hasher);
        let named = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("project-{:016x}", hasher.finish()));
        // If another process was faster, its folder has the same content.
        if fs::rename(folder.path(), &named).is_ok() {
            let _ = folder.keep();
        }
        named
    })
}

/// Hashes the content of a folder, name by name.
fn digest(folder: &Path, hasher: &mut DefaultHasher) {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        path.file_name().hash(hasher);
        if path.is_dir() {
            digest(&path, hasher);
        } else {
            fs::read(&path).unwrap().hash(hasher);
        }
    }
}

/// Copies a file, or a folder with all below it.
pub(crate) fn copy(from: &Path, to: &Path) {
    if from.is_dir() {
        fs::create_dir_all(to).unwrap();
        for entry in fs::read_dir(from).unwrap() {
            let name = entry.unwrap().file_name();
            copy(&from.join(&name), &to.join(&name));
        }
    } else {
        fs::copy(from, to).unwrap();
    }
}

/// A world of `tests/worlds`, the shipped data about one vendor as `shipped`, about all of them as `all`.
pub(crate) fn path(name: &str) -> PathBuf {
    match name {
        "shipped" => project().join("data"),
        "all" => root().join("data"),
        "ambiguous" => root().join("tests/worlds/ambiguous.ttl"),
        name => root().join("tests/worlds").join(name),
    }
}

/// The files of a world: those of `evidence` go with the shipped vocabulary; `empty` is a workspace in which nothing is on
/// record yet, `looked` and `well` add one vendor to it.
pub(crate) fn paths(name: &str) -> Vec<PathBuf> {
    let shipped = || ["vocabulary", "topics", "kinds", "regions"].map(|it| root().join(format!("data/{it}.ttl")));
    match name {
        "open" => vec![root().join("tests/worlds/library"), root().join("tests/worlds/open.ttl")],
        "evidence" => vec![root().join("data/vocabulary.ttl"), root().join("tests/worlds/evidence.ttl")],
        "empty" => shipped().into(),
        // The eight vendors as one directory and one archive check had them, without their own documents.
        "eight" => shipped().into_iter().chain([path(name)]).collect(),
        "looked" | "well" => shipped().into_iter().chain([path(&format!("{name}.ttl"))]).collect(),
        name => vec![path(name)],
    }
}

pub(crate) fn session(name: &str) -> Session {
    open(&paths(name)).unwrap_or_else(|problems| panic!("{}", messages(&problems)))
}

pub(crate) fn open(paths: &[PathBuf]) -> Result<Session, Faults> {
    open_with(paths, settings())
}

pub(crate) fn open_with(paths: &[PathBuf], settings: SessionSettings) -> Result<Session, Faults> {
    let inputs: Vec<Input> = paths.iter().cloned().map(Input::Path).collect();
    let of_project = paths.iter().all(|path| path.starts_with(project()));
    let base = if of_project { project().to_owned() } else { root() };
    let dataset = load(&inputs, Some(&base), MAX_FILE)?;
    Session::new(dataset, settings)
}

pub(crate) fn settings() -> SessionSettings {
    let today = TODAY.parse().unwrap();
    SessionSettings::on(today, Duration::from_secs(60))
}

/// A session over Turtle text, with the vocabulary of a world if one is named.
pub(crate) fn of_text(text: &str, vocabulary: Option<&Path>) -> Result<Session, Faults> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("facts.ttl");
    std::fs::write(&file, text).unwrap();
    let mut inputs = vec![Input::Path(file)];
    inputs.extend(vocabulary.map(|path| Input::Path(path.to_owned())));
    let dataset = load(&inputs, Some(folder.path()), MAX_FILE)?;
    Session::new(dataset, settings())
}

/// A session over Turtle text beside the shipped vocabulary, topics, kinds and regions, or the messages.
pub(crate) fn open_with_shipped(text: &str) -> Result<Session, String> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("facts.ttl");
    std::fs::write(&file, text).unwrap();
    let inputs: Vec<Input> = paths("empty").into_iter().chain([file]).map(Input::Path).collect();
    let dataset = load(&inputs, Some(folder.path()), MAX_FILE).map_err(|it| messages(&it))?;
    Session::new(dataset, settings()).map_err(|it| messages(&it))
}

pub(crate) fn messages(diagnostics: &[Diagnostic]) -> String {
    let drawn = diagnostics.iter().map(|it| draw(it, false));
    drawn.collect::<Vec<_>>().join("\n")
}

/// The answers to every statement of a text, or the messages of the first that fails.
pub(crate) fn ask(session: &mut Session, text: &str) -> Result<Vec<Answer>, String> {
    let source = Source::new("question", text);
    let statements = parse(&source).map_err(|fault| messages(&[fault]))?;
    let answers = statements.iter().map(|statement| {
        let answer = session.answer(statement, &source);
        answer.map_err(|faults| messages(&faults))
    });
    answers.collect()
}

/// The texts of the first column of the last answer, in order.
pub(crate) fn first_column(session: &mut Session, question: &str) -> Vec<String> {
    let answers = ask(session, question).unwrap_or_else(|message| panic!("{question}\n{message}"));
    match &answers.last().unwrap().body {
        Body::Table(table) => table.rows.iter().map(|row| row.cells[0].values[0].text.clone()).collect(),
        other => panic!("{question} does not find things but {other:?}"),
    }
}
