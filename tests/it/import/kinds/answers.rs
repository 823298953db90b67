//! Words that are no answer are never taken for one; what stands beside them is kept.

use crate::import::kinds::{TRAINING, mapping, row, statements, table, values, why};

/// Words that answer nothing, in the ways in which people and programs write them.
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

/// Drop-downs and fields that nobody touched.
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

/// Answers that look like the words above, with what they say of training.
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

fn told(answer: &str) -> caveat::profile::DocumentDrafts {
    let text = row(&["Question", "Answer", "Evidence", "Note"], ',')
        + &row(
            &["Do you train on customer data?", answer, "see https://acme.example/dpa.", "Only on the free plan"],
            ',',
        );
    table("q.csv", text, &mapping(TRAINING)).unwrap_or_else(|it| panic!("{answer}: {it:?}"))
}

fn stances(drafted: &caveat::profile::DocumentDrafts) -> Vec<&'static str> {
    ["affirms", "denies", "qualifies"].into_iter().filter(|it| !values(drafted, it).is_empty()).collect()
}

#[test]
fn words_that_are_no_answer_make_no_claim_and_lose_nothing() {
    for answer in NOTHING.into_iter().chain(UNTOUCHED) {
        let drafted = told(answer);
        assert_eq!(statements(&drafted), Vec::<String>::new(), "`{answer}` is no answer");
        assert!(stances(&drafted).is_empty(), "{answer}");
        assert!(
            why(&drafted).contains("answer") || why(&drafted).contains("no box has a tick"),
            "{answer}: {}",
            why(&drafted)
        );
        // What stands beside it is there.
        assert!(values(&drafted, "exact").concat().contains("Only on the free plan"), "{answer}");
        assert_eq!(values(&drafted, "url"), ["https://acme.example/dpa"], "{answer}");
    }
}

#[test]
fn answers_that_look_like_them_are_answers() {
    for (answer, stance) in ANSWERS {
        let drafted = told(answer);
        assert_eq!(statements(&drafted).len(), 1, "`{answer}` is an answer: {}", why(&drafted));
        assert_eq!(stances(&drafted), stance.into_iter().collect::<Vec<_>>(), "{answer}");
        assert_eq!(values(&drafted, "url"), ["https://acme.example/dpa"], "{answer}");
    }
}

/// A yes or a no with words behind it that are no answer is none.
#[test]
fn a_yes_that_is_not_given_yet_is_none() {
    for answer in ["Yes - TBC", "No (pending confirmation)", "Yes, to be confirmed", "No: not applicable"] {
        assert_eq!(statements(&told(answer)), Vec::<String>::new(), "{answer}");
    }
}

/// A yes or a no that its own words put in doubt or take back is a draft without a stance; its twin has one.
#[test]
fn a_yes_or_a_no_that_is_taken_back_says_neither() {
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
        let drafted = told(&answer);
        assert_eq!(statements(&drafted).len(), 1, "`{answer}` is kept: {}", why(&drafted));
        assert_eq!(stances(&drafted), stance.into_iter().collect::<Vec<_>>(), "{answer}");
    }
}

/// A plain answer with a remark beside it that takes it back, or to a question that is turned round, says neither; the twins
/// say what they say.
#[test]
fn what_stands_around_an_answer_can_take_it_back() {
    let asked = |question: &str, answer: &str, note: &str| {
        let text = row(&["Question", "Answer", "Note"], ',') + &row(&[question, answer, note], ',');
        let mapping = "[columns]\nquestion = \"Question\"\nanswer = \"Answer\"\nnote = \"Note\"\n\
                       [[question]]\ncontains = \"train\"\ntopic = \"no training on customer data\"\nyes = \"denies\"\n";
        stances(&table("q.csv", text, &self::mapping(mapping)).unwrap())
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
fn a_mapping_adds_words_of_its_own() {
    let text = row(&["Question", "Answer"], ',') + &row(&["Is it so?", "Ei vastausta"], ',');
    let plain = "[columns]\nquestion = \"Question\"\nanswer = \"Answer\"\n";
    assert_eq!(statements(&table("q.csv", text.as_str(), &mapping(plain)).unwrap()).len(), 1);
    let own = format!("no_answer = [\"ei vastausta\"]\n{plain}");
    assert_eq!(statements(&table("q.csv", text.as_str(), &mapping(&own)).unwrap()).len(), 0);
}

/// In a list of statements, words that stand where there is none make no claim either.
#[test]
fn a_statement_that_is_none_makes_no_claim() {
    let listed = mapping("[columns]\nstatement = \"Statement\"\nnote = \"Note\"\n");
    for words in ["N/A", "TBC", "-", "#REF!", "No information provided."] {
        let text = row(&["Statement", "Note"], ',') + &row(&[words, "fine print"], ',');
        let drafted = table("q.csv", text, &listed).unwrap();
        assert_eq!(statements(&drafted), Vec::<String>::new(), "{words}");
        assert!(values(&drafted, "exact").concat().contains("fine print"), "{words}");
    }
    let text = row(&["Statement", "Note"], ',') + &row(&["Prompts are kept.", "fine print"], ',');
    assert_eq!(statements(&table("q.csv", text, &listed).unwrap()), ["Prompts are kept."]);
}
