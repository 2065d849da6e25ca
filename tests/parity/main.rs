//! What the environment, the files of AWS and an SDK's configuration say is followed as the SDK follows it.
//!
//! The environment of a process is everybody's, so each case runs in a process of its own: this binary again, with one
//! test, [`child::follows_its_environment`]. What it sends arrives on [`stage::Stage`], which plays all of AWS.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

mod case;
mod child;
mod credentials;
mod endpoints;
mod refusals;
mod renewal;
mod sdk;
mod stage;

/// Where a request went, and who signed it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Seen {
    /// `https://dynamodb.eu-west-1.amazonaws.com`
    place: String,
    /// The one it was signed for.
    region: String,
    access_key: String,
    token: Option<String>,
}

impl Seen {
    fn new(place: &str, authorization: &str, token: Option<&str>) -> Self {
        let (_, scope) = authorization.split_once("Credential=").unwrap();
        let mut scope = scope.split('/');
        let access_key = scope.next().unwrap().to_owned();
        let region = scope.nth(1).unwrap().to_owned();
        assert_eq!(scope.next(), Some("dynamodb"));
        Self {
            place: place.to_owned(),
            region,
            access_key,
            token: token.map(str::to_owned),
        }
    }
}
