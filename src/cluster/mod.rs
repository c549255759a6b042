//! "How are articles kept by an engine of many machines?" Quickwit, OpenSearch and Elasticsearch: what they are sent, and how they are
//! asked.
//!
//! Articles are read, understood and analysed here; the engine keeps terms that it only splits at blanks, and finds and counts by them.

mod address;
mod backoff;
mod client;
mod credentials;
mod dialect;
mod document;
mod failure;
mod fields;
mod mapping;
mod terms;

pub use address::ClusterAddress;
pub use credentials::Credentials;
pub use dialect::{Engine, IndexSize};
