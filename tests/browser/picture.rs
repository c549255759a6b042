//! The picture of the page in the README.

use std::path::Path;
use std::sync::Arc;

use izdeu::{LocalSearcher, ServerOptions};
use serde_json::json;

use crate::browser::in_browser;
use crate::common::index_of;
use crate::running::Running;

/// Takes it again: `cargo test --test browser picture -- --ignored`.
#[test]
#[ignore = "writes docs/page.png"]
fn the_picture_of_the_readme() {
    let house = Path::new(env!("CARGO_MANIFEST_DIR"));
    let index = index_of(&[house.join("corpus")]);
    let searcher = Arc::new(LocalSearcher::open(&index).unwrap());
    let options = ServerOptions::new().listen("127.0.0.1:0".parse().unwrap());
    let server = Running::on(searcher, options, index, None);
    in_browser(&server, |browser| {
        browser.resize(1180, 740);
        browser.devtools("Emulation.setScrollbarsHidden", json!({ "hidden": true }));
        browser.open("/?q=Казахстан"); // the first search of all takes longer than any other
        browser.open("/?q=Конституция Астана");
        std::fs::write(house.join("docs/page.png"), browser.picture()).unwrap();
    });
}
