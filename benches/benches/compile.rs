//! How long the compiler takes over entities, beside the same structs with serde's derives.
//!
//! Two crates are written and compiled by cargo, one after the other, in turns. What they depend on is compiled before.
//! What cargo takes where there is nothing to do is subtracted.
#![expect(clippy::print_stdout, reason = "the table is what a benchmark is for")]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use ddbx_benches::Result;
use ddbx_benches::verdict::{Goal, Table};

const ENTITIES: usize = 100;
const ROUNDS: usize = 5;

const FIELDS: &str = "
    customer: String,
    number: u64,
    status: String,
    total: i64,
    weight: f64,
    paid: bool,
    note: Option<String>,
    lines: Vec<String>,
    tags: HashSet<String>,
    counts: HashMap<String, u32>,
";

/// One of the two crates.
struct Side {
    folder: PathBuf,
    source: String,
}

impl Side {
    fn new(workspace: &Path, name: &str, dependency: &str, attributes: &str) -> Result<Self> {
        let folder = workspace.join(name);
        fs::create_dir_all(folder.join("src"))?;
        fs::write(
            folder.join("Cargo.toml"),
            format!(
                "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n{dependency}\n"
            ),
        )?;
        let mut source = String::from("use std::collections::{HashMap, HashSet};\n");
        for number in 0..ENTITIES {
            write!(source, "\n{attributes}\npub struct Order{number} {{{FIELDS}}}\n")?;
        }
        fs::write(folder.join("src/lib.rs"), &source)?;
        Ok(Self { folder, source })
    }

    /// How long cargo takes with a source that was changed.
    fn compile(&self, target: &Path, arguments: &[&str], round: usize) -> Result<Duration> {
        // Another text each time: a time stamp alone is not always enough.
        fs::write(self.folder.join("src/lib.rs"), format!("// {round}\n{}", self.source))?;
        let changed = cargo(&self.folder, target, arguments)?;
        let unchanged = cargo(&self.folder, target, arguments)?;
        Ok(changed.saturating_sub(unchanged))
    }
}

#[expect(clippy::disallowed_methods, reason = "the compiler lives by the real clock")]
fn cargo(folder: &Path, target: &Path, arguments: &[&str]) -> Result<Duration> {
    let start = Instant::now();
    let status = Command::new(env!("CARGO"))
        .args(arguments)
        .arg("--quiet")
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", target)
        .env("CARGO_INCREMENTAL", "0")
        .stdout(Stdio::null())
        .status()?;
    if !status.success() {
        return Err(format!("`cargo {}` failed", arguments.join(" ")).into());
    }
    Ok(start.elapsed())
}

fn main() -> Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = root.parent().ok_or("the benchmarks are a folder of the workspace")?;
    let workspace = root.join("target/compile");
    fs::create_dir_all(&workspace)?;
    let ours = Side::new(
        &workspace,
        "ours",
        &format!(
            "ddbx = {{ path = {:?}, default-features = false, features = [\"macros\"] }}",
            root.display()
        ),
        "#[derive(ddbx::Entity, Debug, Clone)]\n#[entity(table = \"shop\", pk = \"CUSTOMER#{customer}\", sk = \"ORDER#{number:010}\")]",
    )?;
    let peer = Side::new(
        &workspace,
        "peer",
        "serde = { version = \"1\", features = [\"derive\"] }",
        "#[derive(serde::Serialize, serde::Deserialize, Debug, Clone)]",
    )?;
    fs::write(
        workspace.join("Cargo.toml"),
        "[workspace]\nresolver = \"3\"\nmembers = [\"ours\", \"peer\"]\n",
    )?;
    fs::copy(root.join("Cargo.lock"), workspace.join("Cargo.lock"))?;
    let target = workspace.join("target");

    let mut table = Table::against(
        "serde's derives",
        format!("Compiling {ENTITIES} structs of ten fields, the crate alone, best of {ROUNDS}"),
        "ratio",
    );
    for (work, arguments) in [
        ("`cargo check`", &["check"][..]),
        ("`cargo build`", &["build"]),
        ("`cargo build --release`", &["build", "--release"]),
    ] {
        let (mut best, mut best_of_peer) = (Duration::MAX, Duration::MAX);
        // The first round compiles what they depend on.
        for round in 0..=ROUNDS {
            let times = (
                ours.compile(&target, arguments, round)?,
                peer.compile(&target, arguments, round)?,
            );
            if round > 0 {
                (best, best_of_peer) = (best.min(times.0), best_of_peer.min(times.1));
            }
        }
        let ratio = best.as_secs_f64() / best_of_peer.as_secs_f64();
        table.row(
            work,
            [best, best_of_peer].map(|time| format!("{:.2} s", time.as_secs_f64())),
            ratio,
            format!("{ratio:.2}"),
            Goal::AtMost {
                must: 1.5,
                aim: Some(1.0),
            },
        );
    }
    println!("{table}");
    Ok(())
}
