//! Who was told what, against what the server did.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex};

use ddbx::{Error, Operation, Outcome, Request, Response, Safety};

use crate::server::Received;

/// The server's side: how often each write was carried out.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ledger(Arc<Mutex<HashMap<u64, usize>>>);

/// The caller's side: what he knows of his write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Told {
    /// It was carried out.
    Done,
    /// He has an error, which says this.
    Failed(Outcome),
    /// He did not wait for the end.
    Nothing,
}

impl Told {
    pub(crate) fn by(answer: &Result<Response, Error>) -> Self {
        match answer {
            Ok(_) => Self::Done,
            Err(error) => Self::Failed(error.outcome()),
        }
    }

    /// How often the server may have carried out a write of which this is known.
    fn allows(self, times: usize) -> bool {
        match self {
            Self::Done | Self::Failed(Outcome::Applied) => times == 1,
            Self::Failed(Outcome::NotApplied) => times == 0,
            _ => times <= 1,
        }
    }
}

/// A write that can be told from all others, and that nobody may repeat.
pub(crate) fn entry(id: u64) -> Request {
    let body = format!(
        r#"{{"TableName":"users","Key":{{"id":{{"S":"{id}"}}}},"UpdateExpression":"ADD n :one","ExpressionAttributeValues":{{":one":{{"N":"1"}}}}}}"#
    );
    Request::new(Operation::UpdateItem, body)
        .on("users")
        .with_safety(Safety::Unsafe)
}

impl Ledger {
    /// Carries out a request that was read to its end; reads leave no trace.
    pub(crate) fn commit(&self, request: &Received) {
        if let Some(id) = id(request) {
            *self.0.lock().unwrap().entry(id).or_default() += 1;
        }
    }

    /// How many writes were carried out.
    pub(crate) fn len(&self) -> usize {
        self.0.lock().unwrap().len()
    }

    /// Compares both sides.
    pub(crate) fn judge(&self, told: &[(u64, Told)]) -> Result<(), String> {
        let done = self.0.lock().unwrap();
        let mut complaints = String::new();
        for &(id, told) in told {
            let times = done.get(&id).copied().unwrap_or_default();
            if !told.allows(times) {
                let _ = writeln!(
                    complaints,
                    "{id} was carried out {times} times, and its caller knows: {told:?}"
                );
            }
        }
        if done.len() > told.len() {
            let _ = writeln!(complaints, "{} writes of {} that were made", done.len(), told.len());
        }
        if complaints.is_empty() { Ok(()) } else { Err(complaints) }
    }
}

/// The write that it is; none for a read.
pub(crate) fn id(request: &Received) -> Option<u64> {
    if !request.headers["x-amz-target"].ends_with("UpdateItem") {
        return None;
    }
    let body = std::str::from_utf8(&request.body).unwrap();
    let (_, rest) = body.split_once(r#""S":""#).unwrap();
    let (id, _) = rest.split_once('"').unwrap();
    id.parse().ok()
}

/// The control: a ledger that accepts everything would prove nothing.
#[test]
fn a_ledger_finds_what_was_lost_doubled_or_denied() {
    let request = |id| Received {
        headers: HashMap::from([("x-amz-target".into(), "DynamoDB_20120810.UpdateItem".into())]),
        body: entry(id).body.to_vec(),
        ..Received::default()
    };
    let ledger = Ledger::default();
    for id in [1, 2, 2] {
        ledger.commit(&request(id));
    }
    let unknown = Told::Failed(Outcome::Unknown);
    let denied = Told::Failed(Outcome::NotApplied);
    assert_eq!(ledger.len(), 2);
    assert!(
        ledger
            .judge(&[(1, Told::Done), (3, denied), (4, unknown), (5, Told::Nothing)])
            .is_ok()
    );
    assert!(ledger.judge(&[(1, unknown), (3, Told::Nothing)]).is_ok());
    for wrong in [
        (1, denied),
        (2, Told::Done),
        (2, unknown),
        (2, Told::Nothing),
        (3, Told::Done),
    ] {
        assert!(ledger.judge(&[wrong, (6, unknown)]).is_err(), "{wrong:?}");
    }
    assert!(ledger.judge(&[(1, Told::Done)]).is_err(), "2 is nobody's");
}
