use std::fmt::Write as _;

pub(crate) const ENTITIES: usize = 100;

const HEAD: &str = "use std::collections::{HashMap, HashSet};\n";

pub(crate) const OURS: &str = "#[derive(ddbx::Entity, Debug, Clone)]\n\
    #[entity(table = \"shop\", pk = \"CUSTOMER#{customer}\", sk = \"ORDER#{number:010}\")]";

pub(crate) const PEER: &str = "#[derive(serde::Serialize, serde::Deserialize, Debug, Clone)]";

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

/// A crate of entities.
pub(crate) fn ours() -> String {
    structs(OURS)
}

/// The same structs with serde's derives.
pub(crate) fn peer() -> String {
    structs(PEER)
}

/// Structs of ten fields with these attributes.
pub(crate) fn structs(attributes: &str) -> String {
    let mut source = String::from(HEAD);
    for number in 0..ENTITIES {
        // Writing into a `String` never fails.
        let _ = write!(source, "\n{attributes}\npub struct Order{number} {{{FIELDS}}}\n");
    }
    source
}
