use super::key_condition::Range;
use super::{Collection, CollectionQuery};
use crate::cursor::Fingerprint;

impl<C: Collection> CollectionQuery<C> {
    /// What it asks for, but for how it is read.
    pub(in crate::entity) fn fingerprint(&self) -> Fingerprint {
        let mut query = Fingerprint::new("collection", C::NAME);
        // Values that cannot be stored are refused before anything is sent.
        query.values(self.partition.as_deref().unwrap_or_default());
        for range in &self.ranges {
            match range {
                Range::BeginsWith(prefix) => {
                    query.text("begins with");
                    query.values([prefix]);
                }
                Range::Between(from, to) => {
                    query.text("between");
                    query.values([from, to]);
                }
            }
        }
        query
    }
}
