//! How long the compiler takes over entities, beside the same structs with serde's derives, and over queries, beside the
//! same by hand.
//!
//! Crates are written and compiled by cargo, one after the other, in turns. What they depend on is compiled before. What
//! cargo takes where there is nothing to do is subtracted.
#![expect(clippy::print_stdout, reason = "the tables are what a benchmark is for")]

mod folder;
mod peak;
mod queries;
mod source;

use std::fs;
use std::path::Path;
use std::time::Duration;

use ddbx_benches::Result;
use ddbx_benches::verdict::{Goal, Table};

use folder::Folder;
use source::ENTITIES;

const ROUNDS: usize = 5;

const WORK: [(&str, &[&str]); 3] = [
    ("`cargo check`", &["check"]),
    ("`cargo build`", &["build"]),
    ("`cargo build --release`", &["build", "--release"]),
];

fn main() -> Result<()> {
    if let Some(file) = peak::asked() {
        return peak::compile(Path::new(&file));
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = root.parent().ok_or("the benchmarks are a folder of the workspace")?;
    let workspace = root.join("target/compile");
    fs::create_dir_all(&workspace)?;
    let ddbx = format!(
        "ddbx = {{ path = {:?}, default-features = false, features = [\"macros\"] }}",
        root.display()
    );
    let serde = "serde = { version = \"1\", features = [\"derive\"] }";
    let by_hand = format!("{serde}\nsdk = {{ path = \"../sdk\" }}");
    Folder::new(&workspace, "sdk", "", queries::SDK)?;
    let ours = Folder::new(&workspace, "ours", &ddbx, &source::ours())?;
    let peer = Folder::new(&workspace, "peer", serde, &source::peer())?;
    let ours_with_queries = Folder::new(&workspace, "ours_with_queries", &ddbx, &queries::ours()?)?;
    let peer_with_queries = Folder::new(&workspace, "peer_with_queries", &by_hand, &queries::peer()?)?;
    fs::write(
        workspace.join("Cargo.toml"),
        "[workspace]\nresolver = \"3\"\n\
         members = [\"ours\", \"ours_with_queries\", \"peer\", \"peer_with_queries\", \"sdk\"]\n",
    )?;
    fs::copy(root.join("Cargo.lock"), workspace.join("Cargo.lock"))?;

    let title = format!("Compiling {ENTITIES} structs of ten fields, the crate alone, best of {ROUNDS}");
    let goal = Goal::AtMost {
        must: 1.5,
        aim: Some(1.0),
    };
    compare(Table::against("serde's derives", title, "ratio"), [&ours, &peer], goal)?;

    let title = format!(
        "Compiling {ENTITIES} structs of ten fields and {} queries, the crate alone, best of {ROUNDS}",
        queries::COUNT
    );
    let goal = Goal::AtMost {
        must: 1.0,
        aim: Some(0.8),
    };
    let table = Table::against("serde's derives, by hand", title, "ratio");
    compare(table, [&ours_with_queries, &peer_with_queries], goal)
}

/// Prints the table of two crates.
fn compare(mut table: Table, sides: [&Folder; 2], goal: Goal) -> Result<()> {
    for (work, arguments) in WORK {
        let mut best = [Duration::MAX; 2];
        // The first round compiles what they depend on.
        for round in 0..=ROUNDS {
            for (side, best) in sides.into_iter().zip(&mut best) {
                let time = side.compile(arguments, round)?;
                if round > 0 {
                    *best = time.min(*best);
                }
            }
        }
        let [ours, peer] = best.map(|time| time.as_secs_f64());
        let shown = [ours, peer].map(|time| format!("{time:.2} s"));
        table.row(work, shown, ours / peer, format!("{:.2}", ours / peer), goal);

        let [ours, peer] = [sides[0].peak(arguments)?, sides[1].peak(arguments)?];
        let shown = [ours, peer].map(|bytes| format!("{:.0} MB", bytes / 1e6));
        let work = format!("{work}: peak memory");
        table.row(work, shown, ours / peer, format!("{:.2}", ours / peer), Goal::None);
    }
    println!("{table}");
    Ok(())
}
