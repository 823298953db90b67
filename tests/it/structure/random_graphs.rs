//! Random graphs of claims, sources and publishers, as facts in Turtle.

use crate::law::Choices;
use std::fmt::Write as _;

/// How large random graphs are.
#[derive(Debug, Clone, Copy)]
pub(super) enum Size {
    /// A dozen claims at the most: many graphs have every shape there is.
    Small,
    /// More than 64 and more than 128 of everything that is counted in blocks.
    Large,
}

impl Size {
    /// How many random numbers make a graph.
    pub(super) fn numbers(self) -> std::ops::Range<usize> {
        match self {
            Self::Small => 8..120,
            Self::Large => 800..1_600,
        }
    }
}

impl Choices<'_> {
    /// Some numbers below a bound, some perhaps twice.
    fn some(&mut self, most: usize, bound: usize) -> Vec<usize> {
        if bound == 0 {
            return Vec::new();
        }
        (0..self.below(most + 1)).map(|_| self.below(bound)).collect()
    }
}

/// A graph: lists of numbers of claims, sources and publishers.
#[derive(Debug, Clone, Default)]
pub(super) struct RandomGraph {
    /// For each claim the claims that it rests on.
    pub(super) rests: Vec<Vec<usize>>,
    /// For each claim the sources that it cites or that were searched for it.
    pub(super) grounds: Vec<Vec<usize>>,
    /// For each source those who publish it.
    pub(super) answerable: Vec<Vec<usize>>,
    pub(super) publishers: usize,
    superseded: Vec<bool>,
}

impl RandomGraph {
    pub(super) fn of(size: Size, numbers: &[u16]) -> Self {
        let mut choices = Choices { numbers, at: 0 };
        let (claims, sources, publishers, links) = match size {
            Size::Small => {
                let counts = [choices.below(12) + 1, choices.below(7), choices.below(4)];
                (counts[0], counts[1], counts[2], 2)
            }
            Size::Large => (100 + choices.below(60), 40 + choices.below(130), choices.below(80), 1),
        };
        let mut made = Self { publishers, ..Self::default() };
        for claim in 0..claims {
            let mut rests = choices.some(links, claims);
            if choices.below(8) == 0 {
                rests.push(claim);
            }
            // Sometimes a ring, so that many support one another.
            if links == 1 && claim % 3 == 0 && claim < 45 {
                rests.push((claim + 3) % 45);
            }
            made.rests.push(rests);
            made.grounds.push(choices.some(2, sources));
            made.superseded.push(choices.below(6) == 0);
        }
        for _ in 0..sources {
            made.answerable.push(choices.some(2, publishers));
        }
        made
    }

    /// The same without superseded claims.
    pub(super) fn all_current(&self) -> Self {
        Self { superseded: vec![false; self.rests.len()], ..self.clone() }
    }

    /// The facts, in the words of the shipped vocabulary.
    pub(super) fn turtle(&self) -> String {
        let mut text = String::from("@prefix cv: <https://w3id.org/caveat/ns#> .\n@prefix e: <https://e.example/> .\n");
        // Publishers and sources first or last: the order of ids is that of the text.
        let mut line = |words: std::fmt::Arguments<'_>| writeln!(text, "{words} .").unwrap();
        for publisher in 0..self.publishers {
            line(format_args!("e:publisher{publisher} a cv:Agent"));
        }
        for (source, publishers) in self.answerable.iter().enumerate().rev() {
            line(format_args!("e:source{source} a cv:Source"));
            for publisher in publishers {
                line(format_args!("e:source{source} cv:publisher e:publisher{publisher}"));
            }
        }
        for (claim, rests) in self.rests.iter().enumerate() {
            let class = if claim % 5 == 4 { "AbsenceFinding" } else { "Claim" };
            line(format_args!("e:claim{claim} a cv:{class} ; cv:statement \"claim {claim}\""));
            if self.superseded[claim] {
                line(format_args!("e:claim{claim} cv:status cv:superseded"));
            }
            for base in rests {
                line(format_args!("e:claim{claim} cv:restsOn e:claim{base}"));
            }
            for (at, source) in self.grounds[claim].iter().enumerate() {
                if claim % 5 == 4 && at == 0 {
                    line(format_args!("e:claim{claim} cv:searched e:source{source}"));
                } else {
                    line(format_args!("e:claim{claim} cv:citation e:citation{claim}-{at}"));
                    line(format_args!("e:citation{claim}-{at} a cv:Citation ; cv:source e:source{source}"));
                }
            }
        }
        text
    }
}

/// Claims, sources and publishers to remove, each once.
#[derive(Debug, Default)]
pub(super) struct Removal {
    pub(super) claims: Vec<usize>,
    pub(super) sources: Vec<usize>,
    pub(super) publishers: Vec<usize>,
}

impl Removal {
    pub(super) fn of(made: &RandomGraph, numbers: &[u16]) -> Self {
        let mut choices = Choices { numbers, at: 0 };
        let kinds = choices.below(8);
        let mut some = |wanted: bool, bound: usize| {
            let most = if wanted { 3 } else { 0 };
            choices.some(most, bound)
        };
        Self {
            claims: some(kinds & 1 == 0, made.rests.len()),
            sources: some(kinds & 2 == 0, made.answerable.len()),
            publishers: some(kinds & 4 == 0, made.publishers),
        }
    }

    /// Their IRIs.
    pub(super) fn names(&self) -> impl Iterator<Item = String> + '_ {
        let claims = self.claims.iter().map(|it| claim(*it));
        let sources = self.sources.iter().map(|it| source(*it));
        let publishers = self.publishers.iter().map(|it| publisher(*it));
        claims.chain(sources).chain(publishers)
    }
}

pub(super) fn claim(number: usize) -> String {
    format!("https://e.example/claim{number}")
}

pub(super) fn source(number: usize) -> String {
    format!("https://e.example/source{number}")
}

pub(super) fn publisher(number: usize) -> String {
    format!("https://e.example/publisher{number}")
}
