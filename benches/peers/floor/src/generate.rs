//! The facts: what N claims of N / 40 vendors say, cite, rest on and are limited by. The same N gives the same bytes.

use std::fs::{create_dir_all, write};
use std::io::Write;
use std::path::Path;

use crate::Outcome;
use crate::out::{Facts, Tables};
use crate::random::Random;

const AREAS: [&str; 8] =
    ["training", "subprocessors", "residency", "retention", "certification", "security", "rights", "aiact"];
const COUNTRIES: [&str; 20] = [
    "US", "DE", "CN", "FR", "GB", "IN", "JP", "IE", "NL", "SE", "CA", "IL", "SG", "KR", "AU", "CH", "ES", "PL", "BR",
    "FI",
];
const WORDS: &str = "customer data is not used for model training unless the account owner opts in retained thirty days \
    processed within region subprocessors are listed behind login inference may be scheduled globally encrypted at rest \
    and transit deleted on request under agreement audit report available api calls logs support no";
const FIRST_PARTY: [(&str, u32); 4] = [("policy", 30), ("docs", 40), ("contract", 15), ("certificate", 15)];
const THIRD_PARTY: [(&str, u32); 4] = [("regulator", 20), ("press", 40), ("registry", 20), ("research", 20)];
const ACCESS: [(&str, u32); 4] = [("public", 80), ("login", 15), ("nda", 3), ("dead", 2)];
const STANCES: [(&str, u32); 4] = [("affirms", 50), ("denies", 20), ("qualified", 20), ("unknown", 10)];
const CAVEATS: [(&str, u32); 5] =
    [("scope", 35), ("exception", 20), ("absence", 20), ("contradiction", 10), ("staleness", 15)];

/// Days since 1970: the last day that a source was retrieved, 2026-10-31.
const TODAY: u64 = 20_757;
/// The first day that a claim was asserted, 2023-01-01.
const FIRST_DAY: u64 = 19_358;
/// A vendor has so many claims, the last one those that are left over.
const CLAIMS: u64 = 40;
/// A vendor publishes so many sources.
const OWN: u64 = 12;
/// How many steps a claim may be away from what it rests on.
const DEEPEST: u8 = 12;

/// Writes the facts about so many claims to a folder.
pub(crate) fn graph(claims: u64, folder: &Path, with_facts: bool) -> Outcome<()> {
    if claims < 100 {
        return Err("the questions ask of 100 claims: generate at least so many".into());
    }
    create_dir_all(folder)?;
    let vendors = claims / CLAIMS;
    let mut graph = Graph {
        random: Random(42),
        facts: Facts::new(folder, with_facts)?,
        tables: Tables::new(folder)?,
        claims,
        vendors,
        public: Vec::new(),
        leaves: leaves(),
        vocabulary: WORDS.split_whitespace().collect(),
        citations: 0,
        caveats: 0,
        depth: vec![0; claims as usize],
        derived: Vec::new(),
        superseded: vec![false; claims as usize],
    };
    graph.topics()?;
    graph.vendors()?;
    graph.sources()?;
    for vendor in 0..vendors {
        graph.claims_of(vendor)?;
    }
    graph.facts.finish()?;
    graph.tables.finish()?;
    graph.write_asked(folder)
}

struct Graph {
    random: Random,
    facts: Facts,
    tables: Tables,
    claims: u64,
    vendors: u64,
    /// Which sources are.
    public: Vec<bool>,
    /// The narrow topics, with the weights of all up to each.
    leaves: Vec<(u64, f64)>,
    /// What texts are made of.
    vocabulary: Vec<&'static str>,
    citations: u64,
    caveats: u64,
    /// How many steps each claim is away from what it rests on.
    depth: Vec<u8>,
    /// Some claims that rest on others, to make chains.
    derived: Vec<u64>,
    superseded: Vec<bool>,
}

impl Graph {
    /// One root, eight areas, 31 narrow topics.
    fn topics(&mut self) -> Outcome<()> {
        for topic in 0..40u64 {
            let area = 1 + topic.wrapping_sub(9) % 8;
            let (parent, name) = match topic {
                0 => (None, "privacy".to_owned()),
                1..9 => (Some(0), AREAS[topic as usize - 1].to_owned()),
                _ => (Some(area), format!("{}-{}", AREAS[area as usize - 1], 1 + (topic - 9) / 8)),
            };
            let it = ("topic", topic);
            self.facts.is_a(it, "Topic")?;
            self.facts.text(it, "name", &name)?;
            if let Some(parent) = parent {
                self.facts.link(it, "broader", ("topic", parent))?;
            }
            let parent = parent.map_or(String::new(), |it| it.to_string());
            writeln!(self.tables.topics, "{topic},{parent},{name}")?;
        }
        Ok(())
    }

    fn vendors(&mut self) -> Outcome<()> {
        let countries = (1..).zip(COUNTRIES).map(|(rank, it)| (it, 10_000 / rank));
        let countries: Vec<_> = countries.collect();
        for vendor in 0..self.vendors {
            let country = self.random.pick(&countries);
            let it = ("vendor", vendor);
            self.facts.is_a(it, "Vendor")?;
            self.facts.text(it, "name", &format!("Vendor {vendor}"))?;
            self.facts.text(it, "country", country)?;
            writeln!(self.tables.vendors, "{vendor},Vendor {vendor},{country}")?;
            for service in 3 * vendor..3 * vendor + 3 {
                self.facts.is_a(("service", service), "Service")?;
                self.facts.link(("service", service), "offeredBy", it)?;
            }
        }
        Ok(())
    }

    /// Those that vendors publish, a dozen each, then those of third parties.
    fn sources(&mut self) -> Outcome<()> {
        let own = OWN * self.vendors;
        let organisations = (self.vendors / 50).max(8);
        for source in 0..own + self.third_party() {
            let (vendor, number) = (source / OWN, source % OWN);
            let third = source >= own;
            let publisher = match third {
                true => self.vendors + self.random.below(organisations),
                false => vendor,
            };
            let kind = self.random.pick(if third { &THIRD_PARTY } else { &FIRST_PARTY });
            let drawn = self.random.pick(&ACCESS);
            // Every vendor has a public source and one behind a login; the source that most cite is public.
            let access = match number {
                _ if source == own => "public",
                0 if !third => "public",
                3 if !third => "login",
                _ => drawn,
            };
            self.public.push(access == "public");
            let url = match third {
                true => format!("https://www.third-party-{publisher}.example/reports/{source}/vendor-assessment.html"),
                false => format!("https://www.vendor-{vendor}.example/en/legal/{kind}/document-{number}.html"),
            };
            writeln!(self.tables.sources, "{source},{url},{publisher},{kind},{access}")?;
            let it = ("source", source);
            self.facts.is_a(it, "Source")?;
            self.facts.text(it, "url", &url)?;
            let sort = if third { "org" } else { "vendor" };
            self.facts.link(it, "publisher", (sort, publisher))?;
            self.facts.value(it, "kind", kind)?;
            self.facts.value(it, "access", access)?;
        }
        Ok(())
    }

    fn third_party(&self) -> u64 {
        3 * self.vendors
    }

    fn claims_of(&mut self, vendor: u64) -> Outcome<()> {
        let first = vendor * CLAIMS;
        let end = if vendor == self.vendors - 1 { self.claims } else { first + CLAIMS };
        // A later claim supersedes an earlier one that nothing superseded yet.
        let mut replaces: Vec<Option<u64>> = vec![None; (end - first) as usize];
        for claim in first + 1..end {
            if self.random.below(100) < 8 {
                let old = first + self.random.below(claim - first);
                if !self.superseded[old as usize] {
                    self.superseded[old as usize] = true;
                    replaces[(claim - first) as usize] = Some(old);
                }
            }
        }
        for claim in first..end {
            let asserted = self.claim(claim, vendor)?;
            self.citations_of(claim, vendor, asserted)?;
            self.caveats_of(claim, vendor)?;
            self.rests(claim, first)?;
            if let Some(old) = replaces[(claim - first) as usize] {
                self.facts.link(("claim", claim), "supersedes", ("claim", old))?;
            }
            if claim > first && self.random.one_in(50) {
                let other = first + self.random.below(claim - first);
                self.facts.link(("claim", claim), "contradicts", ("claim", other))?;
            }
        }
        Ok(())
    }

    /// What one claim says itself; the day that it was asserted.
    fn claim(&mut self, claim: u64, vendor: u64) -> Outcome<u64> {
        let service = 3 * vendor + self.random.below(3);
        let topic = self.topic();
        let statement = self.words(112);
        let stance = self.random.pick(&STANCES);
        let drawn = self.random.below(100);
        let status = match drawn {
            _ if self.superseded[claim as usize] => "superseded",
            0..5 => "withdrawn",
            5..8 => "draft",
            _ => "current",
        };
        let asserted = FIRST_DAY + self.random.below(TODAY - FIRST_DAY);
        let day = day(asserted);
        writeln!(self.tables.claims, "{claim},{vendor},{service},{topic},{statement},{stance},{status},{day}")?;
        let it = ("claim", claim);
        self.facts.is_a(it, "Claim")?;
        self.facts.link(it, "vendor", ("vendor", vendor))?;
        self.facts.link(it, "service", ("service", service))?;
        self.facts.link(it, "topic", ("topic", topic))?;
        self.facts.text(it, "statement", &statement)?;
        self.facts.value(it, "stance", stance)?;
        self.facts.value(it, "status", status)?;
        self.facts.date(it, "asserted", &day)?;
        Ok(asserted)
    }

    fn topic(&mut self) -> u64 {
        if self.random.one_in(10) {
            return 1 + self.random.below(8);
        }
        let drawn = self.random.fraction() * self.leaves[30].1;
        let leaf = self.leaves.partition_point(|it| it.1 < drawn);
        self.leaves[leaf.min(30)].0
    }

    /// 15 in 100 claims cite nothing, 10 only what is not public, the others one to four sources with a public one.
    fn citations_of(&mut self, claim: u64, vendor: u64, asserted: u64) -> Outcome<()> {
        let drawn = self.random.below(100);
        let wanted = match drawn {
            0..15 => 0,
            15..25 => 1 + self.random.below(2),
            _ => [1, 1, 1, 2, 2, 2, 3, 3, 4, 2][self.random.below(10) as usize],
        };
        let (own, third_party) = (OWN * self.vendors, self.third_party());
        let mut cited: Vec<u64> = Vec::new();
        for _ in 0..200 {
            if cited.len() as u64 >= wanted {
                break;
            }
            let source = if drawn < 25 {
                OWN * vendor + self.random.below(OWN)
            } else if self.random.below(4) < 3 {
                OWN * vendor + self.random.zipf(OWN)
            } else {
                own + self.random.zipf(third_party)
            };
            let hidden = drawn < 25;
            let fits = !hidden || !self.public[source as usize];
            if fits && !cited.contains(&source) {
                cited.push(source);
            }
        }
        if drawn >= 25 && !cited.iter().any(|it| self.public[*it as usize]) {
            cited[0] = OWN * vendor;
        }
        for source in cited {
            let retrieved = day((asserted - 30 + self.random.below(430)).min(TODAY));
            let it = ("citation", self.citations);
            writeln!(self.tables.citations, "{},{claim},{source},{retrieved}", self.citations)?;
            self.facts.is_a(it, "Citation")?;
            self.facts.link(("claim", claim), "citation", it)?;
            self.facts.link(it, "source", ("source", source))?;
            self.facts.date(it, "retrieved", &retrieved)?;
            self.citations += 1;
        }
        Ok(())
    }

    fn caveats_of(&mut self, claim: u64, vendor: u64) -> Outcome<()> {
        let many = [0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 2, 2, 2, 3, 3][self.random.below(20) as usize];
        for _ in 0..many {
            let kind = self.random.pick(&CAVEATS);
            let text = self.words(52);
            let it = ("caveat", self.caveats);
            writeln!(self.tables.caveats, "{},{claim},{kind},{text}", self.caveats)?;
            self.facts.link(("claim", claim), "caveat", it)?;
            self.facts.is_a(it, "Caveat")?;
            self.facts.value(it, "kind", kind)?;
            self.facts.text(it, "text", &text)?;
            if self.random.below(10) < 3 {
                let source = OWN * vendor + self.random.zipf(OWN);
                writeln!(self.tables.caveat_sources, "{},{source}", self.caveats)?;
                self.facts.link(it, "source", ("source", source))?;
            }
            self.caveats += 1;
        }
        Ok(())
    }

    /// One claim in ten rests on one or two earlier ones, often of its own vendor, often on one that rests itself.
    fn rests(&mut self, claim: u64, first: u64) -> Outcome<()> {
        if claim == 0 || !self.random.one_in(10) {
            return Ok(());
        }
        let mut targets: Vec<u64> = Vec::new();
        for _ in 0..1 + u64::from(self.random.one_in(4)) {
            let target = if !self.derived.is_empty() && self.random.below(10) < 6 {
                self.derived[self.random.below(self.derived.len() as u64) as usize]
            } else if claim > first && self.random.below(10) < 7 {
                first + self.random.below(claim - first)
            } else {
                self.random.below(claim)
            };
            if self.depth[target as usize] < DEEPEST && !targets.contains(&target) {
                targets.push(target);
            }
        }
        for &target in &targets {
            let depth = self.depth[target as usize] + 1;
            self.depth[claim as usize] = self.depth[claim as usize].max(depth);
            writeln!(self.tables.rests, "{claim},{target}")?;
            self.facts.link(("claim", claim), "restsOn", ("claim", target))?;
        }
        match targets.is_empty() {
            true => {}
            false if self.derived.len() < 64 => self.derived.push(claim),
            false => {
                let place = self.random.below(64) as usize;
                self.derived[place] = claim;
            }
        }
        Ok(())
    }

    fn words(&mut self, length: usize) -> String {
        let mut text = String::with_capacity(length + 16);
        while text.len() < length {
            if !text.is_empty() {
                text.push(' ');
            }
            let word = self.random.below(self.vocabulary.len() as u64);
            text.push_str(self.vocabulary[word as usize]);
        }
        text
    }

    /// What the questions ask for: the topics, the days, the source that most cite, a source of one vendor, a hundred claims.
    fn write_asked(&self, folder: &Path) -> Outcome<()> {
        let ids: Vec<String> = (0..100).map(|it| (it * (self.claims / 100) + 7).to_string()).collect();
        let asked = format!(
            "{{\"n\":{},\"triples\":{},\"training\":1,\"topic\":8,\"country\":\"CN\",\"d3\":\"2026-01-01\",\
             \"d11\":\"2025-01-01\",\"hub\":{},\"local\":{},\"maxdepth\":{},\"ids\":[{}]}}\n",
            self.claims,
            self.facts.count,
            OWN * self.vendors,
            OWN * (7 % self.vendors),
            self.depth.iter().max().expect("there are claims"),
            ids.join(",")
        );
        write(folder.join("params.json"), asked)?;
        Ok(())
    }
}

fn leaves() -> Vec<(u64, f64)> {
    let mut all = 0.0;
    let weigh = |rank: u64| {
        all += 1.0 / (rank as f64 + 1.0).powf(0.8);
        (9 + rank, all)
    };
    (0..31).map(weigh).collect()
}

/// Days since 1970 as year, month, day.
fn day(days: u64) -> String {
    let shifted = days + 719_468;
    let (era, of_era) = (shifted / 146_097, shifted % 146_097);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    format!("{:04}-{month:02}-{day:02}", year + era * 400 + u64::from(month <= 2))
}
