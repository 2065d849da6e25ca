//! Who was told what, against what the server did.

use ddbx::testing::ledger::{self, Tally, Violations};
use ddbx::{Operation, Request, Safety};

pub(crate) use ddbx::testing::ledger::Told;

use crate::server::Received;

/// The published ledger, for writes that have a number.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ledger(ledger::Ledger);

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
            self.0.commit(Operation::UpdateItem, [id.to_string()]);
        }
    }

    /// How many writes were carried out.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// Compares both sides.
    pub(crate) fn judge(&self, told: &[(u64, Told)]) -> Result<Tally, Violations> {
        self.0.judge(told.iter().map(|(id, told)| (id.to_string(), *told)))
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

/// The control: what the server does twice is entered twice.
#[test]
fn a_write_that_is_done_twice_is_found() {
    let ledger = Ledger::default();
    let request = Received {
        headers: [("x-amz-target".into(), "DynamoDB_20120810.UpdateItem".into())].into(),
        body: entry(1).body.to_vec(),
        ..Received::default()
    };
    ledger.commit(&request);
    assert!(ledger.judge(&[(1, Told::Done)]).is_ok());
    ledger.commit(&request);
    assert!(ledger.judge(&[(1, Told::Done)]).is_err());
}
