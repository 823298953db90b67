//! Document → drafts → web site: what the document says is on its vendor's page.

use std::collections::BTreeMap;
use std::fs;

use caveat::profile::sentences;
use scraper::{Html, Selector};

use crate::cli::{caveat, run_command};
use crate::import::{import, index, profiles, read, workspace};

/// Text with one blank between its words.
fn normalize_blanks(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The vendor pages of a site, as a reader sees them.
fn vendor_pages(site: &std::path::Path) -> BTreeMap<String, String> {
    let body = Selector::parse("main").unwrap();
    let entries = fs::read_dir(site).unwrap().map(|entry| entry.unwrap().path());
    let pages = entries.filter(|path| {
        let name = path.file_name().unwrap().to_string_lossy();
        name.starts_with("vendor-") && name.ends_with(".html")
    });
    pages
        .map(|path| {
            let html = Html::parse_document(&read(&path));
            let text: String = html.select(&body).flat_map(|it| it.text()).collect::<Vec<_>>().join(" ");
            (path.file_stem().unwrap().to_string_lossy().into_owned(), normalize_blanks(&text))
        })
        .collect()
}

#[test]
fn vendor_pages_show_what_documents_say() {
    let folder = workspace();
    let documents: Vec<String> = profiles().iter().map(|it| it.to_string_lossy().into_owned()).collect();
    let index = index();
    let mut arguments: Vec<&str> = documents.iter().map(String::as_str).collect();
    arguments.extend(["--index", &index, "--into", "data/vendors"]);
    assert_eq!(import(&folder, &arguments).code, 0);
    let made = run_command(caveat(folder.path()).args(["site", "public"]));
    assert_eq!(made.code, 0, "{}", made.err);
    let pages = vendor_pages(&folder.path().join("public"));
    let listed: BTreeMap<String, String> = read(std::path::Path::new(&index))
        .lines()
        .skip(1)
        .map(|line| {
            let cells: Vec<&str> = line.split('\t').collect();
            let vendor = match (cells[0], cells[2]) {
                ("alibaba-china.txt", _) | (_, "Alibaba Cloud") => "alibaba".to_owned(),
                (file, "") => file.split('.').next().unwrap().to_owned(),
                (_, vendor) => vendor.to_lowercase().replace(' ', "-"),
            };
            (cells[0].to_owned(), vendor)
        })
        .collect();
    let mut compared = 0;
    for document in profiles() {
        let file = document.file_name().unwrap().to_string_lossy().into_owned();
        let page = &pages[&format!("vendor-{}", listed[&file])];
        // A line with a stop at its end is prose; other lines are labels, values and addresses.
        let text = read(&document);
        for line in text.lines().filter(|it| it.ends_with('.') || it.ends_with("… ") || it.ends_with('…')) {
            for sentence in sentences(line.trim_end_matches(['…', ' '])) {
                let sentence = normalize_blanks(line[sentence].trim_start_matches("- "));
                // People took the page on Alibaba apart: its passages are parts of sentences.
                let parts: Vec<&str> = match file.as_str() {
                    "alibaba-china.txt" => {
                        let parts = sentence.split([',', ';', ':']);
                        parts.flat_map(|part| part.split(" and ")).map(|part| part.trim_end_matches('.')).collect()
                    }
                    _ => vec![&sentence],
                };
                for part in parts.iter().map(|it| it.trim()).filter(|it| it.len() > 40) {
                    assert!(page.contains(part), "{file}: `{part}` is not on the page");
                    compared += 1;
                }
            }
        }
        for address in text.lines().filter_map(|it| it.strip_prefix("- ")?.strip_suffix(" ↗")) {
            let bare = address.split_once("://").unwrap().1.trim_end_matches('/');
            let html = read(&folder.path().join("public").join(format!("vendor-{}.html", listed[&file])));
            assert!(html.contains(bare), "{file}: {address} is not on the page");
        }
    }
    assert!(compared > 100, "{compared}");
}
