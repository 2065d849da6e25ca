use super::super::paging::Paging;

/// What all segments together may still do.
#[derive(Debug)]
pub(super) struct Allowance {
    /// Items to find.
    items: Option<u64>,
    /// Items to read, less those that requests in flight may read.
    scanned: Option<u64>,
    /// Requests to send.
    pages: Option<u64>,
}

impl Allowance {
    pub(super) fn new(paging: &Paging) -> Self {
        Self {
            items: paging.take.map(|items| items as u64),
            scanned: paging.max_scanned,
            pages: paging.max_pages,
        }
    }

    /// Whether another request may be sent now.
    pub(super) fn has_left(&self) -> bool {
        ![self.items, self.scanned, self.pages].contains(&Some(0))
    }

    /// The `Limit` of the next request, one of so many that could be sent now. What may be read is divided among them.
    pub(super) fn spend(&mut self, wanted: Option<u32>, requests: usize) -> Option<u32> {
        self.pages = self.pages.map(|pages| pages.saturating_sub(1));
        let Some(left) = self.scanned else { return wanted };
        let share = left.div_ceil(requests.max(1) as u64).max(1);
        let share = u32::try_from(share).unwrap_or(u32::MAX).min(i32::MAX as u32);
        let limit = wanted.map_or(share, |wanted| wanted.min(share));
        self.scanned = Some(left.saturating_sub(limit.into()));
        Some(limit)
    }

    /// Takes note of what a request with this `Limit` has done.
    pub(super) fn settle(&mut self, limit: Option<u32>, scanned: u64, found: u64) {
        if let (Some(left), Some(limit)) = (&mut self.scanned, limit) {
            *left = (*left).saturating_add(u64::from(limit).saturating_sub(scanned));
        }
        self.items = self.items.map(|items| items.saturating_sub(found));
    }
}
