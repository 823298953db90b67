//! How the vendors' own documents change the comparison: a section of `docs/readings.md`, written from the facts with
//! and without them. `UPDATE=1` rewrites it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;

use caveat::graph::{ComparisonCell, Sourcing, Speaker};
use caveat::session::Session;
use caveat::words::Verdict;

use crate::world::{root, session};

const TITLE: &str = "## What the documents change";

/// Each vendor's cells by the name of the assurance.
type Grid = BTreeMap<String, BTreeMap<String, ComparisonCell>>;

fn grid(session: &Session) -> Grid {
    let writer = session.cell_writer().unwrap();
    let dataset = session.dataset();
    let label = |id| session.lexicon().label(dataset, id);
    let things = session.lexicon().things(dataset, session.lexicon().end(writer.rules.things));
    let assurances = session.lexicon().things(dataset, writer.rules.assurances);
    let cells = |thing| assurances.iter().map(|it| (label(*it), writer.cells.cell(thing, *it))).collect();
    things.iter().map(|thing| (label(*thing), cells(*thing))).collect()
}

/// True where every side is the vendor's own word with a verified passage.
fn is_own(cell: &ComparisonCell) -> bool {
    let own = |it: &caveat::graph::VerdictSide| it.speaker == Speaker::Own && it.sourcing == Sourcing::Verified;
    !cell.sides.is_empty() && cell.sides.iter().all(own)
}

fn section() -> String {
    let [before, after] = ["eight", "all"].map(|world| grid(&session(world)));
    let mut text = format!(
        "{TITLE}\n\nOf each vendor: to how many of the {} assurances its records give yes, no, depends or disputed, and how many of these answers are \
         its own word and verified on every side. *Before* are the facts without the documents, `tests/worlds/eight`. A test \
         writes this section.\n\n\
         | vendor | answered before | now | own word, verified, before | now |\n|---|---|---|---|---|\n",
        after.values().next().unwrap().len()
    );
    let counts = |cells: Option<&BTreeMap<String, ComparisonCell>>| {
        let decided: Vec<&ComparisonCell> =
            cells.into_iter().flat_map(BTreeMap::values).filter(|it| it.verdict.is_decided()).collect();
        (decided.len(), decided.iter().filter(|it| is_own(it)).count())
    };
    let mut sums = [0; 4];
    for (vendor, cells) in &after {
        let ((was, was_own), (is, is_own)) = (counts(before.get(vendor)), counts(Some(cells)));
        sums = [sums[0] + was, sums[1] + is, sums[2] + was_own, sums[3] + is_own];
        let was = if before.contains_key(vendor) {
            [was.to_string(), was_own.to_string()]
        } else {
            ["–", "–"].map(str::to_owned)
        };
        writeln!(text, "| {vendor} | {} | {is} | {} | {is_own} |", was[0], was[1]).unwrap();
    }
    writeln!(text, "| all | {} | {} | {} | {} |\n", sums[0], sums[1], sums[2], sums[3]).unwrap();
    text.push_str("Where the records without the documents gave another answer:\n\n| vendor | assurance | before | now |\n|---|---|---|---|\n");
    for (vendor, cells) in &before {
        for (assurance, was) in cells.iter().filter(|(_, was)| was.verdict != Verdict::NotOnRecord) {
            let now = &after[vendor][assurance];
            if now.verdict != was.verdict {
                writeln!(text, "| {vendor} | {assurance} | {} | {} |", was.verdict.word(), now.verdict.word()).unwrap();
            }
        }
    }
    text
}

#[test]
fn readings_document_is_up_to_date() {
    let path = root().join("docs/readings.md");
    let text = fs::read_to_string(&path).unwrap();
    let (before, _) = text.split_once(TITLE).unwrap_or((&text, ""));
    let expected = format!("{before}{}", section());
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &expected).unwrap();
    }
    let text = fs::read_to_string(&path).unwrap();
    assert!(text == expected, "run UPDATE=1 cargo test --test it own_documents");
}

/// At least half of the claims on the nine vendors are their own word, verified in their own document.
#[test]
fn most_claims_are_verified_in_own_documents() {
    let session = session("all");
    let writer = session.cell_writer().unwrap();
    let dataset = session.dataset();
    let (mut all, mut own) = (0, 0);
    for vendor in
        ["alibaba", "anthropic", "deepseek", "github", "google-cloud", "meta", "mistral", "openrouter", "together"]
    {
        let iri = oxigraph::model::NamedNode::new(format!("https://w3id.org/caveat/id/vendor/{vendor}")).unwrap();
        let of = dataset.iri_id(iri.as_ref()).unwrap();
        let claim = oxigraph::model::NamedNode::new("https://w3id.org/caveat/ns#Claim").unwrap();
        let kind = session.lexicon().kinds().find(|(_, kind)| kind.class == claim).unwrap().0;
        let is_claim = |id: &u32| session.lexicon().kinds_of(dataset, *id).contains(&kind);
        for record in writer.cells.records_of(of).into_iter().filter(is_claim) {
            all += 1;
            own += u32::from(writer.cells.backing_of(record) == Some((Sourcing::Verified, Speaker::Own)));
        }
    }
    assert!(own * 2 >= all && own > 300, "{own} of {all}");
}
