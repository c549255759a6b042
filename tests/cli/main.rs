//! The `search` command as its users meet it: the real binary, over a copy of the sample corpus.

mod helping;
mod index;
mod inspect;
mod json;
mod memory;
mod pdf;
mod places;
mod query;
mod sandbox;
mod serve;
mod terminal;
mod upkeep;
