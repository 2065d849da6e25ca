/// What a sealed cursor is bound to, besides the time: it opens with the same, and with nothing else.
#[derive(Clone, Copy)]
pub(super) struct Binding<'a> {
    /// The physical table.
    pub(super) table: &'a str,
    /// The index; `None` for the table's own key.
    pub(super) index: Option<&'a str>,
    /// The [fingerprint](super::Fingerprint) of the query.
    pub(super) query: [u8; 32],
    /// Whom it is for.
    pub(super) principal: &'a [u8],
}

impl Binding<'_> {
    /// All of it, after the head of the token, as the data that is authenticated with it.
    pub(super) fn with_head(&self, head: &[u8]) -> Vec<u8> {
        let mut data = Vec::with_capacity(head.len() + self.table.len() + self.principal.len() + 96);
        // Each part after its length: no two bindings look alike.
        let mut part = |bytes: &[u8]| {
            data.extend_from_slice(&(bytes.len() as u64).to_be_bytes());
            data.extend_from_slice(bytes);
        };
        part(head);
        part(self.table.as_bytes());
        part(&[u8::from(self.index.is_some())]);
        part(self.index.unwrap_or_default().as_bytes());
        part(&self.query);
        part(self.principal);
        data
    }
}
