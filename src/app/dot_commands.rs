//! The commands of the prompt.

/// The commands and what they do.
pub(super) const DOT_COMMANDS: [(&str, &str); 15] = [
    (".data", "show what is loaded"),
    (".define", "show your definitions and named sets"),
    (".draw", "draw what a question finds, or one thing, to a new file here: .draw QUESTION"),
    (".edit", "edit the last question in $VISUAL or $EDITOR, then ask it"),
    (".explain", "show how a question is understood: .explain QUESTION"),
    (".format", "set the format of answers: table, csv, tsv, json, jsonl, markdown, ttl"),
    (".help", "show this; .help TOPIC shows the words of the language"),
    (".quit", "leave the prompt"),
    (".reload", "read the facts again; definitions stay"),
    (".run", "ask a saved question: .run NAME"),
    (".save", "save the last question with its definitions: .save NAME"),
    (".schema", "show what you can ask about; .schema KIND for one kind"),
    (".timer", "show how long each answer takes: on or off"),
    (".why", "show the other remarks on the last answer"),
    (".width", "set the maximum width of tables, 20 columns or more; auto for the width of the terminal"),
];
