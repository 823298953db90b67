//! Prints plans as indented lines, IRIs in short.

use std::fmt::Write as _;

use oxigraph::model::NamedNode;

use crate::base::spend;
use crate::plan::concept::Concept;
use crate::plan::measure::{BindingPattern, Formula, Measure, PathEnd, PathOrigin};
use crate::plan::test::Test;
use crate::question::{ComparisonOperator, Operator};
use crate::store::Dataset;
use crate::words::{Path, Step};

impl Concept {
    /// The concept as indented lines, IRIs in short.
    #[must_use]
    pub fn lines(&self, dataset: &Dataset) -> String {
        self.lines_of(dataset, usize::MAX).expect("there is room for all")
    }

    /// The same; `None` if it has more than `most` concepts, where one that is used twice is counted twice.
    #[must_use]
    pub fn lines_of(&self, dataset: &Dataset, most: usize) -> Option<String> {
        let mut out = String::new();
        let mut writer = Writer { dataset, out: &mut out, room: Some(most) };
        writer.concept(self, 0);
        writer.room.map(|_| out)
    }
}
struct Writer<'a> {
    dataset: &'a Dataset,
    out: &'a mut String,
    /// How many more concepts may be printed; `None` once there were too many.
    room: Option<usize>,
}

impl Writer<'_> {
    fn line(&mut self, depth: usize, text: &str) {
        writeln!(self.out, "{}{text}", "  ".repeat(depth)).expect("writing to a string");
    }

    fn concept(&mut self, concept: &Concept, depth: usize) {
        spend(4);
        self.room = self.room.and_then(|room| room.checked_sub(1));
        if self.room.is_none() {
            return;
        }
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
            Concept::Holds(formula) => {
                let text = self.formula(formula);
                self.line(depth, &text);
            }
            Concept::WithBindings(witnessed) => self.binding_pattern(witnessed, depth),
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
            Step::Repeat { path, at_least_once } => {
                let sign = if *at_least_once { '+' } else { '*' };
                format!("({}){sign}", self.path(path))
            }
            Step::Either(paths) => {
                let ways: Vec<String> = paths.iter().map(|path| self.path(path)).collect();
                format!("({})", ways.join("|"))
            }
            Step::Derived { derived, backward } => {
                let back = if *backward { "^" } else { "" };
                format!("{back}[{}, {} listed]", derived.structure.label(), derived.pairs().len())
            }
            Step::OfClass { classes, inside } => {
                format!("[{}class {}]", if *inside { "" } else { "not " }, self.iris(classes))
            }
            Step::Where { property, value } => {
                format!("[{} {}]", self.dataset.compact(property), self.dataset.short(value.as_ref()))
            }
        }
    }

    fn test(&self, test: &Test) -> String {
        match test {
            Test::Present => "is present".to_owned(),
            Test::OneOf(terms) => {
                let terms: Vec<String> = terms.iter().map(|term| self.dataset.short(term.as_ref())).collect();
                format!("is {}", terms.join(" or "))
            }
            Test::Text(test, texts) => {
                let texts: Vec<String> = texts.iter().map(|text| format!("{text:?}")).collect();
                let test = test.words();
                format!("{test} {}", texts.join(" or "))
            }
            Test::NumberBetween(low, high) => format!("from {low} to {high}"),
            Test::Number(order, number) => {
                let sign = sign(*order);
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

    fn binding_pattern(&mut self, witnessed: &BindingPattern, depth: usize) {
        self.line(depth, "together with");
        for (at, link) in witnessed.links.iter().enumerate() {
            let name = link.name.as_ref().map_or(String::new(), |it| format!(" as {it}"));
            let from = link.from.map_or("it".to_owned(), |from| format!("#{from}"));
            let text = format!("#{at} from {from} by {}{name}", self.path(&link.path));
            self.line(depth + 1, &text);
            self.concept(&link.to, depth + 2);
        }
        for (of, test) in &witnessed.tests {
            let of = of.map_or("it".to_owned(), |of| format!("#{of}"));
            let text = format!("{of}: {}", self.formula(test));
            self.line(depth + 1, &text);
        }
    }

    fn formula(&self, formula: &Formula) -> String {
        match formula {
            Formula::Passes(measure, test) => {
                format!("{} {}", self.measure(measure), self.test(test))
            }
            Formula::Ordered(left, order, right) => {
                let sign = sign(*order);
                format!("{} {sign} {}", self.measure(left), self.measure(right))
            }
            Formula::Alike(left, right) => {
                format!("{} is {}", self.measure(left), self.measure(right))
            }
            Formula::Present(measures) => {
                let measures: Vec<String> = measures.iter().map(|it| self.measure(it)).collect();
                format!("{} is present", measures.join(" and "))
            }
            Formula::Differs(formula) => format!("not {}", self.formula(formula)),
        }
    }

    /// A measure on one line, sets in braces.
    fn measure(&self, measure: &Measure) -> String {
        match measure {
            Measure::Value { of, hops, end } => {
                let origin = match of {
                    PathOrigin::This => "it".to_owned(),
                    PathOrigin::Root => "subject".to_owned(),
                    PathOrigin::Binding(name) => name.clone(),
                };
                let hops = hops.iter().map(|hop| self.path(&hop.path));
                let end = match end {
                    PathEnd::Thing => None,
                    PathEnd::Iri => Some("iri".to_owned()),
                    PathEnd::Values(path, _) => Some(self.path(path)),
                };
                let steps: Vec<String> = std::iter::once(origin).chain(hops).chain(end).collect();
                steps.join("/")
            }
            Measure::Number(digits) => digits.clone(),
            Measure::Count => "count".to_owned(),
            Measure::NumberOf { path, to, known } => {
                let known = known.as_ref().map_or_else(String::new, |it| format!(" where known: {}", self.set(it)));
                format!("number of {} {}{known}", self.path(path), self.set(to))
            }
            Measure::SizeOf(to) => format!("number of {}", self.set(to)),
            Measure::Best(aggregate, inner) => {
                format!("{}({})", aggregate.word(), self.measure(inner))
            }
            Measure::AggregateOver(aggregate, inner, to) => {
                let inner = self.measure(inner);
                format!("{}({inner} of {})", aggregate.word(), self.set(to))
            }
            Measure::Binary(operator, left, right) => {
                let sign = match operator {
                    Operator::Plus => "+",
                    Operator::Minus => "-",
                    Operator::Times => "*",
                    Operator::Divide => "/",
                };
                format!("({} {sign} {})", self.measure(left), self.measure(right))
            }
            Measure::Round(inner, decimals) => {
                format!("round({}, {decimals})", self.measure(inner))
            }
            Measure::Day(inner) => format!("day of {}", self.measure(inner)),
        }
    }

    fn set(&self, concept: &Concept) -> String {
        let lines = concept.lines(self.dataset);
        let lines: Vec<&str> = lines.lines().map(str::trim).collect();
        format!("{{ {} }}", lines.join("; "))
    }
}

fn sign(order: ComparisonOperator) -> &'static str {
    match order {
        ComparisonOperator::Less => "<",
        ComparisonOperator::AtMost => "<=",
        ComparisonOperator::Equal => "=",
        ComparisonOperator::NotEqual => "!=",
        ComparisonOperator::AtLeast => ">=",
        ComparisonOperator::Greater => ">",
    }
}
