//! Drafts appended to files: existing text stays, nothing comes twice, a new wording supersedes the old.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use tempfile::TempDir;

use crate::cli::{caveat, run_command};
use crate::import::{import, index, profile, profiles, read, workspace};
use crate::world::{first_column, open};

fn vendor_files(folder: &TempDir) -> BTreeMap<String, String> {
    let entries = fs::read_dir(folder.path().join("data/vendors")).unwrap();
    let files = entries.map(|entry| entry.unwrap().path());
    files.map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), read(&path))).collect()
}

fn import_all(folder: &TempDir) -> String {
    let pages: Vec<String> = profiles().iter().map(|it| it.to_string_lossy().into_owned()).collect();
    let index = index();
    let mut arguments: Vec<&str> = pages.iter().map(String::as_str).collect();
    arguments.extend(["--index", &index, "--into", "data/vendors"]);
    let ran = import(folder, &arguments);
    assert_eq!(ran.code, 0, "{}", ran.err);
    ran.err
}

#[test]
fn importing_all_pages_twice_adds_nothing() {
    let folder = workspace();
    let before = vendor_files(&folder);
    import_all(&folder);
    let first = vendor_files(&folder);
    assert!(first.len() > 6, "{:?}", first.keys());
    for (name, text) in &before {
        assert!(first[name].starts_with(text.as_str()), "{name} is not what people wrote");
    }
    let mut session =
        open(&[folder.path().join("data")]).unwrap_or_else(|it| panic!("{}", crate::world::messages(&it)));
    assert!(first_column(&mut session, "which drafts").len() > 100);
    let told = import_all(&folder);
    assert_eq!(vendor_files(&folder), first);
    assert!(told.contains("is unchanged: nothing is new"), "{told}");
}

#[test]
fn does_not_draft_an_accepted_page_again() {
    let folder = workspace();
    let kept = folder.path().join("data/profiles");
    fs::create_dir_all(&kept).unwrap();
    fs::copy(profile("alibaba-china.txt"), kept.join("alibaba-china.txt")).unwrap();
    let ran = import(&folder, &["data/profiles/alibaba-china.txt", "--into", "data/vendors/alibaba.ttl"]);
    assert!(ran.err.contains("nothing is new"), "{}", ran.err);
    assert!(ran.err.contains("12 already known"), "{}", ran.err);
}

#[test]
fn keeps_what_people_edited() {
    let folder = workspace();
    let arguments = [&profile("llama.plain.txt"), "--into", "data/vendors/llama.ttl"];
    assert_eq!(import(&folder, &arguments).code, 0);
    let file = folder.path().join("data/vendors/llama.ttl");
    let edited = read(&file)
        .replace("cv:status cv:draft", "cv:status cv:current")
        .replace("cv:reviewState cv:draft", "cv:reviewState cv:reviewed")
        .replace("Several Llama API trust pages", "Several pages");
    fs::write(&file, &edited).unwrap();
    let ran = import(&folder, &arguments);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.contains("nothing is new"), "{}", ran.err);
    assert_eq!(read(&file), edited);
}

#[test]
fn a_changed_passage_supersedes_its_old_draft() {
    let folder = workspace();
    let text = read(Path::new(&profile("zhipu-ai.rich.txt")));
    let page = folder.path().join("page.txt");
    let facts = "data/vendors/zhipu.ttl";
    fs::write(&page, &text).unwrap();
    assert_eq!(import(&folder, &["page.txt", "--into", facts]).code, 0);
    let changed = text
        .replace("processed in real time and not saved", "processed in real time and saved for 30 days")
        .replace("Sub-processors\nNot disclosed", "Sub-processors\nDisclosed ↗")
        .replace("Last verified2026-04-11", "Last verified2026-09-01");
    assert_ne!(text, changed);
    fs::write(&page, &changed).unwrap();
    let ran = import(&folder, &["page.txt", "--into", facts]);
    assert!(ran.err.contains("2 drafts"), "{}", ran.err);
    assert!(ran.err.contains("2 reworded"), "{}", ran.err);
    let mut session = open(&[folder.path().join("data")]).unwrap();
    let shown = |session: &mut _, question: &str| first_column(session, question);
    assert_eq!(shown(&mut session, "which drafts supersede a draft").len(), 2);
    let superseded = answer_to(&folder, "which drafts that are superseded by a draft showing statement");
    assert!(superseded.contains("real time and not saved."), "{superseded}");
    assert!(superseded.contains("Sub-processors: Not disclosed"), "{superseded}");
    // A third wording supersedes the second alone.
    fs::write(&page, changed.replace("saved for 30 days", "saved for 60 days")).unwrap();
    assert!(import(&folder, &["page.txt", "--into", facts]).err.contains("1 reworded"));
    let last =
        answer_to(&folder, "which drafts that supersede a draft and are superseded by a draft showing statement");
    assert!(last.contains("saved for 30 days") && !last.contains("not saved"), "{last}");
}

fn answer_to(folder: &TempDir, question: &str) -> String {
    run_command(caveat(folder.path()).args(["ask", question])).out
}

#[test]
fn a_truncated_text_supersedes_nothing() {
    let folder = workspace();
    let text = read(Path::new(&profile("zhipu-ai.plain.txt")));
    let page = folder.path().join("page.txt");
    fs::write(&page, &text).unwrap();
    assert_eq!(import(&folder, &["page.txt", "--into", "data/vendors/z.ttl"]).code, 0);
    let cut = text.replace("stored for a time and deleted after the Terms end.", "stored for a time …");
    let end = cut.find(" …").unwrap() + " …".len();
    fs::write(&page, &cut[..end]).unwrap();
    let ran = import(&folder, &["page.txt", "--into", "data/vendors/z.ttl"]);
    assert!(ran.err.contains("0 drafts"), "{}", ran.err);
    assert!(ran.err.contains("ends too early, in line 5"), "{}", ran.err);
}

#[test]
fn suggests_the_known_vendor_for_another_name() {
    let folder = workspace();
    let page = profile("alibaba-coding-plan-china.plain.txt");
    let ran = import(&folder, &[&page]);
    assert!(ran.err.contains("looks like `Alibaba Cloud`"), "{}", ran.err);
    assert!(ran.err.contains("--vendor \"Alibaba Cloud\""), "{}", ran.err);
    let ran = import(&folder, &[&page, "--vendor", "alibaba cloud"]);
    assert!(ran.out.contains("cv:alias \"Alibaba Coding Plan (China)\""), "{}", ran.out);
    assert!(!ran.out.contains("a cv:Vendor"), "{}", ran.out);
    let ran = import(&folder, &[&page, "--vendor", "Alibaba", "--service", "Coding Plan"]);
    assert!(ran.out.contains("a cv:Service"), "{}", ran.out);
    assert!(ran.out.contains("cv:service ali:coding-plan"), "{}", ran.out);
}

#[test]
fn same_named_pages_at_two_addresses_stay_separate() {
    let folder = workspace();
    let page = folder.path().join("page.txt");
    let put = |service: &str, prose: &str, address: &str| {
        fs::write(&page, format!("Acme\nGDPR Compliance\nData Handling\n{prose}\nVerification\nDone.\n")).unwrap();
        import(&folder, &["page.txt", "--service", service, "--address", address, "--into", "data/vendors/acme.ttl"])
    };
    assert_eq!(put("API", "Prompts are kept for 30 days.", "https://dir.example/api").code, 0);
    let ran = put("Console", "Prompts are kept for 90 days.", "https://dir.example/console");
    assert!(ran.err.contains("2 drafts"), "{}", ran.err);
    assert!(!ran.err.contains("reworded"), "{}", ran.err);
    assert!(answer_to(&folder, "how many profiles of acme").starts_with('2'));
    assert!(put("Console", "Prompts are kept for 60 days.", "https://dir.example/console").err.contains("1 reworded"));
}

#[test]
fn names_the_document_by_its_path_in_the_data() {
    let folder = workspace();
    let kept = folder.path().join("data/profiles");
    fs::create_dir_all(&kept).unwrap();
    fs::copy(profile("llama.plain.txt"), kept.join("llama.txt")).unwrap();
    let ran = import(&folder, &["data/profiles/llama.txt"]);
    assert!(ran.out.contains("cv:file \"profiles/llama.txt\""), "{}", ran.out);
}

/// The state of a page is the page's word: it comes when the page says so, and a person takes it off.
#[test]
fn the_page_state_belongs_to_its_profile() {
    let folder = workspace();
    let text = read(Path::new(&profile("zhipu-ai.rich.txt")));
    let page = folder.path().join("page.txt");
    let review = "AI-assisted draft (pending review)";
    let put = |review_now: &str| {
        fs::write(&page, text.replace(review, review_now)).unwrap();
        import(&folder, &["page.txt", "--into", "data/vendors/z.ttl"])
    };
    let facts = || read(&folder.path().join("data/vendors/z.ttl"));
    assert!(text.contains(review));
    assert_eq!(put("somebody").code, 0);
    assert!(!facts().contains("cv:machineDraft"));
    assert_eq!(put(review).code, 0);
    assert_eq!(facts().matches("cv:pageState cv:machineDraft").count(), 1);
    assert!(!facts().contains("pending review\" ;\n\tcv:reviewState"), "no caveat for each record");
    let ran = put("somebody");
    assert!(ran.err.contains("the page now says `somebody`"), "{}", ran.err);
    assert!(ran.err.contains("nothing is new"), "{}", ran.err);
}
