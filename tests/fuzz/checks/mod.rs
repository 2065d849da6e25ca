//! What must hold of any bytes: the fuzz targets and the tests call the same functions.

mod answers;
mod items;
mod urls;

pub(crate) use answers::answers;
pub(crate) use items::items;
pub(crate) use urls::urls;
