//! What users read of cases that are refused: the statements of `tests/ui/plan`, and what the compiler prints there.

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use crate::case::Case;
use crate::{planned, schema, statement};

/// An error as the compiler prints it.
#[derive(Debug)]
struct Printed {
    line: usize,
    message: String,
    /// The text that is underlined.
    at: String,
}

const PANICKED: &str = "error[E0080]: evaluation panicked: ";

impl Printed {
    /// All that stand in a file, about this source.
    fn all(printed: &str, source: &str) -> Vec<Self> {
        let errors = printed.split("\n\n").filter(|block| !block.trim().is_empty());
        errors.map(|block| Self::of(block, source)).collect()
    }

    fn of(block: &str, source: &str) -> Self {
        let (message, shown) = block
            .split_once("--> ")
            .unwrap_or_else(|| panic!("no place in {block}"));
        let message = message
            .strip_prefix(PANICKED)
            .unwrap_or_else(|| panic!("not of the planner: {block}"));
        // The compiler indents what follows the first line, as far as its own words go.
        let message: Vec<_> = message.trim_end().lines().map(str::trim).collect();
        let mut place = shown.lines().next().unwrap().rsplit(':');
        let mut number = || place.next().unwrap().parse::<usize>().unwrap() - 1;
        let (column, line) = (number(), number());
        let length = shown.matches('^').count();
        let written = source.lines().nth(line).unwrap();
        Self {
            line,
            message: message.join("\n  "),
            at: written.chars().skip(column).take(length).collect(),
        }
    }
}

/// The source and the messages of each statement file.
fn files() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ui/plan");
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let sources = paths.filter(|path| path.extension().is_some_and(|extension| extension == "rs"));
    let read = |path: &Path| fs::read_to_string(path).unwrap();
    sources
        .map(|path| (read(&path), read(&path.with_extension("stderr"))))
        .collect()
}

/// What a case is reported at, as it is written.
fn written(case: &Case) -> String {
    match case.at.as_deref().unwrap() {
        "consistent" => "consistent".to_owned(),
        "entity" => case.entity.clone(),
        "index" => format!("{:?}", case.index.as_ref().unwrap()),
        "view" => statement::view(case).unwrap().to_owned(),
        condition => condition.to_owned(),
    }
}

/// The name of the case whose statement follows.
fn named(line: &str) -> Option<&str> {
    line.trim().strip_prefix("// plan.toml: ")
}

#[test]
fn refused_statements_are_told_why_and_where() {
    let cases = Case::all();
    let mut names = HashSet::new();
    for (source, printed) in files() {
        let lines: Vec<_> = source.lines().collect();
        let mut errors = Printed::all(&printed, &source);
        for (at, line) in lines.iter().enumerate() {
            let Some(name) = named(line) else {
                let is_statement = line.contains("ddbx::query!");
                assert!(
                    !is_statement || named(lines[at - 1]).is_some(),
                    "of which case is `{line}`?"
                );
                continue;
            };
            let case = cases.iter().find(|case| case.name == name);
            let case = case.unwrap_or_else(|| panic!("no case is called `{name}`"));
            assert!(names.insert(name.to_owned()), "`{name}` stands there twice");
            let statement = lines[at + 1].trim().strip_prefix("let _ = ddbx::").unwrap();
            let statement = statement.strip_suffix(';').unwrap();
            assert_eq!(statement::squeezed(statement), statement::text(case), "{name}");

            let (of_it, others) = errors.into_iter().partition(|error| error.line == at + 1);
            errors = others;
            let of_it: Vec<Printed> = of_it;
            let [error] = &of_it[..] else {
                panic!("one mistake is told once: `{name}`: {of_it:#?}");
            };
            let Err((message, _)) = planned::run(schema(case), case) else {
                panic!("`{name}` is refused");
            };
            assert_eq!(error.message, message, "{name}");
            assert!(case.is_error(&error.message), "{name}");
            assert_eq!(error.at, written(case), "{name}");
        }
        assert!(errors.is_empty(), "these are of no statement: {errors:#?}");
    }
    assert!(names.len() >= 45, "there are {} statements", names.len());
}
