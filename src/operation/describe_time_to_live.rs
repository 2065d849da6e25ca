use ddbx_core::request::TableName;
use ddbx_core::{Error, Operation, Request};

use super::answer::{self, ResponseInfo, object, text};
use super::table::{TimeToLiveStatus, request};
use crate::executor::Executor;

/// Tells whether items of a table expire, and by which attribute.
///
/// Source: [DescribeTimeToLive](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeTimeToLive.html);
/// an example is at [`UpdateTimeToLive`](super::UpdateTimeToLive).
#[derive(Clone, Debug)]
#[must_use = "an operation does nothing until it is sent: `.send(&pool).await`"]
pub struct DescribeTimeToLive(TableName);

/// The answer to [`DescribeTimeToLive`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct DescribeTimeToLiveOutput {
    /// Whether items expire.
    pub status: TimeToLiveStatus,
    /// The attribute that holds the time.
    pub attribute: Option<String>,
    /// What the answer says about itself.
    pub info: ResponseInfo,
}

impl DescribeTimeToLive {
    /// Of this table.
    pub fn new(table: impl Into<TableName>) -> Self {
        Self(table.into())
    }

    /// The request, not sent.
    #[must_use]
    pub fn into_request(self) -> Request {
        request(Operation::DescribeTimeToLive, self.0, |_| {})
    }

    /// Sends it.
    ///
    /// # Errors
    ///
    /// Those of the request: the table does not exist ([`Error::is_table_not_found`]).
    pub async fn send(self, executor: &(impl Executor + ?Sized)) -> Result<DescribeTimeToLiveOutput, Error> {
        let empty = (TimeToLiveStatus::Disabled, None);
        let ((status, attribute), info) = answer::send(
            executor,
            self.into_request(),
            empty,
            |(status, attribute), name, parser| {
                if name != "TimeToLiveDescription" {
                    return Ok(false);
                }
                object(parser, |name, parser| {
                    match name {
                        "AttributeName" => *attribute = Some(text(parser)?),
                        "TimeToLiveStatus" => *status = TimeToLiveStatus::read(parser)?,
                        _ => return Ok(false),
                    }
                    Ok(true)
                })?;
                Ok(true)
            },
        )
        .await?;
        Ok(DescribeTimeToLiveOutput {
            status,
            attribute,
            info,
        })
    }
}
