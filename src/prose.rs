//! The README and the guide, compiled as tests.

#[doc = include_str!("../README.md")]
mod readme {}

#[cfg(feature = "aws")]
#[doc = include_str!("../docs/guide/connecting.md")]
mod connecting {}

#[doc = include_str!("../docs/guide/entities.md")]
mod entities {}

#[doc = include_str!("../docs/guide/errors.md")]
mod errors {}

#[doc = include_str!("../docs/guide/explain.md")]
mod explain {}

#[doc = include_str!("../docs/guide/managed.md")]
mod managed {}

#[doc = include_str!("../docs/guide/modelling.md")]
mod modelling {}

#[doc = include_str!("../docs/guide/operations.md")]
mod operations {}

#[doc = include_str!("../docs/guide/outcomes.md")]
mod outcomes {}

#[doc = include_str!("../docs/guide/querying.md")]
mod querying {}

#[doc = include_str!("../docs/guide/reading-many.md")]
mod reading_many {}

#[doc = include_str!("../docs/guide/paging.md")]
mod paging {}

#[doc = include_str!("../docs/guide/repeats.md")]
mod repeats {}

#[doc = include_str!("../docs/guide/pool.md")]
mod pool {}

#[doc = include_str!("../docs/guide/scanning.md")]
mod scanning {}

#[cfg(feature = "aws-sdk-dynamodb-1")]
#[doc = include_str!("../docs/guide/sdk.md")]
mod sdk {}

#[doc = include_str!("../docs/guide/testing.md")]
mod testing {}

#[doc = include_str!("../docs/guide/types.md")]
mod values {}

#[doc = include_str!("../docs/guide/views.md")]
mod views {}
