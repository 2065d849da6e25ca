mod forms;
mod hosts;
mod options;
mod secrets;

use super::{ConnectUrl, NetworkUrl};

fn refusal(url: &str) -> String {
    match url.parse::<ConnectUrl>() {
        Ok(_) => panic!("`{url}` was accepted"),
        Err(error) => error.to_string(),
    }
}

fn network(url: &str) -> NetworkUrl {
    match url.parse::<ConnectUrl>() {
        Ok(ConnectUrl::Network(url)) => url,
        other => panic!("`{url}` is {other:?}"),
    }
}
