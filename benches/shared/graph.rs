//! A generated graph of vendor claims: the same bytes for the same size, on every machine.
//!
//! Forty claims to a vendor; topics, countries and popular sources fall off as in real profiles (few carry
//! most); 15 % of the claims have no source and 10 % only such as are not public.

use std::fmt::Write;

use oxsdatatypes::{Date, DayTimeDuration};

const TERM: &str = "https://caveat.example/ns#";
const ID: &str = "https://caveat.example/id/";
const TYPE: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
const DATE: &str = "http://www.w3.org/2001/XMLSchema#date";

const AREAS: [&str; 8] =
    ["training", "subprocessors", "residency", "retention", "certification", "security", "rights", "aiact"];
const COUNTRIES: [&str; 20] = [
    "US", "DE", "CN", "FR", "GB", "IN", "JP", "IE", "NL", "SE", "CA", "IL", "SG", "KR", "AU", "CH", "ES", "PL", "BR",
    "FI",
];
const WORDS: [&str; 24] = [
    "customer",
    "data",
    "is",
    "not",
    "used",
    "for",
    "model",
    "training",
    "unless",
    "the",
    "account",
    "owner",
    "opts",
    "in",
    "retained",
    "thirty",
    "days",
    "processed",
    "within",
    "region",
    "subprocessors",
    "are",
    "listed",
    "encrypted",
];

/// Claims of one vendor, its services, and the sources it publishes itself.
const CLAIMS: u64 = 40;
const SERVICES: u64 = 3;
const OWN: u64 = 12;
/// No claim rests on others through more than this many steps.
const DEPTH: u8 = 12;
/// Days since 1970-01-01: claims are dated from the first of 2023 to the end of October 2026.
const FIRST_DAY: u64 = 19_358;
const LAST_DAY: u64 = 20_757;

/// The graph of `claims` claims, as N-Triples.
pub(crate) fn graph(claims: u64) -> String {
    let vendors = (claims / CLAIMS).max(1);
    let mut graph = Graph {
        random: Random(42),
        text: String::new(),
        vendors,
        public: Vec::new(),
        citations: 0,
        caveats: 0,
        depths: vec![0; claims as usize],
        superseded: vec![false; claims as usize],
    };
    graph.topics();
    graph.vendors();
    graph.sources();
    for vendor in 0..vendors {
        let end = if vendor == vendors - 1 { claims } else { (vendor + 1) * CLAIMS };
        for claim in vendor * CLAIMS..end {
            graph.claim(claim, vendor);
        }
    }
    graph.text
}

struct Graph {
    random: Random,
    text: String,
    vendors: u64,
    /// Whether the source of this number is public.
    public: Vec<bool>,
    citations: u64,
    caveats: u64,
    /// How many steps the claim of this number rests on others through.
    depths: Vec<u8>,
    superseded: Vec<bool>,
}

impl Graph {
    fn topics(&mut self) {
        for topic in 0..40 {
            let area = |topic: u64| AREAS[topic as usize - 1];
            let (name, broader) = match topic {
                0 => ("privacy".to_owned(), None),
                1..=8 => (area(topic).to_owned(), Some(0)),
                _ => {
                    let broader = 1 + (topic - 9) % 8;
                    let name = format!("{}-{}", area(broader), 1 + (topic - 9) / 8);
                    (name, Some(broader))
                }
            };
            self.kind("topic", topic, "Topic");
            self.text("topic", topic, "name", &name);
            if let Some(broader) = broader {
                self.link(("topic", topic), "broader", ("topic", broader));
            }
        }
    }

    fn vendors(&mut self) {
        for vendor in 0..self.vendors {
            let country = COUNTRIES[self.random.popular(COUNTRIES.len() as u64) as usize];
            self.kind("vendor", vendor, "Vendor");
            self.text("vendor", vendor, "name", &format!("Vendor {vendor}"));
            self.text("vendor", vendor, "country", country);
            for service in SERVICES * vendor..SERVICES * (vendor + 1) {
                self.kind("service", service, "Service");
                self.link(("service", service), "offeredBy", ("vendor", vendor));
            }
        }
    }

    /// Each vendor's own sources, then those of third parties. A vendor's first is public and its fourth
    /// behind a login, so that every claim can be given a source of the kind that it needs.
    fn sources(&mut self) {
        let own = OWN * self.vendors;
        for source in 0..own + 3 * self.vendors {
            let (publisher, kind) = if source < own {
                let kinds = ["policy", "docs", "contract", "certificate"];
                (("vendor", source / OWN), self.random.one_of(&kinds))
            } else {
                let kinds = ["regulator", "press", "registry", "research"];
                (("org", self.random.below(8)), self.random.one_of(&kinds))
            };
            let access = match (source % OWN, self.random.below(100)) {
                (0, _) if source < own => "public",
                (3, _) if source < own => "login",
                (_, 0..80) => "public",
                (_, 80..95) => "login",
                (_, 95..98) => "nda",
                _ => "dead",
            };
            self.public.push(access == "public");
            let url = format!("https://{}-{}.example/en/legal/{kind}/document-{source}.html", publisher.0, publisher.1);
            self.kind("source", source, "Source");
            self.text("source", source, "url", &url);
            self.link(("source", source), "publisher", publisher);
            self.value("source", source, "kind", kind);
            self.value("source", source, "access", access);
        }
    }

    fn claim(&mut self, claim: u64, vendor: u64) {
        let service = SERVICES * vendor + self.random.below(SERVICES);
        let topic = match self.random.below(10) {
            0 => 1 + self.random.below(8),
            _ => 9 + self.random.popular(31),
        };
        let statement = self.random.sentence(18);
        let stance = match self.random.below(10) {
            0..5 => "affirms",
            5..7 => "denies",
            7..9 => "qualified",
            _ => "unknown",
        };
        let day = FIRST_DAY + self.random.below(LAST_DAY - FIRST_DAY);
        self.kind("claim", claim, "Claim");
        self.link(("claim", claim), "vendor", ("vendor", vendor));
        self.link(("claim", claim), "service", ("service", service));
        self.link(("claim", claim), "topic", ("topic", topic));
        self.text("claim", claim, "statement", &statement);
        self.value("claim", claim, "stance", stance);
        self.date("claim", claim, "asserted", day);
        self.cite(claim, vendor, day);
        self.limit(claim, vendor);
        self.rest(claim, vendor);
        self.supersede(claim, vendor);
    }

    fn cite(&mut self, claim: u64, vendor: u64, day: u64) {
        let wanted = self.random.below(100);
        let mut cited = Vec::new();
        match wanted {
            0..15 => {}
            15..25 => cited.push(vendor * OWN + 3),
            _ => {
                cited.push(vendor * OWN);
                for _ in 0..self.random.below(4) {
                    let source = match self.random.below(4) {
                        0 => OWN * self.vendors + self.random.popular(3 * self.vendors),
                        _ => vendor * OWN + self.random.popular(OWN),
                    };
                    if !cited.contains(&source) {
                        cited.push(source);
                    }
                }
            }
        }
        for source in cited {
            let citation = self.citations;
            self.citations += 1;
            self.kind("citation", citation, "Citation");
            self.link(("claim", claim), "citation", ("citation", citation));
            self.link(("citation", citation), "source", ("source", source));
            let retrieved = (day - 30 + self.random.below(430)).min(LAST_DAY);
            self.date("citation", citation, "retrieved", retrieved);
        }
    }

    fn limit(&mut self, claim: u64, vendor: u64) {
        let number = [0, 0, 0, 0, 1, 1, 1, 2, 2, 3][self.random.below(10) as usize];
        for _ in 0..number {
            let caveat = self.caveats;
            self.caveats += 1;
            let kinds = ["scope", "exception", "absence", "contradiction", "staleness"];
            let kind = self.random.one_of(&kinds);
            let text = self.random.sentence(8);
            self.link(("claim", claim), "caveat", ("caveat", caveat));
            self.kind("caveat", caveat, "Caveat");
            self.value("caveat", caveat, "kind", kind);
            self.text("caveat", caveat, "text", &text);
            if self.random.below(10) < 3 {
                let source = vendor * OWN + self.random.popular(OWN);
                self.link(("caveat", caveat), "source", ("source", source));
            }
        }
    }

    /// One claim in ten rests on earlier ones, mostly of the same vendor, and they on others in turn.
    fn rest(&mut self, claim: u64, vendor: u64) {
        let first = vendor * CLAIMS;
        if claim == first || self.random.below(10) > 0 {
            return;
        }
        for _ in 0..=self.random.below(2) {
            let base = match self.random.below(10) {
                0..7 => first + self.random.below(claim - first),
                _ => self.random.below(claim),
            };
            let depth = self.depths[base as usize] + 1;
            if depth <= DEPTH {
                let known = &mut self.depths[claim as usize];
                *known = depth.max(*known);
                self.link(("claim", claim), "restsOn", ("claim", base));
            }
        }
    }

    fn supersede(&mut self, claim: u64, vendor: u64) {
        let first = vendor * CLAIMS;
        if claim > first && self.random.below(100) < 8 {
            let old = first + self.random.below(claim - first);
            if !std::mem::replace(&mut self.superseded[old as usize], true) {
                self.link(("claim", claim), "supersedes", ("claim", old));
                self.value("claim", old, "status", "superseded");
            }
        }
        match self.random.below(100) {
            0..5 => self.value("claim", claim, "status", "withdrawn"),
            5..8 => self.value("claim", claim, "status", "draft"),
            _ => {}
        }
    }

    fn kind(&mut self, name: &str, number: u64, kind: &str) {
        self.triple(name, number, TYPE, &format!("<{TERM}{kind}>"));
    }

    fn link(&mut self, from: (&str, u64), property: &str, to: (&str, u64)) {
        let object = format!("<{ID}{}/{}>", to.0, to.1);
        self.triple(from.0, from.1, &format!("{TERM}{property}"), &object);
    }

    fn value(&mut self, name: &str, number: u64, property: &str, value: &str) {
        let object = format!("<{TERM}{value}>");
        self.triple(name, number, &format!("{TERM}{property}"), &object);
    }

    fn text(&mut self, name: &str, number: u64, property: &str, text: &str) {
        let object = format!("\"{text}\"");
        self.triple(name, number, &format!("{TERM}{property}"), &object);
    }

    fn date(&mut self, name: &str, number: u64, property: &str, day: u64) {
        let object = format!("\"{}\"^^<{DATE}>", iso(day));
        self.triple(name, number, &format!("{TERM}{property}"), &object);
    }

    fn triple(&mut self, name: &str, number: u64, property: &str, object: &str) {
        writeln!(self.text, "<{ID}{name}/{number}> <{property}> {object} .")
            .expect("a string takes what is written to it");
    }
}

/// SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", 2014).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number from 0 to `end` - 1, each as likely as the next.
    fn below(&mut self, end: u64) -> u64 {
        ((u128::from(self.next()) * u128::from(end)) >> 64) as u64
    }

    /// A number from 0 to `end` - 1, where the chance of n falls as 1 / (n + 1) (Zipf).
    fn popular(&mut self, end: u64) -> u64 {
        let unit = (self.next() >> 11) as f64 / (1_u64 << 53) as f64;
        ((end as f64 + 1.0).powf(unit) as u64).clamp(1, end) - 1
    }

    fn one_of<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        choices[self.below(choices.len() as u64) as usize]
    }

    fn sentence(&mut self, words: usize) -> String {
        let chosen: Vec<&str> = (0..words).map(|_| self.one_of(&WORDS)).collect();
        chosen.join(" ")
    }
}

/// The day as `YYYY-MM-DD`, from the days since 1970-01-01.
fn iso(day: u64) -> String {
    let since: DayTimeDuration = format!("P{day}D").parse().expect("a number of days");
    let epoch: Date = "1970-01-01".parse().expect("the epoch is a day");
    let date = epoch.checked_add_day_time_duration(since);
    date.expect("a day of our time").to_string()
}
