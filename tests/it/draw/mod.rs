//! Pictures: writers given hostile names, and the command `draw`.

mod command;
mod writers;
