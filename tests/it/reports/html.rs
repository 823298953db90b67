//! The page for people: valid, self-contained, inert whatever the data hold, and quiet in a browser.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use caveat::render::ReportFormat;
use scraper::{ElementRef, Html, Selector};

use crate::reports::{report_text, sample};
use crate::tools::program;

fn sample_page() -> String {
    report_text(&sample::full(), ReportFormat::Html)
}

fn parse(page: &str) -> Html {
    Html::parse_document(page)
}

fn select_all<'a>(page: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    page.select(&Selector::parse(selector).unwrap()).collect()
}

fn elements(page: &Html) -> impl Iterator<Item = ElementRef<'_>> {
    page.tree.nodes().filter_map(ElementRef::wrap)
}

#[test]
fn every_page_is_well_formed() {
    for report in sample::all() {
        let text = report_text(&report, ReportFormat::Html);
        let page = parse(&text);
        assert!(page.errors.is_empty(), "{:?}", page.errors);
        assert!(text.starts_with("<!DOCTYPE html><html lang=\"en\">"));
    }
}

#[test]
fn pages_fetch_and_run_nothing() {
    let text = sample_page();
    let page = parse(&text);
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
    let style = select_all(&page, "style")[0].inner_html();
    assert!(!style.contains("url(") && !style.contains("@import"), "the style fetches");
    let policy = select_all(&page, "meta[http-equiv=Content-Security-Policy]")[0];
    let policy = policy.value().attr("content");
    assert_eq!(policy, Some("default-src 'none'; style-src 'unsafe-inline'"));
}

#[test]
fn hostile_texts_stay_plain_text() {
    let text = sample_page();
    let page = parse(&text);
    let told: Vec<String> = select_all(&page, ".message").iter().map(|it| it.text().collect()).collect();
    for name in sample::HOSTILE {
        let shown = caveat::base::visible(name);
        let start = format!("{shown} is hostile");
        assert!(told.iter().any(|it| it.starts_with(&start)), "{name:?}");
    }
}

#[test]
fn internal_links_resolve() {
    for report in sample::all() {
        let text = report_text(&report, ReportFormat::Html);
        let page = parse(&text);
        let mut ids = BTreeSet::new();
        for element in elements(&page) {
            if let Some(id) = element.value().attr("id") {
                assert!(ids.insert(id), "{id} stands twice");
            }
        }
        for link in select_all(&page, "a[href^='#']") {
            let target = link.value().attr("href").unwrap().trim_start_matches('#');
            assert!(ids.contains(target), "{target}");
        }
        for labelled in select_all(&page, "[aria-labelledby]") {
            let by = labelled.value().attr("aria-labelledby").unwrap();
            assert!(by.split(' ').all(|it| ids.contains(it)), "{by}");
        }
    }
}

#[test]
fn draws_each_thing_once_per_page() {
    let report = sample::full();
    let text = report_text(&report, ReportFormat::Html);
    let page = parse(&text);
    let findings = report.checks.iter().flat_map(|it| &it.findings);
    let with: Vec<&str> =
        findings.filter(|it| it.picture.is_some()).filter_map(|it| Some(it.thing.as_ref()?.iri.as_str())).collect();
    let things: BTreeSet<&str> = with.iter().copied().collect();
    assert_eq!(select_all(&page, "details.picture svg.drawing").len(), things.len());
    let again = text.matches("is with an earlier finding").count();
    assert_eq!(again, with.len() - things.len());
    assert_eq!(select_all(&page, "style").len(), 1);
}

#[test]
fn reports_pictures_left_out_of_a_page() {
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
    let text = report_text(&report, ReportFormat::Html);
    let drawn: usize = text.split("<svg xmlns").skip(1).map(|it| it.find("</svg>").unwrap()).sum();
    assert!(drawn < 1_200_000, "{drawn}");
    assert!(text.contains("is left out to keep this page small"));
}

#[test]
fn headings_are_in_order_and_tables_have_scopes() {
    for report in sample::all() {
        let text = report_text(&report, ReportFormat::Html);
        let page = parse(&text);
        let mut before = 0;
        for heading in elements(&page) {
            let level = match heading.value().name().as_bytes() {
                [b'h', digit @ b'1'..=b'6'] => digit - b'0',
                _ => continue,
            };
            assert!(level <= before + 1, "h{level} after h{before}");
            before = level;
        }
        assert_eq!(select_all(&page, "h1").len(), 1);
        assert_eq!(select_all(&page, "main").len(), 1);
        for heading in select_all(&page, "th") {
            let scope = heading.value().attr("scope");
            assert!(matches!(scope, Some("row" | "col")), "{}", heading.html());
        }
        assert_eq!(select_all(&page, "html[lang=en]").len(), 1);
    }
}

#[test]
fn the_page_shows_everything() {
    let text = sample_page();
    let report = sample::full();
    let page = parse(&text);
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
    // Every verdict is in words; green is only a verified yes in the vendor's own word, without fine print.
    for text in [
        "yes: Alibaba Cloud, verified, 2026-03-26",
        "depends",
        "disputed",
        "said, not readable",
        "looked, not found",
        "not on record",
    ] {
        let cells = select_all(&page, ".coverage td .answer");
        assert!(cells.iter().any(|it| it.text().any(|it| it == text)), "{text}");
    }
    let green = select_all(&page, ".coverage td.clear");
    assert_eq!(green.len(), 1);
    assert!(green[0].text().collect::<String>().starts_with("yes: Alibaba Cloud, verified"));
    for said in [
        "20 of 31 records cite only pages of InferCheck.",
        "9 of 31 were found in a source.",
        "Sources were opened for 1 of 2 (Alibaba Cloud)",
        "The newest record is as of 2026-08-07.",
        "told of breaches",
        "Silent Inc.",
    ] {
        assert!(words.contains(said), "{said}");
    }
}

/// The console messages of a browser for a page.
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
fn a_browser_reports_no_faults() {
    let names = ["chromium", "chromium-browser", "google-chrome"];
    let Some(browser) = program(&names) else {
        return;
    };
    assert_eq!(console(&browser, &sample_page()), Vec::<String>::new());
    let script = sample_page().replace("</main>", "<script>alert(1)</script></main>");
    assert!(!console(&browser, &script).is_empty(), "the browser is asked in earnest");
}
