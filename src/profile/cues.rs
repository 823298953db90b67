//! Words that hint at fine print, at a search that found nothing, or at something that could not be read. They only
//! propose: the cue is recorded, and a person decides.

use std::sync::LazyLock;

use regex::Regex;

/// What a cue proposes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum CueKind {
    /// An unread record: `not readable without login`.
    Unread,
    /// An absence finding: `no EU-only routing found`.
    Absence,
    /// A caveat, with the local name of its kind: `scopeLimit`.
    Caveat(&'static str),
}

/// A cue that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cue {
    pub(super) proposes: CueKind,
    /// The words as written.
    pub(super) words: String,
    /// True if it limits the sentence before rather than its own: `However, …`.
    pub(super) limits_previous_sentence: bool,
}

/// What `LOCKED` stands for in a pattern.
const LOCKED: &str =
    r"behind (?:\w+ ){0,2}login|needs? a login|requires? (?:a )?login|without (?:a )?login|under (?:an )?NDA";

/// What each pattern proposes. The cue is its capture group.
const PATTERNS: [(CueKind, &str); 24] = [
    (CueKind::Unread, r"\b((?:could|can) ?not be (?:read|opened)|not readable|unreadable)\b"),
    // Something is locked, and was not seen for that reason.
    (CueKind::Unread, r"\b(LOCKED)\b[^.]*?\b(?:could not be|left (?:null|open|blank|empty|unknown))\b"),
    (CueKind::Unread, r"\bcould not be [^.;]*?(LOCKED)\b"),
    (CueKind::Absence, r"\b(no\b[^.;:]*?\b(?:was |were |been )?found)\b"),
    (CueKind::Absence, r"\b(not found|found no|found nothing)\b"),
    (CueKind::Absence, r"\b(could not be (?:verified|confirmed|found))\b"),
    (CueKind::Absence, r"\b(unconfirmed|unverified|not confirmed)\b"),
    (CueKind::Absence, r"\b(not disclosed|no\b[^.;:]*?\bdisclosed|not formally listed)\b"),
    (CueKind::Absence, r"\b(no\b[^.;:,]*?\b(?:statement|evidence|declaration|schedule))\b"),
    (
        CueKind::Absence,
        r"\b((?:no|none of the) (?:[\w-]+ ){0,3}?(?:document|source|page|policy|contract|term)s? guarantees?)\b",
    ),
    (
        CueKind::Caveat("scopeLimit"),
        r"\b((?:does|do|did) not guarantee|(?:is|are) not guaranteed|no\b[^.;:]*?\bguarantees?)\b",
    ),
    (CueKind::Caveat("scopeLimit"), r"(?:^|[^-\w])(only)\b"),
    (CueKind::Caveat("scopeLimit"), r"\b((?:enterprise|business|customer|employee)-only)\b"),
    (CueKind::Caveat("exception"), r"\b(unless)\b"),
    (CueKind::Caveat("exception"), r"\b(except(?: for| where| when)?)\b"),
    (CueKind::Caveat("exception"), r"^(however|but)\b"),
    (CueKind::Caveat("exception"), r"[;,:] (however|but)\b"),
    (CueKind::Caveat("condition"), r"\b(LOCKED)\b"),
    (CueKind::Caveat("condition"), r"\b(depends? on)\b"),
    (CueKind::Caveat("condition"), r"\b(by default|off by default|opt-(?:in|out))\b"),
    (CueKind::Caveat("condition"), r"\b(on request|upon request|for eligible)\b"),
    (
        CueKind::Caveat("condition"),
        r"\b(commercially reasonable|without (?:the )?(?:customer's )?(?:explicit )?(?:permission|consent))\b",
    ),
    (CueKind::Caveat("condition"), r"\b(may apply|where that [^.;:]*? applies)\b"),
    (CueKind::Caveat("ambiguity"), r"\b(appears? to be|in effect|looks like)\b"),
];

static CUES: LazyLock<Vec<(CueKind, Regex)>> = LazyLock::new(|| {
    let compiled = PATTERNS.iter().map(|(proposes, pattern)| {
        let regex = Regex::new(&format!("(?i){}", pattern.replace("LOCKED", LOCKED)));
        (*proposes, regex.expect("the patterns are written here"))
    });
    compiled.collect()
});

/// The cues of a sentence, the first for each kind of proposal, in the order of the text.
pub(super) fn cues(sentence: &str) -> Vec<Cue> {
    let mut found: Vec<(usize, Cue)> = Vec::new();
    for (proposes, regex) in CUES.iter() {
        let Some(words) = regex.captures(sentence).and_then(|it| it.get(1)) else {
            continue;
        };
        let back = words.start() == 0 && matches!(proposes, CueKind::Caveat("exception"));
        let pointing = sentence.starts_with("This does not") || sentence.starts_with("That does not");
        let cue = Cue {
            proposes: *proposes,
            words: words.as_str().to_owned(),
            limits_previous_sentence: back || pointing && *proposes == CueKind::Caveat("scopeLimit"),
        };
        match found.iter_mut().find(|(_, known)| known.proposes == *proposes) {
            Some((at, known)) if words.start() < *at => (*at, *known) = (words.start(), cue),
            Some(_) => {}
            None => found.push((words.start(), cue)),
        }
    }
    found.sort_by_key(|(at, cue)| (*at, cue.proposes));
    let mut found: Vec<Cue> = found.into_iter().map(|(_, cue)| cue).collect();
    drop_explained_cues(&mut found);
    found
}

/// Keeps one kind of record per sentence: an unread one has no other cue of its own, and a guarantee that makes a
/// finding is not also fine print.
fn drop_explained_cues(found: &mut Vec<Cue>) {
    let guarantees = |cue: &Cue| cue.words.contains("guarantee");
    if found.iter().any(|it| it.proposes == CueKind::Unread) {
        found.retain(|it| it.proposes == CueKind::Unread || it.limits_previous_sentence);
    } else if found.iter().any(|it| it.proposes == CueKind::Absence && guarantees(it)) {
        found.retain(|it| it.proposes == CueKind::Absence || !guarantees(it));
    }
}
