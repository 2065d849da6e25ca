//! Whole items of the table, where an index has some of their attributes: which requests read them.

use std::collections::BTreeMap;

use ddbx::Operation;
use serde_json::Value as Json;

use crate::wire::{Exchange, ensure};

/// How many keys a request takes.
const MOST_KEYS: usize = 100;

/// The requests for pages of an index, without those that read the items of the table in between; if these are what the
/// pages lead to.
///
/// # Errors
///
/// What is wrong with them.
pub(crate) fn pages(exchanges: &[Exchange], key: &[&str], is_hydrated: bool) -> Result<Vec<Exchange>, String> {
    let is_page = |exchange: &Exchange| exchange.operation != Operation::BatchGetItem;
    let mut pages = Vec::new();
    for exchanges in exchanges.chunk_by(|_, next| !is_page(next)) {
        let Some((page, batches)) = exchanges.split_first().filter(|(page, _)| is_page(page)) else {
            return Err("items are read before the index".to_owned());
        };
        ensure(is_hydrated || batches.is_empty(), || {
            "items are read that the index has".to_owned()
        })?;
        follow(page, batches, key)?;
        pages.push(page.clone());
    }
    Ok(pages)
}

/// Whether each item that a page leads to is asked for once, and once more each time it is given back.
fn follow(page: &Exchange, batches: &[Exchange], key: &[&str]) -> Result<(), String> {
    let answer = page.answer.as_ref().ok_or("no answer")?;
    let items = answer["Items"].as_array().map_or(&[][..], Vec::as_slice);
    let shown: Vec<String> = items.iter().map(|item| standing(item, key)).collect();
    let mut left: BTreeMap<String, usize> = BTreeMap::new();
    for batch in batches {
        let [(_, asked)] = &members(&batch.request["RequestItems"])[..] else {
            return Err("it is of one table".to_owned());
        };
        ensure(asked["ConsistentRead"] == true, || "it is not consistent".to_owned())?;
        let keys = asked["Keys"].as_array().ok_or("no keys")?;
        ensure((1..=MOST_KEYS).contains(&keys.len()), || format!("{} keys", keys.len()))?;
        for key_of in keys.iter().map(|item| standing(item, key)) {
            ensure(shown.contains(&key_of), || format!("{key_of} is not on the page"))?;
            *left.entry(key_of).or_default() += 1;
        }
        let answer = batch.answer.as_ref().ok_or("no answer")?;
        for (_, given_back) in members(&answer["UnprocessedKeys"]) {
            for key_of in given_back["Keys"].as_array().into_iter().flatten() {
                let times = left.get_mut(&standing(key_of, key)).ok_or("it was not asked for")?;
                *times -= 1;
            }
        }
    }
    let wrong = left.iter().find(|(_, times)| **times != 1);
    ensure(wrong.is_none(), || format!("it is not asked for once: {wrong:?}"))
}

fn members(object: &Json) -> Vec<(&String, &Json)> {
    object.as_object().into_iter().flatten().collect()
}

/// The attributes of a key, of an item: two items are the same if these are.
pub(crate) fn standing(item: &Json, key: &[&str]) -> String {
    let attributes: Vec<String> = key.iter().map(|attribute| item[*attribute].to_string()).collect();
    attributes.join(" ")
}
