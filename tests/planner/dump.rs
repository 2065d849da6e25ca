use ddbx::Entity;
use crate::case::Case;
use crate::{planned, sent};
pub(crate) fn dump<E: Entity>(case: &Case) {
    let mut out = serde_json::json!({"name": case.name});
    let m = out.as_object_mut().unwrap();
    match planned::run(E::SCHEMA, case) {
        Err((e, at)) => { m.insert("error".into(), e.into()); m.insert("at".into(), at.into()); }
        Ok(p) => {
            m.insert("access".into(), p.access.into());
            m.insert("index".into(), p.index.into());
            m.insert("keys".into(), p.keys.clone().into());
            m.insert("filter".into(), p.filter.into());
            m.insert("dropped".into(), p.dropped.into());
            m.insert("hydrates".into(), p.hydrates.into());
        }
    }
    if case.select.is_none() {
        match sent::run::<E>(case) {
            Err(e) => { if !m.contains_key("error") { m.insert("refused".into(), e.into()); } else { m.insert("berror".into(), e.into()); } }
            Ok(None) => { m.insert("sent".into(), false.into()); }
            Ok(Some(s)) => {
                if s.operation == "GetItem" { m.insert("get".into(), s.keys[0].clone().into()); }
                m.insert("skeys".into(), s.keys.into());
                m.insert("filter".into(), s.filter.into());
                m.insert("reads".into(), s.reads.into());
            }
        }
    } else { m.insert("get".into(), "?".into()); }
    println!("DUMP {out}");
}
