//! Where a test runs, and what it leaves there.

use std::time::Duration;

use ddbx_core::{Error, ErrorKind};
use uuid::Uuid;

use crate::config::{self, ConnectUrl};
use crate::ops::{DeleteTable, ListTables};
use crate::pool::{Pool, PoolOptions};

/// How long a table that is in use, because it is being created or changed, is waited for before it is deleted.
const PATIENCE: Duration = Duration::from_secs(120);

/// The engine of one test.
pub(super) struct Place {
    /// As it was written: what a `ConnectUrl` prints has no secrets.
    url: String,
    /// Nothing where nobody else is.
    prefix: String,
}

impl Place {
    /// What the environment says.
    pub(super) fn from_environment() -> Result<Self, String> {
        let variable = |name| std::env::var(name).ok();
        Self::chosen(
            variable("DDBX_TEST_URL").as_deref(),
            variable("DDBX_TEST_ALLOW_REMOTE").as_deref(),
        )
    }

    /// The place for `DDBX_TEST_URL` and `DDBX_TEST_ALLOW_REMOTE`, or why tests do not run there.
    pub(super) fn chosen(url: Option<&str>, allow_remote: Option<&str>) -> Result<Self, String> {
        let url = url.filter(|url| !url.is_empty()).unwrap_or("dynamodb::memory:");
        let parsed: ConnectUrl = url
            .parse()
            .map_err(|error| format!("DDBX_TEST_URL is no URL of a pool: {error}"))?;
        if !is_on_this_machine(&parsed) && allow_remote != Some("1") {
            return Err(format!(
                "DDBX_TEST_URL leads beyond this machine, to `{parsed}`: tests create tables there, and delete them \
                 again. Say DDBX_TEST_ALLOW_REMOTE=1 if that is meant"
            ));
        }
        let prefix = match parsed {
            ConnectUrl::Memory => String::new(),
            _ => format!("ddbx-test-{:012x}-", Uuid::new_v4().as_u128() >> 80),
        };
        Ok(Self {
            url: url.to_owned(),
            prefix,
        })
    }

    /// What the names of the test's tables begin with.
    pub(super) fn prefix(&self) -> &str {
        &self.prefix
    }

    /// A pool for the test.
    pub(super) async fn connect(&self) -> Result<Pool, Error> {
        let options = PoolOptions::new().table_prefix(self.prefix.clone());
        options.connect(&self.url).await
    }

    /// Deletes the test's tables: all that have its prefix, and no others.
    pub(super) async fn clean_up(&self) -> Result<(), Error> {
        if self.prefix.is_empty() {
            return Ok(());
        }
        // The test's own pool may be closed.
        let pool = Pool::connect(&self.url).await?;
        let names = ListTables::new().fetch_all(&pool).await?;
        for name in names.into_iter().filter(|name| name.starts_with(&self.prefix)) {
            delete(&pool, name).await?;
        }
        pool.close().await;
        Ok(())
    }
}

async fn delete(pool: &Pool, table: String) -> Result<(), Error> {
    let clock = pool.clock();
    let end = clock.now() + PATIENCE;
    let mut pause = Duration::from_millis(50);
    loop {
        match DeleteTable::new(table.clone()).send(pool).await {
            Ok(_) => return Ok(()),
            // Deleted by the test, or by the delete whose answer was lost.
            Err(error) if error.is_table_not_found() => return Ok(()),
            Err(error) if error.kind() == ErrorKind::ResourceInUse && clock.now() + pause <= end => {
                clock.sleep_until(clock.now() + pause).await;
                pause = (pause * 2).min(Duration::from_secs(2));
            }
            Err(error) => return Err(error),
        }
    }
}

fn is_on_this_machine(url: &ConnectUrl) -> bool {
    match url {
        ConnectUrl::File(_) | ConnectUrl::Memory => true,
        ConnectUrl::Network(url) => {
            matches!(url.place(), config::Place::Host { host, .. } if host.is_loopback())
        }
    }
}
