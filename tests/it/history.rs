//! Facts at a revision: `--at` with a branch, tag, commit or day, and all that can be wrong with it.

use std::fs;
use std::path::Path;

use caveat::files::{Files, Repository as Git};
use caveat::store::{Input, MAX_FILE, Workspace, load, load_from};
use serde_json::Value;

use crate::cli::RunOutput;
use crate::formats::{assert_valid, schema_for};
use crate::repository::{Repository, has_git};
use crate::tools::report_skip;

/// A vocabulary of books, and one book.
const WORDS: &str = "@prefix a: <https://example.org/> .\n\
    @prefix say: <https://w3id.org/caveat/say#> .\n\
    @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n\
    @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n\
    a:Book a rdfs:Class ; say:noun \"book\" ; say:labelledBy ( \"title\" ) ; say:shows ( \"title\" ) .\n\
    a:title a say:Attribute ; say:of a:Book ; say:noun \"title\" .\n\
    a:read a say:Attribute ; say:of a:Book ; say:noun \"day\" ; say:type xsd:date ; say:participle \"read\" .\n";

fn book(number: u8) -> String {
    format!(
        "@prefix a: <https://example.org/> .\n\
         a:b{number} a a:Book ; a:title \"Book {number}\" ; a:read \"2026-01-0{number}\"^^<http://www.w3.org/2001/XMLSchema#date> .\n\
         [] a a:Book ; a:title \"Nameless {number}\" .\n"
    )
}

/// One book on 1 January, two on 1 February (tag `two`), three on 1 March; four in the work tree.
fn library() -> Repository {
    let repository = Repository::new();
    repository
        .write("data/words.ttl", WORDS)
        .write("data/one.ttl", &book(1))
        .commit("2026-01-01")
        .write("data/deep/two.ttl", &book(2))
        .commit("2026-02-01");
    repository.git(&["tag", "two"]);
    repository.write("data/three.ttl", &book(3)).commit("2026-03-01").write("data/four.ttl", &book(4));
    repository
}

fn answer_of(ran: &RunOutput) -> &str {
    assert_eq!(ran.code, 0, "{}", ran.err);
    ran.out.trim_end()
}

#[test]
fn answers_as_of_branch_tag_commit_or_day() {
    if !has_git() {
        return;
    }
    let library = library();
    let commit = library.git(&["rev-parse", "two"]);
    let expected = [
        ("main", "6 books", "main, "),
        ("HEAD", "6 books", "HEAD, "),
        ("two", "4 books", "two, "),
        ("HEAD~1", "4 books", "HEAD~1, "),
        ("HEAD~2", "2 books", "HEAD~2, "),
        (&commit[..40], "4 books", ""),
        (&commit[..10], "4 books", ""),
        ("2026-01-01", "2 books", "2026-01-01, "),
        ("2026-01-31", "2 books", "2026-01-31, "),
        ("2026-02-01", "4 books", "2026-02-01, "),
        ("2030-01-01", "6 books", "2030-01-01, "),
    ];
    for (at, count, asked) in expected {
        let ran = library.caveat(&["ask", "how many books", "--at", at]);
        assert_eq!(answer_of(&ran), count, "{at}");
        let told = ran.err.lines().next().unwrap();
        assert!(told.starts_with(&format!("as of {asked}")), "{told}");
    }
    assert_eq!(answer_of(&library.caveat(&["ask", "how many books"])), "8 books");
    let told = library.caveat(&["ask", "how many books", "--at", "two"]).err;
    let short = &commit[..7];
    assert_eq!(told, format!("as of two, {short}, 2026-02-01\n"));
}

#[test]
fn every_command_uses_the_facts_of_the_revision() {
    if !has_git() {
        return;
    }
    let library = library();
    library.write("how-many.cav", "how many books\n");
    let run = library.caveat(&["run", "how-many.cav", "--at", "two"]);
    assert_eq!(answer_of(&run), "4 books");
    let schema = library.caveat(&["schema", "--at", "HEAD~2", "--format", "csv"]);
    assert!(answer_of(&schema).contains("book,,2,"), "{}", schema.out);
    let explained = library.caveat(&["explain", "which books that are \"Book 2\"", "--at", "HEAD~2"]);
    assert_eq!(explained.code, 2, "the book was not there: {}", explained.out);
    let mut prompt = crate::cli::caveat(library.path());
    let prompt = prompt.args(["--at", "two"]).write_stdin("how many books\n.reload\nhow many books\n");
    let prompt = crate::cli::run_command(prompt);
    assert_eq!(answer_of(&prompt), "4 books\n4 books");
}

#[test]
fn a_day_sets_today_unless_given() {
    if !has_git() {
        return;
    }
    let library = library();
    let question = "which books read in the last 5 days showing title";
    let then = library.caveat(&["ask", question, "--at", "2026-03-05", "--format", "csv"]);
    assert_eq!(answer_of(&then), "book,title", "the books were read in January");
    let then = library.caveat(&["ask", question, "--at", "2026-01-04", "--format", "csv"]);
    assert_eq!(answer_of(&then), "book,title\r\nhttps://example.org/b1,Book 1");
    let said = ["ask", question, "--at", "2026-03-05", "--today", "2026-01-04", "--format", "csv"];
    assert_eq!(answer_of(&library.caveat(&said)).lines().count(), 4);
    let json = ["ask", "how many books", "--format", "json", "--at"];
    let json = |at| {
        let ran = library.caveat(&[&json[..], &[at]].concat());
        assert_valid(&schema_for("answer"), &ran.out);
        let value: Value = serde_json::from_str(&ran.out).unwrap();
        value["data"].clone()
    };
    let day = json("2026-01-31");
    assert_eq!(day["today"], "2026-01-31");
    assert_eq!(day["revision"]["asked"], "2026-01-31");
    assert_eq!(day["revision"]["date"], "2026-01-01");
    assert_eq!(day["revision"]["commit"], library.git(&["rev-parse", "HEAD~2"]).trim());
    assert_ne!(json("two")["today"], "2026-02-01", "a revision leaves today alone");
}

#[test]
fn a_day_ends_at_utc_midnight_on_this_branch() {
    if !has_git() {
        return;
    }
    let library = Repository::new();
    library
        .write("data/words.ttl", WORDS)
        .write("data/one.ttl", &book(1))
        .commit_at("2026-01-01T23:59:59Z")
        .write("data/two.ttl", &book(2))
        // Still 1 January where it was committed.
        .commit_at("2026-01-01T23:00:00-01:00");
    let count = |at| answer_of(&library.caveat(&["ask", "how many books", "--at", at])).to_owned();
    assert_eq!(count("2026-01-01"), "2 books");
    assert_eq!(count("2026-01-02"), "4 books");
    library.git(&["checkout", "--quiet", "-b", "side"]);
    library.write("data/three.ttl", &book(3)).commit("2026-01-03");
    library.git(&["checkout", "--quiet", "main"]);
    library.write("data/four.ttl", &book(4)).commit("2026-01-04");
    library.git_at("2026-01-05T12:00:00Z", &["merge", "--quiet", "--no-edit", "side"]);
    assert_eq!(count("2026-01-03"), "4 books", "what another branch had is not what main had");
    library.git(&["branch", "2026-01-03", "side"]);
    assert_eq!(count("2026-01-03"), "6 books", "a branch of that name wins");
}

fn load_facts(files: &Files) -> caveat::store::Dataset {
    let workspace = Workspace::find_in(files).unwrap();
    let inputs: Vec<Input> = workspace.data.into_iter().map(Input::Path).collect();
    load_from(&files.with_root(&workspace.root), &inputs, MAX_FILE, &mut |_| {})
        .unwrap_or_else(|problems| panic!("{}", crate::world::messages(&problems)))
}

#[test]
fn a_clean_tree_equals_its_history() {
    if !has_git() {
        return;
    }
    let library = library();
    library
        .write("data/a.b/c.ttl", &book(5))
        .write("data/a/z.ttl", &book(6))
        .write("data/.hidden.ttl", "no Turtle")
        .write("data/notes.txt", "no facts")
        .write("elsewhere/linked.ttl", &book(7))
        .commit("2026-04-01");
    #[cfg(unix)]
    {
        let link = |to: &str, from: &str| std::os::unix::fs::symlink(to, library.file(from)).unwrap();
        link("../elsewhere/linked.ttl", "data/again.ttl");
        link("../elsewhere", "data/linked");
        library.commit("2026-04-02");
    }
    let git = Git::of(library.path()).unwrap();
    let then = load_facts(&git.files(&git.resolve("main").unwrap()).unwrap());
    let now = load_facts(&Files::Disk(library.path().to_owned()));
    assert_eq!(then.files(), now.files());
    assert_eq!(then.digest(), now.digest());
    let facts = |dataset: &caveat::store::Dataset| {
        let quads = dataset.quads().map(|quad| quad.to_string());
        quads.collect::<Vec<_>>()
    };
    assert_eq!(facts(&then), facts(&now), "nodes without a name are the same, too");
    assert!(now.files().iter().any(|file| file.name == "data/again.ttl" || cfg!(not(unix))));
}

#[test]
fn the_project_reads_the_same_from_its_history() {
    let repository = Git::of(&crate::world::root());
    let Ok(repository) = repository else {
        report_skip("the project is in no repository here");
        return;
    };
    let files = repository.files(&repository.resolve("HEAD").unwrap()).unwrap();
    let then = load_facts(&files);
    // The committed files of the data, independent of what is being worked on.
    let folder = tempfile::tempdir().unwrap();
    for path in files.list(Path::new("data")).unwrap() {
        let to = folder.path().join(&path);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::write(to, files.read(&path, MAX_FILE).unwrap()).unwrap();
    }
    let now = load(&[Input::Path(folder.path().join("data"))], Some(folder.path()), MAX_FILE);
    assert_eq!(then.digest(), now.unwrap().digest());
}

#[test]
fn uses_the_workspace_of_the_revision() {
    if !has_git() {
        return;
    }
    let moved = Repository::new();
    moved
        .write("part/facts/words.ttl", WORDS)
        .write("part/facts/one.ttl", &book(1))
        .write("part/caveat.toml", "data = [\"facts\"]\n")
        .commit("2026-01-01");
    fs::rename(moved.file("part/facts"), moved.file("part/data")).unwrap();
    fs::remove_file(moved.file("part/caveat.toml")).unwrap();
    moved.write("part/data/two.ttl", &book(2)).commit("2026-02-01");
    moved.write("part/deep/new/note", "not committed");
    for folder in ["part", "part/data", "part/deep/new"] {
        let count = |at| answer_of(&moved.caveat_in(folder, &["ask", "how many books", "--at", at])).to_owned();
        assert_eq!(count("HEAD~1"), "2 books", "{folder}");
        assert_eq!(count("main"), "4 books", "{folder}");
    }
    let names = moved.caveat_in("part/deep/new", &["ask", "describe \"Book 1\"", "--at", "HEAD~1", "--format", "json"]);
    let here = moved.caveat_in("part", &["ask", "describe \"Book 1\"", "--at", "HEAD~1", "--format", "json"]);
    assert_eq!(names.out, here.out);
}

#[test]
fn reads_named_data_at_the_revision() {
    if !has_git() {
        return;
    }
    let library = library();
    let count = |folder: &str, data: &[&str], at: &str| {
        let mut arguments = vec!["ask", "how many books", "--at", at];
        arguments.extend(data.iter().flat_map(|data| ["--data", data]));
        library.caveat_in(folder, &arguments)
    };
    let two = ["data/words.ttl", "data/deep"];
    assert_eq!(answer_of(&count("", &two, "main")), "2 books");
    let here = ["../words.ttl", "./two.ttl"];
    assert_eq!(answer_of(&count("data/deep", &here, "two")), "2 books");
    let whole = library.file("data").canonicalize().unwrap();
    assert_eq!(answer_of(&count("", &[whole.to_str().unwrap()], "two")), "4 books");
    let gone = count("", &["data/words.ttl", "data/three.ttl"], "two");
    let uncommitted = count("", &["data/four.ttl"], "main");
    let text = [failure_text(&gone, &library), failure_text(&uncommitted, &library)].concat();
    insta::assert_snapshot!("history_data_not_there", text);
}

/// The message of a failed run, without the path of the repository.
fn failure_text(ran: &RunOutput, repository: &Repository) -> String {
    assert_eq!(ran.out, "");
    let path = repository.path().canonicalize().unwrap();
    let text = ran.err.replace(path.to_str().unwrap(), "/repository");
    format!("exit code {}\n{text}", ran.code)
}

#[test]
fn reports_invalid_revisions_and_data() {
    if !has_git() {
        return;
    }
    let library = library();
    let ask = |arguments: &[&str]| {
        let ran = library.caveat(&[&["ask", "how many books"], arguments].concat());
        format!("$ {}\n{}", arguments.join(" "), failure_text(&ran, &library))
    };
    let wrong: [&[&str]; 9] = [
        &["--at", "mian"],
        &["--at", "nothing-like-it"],
        &["--at", "2025-12-31"],
        &["--at", "2026-02-30"],
        &["--at", "main:data"],
        &["--at", "main", "--data", "-"],
        &["--at", "main", "--data", "../elsewhere.ttl"],
        &["--at", "main", "--data", "/etc"],
        &["--at", "main", "--max-file", "0"],
    ];
    let mut texts: Vec<String> = wrong.into_iter().map(ask).collect();
    library.git(&["branch", "two", "main"]);
    texts.push(ask(&["--at", "two"]));
    insta::assert_snapshot!("history_messages", texts.join("\n"));
}

#[test]
fn reports_missing_history() {
    if !has_git() {
        return;
    }
    let empty = Repository::new();
    empty.write("data/words.ttl", WORDS).write("data/one.ttl", &book(1));
    let ask = |repository: &Repository, at| {
        failure_text(&repository.caveat(&["ask", "how many books", "--at", at]), repository)
    };
    let mut texts = vec![ask(&empty, "main"), ask(&empty, "2026-01-01")];
    fs::remove_dir_all(empty.file(".git")).unwrap();
    texts.push(ask(&empty, "main"));
    let without = Repository::new();
    without.write("read.me", "nothing yet").commit("2026-01-01");
    without.write("data/words.ttl", WORDS).write("data/one.ttl", &book(1)).commit("2026-01-02");
    texts.push(ask(&without, "HEAD~1"));
    insta::assert_snapshot!("history_nothing_there", texts.join("\n"));
}

#[test]
fn reports_missing_git() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = crate::cli::caveat(folder.path());
    let ran = crate::cli::run_command(command.args(["ask", "how many books", "--at", "main"]).env("PATH", ""));
    assert_eq!(ran.code, 5);
    insta::assert_snapshot!("history_no_git", ran.err);
}

#[cfg(unix)]
#[test]
fn reports_failures_of_git() {
    use std::os::unix::fs::PermissionsExt as _;
    if !has_git() {
        return;
    }
    let library = library();
    let blob = library.git(&["rev-parse", "HEAD:data/one.ttl"]);
    let object = format!(".git/objects/{}/{}", &blob[..2], blob[2..].trim());
    fs::remove_file(library.file(&object)).unwrap();
    let ask = ["ask", "how many books", "--at", "main"];
    let mut texts = vec![failure_text(&library.caveat(&ask), &library)];
    library.write(".git/config", "no settings\n");
    texts.push(failure_text(&library.caveat(&ask), &library));
    let strict = "#!/bin/sh\necho \"fatal: detected dubious ownership in repository at '/facts'\" >&2\nexit 128\n";
    library.write("bin/git", strict);
    let program = library.file("bin/git");
    fs::set_permissions(program, fs::Permissions::from_mode(0o755)).unwrap();
    let mut command = crate::cli::caveat(library.path());
    let ran = crate::cli::run_command(command.args(ask).env("PATH", library.file("bin")));
    texts.push(failure_text(&ran, &library));
    insta::assert_snapshot!("history_refused", texts.join("\n"));
}

#[test]
fn reports_what_a_shallow_clone_lacks() {
    if !has_git() {
        return;
    }
    let library = library();
    let clone = Repository::new();
    let from = format!("file://{}", library.path().display());
    clone.git(&["fetch", "--quiet", "--depth", "1", &from, "main"]);
    clone.git(&["reset", "--quiet", "--hard", "FETCH_HEAD"]);
    let ask = |at| clone.caveat(&["ask", "how many books", "--at", at]);
    assert_eq!(answer_of(&ask("main")), "6 books");
    let texts = ["2026-02-01", "HEAD~1"].map(|at| failure_text(&ask(at), &clone));
    insta::assert_snapshot!("history_shallow", texts.concat());
}

#[test]
fn reports_a_submodule_among_the_facts() {
    if !has_git() {
        return;
    }
    let (library, other) = (library(), library());
    let commit = other.git(&["rev-parse", "HEAD"]);
    let entry = format!("160000,{},data/other", commit.trim());
    library.git(&["add", "--all"]);
    library.git(&["update-index", "--add", "--cacheinfo", &entry]);
    library.git(&["commit", "--quiet", "-m", "With a submodule"]);
    let ran = library.caveat(&["ask", "how many books", "--at", "main"]);
    insta::assert_snapshot!("history_submodule", failure_text(&ran, &library));
}

#[cfg(unix)]
#[test]
fn follows_links_only_within_the_revision() {
    if !has_git() {
        return;
    }
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("secret.ttl"), book(9)).unwrap();
    let secret = outside.path().join("secret.ttl");
    let hidden = outside.path().join("hidden");
    fs::create_dir(&hidden).unwrap();
    let up = "../../../../../../../../../../etc";
    for (link, to) in
        [("data/secret.ttl", secret.to_str().unwrap()), ("data/folder", hidden.to_str().unwrap()), ("data/up", up)]
    {
        let library = library();
        std::os::unix::fs::symlink(to, library.file(link)).unwrap();
        library.commit("2026-04-01");
        let ran = library.caveat(&["ask", "how many books", "--at", "main"]);
        assert_eq!(ran.code, 2, "{}", ran.err);
        let expected = format!("`{link}` is outside the repository");
        assert!(ran.err.contains(&expected), "{}", ran.err);
        assert!(!ran.err.contains("Nameless 9"), "{}", ran.err);
    }
    // Cyclic and dangling links: they may stand for facts.
    for (link, to) in [("data/round.ttl", "round.ttl"), ("data/more", "nowhere")] {
        let library = library();
        std::os::unix::fs::symlink(to, library.file(link)).unwrap();
        library.commit("2026-04-01");
        let ran = library.caveat(&["ask", "how many books", "--at", "main"]);
        assert_eq!(ran.code, 5, "{}", ran.err);
    }
}

#[test]
fn a_revision_is_never_an_option_of_git() {
    if !has_git() {
        return;
    }
    let library = library();
    for hostile in [
        "--upload-pack=touch pwned",
        "--output=pwned",
        "-h",
        "",
        " ",
        "main\nHEAD",
        "^main",
        "main..two",
        "main...two",
        "--all",
        "main\u{202e}",
        "$(touch pwned)",
        "refs/heads/*",
        "@{-1}",
        "main^{tree}",
    ] {
        let at = format!("--at={hostile}");
        let ran = library.caveat(&["ask", "how many books", &at]);
        assert_eq!(ran.code, 2, "{hostile:?}: {}{}", ran.out, ran.err);
        assert!(!ran.err.contains('\u{202e}'));
        assert!(!library.file("pwned").exists(), "{hostile:?}");
    }
}

#[test]
fn hostile_branch_and_file_names_are_harmless() {
    if !has_git() {
        return;
    }
    let library = library();
    library.write("data/new\nline \"quoted\" ü.ttl", &book(5)).commit("2026-04-01");
    library.git(&["branch", "ma\u{202e}in"]);
    let ran = library.caveat(&["ask", "how many books", "--at", "main"]);
    assert_eq!(answer_of(&ran), "10 books");
    let ran = library.caveat(&["ask", "how many books", "--at", "maiin"]);
    assert!(!ran.err.contains('\u{202e}'), "{}", ran.err);
}

#[test]
fn ignores_git_environment_variables() {
    if !has_git() {
        return;
    }
    let (library, other) = (library(), Repository::new());
    other.write("data/words.ttl", WORDS).write("data/one.ttl", &book(1)).commit("2026-01-01");
    let elsewhere = other.file(".git");
    let mut command = crate::cli::caveat(library.path());
    command
        .args(["ask", "how many books", "--at", "main"])
        .env("GIT_DIR", &elsewhere)
        .env("GIT_WORK_TREE", other.path())
        .env("GIT_INDEX_FILE", elsewhere.join("index"))
        .env("GIT_OBJECT_DIRECTORY", elsewhere.join("objects"))
        .env("GIT_PAGER", "false")
        .env("GIT_TRACE", "1");
    assert_eq!(answer_of(&crate::cli::run_command(&mut command)), "6 books");
}

#[test]
fn does_not_touch_the_work_tree() {
    if !has_git() {
        return;
    }
    let library = library();
    let state = || {
        let status = library.git(&["status", "--porcelain", "--branch"]);
        let index = fs::metadata(library.file(".git/index")).unwrap().modified().unwrap();
        (status, index, fs::read(library.file("data/four.ttl")).unwrap())
    };
    let before = state();
    assert_eq!(answer_of(&library.caveat(&["ask", "how many books", "--at", "HEAD~2"])), "2 books");
    assert_eq!(state(), before);
}

#[test]
fn files_on_disk_and_in_history_agree() {
    if !has_git() {
        return;
    }
    let library = library();
    library.write("queries/deep/a.cav", "which books\n").write("queries/b.cav", "-- b\n").commit("2026-04-01");
    let git = Git::of(library.path()).unwrap();
    let then = git.files(&git.resolve("main").unwrap()).unwrap();
    let now = Files::Disk(library.path().canonicalize().unwrap());
    for files in [&then, &now] {
        let scripts = files.list(Path::new("queries")).unwrap();
        let scripts: Vec<String> = scripts.iter().map(|path| files.display_name(path)).collect();
        assert_eq!(scripts, ["queries/b.cav", "queries/deep/a.cav"]);
        assert_eq!(files.read(Path::new("queries/b.cav"), 5).unwrap(), b"-- b\n");
        assert_eq!(files.read(Path::new("queries/b.cav"), 4).unwrap_err().code.as_str(), "file-too-large");
        assert!(files.exists(Path::new("queries/deep/../b.cav")));
        assert!(files.is_inside(Path::new("queries/deep/../b.cav")));
        assert!(!files.is_inside(Path::new("..")));
        assert!(!files.exists(Path::new("queries/c.cav")));
        let seen = files.with_root(&files.root().join("queries"));
        assert!(seen.exists(Path::new("deep/a.cav")));
        assert!(!seen.is_inside(Path::new("../data/one.ttl")));
    }
    assert_eq!(then.revision().unwrap().asked, "main");
    assert_eq!(now.revision(), None);
}
