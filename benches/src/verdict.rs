//! The table that a benchmark prints: what was measured, and what was promised.

use std::fmt;

/// What a figure has to reach.
#[derive(Clone, Copy, Debug)]
pub enum Goal {
    /// No promise: for comparison.
    None,
    /// At least.
    AtLeast {
        /// Below this the promise is broken.
        must: f64,
        /// What is hoped for.
        aim: Option<f64>,
    },
    /// At most.
    AtMost {
        /// Above this the promise is broken.
        must: f64,
        /// What is hoped for.
        aim: Option<f64>,
    },
}

impl Goal {
    fn bound(self, bound: impl Fn(f64, Option<f64>) -> Option<f64>) -> String {
        match self {
            Self::None => String::from("-"),
            Self::AtLeast { must, aim } => bound(must, aim).map_or("-".into(), |bound| format!(">= {bound}")),
            Self::AtMost { must, aim } => bound(must, aim).map_or("-".into(), |bound| format!("<= {bound}")),
        }
    }

    fn verdict(self, figure: f64) -> &'static str {
        let (must, aim) = match self {
            Self::None => return "-",
            Self::AtLeast { must, aim } => (figure >= must, aim.map(|aim| figure >= aim)),
            Self::AtMost { must, aim } => (figure <= must, aim.map(|aim| figure <= aim)),
        };
        match (must, aim) {
            (false, _) => "MISSED",
            (true, Some(true)) => "aim reached",
            (true, _) => "must reached",
        }
    }
}

/// A table under construction; its `Display` is the table.
#[derive(Debug)]
pub struct Table {
    title: String,
    rows: Vec<[String; 7]>,
    missed: usize,
}

impl Table {
    /// An empty table; `figure` heads the column that is judged.
    #[must_use]
    pub fn new(title: impl Into<String>, figure: &str) -> Self {
        Self::against("SDK + serde_dynamo", title, figure)
    }

    /// An empty table with another peer.
    #[must_use]
    pub fn against(peer: &str, title: impl Into<String>, figure: &str) -> Self {
        let head = ["work", "ddbx", peer, figure, "must", "aim", "verdict"].map(String::from);
        Self {
            title: title.into(),
            rows: vec![head],
            missed: 0,
        }
    }

    /// Adds a row. `figure` is judged, and printed as `shown`.
    pub fn row(&mut self, work: impl Into<String>, [ours, peer]: [String; 2], figure: f64, shown: String, goal: Goal) {
        let verdict = goal.verdict(figure);
        self.missed += usize::from(verdict == "MISSED");
        let (must, aim) = (goal.bound(|must, _| Some(must)), goal.bound(|_, aim| aim));
        self.rows
            .push([work.into(), ours, peer, shown, must, aim, verdict.into()]);
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let widths: [usize; 7] = std::array::from_fn(|column| {
            self.rows
                .iter()
                .map(|row| row[column].chars().count())
                .max()
                .unwrap_or_default()
        });
        writeln!(f, "\n{}\n", self.title)?;
        for (position, row) in self.rows.iter().enumerate() {
            for (column, (cell, width)) in row.iter().zip(widths).enumerate() {
                match column {
                    0 => write!(f, "| {cell:<width$} ")?,
                    6 => writeln!(f, "| {cell:<width$} |")?,
                    _ => write!(f, "| {cell:>width$} ")?,
                }
            }
            if position == 0 {
                for (column, width) in widths.into_iter().enumerate() {
                    let right = if (1..6).contains(&column) { ":" } else { "-" };
                    write!(f, "|{:-<1$}{right}", "", width + 1)?;
                }
                writeln!(f, "|")?;
            }
        }
        match self.missed {
            0 => writeln!(f, "\nEvery must is reached."),
            missed => writeln!(f, "\nMISSED: {missed} of the musts above."),
        }
    }
}
