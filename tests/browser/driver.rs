//! The program between a test and Chromium: started for one test, gone with it.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::channel;
use std::time::Duration;

/// How long it may take to start.
const START: Duration = Duration::from_secs(30);
/// How often it is tried.
const ATTEMPTS: usize = 5;

/// A running `chromedriver`, on a port that was free.
pub struct Driver {
    process: Child,
    pub address: String,
}

impl Driver {
    pub fn start() -> Driver {
        // A port that was free may be taken a moment later, and then the driver ends.
        (0..ATTEMPTS).find_map(|_| Driver::on_a_free_port()).expect("chromedriver starts and says its port")
    }

    fn on_a_free_port() -> Option<Driver> {
        let mut process = Command::new("chromedriver")
            .arg("--port=0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver starts");
        let lines = BufReader::new(process.stdout.take().expect("its output is piped")).lines();
        let mut driver = Driver { process, address: String::new() };
        let (found, port) = channel();
        // Reads on to the end, so that the driver never waits for a reader.
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                if let Some((_, port)) = line.split_once("started successfully on port ") {
                    let _ = found.send(port.trim_end_matches('.').to_owned());
                }
            }
        });
        driver.address = format!("http://127.0.0.1:{}", port.recv_timeout(START).ok()?);
        Some(driver)
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The first of these programs that is installed.
pub fn installed(names: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    names.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name))).find(|file| file.is_file())
}
