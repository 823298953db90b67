//! The command line and the prompt: the only room that prints, reads the environment, exits.

mod cli;
mod commands;
mod complete;
mod format;
mod help;
mod manual;
mod output;
mod prompt;

pub use cli::run;
