//! Shows drafts one by one. Each decision is written before the next draft is shown, so that a person can stop at any
//! time and continue later.

use std::collections::VecDeque;

use crate::app::opening::{facts, files};
use crate::app::options::Options;
use crate::app::output::Output;
use crate::app::triage::ask::AnswerSource;
use crate::app::triage::desk::{Decision, TriageContext};
use crate::base::{Diagnostic, Faults, is_web, visible};
use crate::profile::{
    Choices, ClaimStance, Draft, DraftKind, DraftOutcome, TopicStance, TriageDecision, drafts, faults, format_topics,
};

const KEYS: &str = "a accept · e edit · t topics · n stance · f form · d data · v service · p another part · s source · c caveats · r reject · k keep for later · q quit";

/// Walks through the drafts, asking about each.
pub(super) fn walk(
    mut desk: TriageContext,
    waiting: Vec<Draft>,
    options: &Options,
    output: Output,
) -> Result<(), Faults> {
    let choices = Choices::of(&desk.dataset);
    let mut lines = AnswerSource::open();
    let mut all = waiting.len();
    let mut queue: VecDeque<_> = waiting.into_iter().map(|it| it.record).collect();
    let (mut at, mut done) = (0, 0);
    'drafts: while let Some(record) = queue.pop_front() {
        at += 1;
        let fresh = drafts(&desk.dataset).into_iter().find(|it| it.record == record);
        let Some(draft) = &fresh else { continue };
        output.data(&format!("[{at} of {all}] {}", draft_text(draft, &choices)))?;
        let mut asked = DraftReview { draft, choices: &choices, decided: TriageDecision::default(), output };
        let mut parts = Vec::new();
        loop {
            let next = asked.decide(&mut lines)?;
            let decided = match &next {
                ReviewStep::Part(statement) => {
                    TriageDecision { statement: Some(statement.clone()), ..TriageDecision::default() }
                }
                ReviewStep::Draft | ReviewStep::Stop => asked.decided.clone(),
            };
            if !decided.is_unchanged() {
                // Another program may have changed the facts meanwhile; their current state counts.
                desk.dataset = facts(options, &files(options)?, Some(output))?;
                let now = drafts(&desk.dataset);
                let part = matches!(next, ReviewStep::Part(_)).then(|| desk.next_part(draft));
                match now.iter().find(|it| it.record == record) {
                    Some(draft) => {
                        let decision = Decision { draft, part, decided: &decided };
                        output.recoveries(&desk.carry_out(&[decision])?);
                        parts.extend(part.map(|number| draft.name_of_part(number)));
                        done += usize::from(decided.outcome != DraftOutcome::Pending);
                    }
                    None => output.message("this draft has been decided on in the meantime; it is not changed"),
                }
                // What was decided on this draft may show in the next.
                desk.dataset = facts(options, &files(options)?, Some(output))?;
            }
            match next {
                ReviewStep::Part(_) => output.data("  the part is now a separate draft, after this one\n")?,
                ReviewStep::Draft => break,
                ReviewStep::Stop => {
                    all += parts.len();
                    break 'drafts;
                }
            }
        }
        all += parts.len();
        parts.into_iter().rev().for_each(|it| queue.push_front(it));
    }
    let rest = all - done;
    output.message(&format!("{done} decided, {rest} still waiting"));
    Ok(())
}

/// A draft as a person reads it.
fn draft_text(draft: &Draft, choices: &Choices) -> String {
    let mut text = format!("{} · {}\n", visible(&draft.vendor), visible(&draft.place));
    let mut line = |what: &str, says: &str| text.push_str(&format!("  {what:<10} {}\n", visible(says)));
    if draft.passage != draft.statement {
        line("passage", &draft.passage);
    }
    line("statement", &draft.statement);
    match (draft.kind, &draft.cue) {
        (DraftKind::Claim, _) => {}
        (kind, Some(cue)) => line("form", &format!("{}, because of the words `{cue}`", kind.word())),
        (kind, None) => line("form", kind.word()),
    }
    match draft.topics.as_slice() {
        [] => line("topics", "open"),
        topics => line("topics", &format_topics(topics)),
    }
    let silent = draft.topics.iter().all(|it| it.stance.is_none());
    if draft.kind == DraftKind::Claim && silent && draft.topics.iter().any(|it| choices.is_assurance(&it.topic)) {
        line("stance", "open: without one, the claim gives no verdict");
    }
    if let Some(word) = &draft.status_word {
        let hints =
            if draft.hints.is_empty() { String::new() } else { format!(", hints at {}", draft.hints.join(", ")) };
        line("badge", &format!("{word}{hints}"));
    }
    for (what, names) in [("service", &draft.services), ("places", &draft.places), ("standard", &draft.certificates)] {
        if !names.is_empty() {
            line(what, &names.join("; "));
        }
    }
    if let Some(data) = &draft.data {
        line("data", data);
    }
    line("asserted", draft.asserter.as_deref().unwrap_or("open"));
    for url in &draft.cites {
        line("cites", url);
    }
    for note in &draft.notes {
        line("note", note);
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

/// What to do after an answer.
enum ReviewStep {
    /// Go to the next draft.
    Draft,
    /// Stop.
    Stop,
    /// Make another part of this draft, with this statement; then come back to the draft.
    Part(String),
}

/// A draft under review.
struct DraftReview<'a> {
    draft: &'a Draft,
    choices: &'a Choices,
    decided: TriageDecision,
    output: Output,
}

impl DraftReview<'_> {
    /// Asks until the draft is decided on or kept, or another part of it is wanted.
    fn decide(&mut self, lines: &mut AnswerSource) -> Result<ReviewStep, Diagnostic> {
        loop {
            let Some(key) = lines.ask("> ", "", self.output)? else {
                return Ok(ReviewStep::Stop);
            };
            let (key, rest) = key.split_once(' ').unwrap_or((&key, ""));
            let output = self.output;
            let mut ask = |question: &str, before: &str| -> Result<String, Diagnostic> {
                match rest {
                    "" => Ok(lines.ask(&format!("  {question}: "), before, output)?.unwrap_or_default()),
                    rest => Ok(rest.to_owned()),
                }
            };
            match key {
                "a" | "accept" => {
                    self.decided.outcome = DraftOutcome::Accepted;
                    let faults = faults(self.draft, &self.decided);
                    if faults.is_empty() {
                        return Ok(ReviewStep::Draft);
                    }
                    self.decided.outcome = DraftOutcome::Pending;
                    faults.iter().try_for_each(|it| self.tell(it))?;
                }
                "e" | "edit" => {
                    let before = self.decided.statement.as_ref().unwrap_or(&self.draft.statement);
                    let statement = ask("statement", before)?;
                    self.decided.statement = Some(statement).filter(|it| !it.is_empty());
                }
                "t" | "topics" => {
                    let typed = ask("topics", &format_topics(self.topics()))?;
                    let read = self.choices.topics(&typed);
                    self.take(read, |decided, topics| decided.topics = Some(topics))?;
                }
                "n" | "stance" => {
                    let word = ask("stance (affirms, denies, qualifies)", "")?;
                    let read = match ClaimStance::parse(&word) {
                        Some(stance) => self.choices.with_stance(self.topics(), stance),
                        None => Err("type affirms, denies or qualifies".to_owned()),
                    };
                    self.take(read, |decided, topics| decided.topics = Some(topics))?;
                }
                "f" | "form" => {
                    let word = ask("form (claim, absence finding, unread record)", "")?;
                    let read = DraftKind::parse(&word);
                    let read = read.ok_or_else(|| "type claim, absence finding or unread record".to_owned());
                    // Absence findings and unread records take no stance.
                    let about = self.topics().iter().map(|it| TopicStance { stance: None, ..it.clone() }).collect();
                    self.take(read, |decided, kind| {
                        decided.kind = Some(kind);
                        if kind != DraftKind::Claim {
                            decided.topics = Some(about);
                        }
                    })?;
                }
                "d" | "data" => {
                    let read = self.choices.data(&ask("kind of data", "")?);
                    self.take(read, |decided, data| decided.data = Some(data))?;
                }
                "v" | "service" => {
                    let typed = ask("services", &self.draft.services.join("; "))?;
                    let read = self.choices.services(self.draft.vendor_iri.as_ref(), &typed);
                    self.take(read, |decided, services| decided.services = Some(services))?;
                }
                "p" | "part" => {
                    let statement = ask("statement of the other part", "")?;
                    if !statement.is_empty() {
                        return Ok(ReviewStep::Part(statement));
                    }
                    self.tell("another part needs its own statement")?;
                }
                "s" | "source" => {
                    let url = ask("address", "")?;
                    match is_web(&url) {
                        true => self.decided.sources.push(url),
                        false => self.tell("an address must begin with https:// or http://")?,
                    }
                }
                "c" | "caveats" => {
                    self.decided.without_caveats = !self.decided.without_caveats;
                    let what = if self.decided.without_caveats { "rejected" } else { "accepted" };
                    self.tell(&format!("if you accept the draft, its caveats are {what}"))?;
                }
                "r" | "reject" => {
                    let reason = ask("reason", "")?;
                    if !reason.is_empty() {
                        self.decided.outcome = DraftOutcome::Rejected(reason);
                        return Ok(ReviewStep::Draft);
                    }
                    self.tell("give a reason to reject a draft")?;
                }
                "k" | "keep" | "" => return Ok(ReviewStep::Draft),
                "q" | "quit" => return Ok(ReviewStep::Stop),
                _ => self.tell(KEYS)?,
            }
        }
    }

    /// The topics with their stances, as decided so far.
    fn topics(&self) -> &[TopicStance] {
        self.decided.topics.as_deref().unwrap_or(&self.draft.topics)
    }

    /// Applies a valid input, or says why it is not valid.
    fn take<T>(
        &mut self,
        read: Result<T, String>,
        take: impl FnOnce(&mut TriageDecision, T),
    ) -> Result<(), Diagnostic> {
        let mut decided = self.decided.clone();
        let faults = match read {
            Ok(value) => {
                take(&mut decided, value);
                faults(self.draft, &decided)
            }
            Err(why) => vec![why],
        };
        if faults.is_empty() {
            self.decided = decided;
        }
        faults.iter().try_for_each(|it| self.tell(it))
    }

    fn tell(&self, what: &str) -> Result<(), Diagnostic> {
        self.output.data(&format!("  {what}\n"))
    }
}
