use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use ddbx_benches::Result;

use super::peak;

/// A crate that is compiled.
pub(crate) struct Folder {
    folder: PathBuf,
    target: PathBuf,
    source: String,
}

impl Folder {
    /// Writes it.
    pub(crate) fn new(workspace: &Path, name: &str, dependencies: &str, source: &str) -> Result<Self> {
        let this = Self {
            folder: workspace.join(name),
            target: workspace.join("target"),
            source: source.to_owned(),
        };
        fs::create_dir_all(this.folder.join("src"))?;
        fs::write(
            this.folder.join("Cargo.toml"),
            format!(
                "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
                 [dependencies]\n{dependencies}\n"
            ),
        )?;
        this.write("written")?;
        Ok(this)
    }

    /// How long cargo takes with a source that was changed.
    pub(crate) fn compile(&self, arguments: &[&str], round: usize) -> Result<Duration> {
        self.write(&round.to_string())?;
        let changed = self.cargo(arguments, |_| {})?;
        let unchanged = self.cargo(arguments, |_| {})?;
        Ok(changed.saturating_sub(unchanged))
    }

    /// How much memory the compiler takes at most, in bytes.
    pub(crate) fn peak(&self, arguments: &[&str]) -> Result<f64> {
        let file = self.target.join("peak");
        fs::write(&file, "")?;
        self.write("peak")?;
        self.cargo(arguments, |cargo| peak::ask(cargo, &file))?;
        peak::answer(&file)
    }

    /// Another text each time: a time stamp alone is not always enough.
    fn write(&self, comment: &str) -> Result<()> {
        let text = format!("{}\n// {comment}\n", self.source);
        Ok(fs::write(self.folder.join("src/lib.rs"), text)?)
    }

    #[expect(clippy::disallowed_methods, reason = "the compiler lives by the real clock")]
    fn cargo(&self, arguments: &[&str], prepare: impl FnOnce(&mut Command)) -> Result<Duration> {
        let mut cargo = Command::new(env!("CARGO"));
        cargo
            .args(arguments)
            .arg("--quiet")
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", &self.target)
            .env("CARGO_INCREMENTAL", "0")
            .stdout(Stdio::null());
        prepare(&mut cargo);
        let start = Instant::now();
        if !cargo.status()?.success() {
            return Err(format!("`cargo {}` failed", arguments.join(" ")).into());
        }
        Ok(start.elapsed())
    }
}
