//! tmp
use crate::double::{Double, Engine};
use crate::news::ready;
use izdeu::{ClusterOptions, ClusterSyncOptions, Corpus, Index};
use std::time::Instant;

#[test]
#[ignore]
fn timing() {
    let path = std::env::var("NEWS").unwrap();
    let started = Instant::now();
    let index = Index::in_memory().unwrap();
    let report = index.writer().unwrap().sync(Corpus::open([&path]).unwrap(), |_| {}).unwrap();
    println!("local {} in {:?}", report.added, started.elapsed());
    let double = Double::start(Engine::OpenSearch);
    let cluster = ready(&double, ClusterOptions::new());
    let started = Instant::now();
    let report = cluster.sync(Corpus::open([&path]).unwrap(), ClusterSyncOptions::new(), |_| {}).unwrap();
    println!("cluster {} in {:?} copies {}", report.added, started.elapsed(), report.copies);
    println!("largest {} at once {}", double.largest_bulk(), double.most_at_once());
    let started = Instant::now();
    let report = cluster.sync(Corpus::open([&path]).unwrap(), ClusterSyncOptions::new(), |_| {}).unwrap();
    println!("again {} in {:?}", report.unchanged, started.elapsed());
}
