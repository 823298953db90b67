//! The context of a yes or a no that can take it back: a remark beside it, the wording of its question.

use crate::base::fold;
use crate::profile::answer::{BEHIND_IT, PROVISIONAL, YesNoReply, contradicts, is_retracted, reply};

/// True if a remark beside an answer says the opposite, says that there is no answer yet, or raises a doubt:
/// `Actually yes`, `We do train`, `TBC`.
pub(super) fn is_retracted_by_note(answer: YesNoReply, remark: &str) -> bool {
    const CORRECTIONS: [&str; 16] = [
        "actually",
        "correction",
        "corrected",
        "update",
        "updated",
        "wrong",
        "incorrect",
        "false",
        "ignore",
        "strike",
        "withdrawn",
        "retracted",
        "misunderstood",
        "understood",
        "nope",
        "practice",
    ];
    let other = match answer {
        YesNoReply::Yes => "no",
        YesNoReply::No => "yes",
        _ => return false,
    };
    let folded = fold(remark);
    let words: Vec<&str> = folded.split(|c: char| !c.is_alphanumeric()).filter(|it| !it.is_empty()).collect();
    let is_corrected = words.iter().take(BEHIND_IT).any(|it| CORRECTIONS.contains(it));
    let is_other = match reply(remark, &[]) {
        Some(own @ (YesNoReply::Yes | YesNoReply::No)) => own != answer,
        Some(YesNoReply::Other) => false,
        Some(YesNoReply::Depends | YesNoReply::Partly | YesNoReply::Unclear) | None => true,
    };
    is_corrected
        || is_other
        || words.first().is_some_and(|it| {
            PROVISIONAL.contains(it) || ["to", "tbc", "tbd", "pending", "awaiting", "not"].contains(it)
        })
        || contradicts(answer, &words)
        || is_retracted(other, &words)
}

/// The first word that inverts a question and is not part of `looked_for`: `Do you not train on …`.
pub(super) fn find_inversion<'q>(question: &'q str, looked_for: &str) -> Option<&'q str> {
    const TURNS: [&str; 41] = [
        "not",
        "never",
        "no",
        "without",
        "t",
        "cannot",
        "refrain",
        "avoid",
        "prevent",
        "prevented",
        "prohibit",
        "prohibited",
        "forbidden",
        "exclude",
        "excluded",
        "except",
        "stop",
        "stopped",
        "stopping",
        "cease",
        "ceased",
        "ended",
        "quit",
        "unable",
        "false",
        "untrue",
        "wrong",
        "impossible",
        "barred",
        "consent",
        "notify",
        "notified",
        "disclose",
        "disclosed",
        "opt",
        "limit",
        "limits",
        "limited",
        "anonymize",
        "anonymise",
        "before",
    ];
    let words = |text: &'q str| text.split(|c: char| !c.is_alphanumeric());
    let looked_for: Vec<String> = looked_for.split(|c: char| !c.is_alphanumeric()).map(fold).collect();
    // Not inverted: `…? If not, say why`, `whether or not`, `(yes/no)`
    let asked = question.find('?').map_or(question, |end| &question[..end]);
    let all: Vec<&str> = words(asked).filter(|it| !it.is_empty()).collect();
    let mut behind = std::iter::once("").chain(all.iter().copied()).zip(&all);
    let is_turn = |(before, word): &(&str, &&'q str)| {
        let word = fold(word);
        !["or", "yes"].contains(&&*fold(before)) && TURNS.contains(&&*word) && !looked_for.contains(&word)
    };
    behind.find(is_turn).map(|(_, word)| *word)
}
