//! The `search` command as its users meet it: the real binary, over a copy of the sample corpus.

#[path = "../common/mod.rs"]
mod common;
mod index;
mod json;
mod query;
mod terminal;
