//! The page for people: sound, self-contained, inert whatever the data hold, and quiet in a browser.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use caveat::render::ReportFormat;
use scraper::{ElementRef, Html, Selector};

use crate::reports::{sample, written};
use crate::tools::program;

fn page() -> String {
    written(&sample::full(), ReportFormat::Html)
}

fn parsed(page: &str) -> Html {
    Html::parse_document(page)
}

fn all<'a>(page: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    page.select(&Selector::parse(selector).unwrap()).collect()
}

fn elements(page: &Html) -> impl Iterator<Item = ElementRef<'_>> {
    page.tree.nodes().filter_map(ElementRef::wrap)
}

#[test]
fn every_page_is_well_formed() {
    for report in sample::all() {
        let text = written(&report, ReportFormat::Html);
        let page = parsed(&text);
        assert!(page.errors.is_empty(), "{:?}", page.errors);
        assert!(text.starts_with("<!DOCTYPE html><html lang=\"en\">"));
    }
}

#[test]
fn nothing_is_fetched_and_nothing_is_run() {
    let text = page();
    let page = parsed(&text);
    let names: BTreeSet<&str> = elements(&page).map(|it| it.value().name()).collect();
    let known = [
        "a", "article", "body", "br", "circle", "code", "dd", "defs", "desc", "details", "div", "dl", "dt", "footer",
        "g", "h1", "h2", "h3", "h4", "h5", "head", "header", "html", "li", "main", "marker", "meta", "nav", "ol", "p",
        "path", "pre", "rect", "section", "span", "strong", "style", "summary", "svg", "table", "tbody", "td", "text",
        "th", "thead", "time", "title", "tr", "ul",
    ];
    let strange: Vec<&&str> = names.iter().filter(|it| !known.contains(it)).collect();
    assert!(strange.is_empty(), "{strange:?}");
    for element in elements(&page) {
        for (name, value) in element.value().attrs() {
            assert!(!name.starts_with("on") && name != "src" && name != "style", "{name}={value}");
            if name == "href" {
                let inside = value.starts_with('#');
                let web = value.starts_with("https://") || value.starts_with("http://");
                assert!(inside || web, "{value}");
                assert!(inside || element.value().attr("rel") == Some("noopener noreferrer"), "{value}");
            }
        }
    }
    let style = all(&page, "style")[0].inner_html();
    assert!(!style.contains("url(") && !style.contains("@import"), "the style fetches");
    let policy = all(&page, "meta[http-equiv=Content-Security-Policy]")[0];
    let policy = policy.value().attr("content");
    assert_eq!(policy, Some("default-src 'none'; style-src 'unsafe-inline'"));
}

#[test]
fn hostile_texts_are_texts() {
    let text = page();
    let page = parsed(&text);
    let told: Vec<String> = all(&page, ".message").iter().map(|it| it.text().collect()).collect();
    for name in sample::HOSTILE {
        let shown = caveat::base::visible(name);
        let start = format!("{shown} is hostile");
        assert!(told.iter().any(|it| it.starts_with(&start)), "{name:?}");
    }
}

#[test]
fn links_inside_the_page_lead_somewhere() {
    for report in sample::all() {
        let text = written(&report, ReportFormat::Html);
        let page = parsed(&text);
        let mut ids = BTreeSet::new();
        for element in elements(&page) {
            if let Some(id) = element.value().attr("id") {
                assert!(ids.insert(id), "{id} stands twice");
            }
        }
        for link in all(&page, "a[href^='#']") {
            let target = link.value().attr("href").unwrap().trim_start_matches('#');
            assert!(ids.contains(target), "{target}");
        }
        for labelled in all(&page, "[aria-labelledby]") {
            let by = labelled.value().attr("aria-labelledby").unwrap();
            assert!(by.split(' ').all(|it| ids.contains(it)), "{by}");
        }
    }
}

#[test]
fn each_thing_is_drawn_once_on_a_page() {
    let report = sample::full();
    let text = written(&report, ReportFormat::Html);
    let page = parsed(&text);
    let findings = report.checks.iter().flat_map(|it| &it.findings);
    let with: Vec<&str> =
        findings.filter(|it| it.picture.is_some()).filter_map(|it| Some(it.thing.as_ref()?.iri.as_str())).collect();
    let things: BTreeSet<&str> = with.iter().copied().collect();
    assert_eq!(all(&page, "details.picture svg.drawing").len(), things.len());
    let again = text.matches("is with an earlier finding").count();
    assert_eq!(again, with.len() - things.len());
    assert_eq!(all(&page, "style").len(), 1);
}

#[test]
fn a_page_of_very_many_pictures_leaves_some_out_and_says_so() {
    let mut report = sample::full();
    let check = report.checks.iter_mut().find(|it| it.findings.iter().any(|it| it.thing.is_some())).unwrap();
    let finding = check.findings.iter().find(|it| it.thing.is_some());
    let finding = finding.unwrap().clone();
    check.findings.extend((0..600).map(|at| {
        let mut finding = finding.clone();
        let thing = finding.thing.as_mut().unwrap();
        thing.iri = format!("https://example.org/{at}");
        finding
    }));
    let text = written(&report, ReportFormat::Html);
    let drawn: usize = text.split("<svg xmlns").skip(1).map(|it| it.find("</svg>").unwrap()).sum();
    assert!(drawn < 1_200_000, "{drawn}");
    assert!(text.contains("is left out, so that this page stays small"));
}

#[test]
fn headings_stand_in_order_and_tables_name_their_rows_and_columns() {
    for report in sample::all() {
        let text = written(&report, ReportFormat::Html);
        let page = parsed(&text);
        let mut before = 0;
        for heading in elements(&page) {
            let level = match heading.value().name().as_bytes() {
                [b'h', digit @ b'1'..=b'6'] => digit - b'0',
                _ => continue,
            };
            assert!(level <= before + 1, "h{level} after h{before}");
            before = level;
        }
        assert_eq!(all(&page, "h1").len(), 1);
        assert_eq!(all(&page, "main").len(), 1);
        for heading in all(&page, "th") {
            let scope = heading.value().attr("scope");
            assert!(matches!(scope, Some("row" | "col")), "{}", heading.html());
        }
        assert_eq!(all(&page, "html[lang=en]").len(), 1);
    }
}

#[test]
fn everything_is_on_the_page() {
    let text = page();
    let report = sample::full();
    let page = parsed(&text);
    let words: String = page.root_element().text().collect();
    let shown = |text: &str| assert!(words.contains(caveat::base::visible(text).as_ref()), "{text:?}");
    for check in &report.checks {
        shown(&check.about.id);
        shown(&check.about.question);
        shown(&check.reason);
        for finding in &check.findings {
            shown(&finding.message);
            for evidence in &finding.evidence {
                evidence.addresses.items().iter().for_each(|it| shown(it));
            }
        }
    }
    for file in report.data.files.iter().chain(&report.waivers) {
        shown(&file.name);
        shown(&file.digest);
    }
    for script in &report.scripts {
        shown(&script.digest);
    }
    // Every verdict is told in words, and green is only a verified yes in the own word without fine print.
    for text in [
        "yes: Alibaba Cloud, verified, 2026-03-26",
        "depends",
        "disputed",
        "said, not readable",
        "looked, not found",
        "not on record",
    ] {
        let cells = all(&page, ".coverage td .answer");
        assert!(cells.iter().any(|it| it.text().any(|it| it == text)), "{text}");
    }
    let green = all(&page, ".coverage td.clear");
    assert_eq!(green.len(), 1);
    assert!(green[0].text().collect::<String>().starts_with("yes: Alibaba Cloud, verified"));
    for said in [
        "20 of 31 records cite nothing but pages of InferCheck.",
        "9 of 31 were found in a source.",
        "Sources were opened for 1 of 2 (Alibaba Cloud)",
        "The newest record speaks for 2026-08-07.",
        "told of breaches",
        "Silent Inc.",
    ] {
        assert!(words.contains(said), "{said}");
    }
}

/// What a browser says of a page, in lines.
fn console(browser: &Path, page: &str) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("page.html");
    std::fs::write(&path, page).unwrap();
    let output = Command::new(browser)
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr", "--dump-dom"])
        .arg(format!("--user-data-dir={}", folder.path().join("profile").display()))
        .arg(format!("file://{}", path.display()))
        .output()
        .unwrap();
    let dom = String::from_utf8_lossy(&output.stdout);
    assert!(dom.contains("</html>"), "the browser shows no page");
    let log = String::from_utf8_lossy(&output.stderr);
    log.lines().filter(|line| line.contains("CONSOLE")).map(str::to_owned).collect()
}

#[test]
fn a_browser_has_nothing_to_say_about_the_page() {
    let names = ["chromium", "chromium-browser", "google-chrome"];
    let Some(browser) = program(&names) else {
        return;
    };
    assert_eq!(console(&browser, &page()), Vec::<String>::new());
    let script = page().replace("</main>", "<script>alert(1)</script></main>");
    assert!(!console(&browser, &script).is_empty(), "the browser is asked in earnest");
}
