//! `search index --memory`: the ceiling holds.

use crate::sandbox::Sandbox;

#[test]
fn too_little_memory_is_refused_with_what_is_enough() {
    let sandbox = Sandbox::new();
    let run = sandbox.run(["index", "--memory", "20MB"]);
    assert!(run.code == 2 && run.stderr.contains("the least is "), "{run:?}");
    let run = sandbox.run(["index", "--memory", "plenty"]);
    assert!(run.code == 2 && run.stderr.contains("400MB"), "{run:?}");
}

/// Long articles side by side are what takes memory.
#[test]
#[cfg(target_os = "linux")]
fn the_peak_stays_below_the_ceiling() {
    use std::fs;
    use std::process::{Command, Stdio};
    use std::time::Duration;

    let sandbox = Sandbox::new();
    let sentences: Vec<String> = (0..4_000).map(|n| format!("Мост номер {n} через реку открыли весной. ")).collect();
    let text = sentences.concat().repeat(5);
    (0..10).for_each(|n| sandbox.write(&format!("long/{n}.txt"), format!("Глава {n}.\n{text}")));
    let ceiling = 200;
    let mut child = Command::new(sandbox.binary())
        .args(["index", "--quiet", "--memory", &format!("{ceiling}MB"), "--index", "long-index", "long"])
        .current_dir(sandbox.path(""))
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut peak = 0;
    while child.try_wait().unwrap().is_none() {
        let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kilobytes = line.and_then(|line| line.trim().split(' ').next()?.parse::<u64>().ok());
        peak = peak.max(kilobytes.unwrap_or_default() * 1_024);
        std::thread::sleep(Duration::from_millis(5));
    }
    assert!(child.wait().unwrap().success());
    assert!(peak > 20_000_000, "a peak of {peak} bytes was not seen well");
    assert!(peak <= ceiling * 1_000_000, "{} MB", peak / 1_000_000);
}
