//! Shell completions and the man page, made from the definition of the command line.

use clap::builder::StyledStr;
use clap::{Arg, Args as _, Command, CommandFactory as _};
use clap_complete::Shell;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use crate::app::cli::{Cli, NO_COMMAND};
use crate::app::exit::EXIT_CODES;
use crate::app::options::Options;

/// The completion script for a shell.
pub(super) fn completions(shell: Shell) -> String {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut visible(), "caveat", &mut script);
    text(script)
}

/// The command line without hidden commands, which completions would offer.
fn visible() -> Command {
    let all = Cli::command();
    let bare = Command::new("caveat").version(env!("CARGO_PKG_VERSION"));
    let commands = all.get_subcommands().filter(|it| !it.is_hide_set());
    Options::augment_args(bare).subcommands(commands.cloned())
}

/// The man page, one for all commands, in roff.
pub(super) fn page() -> String {
    let man = Man::new(Cli::command());
    let mut page = Vec::new();
    man.render_title(&mut page)
        .and_then(|()| man.render_name_section(&mut page))
        .and_then(|()| man.render_synopsis_section(&mut page))
        .and_then(|()| man.render_description_section(&mut page))
        .and_then(|()| commands().to_writer(&mut page))
        .and_then(|()| man.render_options_section(&mut page))
        .and_then(|()| exit_codes().to_writer(&mut page))
        .and_then(|()| man.render_version_section(&mut page))
        .expect("writing to memory does not fail");
    text(page)
}

/// Each command with its own arguments; the global options have a section of their own.
fn commands() -> Roff {
    let mut visible = visible().disable_help_subcommand(true);
    visible.build();
    let mut roff = Roff::new();
    roff.control("SH", ["COMMANDS"]);
    roff.text([roman(NO_COMMAND)]);
    for command in visible.get_subcommands() {
        let of_all = |it: &Arg| it.is_global_set() || it.get_id() == "help";
        let own = command.get_arguments().filter(|it| !of_all(it));
        let (positional, options): (Vec<&Arg>, Vec<&Arg>) = own.partition(|it| it.is_positional());
        let mut heading = vec![bold(format!("caveat {}", command.get_name()))];
        heading.extend(options.iter().map(|it| roman(format!(" [{it}]"))));
        heading.extend(positional.iter().map(|it| roman(format!(" {it}"))));
        roff.control("TP", []);
        roff.text(heading);
        roff.text([roman(help_text(command.get_about()))]);
        for argument in positional.into_iter().chain(options) {
            roff.control("RS", []);
            roff.control("TP", []);
            roff.text([bold(argument.to_string())]);
            roff.text([roman(help_text(argument.get_help()))]);
            roff.control("RE", []);
        }
    }
    roff
}

fn exit_codes() -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", ["EXIT STATUS"]);
    for (code, meaning) in EXIT_CODES {
        roff.control("TP", []);
        roff.text([bold(code)]);
        roff.text([roman(meaning)]);
    }
    roff
}

fn help_text(help: Option<&StyledStr>) -> String {
    help.map(StyledStr::to_string).unwrap_or_default()
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).expect("what is made of texts is text")
}
