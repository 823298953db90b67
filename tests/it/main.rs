//! The tests of caveat: one binary, behaviour through the public face.

#![allow(clippy::unwrap_used, missing_docs, reason = "a test that fails says where; its names say what it shows")]

mod audit;
mod cases;
mod ci;
mod cli;
mod colours;
mod complete;
mod data;
mod diff;
mod docs;
mod draw;
mod formats;
mod forty;
mod grammar;
mod history;
mod import;
mod index;
mod law;
mod layered;
mod layout;
mod library;
mod links;
mod loading;
mod mutations;
mod native;
mod native_joined;
mod native_rows;
mod opposites;
mod prompt;
mod reference;
mod reports;
mod repository;
mod scripts;
mod shapes;
mod shell;
mod site;
mod sparql;
mod structure;
mod supposed;
mod svg;
mod triage;
mod visits;
mod walls;
mod why;
mod world;
