//! Pages of the directory: every statement and every address is kept, and open items are reported.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use caveat::exec::Body;
use caveat::session::Session;

use crate::import::{import, index, profile, profiles, read, workspace};
use crate::world::{ask, first_column, of_text, open, root};

/// Words that belong to the layout of a page.
const LAYOUT: [&str; 13] = [
    "InferCheck",
    "GDPR Compliance",
    "Data Handling",
    "Certifications & EU AI Act",
    "Verification",
    "Regions",
    "Retention Policy",
    "Additional Details",
    "Sub-processors",
    "Certifications",
    "EU AI Act Status",
    "Notes",
    "← Back to all providers",
];

/// The cells of a table.
fn rows(session: &mut Session, query: &str) -> Vec<Vec<String>> {
    let answers = ask(session, &format!("sparql PREFIX cv: <https://w3id.org/caveat/ns#> {query}")).unwrap();
    let Body::Table(table) = &answers.last().unwrap().body else { panic!("{query}") };
    let cell = |values: &[caveat::exec::DisplayTerm]| values.first().map_or_else(String::new, |it| it.text.clone());
    table.rows.iter().map(|row| row.cells.iter().map(|it| cell(&it.values)).collect()).collect()
}

/// The drafts of one page, with only the vocabulary.
fn drafts(page: &Path) -> (Session, String) {
    let folder = workspace();
    fs::remove_file(folder.path().join("data/vendors/alibaba.ttl")).unwrap();
    let ran = import(&folder, &[page.to_str().unwrap(), "--index", &index()]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let vocabulary = folder.path().join("data");
    let facts = folder.path().join("drafts.ttl");
    fs::write(&facts, &ran.out).unwrap();
    let session = open(&[vocabulary, facts]).unwrap_or_else(|it| panic!("{}", crate::world::messages(&it)));
    (session, ran.err)
}

#[test]
fn keeps_every_word_of_every_page() {
    for page in profiles() {
        let text: Vec<char> = read(&page).chars().collect();
        let (mut session, _) = drafts(&page);
        let mut covered = vec![false; text.len()];
        let passages = rows(
            &mut session,
            "SELECT ?start ?end ?exact ?line { ?p cv:start ?start ; cv:end ?end ; cv:exact ?exact ; cv:line ?line }",
        );
        assert!(passages.len() > 5, "{}", page.display());
        for passage in &passages {
            let [start, end, line] = [0, 1, 3].map(|at| passage[at].parse::<usize>().unwrap());
            let there: String = text[start..end].iter().collect();
            assert_eq!(there, passage[2], "{}", page.display());
            assert_eq!(text[..start].iter().filter(|c| **c == '\n').count() + 1, line);
            covered[start..end].fill(true);
        }
        let rest: String = text.iter().zip(&covered).map(|(c, covered)| if *covered { '\n' } else { *c }).collect();
        let addresses: BTreeSet<String> = first_column(&mut session, "sparql PREFIX cv: <https://w3id.org/caveat/ns#> SELECT ?url { ?p a cv:Profile ; cv:citation/cv:source/cv:url ?url }").into_iter().collect();
        let notes =
            rows(&mut session, "SELECT ?note { ?p a cv:Profile ; (cv:note|cv:profileTitle|cv:profileDate) ?note }");
        let mut notes: Vec<String> = notes
            .iter()
            .flat_map(|it| it[0].split(": "))
            .map(|it| it.trim_start_matches("listed as ").trim_start_matches("listed with the host ").to_lowercase())
            .collect();
        notes.push("last verified".to_owned());
        for line in rest.lines().map(str::trim).filter(|it| !it.is_empty()) {
            let address = line.trim_start_matches("- ").trim_end_matches(" ↗");
            // Neighbouring fields run together on the page.
            let left = notes.iter().fold(line.to_lowercase(), |left, note| left.replace(note.as_str(), ""));
            let noted = left.trim().is_empty();
            let known =
                LAYOUT.contains(&line) || addresses.contains(address) || noted || ["…", "-", "- …"].contains(&line);
            assert!(known, "{}: `{line}` is nowhere: {notes:?}", page.display());
        }
        let written = text.iter().collect::<String>();
        let listed = written.lines().filter(|it| it.starts_with("- http") && it.ends_with('↗'));
        assert_eq!(addresses.len(), listed.count(), "{}", page.display());
    }
}

#[test]
fn drafts_of_pages_cite_no_source() {
    for page in profiles() {
        let (mut session, _) = drafts(&page);
        let cited = first_column(&mut session, "which all claims have a citation");
        assert!(cited.is_empty(), "{}: {cited:?}", page.display());
        let accessible = first_column(&mut session, "which sources have an access");
        assert!(accessible.is_empty(), "{}: {accessible:?}", page.display());
        assert!(first_column(&mut session, "which claims").is_empty(), "a draft is no claim");
    }
}

#[test]
fn drafts_of_a_rich_page() {
    let folder = workspace();
    let ran = import(&folder, &[&profile("openrouter.rich.txt"), "--index", &index()]);
    assert_eq!(ran.code, 0);
    insta::assert_snapshot!("rich", ran.out);
}

/// For every page: the number of drafts, and each place that needs a person.
#[test]
fn lists_open_items_with_their_lines() {
    let folder = workspace();
    let told: Vec<String> =
        profiles().iter().map(|page| import(&folder, &[page.to_str().unwrap(), "--index", &index()]).err).collect();
    insta::assert_snapshot!("open", told.join("\n"));
}

/// The statements of the drafts that a question finds.
fn statements_found(session: &mut Session, question: &str) -> Vec<String> {
    let answers = ask(session, &format!("{question} showing statement")).unwrap();
    let Body::Table(table) = &answers[0].body else { panic!("{question}") };
    let mut said: Vec<String> = table.rows.iter().map(|row| row.cells[1].values[0].text.clone()).collect();
    said.sort();
    said
}

#[test]
fn handles_the_traps_of_the_rich_layout() {
    let (mut session, told) = drafts(Path::new(&profile("vertex-anthropic.rich.txt")));
    let certifications = statements_found(&mut session, "which drafts about certifications");
    assert_eq!(certifications, ["C5", "HDS", "ISO27001", "ISO27701", "SOC2"].map(|it| format!("Certification: {it}")));
    let badges = statements_found(&mut session, "which drafts whose statement contains \"Badge\"");
    assert_eq!(badges, ["Badge: DPA", "Badge: EU + SCCs", "Badge: No Training"]);
    // A badge is the directory's word: a hint, not a statement of the vendor.
    assert_eq!(statements_found(&mut session, "which drafts that hint at \"no training\""), ["Badge: No Training"]);
    assert!(statements_found(&mut session, "which drafts that affirm \"no training\"").is_empty());
    assert!(told.contains("`EU-only data residency`: a list label whose tick the text does not show"), "{told}");
    assert!(first_column(&mut session, "which drafts about \"EU-only inference\"").len() < 2);

    let (mut session, _) = drafts(Path::new(&profile("github-copilot.rich.txt")));
    let regions =
        first_column(&mut session, "which regions are mentioned by a draft whose statement starts with \"Regions\"");
    assert!(regions.contains(&"region:iceland".to_owned()), "{regions:?}");
    assert!(regions.contains(&"region:canada".to_owned()), "{regions:?}");
    assert_eq!(regions.len(), 6);

    // What has no value is neither affirmed nor denied: the directory looked, and found nothing.
    let (mut session, _) = drafts(Path::new(&profile("vultr.rich.txt")));
    let unknown = statements_found(&mut session, "which draft absence findings whose statement contains \"unknown\"");
    assert_eq!(unknown, ["Badge: Training Unknown", "EU AI Act Status: unknown", "Inference stays in EU: unknown"]);
    assert_eq!(statements_found(&mut session, "which drafts about \"no training on customer data\""), unknown[..1]);
    let affirmed = statements_found(&mut session, "which draft claims that affirm an assurance");
    assert_eq!(affirmed, ["Sub-processors: Disclosed (includes EU entities)"]);
    let status =
        statements_found(&mut session, "which drafts about \"directory status\" that are asserted by InferCheck");
    assert_eq!(status, ["Badge: DPA", "Badge: EU + SCCs", "Status: Unverified"]);
}

#[test]
fn a_bare_agreement_row_denies_an_agreement() {
    let folder = workspace();
    let text = read(Path::new(&profile("vultr.rich.txt")))
        .replace("Opt-out available\n", "Data Processing Agreement\n")
        .replace("EU + SCCsDPA", "EU + SCCs");
    let page = folder.path().join("none.txt");
    fs::write(&page, text).unwrap();
    let ran = import(&folder, &["none.txt"]);
    let mut session =
        of_text(&ran.out, Some(&root().join("data"))).unwrap_or_else(|it| panic!("{}", crate::world::messages(&it)));
    let denied = statements_found(&mut session, "which drafts that deny \"data processing agreement\"");
    assert_eq!(denied, ["Data Processing Agreement: none"]);
}

#[test]
fn both_layouts_share_claims_with_equal_words() {
    let folder = workspace();
    let pages = [profile("zhipu-ai.plain.txt"), profile("zhipu-ai.rich.txt")];
    let ran = import(&folder, &[&pages[0], &pages[1], "--index", &index()]);
    let mut session = of_text(&ran.out, Some(&root().join("data"))).unwrap();
    let twice = rows(
        &mut session,
        "SELECT ?claim (COUNT(?passage) AS ?count) { ?claim cv:passage ?passage ; cv:status cv:draft . FILTER(CONTAINS(STR(?claim), \"zhipu\")) } GROUP BY ?claim HAVING (COUNT(?passage) = 2)",
    );
    assert_eq!(twice.len(), 8, "{}", ran.err);
    assert!(first_column(&mut session, "which drafts supersede a draft").is_empty());
}
