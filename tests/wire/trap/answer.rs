//! Answers that name another address: none is gone to.

use ddbx::{Operation, Request};

use super::{HERE, Trap, own_address};
use crate::server::{Server, answer};
use crate::{read, send, write};

/// What an answer can name, with the trap's authority for `TRAP`.
const HEADERS: [&str; 8] = [
    "location: http://TRAP/",
    "location: //TRAP/",
    "content-location: http://TRAP/",
    "refresh: 0; url=http://TRAP/",
    "alt-svc: h2=\"TRAP\"; ma=86400, h3=\":TRAP\"",
    "x-amz-endpoint: TRAP",
    "link: <http://TRAP/>; rel=preconnect",
    "upgrade: h2c\r\nhttp2-settings: AAMAAABkAARAAAAAAAIAAAAA\r\nconnection: upgrade, http2-settings\r\nlocation: http://TRAP/",
];

const STATUSES: [u16; 12] = [200, 201, 300, 301, 302, 303, 305, 307, 308, 401, 421, 503];

#[tokio::test]
async fn what_an_answer_names_is_not_gone_to() {
    for address in [Some(HERE), own_address()].into_iter().flatten() {
        let trap = Trap::on(address).await;
        // Sends back what it is sent: each request brings its own answer.
        let server = Server::start(|mut peer| async move {
            while let Some(request) = peer.request().await {
                peer.send(request.body).await;
            }
        })
        .await;
        let pool = crate::single().connect(&server.url()).await.unwrap();
        for status in STATUSES {
            for line in HEADERS {
                let line = line.replace("TRAP", &trap.address.to_string());
                let body = answer(status, "{}").replacen("\r\n", &format!("\r\n{line}\r\n"), 1);
                for operation in [Operation::GetItem, Operation::UpdateItem] {
                    let result = send(&pool, Request::new(operation, body.clone())).await;
                    assert_eq!(result.is_ok(), status == 200, "{status} {line}: {result:?}");
                }
            }
        }
        let all = STATUSES.len() * HEADERS.len() * 2;
        assert_eq!(server.requests(), all, "each once, to the server that was asked");
        assert_eq!(trap.connections(), 0);
    }
}

/// What DynamoDB's endpoint discovery would say.
#[tokio::test]
async fn the_endpoint_is_not_taken_from_an_answer() {
    let trap = Trap::on(HERE).await;
    let body = format!(
        r#"{{"Endpoints":[{{"Address":"{}","CachePeriodInMinutes":1440}}],"Endpoint":"http://{}"}}"#,
        trap.address, trap.address
    );
    let server = Server::start(move |mut peer| {
        let body = body.clone();
        async move { while peer.answer(200, &body).await {} }
    })
    .await;
    let pool = crate::single().connect(&server.url()).await.unwrap();
    for request in [
        Request::new(Operation::DescribeEndpoints, "{}"),
        read(),
        write(),
        read(),
    ] {
        send(&pool, request).await.unwrap();
    }
    assert_eq!((server.requests(), trap.connections()), (4, 0));
}
