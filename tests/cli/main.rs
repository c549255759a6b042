//! The `search` command as its users meet it: the real binary, over a copy of the sample corpus.

mod index;
mod json;
mod pdf;
mod query;
mod sandbox;
mod terminal;
