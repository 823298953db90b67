//! The site in a real browser: no complaints, pictures on desktop, phone and paper, a working search. With an
//! accessibility checker if there is one.

use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use crate::site::{drafts, files, parse, select_all};
use crate::tools::{program, skip_or_fail};
use crate::world::{root, session};

const BROWSERS: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];

/// A folder with the site of the shipped facts, and one of drafts within.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (place, session) in [("", session("shipped")), ("drafts", drafts())] {
        let place = folder.path().join(place);
        std::fs::create_dir_all(&place).unwrap();
        for (name, text) in files(&session) {
            std::fs::write(place.join(name), text).unwrap();
        }
    }
    folder
}

/// What the browser prints and what it complains of, for a page in a folder.
fn browse(browser: &Path, folder: &Path, page: &str, options: &[&str]) -> (String, Vec<String>) {
    let output = Command::new(browser)
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr"])
        .arg(format!("--user-data-dir={}", folder.join("profile").display()))
        .args(options)
        .arg(format!("file://{}/{page}", folder.display()))
        .output()
        .unwrap();
    let log = String::from_utf8_lossy(&output.stderr);
    let complaints = log.lines().filter(|line| line.contains("CONSOLE"));
    (String::from_utf8_lossy(&output.stdout).into_owned(), complaints.map(str::to_owned).collect())
}

const PAGES: [&str; 6] = [
    "index.html",
    "vendor-alibaba.html",
    "source-alibaba-regions-page.html",
    "topic-no-training.html",
    "search.html",
    "drafts/vendor-drafts-acme.html",
];

#[test]
fn a_browser_shows_the_pages_without_complaints() {
    let Some(browser) = program(&BROWSERS) else {
        return;
    };
    let folder = folder();
    for page in PAGES {
        let (dom, complaints) = browse(&browser, folder.path(), page, &["--dump-dom"]);
        assert!(dom.contains("</html>"), "{page}");
        assert_eq!(complaints, Vec::<String>::new(), "{page}");
    }
    let path = folder.path().join("index.html");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text.replace("</main>", "<script>alert(1)</script></main>")).unwrap();
    let (_, complaints) = browse(&browser, folder.path(), "index.html", &["--dump-dom"]);
    assert!(!complaints.is_empty(), "the browser is asked in earnest");
}

#[test]
fn pages_render_on_desktops_phones_and_paper() {
    let Some(browser) = program(&BROWSERS) else {
        return;
    };
    let folder = folder();
    for page in ["index.html", "vendor-alibaba.html"] {
        for (option, size, start) in [
            ("screenshot", "1280,900", &b"\x89PNG"[..]),
            ("screenshot", "390,844", b"\x89PNG"),
            ("print-to-pdf", "1280,900", b"%PDF-"),
        ] {
            let picture = folder.path().join(format!("{option}.png"));
            let option = format!("--{option}={}", picture.display());
            let size = format!("--window-size={size}");
            let (_, complaints) = browse(&browser, folder.path(), page, &[&option, &size]);
            assert_eq!(complaints, Vec::<String>::new(), "{page}");
            let bytes = std::fs::read(&picture).unwrap();
            assert!(bytes.starts_with(start) && bytes.len() > 10_000, "{page}: {option}");
            std::fs::remove_file(&picture).unwrap();
        }
    }
}

#[test]
fn the_search_finds_lines_with_every_word() {
    let Some(browser) = program(&BROWSERS) else {
        return;
    };
    let folder = folder();
    let shown = |query: &str| -> Vec<String> {
        let page = format!("search.html?q={query}");
        let (dom, complaints) = browse(&browser, folder.path(), &page, &["--dump-dom"]);
        assert_eq!(complaints, Vec::<String>::new());
        let page = parse(&dom);
        assert!(select_all(&page, "form.search[hidden]").is_empty(), "the form is shown");
        let lines = select_all(&page, ".listed:not([hidden]) .list > li:not([hidden])");
        lines.iter().map(|it| it.text().collect()).collect()
    };
    let everything = shown("").len();
    assert!(everything > 80, "{everything}");
    let found = shown("TRAINING+never");
    assert!(!found.is_empty() && found.len() < everything, "{found:?}");
    for line in found {
        let line = line.to_lowercase();
        assert!(line.contains("training") && line.contains("never"), "{line}");
    }
    assert_eq!(shown("no-such-word-anywhere"), Vec::<String>::new());
    let page = files(&session("shipped"))["search.html"].clone();
    assert_eq!(select_all(&parse(&page), "form.search[hidden]").len(), 1, "hidden without a script");
}

#[test]
fn an_accessibility_checker_finds_nothing() {
    let Some(browser) = program(&BROWSERS) else {
        return;
    };
    let Some(node) = program(&["node"]) else {
        return;
    };
    let folder = folder();
    let output = Command::new(node)
        .arg(root().join("tests/accessibility/check.js"))
        .arg(browser)
        .arg(folder.path())
        .args(PAGES)
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stdout);
    if output.status.code() == Some(3) {
        skip_or_fail(told.trim());
        return;
    }
    assert!(output.status.success() && told.is_empty(), "{told}{}", String::from_utf8_lossy(&output.stderr));
}
