//! The command line and the prompt: the only room that prints, reads the environment, exits.

mod anchor;
mod audit;
mod audit_list;
mod changes;
mod cli;
mod commands;
mod complete;
mod conversation;
mod damage;
mod diff;
mod dot;
mod draw;
mod earlier;
mod format;
mod help;
mod import;
mod judgement;
mod line_reader;
mod load_remarks;
mod manual;
mod opening;
mod output;
mod pace;
mod parameters;
mod pasted;
mod progress;
mod prompt;
mod run_scripts;
mod site;
mod triage;
mod waive;

pub use cli::run;
pub use triage::{DraftDecision, decisions};
