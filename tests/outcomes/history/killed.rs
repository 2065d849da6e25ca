//! The same while the server is killed, and comes again on the same file.

use std::process::Stdio;
use std::time::Duration;

use ddbx::middleware::chaos::When;
use ddbx::testing::ledger::{Fate, LedgerServer, Told};
use ddbx::{Outcome, Pool, PoolOptions};
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};

use super::append::{self, Client};
use super::checker::check;
use crate::run::{count, seed};

const FILE: &str = "DDBX_OUTCOMES_FILE";
const PORT: &str = "DDBX_OUTCOMES_PORT";
const SEED: &str = "DDBX_OUTCOMES_SEED";
const READY: &str = "the server listens on port ";

/// In the process of its own: a server, until it is killed.
#[test]
fn is_a_server_when_it_is_asked_to_be() {
    let variable = |name| std::env::var(name).ok();
    let (Some(file), Some(port), Some(seed)) = (variable(FILE), variable(PORT), variable(SEED)) else {
        return;
    };
    let server = LedgerServer::builder()
        .seed(seed.parse().unwrap())
        .sometimes(0.05, Fate::closed(When::BeforeCommit))
        .sometimes(0.05, Fate::reset(When::AfterCommit))
        .reads_too()
        .file(file)
        .port(port.parse().unwrap())
        .start()
        .unwrap();
    println!("\n{READY}{}", server.address().port());
    // It ends with whoever started it, too.
    let _ = std::io::stdin().read_line(&mut String::new());
}

/// Starts the server on the file; its port.
async fn start(file: &std::path::Path, port: u16, seed: u64) -> (Child, u16) {
    let mut server = Command::new(std::env::current_exe().unwrap())
        .args([
            "history::killed::is_a_server_when_it_is_asked_to_be",
            "--exact",
            "--nocapture",
        ])
        .env(FILE, file)
        .env(PORT, port.to_string())
        .env(SEED, seed.to_string())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(server.stdout.take().unwrap()).lines();
    while let Some(line) = lines.next_line().await.unwrap() {
        if let Some(port) = line.strip_prefix(READY) {
            return (server, port.parse().unwrap());
        }
    }
    panic!("the server does not start");
}

#[tokio::test]
async fn a_server_that_is_killed_loses_nothing_it_has_acknowledged() {
    let seed = seed();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("lists.db");
    let url = format!("dynamodb:{}", file.display());
    let direct = Pool::connect(&url).await.unwrap();
    let items = ddbx::ops::CreateTable::new("items").partition_key("id", ddbx::ops::KeyType::S);
    items.send(&direct).await.unwrap();
    direct.close().await;
    drop(direct);

    let (mut server, port) = start(&file, 0, seed).await;
    let pool = PoolOptions::new()
        .request_timeout(ddbx::middleware::timeout::Limits::all(Duration::from_secs(30)))
        .connect(&format!("dynamodb+http://127.0.0.1:{port}"))
        .await
        .unwrap();
    let calls = count(60, 600);
    let run = tokio::spawn(append::run(calls, seed, move |_| Client::Ours(pool.clone())));
    let mut kills = 0;
    while !run.is_finished() && kills < count(3, 20) {
        // Some writes more than there were.
        let before = size(&file);
        while !run.is_finished() && size(&file) < before + 40 * 1024 {
            tokio::task::yield_now().await;
        }
        server.kill().await.unwrap();
        kills += 1;
        (server, _) = start(&file, port, seed.wrapping_add(kills as u64)).await;
    }
    let events = run.await.unwrap();
    server.kill().await.unwrap();
    let told = super::ids(&events);
    let done = told.iter().filter(|(_, told)| *told == Told::Done).count();
    let unknown = told
        .iter()
        .filter(|(_, told)| *told == Told::Failed(Outcome::Unknown))
        .count();
    assert!(
        kills > 1 && done > events.len() / 3 && unknown > 0,
        "{kills} kills, {done} done, {unknown} unknown"
    );

    let direct = Pool::connect(&url).await.unwrap();
    check(&events, &append::lists(&direct).await).unwrap_or_else(|anomalies| panic!("seed {seed}: {anomalies}"));
}

/// Of the file and of what is written ahead of it.
fn size(file: &std::path::Path) -> u64 {
    let ahead = file.with_extension("db-wal");
    std::fs::metadata(ahead).map_or(0, |ahead| ahead.len())
}
