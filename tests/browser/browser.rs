//! A browser for one test: what a reader does, and what a test may know.

use std::path::Path;
use std::time::{Duration, Instant};

use fantoccini::actions::{InputSource, MOUSE_BUTTON_LEFT, MouseActions, PointerAction};
use fantoccini::elements::Element;
use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::runtime::Runtime;
use url::Url;

use crate::driver::{Driver, installed};
use crate::running::Running;
use crate::tools::skipped;

/// How long anything may take that a test waits for.
const PATIENCE: Duration = Duration::from_secs(20);
/// How often it looks.
const GLANCE: Duration = Duration::from_millis(20);

/// Nothing is fetched but what a page asks for.
const FLAGS: &[&str] = &[
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
];

/// A browser that shows what one server sends.
pub struct Browser {
    runtime: Runtime,
    client: Option<Client>,
    server: String,
    _driver: Driver,
    profile: TempDir,
}

/// Runs a test in a browser of its own. At the end the console must have no error that the test did not expect.
/// Where no browser is, the test is skipped, and that is said.
pub fn in_browser(server: &Running, test: impl FnOnce(&Browser)) {
    let Some(chromium) = installed(&["chromium", "chromium-browser", "google-chrome"]) else {
        return skipped("no chromium on the PATH (Debian: apt-get install chromium chromium-driver)");
    };
    if installed(&["chromedriver"]).is_none() {
        return skipped("no chromedriver on the PATH (Debian: apt-get install chromium-driver)");
    }
    let browser = Browser::start(&chromium, server);
    test(&browser);
    assert_eq!(browser.errors(), [""; 0], "errors of the console");
}

impl Browser {
    fn start(chromium: &Path, server: &Running) -> Browser {
        let (driver, profile) = (Driver::start(), tempfile::tempdir().unwrap());
        let flags = FLAGS.iter().map(|flag| (*flag).to_owned());
        let flags: Vec<String> = flags.chain([format!("--user-data-dir={}", profile.path().display())]).collect();
        let wanted = json!({
            "goog:chromeOptions": { "binary": chromium, "args": flags },
            "goog:loggingPrefs": { "browser": "ALL" },
        });
        let Value::Object(wanted) = wanted else { unreachable!() };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let mut builder = ClientBuilder::new(HttpConnector::new());
        let connecting = builder.capabilities(wanted).connect(&driver.address);
        let client = Some(runtime.block_on(connecting).expect("a session of Chromium"));
        let server = server.address.clone();
        let browser = Browser { runtime, client, server, _driver: driver, profile };
        browser.resize(1440, 900);
        browser.prefer("light");
        // The page speaks the reader's language: that of the tests is Russian.
        browser.devtools("Network.enable", json!({}));
        browser.devtools("Network.setExtraHTTPHeaders", json!({ "headers": { "accept-language": "ru" } }));
        browser
    }

    /// Opens a page of the server.
    pub fn open(&self, path: &str) {
        self.run(self.client().goto(&format!("{}{path}", self.server)), path);
    }

    /// What a script gives; `return` says what.
    pub fn ask(&self, script: &str) -> Value {
        self.run(self.client().execute(script, Vec::new()), script)
    }

    /// What a script hands to `done` in its time.
    pub fn ask_later(&self, script: &str) -> Value {
        let script = format!("const done = arguments[arguments.length - 1]; {script}");
        self.run(self.client().execute_async(&script, Vec::new()), &script)
    }

    /// Waits until an expression is true.
    pub fn wait_until(&self, expression: &str) {
        let since = Instant::now();
        // While one page goes and another comes, there is nothing to ask.
        let is_so = || {
            self.runtime.block_on(self.client().execute(&format!("return Boolean({expression})"), Vec::new())).ok()
                == Some(Value::Bool(true))
        };
        while !is_so() {
            assert!(
                since.elapsed() < PATIENCE,
                "not so within {PATIENCE:?}: {expression}\nat {}\n{}",
                self.address(),
                self.ask("return document.body.innerText")
            );
            std::thread::sleep(GLANCE);
        }
    }

    /// Clicks on the first of such elements.
    pub fn click(&self, css: &str) {
        self.run(self.element(css).click(), css);
    }

    /// Does what leads to another page, and waits until it is there.
    pub fn turn(&self, what: impl FnOnce()) {
        self.ask("window.isOld = true");
        what();
        self.wait_until("!window.isOld && document.readyState === 'complete'");
    }

    /// Follows the first of such links.
    pub fn follow(&self, css: &str) {
        self.turn(|| self.click(css));
    }

    /// Types into an element; keys like `fantoccini::key::Key` are characters too.
    pub fn write(&self, css: &str, text: &str) {
        self.run(self.element(css).send_keys(text), css);
    }

    /// Goes back as the reader's button does.
    pub fn back(&self) {
        let before = self.address();
        self.run(self.client().back(), "back");
        self.wait_until(&format!("location.href !== {} && document.readyState === 'complete'", json!(before)));
    }

    /// Draws from the middle of one element to that of another with the mouse held down.
    pub fn drag(&self, from: &str, to: &str) {
        let (from, to) = (self.element(from), self.element(to));
        let at = |element: Element| PointerAction::MoveToElement {
            element,
            duration: Some(Duration::from_millis(50)),
            x: 0.0,
            y: 0.0,
        };
        let button = MOUSE_BUTTON_LEFT;
        let drawing = MouseActions::new("mouse".to_owned())
            .then(at(from))
            .then(PointerAction::Down { button })
            .then(at(to))
            .then(PointerAction::Up { button });
        self.run(self.client().perform_actions(drawing), "drag");
    }

    /// What is seen of the page, as PNG.
    pub fn picture(&self) -> Vec<u8> {
        self.run(self.client().screenshot(), "screenshot")
    }

    /// The text of the first of such elements, as it is seen.
    pub fn text(&self, css: &str) -> String {
        self.run(self.element(css).text(), css)
    }

    /// The texts of all such elements.
    pub fn texts(&self, css: &str) -> Vec<String> {
        let texts = self.ask(&format!(
            "return [...document.querySelectorAll({})].map((one) => one.textContent.trim())",
            json!(css)
        ));
        serde_json::from_value(texts).unwrap()
    }

    pub fn count(&self, css: &str) -> usize {
        self.texts(css).len()
    }

    /// The address below the server, decoded.
    pub fn address(&self) -> String {
        let address = self.ask("return decodeURIComponent(location.href)");
        address.as_str().unwrap().trim_start_matches(&self.server).to_owned()
    }

    /// The window's size, as a phone's if it is narrow.
    pub fn resize(&self, width: u32, height: u32) {
        let is_phone = width < 600;
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": is_phone });
        self.devtools("Emulation.setDeviceMetricsOverride", size);
    }

    /// `light` or `dark`.
    pub fn prefer(&self, scheme: &str) {
        let feature = |name, value| json!({ "name": name, "value": value });
        // What scrolls smoothly is not yet where a click looks for it.
        let features = [feature("prefers-color-scheme", scheme), feature("prefers-reduced-motion", "reduce")];
        self.devtools("Emulation.setEmulatedMedia", json!({ "features": features }));
    }

    /// From here on pages run no script; the test's own still do.
    pub fn without_scripts(&self) {
        self.devtools("Emulation.setScriptExecutionDisabled", json!({ "value": true }));
    }

    /// The errors of the console since a test last asked.
    pub fn errors(&self) -> Vec<String> {
        let entries = self.run(self.client().issue_cmd(Own("se/log", json!({ "type": "browser" }))), "log");
        let entries = entries.as_array().expect("a list of entries").iter();
        let severe = entries.filter(|entry| entry["level"] == "SEVERE");
        severe.map(|entry| entry["message"].as_str().unwrap_or_default().to_owned()).collect()
    }

    /// A command of the browser's own protocol.
    pub fn devtools(&self, command: &str, params: Value) -> Value {
        let body = json!({ "cmd": command, "params": params });
        self.run(self.client().issue_cmd(Own("goog/cdp/execute", body)), command)
    }

    fn client(&self) -> &Client {
        self.client.as_ref().expect("open until it is dropped")
    }

    fn element(&self, css: &str) -> Element {
        self.run(self.client().find(Locator::Css(css)), css)
    }

    fn run<T, E: std::fmt::Display>(&self, what: impl Future<Output = Result<T, E>>, name: &str) -> T {
        let answer = self.runtime.block_on(async { tokio::time::timeout(PATIENCE, what).await });
        answer
            .unwrap_or_else(|_| panic!("no answer within {PATIENCE:?}: {name}"))
            .unwrap_or_else(|error| panic!("{name}: {error}"))
    }
}

impl Drop for Browser {
    /// Ends Chromium, also where the driver cannot; the driver ends itself.
    fn drop(&mut self) {
        let Some(client) = self.client.take() else { return };
        let process = client.capabilities().and_then(|known| known.get("goog:processID")?.as_i64());
        let _ = self.runtime.block_on(async { tokio::time::timeout(PATIENCE, client.close()).await });
        #[cfg(target_os = "linux")]
        if let Some(process) = process.and_then(|process| i32::try_from(process).ok()) {
            use rustix::process::{Pid, Signal, kill_process};
            let command = std::fs::read(format!("/proc/{process}/cmdline")).unwrap_or_default();
            let is_ours = String::from_utf8_lossy(&command).contains(&*self.profile.path().to_string_lossy());
            if let (true, Some(process)) = (is_ours, Pid::from_raw(process)) {
                let _ = kill_process(process, Signal::KILL);
            }
        }
    }
}

/// A command of Chromium's driver: where it goes and what it says.
#[derive(Debug)]
struct Own(&'static str, Value);

impl WebDriverCompatibleCommand for Own {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, url::ParseError> {
        base.join(&format!("session/{}/{}", session.unwrap_or_default(), self.0))
    }

    fn method_and_body(&self, _: &Url) -> (http::Method, Option<String>) {
        (http::Method::POST, Some(self.1.to_string()))
    }
}
