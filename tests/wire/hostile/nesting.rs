//! JSON that is deep or wide, read on a small stack.

use ddbx::ops;
use ddbx::{ErrorKind, Item, Outcome};

use super::{Then, once, pool, with_headers};

/// In this many KiB a whole call fits, with whatever the answer holds.
const STACK: usize = 512;

/// Reads an answer with this body as an item, and one that returns the same of an update; on a thread of its own.
fn answered(body: &str) -> [Result<Option<Item>, ddbx::Error>; 2] {
    let get = with_headers("200 OK", "", format!(r#"{{"Item":{body}}}"#));
    let update = with_headers("200 OK", "", format!(r#"{{"Attributes":{body}}}"#));
    let call = move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(async {
            let server = once(get, Then::Stays).await;
            let pool = pool(&server, false).await;
            let got = ops::GetItem::new("users").key("id", "u1").send::<Item>(&pool).await;
            let server = once(update, Then::Stays).await;
            let pool = super::pool(&server, false).await;
            let updated = ops::UpdateItem::new("users")
                .key("id", "u1")
                .update("REMOVE a")
                .return_values(ops::ReturnValues::AllNew)
                .send(&pool)
                .await;
            [got.map(|output| output.item), updated.map(|output| output.attributes)]
        })
    };
    let thread = std::thread::Builder::new().stack_size(STACK << 10).spawn(call).unwrap();
    thread.join().unwrap()
}

fn nested(open: &str, close: &str, levels: usize) -> String {
    format!(
        r#"{{"a":{}{{"NULL":true}}{}}}"#,
        open.repeat(levels),
        close.repeat(levels)
    )
}

#[test]
fn lists_and_maps_may_have_32_levels() {
    for (open, close) in [(r#"{"L":["#, "]}"), (r#"{"M":{"m":"#, "}}")] {
        for levels in [1, 31, 32] {
            for result in answered(&nested(open, close, levels)) {
                assert!(result.unwrap().unwrap().contains("a"), "{levels}");
            }
        }
        for levels in [33, 34, 64, 127, 128, 1_000, 1_000_000] {
            let [got, updated] = answered(&nested(open, close, levels));
            let (got, updated) = (got.unwrap_err(), updated.unwrap_err());
            for error in [&got, &updated] {
                let text = super::said(error);
                assert_eq!(error.kind(), ErrorKind::Decode, "{levels}: {text}");
                assert!(text.contains("more than 32 levels of nesting"), "{levels}: {text}");
                assert!(text.len() < 4_000, "{levels}: {} bytes", text.len());
                assert_eq!(error.request_id(), Some("R1"));
            }
            assert_eq!(
                (got.outcome(), updated.outcome()),
                (Outcome::NotApplied, Outcome::Applied)
            );
        }
    }
}

/// In members that are passed over, and not closed at all.
#[test]
fn levels_of_what_is_no_value() {
    for levels in [32, 127, 1_000_000] {
        let open = r#"{"L":["#.repeat(levels);
        for body in [
            "[".repeat(levels),
            format!("{}{}", "[".repeat(levels), "]".repeat(levels)),
            r#"{"a":"#.repeat(levels),
            format!(r#"{{"a":{open}"#),
            format!(r#"{{}},"More":{}{}"#, "[".repeat(levels), "]".repeat(levels)),
        ] {
            let [got, updated] = answered(&body);
            if let Ok(item) = got {
                assert!(levels == 32 && item.unwrap().is_empty());
                continue;
            }
            let (got, updated) = (got.unwrap_err(), updated.unwrap_err());
            assert!(
                matches!(got.kind(), ErrorKind::Decode | ErrorKind::UnexpectedResponse),
                "{got:?}"
            );
            assert_eq!(got.kind(), updated.kind());
            assert_ne!(updated.outcome(), Outcome::NotApplied, "{updated:?}");
        }
    }
}

#[test]
fn a_million_attributes_are_as_many() {
    let again = format!("{{{}}}", vec![r#""a":{"N":"1"}"#; 1_000_000].join(","));
    let [got, _] = answered(&again);
    assert_eq!(got.unwrap().unwrap().len(), 1);
    let names: Vec<String> = (0..1_000_000)
        .map(|number| format!(r#""a{number}":{{"N":"1"}}"#))
        .collect();
    let [got, _] = answered(&format!("{{{}}}", names[..500_000].join(",")));
    assert_eq!(got.unwrap().unwrap().len(), 500_000);
    // A million with names of their own are over the cap of an answer.
    for result in answered(&format!("{{{}}}", names.join(","))) {
        let error = result.unwrap_err();
        assert!(super::said(&error).contains("larger than 16777216 bytes"), "{error:?}");
    }
}

/// Errors are read on the same stack.
#[test]
fn errors_may_be_deep_too() {
    let deep = "[".repeat(1_000_000);
    let body = format!(r#"{{"__type":"ConditionalCheckFailedException","Item":{deep}"#);
    let run = move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(async {
            let server = once(with_headers("400 X", "", body), Then::Stays).await;
            let pool = pool(&server, false).await;
            crate::send(&pool, crate::write()).await.unwrap_err()
        })
    };
    let thread = std::thread::Builder::new().stack_size(STACK << 10).spawn(run).unwrap();
    let error = thread.join().unwrap();
    assert!(error.is_condition_failed() && !error.is_unknown());
    assert_eq!(
        (error.request_id(), error.old_item::<Item>().unwrap()),
        (Some("R1"), None)
    );
}
