//! Folders of facts: every path in them is read, refused or reported, and only files are opened.

use std::fs;
use std::path::Path;
use std::time::Duration;

use caveat::base::Blame;
use caveat::store::{Dataset, Input, MAX_FILE, Workspace, load};
use tempfile::{TempDir, tempdir};

use crate::cli::{RunOutput, caveat};
use crate::world::{TODAY, copy, messages, root};

/// A fact whose presence shows whether a file is read.
const FACT: &str = "<x:there> <x:is> <x:read> .\n";
/// Where something may lie in a folder of facts.
const PLACES: [&str; 4] = ["", "deep/er/", "profiles/", "Vendors and more/"];

fn put(folder: &Path, name: &str, content: impl AsRef<[u8]>) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, content).unwrap();
}

/// A workspace with valid facts in `data`.
fn workspace() -> TempDir {
    let folder = tempdir().unwrap();
    put(folder.path(), "data/fine.nt", "<x:a> <x:b> <x:c> .\n");
    folder
}

/// A workspace with the library in `data`, and a script in `queries`.
fn library() -> TempDir {
    let folder = tempdir().unwrap();
    copy(&root().join("tests/worlds/library"), &folder.path().join("data"));
    put(folder.path(), "queries/books.cav", "check books\n  expect some\n  which books\n");
    folder
}

fn read(folder: &Path) -> Result<Dataset, caveat::base::Faults> {
    load(&[Input::Path(folder.join("data"))], Some(folder), MAX_FILE)
}

fn run(folder: &Path, arguments: &[&str]) -> RunOutput {
    let mut command = caveat(folder);
    let command = command.args(["--today", TODAY]).args(arguments).timeout(Duration::from_secs(20));
    let output = command.output().unwrap();
    let code = output.status.code().unwrap_or_else(|| panic!("it waits: {arguments:?}"));
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    RunOutput { code, out: text(output.stdout), err: text(output.stderr) }
}

// ---------------------------------------------------------------------- unreadable paths

#[cfg(unix)]
#[test]
fn reports_every_unreadable_path() {
    use std::os::unix::fs::symlink;
    let links: [(&str, &[(&str, &str)]); 6] = [
        ("a link to no file", &[("more.ttl", "/nowhere/more.ttl")]),
        ("a link to no folder", &[("more", "/nowhere/more")]),
        ("a link to nothing of a foreign ending", &[("notes.txt", "notes-of-old.txt")]),
        ("a link to itself", &[("more.nt", "more.nt")]),
        ("links in a circle", &[("one", "other"), ("other", "one")]),
        ("a file that cannot be read", &[("more.nt", "/proc/self/mem")]),
    ];
    for place in PLACES {
        for (what, links) in links {
            if links[0].1.starts_with("/proc") && !Path::new("/proc/self/mem").exists() {
                continue;
            }
            let folder = workspace();
            let at = folder.path().join("data").join(place);
            fs::create_dir_all(&at).unwrap();
            for (name, target) in links {
                symlink(target, at.join(name)).unwrap();
            }
            let problems = read(folder.path()).unwrap_err();
            for problem in &problems {
                assert_eq!(problem.blame, Blame::Io, "{what} in {place}: {}", messages(&problems));
                assert!(problem.message.contains(&format!("`data/{place}")), "{what}: {}", messages(&problems));
            }
            // The twin, where each link leads to a file.
            let whole = workspace();
            put(whole.path(), "elsewhere/read.nt", FACT);
            let at = whole.path().join("data").join(place);
            fs::create_dir_all(&at).unwrap();
            symlink(whole.path().join("elsewhere"), at.join("more")).unwrap();
            symlink(whole.path().join("elsewhere/read.nt"), at.join("more.nt")).unwrap();
            let dataset = read(whole.path()).unwrap_or_else(|it| panic!("{}", messages(&it)));
            assert_eq!((dataset.files().len(), dataset.len()), (2, 2), "what two links lead to is read once");
        }
    }
}

#[cfg(unix)]
#[test]
fn handles_folder_cycles() {
    for (at, target) in [("data/up", ".."), ("data/here", "."), ("data/deep/er/up", "../.."), ("data/twice", "../data")]
    {
        let folder = workspace();
        put(folder.path(), "data/deep/er/read.nt", FACT);
        std::os::unix::fs::symlink(target, folder.path().join(at)).unwrap();
        assert_eq!(read(folder.path()).unwrap().files().len(), 2, "{at}");
    }
}

/// When the settings or the folder of a workspace cannot be read, no outer workspace replaces it.
#[cfg(unix)]
#[test]
fn does_not_fall_back_to_an_outer_workspace() {
    use std::os::unix::fs::symlink;
    for name in ["caveat.toml", "data"] {
        let folder = workspace();
        let inner = folder.path().join("inner");
        fs::create_dir_all(&inner).unwrap();
        assert_eq!(Workspace::find(&inner).unwrap().root, folder.path());
        symlink("/nowhere/at-all", inner.join(name)).unwrap();
        let problem = Workspace::find(&inner).unwrap_err();
        assert_eq!(problem.blame, Blame::Io, "{name}: {}", problem.message);
    }
}

// ----------------------------------------------------------------------- unread files

#[test]
fn refuses_facts_in_unsupported_formats() {
    let endings = [
        "rdf",
        "owl",
        "rdfxml",
        "rdfs",
        "trix",
        "n3",
        "turtle",
        "ntriples",
        "nquads",
        "json-ld",
        "ndjsonld",
        "yamlld",
        "rj",
        "hdt",
        "jelly",
        "trdf",
        "obo",
        "ofn",
        "ttls",
        "shaclc",
        "ttl.xz",
        "nt.bz2",
        "ttl.zip",
        "nq.7z",
        "ttl.br",
        "tar",
        "tgz",
        "gz",
        "zst",
        "rdf.gz",
        "hdt.zst",
        "txt.gz",
        "hext",
        "rdfjson",
        "rj",
        "ru",
        "rdfp",
        "ttl.gzip",
        "ttl.zstd",
        "ttl.bz2",
        "ttl.bzip2",
        "jsonld.lzma",
        "nt.lz4",
        "trig.zipx",
        "rdfjson.gz",
        "hext.zst",
    ];
    for (at, ending) in endings.iter().enumerate() {
        for capitals in [false, true] {
            let place = PLACES[at % PLACES.len()];
            let ending = if capitals { ending.to_uppercase() } else { (*ending).to_owned() };
            let folder = workspace();
            put(folder.path(), &format!("data/{place}.more.{ending}"), FACT);
            assert_eq!(read(folder.path()).unwrap().len(), 1, "what is hidden is not looked at");
            put(folder.path(), &format!("data/{place}more.{ending}"), FACT);
            let problems = read(folder.path()).unwrap_err();
            let told: Vec<_> = problems.iter().map(|it| (it.blame, it.code.as_str())).collect();
            assert_eq!(told, [(Blame::Data, "format-refused")], "{ending}: {}", messages(&problems));
            assert!(!problems[0].help.is_empty(), "{ending}: what to do");
        }
    }
}

#[test]
fn classifies_xml_and_json_by_content() {
    let rdf = "<r:RDF xmlns:r=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"/>";
    let cases = [
        ("a.xml", rdf, true),
        ("a.xml", "<feed xmlns=\"http://www.w3.org/2005/Atom\"/>", false),
        ("a.json", "{\"@context\": {}}", true),
        ("a.json", "{ \"of\": [ { \"@id\" : \"x:a\" } ] }", true),
        ("a.json", "{\"context\": \"@id\"}", false),
        ("a.jsonl", "{\"@id\": \"x:a\"}", true),
        ("a.ndjson", "{\"id\": \"x:a\"}", false),
        ("a.geojson", "{\"@context\": {}}", true),
        ("a.geojson", "{\"type\": \"Point\"}", false),
        ("a.xml", "<TriX xmlns=\"http://www.w3.org/2004/03/trix/trix-1/\"/>", true),
    ];
    for place in PLACES {
        for (name, content, is_refused) in cases {
            let folder = workspace();
            put(folder.path(), &format!("data/{place}{name}"), content);
            match read(folder.path()) {
                Ok(dataset) => {
                    assert!(!is_refused, "{name}: {content}");
                    let kept = place == "profiles/";
                    assert_eq!(dataset.files_passed_over().is_empty(), kept, "{place}{name}");
                }
                Err(problems) => assert!(is_refused, "{}", messages(&problems)),
            }
        }
    }
}

/// The telling part of a file may come after anything, across the border of one read, and in UTF-16.
#[test]
fn scans_xml_and_json_to_their_end() {
    let rdf = "<r:RDF xmlns:r=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"/>";
    for before in [0, 1, 65_500, 65_530, 65_536, 70_000, 140_000] {
        let blanks = " ".repeat(before);
        let cases = [
            ("a.json", format!("{blanks}{{\"@id\": \"x:a\"}}"), true),
            ("a.json", format!("{{\"text\": \"{blanks}\", \"@id\": \"x:a\"}}"), true),
            ("a.json", format!("{{\"@type\"{blanks}: \"x:a\"}}"), true),
            ("a.json", format!("{{\"is\": \"@type\"{blanks}, \"@\": 1}}"), false),
            ("a.xml", format!("<!--{blanks}-->{rdf}"), true),
            ("a.xml", format!("<!--{blanks}--><a b=\"http://www.w3.org/1999/02/22-rdf-syntax-n\"/>"), false),
        ];
        for (name, content, is_refused) in cases {
            let wide: Vec<u8> = content.encode_utf16().flat_map(u16::to_le_bytes).collect();
            for content in [content.into_bytes(), wide] {
                let folder = workspace();
                put(folder.path(), &format!("data/{name}"), &content);
                assert_eq!(read(folder.path()).is_err(), is_refused, "{name}, {before} before");
            }
        }
    }
}

/// Saved pages of vendors hold what the vendors wrote there; a page among the facts may hold facts.
#[test]
fn refuses_facts_in_pages_outside_profiles() {
    let page = |of: &str| format!("<html>{}<script type=\"{of}\">{{}}</script></html>", " ".repeat(70_000));
    for name in ["a.html", "a.htm", "a.xhtml"] {
        for place in PLACES {
            for (of, holds_facts) in [("application/ld+json", true), ("text/javascript", false)] {
                let folder = workspace();
                put(folder.path(), &format!("data/{place}{name}"), page(of));
                let is_refused = holds_facts && place != "profiles/";
                assert_eq!(read(folder.path()).is_err(), is_refused, "{place}{name} with {of}");
            }
        }
    }
}

#[test]
fn reports_files_that_do_not_belong_there() {
    let kept = [
        "README.md",
        "readme.txt",
        "LICENSE",
        "LICENCE-MIT",
        "COPYING",
        "NOTICE",
        "caveat.toml",
        "waivers.toml",
        "own.cav",
        ".hidden.txt",
        ".git/config",
        "profiles/page.html",
        "deep/profiles/deeper/page.pdf",
        "mappings/ours.toml",
        "worksheets/any.csv",
        "triage.csv",
        "excel.csv",
    ];
    let others =
        ["notes.txt", "facts.ttl~", "facts.ttl.bak", "scan.pdf", "table.csv", "ttl", "deep/Page.HTML", "mappings.toml"];
    let folder = workspace();
    for name in kept.iter().chain(&others) {
        let content = match *name {
            "triage.csv" => "draft,part,vendor\n",
            "excel.csv" => "\u{FEFF}\"draft\";\"part\";vendor\r\n",
            _ => "a,b\n",
        };
        put(folder.path(), &format!("data/{name}"), content);
    }
    let mut expected: Vec<String> = others.iter().map(|it| format!("data/{it}")).collect();
    expected.sort();
    assert_eq!(read(folder.path()).unwrap().files_passed_over(), expected);
}

#[test]
fn audit_schema_and_prompt_report_unread_files_once() {
    let folder = library();
    let told = |arguments: &[&str]| {
        let ran = run(folder.path(), arguments);
        assert_eq!(ran.code, 0, "{arguments:?}: {}", ran.err);
        ran.err.lines().find(|it| it.contains("not read, because")).map(str::to_owned)
    };
    let doors: [&[&str]; 3] = [&["audit"], &["schema"], &[]];
    for door in doors {
        assert_eq!(told(door), None, "{door:?}");
    }
    for (count, expected) in [
        (1, "1 file was not read, because its name is not that of a facts file: `data/0.txt`"),
        (2, "2 files were not read, because their names are not those of facts files: `data/0.txt`, `data/1.txt`"),
        (
            7,
            "7 files were not read, because their names are not those of facts files: `data/0.txt`, `data/1.txt`, `data/2.txt`, `data/3.txt`, `data/4.txt` and 2 more",
        ),
    ] {
        for at in 0..count {
            put(folder.path(), &format!("data/{at}.txt"), "");
        }
        for door in doors {
            assert_eq!(told(door).as_deref(), Some(expected), "{door:?}");
        }
        assert_eq!(told(&["ask", "how many books"]), None);
    }
}

#[test]
fn an_index_does_not_hide_unread_files() {
    let (folder, cache) = (workspace(), tempdir().unwrap());
    let facts: String = (0..50_000).map(|at| format!("<x:{at}> <x:is> <x:there> .\n")).collect();
    put(folder.path(), "data/many.nt", facts);
    let read = || {
        use caveat::files::Files;
        use caveat::store::{CacheMode, IndexFolder, load_cached};
        let files = Files::Disk(folder.path().to_owned());
        let inputs = [Input::Path(folder.path().join("data"))];
        let cache = (&IndexFolder::at(cache.path()), CacheMode::TrustTimes);
        load_cached(&files, &inputs, cache, MAX_FILE, &mut |_| {}).unwrap().0
    };
    assert!(read().files_passed_over().is_empty());
    put(folder.path(), "data/notes.txt", "");
    assert_eq!(read().files_passed_over(), ["data/notes.txt"]);
}

#[cfg(unix)]
#[test]
fn reports_scripts_outside_the_workspace() {
    use std::os::unix::fs::symlink;
    let folder = library();
    let elsewhere = tempdir().unwrap();
    put(elsewhere.path(), "more/other.cav", "check other\n  expect none\n  which books\n");
    let told = |ran: &RunOutput| ran.err.lines().filter(|it| it.contains("leads out of the workspace")).count();
    let before = run(folder.path(), &["audit"]);
    assert_eq!((before.code, told(&before)), (0, 0), "{}", before.err);
    symlink(elsewhere.path().join("more/other.cav"), folder.path().join("queries/other.cav")).unwrap();
    symlink(elsewhere.path().join("more"), folder.path().join("queries/more")).unwrap();
    let after = run(folder.path(), &["audit"]);
    assert_eq!((after.code, told(&after)), (0, 1), "what two links lead to is told once: {}", after.err);
    assert!(after.err.contains("`queries/more/other.cav` leads out of the workspace"), "{}", after.err);
}

// -------------------------------------------------------------------------- only regular files

/// Makes something at a path that is neither a file nor a folder.
#[cfg(unix)]
type Make = fn(&Path);

#[cfg(unix)]
const NO_FILES: [(&str, Make); 3] = [
    ("a pipe", |path| {
        use rustix::fs::{CWD, FileType, Mode, mknodat};
        mknodat(CWD, path, FileType::Fifo, Mode::from_raw_mode(0o600), 0).unwrap();
    }),
    ("a socket", |path| drop(std::os::unix::net::UnixListener::bind(path).unwrap())),
    ("a device", |path| std::os::unix::fs::symlink("/dev/zero", path).unwrap()),
];

/// Every way in which the program reads a file.
#[cfg(unix)]
#[test]
fn never_waits_for_pipes_sockets_or_devices() {
    let doors: [(&str, &[&str]); 15] = [
        ("data/x.ttl", &["ask", "how many books"]),
        ("data/x", &["ask", "how many books"]),
        ("data/deep/x.nt.gz", &["audit"]),
        ("data/x.json", &["schema"]),
        ("x.ttl", &["--data", "data", "--data", "x.ttl", "schema"]),
        ("caveat.toml", &["ask", "how many books"]),
        ("queries/x.cav", &["audit"]),
        ("x.cav", &["audit", "x.cav"]),
        ("x.cav", &["run", "x.cav"]),
        ("x.cav", &["fmt", "x.cav"]),
        ("x.md", &["import", "x.md"]),
        ("x.toml", &["import", "fine.csv", "--mapping", "x.toml"]),
        ("x.toml", &["audit", "--waivers", "x.toml"]),
        ("waivers.toml", &["audit"]),
        ("x.csv", &["triage", "--worksheet", "x.csv"]),
    ];
    for (at, arguments) in doors {
        for (what, make) in NO_FILES {
            let folder = library();
            put(folder.path(), "fine.csv", "question,answer\n");
            fs::create_dir_all(folder.path().join(at).parent().unwrap()).unwrap();
            make(&folder.path().join(at));
            let ran = run(folder.path(), arguments);
            assert_eq!(ran.code, 5, "{what} at {at}: {}{}", ran.out, ran.err);
            assert!(ran.err.contains(what), "{what} at {at}: {}", ran.err);
        }
    }
}

/// An included script or an expected answer: a script names it, so the fault is one of the script.
#[cfg(unix)]
#[test]
fn never_waits_for_what_a_script_names() {
    let scripts = [
        "include \"x.cav\"\ncheck a\n  expect some\n  which books\n",
        "check a\n  expect same as \"x.cav\"\n  which books\n",
    ];
    for script in scripts {
        for (what, make) in NO_FILES {
            let folder = library();
            make(&folder.path().join("x.cav"));
            put(folder.path(), "books.cav", script);
            let ran = run(folder.path(), &["audit", "books.cav"]);
            assert!(ran.code != 0 && ran.code != 1, "{what}: {}{}", ran.out, ran.err);
            assert!(ran.err.contains(what) || ran.out.contains(what), "{what}: {}{}", ran.out, ran.err);
        }
    }
}

#[cfg(unix)]
#[test]
fn reads_standard_input_from_a_pipe() {
    let folder = library();
    let mut command = caveat(folder.path());
    let command = command.args(["--data", "data", "--data", "-", "--data-format", "nt", "ask", "how many books"]);
    let output = command.write_stdin(FACT).timeout(Duration::from_secs(20)).output().unwrap();
    assert_eq!(output.status.code(), Some(0));
}
