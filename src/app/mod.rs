//! The command line and the prompt: the only room that prints, reads the environment, exits.

mod changes;
mod cli;
mod commands;
mod complete;
mod conversation;
mod diff;
mod dot;
mod format;
mod help;
mod manual;
mod opening;
mod output;
mod parameters;
mod prompt;

pub use cli::run;
