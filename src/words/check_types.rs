//! Checks that values have the type of their attribute, and that values which adjectives test are written in the same
//! form: a comparison would skip any other value silently.

use std::collections::BTreeSet;
use std::str::FromStr as _;

use oxigraph::model::vocab::{rdf, xsd};
use oxigraph::model::{LiteralRef, Term, TermRef};

use crate::base::{Blame, Code, Cut, Diagnostic, Limit};
use crate::store::{Dataset, Id, is_numeric};
use crate::words::compiled_path::CompiledPath;
use crate::words::entry::{Meaning, ValueType};
use crate::words::ids::KindId;
use crate::words::lexicon::Lexicon;
use crate::words::undescribed::last_properties;
use crate::words::{Path, Step};

/// A fault for each value of another type than declared.
pub(super) fn check_types(lexicon: &Lexicon, dataset: &Dataset) -> Vec<Diagnostic> {
    let Some(a) = dataset.iri_id(rdf::TYPE) else {
        return Vec::new();
    };
    let checker = TypeChecker { lexicon, dataset, a };
    let mut problems = Vec::new();
    for rule in rules(lexicon) {
        match rule.path.0.as_slice() {
            [Step::Forward(property)] => {
                if let Some(property) = dataset.iri_id(property.as_ref()) {
                    checker.check_property(&rule, property, &mut problems);
                }
            }
            _ if uses_analysis(rule.path) => {}
            _ => checker.check_path(&rule, &mut problems),
        }
    }
    problems
}

/// What the values at the end of a path must be.
struct TypeRule<'a> {
    of: KindId,
    path: &'a Path,
    promised: ValueConstraint<'a>,
}

enum ValueConstraint<'a> {
    Type(&'a ValueType),
    /// The literals that adjectives test: a value must not be one of them in another form.
    TestedLiterals(Vec<&'a Term>),
}

fn rules(lexicon: &Lexicon) -> Vec<TypeRule<'_>> {
    let mut rules: Vec<TypeRule<'_>> = Vec::new();
    for (_, attribute) in lexicon.attributes() {
        // `Text` accepts every value.
        if attribute.values != ValueType::Text {
            rules.push(TypeRule {
                of: attribute.of,
                path: &attribute.path,
                promised: ValueConstraint::Type(&attribute.values),
            });
        }
    }
    for adjective in &lexicon.adjectives {
        let Meaning::Value { path, value } = &adjective.meaning else {
            continue;
        };
        let same = rules.iter_mut().find(|rule| rule.of == adjective.of && rule.path == path);
        match (same.map(|rule| &mut rule.promised), value) {
            (Some(ValueConstraint::TestedLiterals(values)), _) => values.push(value),
            (None, Term::Literal(_)) => {
                rules.push(TypeRule { of: adjective.of, path, promised: ValueConstraint::TestedLiterals(vec![value]) });
            }
            // The type of the attribute already decides which values are allowed.
            (Some(ValueConstraint::Type(_)), _) | (None, _) => {}
        }
    }
    rules
}

/// True for a path with an analysis, whose results are not known while the vocabulary is read.
fn uses_analysis(path: &Path) -> bool {
    path.0.iter().any(|step| match step {
        Step::Derived { .. } => true,
        Step::Repeat { path, .. } => uses_analysis(path),
        Step::Either(ways) => ways.iter().any(uses_analysis),
        Step::Forward(_) | Step::Backward(_) | Step::Where { .. } | Step::OfClass { .. } => false,
    })
}

impl ValueConstraint<'_> {
    fn accepts(&self, term: TermRef<'_>) -> bool {
        match (self, term) {
            (Self::Type(ValueType::Text), _) => true,
            (Self::Type(ValueType::Date), TermRef::Literal(literal)) => {
                literal.datatype() == xsd::DATE && is_day(literal.value())
            }
            (Self::Type(ValueType::DateTime), TermRef::Literal(literal)) => {
                literal.datatype() == xsd::DATE_TIME && is_moment(literal.value())
            }
            (Self::Type(ValueType::Number), TermRef::Literal(literal)) => is_comparable(literal),
            (Self::Type(ValueType::OneOf(values)), term) => values.iter().any(|(value, _)| value.as_ref() == term),
            (Self::Type(_), TermRef::NamedNode(_) | TermRef::BlankNode(_)) => false,
            (Self::TestedLiterals(values), term) => {
                values.iter().any(|it| it.as_ref() == term) || !self.is_meant_by(term)
            }
        }
    }

    /// True if a term seems to mean a tested value in another form: its text with another datatype; for a boolean,
    /// anything but `true` and `false`, such as `"1"^^xsd:boolean`.
    fn is_meant_by(&self, term: TermRef<'_>) -> bool {
        let Self::TestedLiterals(values) = self else {
            return false;
        };
        values.iter().any(|value| match (value.as_ref(), term) {
            (TermRef::Literal(said), _) if said.datatype() == xsd::BOOLEAN => !matches!(
                term,
                TermRef::Literal(it) if it.datatype() == xsd::BOOLEAN && matches!(it.value(), "true" | "false")
            ),
            (TermRef::Literal(said), TermRef::Literal(it)) => said.value() == it.value(),
            _ => false,
        })
    }

    /// The expected value, in words.
    fn expectation(&self) -> String {
        match self {
            Self::Type(ValueType::Date) => "an xsd:date without a time zone".to_owned(),
            Self::Type(ValueType::DateTime) => "an xsd:dateTime without a time zone".to_owned(),
            Self::Type(ValueType::Number) => "a number".to_owned(),
            Self::Type(ValueType::OneOf(_)) => "one of the listed values".to_owned(),
            Self::Type(ValueType::Text) => "a text".to_owned(),
            Self::TestedLiterals(values) => match values.first().map(|it| it.as_ref()) {
                Some(TermRef::Literal(said)) if said.datatype() == xsd::BOOLEAN => "`true` or `false`".to_owned(),
                Some(value) => format!("`{value}`"),
                None => "a value".to_owned(),
            },
        }
    }
}

/// True for a number that questions can compare: any literal of a numeric XML Schema datatype except `NaN`.
fn is_comparable(literal: LiteralRef<'_>) -> bool {
    is_numeric(literal.datatype()) && literal.value() != "NaN"
}

/// A day with a time zone cannot be compared with one without: SPARQL finds it neither before nor after.
fn is_day(value: &str) -> bool {
    oxsdatatypes::Date::from_str(value).is_ok_and(|day| day.timezone_offset().is_none())
}

fn is_moment(value: &str) -> bool {
    oxsdatatypes::DateTime::from_str(value).is_ok_and(|time| time.timezone_offset().is_none())
}

struct TypeChecker<'a> {
    lexicon: &'a Lexicon,
    dataset: &'a Dataset,
    /// `rdf:type`
    a: Id,
}

impl TypeChecker<'_> {
    fn classes(&self, kind: KindId) -> Vec<Id> {
        let classes = self.lexicon.kind(kind).classes.iter();
        classes.filter_map(|class| self.dataset.iri_id(class.as_ref())).collect()
    }

    fn is_of_one(&self, thing: Id, classes: &[Id]) -> bool {
        let types = self.dataset.adjacency(self.a, false).of_node_lazy(thing);
        types.iter().any(|class| classes.contains(class))
    }

    /// Checks each value of a property once, however many things have it. Skips values whose things all lie outside the
    /// id ranges of the kind's classes.
    fn check_property(&self, rule: &TypeRule<'_>, property: Id, problems: &mut Vec<Diagnostic>) {
        let dataset = self.dataset;
        let classes = self.classes(rule.of);
        let members = dataset.adjacency(self.a, true);
        let bounds = classes.iter().filter_map(|class| members.bounds_of(*class));
        let bounds: Vec<[Id; 2]> = bounds.collect();
        let links = dataset.adjacency(property, true);
        for value in links.nodes_with_links().filter(|value| !rule.promised.accepts(dataset.term(*value))) {
            // Things of other kinds may have the property too; their ids lie elsewhere.
            let Some([least, largest]) = links.bounds_of(value) else {
                continue;
            };
            if bounds.iter().all(|[first, last]| largest < *first || *last < least) {
                continue;
            }
            for thing in links.of_node_lazy(value).iter().filter(|thing| self.is_of_one(**thing, &classes)) {
                problems.push(self.wrong_type(rule, *thing, value, Some([*thing, property, value])));
            }
        }
    }

    /// Walks back from all wrong values at once: usually there are none, or none that things of the kind lead to.
    fn check_path(&self, rule: &TypeRule<'_>, problems: &mut Vec<Diagnostic>) {
        let dataset = self.dataset;
        let ends =
            last_properties(rule.path, self.lexicon.current_paths()).into_iter().filter_map(|(property, back)| {
                let property = dataset.iri_id(property.as_ref())?;
                Some(dataset.adjacency(property, !back).nodes_with_links())
            });
        let wrong: BTreeSet<Id> = ends.flatten().filter(|it| !rule.promised.accepts(dataset.term(*it))).collect();
        if wrong.is_empty() {
            return;
        }
        let classes = self.classes(rule.of);
        let inverse = rule.path.inverse();
        let starts = CompiledPath::of_facts(&inverse, dataset).reach_from(wrong);
        let starts = starts.into_iter().filter(|it| self.is_of_one(*it, &classes));
        let (things, more) = Cut::of(starts, Limit::FaultsOfOneSort).into_parts();
        let faults = things.into_iter().filter_map(|thing| {
            let mut values = rule.path.walk(dataset, thing).into_iter();
            let value = values.find(|it| !rule.promised.accepts(dataset.term(*it)))?;
            Some(self.wrong_type(rule, thing, value, self.last_link(rule.path, thing, value)))
        });
        problems.extend(faults);
        if more > 0
            && let Some(last) = problems.pop()
        {
            problems.push(last.help(format!("{more} more like this")));
        }
    }

    /// The last fact on a path from `thing` to `value`; if there are several, the first in the files.
    fn last_link(&self, path: &Path, thing: Id, value: Id) -> Option<[Id; 3]> {
        let dataset = self.dataset;
        let last = path.0.iter().rposition(|step| !matches!(step, Step::Where { .. } | Step::OfClass { .. }))?;
        let before = Path(path.0[..last].to_vec()).walk(dataset, thing);
        let known_way = matches!(path.0[last], Step::Forward(_) | Step::Backward(_));
        let links = last_properties(path, self.lexicon.current_paths()).into_iter().filter_map(|(property, back)| {
            let property = dataset.iri_id(property.as_ref())?;
            let from = dataset.adjacency(property, !back).of_node_lazy(value).iter().copied();
            let from: Vec<Id> = from.filter(|it| !known_way || before.contains(it)).collect();
            Some(from.into_iter().map(move |it| if back { [value, property, it] } else { [it, property, value] }))
        });
        links.flatten().min_by_key(|link| dataset.source_location(*link).map(|(file, line)| (file.to_owned(), line)))
    }

    /// `cv:retrieved "last week"` where dates are promised
    fn wrong_type(&self, rule: &TypeRule<'_>, thing: Id, value: Id, stated: Option<[Id; 3]>) -> Diagnostic {
        let dataset = self.dataset;
        let by = stated.map(|[_, property, _]| format!(", which `{}` requires", dataset.short(dataset.term(property))));
        let message =
            format!("{} is not {}{}", self.describe_value(value), rule.promised.expectation(), by.unwrap_or_default());
        let fault = Diagnostic::new(Blame::Data, Code::WrongType, message);
        let thing = self.lexicon.label(dataset, thing);
        let fault = match stated.and_then(|it| dataset.source_location(it)) {
            Some((file, line)) => fault.help(format!("{file}:{line}, of {thing}")),
            None => fault.help(format!("of {thing}")),
        };
        match (&rule.promised, dataset.term(value)) {
            (ValueConstraint::Type(ValueType::Number), TermRef::Literal(it)) if !is_comparable(it) => fault
                .help("a number is written 12 or 1.5, or with a numeric datatype of XML Schema: \"12\"^^xsd:decimal"),
            _ => fault,
        }
    }

    /// The value as written; a literal with its datatype, which may be what is wrong.
    fn describe_value(&self, value: Id) -> String {
        let term = self.dataset.term(value);
        let text = self.dataset.short(term);
        match term {
            TermRef::Literal(it) if it.language().is_some() || it.datatype() == xsd::STRING => {
                format!("the text `{text}`")
            }
            TermRef::Literal(it) => format!("`{text}` of the datatype `{}`", self.dataset.compact(it.datatype())),
            _ => format!("`{text}`"),
        }
    }
}
