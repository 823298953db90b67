//! Drawings → text: a writer for each format.

pub mod svg;
