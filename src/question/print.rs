//! Resolved question → the canonical sentence. Reading the sentence gives the same question: the
//! printer follows the rules of attachment and sets parentheses where they would decide otherwise.

use crate::base::visible;
use crate::lang::quote;
use crate::question::reader::Open;
use crate::question::tree::{
    Base, Bound, Comparison, Condition, Linked, Moment, NounPhrase, Order, Polarity, Quantity,
    Question, Reach, Resolved, Rows, TextTest, Thing,
};
use crate::store::Dataset;
use crate::words::{
    AttributeId, Direction, Forms, KindId, Lexicon, Number, Trail, TrailEnd, ValueType,
    with_article,
};

/// The sentence that says what was understood.
#[must_use]
pub fn sentence(resolved: &Resolved, lexicon: &Lexicon, dataset: &Dataset) -> String {
    let mut printer = Printer {
        lexicon,
        dataset,
        open: Vec::new(),
    };
    match resolved {
        Resolved::Question(question) => printer.question(question),
        Resolved::Define {
            word,
            kind,
            meaning,
        } => {
            let noun = lexicon.kind_word(*kind, Number::Singular);
            let meaning = printer.object(Quantity::Some, meaning, None).text;
            format!("define {} {noun} as {meaning}", with_article(word))
        }
        Resolved::Let { name, meaning } => {
            let meaning = printer.phrase(meaning, Said::That, None).text;
            format!("let {name} be {meaning}")
        }
        Resolved::Sparql(text) => format!("sparql {text}"),
    }
}

/// How the conditions of a noun are said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Said {
    /// `claims lack a source`: the verb of the question.
    Main,
    /// `claims that lack a source`
    That,
}

/// A printed part of a sentence.
#[derive(Debug, Default)]
struct Printed {
    text: String,
    /// The nouns at its end that could still take a modifier, the outermost first.
    edges: Vec<Number>,
    /// The number of its verb, where the form tells.
    number: Option<Number>,
    /// True for `whose …`, which follows a noun without `that`.
    modifier: bool,
}

struct Printer<'a> {
    lexicon: &'a Lexicon,
    dataset: &'a Dataset,
    open: Vec<Open>,
}

impl Printer<'_> {
    fn question(&mut self, question: &Question) -> String {
        match question {
            Question::Which(set, rows) => {
                let set = self.phrase(set, Said::Main, None).text;
                let showing = if rows.columns.is_empty() {
                    String::new()
                } else {
                    format!(" showing {}", self.columns(rows))
                };
                format!("which {set}{}{showing}", self.shaping(rows))
            }
            Question::Show(set, rows) => {
                let columns = self.columns(rows);
                let set = self.phrase(set, Said::That, None).text;
                format!("show {columns} of {set}{}", self.shaping(rows))
            }
            Question::HowMany(set) => {
                let set = self.phrase(set, Said::Main, None).text;
                format!("how many {set}")
            }
            Question::IsThere(quantity, set) => {
                let is = match set.number {
                    Number::Singular => "is",
                    Number::Plural => "are",
                };
                let set = self.object(*quantity, set, None).text;
                format!("{is} there {set}")
            }
            Question::Describe(thing) => format!("describe {}", self.name(thing)),
        }
    }

    fn columns(&self, rows: &Rows) -> String {
        let columns: Vec<String> = rows
            .columns
            .iter()
            .map(|trail| trail.words(self.lexicon))
            .collect();
        columns.join(", ")
    }

    fn shaping(&self, rows: &Rows) -> String {
        let mut text = String::new();
        if let Some((trail, descending)) = &rows.sorted {
            let descending = if *descending { " descending" } else { "" };
            text = format!(" sorted by {}{descending}", trail.words(self.lexicon));
        }
        if let Some(first) = rows.first {
            text = format!("{text} first {first}");
        }
        text
    }

    // ------------------------------------------------------------ noun phrases

    /// A noun phrase as an object, with its quantity; `role` says the noun in another word.
    fn object(&mut self, quantity: Quantity, phrase: &NounPhrase, role: Option<&Forms>) -> Printed {
        let mut printed = self.phrase(phrase, Said::That, role);
        let noun = matches!(phrase.base, Base::Noun(_));
        let article = match quantity {
            Quantity::Some if noun && phrase.number == Number::Singular => {
                printed.text = with_article(&printed.text);
                return printed;
            }
            Quantity::Some => return printed,
            Quantity::No => "no".to_owned(),
            Quantity::Only => "only".to_owned(),
            Quantity::Every => "every".to_owned(),
            Quantity::Count(bound, count) => {
                let bound = match bound {
                    Bound::Exactly => "exactly",
                    Bound::AtLeast => "at least",
                    Bound::AtMost => "at most",
                    Bound::MoreThan => "more than",
                    Bound::FewerThan => "fewer than",
                };
                format!("{bound} {count}")
            }
        };
        printed.text = format!("{article} {}", printed.text);
        printed
    }

    fn phrase(&mut self, phrase: &NounPhrase, said: Said, role: Option<&Forms>) -> Printed {
        let bare = phrase.filters.is_empty() && phrase.adjectives.is_empty() && !phrase.all;
        let head = match &phrase.base {
            Base::Noun(noun) => {
                let forms = role.unwrap_or(&self.lexicon.noun(*noun).forms);
                self.noun(phrase, forms.get(phrase.number))
            }
            Base::Things(things) => {
                let names: Vec<String> = things.iter().map(|thing| self.name(thing)).collect();
                let names = names.join(" or ");
                if bare && role.is_none() {
                    return Printed {
                        text: names,
                        ..Printed::default()
                    };
                }
                let noun = self.lexicon.noun(self.lexicon.kind(phrase.kind).noun);
                let forms = role.unwrap_or(&noun.forms);
                let noun = self.noun(phrase, forms.get(phrase.number));
                format!("the {noun} {names}")
            }
            Base::Their(trail) => {
                return Printed {
                    text: format!("their {}", trail.words(self.lexicon)),
                    ..Printed::default()
                };
            }
            Base::Set(set) => {
                let name = self.lexicon.set_name(*set).unwrap_or("those");
                self.noun(phrase, name)
            }
            Base::Those => "those".to_owned(),
        };
        self.open.push(Open::Noun(phrase.kind, phrase.number));
        let mut printed = self.modifiers(head, phrase, said);
        self.open.pop();
        printed.edges.insert(0, phrase.number);
        printed
    }

    fn noun(&self, phrase: &NounPhrase, noun: &str) -> String {
        let all = phrase.all.then_some("all");
        let adjectives = phrase.adjectives.iter().map(|id| {
            let word = self.lexicon.adjective(*id).word.as_deref();
            word.expect("an adjective before a noun has a word")
        });
        let words: Vec<&str> = all.into_iter().chain(adjectives).chain([noun]).collect();
        words.join(" ")
    }

    fn name(&self, thing: &Thing) -> String {
        let id = self.dataset.iri_id(thing.iri.as_ref());
        let named = id.and_then(|id| self.lexicon.names().first_of(self.dataset, id));
        let alone = |name: &String| {
            let plain = visible(name) == name.as_str();
            plain && self.lexicon.names().find(name).len() == 1
        };
        match named.filter(alone) {
            Some(name) => quote(&name),
            None => {
                let short = self.dataset.compact(&thing.iri);
                let reads_back = short.starts_with('<') || short.is_ascii();
                if reads_back {
                    short
                } else {
                    format!("<{}>", thing.iri.as_str())
                }
            }
        }
    }

    /// The noun with what narrows it: first what can stand right behind it, then the verbs.
    fn modifiers(&mut self, head: String, phrase: &NounPhrase, said: Said) -> Printed {
        let mut text = head;
        let mut rest = phrase.filters.as_slice();
        while let [first, more @ ..] = rest {
            let Some(printed) = self.behind_noun(first, phrase.kind) else {
                break;
            };
            let last = more.is_empty();
            let verb_follows = said == Said::Main && more.first().is_some_and(is_verbal);
            if !(printed.edges.is_empty() || last || verb_follows) {
                break;
            }
            text = format!("{text} {}", printed.text);
            rest = more;
            if !printed.edges.is_empty() {
                if last {
                    return Printed {
                        text,
                        edges: printed.edges,
                        ..Printed::default()
                    };
                }
                break;
            }
        }
        if rest.is_empty() {
            return Printed {
                text,
                ..Printed::default()
            };
        }
        let mut printed = match rest {
            [Condition::Any(any)] => self.chain(any, "or", phrase.kind, phrase.number),
            all => self.chain(all, "and", phrase.kind, phrase.number),
        };
        let relative = if said == Said::That && !printed.modifier {
            " that"
        } else {
            ""
        };
        printed.text = format!("{text}{relative} {}", printed.text);
        printed
    }

    /// A condition as it stands right behind a noun: `about training`, `whose access is public`.
    fn behind_noun(&mut self, condition: &Condition, kind: KindId) -> Option<Printed> {
        match condition {
            Condition::Linked(linked) => match self.style(linked, kind) {
                Style::Preposition(word) | Style::Participle(word) => {
                    Some(self.linked(&word, linked, None))
                }
                _ => None,
            },
            Condition::Compare(trail, comparison) => {
                let word = self.word_behind_noun(trail);
                match word {
                    Some(word) => Some(Printed {
                        text: format!("{word} {}", self.comparison(trail, comparison)),
                        ..Printed::default()
                    }),
                    None => Some(self.predicate(condition, kind, Number::Plural)),
                }
            }
            Condition::Whose { .. } => Some(self.predicate(condition, kind, Number::Plural)),
            _ => None,
        }
    }

    // -------------------------------------------------------------- conditions

    /// Conditions joined by one word, each bound to the noun that they are said of.
    fn chain(
        &mut self,
        conditions: &[Condition],
        joint: &str,
        kind: KindId,
        number: Number,
    ) -> Printed {
        let mut whole = Printed::default();
        for (at, condition) in conditions.iter().enumerate() {
            let mut next = match condition {
                Condition::Any(_) | Condition::All(_) => self.group(condition, kind, number),
                condition => self.predicate(condition, kind, number),
            };
            if at == 0 {
                whole = next;
                continue;
            }
            let relative = self.relative(&whole, &next, number);
            let relative = relative.unwrap_or_else(|| {
                whole.text = format!("({})", whole.text);
                whole.edges.clear();
                if whole.modifier || next.modifier {
                    ""
                } else {
                    "that "
                }
            });
            whole.text = format!("{} {joint} {relative}{}", whole.text, next.text);
            whole.edges = std::mem::take(&mut next.edges);
        }
        whole
    }

    /// What has to stand before the next condition so that it belongs to the noun in hand: nothing,
    /// or `that`; `None` when only parentheses help.
    fn relative(&self, before: &Printed, next: &Printed, number: Number) -> Option<&'static str> {
        if next.modifier {
            return before.edges.is_empty().then_some("");
        }
        let group = self.open.iter().rposition(|open| *open == Open::Group);
        let visible = &self.open[group.map_or(0, |at| at + 1)..];
        let outer = &visible[..visible.len().saturating_sub(1)];
        let agrees = |other: Number| next.number.is_none_or(|verb| verb == other);
        let outer_agrees = outer.iter().any(|open| match open {
            Open::Noun(_, other) => agrees(*other),
            Open::Group => false,
        });
        let inner_agrees = before.edges.iter().any(|other| agrees(*other));
        if outer.is_empty() && agrees(number) {
            return Some("");
        }
        if !inner_agrees {
            return Some("that ");
        }
        (!outer_agrees && agrees(number)).then_some("")
    }

    fn group(&mut self, condition: &Condition, kind: KindId, number: Number) -> Printed {
        self.open.extend([Open::Group, Open::Noun(kind, number)]);
        let inner = match condition {
            Condition::Any(any) => self.chain(any, "or", kind, number),
            Condition::All(all) => self.chain(all, "and", kind, number),
            other => self.predicate(other, kind, number),
        };
        self.open.truncate(self.open.len() - 2);
        Printed {
            text: format!("({})", inner.text),
            edges: Vec::new(),
            number: inner.number,
            modifier: false,
        }
    }

    /// One condition as a verb phrase of that number, or as `whose …`.
    fn predicate(&mut self, condition: &Condition, kind: KindId, number: Number) -> Printed {
        let is = pick(number, "is", "are");
        let plain = |text: String| Printed {
            text,
            number: Some(number),
            ..Printed::default()
        };
        match condition {
            Condition::All(_) | Condition::Any(_) => self.group(condition, kind, number),
            Condition::Not(inner) => self.negated(inner, kind, number),
            Condition::Linked(linked) => self.link(linked, kind, number),
            Condition::Is(id, polarity) => {
                let adjective = self.lexicon.adjective(*id);
                match (&adjective.word, &adjective.verb, polarity) {
                    (Some(word), _, Polarity::Positive) => plain(format!("{is} {word}")),
                    (Some(word), _, Polarity::Negative) => plain(format!("{is} not {word}")),
                    (None, Some(verb), _) => {
                        let mut printed = plain(verb.get(number).to_owned());
                        printed.number = told(verb, number);
                        printed
                    }
                    (None, None, _) => plain(is.to_owned()),
                }
            }
            Condition::IsA(phrase, polarity) => {
                let object = self.object(Quantity::Some, phrase, None);
                let not = match polarity {
                    Polarity::Positive => "",
                    Polarity::Negative => "not ",
                };
                Printed {
                    text: format!("{is} {not}{}", object.text),
                    number: Some(number),
                    ..object
                }
            }
            Condition::Carries(id, polarity) => {
                let verb = match polarity {
                    Polarity::Positive => pick(number, "has", "have"),
                    Polarity::Negative => pick(number, "lacks", "lack"),
                };
                plain(format!("{verb} {}", with_article(self.attribute_word(*id))))
            }
            Condition::Compare(trail, comparison) => {
                if let Some(word) = self.word_behind_noun(trail) {
                    let compared = self.comparison(trail, comparison);
                    return plain(format!("{is} {word} {compared}"));
                }
                let words = trail.words(self.lexicon);
                let compared = self.comparison(trail, comparison);
                let is_not = matches!(
                    comparison,
                    Comparison::Values(_, Polarity::Negative)
                        | Comparison::Text(TextTest::IsNot, _)
                        | Comparison::Number(Order::NotEqual, _)
                        | Comparison::Date(Order::NotEqual, _)
                );
                let verb = match comparison {
                    _ if is_not => " is not",
                    Comparison::Text(TextTest::Is, _)
                    | Comparison::Values(..)
                    | Comparison::NumberBetween(..)
                    | Comparison::Date(..)
                    | Comparison::DateBetween(..)
                    | Comparison::Recent(..) => " is",
                    Comparison::Text(..) | Comparison::Number(..) => "",
                };
                Printed {
                    text: format!("whose {words}{verb} {compared}"),
                    modifier: true,
                    ..Printed::default()
                }
            }
            Condition::Whose {
                trail,
                every,
                holds,
            } => {
                let every = if *every { "every " } else { "" };
                let words = trail.words(self.lexicon);
                let subject = trail.kind(self.lexicon, kind);
                self.open.push(Open::Noun(subject, Number::Singular));
                let holds = match holds.as_ref() {
                    Condition::Any(any) => self.chain(any, "or", subject, Number::Singular),
                    Condition::All(all) => self.chain(all, "and", subject, Number::Singular),
                    other => self.predicate(other, subject, Number::Singular),
                };
                self.open.pop();
                let mut edges = holds.edges;
                edges.insert(0, Number::Singular);
                Printed {
                    text: format!("whose {every}{words} {}", holds.text),
                    edges,
                    number: None,
                    modifier: true,
                }
            }
        }
    }

    fn negated(&mut self, inner: &Condition, kind: KindId, number: Number) -> Printed {
        let verbal = match inner {
            Condition::Linked(linked) => {
                matches!(self.style(linked, kind), Style::Verb(_) | Style::Have(_))
            }
            _ => false,
        };
        if verbal {
            let printed = self.predicate(inner, kind, Number::Plural);
            return Printed {
                text: format!("{} not {}", pick(number, "does", "do"), printed.text),
                number: Some(number),
                ..printed
            };
        }
        if let Condition::Linked(linked) = inner
            && let Style::Preposition(word) | Style::Participle(word) = self.style(linked, kind)
        {
            let printed = self.linked(&word, linked, None);
            return Printed {
                text: format!("{} not {}", pick(number, "is", "are"), printed.text),
                number: Some(number),
                ..printed
            };
        }
        let printed = self.group(inner, kind, number);
        Printed {
            text: format!("not {}", printed.text),
            ..printed
        }
    }

    // -------------------------------------------------------------------- links

    fn link(&mut self, linked: &Linked, kind: KindId, number: Number) -> Printed {
        match self.style(linked, kind) {
            Style::Verb(forms) => {
                let mut printed = self.linked(forms.get(number), linked, None);
                printed.number = told(&forms, number);
                printed
            }
            Style::Preposition(word) | Style::Participle(word) => {
                let printed = self.linked(&word, linked, None);
                Printed {
                    text: format!("{} {}", pick(number, "is", "are"), printed.text),
                    number: Some(number),
                    ..printed
                }
            }
            Style::Have(role) => {
                let verb = pick(number, "has", "have");
                let printed = self.linked(verb, linked, Some(&role));
                Printed {
                    number: Some(number),
                    ..printed
                }
            }
            Style::Lack(role) => {
                let verb = pick(number, "lacks", "lack");
                let some = Linked {
                    quantity: Quantity::Some,
                    ..linked.clone()
                };
                let printed = self.linked(verb, &some, Some(&role));
                Printed {
                    number: Some(number),
                    ..printed
                }
            }
        }
    }

    fn linked(&mut self, word: &str, linked: &Linked, role: Option<&Forms>) -> Printed {
        let reach = match linked.reach {
            Reach::Direct => "",
            Reach::Ultimately => "ultimately ",
            Reach::ThemselvesOrUltimately => "themselves or ultimately ",
        };
        let Some(object) = &linked.object else {
            return Printed {
                text: format!("{reach}{word}"),
                ..Printed::default()
            };
        };
        let role = role.filter(|_| self.is_role_object(linked.direction, object));
        let object = self.object(linked.quantity, object, role);
        Printed {
            text: format!("{reach}{word} {}", object.text),
            ..object
        }
    }

    /// True when the object's noun is only the noun of the kind that the link leads to: then the
    /// role says it better.
    fn is_role_object(&self, direction: Direction, object: &NounPhrase) -> bool {
        let kind = self.lexicon.end(direction);
        match object.base {
            Base::Noun(noun) => noun == self.lexicon.kind(kind).noun,
            Base::Things(_) => true,
            _ => false,
        }
    }

    /// How a link is said of a thing of `kind`.
    fn style(&self, linked: &Linked, kind: KindId) -> Style {
        let words = self.lexicon.direction_words(linked.direction);
        let role = words.roles.first().filter(|_| {
            let direct = linked.reach == Reach::Direct;
            let object = linked.object.as_deref();
            direct && object.is_some_and(|object| self.can_be_had(linked.direction, object, kind))
        });
        if let (Quantity::No, Some(role)) = (linked.quantity, role) {
            return Style::Lack(role.clone());
        }
        if linked.object.is_none()
            && let Some(verb) = words.verbs.first()
        {
            return Style::Verb(verb.clone());
        }
        if let Some(word) = words.prepositions.first() {
            return Style::Preposition(word.clone());
        }
        if let Some(verb) = words.verbs.first() {
            return Style::Verb(verb.clone());
        }
        if let Some(word) = words.participles.first() {
            return Style::Participle(word.clone());
        }
        let role = role.or(words.roles.first());
        let role = role.cloned();
        Style::Have(role.unwrap_or_else(|| Forms::of_noun("link")))
    }

    /// True when `have` and the object mean this link and no other.
    fn can_be_had(&self, direction: Direction, object: &NounPhrase, kind: KindId) -> bool {
        if self.is_role_object(direction, object) {
            return true;
        }
        matches!(object.base, Base::Noun(_)) && {
            let links = self.lexicon.role_links(kind);
            let leads =
                |link: &&Direction| self.lexicon.overlap(self.lexicon.end(**link), object.kind);
            links.iter().filter(leads).count() == 1
        }
    }

    // ------------------------------------------------------------- comparisons

    fn attribute_word(&self, id: AttributeId) -> &str {
        let noun = self.lexicon.attribute(id).nouns.first();
        noun.map_or("value", |noun| noun.singular.as_str())
    }

    /// `retrieved`, `from`: the word with which a comparison stands right behind a noun.
    fn word_behind_noun(&self, trail: &Trail) -> Option<String> {
        let TrailEnd::Attribute(id) = trail.end else {
            return None;
        };
        if !trail.hops.is_empty() {
            return None;
        }
        let attribute = self.lexicon.attribute(id);
        let word = attribute.participles.first();
        word.or(attribute.prepositions.first()).cloned()
    }

    fn comparison(&self, trail: &Trail, comparison: &Comparison) -> String {
        let behind = self.word_behind_noun(trail).is_some();
        let either = |words: Vec<String>| words.join(" or ");
        match comparison {
            Comparison::Values(terms, polarity) => {
                let words = terms.iter().map(|term| self.value_word(trail, term));
                let sign = match polarity {
                    Polarity::Negative if behind => "!= ",
                    _ => "",
                };
                format!("{sign}{}", either(words.collect()))
            }
            Comparison::Text(test, texts) => {
                let quoted = either(texts.iter().map(|text| quote(text)).collect());
                match test {
                    TextTest::Is => quoted,
                    TextTest::IsNot if behind => format!("!= {quoted}"),
                    TextTest::IsNot => quoted,
                    TextTest::Contains => format!("contains {quoted}"),
                    TextTest::StartsWith => format!("starts with {quoted}"),
                    TextTest::EndsWith => format!("ends with {quoted}"),
                    TextTest::Matches => {
                        let regex = texts.first().map_or("", String::as_str);
                        format!("matches /{}/", regex.replace('/', "\\/"))
                    }
                }
            }
            Comparison::Number(order, number) => match order {
                Order::Less => format!("< {number}"),
                Order::AtMost => format!("<= {number}"),
                Order::Equal => format!("= {number}"),
                Order::NotEqual if behind => format!("!= {number}"),
                Order::NotEqual => format!("= {number}"),
                Order::AtLeast => format!(">= {number}"),
                Order::Greater => format!("> {number}"),
            },
            Comparison::NumberBetween(low, high) => format!("between {low} and {high}"),
            Comparison::Date(order, moment) => {
                let day = moment_words(moment);
                match order {
                    Order::Less => format!("before {day}"),
                    Order::AtMost => format!("until {day}"),
                    Order::Equal => equal_day(moment, &day),
                    Order::NotEqual if behind => format!("!= {day}"),
                    Order::NotEqual => equal_day(moment, &day),
                    Order::AtLeast => format!("since {day}"),
                    Order::Greater => format!("after {day}"),
                }
            }
            Comparison::DateBetween(from, until) => {
                format!("between {} and {}", moment_words(from), moment_words(until))
            }
            Comparison::Recent(count, unit) => format!("in the last {}", unit.words(*count)),
        }
    }

    fn value_word(&self, trail: &Trail, term: &oxigraph::model::Term) -> String {
        let TrailEnd::Attribute(id) = trail.end else {
            return String::new();
        };
        let ValueType::OneOf(values) = &self.lexicon.attribute(id).values else {
            return String::new();
        };
        let known = values.iter().find(|(value, _)| value == term);
        let word = known.and_then(|(_, words)| words.first());
        word.map_or_else(String::new, |word| quote(word))
    }
}

/// How a link is said.
enum Style {
    /// `cite a source`
    Verb(Forms),
    /// `about training`
    Preposition(String),
    /// `cited by a claim`
    Participle(String),
    /// `have a source`
    Have(Forms),
    /// `lack a source`
    Lack(Forms),
}

/// True when a condition is said with a verb: the main verb of a question may follow any noun.
fn is_verbal(condition: &Condition) -> bool {
    !matches!(condition, Condition::Compare(..) | Condition::Whose { .. })
}

fn pick(number: Number, singular: &'static str, plural: &'static str) -> &'static str {
    match number {
        Number::Singular => singular,
        Number::Plural => plural,
    }
}

/// The number that a verb form tells; none when both forms are alike.
fn told(forms: &Forms, number: Number) -> Option<Number> {
    (forms.singular != forms.plural).then_some(number)
}

fn moment_words(moment: &Moment) -> String {
    match moment {
        Moment::Date(date) => date.to_string(),
        Moment::Today => "today".to_owned(),
        Moment::Ago(count, unit) => format!("{} ago", unit.words(*count)),
    }
}

fn equal_day(moment: &Moment, day: &str) -> String {
    match moment {
        Moment::Ago(..) => format!("= {day}"),
        _ => format!("on {day}"),
    }
}
