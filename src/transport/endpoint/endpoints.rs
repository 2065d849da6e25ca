use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};

use ddbx_core::operation::Service;
use ddbx_core::{Error, Operation, Request};

use super::Endpoint;
use crate::transport::sign::Credentials;

/// The endpoints of a pool: DynamoDB's and Streams' differ, and an account may have one of its own.
///
/// The same place is the same `Arc` each time: connections are kept by it.
#[derive(Debug)]
pub(crate) struct Endpoints {
    known: Mutex<Known>,
    locate: Option<Arc<dyn Locate>>,
}

/// Knows which endpoint a request goes to.
pub(crate) trait Locate: fmt::Debug + Send + Sync {
    /// The endpoint for a route.
    fn locate(&self, route: Route) -> Locating<'_>;
}

/// An endpoint that is being looked for.
pub(crate) type Locating<'a> = Pin<Box<dyn Future<Output = Result<Endpoint, Error>> + Send + 'a>>;

/// What an endpoint goes by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Route {
    pub(crate) kind: Kind,
    /// The account of the credentials.
    pub(crate) account: Option<Box<str>>,
    /// Whose table it is, where its ARN says so: the ARN up to the account.
    pub(crate) owner: Option<Box<str>>,
}

/// What has hosts of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    DynamoDb,
    /// `SearchVectors`
    Search,
    Streams,
}

#[derive(Debug, Default)]
struct Known {
    routes: Vec<(Route, Arc<Endpoint>)>,
    endpoints: Vec<Arc<Endpoint>>,
}

/// Routes that are remembered. Tables of other accounts can be many, and each would have connections of its own: past
/// this number, requests for them go to the endpoint of the pool's account, which serves them too.
const ROUTES: usize = 64;

impl Endpoints {
    /// The same for everything.
    pub(crate) fn fixed(endpoint: Endpoint) -> Self {
        Self {
            known: Mutex::new(Known {
                routes: Vec::new(),
                endpoints: vec![Arc::new(endpoint)],
            }),
            locate: None,
        }
    }

    /// Those that `locate` finds, each asked for once.
    pub(crate) fn located(locate: Arc<dyn Locate>) -> Self {
        Self {
            known: Mutex::default(),
            locate: Some(locate),
        }
    }

    /// DynamoDB's own: where most requests go.
    pub(crate) async fn main(&self, credentials: &Credentials) -> Result<Arc<Endpoint>, Error> {
        self.find(Kind::DynamoDb, credentials.account(), None).await
    }

    /// Where a request goes. Answers at once unless the answer is new.
    pub(crate) async fn of(&self, request: &Request, credentials: &Credentials) -> Result<Arc<Endpoint>, Error> {
        let kind = match (request.operation.service(), request.operation) {
            (_, Operation::SearchVectors) => Kind::Search,
            (Service::Streams, _) => Kind::Streams,
            (Service::DynamoDb, _) => Kind::DynamoDb,
        };
        let owner = request.tables.iter().next().and_then(|table| owner(table));
        self.find(kind, credentials.account(), owner).await
    }

    async fn find(&self, kind: Kind, account: Option<&str>, owner: Option<&str>) -> Result<Arc<Endpoint>, Error> {
        let Some(locate) = &self.locate else {
            return Ok(self.known().only());
        };
        let owner = match self.known().find(kind, account, owner) {
            Ok(endpoint) => return Ok(endpoint),
            Err(owner) => owner,
        };
        let route = Route {
            kind,
            account: account.map(Into::into),
            owner: owner.map(Into::into),
        };
        let endpoint = locate.locate(route.clone()).await?;
        Ok(self.known().remember(route, endpoint))
    }

    fn known(&self) -> std::sync::MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Known {
    fn only(&self) -> Arc<Endpoint> {
        match self.endpoints.first() {
            Some(endpoint) => Arc::clone(endpoint),
            None => unreachable!("without `locate` there is an endpoint from the start: `Endpoints::fixed`"),
        }
    }

    /// The endpoint, or else the owner to look it up with.
    fn find<'a>(
        &self,
        kind: Kind,
        account: Option<&str>,
        owner: Option<&'a str>,
    ) -> Result<Arc<Endpoint>, Option<&'a str>> {
        let find = |owner: Option<&str>| {
            let fits = |route: &Route| {
                route.kind == kind && route.account.as_deref() == account && route.owner.as_deref() == owner
            };
            self.routes.iter().find(|(route, _)| fits(route))
        };
        let owner_if_room = if self.routes.len() < ROUTES { owner } else { None };
        match find(owner).or_else(|| find(owner_if_room)) {
            Some((_, endpoint)) => Ok(Arc::clone(endpoint)),
            None => Err(owner_if_room),
        }
    }

    fn remember(&mut self, route: Route, endpoint: Endpoint) -> Arc<Endpoint> {
        let endpoint = match self.endpoints.iter().find(|known| known.is_same_place(&endpoint)) {
            Some(known) => Arc::clone(known),
            None => {
                let endpoint = Arc::new(endpoint);
                self.endpoints.push(Arc::clone(&endpoint));
                endpoint
            }
        };
        if !self.routes.iter().any(|(known, _)| *known == route) {
            self.routes.push((route, Arc::clone(&endpoint)));
        }
        endpoint
    }
}

/// The ARN of a table up to its account: `arn:aws:dynamodb:eu-west-1:123456789012`.
pub(super) fn owner(table: &str) -> Option<&str> {
    if !table.starts_with("arn:") {
        return None;
    }
    let (end, _) = table.match_indices(':').nth(4)?;
    Some(&table[..end])
}
