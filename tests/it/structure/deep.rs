//! Deep and wide graphs: every analysis ends, and finds what can be worked out by hand.

use std::fmt::Write as _;

use caveat::words::Structure;

use crate::structure::AnalyzedGraph;

const LONG: usize = 100_000;

/// Facts in Turtle: `claims` claims, with further lines for each.
fn facts(claims: usize, mut more: impl FnMut(&mut String, usize)) -> AnalyzedGraph {
    let mut text = String::from("@prefix cv: <https://w3id.org/caveat/ns#> .\n@prefix e: <https://e.example/> .\n");
    for claim in 0..claims {
        writeln!(text, "e:claim{claim} a cv:Claim .").unwrap();
        more(&mut text, claim);
    }
    AnalyzedGraph::of(&text)
}

fn rest(text: &mut String, claim: usize, base: usize) {
    writeln!(text, "e:claim{claim} cv:restsOn e:claim{base} .").unwrap();
}

fn cite(text: &mut String, claim: usize, source: usize) {
    let citation = format!("e:citation{claim}-{source}");
    writeln!(text, "e:claim{claim} cv:citation {citation} . {citation} cv:source e:source{source} .").unwrap();
    writeln!(
        text,
        "e:source{source} a cv:Source ; cv:publisher e:publisher{0} . e:publisher{0} a cv:Agent .",
        source % 7
    )
    .unwrap();
}

impl AnalyzedGraph {
    /// The number that an analysis gives a thing.
    fn number_of(&self, structure: Structure, thing: &str) -> Option<u32> {
        let id = self.id(&format!("https://e.example/{thing}"));
        let pairs = self.pairs_of(structure);
        let at = pairs.binary_search_by_key(&id, |[thing, _]| *thing).ok()?;
        let said = self.dataset.term(pairs[at][1]).to_string();
        let digits = said.split('"').nth(1)?;
        digits.parse().ok()
    }

    /// Runs every analysis, and removes a thing.
    fn run_all(&self, gone: &str) -> caveat::graph::Impact {
        for (_, structure) in Structure::ALL {
            let known = self.lexicon.analyses().iter();
            for derived in known.filter(|it| it.structure == structure) {
                let _ = derived.pairs();
            }
        }
        self.without(&[self.id(&format!("https://e.example/{gone}"))])
    }
}

#[test]
fn handles_a_chain_with_a_source_at_its_end() {
    let last = LONG - 1;
    let known = facts(LONG, |text, claim| match claim {
        it if it == last => cite(text, it, 0),
        it => rest(text, it, it + 1),
    });
    assert_eq!(known.run_all("source0").fallen.len(), LONG);
    assert_eq!(known.run_all("claim50000").fallen.len(), 50_000);
    assert_eq!(known.number_of(Structure::Depth, "claim0"), Some(100_000));
    assert_eq!(known.number_of(Structure::Weight, "source0"), Some(100_000));
    assert_eq!(known.number_of(Structure::Load, "claim70000"), Some(70_000));
    assert_eq!(known.pairs_of(Structure::GroundDominator).len(), LONG);
    assert_eq!(known.pairs_of(Structure::ThingDominator).len(), last);
}

#[test]
fn handles_a_chain_with_a_source_at_each_claim() {
    let known = facts(LONG, |text, claim| {
        cite(text, claim, claim);
        if claim + 1 < LONG {
            rest(text, claim, claim + 1);
        }
    });
    let impact = known.run_all("source99999");
    assert_eq!(impact.fallen.len(), 1);
    assert_eq!(impact.weakened.len(), LONG - 1);
    assert_eq!(known.number_of(Structure::Width, "claim0"), Some(100_000));
    assert_eq!(known.number_of(Structure::Load, "source40000"), Some(40_001));
    assert_eq!(known.number_of(Structure::Independence, "claim0"), Some(7));
}

#[test]
fn handles_a_long_cycle() {
    let known = facts(LONG, |text, claim| {
        rest(text, claim, (claim + 1) % LONG);
        if claim == 5 {
            cite(text, claim, 0);
        }
    });
    assert_eq!(known.run_all("source0").fallen.len(), LONG);
    assert_eq!(known.run_all("claim5").fallen.len(), LONG - 1);
    assert_eq!(known.number_of(Structure::Depth, "claim77"), Some(1));
    assert_eq!(known.number_of(Structure::Load, "claim77"), Some(99_999));
    assert_eq!(known.pairs_of(Structure::Cycle).len(), LONG);
}

#[test]
fn handles_a_claim_with_a_thousand_citations() {
    let known = facts(1, |text, claim| {
        for source in 0..1_000 {
            cite(text, claim, source);
        }
    });
    let impact = known.run_all("source7");
    assert_eq!((impact.weakened[0].before, impact.weakened[0].left), (1_000, 999));
    assert_eq!(known.number_of(Structure::Width, "claim0"), Some(1_000));
    assert_eq!(known.number_of(Structure::LoadRank, "claim0"), Some(1_000));
}

#[test]
fn handles_a_thousand_claims_on_a_thousand_others() {
    let known = facts(2_000, |text, claim| match claim {
        0..1_000 => {
            let bases: Vec<String> = (1_000..2_000).map(|base| format!("e:claim{base}")).collect();
            writeln!(text, "e:claim{claim} cv:restsOn {} .", bases.join(" , ")).unwrap();
        }
        _ => cite(text, claim, claim),
    });
    let impact = known.run_all("source1500");
    assert_eq!((impact.fallen.len(), impact.weakened.len()), (1, 1_000));
    assert_eq!(known.number_of(Structure::Width, "claim3"), Some(1_000));
    assert_eq!(known.number_of(Structure::Load, "claim1500"), Some(1_000));
    assert_eq!(known.number_of(Structure::Component, "claim3"), Some(1));
}
