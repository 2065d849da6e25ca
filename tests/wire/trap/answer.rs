//! Answers that name another address: none is gone to.

use ddbx::{Operation, Pool, Request};

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
    for trap in [
        Some(Trap::on(HERE).await),
        match own_address() {
            Some(own) => Some(Trap::on(own).await),
            None => None,
        },
    ]
    .into_iter()
    .flatten()
    {
        let authority = trap.address.to_string();
        let server = Server::start(move |mut peer| {
            let authority = authority.clone();
            async move {
                while let Some(request) = peer.request().await {
                    let [status, header]: [usize; 2] = String::from_utf8(request.body)
                        .unwrap()
                        .split(' ')
                        .map(|number| number.parse().unwrap())
                        .collect::<Vec<_>>()
                        .try_into()
                        .unwrap();
                    let line = HEADERS[header].replace("TRAP", &authority);
                    let bytes = answer(STATUSES[status], "{}").replacen("\r\n", &format!("\r\n{line}\r\n"), 1);
                    peer.send(bytes).await;
                }
            }
        })
        .await;
        let pool = Pool::connect(&server.url()).await.unwrap();
        let mut sent = 0;
        for (status, number) in STATUSES.iter().enumerate() {
            for header in 0..HEADERS.len() {
                for operation in [Operation::GetItem, Operation::UpdateItem] {
                    let request = Request::new(operation, format!("{status} {header}"));
                    let result = send(&pool, request).await;
                    assert_eq!(
                        result.is_ok(),
                        *number == 200,
                        "{number} {}: {result:?}",
                        HEADERS[header]
                    );
                    sent += 1;
                }
            }
        }
        assert_eq!(server.requests(), sent, "each once, to the server that was asked");
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
    let pool = Pool::connect(&server.url()).await.unwrap();
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
