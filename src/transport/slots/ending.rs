use tokio::sync::Semaphore;

/// The end of a pool, as those learn of it who wait for something else.
#[derive(Debug)]
pub(crate) struct Ending(Semaphore);

impl Default for Ending {
    fn default() -> Self {
        // There is never a permit: whoever asks for one waits until there will be none.
        Self(Semaphore::new(0))
    }
}

impl Ending {
    /// From here on it is over.
    pub(crate) fn begin(&self) {
        self.0.close();
    }

    /// Whether it is.
    pub(crate) fn has_begun(&self) -> bool {
        self.0.is_closed()
    }

    /// Waits until it is.
    pub(crate) async fn reached(&self) {
        let _ = self.0.acquire().await;
    }
}
