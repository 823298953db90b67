//! Files that commands write: whole or not at all, several all or none, whatever happens meanwhile. `CAVEAT_ROUNDS` says how
//! many rounds of each sort a long run takes.

mod journals;
mod kills;
mod limits;
#[cfg(unix)]
mod links;
mod recovery;
mod several_files;
mod stdout;
mod steps;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;

use tempfile::TempDir;

use crate::world::{TODAY, copy, root};

/// The files below a folder, with their contents.
type State = BTreeMap<PathBuf, Vec<u8>>;

/// A command that writes, in a workspace made for it.
struct Scenario {
    name: &'static str,
    prepare: fn(&Path),
    arguments: &'static [&'static str],
    typed: &'static str,
}

static SCENARIOS: [Scenario; 11] = [
    Scenario {
        name: "fmt",
        prepare: scripts,
        arguments: &["fmt", "queries/a.cav", "queries/b.cav", "more/c.cav", "more/tidy.cav"],
        typed: "",
    },
    Scenario {
        name: "import",
        prepare: vendors,
        arguments: &["import", "acme.md", "zhipu.txt", "--into", "data/vendors"],
        typed: "",
    },
    Scenario { name: "worksheet", prepare: drafts, arguments: &["triage", "--worksheet", "new.csv"], typed: "" },
    Scenario {
        name: "decisions",
        prepare: drafts_with_decisions,
        arguments: &["triage", "--worksheet", "drafts.csv"],
        typed: "",
    },
    Scenario { name: "walk", prepare: drafts, arguments: &["triage"], typed: "r no\nk\nr not so\nq\n" },
    Scenario {
        name: "waive",
        prepare: checks,
        arguments: &["waive", "no-source", "acme:bare", "--reason", "R", "--owner", "Ada", "--until", "2026-12-24"],
        typed: "",
    },
    Scenario {
        name: "audit",
        prepare: checks,
        arguments: &[
            "audit",
            "--format",
            "json",
            "--output",
            "out/a.json",
            "--format",
            "junit",
            "--output",
            "out/a.xml",
            "--save-baseline",
            "baseline.json",
        ],
        typed: "",
    },
    Scenario { name: "draw", prepare: books, arguments: &["draw", "which books", "--output", "books.svg"], typed: "" },
    Scenario { name: "site", prepare: vendors, arguments: &["site", "public"], typed: "" },
    Scenario { name: "site again", prepare: earlier_site, arguments: &["site", "public"], typed: "" },
    Scenario { name: "prompt", prepare: books, arguments: &[], typed: "which books\n.save books\n.draw which books\n" },
];

const UNTIDY: &str = "Which   claims lack a  “public source”\n;how many claims\n";

fn scripts(folder: &Path) {
    for name in ["queries/a.cav", "queries/b.cav", "more/c.cav"] {
        put(folder, name, &format!("-- {name}\n{UNTIDY}"));
    }
    put(folder, "more/tidy.cav", "which claims\n");
}

fn put(folder: &Path, name: &str, text: &str) {
    let file = folder.join(name);
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(file, text).unwrap();
}

fn vendors(folder: &Path) {
    for name in ["vocabulary.ttl", "topics.ttl", "kinds.ttl", "regions.ttl"] {
        copy(&root().join("data").join(name), &{
            fs::create_dir_all(folder.join("data/vendors")).unwrap();
            folder.join("data").join(name)
        });
    }
    copy(&root().join("tests/worlds/drafts.ttl"), &folder.join("data/vendors/acme.ttl"));
    copy(&root().join("tests/documents/acme.md"), &folder.join("acme.md"));
    copy(&root().join("data/profiles/zhipu-ai.rich.txt"), &folder.join("zhipu.txt"));
}

/// Drafts in two files.
fn drafts(folder: &Path) {
    vendors(folder);
    let done = run(folder, &["import", "acme.md", "zhipu.txt", "--into", "data/vendors"], "", &[]);
    assert!(done.status.success(), "{}", text(&done.stderr));
}

fn drafts_with_decisions(folder: &Path) {
    drafts(folder);
    let done = run(folder, &["triage", "--worksheet", "drafts.csv"], "", &[]);
    assert!(done.status.success(), "{}", text(&done.stderr));
    let sheet = folder.join("drafts.csv");
    let mut reader = csv::Reader::from_path(&sheet).unwrap();
    let headings = reader.headers().unwrap().clone();
    let at = |name: &str| headings.iter().position(|it| it == name).unwrap();
    let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
    let mut writer = csv::Writer::from_path(&sheet).unwrap();
    writer.write_record(&headings).unwrap();
    for row in rows {
        let mut row: Vec<String> = row.iter().map(str::to_owned).collect();
        row[at("decision")] = "reject".to_owned();
        row[at("reason")] = "not so".to_owned();
        writer.write_record(&row).unwrap();
    }
    writer.flush().unwrap();
}

fn checks(folder: &Path) {
    for name in ["vocabulary.ttl", "topics.ttl", "regions.ttl"] {
        fs::create_dir_all(folder.join("data")).unwrap();
        copy(&root().join("data").join(name), &folder.join("data").join(name));
    }
    copy(&root().join("tests/audits/facts.ttl"), &folder.join("data/facts.ttl"));
    fs::create_dir(folder.join("out")).unwrap();
    put(folder, "out/a.json", "an earlier report");
    put(folder, "queries/checks.cav", "check no-source\n  expect none\n  which claims lack a source\n");
}

fn books(folder: &Path) {
    fs::create_dir(folder.join("data")).unwrap();
    for name in ["books.ttl", "vocabulary.ttl"] {
        copy(&root().join("tests/worlds/library").join(name), &folder.join("data").join(name));
    }
}

/// The site of other facts, with a page that is no longer made, beside a file of its owner.
fn earlier_site(folder: &Path) {
    vendors(folder);
    let facts = folder.join("data/vendors/acme.ttl");
    let now = fs::read_to_string(&facts).unwrap();
    fs::write(&facts, now.replace("terms of service", "terms of the past").replace("d:own", "d:gone")).unwrap();
    let done = run(folder, &["site", "public"], "", &[]);
    assert!(done.status.success(), "{}", text(&done.stderr));
    fs::write(&facts, now).unwrap();
    fs::write(folder.join("public/CNAME"), "example.org").unwrap();
}

/// The program in a folder, with environment variables.
fn command(folder: &Path, arguments: &[&str], variables: &[(&str, &str)]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_caveat"));
    command.current_dir(folder).args(["--today", TODAY]).args(arguments).env("NO_COLOR", "1");
    command.envs(variables.iter().copied());
    command
}

fn run(folder: &Path, arguments: &[&str], typed: &str, variables: &[(&str, &str)]) -> Output {
    run_typed(command(folder, arguments, variables), typed)
}

/// The output of a command after this input.
fn run_typed(mut command: Command, typed: &str) -> Output {
    use std::io::Write as _;
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // One that was killed reads nothing.
    let _ = child.stdin.take().unwrap().write_all(typed.as_bytes());
    child.wait_with_output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The files of a folder, and apart from them what a command leaves beside its files.
fn state(folder: &Path) -> (State, Vec<PathBuf>) {
    let (mut files, mut left) = (State::new(), Vec::new());
    let mut walk = vec![folder.to_owned()];
    while let Some(here) = walk.pop() {
        for entry in fs::read_dir(&here).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            let inside = path.strip_prefix(folder).unwrap().to_owned();
            if path.is_dir() {
                walk.push(path);
            } else if name.starts_with(".caveat-") && name != ".caveat-site" {
                left.push(inside);
            } else {
                files.insert(inside, fs::read(&path).unwrap());
            }
        }
    }
    (files, left)
}

fn is_journal(path: &impl AsRef<Path>) -> bool {
    path.as_ref().ends_with(".caveat-journal")
}

/// The message on a command that did not finish.
const BROKE_OFF: &str = "a command was interrupted while it wrote several files in";

/// True for a journal that must still be carried out.
fn is_pending(path: &Path) -> bool {
    let journal = is_journal(&path).then(|| fs::read(path).unwrap());
    journal.is_some_and(|it| serde_json::from_slice::<serde_json::Value>(&it).unwrap()["decides"].is_null())
}

/// A command without a fault: the files before it, after it, and after a second run.
struct Twin {
    scenario: &'static Scenario,
    /// A folder to begin with.
    folder: TempDir,
    code: i32,
    before: State,
    /// With typed input: after each line.
    between: Vec<State>,
    after: State,
    again: State,
}

impl Twin {
    fn of(scenario: &'static Scenario) -> Self {
        let folder = tempfile::tempdir().unwrap();
        (scenario.prepare)(folder.path());
        let (before, _) = state(folder.path());
        let place = copy_of(folder.path());
        let run = || scenario.run(place.path(), &[]);
        let done = run();
        let code = done.status.code().unwrap();
        let (after, left) = state(place.path());
        assert!(code < 2, "{}: {}", scenario.name, text(&done.stderr));
        assert_eq!(left, Vec::<PathBuf>::new(), "{}", scenario.name);
        assert_ne!(before, after, "{}: {}", scenario.name, text(&done.stderr));
        run();
        let (again, _) = state(place.path());
        let lines: Vec<&str> = scenario.typed.split_inclusive('\n').collect();
        let between = (1..lines.len()).map(|typed| {
            let place = copy_of(folder.path());
            self::run(place.path(), scenario.arguments, &lines[..typed].concat(), &[]);
            state(place.path()).0
        });
        let between = between.collect();
        Self { scenario, folder, code, before, between, after, again }
    }

    /// Compares the files after a fault with the twin, and lets the command finish.
    fn check(&self, place: &Path, what: &str) {
        let (now, left) = state(place);
        let what = format!("{}, {what}", self.scenario.name);
        for (name, content) in &now {
            let mut states = self.between.iter().chain([&self.before, &self.after]);
            let known = states.any(|state| state.get(name) == Some(content));
            assert!(known, "{what}: {} is neither as before nor as after", name.display());
        }
        let lost = self.before.keys().find(|it| self.after.contains_key(*it) && !now.contains_key(*it));
        assert_eq!(lost, None, "{what}: lost");
        // Commands of several steps, each of which is whole: the prompt, the walk through drafts.
        let one_step = self.scenario.typed.is_empty();
        if one_step && !left.iter().any(is_journal) {
            assert!(now == self.before || now == self.after, "{what}: some files of several, and no journal");
        }
        let untouched = now == self.before && !left.iter().any(is_journal);
        let begun = left.iter().any(|it| is_pending(&place.join(it)));
        let done = self.scenario.run(place, &[]);
        let (ended, left) = state(place);
        assert!(done.status.code().is_some_and(|code| code <= 2), "{what}: {}", text(&done.stderr));
        assert_eq!(text(&done.stderr).contains(BROKE_OFF), begun, "{what}: {}", text(&done.stderr));
        if untouched {
            assert_eq!(done.status.code(), Some(self.code), "{what}: {}", text(&done.stderr));
            assert!(ended == self.after, "{what}: given again, it ends in another way");
        } else if one_step {
            assert!(ended == self.after || ended == self.again, "{what}: given again, it ends in another way");
        }
        assert!(!left.iter().any(is_journal), "{what}: {left:?}");
        if untouched {
            assert_eq!(left, Vec::<PathBuf>::new(), "{what}: left over");
        }
    }
}

impl Scenario {
    fn run(&self, folder: &Path, variables: &[(&str, &str)]) -> Output {
        run(folder, self.arguments, self.typed, variables)
    }
}

/// The twin of a scenario, made on first use.
fn twin(at: usize) -> &'static Twin {
    static TWINS: [OnceLock<Twin>; SCENARIOS.len()] = [const { OnceLock::new() }; SCENARIOS.len()];
    TWINS[at].get_or_init(|| Twin::of(&SCENARIOS[at]))
}

/// The same by its name.
fn twin_of(name: &str) -> &'static Twin {
    twin(SCENARIOS.iter().position(|it| it.name == name).unwrap())
}

fn copy_of(folder: &Path) -> TempDir {
    let place = tempfile::tempdir().unwrap();
    copy(folder, place.path());
    place
}

/// Rounds of one sort: few, or as many as a long run takes.
fn rounds(few: usize) -> usize {
    std::env::var("CAVEAT_ROUNDS").ok().and_then(|it| it.parse().ok()).unwrap_or(few)
}

/// Numbers without a pattern, the same in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % (end.max(1) as u64)).unwrap()
    }
}
