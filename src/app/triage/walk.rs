//! Drafts one after the other: each decision is in the files before the next draft is shown, so that a person can stop
//! at any time and go on later.

use crate::app::cli::Options;
use crate::app::opening::{facts, files};
use crate::app::output::Output;
use crate::app::triage::Desk;
use crate::app::triage::ask::Lines;
use crate::base::{Diagnostic, fold, is_web, nearest, visible};
use crate::profile::{Decided, Draft, Outcome, drafts, is_stance, missing, topics};

const KEYS: &str =
    "a accept · e edit · t topic · n stance · s source · c caveats · r reject · k keep for later · q quit";

/// Walks through the drafts.
pub(super) fn walk(
    mut desk: Desk,
    waiting: Vec<Draft>,
    options: &Options,
    output: Output,
) -> Result<(), Vec<Diagnostic>> {
    let one = |fault: Diagnostic| vec![fault];
    let mut lines = Lines::open();
    let all = waiting.len();
    let mut done = 0;
    for (at, draft) in waiting.iter().enumerate() {
        // What was decided before may have decided on a caveat of this one.
        let fresh = drafts(&desk.dataset).into_iter().find(|it| it.claim == draft.claim);
        let Some(draft) = &fresh else { continue };
        output.data(&format!("[{} of {all}] {}", at + 1, shown(draft))).map_err(one)?;
        let mut decided = Decided::default();
        let go_on = decide(draft, &mut decided, &desk, &mut lines, output).map_err(one)?;
        let changed = decided.outcome != Outcome::Waits
            || decided.statement.is_some()
            || decided.topic.is_some()
            || decided.stance.is_some()
            || !decided.sources.is_empty();
        if changed {
            // Another program may have changed the facts meanwhile: what is there now counts.
            desk.dataset = facts(options, &files(options).map_err(one)?, &|_| {})?;
            let now = drafts(&desk.dataset);
            match now.iter().find(|it| it.claim == draft.claim) {
                Some(now) => desk.carry_out(&[(now, &decided)]).map_err(one)?,
                None => output.talk("this draft was decided on meanwhile: it stays as it is"),
            }
            done += usize::from(decided.outcome != Outcome::Waits);
        }
        if !go_on {
            break;
        }
    }
    let rest = all - done;
    output.talk(&format!("{done} decided, {rest} still waiting"));
    Ok(())
}

/// A draft as a person reads it.
fn shown(draft: &Draft) -> String {
    let open = |value: &Option<String>| value.clone().unwrap_or_else(|| "open".to_owned());
    let mut text = format!("{} · {}\n", visible(&draft.vendor), visible(&draft.place));
    let mut line = |what: &str, says: &str| text.push_str(&format!("  {what:<10} {}\n", visible(says)));
    if draft.passage != draft.statement {
        line("passage", &draft.passage);
    }
    line("statement", &draft.statement);
    line("topic", &open(&draft.topic));
    if draft.absence {
        line("finding", &format!("looked, not found: `{}`", draft.cue.as_deref().unwrap_or_default()));
    } else {
        line("stance", &open(&draft.stance));
    }
    line("asserted", &open(&draft.asserter));
    if let Some(service) = &draft.service {
        line("service", service);
    }
    for url in &draft.cites {
        line("cites", url);
    }
    for caveat in &draft.caveats {
        let cue = caveat.cue.as_deref().unwrap_or_default();
        line("caveat", &format!("{} (`{cue}`): {}", caveat.kind, caveat.text));
    }
    for older in &draft.supersedes {
        line("supersedes", older.as_str());
    }
    text
}

/// Asks until the draft is decided on or kept; false to stop.
fn decide(
    draft: &Draft,
    decided: &mut Decided,
    desk: &Desk,
    lines: &mut Lines,
    output: Output,
) -> Result<bool, Diagnostic> {
    loop {
        let Some(key) = lines.ask("> ", "", output)? else {
            return Ok(false);
        };
        let (key, rest) = key.split_once(' ').unwrap_or((&key, ""));
        let mut ask = |question: &str, before: &str| -> Result<Option<String>, Diagnostic> {
            if rest.is_empty() { lines.ask(question, before, output) } else { Ok(Some(rest.to_owned())) }
        };
        match key {
            "a" | "accept" => {
                decided.outcome = Outcome::Accepted;
                let missing = missing(draft, decided);
                if missing.is_empty() {
                    return Ok(true);
                }
                decided.outcome = Outcome::Waits;
                output.data(&format!("  a claim has {}: t, n\n", missing.join(" and ")))?;
            }
            "e" | "edit" => {
                let before = decided.statement.as_ref().unwrap_or(&draft.statement).clone();
                decided.statement = ask("  statement: ", &before)?.filter(|it| !it.is_empty());
            }
            "t" | "topic" => {
                let name = ask("  topic: ", "")?.unwrap_or_default();
                let known = topics(&desk.dataset);
                match known.iter().find(|(written, _)| fold(written) == fold(&name)) {
                    Some((_, topic)) => decided.topic = Some(topic.clone()),
                    None => output.data(&format!("  {}\n", no_topic(&name, &known)))?,
                }
            }
            "n" | "stance" => {
                let word = ask("  stance (affirms, denies, partly): ", "")?.unwrap_or_default();
                match is_stance(&word) {
                    true => decided.stance = Some(word),
                    false => output.data("  a claim affirms, denies or partly affirms its topic\n")?,
                }
            }
            "s" | "source" => {
                let url = ask("  address: ", "")?.unwrap_or_default();
                match is_web(&url) {
                    true => decided.sources.push(url),
                    false => output.data("  an address begins with https:// or http://\n")?,
                }
            }
            "c" | "caveats" => {
                decided.without_caveats = !decided.without_caveats;
                let what = if decided.without_caveats { "rejected" } else { "accepted" };
                output.data(&format!("  when the draft is accepted, its caveats are {what}\n"))?;
            }
            "r" | "reject" => {
                let reason = ask("  reason: ", "")?.unwrap_or_default();
                if !reason.is_empty() {
                    decided.outcome = Outcome::Rejected(reason);
                    return Ok(true);
                }
                output.data("  a draft is rejected for a reason\n")?;
            }
            "k" | "keep" | "" => return Ok(true),
            "q" | "quit" => return Ok(false),
            _ => output.data(&format!("  {KEYS}\n"))?,
        }
    }
}

fn no_topic(name: &str, known: &[(String, oxigraph::model::NamedNode)]) -> String {
    let near = nearest(name, known.iter().map(|(written, _)| written.as_str()));
    match near.as_slice() {
        [] => format!("`{}` is no topic; `caveat ask \"which topics\"` lists them", visible(name)),
        near => format!("`{}` is no topic; nearest: `{}`", visible(name), near.join("`, `")),
    }
}
