use std::borrow::Cow;

use ddbx_core::codec::{Parser, Result};
use ddbx_core::request::{TableName, Tables};

/// The tables that a request of the SDK's names: what limiters, logs and the texts of errors go by.
///
/// Those of an item, a page, a table, a batch or a transaction. Of PartiQL statements, and of operations that go by an
/// ARN of something else, none are known. A body that cannot be read is the server's to refuse: here it has the tables
/// found so far.
pub(super) fn named_in(body: &[u8]) -> Tables {
    let mut names = Vec::new();
    // What is found before an error counts.
    let _ = Parser::from_slice(body).and_then(|mut parser| request(&mut parser, &mut names));
    names.into_iter().map(TableName::from).collect()
}

fn request(parser: &mut Parser<'_>, names: &mut Vec<String>) -> Result<()> {
    parser.begin_object()?;
    while let Some(name) = parser.next_key()? {
        match &*name {
            // The first member of most requests, and the only table of those that have it: the item is not read.
            "TableName" => {
                names.push(parser.string()?.into_owned());
                return Ok(());
            }
            "RequestItems" => batch(parser, names)?,
            "TransactItems" => transaction(parser, names)?,
            _ => parser.skip_value()?,
        }
    }
    Ok(())
}

/// `{"users": …, "orders": …}`
fn batch(parser: &mut Parser<'_>, names: &mut Vec<String>) -> Result<()> {
    parser.begin_object()?;
    while let Some(table) = parser.next_key()? {
        names.push(table.into_owned());
        parser.skip_value()?;
    }
    Ok(())
}

/// `[{"Put": {"TableName": "users", …}}, …]`
fn transaction(parser: &mut Parser<'_>, names: &mut Vec<String>) -> Result<()> {
    parser.begin_array()?;
    while parser.next_element()? {
        parser.begin_object()?;
        while parser.next_key()?.is_some() {
            action(parser, names)?;
        }
    }
    Ok(())
}

fn action(parser: &mut Parser<'_>, names: &mut Vec<String>) -> Result<()> {
    parser.begin_object()?;
    while let Some(name) = parser.next_key()? {
        if name != "TableName" {
            parser.skip_value()?;
            continue;
        }
        let table: Cow<'_, str> = parser.string()?;
        // A transaction often is on one table: its name is kept once.
        if names.last().is_none_or(|last| *last != table) {
            names.push(table.into_owned());
        }
    }
    Ok(())
}
