//! Articles kept by Quickwit, OpenSearch or Elasticsearch.

#[cfg(feature = "cli")]
mod command;
mod contract;
// Other tests of this crate use what the tests of the double itself do not.
#[allow(dead_code)]
mod double;
mod double_tests;
mod faults;
mod killed;
mod lost;
mod news;
mod searching;
mod writing;
