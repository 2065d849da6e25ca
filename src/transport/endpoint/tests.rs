use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use ddbx_core::{Operation, Request};

use super::*;
use crate::config::Host;
use crate::transport::sign::Credentials;

/// Finds a host by the parts of the route, and counts how often it was asked.
#[derive(Debug, Default)]
struct Atlas(AtomicUsize);

impl Locate for Atlas {
    fn locate(&self, route: Route) -> Locating<'_> {
        self.0.fetch_add(1, Ordering::Relaxed);
        Box::pin(async move {
            let account = route.owner.as_deref().and_then(|owner| owner.rsplit(':').next());
            let account = account.or(route.account.as_deref()).unwrap_or("shared");
            let name = match route.kind {
                Kind::DynamoDb => format!("{account}.ddb.example"),
                Kind::Search => format!("{account}.search.example"),
                Kind::Streams => "streams.example".to_owned(),
            };
            Ok(Endpoint::new(true, &Host::Name(name.into()), None, "eu-west-1", false))
        })
    }
}

fn own() -> Credentials {
    Credentials::new("a", "b").with_account("111111111111")
}

fn on(table: &str) -> Request {
    Request::new(Operation::GetItem, "{}").on(table.to_owned())
}

#[tokio::test]
async fn a_route_is_asked_for_once_and_a_place_is_one_endpoint() {
    let atlas = Arc::new(Atlas::default());
    let endpoints = Endpoints::located(Arc::clone(&atlas) as Arc<dyn Locate>);
    let main = endpoints.main(&own()).await.unwrap();
    assert_eq!(&*main.host, "111111111111.ddb.example");
    for _ in 0..3 {
        assert!(Arc::ptr_eq(&main, &endpoints.of(&on("users"), &own()).await.unwrap()));
    }
    assert_eq!(atlas.0.load(Ordering::Relaxed), 1);

    // Another route that leads to the same place.
    let own_table = on("arn:aws:dynamodb:eu-west-1:111111111111:table/users");
    assert!(Arc::ptr_eq(&main, &endpoints.of(&own_table, &own()).await.unwrap()));
    assert_eq!(atlas.0.load(Ordering::Relaxed), 2);

    for (operation, host) in [
        (Operation::SearchVectors, "111111111111.search.example"),
        (Operation::GetRecords, "streams.example"),
        (Operation::ListTables, "111111111111.ddb.example"),
    ] {
        let endpoint = endpoints.of(&Request::new(operation, "{}"), &own()).await.unwrap();
        assert_eq!(&*endpoint.host, host);
    }
    let others = on("arn:aws:dynamodb:eu-west-1:222222222222:table/users");
    assert_eq!(
        &*endpoints.of(&others, &own()).await.unwrap().host,
        "222222222222.ddb.example"
    );
    let without_account = endpoints.of(&on("users"), &Credentials::new("a", "b")).await.unwrap();
    assert_eq!(&*without_account.host, "shared.ddb.example");
    assert_eq!(atlas.0.load(Ordering::Relaxed), 6);
}

/// Each endpoint has connections of its own: names of tables from outside must not multiply them.
#[tokio::test]
async fn tables_of_ever_more_accounts_do_not_make_ever_more_endpoints() {
    let atlas = Arc::new(Atlas::default());
    let endpoints = Endpoints::located(Arc::clone(&atlas) as Arc<dyn Locate>);
    let main = endpoints.main(&own()).await.unwrap();
    let mut hosts = std::collections::BTreeSet::new();
    for account in 0..1_000 {
        let table = on(&format!("arn:aws:dynamodb:eu-west-1:{account:012}:table/users"));
        hosts.insert(endpoints.of(&table, &own()).await.unwrap().host.clone());
    }
    assert_eq!(hosts.len(), 64);
    assert!(hosts.contains(&main.host));
    assert_eq!(atlas.0.load(Ordering::Relaxed), 64);
}

#[test]
fn what_is_no_arn_of_a_table_has_no_owner() {
    for table in [
        "users",
        "arn:",
        "arn:aws:dynamodb",
        "arn:aws:dynamodb:eu-west-1:1",
        "ARN:aws:dynamodb:a:1:table/x",
    ] {
        assert_eq!(endpoints::owner(table), None, "{table}");
    }
    assert_eq!(
        endpoints::owner("arn:aws:dynamodb:a:1:table/x"),
        Some("arn:aws:dynamodb:a:1")
    );
}
