//! `search serve`: begins, answers, turns to a new commit, ends when it is told to.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::sandbox::Sandbox;

/// Ends the server if the test does not come so far.
struct Serving(Child);

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
#[cfg(unix)]
fn it_serves_until_it_is_told_to_end() {
    use rustix::process::{Pid, Signal, kill_process};

    let sandbox = Sandbox::indexed();
    let mut command = Command::new(sandbox.binary());
    command.current_dir(sandbox.path(".")).env_remove("SEARCH_INDEX").env_remove("SEARCH_CLUSTER_URL").args([
        "serve",
        "--listen",
        "127.0.0.1:0",
    ]);
    let mut serving = Serving(command.stderr(Stdio::piped()).spawn().unwrap());
    let mut said = String::new();
    BufReader::new(serving.0.stderr.take().unwrap()).read_line(&mut said).unwrap();
    let address = said.split_whitespace().find(|word| word.starts_with("http://")).unwrap_or_else(|| panic!("{said}"));
    let get = |path: &str| -> String {
        ureq::get(format!("{address}{path}")).call().unwrap().body_mut().read_to_string().unwrap()
    };
    assert!(get("?q=Конституция").contains("<mark>Конституция</mark>"));
    sandbox.write("corpus/new.txt", "Абракадаброметр измерил погоду в Актау.");
    assert_eq!(sandbox.run(["index", "--quiet"]).code, 0);
    let found = (0..100).find(|_| {
        std::thread::sleep(Duration::from_millis(50));
        get("api/v1/search?q=абракадаброметр").contains("\"total\":1")
    });
    assert!(found.is_some(), "the new article is not found");
    kill_process(Pid::from_child(&serving.0), Signal::TERM).unwrap();
    assert!(serving.0.wait().unwrap().success());
}

#[test]
fn what_cannot_be_served_is_named() {
    let sandbox = Sandbox::indexed();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let run = sandbox.run(["serve", "--listen", &address]);
    assert!(run.code == 2 && run.stderr.contains(&address), "{run:?}");
    let run = sandbox.run(["serve", "--index", "nowhere"]);
    assert!(run.code == 2 && run.stderr.contains("search index --index nowhere"), "{run:?}");
}
