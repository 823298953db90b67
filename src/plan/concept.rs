//! Sets of things as concepts of a description logic: classes, boolean operators, qualified number
//! restrictions over paths (ALCQ with transitive roles), tests on values, and references to the
//! thing that the whole question is about.

use std::fmt::Write as _;

use oxigraph::model::{NamedNode, Term};
use oxsdatatypes::Date;

use crate::question::{Order, TextTest};
use crate::store::Dataset;
use crate::words::{Path, Step};

/// A set of things.
#[derive(Debug, Clone, PartialEq)]
pub enum Concept {
    /// Everything there is.
    Everything,
    /// Nothing at all.
    Nothing,
    /// The things of one of these classes.
    Class(Vec<NamedNode>),
    /// These things.
    OneOf(Vec<NamedNode>),
    /// What is in all of these.
    All(Vec<Concept>),
    /// What is in one of these.
    Either(Vec<Concept>),
    /// What is not in this.
    Not(Box<Concept>),
    /// What the path links to at least `min` and at most `max` things of `to`.
    Linked {
        /// From the thing.
        path: Path,
        /// At least so many.
        min: u64,
        /// At most so many, if bounded.
        max: Option<u64>,
        /// What is counted.
        to: Box<Concept>,
    },
    /// What the path links to one thing or more of `among`, all of which are in `to`.
    Only {
        /// From the thing.
        path: Path,
        /// What is looked at.
        among: Box<Concept>,
        /// What it has to be.
        to: Box<Concept>,
    },
    /// What the path links to every thing of `to`, of which there is one at least.
    Covers {
        /// From the thing.
        path: Path,
        /// What has to be linked.
        to: Box<Concept>,
    },
    /// What the path leads from to a value that passes the test.
    Value {
        /// From the thing.
        path: Path,
        /// What the value has to pass.
        test: Test,
    },
    /// What the path leads to from the thing that the question is about: `their vendor`.
    Their(Path),
    /// A set with a subject of its own: what `their` refers to inside is this thing.
    Root(Box<Concept>),
}

/// A test on one value.
#[derive(Debug, Clone, PartialEq)]
pub enum Test {
    /// There is a value.
    Present,
    /// It is one of these terms.
    OneOf(Vec<Term>),
    /// It is a text like one of these.
    Text(TextTest, Vec<String>),
    /// It is a number in this order to the given one.
    Number(Order, String),
    /// It is a number from the first to the second.
    NumberBetween(String, String),
    /// It is a day on or after `from` and before `until`; as a time, from midnight to midnight.
    Days {
        /// First day.
        from: Option<Date>,
        /// First day that is too late.
        until: Option<Date>,
        /// True for `xsd:dateTime` values.
        time: bool,
    },
}

impl Concept {
    /// All of these, without nesting; the concept itself when it is one.
    #[must_use]
    pub fn all(concepts: Vec<Self>) -> Self {
        let mut flat = Vec::new();
        for concept in concepts {
            match concept {
                Self::All(inner) => flat.extend(inner),
                Self::Everything => {}
                other => flat.push(other),
            }
        }
        match flat.len() {
            0 => Self::Everything,
            1 => flat.remove(0),
            _ => Self::All(flat),
        }
    }

    /// What is not in `concept`; twice is not at all.
    #[must_use]
    pub fn negate(concept: Self) -> Self {
        match concept {
            Self::Not(inner) => *inner,
            Self::Everything => Self::Nothing,
            Self::Nothing => Self::Everything,
            other => Self::Not(Box::new(other)),
        }
    }

    /// Linked to one thing or more of `to`.
    #[must_use]
    pub fn some(path: Path, to: Self) -> Self {
        Self::Linked {
            path,
            min: 1,
            max: None,
            to: Box::new(to),
        }
    }

    /// True when the set depends on the thing that the question is about.
    #[must_use]
    pub fn is_correlated(&self) -> bool {
        match self {
            Self::Their(_) => true,
            Self::All(inner) | Self::Either(inner) => inner.iter().any(Self::is_correlated),
            Self::Not(inner) => inner.is_correlated(),
            Self::Linked { to, .. } | Self::Covers { to, .. } => to.is_correlated(),
            Self::Only { among, to, .. } => among.is_correlated() || to.is_correlated(),
            Self::Everything
            | Self::Nothing
            | Self::Class(_)
            | Self::OneOf(_)
            | Self::Value { .. }
            | Self::Root(_) => false,
        }
    }

    /// The concept as indented lines, IRIs in short.
    #[must_use]
    pub fn lines(&self, dataset: &Dataset) -> String {
        let mut out = String::new();
        Writer {
            dataset,
            out: &mut out,
        }
        .concept(self, 0);
        out
    }
}

struct Writer<'a> {
    dataset: &'a Dataset,
    out: &'a mut String,
}

impl Writer<'_> {
    fn line(&mut self, depth: usize, text: &str) {
        writeln!(self.out, "{}{text}", "  ".repeat(depth)).expect("writing to a string");
    }

    fn concept(&mut self, concept: &Concept, depth: usize) {
        match concept {
            Concept::Everything => self.line(depth, "everything"),
            Concept::Nothing => self.line(depth, "nothing"),
            Concept::Class(classes) => {
                let text = format!("class {}", self.iris(classes));
                self.line(depth, &text);
            }
            Concept::OneOf(things) => {
                let text = format!("one of {}", self.iris(things));
                self.line(depth, &text);
            }
            Concept::All(inner) => self.list(depth, "all of", inner),
            Concept::Either(inner) => self.list(depth, "one or more of", inner),
            Concept::Not(inner) => {
                self.line(depth, "not");
                self.concept(inner, depth + 1);
            }
            Concept::Linked { path, min, max, to } => {
                let count = match (min, max) {
                    (0, Some(0)) => "no".to_owned(),
                    (1, None) => "some".to_owned(),
                    (min, None) => format!("at least {min}"),
                    (0, Some(max)) => format!("at most {max}"),
                    (min, Some(max)) if min == max => format!("exactly {min}"),
                    (min, Some(max)) => format!("{min} to {max}"),
                };
                let text = format!("{count} {}", self.path(path));
                self.line(depth, &text);
                self.concept(to, depth + 1);
            }
            Concept::Only { path, among, to } => {
                let text = format!("only {}", self.path(path));
                self.line(depth, &text);
                if **among != Concept::Everything {
                    self.line(depth + 1, "among");
                    self.concept(among, depth + 2);
                }
                self.concept(to, depth + 1);
            }
            Concept::Covers { path, to } => {
                let text = format!("every {}", self.path(path));
                self.line(depth, &text);
                self.concept(to, depth + 1);
            }
            Concept::Value { path, test } => {
                let text = format!("value {} {}", self.path(path), self.test(test));
                self.line(depth, &text);
            }
            Concept::Their(path) => {
                let text = format!("their {}", self.path(path));
                self.line(depth, &text);
            }
            Concept::Root(inner) => {
                self.line(depth, "by its own subject");
                self.concept(inner, depth + 1);
            }
        }
    }

    fn list(&mut self, depth: usize, title: &str, inner: &[Concept]) {
        self.line(depth, title);
        for concept in inner {
            self.concept(concept, depth + 1);
        }
    }

    fn iris(&self, iris: &[NamedNode]) -> String {
        let names: Vec<String> = iris.iter().map(|iri| self.dataset.compact(iri)).collect();
        names.join(", ")
    }

    fn path(&self, path: &Path) -> String {
        let steps: Vec<String> = path.0.iter().map(|step| self.step(step)).collect();
        steps.join("/")
    }

    fn step(&self, step: &Step) -> String {
        match step {
            Step::Forward(property) => self.dataset.compact(property),
            Step::Backward(property) => format!("^{}", self.dataset.compact(property)),
            Step::Repeat {
                path,
                at_least_once,
            } => {
                let sign = if *at_least_once { '+' } else { '*' };
                format!("({}){sign}", self.path(path))
            }
            Step::Either(paths) => {
                let ways: Vec<String> = paths.iter().map(|path| self.path(path)).collect();
                format!("({})", ways.join("|"))
            }
            Step::Unless(classes) => format!("[not class {}]", self.iris(classes)),
            Step::Where { property, value } => format!(
                "[{} {}]",
                self.dataset.compact(property),
                self.dataset.short(value.as_ref())
            ),
        }
    }

    fn test(&self, test: &Test) -> String {
        match test {
            Test::Present => "is present".to_owned(),
            Test::OneOf(terms) => {
                let terms: Vec<String> = terms
                    .iter()
                    .map(|term| self.dataset.short(term.as_ref()))
                    .collect();
                format!("is {}", terms.join(" or "))
            }
            Test::Text(test, texts) => {
                let texts: Vec<String> = texts.iter().map(|text| format!("{text:?}")).collect();
                let test = match test {
                    TextTest::Is => "is",
                    TextTest::IsNot => "is not",
                    TextTest::Contains => "contains",
                    TextTest::StartsWith => "starts with",
                    TextTest::EndsWith => "ends with",
                    TextTest::Matches => "matches",
                };
                format!("{test} {}", texts.join(" or "))
            }
            Test::NumberBetween(low, high) => format!("from {low} to {high}"),
            Test::Number(order, number) => {
                let sign = match order {
                    Order::Less => "<",
                    Order::AtMost => "<=",
                    Order::Equal => "=",
                    Order::NotEqual => "!=",
                    Order::AtLeast => ">=",
                    Order::Greater => ">",
                };
                format!("{sign} {number}")
            }
            Test::Days { from, until, .. } => {
                let from = from.map(|day| format!("from {day}"));
                let until = until.map(|day| format!("before {day}"));
                let bounds: Vec<String> = from.into_iter().chain(until).collect();
                bounds.join(", ")
            }
        }
    }
}
