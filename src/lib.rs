//! caveat: what vendors claim, what backs each claim, and what the fine print takes back.

pub mod app;
pub mod audit;
pub mod base;
pub mod exec;
pub mod files;
pub mod graph;
pub mod lang;
pub mod passage;
pub mod plan;
pub mod profile;
pub mod question;
pub mod render;
pub mod session;
pub mod site;
pub mod store;
pub mod words;
