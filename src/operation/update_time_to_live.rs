use ddbx_core::request::TableName;
use ddbx_core::{Error, Operation, Request};

use super::answer::{self, ResponseInfo, object, text};
use super::members::Members as _;
use super::table::request;
use crate::executor::Executor;

/// Has items of a table expire, or no longer.
///
/// The attribute holds a time as whole seconds since 1970. DynamoDB deletes an expired item within a few days, and
/// returns it until then.
///
/// Source: [UpdateTimeToLive](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTimeToLive.html).
///
/// ```
/// # use ddbx::{Pool, ops};
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), ddbx::Error> {
/// # let pool = Pool::connect("dynamodb::memory:").await?;
/// # ops::CreateTable::new("sessions").partition_key("id", ops::KeyType::S).send(&pool).await?;
/// ops::UpdateTimeToLive::enable("sessions", "expires").send(&pool).await?;
///
/// let described = ops::DescribeTimeToLive::new("sessions").send(&pool).await?;
/// assert_eq!(described.status, ops::TimeToLiveStatus::Enabled);
/// assert_eq!(described.attribute.as_deref(), Some("expires"));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "an operation does nothing until it is sent: `.send(&pool).await`"]
pub struct UpdateTimeToLive {
    table: TableName,
    attribute: String,
    enabled: bool,
}

/// The answer to [`UpdateTimeToLive`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct UpdateTimeToLiveOutput {
    /// The attribute.
    pub attribute: String,
    /// Whether items expire by it.
    pub enabled: bool,
    /// What the answer says about itself.
    pub info: ResponseInfo,
}

impl UpdateTimeToLive {
    /// Items of this table expire at the time in this attribute.
    pub fn enable(table: impl Into<TableName>, attribute: impl Into<String>) -> Self {
        Self {
            table: table.into(),
            attribute: attribute.into(),
            enabled: true,
        }
    }

    /// Items of this table no longer expire at the time in this attribute.
    pub fn disable(table: impl Into<TableName>, attribute: impl Into<String>) -> Self {
        Self {
            table: table.into(),
            attribute: attribute.into(),
            enabled: false,
        }
    }

    /// The request, not sent.
    #[must_use]
    pub fn into_request(self) -> Request {
        request(Operation::UpdateTimeToLive, self.table, |writer| {
            writer.object("TimeToLiveSpecification", |writer| {
                writer.flag("Enabled", self.enabled);
                writer.text("AttributeName", &self.attribute);
            });
        })
    }

    /// Sends it.
    ///
    /// # Errors
    ///
    /// Those of the request: it is so already, or was changed within the last hour.
    pub async fn send(self, executor: &(impl Executor + ?Sized)) -> Result<UpdateTimeToLiveOutput, Error> {
        let asked = (self.attribute.clone(), self.enabled);
        let ((attribute, enabled), info) = answer::send(
            executor,
            self.into_request(),
            asked,
            |(attribute, enabled), name, parser| {
                if name != "TimeToLiveSpecification" {
                    return Ok(false);
                }
                object(parser, |name, parser| {
                    match name {
                        "AttributeName" => *attribute = text(parser)?,
                        "Enabled" => *enabled = parser.bool()?,
                        _ => return Ok(false),
                    }
                    Ok(true)
                })?;
                Ok(true)
            },
        )
        .await?;
        Ok(UpdateTimeToLiveOutput {
            attribute,
            enabled,
            info,
        })
    }
}
