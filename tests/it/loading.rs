//! Loading: which files, which formats, all or nothing, where each fact came from.

use std::fs;
use std::path::{Path, PathBuf};

use caveat::base::Blame;
use caveat::files::Files;
use caveat::store::{Dataset, Input, MAX_FILE, Sizes, Workspace, load, load_from};
use oxigraph::io::RdfFormat;
use tempfile::{TempDir, tempdir};

use crate::cli::{caveat, run_command};
use crate::world::{messages, project};

const TURTLE: &str = "@prefix a: <https://example.org/> .\na:one a:next a:two .\na:two a:size \"1.10\"^^<http://www.w3.org/2001/XMLSchema#decimal> .\n";
const TRIG: &str = "@prefix a: <https://example.org/> .\na:graph { a:one a:next a:two . }\na:two a:size \"1.10\"^^<http://www.w3.org/2001/XMLSchema#decimal> .\n";
const N_TRIPLES: &str = "<https://example.org/one> <https://example.org/next> <https://example.org/two> .\n<https://example.org/two> <https://example.org/size> \"1.10\"^^<http://www.w3.org/2001/XMLSchema#decimal> .\n";
const N_QUADS: &str = "<https://example.org/one> <https://example.org/next> <https://example.org/two> <https://example.org/graph> .\n<https://example.org/two> <https://example.org/size> \"1.10\"^^<http://www.w3.org/2001/XMLSchema#decimal> .\n";
const JSON_LD: &str = r#"{ "@context": { "a": "https://example.org/" }, "@graph": [
  { "@id": "a:one", "a:next": { "@id": "a:two" } },
  { "@id": "a:two", "a:size": { "@value": "1.10", "@type": "http://www.w3.org/2001/XMLSchema#decimal" } } ] }"#;

fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempdir().unwrap();
    for (name, content) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    folder
}

fn load_folder(folder: &TempDir) -> Dataset {
    try_load(&[folder.path().to_owned()], folder.path()).unwrap_or_else(|message| panic!("{message}"))
}

fn try_load(paths: &[PathBuf], root: &Path) -> Result<Dataset, String> {
    let inputs: Vec<Input> = paths.iter().cloned().map(Input::Path).collect();
    load(&inputs, Some(root), MAX_FILE).map_err(|problems| messages(&problems))
}

fn fault(files: &[(&str, &[u8])]) -> String {
    let folder = folder(files);
    try_load(&[folder.path().to_owned()], folder.path()).unwrap_err()
}

/// The facts as sorted lines.
fn facts(dataset: &Dataset) -> Vec<String> {
    let lines = dataset.matching(None, None, None);
    let mut lines: Vec<String> = lines.map(|ids| ids.map(|id| dataset.term(id).to_string()).join(" ")).collect();
    lines.sort();
    lines
}

#[test]
fn every_format_gives_the_same_facts() {
    let expected = facts(&load_folder(&folder(&[("facts.ttl", TURTLE.as_bytes())])));
    assert_eq!(expected.len(), 2);
    let texts = [("trig", TRIG), ("nt", N_TRIPLES), ("nq", N_QUADS), ("jsonld", JSON_LD)];
    for (extension, text) in texts {
        let dataset = load_folder(&folder(&[(&format!("facts.{extension}"), text.as_bytes())]));
        assert_eq!(facts(&dataset), expected, "{extension}");
        let upper = load_folder(&folder(&[(&format!("FACTS.{}", extension.to_uppercase()), text.as_bytes())]));
        assert_eq!(facts(&upper), expected, "{extension} in capitals");
    }
}

#[test]
fn literals_keep_their_spelling() {
    let dataset = load_folder(&folder(&[("facts.ttl", TURTLE.as_bytes())]));
    assert!(facts(&dataset)[1].contains("\"1.10\"^^"), "{:?}", facts(&dataset));
}

#[test]
fn standard_input_has_the_given_format() {
    let formats = [(RdfFormat::Turtle, TURTLE), (RdfFormat::TriG, TRIG), (RdfFormat::NQuads, N_QUADS)];
    for (format, text) in formats {
        let input = Input::Stdin(text.as_bytes().to_vec(), format);
        let dataset = load(&[input], None, MAX_FILE).unwrap();
        assert_eq!(dataset.len(), 2);
        assert_eq!(dataset.files()[0].name, "<stdin>");
    }
}

#[test]
fn reads_folders_except_hidden_and_foreign_files() {
    let folder = folder(&[
        ("b.ttl", TURTLE.as_bytes()),
        ("deep/er/a.nt", N_TRIPLES.as_bytes()),
        (".hidden.ttl", b"not Turtle"),
        (".git/objects.ttl", b"not Turtle"),
        ("notes.txt", b"not data"),
    ]);
    let dataset = load_folder(&folder);
    let names: Vec<&str> = dataset.files().iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names, ["b.ttl", "deep/er/a.nt"]);
    assert_eq!(dataset.len(), 2, "the same facts from two files are facts once");
}

#[test]
fn reads_each_file_once() {
    let folder = folder(&[("a/one.ttl", TURTLE.as_bytes()), ("b/two.nq", N_QUADS.as_bytes())]);
    let path = |name: &str| folder.path().join(name);
    let paths = [path("a"), path("a/one.ttl"), path("b/two.nq"), path("b/../a")];
    let dataset = try_load(&paths, folder.path()).unwrap();
    assert_eq!(dataset.files().len(), 2);
}

#[test]
fn records_every_line_that_states_a_fact() {
    let more = format!("# again\n\n{TURTLE}");
    let folder = folder(&[("a.ttl", TURTLE.as_bytes()), ("b.ttl", more.as_bytes())]);
    let dataset = load_folder(&folder);
    let triple =
        dataset.matching(None, None, None).find(|ids| dataset.term(ids[1]).to_string().ends_with("next>")).unwrap();
    let places: Vec<(String, u32)> =
        dataset.origins(triple).map(|it| (dataset.files()[it.file as usize].name.clone(), it.line)).collect();
    assert_eq!(places, [("a.ttl".to_owned(), 2), ("b.ttl".to_owned(), 4)]);
}

#[test]
fn records_lines_in_every_format() {
    for (name, text, line) in
        [("f.nt", N_TRIPLES, 2), ("f.nq", N_QUADS, 2), ("f.trig", TRIG, 3), ("f.jsonld", JSON_LD, 3)]
    {
        let dataset = load_folder(&folder(&[(name, text.as_bytes())]));
        let size = dataset.matching(None, None, None).find(|ids| dataset.term(ids[1]).to_string().ends_with("size>"));
        assert_eq!(dataset.origins(size.unwrap()).next().unwrap().line, line, "{name}");
    }
}

#[test]
fn loading_twice_gives_the_same_blank_nodes() {
    let text = "@prefix a: <https://example.org/> .\na:one a:next [ a:size 1 ], [ a:size 2 ] .\n_:x a:next _:x .\n";
    let folder = folder(&[("a.ttl", text.as_bytes())]);
    let (once, again) = (load_folder(&folder), load_folder(&folder));
    assert_eq!(facts(&once), facts(&again));
    assert_eq!(once.digest(), again.digest());
    assert!(facts(&once).iter().all(|fact| !fact.contains("_:")), "{:?}", facts(&once));
}

#[test]
fn blank_nodes_of_two_files_stay_apart() {
    let text = b"_:x <https://example.org/next> _:x .\n";
    let dataset = load_folder(&folder(&[("a.nt", text), ("b.nt", text)]));
    assert_eq!(dataset.len(), 2);
}

#[test]
fn one_bad_file_loads_nothing_and_reports_all_faults() {
    let told = fault(&[
        ("a.ttl", TURTLE.as_bytes()),
        ("b.ttl", b"@prefix a: <https://example.org/> .\na:one a:next .\n"),
        ("c.nt", b"<https://example.org/one> <https://example.org/next>\n"),
    ]);
    insta::assert_snapshot!("bad_files", told);
}

#[test]
fn reports_files_that_are_not_text() {
    insta::assert_snapshot!("byte_order_mark", fault(&[("a.ttl", b"\xEF\xBB\xBF<a:b> <a:b> <a:c> .")]));
    insta::assert_snapshot!("invalid_utf8", fault(&[("a.ttl", b"<a:b> <a:b> \"x\" .\n<a:b> <a:b> \"\xFF\" .")]));
}

#[test]
fn refuses_unsupported_formats_with_a_sentence() {
    for name in ["a.rdf", "a.owl", "a.n3", "a.ttl.xz", "a.gz"] {
        let told = fault(&[(name, b"x"), ("b.ttl", TURTLE.as_bytes())]);
        insta::assert_snapshot!(format!("refused_{}", name.replace('.', "_")), told);
    }
    let folder = folder(&[("a.txt", b"x")]);
    let told = try_load(&[folder.path().join("a.txt")], folder.path()).unwrap_err();
    insta::assert_snapshot!("unknown_format", told);
}

#[test]
fn json_ld_must_not_use_the_network() {
    let text = br#"{ "@context": "https://schema.org/", "@id": "https://example.org/one", "name": "One" }"#;
    insta::assert_snapshot!("remote_context", fault(&[("a.jsonld", text)]));
}

#[test]
fn limits_the_depth_of_json_ld() {
    let nested = |open: &str, close: &str, depth: usize| {
        let inner = format!("{}\"x\"{}", open.repeat(depth), close.repeat(depth));
        format!(r#"{{"@context": {{"@vocab": "http://e/"}}, "@id": "http://e/a", "p": {inner}}}"#)
    };
    let ways = [("{\"p\":", "}"), ("[", "]"), ("{\"p\":[", "]}"), ("{ \"@id\": \"http://e/[{\\\"[{\", \"p\": ", "}")];
    for (open, close) in ways {
        let levels = open.matches(['{', '[']).count().min(if open.contains("@id") { 1 } else { 2 });
        for depth in [1, 10, 127 / levels, 128 / levels, 200, 900, 20_000] {
            let text = nested(open, close, depth);
            let folder = folder(&[("deep.jsonld", text.as_bytes())]);
            let told = try_load(&[folder.path().to_owned()], folder.path()).err().unwrap_or_default();
            let too_deep = told.contains("error[nested-too-deep]");
            // The document is an object itself.
            assert_eq!(too_deep, 1 + depth * levels > 128, "{depth} of {open}: {told}");
        }
    }
}

#[test]
fn size_limits_hold_on_both_sides() {
    let fact = |size: usize| format!("<a:b> <a:b> \"{}\" .\n", "x".repeat(size));
    let mib = 1024 * 1024;
    assert_eq!(load_folder(&folder(&[("a.nt", fact(mib).as_bytes())])).len(), 1);
    insta::assert_snapshot!(
        "large_literal",
        fault(&[("a.nt", fact(mib + 1).as_bytes())]).chars().take(80).collect::<String>()
    );

    let folder = folder(&[("a.nt", N_TRIPLES.as_bytes())]);
    let input = [Input::Path(folder.path().to_owned())];
    let size = N_TRIPLES.len() as u64;
    assert_eq!(load(&input, Some(folder.path()), size).unwrap().len(), 2);
    let problems = load(&input, Some(folder.path()), size - 1).unwrap_err();
    assert_eq!(problems[0].blame, Blame::Undetermined);
    insta::assert_snapshot!("large_file", messages(&problems));
}

#[test]
fn finds_the_workspace_from_a_subfolder() {
    let folder = folder(&[("data/a.ttl", TURTLE.as_bytes()), ("queries/deep/a.cav", b"")]);
    let workspace = Workspace::find(&folder.path().join("queries/deep")).unwrap();
    assert_eq!(workspace.root, folder.path());
    assert_eq!(workspace.data, [folder.path().join("data")]);
}

#[test]
fn caveat_toml_says_where_the_facts_are() {
    let folder = folder(&[
        ("caveat.toml", b"data = [\"facts\", \"more.ttl\"]\n"),
        ("facts/a.ttl", TURTLE.as_bytes()),
        ("more.ttl", b"<a:b> <a:b> <a:c> .\n"),
        ("data/ignored.ttl", b"not Turtle"),
    ]);
    let workspace = Workspace::find(folder.path()).unwrap();
    let dataset = try_load(&workspace.data, &workspace.root).unwrap();
    assert_eq!(dataset.len(), 3);
}

#[test]
fn locates_faults_in_caveat_toml() {
    let folder = folder(&[("caveat.toml", b"data = [\"facts\"]\ndta = 1\n")]);
    let problem = Workspace::find(folder.path()).unwrap_err();
    insta::assert_snapshot!("unknown_setting", messages(&[problem]));
}

#[test]
fn data_command_lists_the_loaded_files() {
    let mut command = caveat(project());
    let ran = run_command(command.args(["--today", "2026-11-23"]).write_stdin(".data\n"));
    assert_eq!(ran.code, 0, "{}", ran.err);
    for file in ["data/regions.ttl", "data/topics.ttl", "data/vendors/alibaba.ttl", "data/vocabulary.ttl"] {
        assert!(ran.out.contains(&format!("{file}: ")), "{}", ran.out);
    }
    assert!(ran.out.ends_with("today is 2026-11-23\n"), "{}", ran.out);
}

/// Facts of many lines, some of blank nodes, more than a part of a file holds.
fn many_lines() -> String {
    use std::fmt::Write as _;
    let mut text = String::new();
    for at in 0..50_000 {
        let (one, other) = (at % 997, at / 2);
        writeln!(text, "<https://example.org/thing/{other}> <a:is> _:b{one} .").unwrap();
        writeln!(text, "_:b{one} <a:says> \"line {at} of many\"@en .").unwrap();
    }
    text
}

#[test]
fn reading_in_parts_gives_the_same_facts() {
    let text = many_lines();
    assert!(text.len() > 4 * 1024 * 1024);
    let read = |format| {
        let input = Input::Stdin(text.clone().into_bytes(), format);
        load(&[input], None, MAX_FILE).unwrap()
    };
    // Turtle is read whole.
    let (parts, whole) = (read(RdfFormat::NTriples), read(RdfFormat::Turtle));
    assert_eq!(facts(&parts), facts(&whole));
    let lines = |dataset: &Dataset| {
        let triples = dataset.matching(None, None, None);
        let lines = triples.map(|triple| dataset.origins(triple).collect::<Vec<_>>());
        let mut lines: Vec<_> = lines.collect();
        lines.sort();
        lines
    };
    assert_eq!(lines(&parts), lines(&whole));
}

#[test]
fn locates_a_fault_deep_in_a_long_file() {
    let mut text = many_lines();
    text.push_str("<a:b> <a:b> \"2026-02-30\"^^<http://www.w3.org/2001/XMLSchema#date> .\n");
    insta::assert_snapshot!("deep_literal", fault(&[("a.nt", text.as_bytes())]));
    text.push_str("<a:b> <a:b> nothing .\n");
    text.push_str(&many_lines());
    let told = fault(&[("a.nt", text.as_bytes())]);
    insta::assert_snapshot!("deep_syntax", told);
}

#[test]
fn packed_files_give_the_same_facts() {
    let text = many_lines();
    let plain = load_folder(&folder(&[("a.nt", text.as_bytes())]));
    let packed = load_folder(&folder(&[("a.nt.gz", &gzip(text.as_bytes()))]));
    assert_eq!(packed.len(), plain.len());
    let turtle = load_folder(&folder(&[("a.TTL.gz", &gzip(TURTLE.as_bytes()))]));
    assert_eq!(turtle.len(), load_folder(&folder(&[("a.ttl", TURTLE.as_bytes())])).len());
    insta::assert_snapshot!("no_gzip", fault(&[("a.ttl.gz", b"plain")]));
}

#[test]
fn limits_the_unpacked_size() {
    let bomb = gzip(&vec![b' '; 3_000_000]);
    assert!(bomb.len() < 50_000);
    let folder = folder(&[("a.ttl.gz", &bomb)]);
    let input = [Input::Path(folder.path().join("a.ttl.gz"))];
    let problems = load(&input, Some(folder.path()), 1_000_000).unwrap_err();
    assert_eq!(problems[0].code.as_str(), "file-too-large");
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    use std::io::Write as _;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn refuses_a_file_that_changes_during_loading() {
    let folder = folder(&[("a.nt", b"<a:b> <a:b> <a:c> .\n")]);
    let file = folder.path().join("a.nt");
    let mut edit = |_| fs::write(&file, "<a:b> <a:b> <a:other> .\n").unwrap();
    let files = Files::Disk(folder.path().to_owned());
    let input = [Input::Path("a.nt".into())];
    let problems = load_from(&files, &input, MAX_FILE, &mut edit).unwrap_err();
    insta::assert_snapshot!("changed", messages(&problems));
}

/// Ids of terms and facts never start again from the beginning.
#[test]
fn reports_more_terms_than_ids() {
    let facts = |count: usize| {
        let lines = (0..count).map(|at| format!("<x:s{at}> <x:p> <x:o> .\n"));
        let folder = folder(&[("a.nt", lines.collect::<String>().as_bytes())]);
        let input = [Input::Path(folder.path().join("a.nt"))];
        // Besides the subjects: the property, its object, and the one of classes.
        let sizes = Sizes { ids: 12, ..MAX_FILE.into() };
        load(&input, Some(folder.path()), sizes)
    };
    assert_eq!(facts(9).unwrap().len(), 9);
    for count in [11, 20, 5000] {
        let problems = facts(count).unwrap_err();
        assert_eq!(problems[0].code.as_str(), "too-many-terms", "{count}");
        assert_eq!(problems.len(), 1);
    }
    // One property has no more facts than that either, however few terms there are.
    let lines = (0..4).flat_map(|s| (0..4).map(move |o| format!("<x:{s}> <x:p> <x:{o}> .\n")));
    let folder = folder(&[("a.nt", lines.collect::<String>().as_bytes())]);
    let input = [Input::Path(folder.path().join("a.nt"))];
    let load_with = |ids| {
        let sizes = Sizes { ids, ..MAX_FILE.into() };
        load(&input, Some(folder.path()), sizes)
    };
    assert_eq!(load_with(16).unwrap().len(), 16);
    assert_eq!(load_with(15).unwrap_err()[0].code.as_str(), "too-many-terms");
}

/// Lines that are not N-Triples, though a careless parser accepts them.
#[test]
fn refuses_invalid_n_triples() {
    let bad = [
        "<a:b> <a:b> <no scheme> .",
        "<a:b> <relative> <a:c> .",
        "<a:b> <a:b> \"x\"@toolonglangtag .",
        "<a:b> <a:b> \"x\"^^<relative> .",
        "<a:b> <a:b> \"x\"^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#langString> .",
        "<a:b> <a:b> \"two\nlines\" .",
        "<a:b> <a:b> \"\\uD83D\\uDE00\" .",
        "<a:b> <a:b> \"\\ud83d\\ude00\" .",
        "<a:b> <a:b> <a:c> <relative> .",
    ];
    for line in bad {
        let text = format!("<a:b> <a:b> <a:c> .\n{line}\n<a:b> <a:b> <a:d> .\n");
        let told = fault(&[("a.nq", text.as_bytes())]);
        assert!(told.starts_with("error[malformed]"), "{line}: {told}");
        assert!(told.contains("a.nq:2:"), "{line}: {told}");
    }
    let fine = "<a:b> <a:b> \"two\\nlines\"@en-GB .\n\n# 1\n<a:b> <a:b> \"\\u00E9\" .\n";
    assert_eq!(load_folder(&folder(&[("a.nt", fine.as_bytes())])).len(), 2);
}
