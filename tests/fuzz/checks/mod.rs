//! What must hold of any bytes: the fuzz targets and the tests call the same functions.

mod answers;
mod calls;
mod cursors;
mod items;
mod requests;
mod urls;

/// The check of this name; its seeds and its fuzz target bear the same name.
pub(crate) fn named(name: &str) -> fn(&[u8]) {
    match name {
        "answers" => answers::answers,
        "calls" => calls::calls,
        "cursors" => cursors::cursors,
        "items" => items::items,
        "requests" => requests::requests,
        "urls" => urls::urls,
        _ => panic!("there is no check `{name}`"),
    }
}
