//! The content of the pages, and their links.

use std::collections::{BTreeMap, BTreeSet};

use caveat::base::visible;
use caveat::words::Verdict;

use crate::site::{drafts, elements, files, pages, parse, select_all, values_of, words_of};
use crate::world::{TODAY, first_column, open, path, root, session};

#[test]
fn pages_are_valid_and_run_nothing() {
    for session in [session("shipped"), drafts()] {
        for (name, text) in pages(&files(&session)) {
            let page = parse(text);
            assert!(page.errors.is_empty(), "{name}: {:?}", page.errors);
            for element in elements(&page) {
                let tag = element.value().name();
                let fetches = ["img", "iframe", "object", "embed", "base", "video", "audio", "svg"];
                assert!(!fetches.contains(&tag), "{name}: {tag}");
                for (attribute, value) in element.value().attrs() {
                    let runs = attribute.starts_with("on") || attribute == "style";
                    assert!(!runs, "{name}: {attribute}={value}");
                }
            }
            for script in select_all(&page, "script") {
                let (kind, source) = (script.value().attr("type"), script.value().attr("src"));
                let is_data = kind == Some("application/ld+json") && source.is_none();
                let is_search = name == "search.html" && source == Some("search.js");
                assert!(is_data || is_search, "{name}: {}", script.html());
            }
            let policy = select_all(&page, "meta[http-equiv=Content-Security-Policy]")[0];
            let policy = policy.value().attr("content").unwrap();
            assert!(policy.starts_with("default-src 'none'; "), "{policy}");
            assert!(!policy.contains("unsafe"), "{policy}");
            assert_eq!(policy.contains("script-src"), name == "search.html");
        }
    }
}

#[test]
fn headings_are_in_order_and_tables_have_captions() {
    for session in [session("shipped"), drafts()] {
        for (name, text) in pages(&files(&session)) {
            let page = parse(text);
            let mut before = 0;
            for heading in elements(&page) {
                let level = match heading.value().name().as_bytes() {
                    [b'h', digit @ b'1'..=b'6'] => digit - b'0',
                    _ => continue,
                };
                assert!(level <= before + 1, "{name}: h{level} after h{before}");
                before = level;
            }
            for (selector, count) in
                [("h1", 1), ("main#content", 1), ("html[lang=en]", 1), ("a.skip[href='#content']", 1)]
            {
                assert_eq!(select_all(&page, selector).len(), count, "{name}: {selector}");
            }
            assert_eq!(
                select_all(&page, "table").len(),
                select_all(&page, ".scroll[tabindex='0'] > table > caption").len()
            );
            for heading in select_all(&page, "th") {
                assert!(heading.value().attr("scope").is_some(), "{name}: {}", heading.html());
            }
        }
    }
}

#[test]
fn links_resolve_and_external_ones_use_the_web() {
    for session in [session("shipped"), drafts()] {
        let files = files(&session);
        let mut places: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
        let mut links: Vec<(&str, String)> = Vec::new();
        for (name, text) in pages(&files) {
            let page = parse(text);
            let ids = places.entry(name).or_default();
            for element in elements(&page) {
                if let Some(id) = element.value().attr("id") {
                    assert!(ids.insert(id.to_owned()), "{name}: {id} stands twice");
                }
                let link = ["href", "src"].into_iter().find_map(|it| element.value().attr(it));
                let Some(link) = link else { continue };
                if link.contains("://") {
                    let web = link.starts_with("https://") || link.starts_with("http://");
                    let apart = element.value().attr("rel") == Some("noopener noreferrer");
                    assert!(web && apart, "{name}: {link}");
                } else {
                    links.push((name, link.to_owned()));
                }
            }
            for labelled in select_all(&page, "[aria-labelledby]") {
                let by = labelled.value().attr("aria-labelledby").unwrap();
                assert!(ids.contains(by), "{name}: {by}");
            }
        }
        for (from, link) in links {
            let (file, anchor) = link.split_once('#').unwrap_or((&link, ""));
            let file = if file.is_empty() { from } else { file };
            assert!(files.contains_key(file), "{from}: {link}");
            assert!(anchor.is_empty() || places[file].contains(anchor), "{from}: {link}");
        }
    }
}

#[test]
fn vendor_pages_show_statements_with_sources_and_caveats() {
    for session in [session("shipped"), drafts()] {
        let files = files(&session);
        let statements: BTreeMap<String, String> = values_of(&session, "statement").into_iter().collect();
        let vendors = values_of(&session, "vendor");
        assert!(vendors.len() >= 5);
        for (claim, vendor) in &vendors {
            let ending = format!("{}.html", vendor.rsplit('/').next().unwrap());
            let name = files.keys().find(|it| it.starts_with("vendor-") && it.ends_with(&ending));
            let page = parse(&files[name.unwrap()]);
            let entry = select_all(&page, "article.record").into_iter().find(|it| {
                it.text().collect::<String>().contains(statements[claim].as_str())
                    && select_all(&parse(&it.html()), ".statement")[0].text().collect::<String>() == statements[claim]
            });
            let told: String = entry.unwrap_or_else(|| panic!("{claim}")).text().collect();
            let of = |property: &str, thing: &str| -> Vec<String> {
                let all = values_of(&session, property).into_iter();
                all.filter(|(it, _)| it == thing).map(|(_, text)| text).collect()
            };
            let cites = !of("citation", claim).is_empty();
            assert_eq!(told.contains("no source is cited") && !cites, !cites, "{claim}");
            for (caveat, limited) in values_of(&session, "limits") {
                if limited == *claim {
                    let texts = of("text", &caveat);
                    assert!(texts.iter().all(|it| told.contains(it)), "{claim}: {texts:?}");
                }
            }
        }
    }
}

#[test]
fn source_pages_show_the_claims_that_cite_them() {
    let mut session = session("shipped");
    let files = files(&session);
    let page = parse(&files["source-alibaba-regions-page.html"]);
    let told = words_of(&page, "main");
    for claim in first_column(&mut session, "show statement of all claims that cite ali:regions-page") {
        assert!(told.contains(&claim), "{claim}");
    }
    assert!(told.contains("public") && told.contains("lose all support without it"), "{told}");
    let page = parse(&files["source-alibaba-compliance-and-privacy.html"]);
    let told = words_of(&page, "main");
    assert!(told.contains("access unknown") && told.contains("Alibaba (China)"), "{told}");
}

/// The words of a page, without breaks and double blanks.
fn normalize_blanks(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn text_of(element: scraper::ElementRef<'_>) -> String {
    normalize_blanks(&element.text().map(|it| format!("{it} ")).collect::<String>())
}

#[test]
fn verdicts_match_those_of_the_question_language() {
    for session in [session("all"), session("shipped"), drafts()] {
        let files = files(&session);
        let overview = session.overview(None).unwrap();
        let index = parse(&files["index.html"]);
        let rows = select_all(&index, "table.compared tbody tr:not(.part)");
        let titles: Vec<String> = rows.iter().map(|row| text_of(select_in(*row, "th")[0])).collect();
        assert_eq!(rows.len(), overview.rows.len());
        for row in &overview.rows {
            let title = match &row.part {
                Some(part) => format!("{}: {}", row.topic.name, part.name),
                None => {
                    [row.topic.name.as_str()].into_iter().chain(row.sentence.as_deref()).collect::<Vec<_>>().join(" ")
                }
            };
            let at = titles.iter().position(|it| *it == normalize_blanks(&title)).unwrap_or_else(|| panic!("{title}"));
            let cells = select_in(rows[at], "td");
            assert_eq!(cells.len(), row.cells.len());
            for (cell, shown) in row.cells.iter().zip(cells) {
                let words = text_of(shown);
                let Some(cell) = cell else {
                    assert_eq!(words, "");
                    continue;
                };
                let parts = [cell.head().to_owned()].into_iter().chain(cell.lines()).chain(cell.marks.clone());
                let parts: Vec<String> = parts.filter(|it| !it.is_empty()).collect();
                assert_eq!(words, normalize_blanks(&visible(&parts.join(" "))), "{title}");
                // Green is a verified yes in the vendor's own word, without fine print.
                let green = shown.value().classes().any(|it| it == "clear");
                let is_clear = cell.verdict == Some(Verdict::Yes)
                    && cell.standing == Some("verified")
                    && !cell.marks.iter().any(|it| it == "fine print");
                assert!(!green || is_clear, "{title}");
                assert_eq!(green, cell.clear, "{title}");
            }
        }
        let silent = words_of(&index, "#compared .silent");
        for topic in &overview.nothing_on_record {
            assert!(silent.contains(&topic.name), "{}", topic.name);
        }
    }
}

fn select_in<'a>(element: scraper::ElementRef<'a>, selector: &str) -> Vec<scraper::ElementRef<'a>> {
    element.select(&scraper::Selector::parse(selector).unwrap()).collect()
}

#[test]
fn topic_and_vendor_pages_show_the_same_verdicts() {
    let session = session("all");
    let files = files(&session);
    let overview = session.overview(None).unwrap();
    let name = |kind: &str, iri: &str| format!("{kind}-{}.html", iri.rsplit('/').next().unwrap());
    let pages: BTreeMap<&str, _> = pages(&files).map(|(name, text)| (name.as_str(), parse(text))).collect();
    let mut compared = 0;
    for row in overview.rows.iter().filter(|it| it.part.is_none()) {
        let topic = &pages[name("topic", &row.topic.iri).as_str()];
        for (thing, cell) in overview.things.iter().zip(&row.cells) {
            let cell = cell.as_ref().unwrap();
            let sections = select_all(topic, "article.of-vendor");
            let section = sections.into_iter().find(|it| text_of(select_in(*it, "h3")[0]) == thing.name);
            let Some(section) = section else {
                assert!(cell.is_empty(), "{}: {}", row.topic.name, thing.name);
                assert!(words_of(topic, ".silent").contains(&thing.name));
                continue;
            };
            let verdict = text_of(select_in(section, ".verdict")[0]);
            assert!(verdict.starts_with(&normalize_blanks(&visible(cell.head()))), "{verdict}");
            let listed = select_in(section, ".cards .statement a");
            let listed: BTreeSet<&str> = listed.iter().filter_map(|it| it.value().attr("href")).collect();
            assert!(listed.len() >= cell.records.len(), "{}: {}", row.topic.name, thing.name);
            let own = &pages[name("vendor", &thing.iri).as_str()];
            let heading = select_all(own, "h3.topic").into_iter().find(|it| text_of(*it).starts_with(&row.topic.name));
            assert!(heading.is_some() || cell.is_empty(), "{}: {}", thing.name, row.topic.name);
            compared += 1;
        }
    }
    assert!(compared > 50, "{compared}");
}

#[test]
fn the_index_names_publishers_and_age() {
    let session = session("all");
    let overview = session.overview(None).unwrap();
    let files = files(&session);
    let page = parse(&files["index.html"]);
    let grounds = words_of(&page, ".grounds");
    let only = &overview.grounds.pages_only[0];
    let said =
        format!("{} of {} records cite only pages of {}", only.records, overview.grounds.records, only.publisher.name);
    assert!(grounds.contains(&said), "{grounds}");
    let mut other = crate::world::session("all");
    let counted = first_column(
        &mut other,
        "show statement of records that lack a source and are taken from a profile published by \"InferCheck\"",
    );
    assert_eq!(only.records, counted.len());
    for (name, text) in pages(&files) {
        let foot = words_of(&parse(text), "footer.site");
        assert!(foot.contains(&format!("Records current on {TODAY}")), "{name}: {foot}");
        assert!(foot.contains(overview.grounds.newest.as_deref().unwrap()), "{name}: {foot}");
    }
    assert!(files["style.css"].contains(&format!("Records current on {TODAY}")), "on paper, too");
}

#[test]
fn no_page_uses_retired_wording() {
    for session in [session("all"), drafts()] {
        for (name, text) in pages(&files(&session)) {
            let told = words_of(&parse(text), "body").to_lowercase();
            for gone in ["nobody looked", "looked and not found", "yes and no", "no claim rests"] {
                assert!(!told.contains(gone), "{name}: {gone}");
            }
        }
    }
}

#[test]
fn marks_records_that_do_not_count() {
    let files = files(&drafts());
    let page = parse(&files["vendor-drafts-acme.html"]);
    let drafts = words_of(&page, ".drafts");
    for statement in ["Prompts are never used for training.", "No statement on the EU AI Act was found."] {
        assert!(drafts.contains(statement), "{drafts}");
    }
    assert_eq!(select_all(&page, ".record.draft .mark.open").len(), 2);
    assert!(!drafts.contains("Logs are kept"), "{drafts}");
    let past = words_of(&page, "details.past");
    for text in ["rejected", "Logs are kept for two weeks.", "expired", "During the beta"] {
        assert!(past.contains(text), "{past}");
    }
    let upcoming = words_of(&page, ".record.upcoming");
    assert!(upcoming.contains("begins later") && upcoming.contains("2027-01-01"), "{upcoming}");
    // A draft that another record rests on, and the draft in the search.
    let related = select_all(&page, "dd")
        .into_iter()
        .map(text_of)
        .find(|it| it.starts_with("Prompts are never used for training."));
    assert_eq!(related.as_deref(), Some("Prompts are never used for training. (draft)"));
    let search = select_all(&parse(&files["search.html"]), "#records li").into_iter().map(text_of).collect::<Vec<_>>();
    let drafts: Vec<&String> = search.iter().filter(|it| it.contains("draft")).collect();
    assert_eq!(drafts.len(), 2, "{search:?}");
    let index = parse(&files["index.html"]);
    let counts: Vec<String> = select_all(&index, "table.vendors td").iter().map(|it| it.text().collect()).collect();
    // Claims, limited, without a public source, findings, unread, drafts.
    assert_eq!(counts, ["5", "0", "3", "1", "1", "2"]);
}

#[test]
fn vendor_pages_show_every_passage() {
    for (session, page) in [(drafts(), "vendor-drafts-acme.html"), (session("shipped"), "vendor-alibaba.html")] {
        let files = files(&session);
        let told = words_of(&parse(&files[page]), "main");
        let passages = values_of(&session, "exact");
        assert!(passages.len() >= 5);
        for (passage, exact) in passages {
            assert!(told.contains(visible(&exact).as_ref()), "{passage}: {exact}");
        }
        for (_, note) in values_of(&session, "note") {
            assert!(told.contains(&note) || files.values().any(|it| it.contains(&note)), "{note}");
        }
    }
}

#[test]
fn the_same_facts_give_the_same_bytes() {
    assert_eq!(files(&session("shipped")), files(&session("shipped")));
    let mut order =
        ["vocabulary.ttl", "topics.ttl", "kinds.ttl", "regions.ttl", "vendors"].map(|it| root().join("data").join(it));
    let one = files(&open(&order).unwrap());
    order.reverse();
    let other = files(&open(&order).unwrap());
    for (name, text) in &one {
        // The digest of the facts depends on the order of the files.
        if name != "index.html" {
            assert_eq!(Some(text), other.get(name), "{name}");
        }
    }
    assert_eq!(one.len(), other.len());
}

#[test]
fn snapshot_of_a_small_page() {
    let files = files(&drafts());
    let page = parse(&files["vendor-drafts-acme.html"]);
    let blocks = "h1, h2, h3, h4, p, dt, dd, summary, li";
    let mut lines = Vec::new();
    for block in select_all(&page, &blocks.split(", ").map(|it| format!("main {it}")).collect::<Vec<_>>().join(", ")) {
        // The text of a nested block is a separate line.
        let own = block.children().filter_map(|node| {
            let element = scraper::ElementRef::wrap(node);
            match element {
                Some(it) if ["p", "ul", "ol", "div", "blockquote", "details", "dl"].contains(&it.value().name()) => {
                    None
                }
                Some(it) => Some(it.text().collect::<String>()),
                None => node.value().as_text().map(|it| it.to_string()),
            }
        });
        let own: String = own.collect();
        let own: Vec<&str> = own.split_whitespace().collect();
        if !own.is_empty() {
            lines.push(format!("{:<8}{}", block.value().name(), own.join(" ")));
        }
    }
    insta::assert_snapshot!("small_page", lines.join("\n"));
}

#[test]
fn refuses_facts_without_a_vendor() {
    let shipped = path("shipped");
    let session = open(&[shipped.join("vocabulary.ttl"), shipped.join("topics.ttl")]).unwrap();
    let faults = caveat::site::site(&session).unwrap_err();
    assert_eq!(faults[0].code.as_str(), "no-vendor");
}
