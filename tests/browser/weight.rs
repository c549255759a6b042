//! What a first visit costs, and what it has to wait for.

use serde_json::{Value, json};

use crate::articles::bridges;
use crate::browser::in_browser;
use crate::running::Running;

/// The most bytes that a first page may take, with all that belongs to it.
const MOST: u64 = 100_000;

#[test]
fn a_first_page_is_light_and_waits_for_no_script() {
    let server = Running::over(bridges());
    in_browser(&server, |browser| {
        // As on a first visit: nothing is kept from before.
        browser.devtools("Network.setCacheDisabled", json!({ "cacheDisabled": true }));
        for path in ["/", "/?q=мост", "/article/bridge%2F1?q=мост"] {
            browser.open(path);
            let parts = browser.ask(
                "return ['navigation', 'resource'].flatMap((kind) => performance.getEntriesByType(kind))
                    .map((one) => [one.name, one.transferSize, one.renderBlockingStatus ?? ''])",
            );
            let parts: Vec<(String, u64, String)> = serde_json::from_value(parts).unwrap();
            let bytes: u64 = parts.iter().map(|(_, bytes, _)| bytes).sum();
            println!("{path}: {bytes} bytes");
            let size = |part: &str| parts.iter().find(|(name, ..)| name.contains(part)).map_or(0, |part| part.1);
            assert!(parts[0].1 > 0 && size("style.css") > 0 && size("script.js") > 0, "{parts:?}");
            assert!(bytes < MOST, "{path}: {bytes} bytes\n{parts:?}");
            assert!(
                parts.iter().all(|(name, ..)| name.starts_with(&server.address)),
                "of this server alone: {parts:?}"
            );
            let waited_for: Vec<&str> =
                parts.iter().filter(|part| part.2 == "blocking").map(|(name, ..)| name.as_str()).collect();
            assert!(waited_for.len() == 1 && waited_for[0].contains("style.css"), "{waited_for:?}");
            let scripts = browser.ask("return [...document.scripts].filter((one) => !(one.src && one.defer)).length");
            assert_eq!(scripts, 0, "scripts within the page, or that it waits for");
        }
    });
}

#[test]
fn a_first_page_is_painted_without_any_script() {
    let server = Running::over(bridges());
    in_browser(&server, |browser| {
        browser.without_scripts();
        browser.open("/?q=мост");
        browser.wait_until("performance.getEntriesByName('first-contentful-paint').length");
        let painted = browser.ask("return performance.getEntriesByName('first-contentful-paint')[0].startTime");
        assert!(painted.as_f64() > Some(0.0), "{painted}");
        assert_eq!(
            browser.ask("return document.getElementById('q').getAttribute('role')"),
            Value::Null,
            "no script ran"
        );
    });
}
