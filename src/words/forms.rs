//! Word forms: given in the vocabulary, or made by the rules of regular English.

/// Grammatical number: of a noun, or of the subject that a verb form goes with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Number {
    /// `claim`, `lacks`
    Singular,
    /// `claims`, `lack`
    Plural,
}

impl Number {
    /// The number that goes with a count.
    #[must_use]
    pub fn of<N: PartialEq + From<u8>>(count: N) -> Self {
        if count == N::from(1) { Self::Singular } else { Self::Plural }
    }
}

/// The two forms of a noun (`claim`, `claims`) or of a verb (`cites`, `cite`): the form that goes
/// with one thing and the form that goes with several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forms {
    /// `claim`, `cites`
    pub singular: String,
    /// `claims`, `cite`
    pub plural: String,
}

impl Forms {
    /// A noun from its singular: `access class` gives `access classes`.
    #[must_use]
    pub fn of_noun(singular: &str) -> Self {
        let (head, last) = singular.rsplit_once(' ').map_or(("", singular), |(head, last)| (head, last));
        let plural = join(head, &with_s(last));
        Self { singular: singular.to_owned(), plural }
    }

    /// A verb from its base form: `rest on` gives `rests on`. An adverb in front stays: `directly carries`.
    #[must_use]
    pub fn of_verb(base: &str) -> Self {
        let singular = match base.split_once(' ') {
            Some((adverb, verb)) if adverb.ends_with("ly") && !VERBS_IN_LY.contains(&adverb) => {
                join(adverb, &Self::of_verb(verb).singular)
            }
            Some((verb, tail)) => join(&third_person(verb), tail),
            None => third_person(base),
        };
        Self { singular, plural: base.to_owned() }
    }

    /// The number that a form reveals; none if both forms are spelled alike: `series`.
    #[must_use]
    pub fn agreement(&self, number: Number) -> Option<Number> {
        (self.singular != self.plural).then_some(number)
    }

    /// The form for a number.
    #[must_use]
    pub fn get(&self, number: Number) -> &str {
        match number {
            Number::Singular => &self.singular,
            Number::Plural => &self.plural,
        }
    }
}

/// Verbs that end as adverbs do.
const VERBS_IN_LY: [&str; 14] = [
    "ally", "apply", "bully", "comply", "fly", "imply", "misapply", "multiply", "rally", "rely", "reply", "sully",
    "supply", "tally",
];

const VOWELS: [char; 5] = ['a', 'e', 'i', 'o', 'u'];

fn join(head: &str, tail: &str) -> String {
    let blank = if head.is_empty() || tail.is_empty() { "" } else { " " };
    format!("{head}{blank}{tail}")
}

/// `goes`, `vetoes`; not for nouns, because too many nouns in `o` take only an `s`.
fn third_person(verb: &str) -> String {
    match verb.strip_suffix('o') {
        Some(stem) if !stem.ends_with(VOWELS) => format!("{verb}es"),
        _ => with_s(verb),
    }
}

/// The plural of a noun and the third person of a verb are formed alike in regular English, except those in `o`.
fn with_s(word: &str) -> String {
    let hisses = ["s", "x", "z", "ch", "sh"];
    if hisses.iter().any(|end| word.ends_with(end)) {
        return format!("{word}es");
    }
    match word.strip_suffix('y') {
        Some(stem) if !stem.ends_with(VOWELS) => format!("{stem}ies"),
        _ => format!("{word}s"),
    }
}
