//! The page in a real browser, as readers have it: Chromium without a window, over a real server.

mod accessibility;
mod articles;
mod browser;
#[path = "../common/mod.rs"]
mod common;
mod driver;
mod histogram;
mod hostile;
mod picture;
mod reading;
#[expect(dead_code, reason = "the tests of the server use more of it")]
#[path = "../common/running.rs"]
mod running;
#[path = "../common/tools.rs"]
mod tools;
mod weight;
mod without_script;
mod writing;
