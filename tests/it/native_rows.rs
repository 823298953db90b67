//! The law of rows: for any columns on any facts, the rows made on the index are those of the plan's SPARQL, in the
//! same order. The facts are odd: numbers in several spellings, values of wrong types.

use std::cell::Cell;
use std::collections::hash_map::DefaultHasher;
use std::fmt::Write as _;
use std::hash::{Hash, Hasher};

use caveat::base::{Code, Source};
use caveat::lang::parse;
use caveat::plan::{AnswerShape, Plan};
use caveat::question::{
    Aggregate, ComparisonOperand, ComparisonOperator, Condition, Expression, LinkCondition, LinkReach, NounPhrase,
    Operator, PathSubject, Quantity, Question, ResolvedStatement, SolutionModifiers, Thing, ValueComparison, sentence,
};
use caveat::session::Session;
use caveat::words::{Direction, KindId, Lexicon, Step, Trail, TrailEnd, ValueType};
use oxigraph::model::vocab::rdf;
use oxigraph::model::{Term, TermRef};
use proptest::prop_assert_eq;
use proptest::test_runner::TestCaseError;

use crate::law::{for_seeded_questions, random_library};
use crate::world;

type Row = Vec<Option<Term>>;

/// Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014.
pub(crate) struct SplitMix(pub(crate) u64);

impl SplitMix {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % bound.max(1) as u64) as usize
    }

    pub(crate) fn one_in(&mut self, chances: usize) -> bool {
        self.below(chances) == 0
    }

    fn pick<T: Clone>(&mut self, items: &[T]) -> Option<T> {
        items.get(self.below(items.len())).cloned()
    }
}

/// Gives a question about a set random columns, groups and orders.
struct QuestionShaper<'a> {
    lexicon: &'a Lexicon,
    random: SplitMix,
    /// The kind of the thing that is named.
    other: Option<KindId>,
    /// What things are grouped by.
    keys: Vec<Trail>,
}

const AGGREGATES: [Aggregate; 6] = [
    Aggregate::Smallest,
    Aggregate::Largest,
    Aggregate::Earliest,
    Aggregate::Latest,
    Aggregate::Average,
    Aggregate::Total,
];
const ORDERS: [ComparisonOperator; 5] = [
    ComparisonOperator::Less,
    ComparisonOperator::AtMost,
    ComparisonOperator::Equal,
    ComparisonOperator::AtLeast,
    ComparisonOperator::Greater,
];

impl QuestionShaper<'_> {
    fn question(&mut self, mut set: NounPhrase) -> Question {
        if self.random.one_in(4) {
            self.name_another(&mut set);
        }
        if self.other.is_none() && self.random.one_in(6) {
            return self.over_all(set);
        }
        let mut rows = SolutionModifiers::default();
        if self.random.one_in(3) {
            rows.first = Some(self.random.below(5) as u64);
        }
        if self.random.one_in(5) {
            rows.skip = Some(self.random.below(4) as u64);
        }
        if self.other.is_none() && self.random.one_in(3) {
            let keys: Vec<Trail> = (0..=self.random.below(2)).filter_map(|_| self.trail(set.kind, false)).collect();
            if !keys.is_empty() {
                self.group(&set, &mut rows, keys);
                return Question::Show(set, rows);
            }
        }
        for _ in 0..self.random.below(4) {
            rows.columns.extend(self.expression(&set, 2));
        }
        for _ in 0..self.random.below(3) {
            let descending = self.random.one_in(2);
            let key = self.expression(&set, 1);
            rows.sorted.extend(key.map(|key| (key, descending)));
        }
        if self.random.one_in(2) { Question::Which(set, rows) } else { Question::Show(set, rows) }
    }

    /// One row over all things.
    fn over_all(&mut self, set: NounPhrase) -> Question {
        let columns = (0..=self.random.below(2)).filter_map(|_| self.aggregate(&set)).collect();
        Question::Show(set, SolutionModifiers { over_all: true, columns, ..SolutionModifiers::default() })
    }

    fn group(&mut self, set: &NounPhrase, rows: &mut SolutionModifiers, keys: Vec<Trail>) {
        self.keys = keys;
        for _ in 0..self.random.below(4) {
            rows.columns.extend(self.group_expression(set, 2));
        }
        for _ in 0..self.random.below(2) {
            let descending = self.random.one_in(2);
            let key = self.group_expression(set, 1);
            rows.sorted.extend(key.map(|key| (key, descending)));
        }
        if self.random.one_in(3)
            && let Some(left) = self.aggregate(set)
        {
            let order = self.random.pick(&ORDERS).unwrap();
            let number = ["0", "1", "2", "2.5"][self.random.below(4)].to_owned();
            rows.having.push((left, ComparisonOperand::Value(ValueComparison::Number(order, number))));
        }
        if self.random.one_in(6)
            && let (Some(left), Some(right)) = (self.aggregate(set), self.aggregate(set))
        {
            let order = self.random.pick(&ORDERS).unwrap();
            rows.having.push((left, ComparisonOperand::Expression(order, right)));
        }
        rows.groups = std::mem::take(&mut self.keys);
    }

    /// Names something that the things are linked to `as other`, and perhaps compares it.
    fn name_another(&mut self, set: &mut NounPhrase) {
        let Some(direction) = self.link(set.kind) else {
            return;
        };
        let end = self.lexicon.end(direction);
        let mut object = NounPhrase::any(end, self.lexicon);
        object.binding = Some("other".to_owned());
        set.filters.push(Condition::Linked(LinkCondition {
            direction,
            reach: LinkReach::Direct,
            quantity: Quantity::Some,
            object: Some(Box::new(object)),
        }));
        self.other = Some(end);
        if self.random.one_in(2)
            && let (Some(own), Some(other)) = (self.trail(set.kind, false), self.trail(end, false))
        {
            let order = self.random.pick(&ORDERS).unwrap();
            let other = Expression::Path(PathSubject::Binding("other".to_owned()), other);
            set.filters.push(Condition::Measure(
                Expression::Path(PathSubject::This, own),
                ComparisonOperand::Expression(order, other),
            ));
        }
    }

    fn link(&mut self, kind: KindId) -> Option<Direction> {
        let links = self.lexicon.role_links(kind);
        self.random.pick(&links)
    }

    /// A path from things of a kind; to more than the things themselves.
    fn trail(&mut self, kind: KindId, iri: bool) -> Option<Trail> {
        let mut hops = Vec::new();
        let mut at = kind;
        for _ in 0..self.random.below(3) {
            let Some(hop) = self.link(at) else { break };
            at = self.lexicon.end(hop);
            hops.push(hop);
        }
        let attributes = self.lexicon.attributes();
        let attributes = attributes
            .filter(|(_, attribute)| self.lexicon.overlap(attribute.of, at))
            .map(|(id, _)| id)
            .collect::<Vec<_>>();
        let end = match self.random.pick(&attributes) {
            Some(attribute) if hops.is_empty() || self.random.below(3) > 0 => TrailEnd::Attribute(attribute),
            _ if iri && self.random.one_in(3) => TrailEnd::Iri,
            _ if hops.is_empty() => return None,
            _ => TrailEnd::Thing,
        };
        Some(Trail { hops, end })
    }

    fn path(&mut self, set: &NounPhrase) -> Option<Expression> {
        if let Some(other) = self.other
            && self.random.one_in(2)
        {
            let trail = self.trail(other, true)?;
            return Some(Expression::Path(PathSubject::Binding("other".to_owned()), trail));
        }
        Some(Expression::Path(PathSubject::This, self.trail(set.kind, true)?))
    }

    fn expression(&mut self, set: &NounPhrase, depth: usize) -> Option<Expression> {
        match self.random.below(8) {
            0 if depth > 0 => self.binary(set, depth, Self::expression),
            1 if depth > 0 => {
                let inner = self.expression(set, depth - 1)?;
                Some(Expression::Round(Box::new(inner), self.random.below(3) as u8))
            }
            2 | 3 => self.aggregate(set).filter(|it| *it != Expression::Count),
            _ => self.path(set),
        }
    }

    fn binary(
        &mut self,
        set: &NounPhrase,
        depth: usize,
        of: fn(&mut Self, &NounPhrase, usize) -> Option<Expression>,
    ) -> Option<Expression> {
        let operators = [Operator::Plus, Operator::Minus, Operator::Times, Operator::Divide];
        let operator = self.random.pick(&operators)?;
        let left = Box::new(of(self, set, depth - 1)?);
        let right = if self.random.one_in(3) {
            Expression::Number(["2", "0", "0.5", "1.10"][self.random.below(4)].to_owned())
        } else {
            of(self, set, depth - 1)?
        };
        Some(Expression::Binary(operator, left, Box::new(right)))
    }

    /// An aggregate of a thing, of a group, or of a whole set.
    fn aggregate(&mut self, set: &NounPhrase) -> Option<Expression> {
        let kinds: Vec<KindId> = self.lexicon.kinds().map(|(id, _)| id).collect();
        let other = self.random.pick(&kinds)?;
        let whole = Box::new(NounPhrase::any(other, self.lexicon));
        let best = self.random.pick(&AGGREGATES)?;
        match self.random.below(8) {
            0 => Some(Expression::SizeOf(whole)),
            1 => {
                let inner = Expression::Path(PathSubject::This, self.trail(other, false)?);
                Some(Expression::AggregateOver(best, Box::new(inner), whole))
            }
            2 | 3 => {
                let direction = self.link(set.kind)?;
                let phrase = NounPhrase::any(self.lexicon.end(direction), self.lexicon);
                Some(Expression::NumberOf(direction, Box::new(phrase)))
            }
            4 => Some(Expression::Count),
            5 => {
                let left = Expression::Path(PathSubject::This, self.trail(set.kind, false)?);
                let right = Expression::Path(PathSubject::This, self.trail(set.kind, false)?);
                let inner = Expression::Binary(Operator::Plus, Box::new(left), Box::new(right));
                Some(Expression::Best(best, Box::new(inner)))
            }
            _ => {
                let inner = Expression::Path(PathSubject::This, self.trail(set.kind, false)?);
                Some(Expression::Best(best, Box::new(inner)))
            }
        }
    }

    /// Of a group: a key, a path from it, or an aggregate.
    fn group_expression(&mut self, set: &NounPhrase, depth: usize) -> Option<Expression> {
        match self.random.below(6) {
            0 if depth > 0 => self.binary(set, depth, Self::group_expression),
            1 | 2 => self.aggregate(set),
            3 => {
                let mut key = self.random.pick(&self.keys.clone())?;
                if key.end == TrailEnd::Thing {
                    let end = key.hops.last().map(|hop| self.lexicon.end(*hop))?;
                    let further = self.trail(end, true)?;
                    key.hops.extend(further.hops);
                    key.end = further.end;
                }
                Some(Expression::Path(PathSubject::This, key))
            }
            _ => {
                let key = self.random.pick(&self.keys.clone())?;
                Some(Expression::Path(PathSubject::This, key))
            }
        }
    }
}

/// A term regardless of its spelling.
fn normal_text(term: &Term) -> String {
    match term {
        Term::Literal(literal) => match literal.value().parse::<f64>() {
            Ok(number) if literal.datatype().as_str().contains("XMLSchema#") => {
                format!("{number:.6e}")
            }
            _ => term.to_string().replace("00.0", "00"),
        },
        _ => term.to_string(),
    }
}

fn sort<T: Ord>(mut rows: Vec<T>) -> Vec<T> {
    rows.sort();
    rows
}

fn is_cut(shape: &str) -> bool {
    shape.contains("first: Some") || shape.contains("skip: Some")
}

/// True of facts with two spellings of a value.
fn has_two_spellings(session: &Session) -> bool {
    let mut values = session.dataset().terms().filter_map(|(_, term)| match term {
        TermRef::Literal(literal) => Some(literal.value()),
        _ => None,
    });
    values.any(|value| value == "1.10" || value.ends_with("00.0"))
}

/// What neither evaluation can compute with.
const TOO_MANY_DIGITS: Code = Code::TooManyDigits;

/// Why the rows of a plan are not those of its SPARQL; none when they are.
fn difference(session: &Session, plan: &Plan) -> Result<(Option<String>, usize), TestCaseError> {
    let fail = |fault: caveat::base::Diagnostic| TestCaseError::fail(fault.message);
    let own = match session.rows(plan) {
        Err(fault) if fault.code == TOO_MANY_DIGITS => {
            let by_sparql = session.rows_of_sparql(plan).map_err(|fault| fault.code);
            prop_assert_eq!(by_sparql.map(|rows| rows.len()), Err(TOO_MANY_DIGITS));
            return Ok((None, 0));
        }
        own => own.map_err(fail)?,
    };
    let size = session.number_of_rows(plan).map_err(fail)?;
    if size != own.len() {
        let told = format!("{size} rows are counted, {} made", own.len());
        return Ok((Some(told), size));
    }
    let by_sparql = session.rows_of_sparql(plan).map_err(fail)?;
    if own == by_sparql {
        return Ok((None, own.len()));
    }
    let meaning = |rows: &[Row]| -> Vec<Vec<Option<String>>> {
        let row = |row: &Row| row.iter().map(|it| it.as_ref().map(normal_text)).collect();
        rows.iter().map(row).collect()
    };
    let text = |rows: &[Row]| sort(rows.iter().map(|row| format!("{row:?}")).collect());
    let unordered = matches!(plan.shape, AnswerShape::Things);
    // Of equal values in two spellings, any may be the least, and any may come first.
    let shape = format!("{:?}", plan.shape);
    let computed = ["Best(", "Over(", "Binary(", "first: Some", "skip: Some"];
    let computed = computed.iter().any(|part| shape.contains(part));
    let alike = meaning(&own) == meaning(&by_sparql);
    let same = text(&own) == text(&by_sparql);
    // Groups with equal keys have no order among themselves.
    let grouped = matches!(plan.shape, AnswerShape::Groups { .. }) && has_two_spellings(session);
    // Where some are cut off, it may be any of them.
    let cut = grouped && is_cut(&shape);
    if alike && (same || computed) || (unordered || grouped) && same || cut && own.len() == by_sparql.len() {
        return Ok((None, own.len()));
    }
    let mut told = String::new();
    for (name, rows, others) in [("native", &own, &by_sparql), ("SPARQL", &by_sparql, &own)] {
        writeln!(told, "{name}: {} rows", rows.len()).unwrap();
        for (at, row) in rows.iter().enumerate().take(30) {
            let mark = if others.get(at) == Some(row) { ' ' } else { '!' };
            let cells = row.iter();
            let cells = cells.map(|it| it.as_ref().map_or("-".to_owned(), Term::to_string));
            writeln!(told, " {mark} {}", cells.collect::<Vec<_>>().join(" | ")).unwrap();
        }
    }
    Ok((Some(told), own.len()))
}

pub(crate) fn check_rows(session: &Session, question: &Question) -> Result<usize, TestCaseError> {
    let Ok(plan) = session.plan(question) else {
        return Ok(0);
    };
    let (difference, rows) = difference(session, &plan)?;
    let Some(difference) = difference else {
        return Ok(rows);
    };
    let asked = ResolvedStatement::Question(question.clone());
    let said = sentence(&asked, session.lexicon(), session.dataset());
    let sparql = caveat::plan::select(&plan, session.lexicon());
    let sparql = caveat::plan::sparql_text(&sparql.query, session.dataset().prefixes());
    Err(TestCaseError::fail(format!("{said}\n{sparql}\n{difference}")))
}

/// The facts of a library, some of its values spelled otherwise or of wrong types, some missing, some twice.
pub(crate) fn odd_library(session: &Session, seed: u64) -> Session {
    let numbers = [
        "\"1.10\"^^xsd:decimal",
        "\"1.1\"^^xsd:decimal",
        "\"11E-1\"^^xsd:double",
        "\"01\"^^xsd:integer",
        "\"1\"^^xsd:int",
        "\"9223372036854775807\"^^xsd:integer",
        "\"25E-1\"^^xsd:double",
        "-7",
    ];
    let days = ["\"2026-04-01\"^^xsd:date", "\"2026-04-02\"^^xsd:date"];
    let times = [
        "\"2026-04-01T17:00:00\"^^xsd:dateTime",
        "\"2026-04-01T17:00:00.0\"^^xsd:dateTime",
        "\"2026-04-01T00:00:00\"^^xsd:dateTime",
    ];
    let texts = ["\"Book 1\"@en", "\"Book 1\"@sv", "\"BOOK 1\"", "\"\"", "\"Straße\""];
    let mut random = SplitMix(seed);
    let sort = |property: &str| -> &[&str] {
        let lexicon = session.lexicon();
        let of = lexicon.attributes().find(|(_, attribute)| {
            attribute.path.0.iter().any(|step| matches!(step, Step::Forward(own) if own.as_str() == property))
        });
        match of.map(|(_, attribute)| &attribute.values) {
            Some(ValueType::Number) => &numbers,
            Some(ValueType::Date) => &days,
            Some(ValueType::DateTime) => &times,
            Some(ValueType::Text) => &texts,
            _ => &[],
        }
    };
    let mut text = "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n".to_owned();
    for quad in session.dataset().quads() {
        let own = quad.subject.to_string().contains("library.example/id/");
        if !own || quad.predicate == rdf::TYPE {
            writeln!(text, "{} {} {} .", quad.subject, quad.predicate, quad.object).unwrap();
            continue;
        }
        let chance = random.below(10);
        if chance > 1 {
            writeln!(text, "{} {} {} .", quad.subject, quad.predicate, quad.object).unwrap();
        }
        if (1..6).contains(&chance)
            && let Some(other) = random.pick(sort(quad.predicate.as_str()))
        {
            writeln!(text, "{} {} {other} .", quad.subject, quad.predicate).unwrap();
        }
    }
    world::of_text(&text, None).unwrap_or_else(|it| panic!("{}", world::messages(&it)))
}

/// Asks this many questions, each shaped at random; returns how many were asked, and how many found rows.
fn ask_shaped_questions(session: &Session, questions: u32, seed: u8) -> (u32, u32) {
    let (asked, told) = (Cell::new(0), Cell::new(0));
    for_seeded_questions(session, questions, seed, |session, question| {
        let set = question.set().expect("a random question is about a set");
        let mut hasher = DefaultHasher::new();
        // The sentence, not the debug form: the name of a type must not decide what is asked.
        let asked_as = ResolvedStatement::Question(question.clone());
        (sentence(&asked_as, session.lexicon(), session.dataset()), seed).hash(&mut hasher);
        let mut shaper = QuestionShaper {
            lexicon: session.lexicon(),
            random: SplitMix(hasher.finish()),
            other: None,
            keys: Vec::new(),
        };
        // Few random sets have many things: every second is one of all things of its kind.
        let mut set = set.clone();
        if shaper.random.one_in(2) {
            set.filters.clear();
            set.adjectives.clear();
        }
        let shaped = shaper.question(set);
        let found = check_rows(session, &shaped)?;
        asked.set(asked.get() + 1);
        told.set(told.get() + u32::from(found > 0));
        Ok(())
    });
    (asked.get(), told.get())
}

#[test]
fn random_questions_have_the_rows_of_sparql() {
    let (mut asked, mut told) = (0, 0);
    for seed in 0..12 {
        let library = random_library(200 + seed);
        for session in [odd_library(&library, seed), library] {
            let (more, found) = ask_shaped_questions(&session, 100, seed as u8);
            asked += more;
            told += found;
        }
    }
    for (seed, world) in ["library", "shipped"].into_iter().enumerate() {
        let (more, found) = ask_shaped_questions(&world::session(world), 150, seed as u8);
        asked += more;
        told += found;
    }
    assert!(told * 2 > asked, "{told} of {asked} find something");
}

/// Questions that once had other rows in SPARQL.
#[test]
fn known_questions_have_the_rows_of_sparql() {
    let known = [
        // Readers without a home have no label of one, nor every label.
        "show count of loans per reader, book.state sorted by reader.home descending",
        "show reader, reader.home, count of loans per reader sorted by reader.home",
    ];
    for seed in 200..206 {
        let session = random_library(seed);
        for asked in known {
            let source = Source::new("question", asked);
            let statements = parse(&source).unwrap();
            let read = session.read(&statements[0], &source);
            let ResolvedStatement::Question(question) = read.unwrap_or_else(|it| panic!("{}", world::messages(&it)))
            else {
                panic!("a question");
            };
            check_rows(&session, &question).unwrap();
        }
    }
}

#[test]
fn describe_gives_the_facts_of_sparql() {
    let library = random_library(7);
    for session in [odd_library(&library, 7), world::session("shipped")] {
        let (lexicon, dataset) = (session.lexicon(), session.dataset());
        let mut told = 0;
        for (id, term) in dataset.terms() {
            let Some(iri) = named_node(term) else {
                continue;
            };
            let Some(kind) = lexicon.kinds_of(dataset, id).first().copied() else {
                continue;
            };
            let thing = Thing { iri, kind };
            told += usize::from(check_rows(&session, &Question::Describe(thing)).unwrap() > 0);
        }
        assert!(told > 20, "{told} things are told of");
    }
}

fn named_node(term: TermRef<'_>) -> Option<oxigraph::model::NamedNode> {
    match term {
        TermRef::NamedNode(iri) => Some(iri.into_owned()),
        _ => None,
    }
}
