//! What axe-core says of every state of the page: light and dark, on a phone and on a wide screen.

use std::fmt::Write;

use serde_json::Value;

use crate::articles::bridges;
use crate::browser::{Browser, in_browser};
use crate::running::Running;
use crate::tools::{fetched, skipped};

/// WCAG 2.2 AA, and what axe holds for good practice.
const TAGS: &str = "['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']";
/// A phone and a wide screen.
const SIZES: [(u32, u32); 2] = [(390, 844), (1440, 900)];
/// The narrowest screen that needs no scrolling to the side (WCAG 1.4.10).
const NARROWEST: u32 = 320;

/// What a reader does on a page before it is looked at.
const NOTHING: &str = "";
const ALL_OPEN: &str = "document.querySelectorAll('details').forEach((one) => (one.open = true))";

#[test]
fn pages_before_an_answer_and_without_one() {
    no_violations(
        &Running::over(bridges()),
        &[
            ("/", 200, NOTHING),
            ("/help", 200, NOTHING),
            ("/?q=жирафы", 200, NOTHING),
            ("/?q=мост&from=скоро", 400, NOTHING),
            ("/article/nothing", 404, NOTHING),
            ("/nowhere?ui=en", 404, NOTHING),
        ],
    );
    no_violations(&Running::over([]), &[("/?q=мост", 200, NOTHING), ("/", 200, NOTHING)]);
}

#[test]
fn answers() {
    no_violations(
        &Running::over(bridges()),
        &[
            ("/?q=мост", 200, NOTHING),
            ("/?q=мост&offset=20&ui=kk", 200, ALL_OPEN),
            ("/?q=vjcn&ui=en", 200, NOTHING),
            ("/?q=мост&city=Алматы&from=2023&to=2024&source=vesti.example.kz", 200, ALL_OPEN),
            ("/?q=мост&from=2024-02&to=2024-02", 200, NOTHING),
        ],
    );
}

#[test]
fn articles_and_completion() {
    no_violations(
        &Running::over(bridges()),
        &[
            ("/article/bridge%2F1?q=мост", 200, NOTHING),
            ("/article/bridge%2F1", 200, NOTHING),
            ("/article/bridge%2F50?q=көпір&ui=kk", 200, NOTHING),
            (
                "/",
                200,
                "const box = document.getElementById('q');
                 box.focus(); box.value = 'мос'; box.dispatchEvent(new Event('input'));
                 const choose = () => box.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown' }));
                 new MutationObserver(choose).observe(document.getElementById('suggestions'), { attributeFilter: ['hidden'] });
                 window.isReady = () => document.querySelector('[aria-selected=true]')",
            ),
        ],
    );
}

/// Looks at pages: their address, their status, and what is done on them.
fn no_violations(server: &Running, pages: &[(&str, u16, &str)]) {
    let Some(axe) = fetched("axe-core/axe.min.js") else {
        return skipped("axe-core is not here (npm install --no-save --no-package-lock --prefix target/npm axe-core)");
    };
    let axe = std::fs::read_to_string(axe).unwrap();
    in_browser(server, |browser| {
        let mut faults = String::new();
        for (path, status, first) in pages {
            for (width, height) in SIZES {
                browser.resize(width, height);
                browser.open(path);
                assert_eq!(browser.ask("return performance.getEntriesByType('navigation')[0].responseStatus"), *status);
                if *status != 200 {
                    let errors = browser.errors();
                    let is_told = |error: &String| error.contains(&format!("status of {status}"));
                    assert!(errors.iter().all(is_told), "{errors:?}");
                }
                browser.ask(first);
                browser.wait_until("!window.isReady || window.isReady()");
                browser.ask(&axe);
                for scheme in ["light", "dark"] {
                    browser.prefer(scheme);
                    for fault in violations(browser) {
                        writeln!(faults, "{path}, {width} px, {scheme}: {fault}").unwrap();
                    }
                }
                browser.resize(NARROWEST, height);
                let needed = browser.ask("return document.documentElement.scrollWidth");
                if needed.as_u64() > Some(NARROWEST.into()) {
                    writeln!(faults, "{path}: {needed} px wide on a screen of {NARROWEST}").unwrap();
                }
            }
        }
        assert!(faults.is_empty(), "\n{faults}");
    });
}

/// What axe finds: the rule, what it is about, and the places.
fn violations(browser: &Browser) -> Vec<String> {
    let found = browser.ask_later(&format!(
        "axe.run(document, {{ runOnly: {TAGS}, resultTypes: ['violations'], rules: {{ 'target-size': {{ enabled: true }} }} }}).then(done, (error) => done(String(error)))"
    ));
    let passes = found["passes"].as_array().unwrap_or_else(|| panic!("{found}"));
    assert!(passes.len() > 10, "axe looked at next to nothing: {}", passes.len());
    let fault = |rule: &Value| {
        let nodes = rule["nodes"].as_array().into_iter().flatten();
        let places: Vec<String> = nodes
            .map(|node| format!("\n    {} {}\n    {}", node["target"], node["html"], node["failureSummary"]))
            .collect();
        format!("{}: {} ({}){}", rule["id"], rule["help"], rule["helpUrl"], places.concat())
    };
    found["violations"].as_array().unwrap().iter().map(fault).collect()
}
