//! Non-answers are never taken for answers; what is beside them is kept.

use crate::import::fault_kinds::{TRAINING, draft_table, mapping, open_reasons, property_values, row, statements};

/// Non-answers, as people and programs write them.
const NOTHING: [&str; 82] = [
    "Answer pending",
    "Response not provided",
    "Information not available",
    "No vendor response",
    "No formal answer yet",
    "See attached SOC 2 report",
    "Refer to comments",
    "No change since last year",
    "To be provided by engineering",
    "keine Angabe",
    "k. A.",
    "n.v.t.",
    "sans objet",
    "No aplica",
    "Missing",
    "N / A",
    "",
    "-",
    "–",
    "—",
    "?",
    "...",
    "___",
    "n/a",
    "N/A",
    "NA",
    "n.a.",
    "N. A.",
    "N/A.",
    "(n/a)",
    "[N/A]",
    "N/A - no cards at all",
    "N/A – see above",
    "n/a; not in scope",
    "N/A because we host nothing",
    "Not applicable",
    "NOT APPLICABLE.",
    "Not applicable to our service",
    "not-applicable",
    "Does not apply",
    "TBC",
    "tbd",
    "T.B.D.",
    "[TBC]",
    "TBC by legal",
    "To be confirmed",
    "to be determined.",
    "Pending",
    "Pending legal review",
    "pending: with counsel",
    "Awaiting response from vendor",
    "Unknown",
    "Not known",
    "Don't know",
    "No response",
    "No Response.",
    "No response - reminder sent",
    "No answer",
    "no reply",
    "No information provided",
    "No information provided.",
    "No further information is available",
    "No data available",
    "No response was received from the vendor",
    "The vendor did not respond.",
    "This question is not applicable.",
    "Left blank",
    "(blank)",
    "Declined to answer",
    "See above",
    "see above.",
    "As above",
    "Same as above",
    "Please see attached",
    "see answer to question 12",
    "#N/A",
    "#REF!",
    "#VALUE!",
    "#NV",
    "####",
    "Err:502",
    "Answer: N/A",
];

/// Untouched drop-downs and fields.
const UNTOUCHED: [&str; 34] = [
    "Yes ( ) No ( )",
    "Yes__ No__",
    "Yes No N/A",
    "Yes\nNo",
    "--None--",
    "<select>",
    "[Please select]",
    "Select...",
    "Nothing selected",
    "Not selected",
    "Yes/No/Don't know",
    "Choose one",
    "Yes/No",
    "Yes / No",
    "yes/no/n/a",
    "Y/N",
    "Yes | No",
    "Yes or No",
    "Yes/No/Partial",
    "YES/NO (delete as appropriate)",
    "☐ Yes ☐ No",
    "☐ Yes\n☐ No\n☐ N/A",
    "[ ] Yes [ ] No",
    "Yes ☐ No ☐",
    "○ Yes ○ No",
    "Please select",
    "Select",
    "Select one",
    "-- Select --",
    "Choose an item.",
    "Click or tap here to enter text.",
    "Please choose Yes or No",
    "Enter your answer here",
    "<Your answer>",
];

/// Answers that resemble the words above, with their stance on training.
const ANSWERS: [(&str, Option<&str>); 43] = [
    ("No information is provided to third parties.", None),
    ("No data is provided to third parties.", None),
    ("Select customers can opt out.", None),
    ("Same as our public terms say", None),
    ("We do respond to incidents.", None),
    ("This control is applicable and met.", None),
    ("New Zealand (NZ)", None),
    ("Not available in the EU", None),
    ("● Frankfurt ● Dublin", None),
    ("See section 4 of the DPA", None),
    ("No", Some("affirms")),
    ("No.", Some("affirms")),
    ("No, never.", Some("affirms")),
    ("no - not at all", Some("affirms")),
    ("No; we do not.", Some("affirms")),
    ("No we do not.", Some("affirms")),
    ("NO!", Some("affirms")),
    ("Yes", Some("denies")),
    ("Yes, with consent.", Some("denies")),
    ("Yes (free plan)", Some("denies")),
    ("☒ Yes ☐ No", Some("denies")),
    ("☐ Yes ☑ No", Some("affirms")),
    ("[ ] Yes [x] No", Some("affirms")),
    ("Yes ☐ No ☒", Some("affirms")),
    ("○ Yes ● No", Some("affirms")),
    ("✔ Yes", Some("denies")),
    ("Depends on the plan", Some("qualifies")),
    ("No information is shared with anybody.", None),
    ("No response time is promised.", None),
    ("No data is kept.", None),
    ("No later than 30 days", None),
    ("No longer", None),
    ("No. 3 of the list", None),
    ("No. of days: 30", None),
    ("Yes and no.", None),
    ("Partly, logs are not.", None),
    ("Pending requests are deleted after 30 days.", None),
    ("Unknown devices are blocked.", None),
    ("None", None),
    ("See https://acme.example/terms", None),
    ("Nationwide", None),
    ("Namibia", None),
    ("NATO members only", None),
];

fn draft_of(answer: &str) -> caveat::profile::DocumentDrafts {
    let text = row(&["Question", "Answer", "Evidence", "Note"], ',')
        + &row(
            &["Do you train on customer data?", answer, "see https://acme.example/dpa.", "Only on the free plan"],
            ',',
        );
    draft_table("q.csv", text, &mapping(TRAINING)).unwrap_or_else(|it| panic!("{answer}: {it:?}"))
}

fn stances(drafted: &caveat::profile::DocumentDrafts) -> Vec<&'static str> {
    ["affirms", "denies", "qualifies"].into_iter().filter(|it| !property_values(drafted, it).is_empty()).collect()
}

#[test]
fn non_answers_make_no_claim_and_lose_nothing() {
    for answer in NOTHING.into_iter().chain(UNTOUCHED) {
        let drafted = draft_of(answer);
        assert_eq!(statements(&drafted), Vec::<String>::new(), "`{answer}` is no answer");
        assert!(stances(&drafted).is_empty(), "{answer}");
        assert!(
            open_reasons(&drafted).contains("answer") || open_reasons(&drafted).contains("no box has a tick"),
            "{answer}: {}",
            open_reasons(&drafted)
        );
        // What is beside it is kept.
        assert!(property_values(&drafted, "exact").concat().contains("Only on the free plan"), "{answer}");
        assert_eq!(property_values(&drafted, "url"), ["https://acme.example/dpa"], "{answer}");
    }
}

#[test]
fn accepts_answers_that_resemble_non_answers() {
    for (answer, stance) in ANSWERS {
        let drafted = draft_of(answer);
        assert_eq!(statements(&drafted).len(), 1, "`{answer}` is an answer: {}", open_reasons(&drafted));
        assert_eq!(stances(&drafted), stance.into_iter().collect::<Vec<_>>(), "{answer}");
        assert_eq!(property_values(&drafted, "url"), ["https://acme.example/dpa"], "{answer}");
    }
}

/// A yes or no followed by a non-answer is not an answer.
#[test]
fn a_pending_yes_is_not_an_answer() {
    for answer in ["Yes - TBC", "No (pending confirmation)", "Yes, to be confirmed", "No: not applicable"] {
        assert_eq!(statements(&draft_of(answer)), Vec::<String>::new(), "{answer}");
    }
}

/// A yes or no that its own words doubt or retract is a draft without a stance; its twin has one.
#[test]
fn a_retracted_yes_or_no_has_no_stance() {
    let taken_back = |it: &str| (it.to_owned(), None);
    let mut answers = Vec::new();
    for (word, stance, clauses, twin) in [
        ("Yes", "denies", ["we do not", "never", "it is not used", "we don't", "customers are never asked"], "we do"),
        ("No", "affirms", ["we do", "we do train", "it does", "they are used", "we will"], "we do not"),
    ] {
        for mark in [", ", ". ", " - ", ": ", " "] {
            answers.extend(clauses.map(|clause| taken_back(&format!("{word}{mark}{clause}"))));
            answers.push((format!("{word}{mark}{twin}"), Some(stance)));
        }
        for doubt in ["{}?", "~~{}~~", "✗ {}", "{} ✗", "❌ {}", "{} (draft)", "{} (provisional)", "{} - assumed"] {
            answers.push(taken_back(&doubt.replace("{}", word)));
        }
        // Not now, or not so.
        let other = if word == "Yes" { "no" } else { "yes" };
        for behind in [
            "(planned for 2027)",
            "(expired)",
            "- on the roadmap",
            ", was offered in the past",
            ", that is incorrect",
            ", this is not true",
            "; we do not refuse",
            ", coming soon",
            ", in future releases",
            ", mostly",
            "(generally)",
            ". We may use it",
            "; customers might be asked",
            ", typically",
        ] {
            answers.push(taken_back(&format!("{word} {behind}")));
        }
        answers.push(taken_back(&format!("{word}, but {other} on request")));
        for plain in ["{}!", "{}.", "- {}", "**{}**", "{} (since 2024)"] {
            answers.push((plain.replace("{}", word), Some(stance)));
        }
    }
    for (answer, stance) in answers {
        let drafted = draft_of(&answer);
        assert_eq!(statements(&drafted).len(), 1, "`{answer}` is kept: {}", open_reasons(&drafted));
        assert_eq!(stances(&drafted), stance.into_iter().collect::<Vec<_>>(), "{answer}");
    }
}

/// A plain answer has no stance where a remark retracts it or the question is inverted; its twins keep theirs.
#[test]
fn notes_and_inverted_questions_can_retract_answers() {
    let asked = |question: &str, answer: &str, note: &str| {
        let text = row(&["Question", "Answer", "Note"], ',') + &row(&[question, answer, note], ',');
        let mapping = "[columns]\nquestion = \"Question\"\nanswer = \"Answer\"\nnote = \"Note\"\n\
                       [[question]]\ncontains = \"train\"\ntopic = \"no training on customer data\"\nyes = \"denies\"\n";
        stances(&draft_table("q.csv", text, &self::mapping(mapping)).unwrap())
    };
    let plain = "Do you train on customer data?";
    for (answer, stance, other) in [("Yes", "denies", "no"), ("No", "affirms", "yes")] {
        let taken_back =
            ["Actually {}", "{} in some regions", "{}", "Correction: {}", "It depends", "Partly", "Updated: see below"];
        for note in taken_back {
            let note = note.replace("{}", other);
            assert_eq!(asked(plain, answer, &note), Vec::<String>::new(), "{answer} / {note}");
        }
        for note in [
            "TBC",
            "To be confirmed by legal",
            "Pending legal review",
            "Question not understood",
            "In practice it differs",
            "Please ignore this answer",
            "Withdrawn",
            "False",
        ] {
            assert_eq!(asked(plain, answer, note), Vec::<String>::new(), "{answer} / {note}");
        }
        for note in ["", "-", "N/A", answer, "See section 4", "On request", "Since 2024", "only on the free plan"] {
            assert_eq!(asked(plain, answer, note), [stance], "{answer} / {note}");
        }
        let opposite = if answer == "No" { "We do train on customer data." } else { "We don't train" };
        assert_eq!(asked(plain, answer, opposite), Vec::<String>::new(), "{answer} / {opposite}");
        for turned in [
            "Have you stopped to train on customer data?",
            "Are you unable to train on customer data?",
            "Is it false that you train on customer data?",
            "Do you ask for consent to train on customer data?",
            "Is there a way to opt out when you train on customer data?",
            "Do you not train on customer data?",
            "Can you confirm that you don't train on customer data?",
            "Is data excluded from training?",
            "Do you refrain from training on customer data?",
            "Is it used without training on it?",
        ] {
            assert_eq!(asked(turned, answer, ""), Vec::<String>::new(), "{turned}");
        }
        for question in [
            "Do you train on customer data (yes/no)?",
            "Do you train on customer data? If not, explain why.",
            "Say whether or not you train on customer data",
        ] {
            assert_eq!(asked(question, answer, ""), [stance], "{question}");
        }
    }
}

#[test]
fn a_mapping_can_add_non_answers() {
    let text = row(&["Question", "Answer"], ',') + &row(&["Is it so?", "Ei vastausta"], ',');
    let plain = "[columns]\nquestion = \"Question\"\nanswer = \"Answer\"\n";
    assert_eq!(statements(&draft_table("q.csv", text.as_str(), &mapping(plain)).unwrap()).len(), 1);
    let own = format!("no_answer = [\"ei vastausta\"]\n{plain}");
    assert_eq!(statements(&draft_table("q.csv", text.as_str(), &mapping(&own)).unwrap()).len(), 0);
}

/// In a list of statements, placeholders make no claim either.
#[test]
fn placeholder_statements_make_no_claim() {
    let listed = mapping("[columns]\nstatement = \"Statement\"\nnote = \"Note\"\n");
    for words in ["N/A", "TBC", "-", "#REF!", "No information provided."] {
        let text = row(&["Statement", "Note"], ',') + &row(&[words, "fine print"], ',');
        let drafted = draft_table("q.csv", text, &listed).unwrap();
        assert_eq!(statements(&drafted), Vec::<String>::new(), "{words}");
        assert!(property_values(&drafted, "exact").concat().contains("fine print"), "{words}");
    }
    let text = row(&["Statement", "Note"], ',') + &row(&["Prompts are kept.", "fine print"], ',');
    assert_eq!(statements(&draft_table("q.csv", text, &listed).unwrap()), ["Prompts are kept."]);
}
