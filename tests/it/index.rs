//! The index of large facts: the same answers with and without it; one that is damaged, of another version or of other
//! files is not trusted. `trust` tests which index is used, `location` where indexes are kept.

#[cfg(unix)]
mod in_use;
#[cfg(unix)]
mod location;
#[cfg(unix)]
mod trust;

use std::fmt::Write as _;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::thread;
use std::time::{Duration, SystemTime};

use caveat::files::Files;
use caveat::store::{CacheMode, CacheReport, Damaged, Dataset, IndexFolder, Input, MAX_FILE, load_cached};
use oxigraph::model::TermRef;
use tempfile::{TempDir, tempdir};
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

use crate::cli::{RunOutput, caveat, run_command};

/// A workspace, and its index folder beside it.
struct Library {
    home: TempDir,
}

impl Library {
    fn path(&self) -> PathBuf {
        self.home.path().join("project")
    }

    fn cache(&self) -> PathBuf {
        self.home.path().join("cache")
    }

    fn books(&self) -> PathBuf {
        self.path().join("data/books.nt")
    }

    /// Runs the program in the workspace, with its index folder.
    fn run(&self, arguments: &[&str]) -> RunOutput {
        run_command(caveat(&self.path()).env("CAVEAT_CACHE", self.cache()).args(arguments))
    }

    fn ask(&self) -> RunOutput {
        self.run(&["ask", QUESTION])
    }

    /// The prompt in the workspace, through pipes.
    fn prompt(&self) -> Child {
        let mut program = crate::cli::program();
        program.current_dir(self.path()).env("CAVEAT_CACHE", self.cache());
        program.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        program.spawn().unwrap()
    }
}

/// Books with their sizes, and a vocabulary for them.
fn library(size: usize) -> Library {
    let folder = Library { home: tempdir().unwrap() };
    fs::create_dir_all(folder.path().join("data")).unwrap();
    let words = "@prefix a: <https://example.org/ns#> .
@prefix say: <https://w3id.org/caveat/say#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
a:Book a rdfs:Class ; say:noun \"book\" ; say:labelledBy ( \"title\" ) .
a:title a say:Attribute ; say:of a:Book ; say:noun \"title\" .
a:pages a say:Attribute ; say:of a:Book ; say:noun \"size\" ; say:type xsd:integer .
<https://other.example/shelf> <https://other.example/holds> [ rdfs:label \"Nameless\" ; <http://purl.org/dc/terms/extent> 7000 ] .
";
    fs::write(folder.path().join("data/words.ttl"), words).unwrap();
    let mut text = String::new();
    let xsd = "http://www.w3.org/2001/XMLSchema#";
    for at in 0..size {
        let book = format!("<https://example.org/id/book/{at}>");
        let ns = "https://example.org/ns#";
        let a = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>";
        writeln!(text, "{book} {a} <{ns}Book> .").unwrap();
        writeln!(text, "{book} <{ns}title> \"Book number {at}\" .").unwrap();
        writeln!(text, "{book} <{ns}pages> \"{}\"^^<{xsd}integer> .", at % 900).unwrap();
    }
    fs::write(folder.books(), text).unwrap();
    folder
}

const LARGE: usize = 17_000;
const QUESTION: &str = "how many books have size 7";

fn load_library(folder: &Library, keep: CacheMode) -> (Dataset, Option<String>) {
    let (dataset, told) = load_named(folder, &folder.path(), "data", keep);
    (dataset, told.remark)
}

/// The facts of a library, from a folder and under a name.
fn load_named(folder: &Library, root: &Path, path: impl Into<PathBuf>, keep: CacheMode) -> (Dataset, CacheReport) {
    let inputs = [Input::Path(path.into())];
    let cache = IndexFolder::at(&folder.cache());
    load_cached(&Files::Disk(root.to_owned()), &inputs, (&cache, keep), MAX_FILE, &mut |_| {}).unwrap()
}

/// Every fact with its places: the whole content of an index.
fn all_facts(dataset: &Dataset) -> Vec<String> {
    let triples = dataset.matching(None, None, None);
    let lines = triples.map(|triple| {
        let places: Vec<_> = dataset.origins(triple).collect();
        let [s, p, o] = triple.map(|id| dataset.term(id).to_string());
        let known = triple.map(|id| dataset.id(dataset.term(id)) == Some(id));
        let back = dataset.subjects(triple[1], triple[2]).any(|it| it == triple[0]);
        format!("{s} {p} {o} {places:?} {known:?} {back}")
    });
    lines.chain(dataset.quads().map(|quad| quad.to_string())).collect()
}

/// A hash of the content: every term, every fact with its places.
fn content_hash(dataset: &Dataset) -> u64 {
    let mut hash = Xxh3::new();
    for (_, term) in dataset.terms() {
        match term {
            TermRef::NamedNode(iri) => hash.update(iri.as_str().as_bytes()),
            TermRef::Literal(text) => hash.update(text.value().as_bytes()),
            TermRef::BlankNode(_) => unreachable!("they get names"),
        }
    }
    for triple in dataset.matching(None, None, None) {
        triple.iter().for_each(|id| hash.update(&id.to_ne_bytes()));
        for place in dataset.origins(triple) {
            hash.update(&place.file.to_ne_bytes());
            hash.update(&place.line.to_ne_bytes());
        }
    }
    hash.digest()
}

/// The files in the index folder.
fn indexes(folder: &Library) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder.cache()).into_iter().flatten();
    entries.map(|entry| entry.unwrap().path()).collect()
}

/// The one index.
fn index(folder: &Library) -> PathBuf {
    let [path] = indexes(folder).try_into().unwrap();
    path
}

/// Replaces an index by a new file, since the old one may still be in use.
fn replace_index(path: &Path, bytes: &[u8]) {
    fs::remove_file(path).unwrap();
    fs::write(path, bytes).unwrap();
}

/// Changes the list or the length of an index, and updates its checksums.
fn re_sign(path: &Path, length: u64, change: impl Fn(String) -> String) {
    let mut bytes = fs::read(path).unwrap();
    let mut head: Vec<u64> = bytes[..64].chunks(8).map(|it| u64::from_ne_bytes(it.try_into().unwrap())).collect();
    let begin = usize::try_from(head[3]).unwrap();
    let list = change(String::from_utf8(bytes.split_off(begin)).unwrap());
    bytes.extend(list.as_bytes());
    let length = length.max(bytes.len() as u64);
    (head[4], head[5], head[6]) = (list.len() as u64, xxh3_64(list.as_bytes()), length);
    for (at, number) in head[..7].iter().enumerate() {
        bytes[8 * at..8 * at + 8].copy_from_slice(&number.to_ne_bytes());
    }
    let sum = xxh3_64(&bytes[..56]).to_ne_bytes();
    bytes[56..64].copy_from_slice(&sum);
    replace_index(path, &bytes);
    fs::File::options().write(true).open(path).unwrap().set_len(length).unwrap();
}

/// Sets the times of all files back, so that they are older than the tick of a clock.
fn age(folder: &Library) {
    for entry in fs::read_dir(folder.path().join("data")).unwrap() {
        set_time(&entry.unwrap().path(), SystemTime::now() - Duration::from_secs(3600));
    }
}

fn set_time(path: &Path, time: SystemTime) {
    let file = fs::File::options().write(true).open(path).unwrap();
    file.set_modified(time).unwrap();
}

#[test]
fn an_index_gives_the_same_facts_as_files() {
    let folder = library(LARGE);
    age(&folder);
    let (built, remark) = load_library(&folder, CacheMode::TrustTimes);
    assert_eq!(remark, None);
    let before = fs::metadata(index(&folder)).unwrap().modified().unwrap();
    let (mapped, remark) = load_library(&folder, CacheMode::TrustTimes);
    assert_eq!(remark, None);
    assert_eq!(all_facts(&built), all_facts(&mapped));
    assert_eq!(built.digest(), mapped.digest());
    assert_eq!(built.files(), mapped.files());
    assert_eq!(built.prefixes(), mapped.prefixes());
    let after = fs::metadata(index(&folder)).unwrap().modified().unwrap();
    assert_eq!(before, after, "it is not written again");
}

#[test]
fn small_facts_get_no_index() {
    let folder = library(100);
    load_library(&folder, CacheMode::TrustTimes);
    assert!(!folder.cache().exists());
    let folder = library(LARGE);
    load_library(&folder, CacheMode::Off);
    assert!(!folder.cache().exists());
}

#[test]
fn reads_changed_files_again() {
    let folder = library(LARGE);
    age(&folder);
    load_library(&folder, CacheMode::TrustTimes);
    let books = folder.books();
    let text = fs::read_to_string(&books).unwrap();
    let time = fs::metadata(&books).unwrap().modified().unwrap();
    // A word of the same length, at another time.
    fs::write(&books, text.replace("Book number 77\"", "Leaf number 77\"")).unwrap();
    let (dataset, _) = load_library(&folder, CacheMode::TrustTimes);
    assert!(all_facts(&dataset).iter().any(|line| line.contains("Leaf number 77")));
    // Another size.
    fs::write(&books, format!("{text}<a:b> <a:b> <a:c> .\n")).unwrap();
    let (dataset, _) = load_library(&folder, CacheMode::TrustTimes);
    assert!(all_facts(&dataset).iter().any(|line| line.contains("<a:c>")));
    // The same size and time: the time of the last change tells.
    fs::write(&books, &text).unwrap();
    set_time(&books, time);
    load_library(&folder, CacheMode::TrustTimes);
    fs::write(&books, text.replace("Book number 77\"", "Leaf number 77\"")).unwrap();
    set_time(&books, time);
    let is_leaf = |keep| {
        let (dataset, _) = load_library(&folder, keep);
        all_facts(&dataset).iter().any(|line| line.contains("Leaf number 77"))
    };
    assert!(is_leaf(CacheMode::TrustTimes));
    let (_, told) = load_named(&folder, &folder.path(), "data", CacheMode::Verified);
    assert!(told.differs.is_none(), "what was read again is kept");
    // A further file.
    fs::write(folder.path().join("data/more.ttl"), "<a:b> <a:b> <a:more> .").unwrap();
    let (dataset, _) = load_library(&folder, CacheMode::TrustTimes);
    assert!(all_facts(&dataset).iter().any(|line| line.contains("<a:more>")));
}

#[test]
fn a_new_time_alone_rebuilds_nothing() {
    let folder = library(LARGE);
    age(&folder);
    let (built, _) = load_library(&folder, CacheMode::TrustTimes);
    age(&folder);
    let (mapped, remark) = load_library(&folder, CacheMode::TrustTimes);
    assert_eq!(remark, None);
    assert_eq!(all_facts(&built), all_facts(&mapped));
}

#[test]
fn never_trusts_a_damaged_index() {
    let folder = library(LARGE);
    age(&folder);
    let truth = all_facts(&load_library(&folder, CacheMode::TrustTimes).0);
    let path = index(&folder);
    let whole = fs::read(&path).unwrap();
    let mut told = 0;
    let mut thrown = 0;
    let mut places: Vec<usize> = (0..64).step_by(6).collect();
    places.extend((64..whole.len()).step_by(whole.len() / 40));
    places.extend([whole.len() - 40, whole.len() - 1]);
    for at in places {
        let mut bytes = whole.clone();
        bytes[at] ^= 1 << (at % 8);
        replace_index(&path, &bytes);
        let read = catch_unwind(AssertUnwindSafe(|| {
            let (dataset, remark) = load_library(&folder, CacheMode::TrustTimes);
            (all_facts(&dataset), remark)
        }));
        match read {
            Ok((facts, remark)) => {
                assert!(facts == truth, "byte {at}");
                told += usize::from(remark.is_some());
            }
            Err(payload) => {
                let damaged = payload.downcast_ref::<Damaged>().expect("damage is told as such");
                assert_eq!(damaged.path, path);
                thrown += 1;
            }
        }
    }
    assert!(told > 10 && thrown > 30, "{told} {thrown}");
}

/// An index of facts that have only a new time is written again: damage in it must stay detectable.
#[test]
fn a_new_time_does_not_certify_damage() {
    let folder = library(LARGE);
    age(&folder);
    let truth = all_facts(&load_library(&folder, CacheMode::TrustTimes).0);
    let path = index(&folder);
    let whole = fs::read(&path).unwrap();
    for at in (64..whole.len()).step_by(whole.len() / 20) {
        let mut bytes = whole.clone();
        bytes[at] ^= 1 << (at % 8);
        fs::remove_file(&path).unwrap();
        fs::write(&path, &bytes).unwrap();
        age(&folder);
        let renewed = catch_unwind(AssertUnwindSafe(|| {
            load_library(&folder, CacheMode::TrustTimes);
        }));
        if let Err(payload) = renewed {
            assert!(payload.is::<Damaged>(), "byte {at}");
        }
        let read = catch_unwind(AssertUnwindSafe(|| all_facts(&load_library(&folder, CacheMode::TrustTimes).0)));
        if let Ok(facts) = read {
            assert!(facts == truth, "byte {at}");
        }
    }
}

#[test]
fn rebuilds_a_cut_or_foreign_index() {
    let folder = library(LARGE);
    age(&folder);
    let truth = all_facts(&load_library(&folder, CacheMode::TrustTimes).0);
    let path = index(&folder);
    let whole = fs::read(&path).unwrap();
    let cuts = [0, 1, 63, 64, 1000, whole.len() / 2, whole.len() - 1];
    let mut faults: Vec<(Vec<u8>, &str)> = cuts.iter().map(|cut| (whole[..*cut].to_vec(), "is damaged")).collect();
    let changed = |range: std::ops::Range<usize>| {
        let mut bytes = whole.clone();
        bytes[range].reverse();
        bytes
    };
    faults.push((changed(8..16), "is from another version, user or machine"));
    faults.push((changed(16..24), "is from another version, user or machine"));
    faults.push((b"no index at all, but of some length: 1234567890 1234567890 1234567890".to_vec(), "is damaged"));
    for (bytes, reason) in faults {
        fs::remove_file(&path).unwrap();
        fs::write(&path, &bytes).unwrap();
        let (dataset, remark) = load_library(&folder, CacheMode::TrustTimes);
        let remark = remark.unwrap_or_default();
        assert!(remark.contains(reason), "{remark}");
        assert!(all_facts(&dataset) == truth);
        assert_eq!(load_library(&folder, CacheMode::TrustTimes).1, None);
    }
}

#[test]
fn facts_beyond_memory_use_an_existing_index() {
    let folder = library(LARGE);
    age(&folder);
    let ask = |most: &str| {
        let run = folder.run(&["--max-memory", most, "ask", QUESTION]);
        (run.code, run.out, run.err)
    };
    let (code, answer, told) = ask("1");
    assert_eq!((code, answer.as_str()), (3, ""));
    insta::assert_snapshot!("too_large", told);
    assert!(!folder.cache().exists());
    let (code, answer, told) = ask("64");
    assert_eq!((code, told.as_str()), (0, ""));
    // An index built with enough memory is only read here.
    assert_eq!(ask("1"), (0, answer, String::new()));
}

#[test]
fn several_programs_can_build_at_once() {
    let folder = library(LARGE);
    age(&folder);
    let ask = || {
        let ran = folder.ask();
        assert_eq!(ran.code, 0, "{}", ran.err);
        ran.out
    };
    thread::scope(|scope| {
        let asked: Vec<_> = (0..4).map(|_| scope.spawn(ask)).collect();
        for answer in asked {
            assert_eq!(answer.join().unwrap(), "19 books\n");
        }
    });
    let (_, remark) = load_library(&folder, CacheMode::TrustTimes);
    assert_eq!(remark, None);
    assert_eq!(indexes(&folder).len(), 1);
}

#[test]
fn rebuilds_an_index_damaged_during_a_question() {
    let folder = library(LARGE);
    age(&folder);
    let sound = folder.ask();
    let path = index(&folder);
    let mut bytes = fs::read(&path).unwrap();
    // The text of the terms comes first; every question reads it.
    for at in (64..bytes.len() / 2).step_by(1000) {
        bytes[at] ^= 1;
    }
    replace_index(&path, &bytes);
    let mended = folder.ask();
    assert_eq!((mended.code, &mended.out), (0, &sound.out));
    assert!(mended.err.contains("is damaged: it is rebuilt"), "{}", mended.err);
    let again = folder.ask();
    assert_eq!((again.out, again.err.as_str()), (sound.out, ""));
}

/// An index that is cut or overwritten while it is open.
#[test]
fn detects_changes_of_an_index_in_use() {
    let folder = library(LARGE);
    age(&folder);
    let truth = content_hash(&load_library(&folder, CacheMode::TrustTimes).0);
    let path = index(&folder);
    let whole = fs::read(&path).unwrap();
    let half = whole.len() as u64 / 2;
    let file = || fs::File::options().write(true).open(&path).unwrap();
    let faults: [(&str, &dyn Fn()); 4] = [
        ("twin", &|| {}),
        ("cut to nothing", &|| file().set_len(0).unwrap()),
        ("cut in the middle", &|| file().set_len(half).unwrap()),
        ("written over", &|| std::io::Write::write_all(&mut file(), &vec![7; whole.len()]).unwrap()),
    ];
    for (name, fault) in faults {
        for looked_at in [false, true] {
            replace_index(&path, &whole);
            let (held, remark) = load_library(&folder, CacheMode::TrustTimes);
            assert_eq!(remark, None);
            if looked_at {
                assert!(content_hash(&held) == truth);
            }
            fault();
            let read = catch_unwind(AssertUnwindSafe(|| content_hash(&held)));
            match (name, looked_at, read) {
                // What was read is not read again.
                ("twin", _, Ok(facts)) | (_, true, Ok(facts)) => assert!(facts == truth, "{name}"),
                (_, false, Err(thrown)) => assert!(thrown.is::<Damaged>(), "{name}"),
                _ => panic!("{name}, {looked_at}"),
            }
        }
        // The next start notices, and is right.
        let read = catch_unwind(AssertUnwindSafe(|| content_hash(&load_library(&folder, CacheMode::TrustTimes).0)));
        assert!(read.is_err() || read.is_ok_and(|facts| facts == truth), "{name}");
    }
}

/// A prompt whose index is cut answers everything, like one whose index is intact.
#[test]
fn the_prompt_survives_a_cut_index() {
    use std::io::{BufRead as _, Write as _};
    let folder = library(LARGE);
    age(&folder);
    folder.ask();
    let path = index(&folder);
    for cut in [false, true] {
        let mut child = folder.prompt();
        let mut typed = child.stdin.take().unwrap();
        let mut said = std::io::BufReader::new(child.stdout.take().unwrap());
        let mut answer = |line: &str| {
            writeln!(typed, "{line}").unwrap();
            let mut shown = String::new();
            said.read_line(&mut shown).unwrap();
            shown
        };
        assert_eq!(answer("how many books have size 5"), "19 books\n");
        if cut {
            fs::File::options().write(true).open(&path).unwrap().set_len(100).unwrap();
        }
        assert_eq!(answer(QUESTION), "19 books\n");
        assert_eq!(answer("how many books have size 8"), "19 books\n");
        drop(typed);
        let ended = child.wait_with_output().unwrap();
        let told = String::from_utf8_lossy(&ended.stderr).into_owned();
        assert_eq!(ended.status.code(), Some(0), "{told}");
        assert_eq!(told.contains("is damaged: it is rebuilt"), cut, "{told}");
    }
    assert_eq!(folder.ask().err, "", "it was built again");
}

/// A large index is mapped, and so is a small one padded to that size.
#[test]
fn a_cut_mapped_index_gives_no_answer() {
    let folder = library(LARGE);
    age(&folder);
    let (built, _) = load_library(&folder, CacheMode::TrustTimes);
    let path = index(&folder);
    let padded = 20 * 1024 * 1024;
    re_sign(&path, padded, |list| list);
    let (held, remark) = load_library(&folder, CacheMode::TrustTimes);
    assert_eq!((remark, content_hash(&held) == content_hash(&built)), (None, true));
    caveat::store::ensure_uncut();
    fs::File::options().write(true).open(&path).unwrap().set_len(padded - 1).unwrap();
    let thrown = catch_unwind(caveat::store::ensure_uncut).unwrap_err();
    assert_eq!(thrown.downcast_ref::<Damaged>().unwrap().path, path);
    drop(held);
    caveat::store::ensure_uncut();
}
