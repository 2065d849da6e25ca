//! The methods that several builders have in common, written once.

/// Writes the named methods into an `impl` block of a builder. The builder has a field of the same name, and all
/// have `returns`, or `reading` for what queries and scans share.
macro_rules! setters {
    ($($method:ident $(($($doc:literal),+))?),+ $(,)?) => {
        $( $crate::ops::setters::setter! { $method $($($doc)+)? } )+
    };
}

macro_rules! setter {
    (key) => {
        /// An attribute of the key: once, or twice where the table has a sort key.
        pub fn key(mut self, attribute: &str, value: impl ddbx_core::codec::Encode) -> Self {
            self.key.attribute(attribute, &value);
            self
        }

        #[allow(
            dead_code,
            reason = "entities have keys that are encoded already; not all operations have entity forms"
        )]
        pub(crate) fn encoded_key(mut self, key: Result<Vec<u8>, ddbx_core::Error>) -> Self {
            self.key.encoded(key);
            self
        }
    };
    (precondition $doc:literal $place:literal) => {
        #[doc = $doc]
        pub fn condition(mut self, expression: impl Into<$crate::ops::Expression>) -> Self {
            self.precondition.condition = Some(expression.into());
            self
        }

        #[doc = concat!("The attribute that `#placeholder` stands for in the ", $place, ".")]
        pub fn name(mut self, placeholder: &str, attribute: &str) -> Self {
            self.precondition.placeholders.name(placeholder, attribute);
            self
        }

        #[doc = concat!("The value that `:placeholder` stands for in the ", $place, ".")]
        pub fn value(mut self, placeholder: &str, value: impl ddbx_core::codec::Encode) -> Self {
            self.precondition.placeholders.value(placeholder, &value);
            self
        }

        #[allow(
            dead_code,
            reason = "entities have values that are encoded already; not all operations have entity forms"
        )]
        pub(crate) fn placeholders(&mut self) -> &mut $crate::ops::expression::Placeholders {
            &mut self.precondition.placeholders
        }

        /// Has the error of a false condition hold the item that made it false: [`Error::old_item`](crate::Error::old_item).
        pub fn return_old_on_failure(mut self) -> Self {
            self.precondition.return_old_on_failure = true;
            self
        }
    };
    (write_id) => {
        /// Says that this write stores `id` in the attribute: an id that no other write has, in the item or in the
        /// expression that is given besides.
        ///
        /// A repeat after a lost answer whose condition is false then knows its own success from another writer's by the
        /// item that it meets: see [`WriteId`](ddbx_core::WriteId).
        pub fn write_id(mut self, attribute: &'static str, id: impl Into<Box<str>>) -> Self {
            self.precondition.write_id = Some((attribute, id.into()));
            self.precondition.return_old_on_failure = true;
            self
        }
    };
    (projection) => {
        /// The attributes to return (`ProjectionExpression`); all by default.
        pub fn projection(mut self, expression: impl Into<$crate::ops::Expression>) -> Self {
            self.projection = Some(expression.into());
            self
        }
    };
    (name $place:literal) => {
        #[doc = concat!("The attribute that `#placeholder` stands for in the ", $place, ".")]
        pub fn name(mut self, placeholder: &str, attribute: &str) -> Self {
            self.placeholders.name(placeholder, attribute);
            self
        }
    };
    (value $place:literal) => {
        #[doc = concat!("The value that `:placeholder` stands for in the ", $place, ".")]
        pub fn value(mut self, placeholder: &str, value: impl ddbx_core::codec::Encode) -> Self {
            self.placeholders.value(placeholder, &value);
            self
        }
    };
    (consistent) => {
        /// Reads what every write before has left (`ConsistentRead`); twice the read units.
        pub fn consistent(mut self) -> Self {
            self.consistent = true;
            self
        }
    };
    (repeats) => {
        /// Vouches that it may be sent again when an answer was lost: the item, and what the caller makes of the answer,
        /// are the same whether it was applied once or twice.
        ///
        /// Without it, the [`safety`](mod@crate::safety) of the request is computed from its expressions. As a part of a
        /// transaction it says nothing: there the transaction's token counts.
        ///
        /// ```
        /// use ddbx::{Safety, ops};
        ///
        /// // Only this program writes `copy`, and `full_name` never changes.
        /// let update = || ops::UpdateItem::new("users").key("id", "u1").update("SET copy = full_name");
        /// assert_eq!(update().into_request()?.safety, Safety::Unsafe);
        /// assert_eq!(update().idempotent().into_request()?.safety, Safety::Repeatable);
        /// # Ok::<(), ddbx::Error>(())
        /// ```
        pub fn idempotent(mut self) -> Self {
            self.safety = Some($crate::Safety::Repeatable);
            self
        }

        /// Forbids to send it again when an answer was lost: the repeat may land after another writer's change, and
        /// overwrite that. The outcome is unknown then: [`Error::is_unknown`](crate::Error::is_unknown).
        ///
        /// ```
        /// use ddbx::{Item, Safety, ops};
        ///
        /// let put = || ops::PutItem::new("users").item(Item::new().with("id", "u1"));
        /// assert_eq!(put().into_request()?.safety, Safety::Repeatable);
        /// assert_eq!(put().at_most_once().into_request()?.safety, Safety::Unsafe);
        /// # Ok::<(), ddbx::Error>(())
        /// ```
        pub fn at_most_once(mut self) -> Self {
            self.safety = Some($crate::Safety::Unsafe);
            self
        }
    };
    (known_safety) => {
        /// What the caller of the typed write said of repeats.
        pub(crate) fn known_safety(mut self, safety: Option<$crate::Safety>) -> Self {
            self.safety = safety;
            self
        }
    };
    (return_old $doc:literal) => {
        #[doc = $doc]
        pub fn return_old(mut self) -> Self {
            self.returns.values = $crate::ops::ReturnValues::AllOld;
            self
        }
    };
    (return_consumed_capacity) => {
        /// How much capacity accounting to return; none by default.
        pub fn return_consumed_capacity(mut self, capacity: $crate::ops::Capacity) -> Self {
            self.returns.capacity = capacity;
            self
        }
    };
    (return_item_collections) => {
        /// Returns the sizes of the item collections that are written to (`ReturnItemCollectionMetrics`): tables
        /// with local indexes have them, and they end at 10 GB.
        pub fn return_item_collections(mut self) -> Self {
            self.returns.item_collections = true;
            self
        }
    };
    (reading) => {
        /// On this secondary index of the table.
        pub fn index(mut self, name: impl Into<String>) -> Self {
            self.reading.index = Some(name.into());
            self
        }

        /// What an item must meet to be returned (`FilterExpression`). It is read, and paid for, all the same.
        pub fn filter(mut self, expression: impl Into<$crate::ops::Expression>) -> Self {
            self.reading.filter = Some(expression.into());
            self
        }

        /// The attributes to return (`ProjectionExpression`); all by default.
        pub fn projection(mut self, expression: impl Into<$crate::ops::Expression>) -> Self {
            self.reading.projection = Some(expression.into());
            self
        }

        /// What to return; by default all attributes of a table, and those an index has.
        pub fn select(mut self, select: $crate::ops::Select) -> Self {
            self.reading.select = Some(select);
            self
        }

        /// The attribute that `#placeholder` stands for in the expressions.
        pub fn name(mut self, placeholder: &str, attribute: &str) -> Self {
            self.reading.placeholders.name(placeholder, attribute);
            self
        }

        /// The value that `:placeholder` stands for in the expressions.
        pub fn value(mut self, placeholder: &str, value: impl ddbx_core::codec::Encode) -> Self {
            self.reading.placeholders.value(placeholder, &value);
            self
        }

        #[allow(
            dead_code,
            reason = "entities have values that are encoded already; not all operations have entity forms"
        )]
        pub(crate) fn placeholders(&mut self) -> &mut $crate::ops::expression::Placeholders {
            &mut self.reading.placeholders
        }

        /// Reads what every write before has left (`ConsistentRead`); not on global indexes.
        pub fn consistent(mut self) -> Self {
            self.reading.consistent = true;
            self
        }

        /// Goes on after a page that was read before (`ExclusiveStartKey`).
        pub fn start_at(mut self, cursor: impl Into<Option<$crate::ops::Cursor>>) -> Self {
            self.reading.start = cursor.into();
            self
        }

        /// At most this many items are returned by [`fetch`](Self::fetch) and [`fetch_all`](Self::fetch_all);
        /// [`pages`](Self::pages) stops after the page that reaches it.
        pub fn take(mut self, items: usize) -> Self {
            self.reading.paging.take = Some(items);
            self
        }

        /// At most this many items are read per request (`Limit`), before the filter.
        pub fn page_size(mut self, items: u32) -> Self {
            self.reading.paging.page_size = Some(items);
            self
        }

        /// At most this many items are read altogether, before the filter.
        pub fn max_scanned(mut self, items: u64) -> Self {
            self.reading.paging.max_scanned = Some(items);
            self
        }

        /// How much capacity accounting to return; none by default.
        pub fn return_consumed_capacity(mut self, capacity: $crate::ops::Capacity) -> Self {
            self.reading.returns.capacity = capacity;
            self
        }
    };
}

pub(crate) use {setter, setters};
