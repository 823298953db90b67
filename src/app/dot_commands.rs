//! The commands of the prompt.

/// The commands and what they do.
pub(super) const DOT_COMMANDS: [(&str, &str); 15] = [
    (".data", "what is loaded"),
    (".define", "what has been defined and named here"),
    (".draw", "draws what a question finds, or one thing, to a new file here: .draw QUESTION"),
    (".edit", "opens the last question in $VISUAL or $EDITOR, and asks it"),
    (".explain", "how a question is understood: .explain QUESTION"),
    (".format", "how answers are written: table, csv, tsv, json, jsonl, markdown, ttl"),
    (".help", "this; .help TOPIC for the words of the language"),
    (".quit", "leaves"),
    (".reload", "reads the facts again; what was defined stays"),
    (".run", "asks a saved question: .run NAME"),
    (".save", "saves the last question with its definitions: .save NAME"),
    (".schema", "what there is to ask about; .schema KIND for one kind"),
    (".timer", "on or off: tells how long an answer takes"),
    (".why", "the remarks on the last answer that were not shown"),
    (".width", "columns that a table may take, 20 or more; auto for the terminal's"),
];
