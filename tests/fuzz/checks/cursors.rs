use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::SystemTime;

use ddbx::cursor::{CursorKey, CursorKeys, SealedCursor};
use ddbx::executor::{Execution, Executor};
use ddbx::{Entity, ErrorKind, Request, Response};

/// The tokens among the seeds that are good, for ever. Others were sealed for another principal, or by another key.
const GOOD: [&str; 2] = [
    include_str!("../seeds/cursors/one"),
    include_str!("../seeds/cursors/other"),
];

#[derive(Entity)]
#[entity(table = "orders")]
struct Order {
    #[entity(pk)]
    customer: String,
    #[entity(sk)]
    number: u64,
}

/// Answers every request with a page that another one follows, and counts them.
struct Endless {
    keys: CursorKeys,
    sent: AtomicUsize,
}

impl Executor for Endless {
    fn execute(&self, request: Request) -> Execution {
        self.sent.fetch_add(1, Ordering::Relaxed);
        // The seeds were sealed at the end of the first page; a page that ends where it began is none.
        let goes_on = String::from_utf8_lossy(&request.body).contains("ExclusiveStartKey");
        let key = |number: u8| format!(r#"{{"customer":{{"S":"ann"}},"number":{{"N":"{number}"}}}}"#);
        let (item, last) = (key(7), key(7 + u8::from(goes_on)));
        let body = format!(r#"{{"Items":[{item}],"Count":1,"ScannedCount":1,"LastEvaluatedKey":{last}}}"#);
        Box::pin(std::future::ready(Ok(Response::new(200, body))))
    }

    fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH
    }

    fn cursor_keys(&self) -> Option<&CursorKeys> {
        Some(&self.keys)
    }
}

/// Bytes as a token that a user sends.
pub(crate) fn cursors(bytes: &[u8]) {
    let Ok(token) = std::str::from_utf8(bytes) else { return };
    let keys = CursorKeys::new(CursorKey::new(1, [7; 32]));
    let sent = AtomicUsize::new(0);
    let endless = Endless { keys, sent };
    let orders = ddbx::query::<Order>().filter(|order| order.customer.eq("ann"));
    let query = orders.sealed_for("ann").start_at(token).fetch_page(&endless);
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    match runtime.block_on(query) {
        Ok(page) => {
            assert!(GOOD.contains(&token), "a forged token was accepted");
            assert!(page.token.is_some() && page.items[0].number == 7 && page.items[0].customer == "ann");
        }
        Err(error) => {
            assert!(!GOOD.contains(&token), "{error}");
            assert_eq!(error.kind(), ErrorKind::InvalidCursor);
            assert_eq!(endless.sent.into_inner(), 0, "a request was sent");
            let shown = format!("{error} {error:?}");
            assert!(token.len() < 16 || !shown.contains(token), "{shown}");
        }
    }
    if let Ok(read) = token.parse::<SealedCursor>() {
        assert_eq!(read.as_str(), token);
    }
}
