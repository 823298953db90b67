//! Things of which it is unknown whether they are in an answer, since nothing on record says what the question asks.

use oxigraph::model::NamedNode;

use crate::base::{Cut, Limit};
use crate::plan::{AnswerShape, Concept, KnowledgeGap, OpenPredicate, Plan};
use crate::question::LinkReach;
use crate::session::notes::absences::Absences;
use crate::session::notes::{NoteFinder, number_of};
use crate::words::{Direction, KindId, Number, with_article};

/// The reason where no missing fact can be named.
const NOT_ON_RECORD: &str = "what it depends on is not on record";

impl NoteFinder<'_> {
    /// How many things may be in the set of a plan but are not certainly so, with what is missing of them. Each counts
    /// once, for the first fact that is missing. `None` if time runs out.
    pub(super) fn unknown(&self, plan: Option<&Plan>) -> Option<Absences> {
        let mut found = Absences::default();
        let Some((plan, unknown, possible)) =
            plan.and_then(|plan| Some((plan, plan.unknown()?, plan.possible.as_ref()?)))
        else {
            return Some(found);
        };
        let mut rest = vec![unknown];
        let own = possible.gaps.iter().filter_map(|gap| Some((gap, gap.things.as_ref()?)));
        for (gap, things) in own {
            let lacking = Concept::all([rest.clone(), vec![things.clone()]].concat());
            self.tell(plan, lacking, |number| self.missing(gap, number), &mut found)?;
            rest.push(Concept::negate(things.clone()));
        }
        let elsewhere = possible.gaps.iter().find(|gap| gap.things.is_none());
        let why = |_| elsewhere.map_or_else(|| NOT_ON_RECORD.to_owned(), |gap| self.missing_elsewhere(gap));
        self.tell(plan, Concept::all(rest), why, &mut found)?;
        Some(found)
    }

    /// Why the answer to a question about one thing is unknown.
    pub(super) fn unknown_of_one(&self, plan: &Plan) -> Option<String> {
        let possible = plan.possible.as_ref()?;
        for gap in &possible.gaps {
            let Some(things) = &gap.things else {
                continue;
            };
            let lacking = Concept::all(vec![possible.set.clone(), things.clone()]);
            if !self.things(plan, lacking)?.is_empty() {
                return Some(format!("unknown: {}", self.missing(gap, Number::Singular)));
            }
        }
        let gap = possible.gaps.iter().find(|gap| gap.things.is_none())?;
        Some(format!("unknown: {}", self.missing_elsewhere(gap)))
    }

    /// Notes on numbers in the rows that count only what is on record, where that may not be all. `None` if time runs
    /// out.
    pub(super) fn uncertain(&self, plan: Option<&Plan>) -> Option<Absences> {
        let mut found = Absences::default();
        for (plan, uncertain) in plan.into_iter().flat_map(|plan| plan.uncertain.iter().map(move |it| (plan, it))) {
            let may_be = match plan.shape {
                AnswerShape::Groups { .. } => "may be different for",
                _ => "is empty or may be incomplete for",
            };
            let mut rest = vec![plan.set.clone(), uncertain.things.clone()];
            let mut unjudged = 0;
            let mut tell = |set: Concept, why: &dyn Fn(Number) -> String| {
                let things = self.things(plan, set)?;
                if let Some((count, things, names)) = self.count_and_names(plan.kind, &things) {
                    let (words, why) = (&uncertain.words, why(number_of(count)));
                    found.notes.push(format!(
                        "`{words}` covers only what is on record, and {may_be} {things}: {why} ({names})"
                    ));
                    unjudged += count;
                }
                Some(())
            };
            for (gap, things) in uncertain.gaps.iter().filter_map(|gap| Some((gap, gap.things.as_ref()?))) {
                let lacking = Concept::all([rest.clone(), vec![things.clone()]].concat());
                tell(lacking, &|number| self.missing(gap, number))?;
                rest.push(Concept::negate(things.clone()));
            }
            let elsewhere = uncertain.gaps.iter().find(|gap| gap.things.is_none());
            let why = elsewhere.map_or_else(|| NOT_ON_RECORD.to_owned(), |gap| self.missing_elsewhere(gap));
            tell(Concept::all(rest), &|_| why.clone())?;
            if uncertain.decides {
                found.unjudged += unjudged;
            }
        }
        Some(found)
    }

    fn tell(&self, plan: &Plan, unknown: Concept, why: impl Fn(Number) -> String, found: &mut Absences) -> Option<()> {
        let things = self.things(plan, unknown)?;
        if let Some((count, things, names)) = self.count_and_names(plan.kind, &things) {
            found.notes.push(format!("unknown for {things}: {} ({names})", why(number_of(count))));
            found.unjudged += count;
        }
        Some(())
    }

    /// How many things there are, as `2 vendors`, and their names: `Google, Mistral`. `None` for no things.
    fn count_and_names(&self, kind: KindId, things: &[NamedNode]) -> Option<(u64, String, String)> {
        let (lexicon, dataset) = (&self.session.lexicon, &self.session.dataset);
        let count = things.len() as u64;
        let noun = lexicon.kind_word(kind, number_of(count));
        let named = things.iter().filter_map(|it| dataset.iri_id(it.as_ref()));
        let names = Cut::of(named, Limit::UnknownNames).map(|id| lexicon.label(dataset, id));
        (count > 0).then(|| (count, format!("{count} {noun}"), names.comma_list()))
    }

    /// The things of a set.
    fn things(&self, plan: &Plan, set: Concept) -> Option<Vec<NamedNode>> {
        self.session.things_in(plan.kind, set).ok()
    }

    // ------------------------------------------------------------------------------ words

    /// `nothing on record says which vendors they engage`
    fn missing(&self, gap: &KnowledgeGap, number: Number) -> String {
        let (they, their, are) = match number {
            Number::Singular => ("it", "its", "is"),
            Number::Plural => ("they", "their", "are"),
        };
        if let Some(link) = gap.links.last() {
            let (things, has) = (self.role_plural(*link), self.has(gap.open));
            return format!("none of {their} {things} {has}");
        }
        let lexicon = &self.session.lexicon;
        let what = match gap.open {
            OpenPredicate::Relation(direction, reach) | OpenPredicate::PartlyRecorded(direction, reach) => {
                let words = lexicon.direction_words(direction);
                let ends = lexicon.kind_word(lexicon.end(direction), Number::Plural);
                let far = if reach == LinkReach::Direct { "" } else { "ultimately " };
                let verb = words.verbs.first().map(|verb| format!("{far}{}", verb.get(number)));
                let other = words.participles.first().or(words.prepositions.first());
                match verb.or_else(|| other.map(|other| format!("{are} {far}{other}"))) {
                    Some(verb) => format!("which {ends} {they} {verb}"),
                    None => format!("what {their} {} is", self.role(direction)),
                }
            }
            OpenPredicate::Attribute(id) => {
                let noun = lexicon.attribute(id).nouns.first();
                format!("what {their} {} is", noun.map_or("value", |noun| noun.get(Number::Singular)))
            }
            OpenPredicate::Adjective(id) => {
                let adjective = lexicon.adjective(id);
                let verb = adjective.verb.as_ref().map(|verb| verb.get(number).to_owned());
                let word = adjective.word.as_ref().map(|word| format!("{are} {word}"));
                format!("whether {they} {}", word.or(verb).unwrap_or_default())
            }
            OpenPredicate::Answer => return "no plain yes or no is on record".to_owned(),
            OpenPredicate::PartlyWithin(direction) => {
                let words = lexicon.direction_words(direction);
                let word = words.prepositions.first().or(words.participles.first());
                let what = match word.filter(|_| lexicon.start(direction) != lexicon.end(direction)) {
                    Some(word) => format!("what {they} {are} {word} lies"),
                    None if number == Number::Singular => "it lies".to_owned(),
                    None => "they lie".to_owned(),
                };
                return format!("{what} partly inside and partly outside");
            }
        };
        match gap.open {
            OpenPredicate::PartlyRecorded(..) => format!("not everything is on record about {what}"),
            _ => format!("nothing on record says {what}"),
        }
    }

    /// `for a vendor that this depends on, nothing on record says which vendors it engages`
    fn missing_elsewhere(&self, gap: &KnowledgeGap) -> String {
        let lexicon = &self.session.lexicon;
        // Where only one kind has to be looked up, the missing fact is about a thing of that kind.
        let looked_up = |kinds: &[KindId], of: KindId| match kinds {
            [kind] if lexicon.overlap(*kind, of) => *kind,
            _ => of,
        };
        let (open, of): (OpenPredicate, KindId) = match gap.open {
            OpenPredicate::Relation(direction, reach) | OpenPredicate::PartlyRecorded(direction, reach) => {
                let forward = Direction { backward: false, ..direction };
                let kinds = &lexicon.relation(direction.relation).looked_up_for;
                let open = match gap.open {
                    OpenPredicate::PartlyRecorded(..) => OpenPredicate::PartlyRecorded(forward, reach),
                    _ => OpenPredicate::Relation(forward, reach),
                };
                (open, looked_up(kinds, lexicon.start(forward)))
            }
            OpenPredicate::Attribute(id) => {
                (gap.open, looked_up(&lexicon.attribute(id).looked_up_for, lexicon.attribute(id).of))
            }
            OpenPredicate::Adjective(id) => (gap.open, lexicon.adjective(id).of),
            OpenPredicate::PartlyWithin(direction) => (gap.open, lexicon.start(direction)),
            OpenPredicate::Answer => {
                let things = lexicon.comparison().map(|it| lexicon.end(it.things));
                (gap.open, things.unwrap_or_else(|| gap.links.first().map_or(KindId(0), |link| lexicon.start(*link))))
            }
        };
        let of = gap.links.first().map_or(of, |link| lexicon.start(*link));
        let missing = self.missing(&KnowledgeGap { open, ..gap.clone() }, Number::Singular);
        format!("for {} that this depends on, {missing}", lexicon.a_kind(of))
    }

    /// `records`, of a link to them
    fn role_plural(&self, link: Direction) -> String {
        let lexicon = &self.session.lexicon;
        let role = lexicon.direction_words(link).roles.first();
        role.map_or_else(|| lexicon.kind_word(lexicon.end(link), Number::Plural), |role| role.get(Number::Plural))
            .to_owned()
    }

    /// `has a storage place`
    fn has(&self, open: OpenPredicate) -> String {
        let lexicon = &self.session.lexicon;
        match open {
            OpenPredicate::Relation(direction, _) | OpenPredicate::PartlyRecorded(direction, _) => {
                let words = lexicon.direction_words(direction);
                let end = lexicon.a_kind(lexicon.end(direction));
                if let Some(role) = words.roles.first() {
                    return format!("has {}", with_article(role.get(Number::Singular)));
                }
                let verb = words.verbs.first().map(|verb| verb.get(Number::Singular).to_owned());
                let other = words.participles.first().or(words.prepositions.first());
                match verb.or_else(|| other.map(|other| format!("is {other}"))) {
                    Some(verb) => format!("{verb} {end}"),
                    None => format!("has {end}"),
                }
            }
            OpenPredicate::Attribute(id) => {
                let noun = lexicon.attribute(id).nouns.first();
                format!("has {}", with_article(noun.map_or("value", |noun| noun.get(Number::Singular))))
            }
            OpenPredicate::Adjective(_) => "says so".to_owned(),
            OpenPredicate::Answer => "has a plain yes or no".to_owned(),
            OpenPredicate::PartlyWithin(_) => "lies wholly inside or wholly outside".to_owned(),
        }
    }

    /// `country`
    fn role(&self, direction: Direction) -> String {
        let lexicon = &self.session.lexicon;
        let role = lexicon.direction_words(direction).roles.first();
        role.map_or_else(|| lexicon.kind_word(lexicon.end(direction), Number::Singular), |it| it.get(Number::Singular))
            .to_owned()
    }
}
