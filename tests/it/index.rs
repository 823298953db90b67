//! The index beside large facts: the same answers with and without it, and no trust in one that is damaged, of
//! another version or of other files.

use std::fmt::Write as _;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, SystemTime};

use caveat::store::{Damaged, Dataset, Files, Input, Keep, MAX_FILE, load_kept};
use tempfile::{TempDir, tempdir};

use crate::cli::caveat;

/// Books with their sizes, more facts than are parsed in no time, and a vocabulary for them.
fn library(size: usize) -> TempDir {
    let folder = tempdir().unwrap();
    fs::create_dir(folder.path().join("data")).unwrap();
    let words = "@prefix a: <https://example.org/ns#> .
@prefix say: <https://w3id.org/caveat/say#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
a:Book a rdfs:Class ; say:noun \"book\" ; say:labelledBy ( \"title\" ) .
a:title a say:Attribute ; say:of a:Book ; say:noun \"title\" .
a:pages a say:Attribute ; say:of a:Book ; say:noun \"size\" ; say:type xsd:integer .
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
    fs::write(folder.path().join("data/books.nt"), text).unwrap();
    folder
}

const LARGE: usize = 17_000;
const QUESTION: &str = "how many books have size 7";

fn kept(folder: &Path, keep: Keep) -> (Dataset, Option<String>) {
    let files = Files::Disk(folder.to_owned());
    let inputs = [Input::Path("data".into())];
    load_kept(&files, (&inputs, folder), MAX_FILE, keep, &mut |_| {}).unwrap()
}

/// Every fact with every place where it is stated: all there is in an index.
fn all(dataset: &Dataset) -> Vec<String> {
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

fn index(folder: &Path) -> PathBuf {
    let entries = fs::read_dir(folder.join(".caveat")).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    let mut paths = paths.filter(|path| path.extension().is_some_and(|it| it == "index"));
    let path = paths.next().unwrap();
    assert_eq!(paths.next(), None);
    path
}

/// Sets the times of all files back, so that they are older than the tick of a clock.
fn age(folder: &Path) {
    for entry in fs::read_dir(folder.join("data")).unwrap() {
        set_time(&entry.unwrap().path(), SystemTime::now() - Duration::from_secs(3600));
    }
}

fn set_time(path: &Path, time: SystemTime) {
    let file = fs::File::options().write(true).open(path).unwrap();
    file.set_modified(time).unwrap();
}

#[test]
fn an_index_says_the_same_as_the_files() {
    let folder = library(LARGE);
    age(folder.path());
    let (built, remark) = kept(folder.path(), Keep::Trusting);
    assert_eq!(remark, None);
    let before = fs::metadata(index(folder.path())).unwrap().modified().unwrap();
    let (mapped, remark) = kept(folder.path(), Keep::Trusting);
    assert_eq!(remark, None);
    assert_eq!(all(&built), all(&mapped));
    assert_eq!(built.digest(), mapped.digest());
    assert_eq!(built.files(), mapped.files());
    assert_eq!(built.prefixes(), mapped.prefixes());
    let after = fs::metadata(index(folder.path())).unwrap().modified().unwrap();
    assert_eq!(before, after, "it is not written again");
    assert_eq!(fs::read_to_string(folder.path().join(".caveat/.gitignore")).unwrap(), "*\n");
}

#[test]
fn small_facts_leave_no_index() {
    let folder = library(100);
    kept(folder.path(), Keep::Trusting);
    assert!(!folder.path().join(".caveat").exists());
    let folder = library(LARGE);
    kept(folder.path(), Keep::Nothing);
    assert!(!folder.path().join(".caveat").exists());
}

#[test]
fn what_changed_is_read_again() {
    let folder = library(LARGE);
    age(folder.path());
    kept(folder.path(), Keep::Trusting);
    let books = folder.path().join("data/books.nt");
    let text = fs::read_to_string(&books).unwrap();
    let time = fs::metadata(&books).unwrap().modified().unwrap();
    // A word of the same length, at another time.
    fs::write(&books, text.replace("Book number 77\"", "Leaf number 77\"")).unwrap();
    let (dataset, _) = kept(folder.path(), Keep::Trusting);
    assert!(all(&dataset).iter().any(|line| line.contains("Leaf number 77")));
    // Another size.
    fs::write(&books, format!("{text}<a:b> <a:b> <a:c> .\n")).unwrap();
    let (dataset, _) = kept(folder.path(), Keep::Trusting);
    assert!(all(&dataset).iter().any(|line| line.contains("<a:c>")));
    // The same size and time: only digests tell.
    fs::write(&books, &text).unwrap();
    set_time(&books, time);
    kept(folder.path(), Keep::Trusting);
    fs::write(&books, text.replace("Book number 77\"", "Leaf number 77\"")).unwrap();
    set_time(&books, time);
    let is_leaf = |keep| {
        let (dataset, _) = kept(folder.path(), keep);
        all(&dataset).iter().any(|line| line.contains("Leaf number 77"))
    };
    assert!(!is_leaf(Keep::Trusting));
    assert!(is_leaf(Keep::Verified));
    assert!(is_leaf(Keep::Trusting), "what was read again is kept");
    // A further file.
    fs::write(folder.path().join("data/more.ttl"), "<a:b> <a:b> <a:more> .").unwrap();
    let (dataset, _) = kept(folder.path(), Keep::Trusting);
    assert!(all(&dataset).iter().any(|line| line.contains("<a:more>")));
}

#[test]
fn a_time_that_moved_alone_builds_nothing_again() {
    let folder = library(LARGE);
    age(folder.path());
    let (built, _) = kept(folder.path(), Keep::Trusting);
    age(folder.path());
    let (mapped, remark) = kept(folder.path(), Keep::Trusting);
    assert_eq!(remark, None);
    assert_eq!(all(&built), all(&mapped));
}

#[test]
fn a_damaged_index_is_told_or_found_whole_but_never_believed() {
    let folder = library(LARGE);
    age(folder.path());
    let truth = all(&kept(folder.path(), Keep::Trusting).0);
    let path = index(folder.path());
    let whole = fs::read(&path).unwrap();
    let mut told = 0;
    let mut thrown = 0;
    let mut places: Vec<usize> = (0..64).step_by(6).collect();
    places.extend((64..whole.len()).step_by(whole.len() / 40));
    places.extend([whole.len() - 40, whole.len() - 1]);
    for at in places {
        let mut bytes = whole.clone();
        bytes[at] ^= 1 << (at % 8);
        // A new file each time: the old one may still be mapped.
        fs::remove_file(&path).unwrap();
        fs::write(&path, &bytes).unwrap();
        let read = catch_unwind(AssertUnwindSafe(|| {
            let (dataset, remark) = kept(folder.path(), Keep::Trusting);
            (all(&dataset), remark)
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

/// An index whose facts have a new time only is written again with it: what is damaged in it stays so.
#[test]
fn damage_is_not_signed_when_a_time_has_moved() {
    let folder = library(LARGE);
    age(folder.path());
    let truth = all(&kept(folder.path(), Keep::Trusting).0);
    let path = index(folder.path());
    let whole = fs::read(&path).unwrap();
    for at in (64..whole.len()).step_by(whole.len() / 20) {
        let mut bytes = whole.clone();
        bytes[at] ^= 1 << (at % 8);
        fs::remove_file(&path).unwrap();
        fs::write(&path, &bytes).unwrap();
        age(folder.path());
        let renewed = catch_unwind(AssertUnwindSafe(|| {
            kept(folder.path(), Keep::Trusting);
        }));
        if let Err(payload) = renewed {
            assert!(payload.is::<Damaged>(), "byte {at}");
        }
        let read = catch_unwind(AssertUnwindSafe(|| all(&kept(folder.path(), Keep::Trusting).0)));
        if let Ok(facts) = read {
            assert!(facts == truth, "byte {at}");
        }
    }
}

#[test]
fn an_index_that_is_cut_or_of_another_machine_is_built_again() {
    let folder = library(LARGE);
    age(folder.path());
    let truth = all(&kept(folder.path(), Keep::Trusting).0);
    let path = index(folder.path());
    let whole = fs::read(&path).unwrap();
    let cuts = [0, 1, 63, 64, 1000, whole.len() / 2, whole.len() - 1];
    let mut faults: Vec<(Vec<u8>, &str)> = cuts.iter().map(|cut| (whole[..*cut].to_vec(), "is damaged")).collect();
    let changed = |range: std::ops::Range<usize>| {
        let mut bytes = whole.clone();
        bytes[range].reverse();
        bytes
    };
    faults.push((changed(8..16), "is of another version or machine"));
    faults.push((changed(16..24), "is of another version or machine"));
    faults.push((b"no index at all, but of some length: 1234567890 1234567890 1234567890".to_vec(), "is damaged"));
    for (bytes, reason) in faults {
        fs::remove_file(&path).unwrap();
        fs::write(&path, &bytes).unwrap();
        let (dataset, remark) = kept(folder.path(), Keep::Trusting);
        let remark = remark.unwrap_or_default();
        assert!(remark.contains(reason) || bytes.is_empty(), "{remark}");
        assert!(all(&dataset) == truth);
        assert_eq!(kept(folder.path(), Keep::Trusting).1, None);
    }
}

#[test]
fn where_no_index_can_be_kept_the_answer_is_the_same() {
    let folder = library(LARGE);
    fs::write(folder.path().join(".caveat"), "a file where the folder should be").unwrap();
    let (dataset, remark) = kept(folder.path(), Keep::Trusting);
    let remark = remark.unwrap();
    assert!(remark.contains("no index is kept") || remark.contains("cannot be read"), "{remark}");
    assert!(dataset.len() > 3 * LARGE);
    let ran = caveat(folder.path()).args(["ask", QUESTION]).output().unwrap();
    assert_eq!(ran.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&ran.stdout), "19 books\n");
}

#[test]
fn facts_that_would_not_fit_into_memory_are_not_built_but_mapped() {
    let folder = library(LARGE);
    age(folder.path());
    let ask = |most: &str| {
        let run = caveat(folder.path()).args(["--max-memory", most, "ask", QUESTION]).output().unwrap();
        let told = String::from_utf8_lossy(&run.stderr).into_owned();
        (run.status.code(), run.stdout, told)
    };
    let (code, answer, told) = ask("1");
    assert_eq!((code, answer.as_slice()), (Some(3), &b""[..]));
    insta::assert_snapshot!("too_large", told);
    assert!(!folder.path().join(".caveat").exists());
    let (code, answer, told) = ask("64");
    assert_eq!((code, told.as_str()), (Some(0), ""));
    // What was built where there was enough is only mapped here.
    assert_eq!(ask("1"), (Some(0), answer, String::new()));
}

#[test]
fn several_programs_build_at_once_without_harm() {
    let folder = library(LARGE);
    age(folder.path());
    let ask = || {
        let ran = caveat(folder.path()).args(["ask", QUESTION]).output().unwrap();
        assert_eq!(ran.status.code(), Some(0), "{}", String::from_utf8_lossy(&ran.stderr));
        String::from_utf8_lossy(&ran.stdout).into_owned()
    };
    thread::scope(|scope| {
        let asked: Vec<_> = (0..4).map(|_| scope.spawn(ask)).collect();
        for answer in asked {
            assert_eq!(answer.join().unwrap(), "19 books\n");
        }
    });
    let (_, remark) = kept(folder.path(), Keep::Trusting);
    assert_eq!(remark, None);
    let left = fs::read_dir(folder.path().join(".caveat")).unwrap().count();
    assert_eq!(left, 2, "an index and the file that keeps it out of the history");
}

#[test]
fn damage_that_a_question_meets_is_mended_and_the_question_answered() {
    let folder = library(LARGE);
    age(folder.path());
    let ask = || caveat(folder.path()).args(["ask", QUESTION]).output().unwrap();
    let sound = ask();
    let path = index(folder.path());
    let mut bytes = fs::read(&path).unwrap();
    // The text of the terms comes first; no question does without.
    for at in (64..bytes.len() / 2).step_by(1000) {
        bytes[at] ^= 1;
    }
    fs::remove_file(&path).unwrap();
    fs::write(&path, &bytes).unwrap();
    let mended = ask();
    assert_eq!(mended.status.code(), Some(0));
    assert_eq!(mended.stdout, sound.stdout);
    let told = String::from_utf8_lossy(&mended.stderr);
    assert!(told.contains("is damaged: it is built again"), "{told}");
    let again = ask();
    assert_eq!(again.stdout, sound.stdout);
    assert!(!String::from_utf8_lossy(&again.stderr).contains("damaged"));
}
