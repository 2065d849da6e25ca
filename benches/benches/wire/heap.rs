use std::process::Command;

use ddbx_benches::Result;
use ddbx_benches::verdict::{Goal, Table};

/// Counted by a program of its own, because an allocator that counts makes every allocation slower.
pub(crate) fn rows(table: &mut Table) -> Result<()> {
    let output = Command::new(env!("CARGO_BIN_EXE_heap")).output()?;
    let text = String::from_utf8(output.stdout)?;
    let counts: Vec<u32> = text
        .split_whitespace()
        .map(str::parse)
        .collect::<std::result::Result<_, _>>()?;
    let &[ours, peer, signature] = &counts[..] else {
        return Err(format!("{text}{}", String::from_utf8_lossy(&output.stderr)).into());
    };
    let goal = Goal::AtMost {
        must: 28.0,
        aim: Some(6.0),
    };
    let work = "`GetItem`, one at a time: allocations beyond the value";
    table.row(
        work,
        [ours, peer].map(|count| count.to_string()),
        f64::from(ours),
        ours.to_string(),
        goal,
    );
    let goal = Goal::AtMost { must: 0.0, aim: None };
    let sides = [signature.to_string(), String::from("-")];
    table.row(
        "signature of a `GetItem`: allocations",
        sides,
        f64::from(signature),
        signature.to_string(),
        goal,
    );
    Ok(())
}
