use ddbx_core::codec::{self, DecodeOwned, Parser, Writer};
use ddbx_core::fault::FaultCode;
use ddbx_core::limits::BATCH_STATEMENTS;
use ddbx_core::{Error, ErrorKind, Operation, Request, Response, Safety};

use super::Statement;
use super::answer::{self, ResponseInfo, array, object, text};
use super::encoded::Encoded;
use super::members::Members as _;
use super::returns::Returns;
use super::setters::setters;
use super::transaction::check_count;
use crate::executor::Executor;

/// Runs up to 25 PartiQL statements, each on its own: some may succeed while others fail.
///
/// All read or all write, and each is about one item.
///
/// Source: [BatchExecuteStatement](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchExecuteStatement.html).
///
/// ```
/// # use ddbx::{Item, Pool, ops};
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), ddbx::Error> {
/// # let pool = Pool::connect("dynamodb::memory:").await?;
/// # ops::CreateTable::new("users").partition_key("id", ops::KeyType::S).send(&pool).await?;
/// # ops::PutItem::new("users").item(Item::new().with("id", "u1")).send(&pool).await?;
/// let insert = |id: &str| ops::Statement::new("INSERT INTO users VALUE {'id': ?}").parameter(id);
/// let output = ops::BatchExecuteStatement::new()
///     .statement(insert("u1"))
///     .statement(insert("u2"))
///     .send::<Item>(&pool)
///     .await?;
/// assert!(output.results[0].item.is_err(), "the item exists");
/// assert!(output.results[1].item.is_ok());
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Default)]
#[must_use = "an operation does nothing until it is sent: `.send(&pool).await`"]
pub struct BatchExecuteStatement {
    statements: Vec<(Encoded, Safety)>,
    returns: Returns,
    error: Option<Error>,
}

/// The answer to [`BatchExecuteStatement`].
#[derive(Debug)]
#[must_use = "each statement has a result of its own: look at `results`"]
#[non_exhaustive]
pub struct BatchExecuteStatementOutput<T> {
    /// One entry for each statement, in the same order.
    pub results: Vec<StatementResult<T>>,
    /// What the answer says about itself.
    pub info: ResponseInfo,
}

/// What became of one statement of a batch.
#[derive(Debug)]
#[non_exhaustive]
pub struct StatementResult<T> {
    /// The table, if DynamoDB says so.
    pub table: Option<String>,
    /// The item a `SELECT` read, if there was one; or why the statement failed.
    pub item: Result<Option<T>, Error>,
}

impl BatchExecuteStatement {
    /// A batch of no statements yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a statement.
    pub fn statement(mut self, statement: Statement) -> Self {
        let safety = statement.safety();
        match statement.encoded(false) {
            Ok(json) => self.statements.push((Encoded::new(json), safety)),
            Err(error) => drop(self.error.get_or_insert(error)),
        }
        self
    }

    setters! { return_consumed_capacity }

    /// The request, not sent.
    ///
    /// # Errors
    ///
    /// No statement, or more than 25; a parameter that cannot be stored.
    pub fn into_request(self) -> Result<Request, Error> {
        const OPERATION: Operation = Operation::BatchExecuteStatement;
        if let Some(error) = self.error {
            return Err(error.in_operation(OPERATION));
        }
        let way_out = "send the statements in chunks of 25";
        check_count(
            OPERATION,
            self.statements.len(),
            BATCH_STATEMENTS,
            "statements",
            way_out,
        )?;
        let mut writer = Writer::with_capacity(1024);
        writer.begin_object();
        writer.array("Statements", &self.statements, |writer, (statement, _)| {
            writer.raw(statement.json());
        });
        self.returns.write(&mut writer);
        writer.end_object();
        let safety = self
            .statements
            .iter()
            .map(|(_, safety)| *safety)
            .fold(Safety::Read, Safety::max);
        Ok(Request::new(OPERATION, writer.into_vec()).with_safety(safety))
    }

    /// Sends it; items are read as `T`.
    ///
    /// # Errors
    ///
    /// Those of [`into_request`](Self::into_request) and of the request as a whole, and an item that does not fit
    /// `T`. What a single statement fails of is in its [`StatementResult`].
    pub async fn send<T: DecodeOwned>(
        self,
        executor: &(impl Executor + ?Sized),
    ) -> Result<BatchExecuteStatementOutput<T>, Error> {
        let safeties: Vec<Safety> = self.statements.iter().map(|(_, safety)| *safety).collect();
        let (mut results, info) = answer::send(executor, self.into_request()?, Vec::new(), |results, name, parser| {
            if name == "Responses" {
                let mut safeties = safeties.iter().copied();
                *results = array(parser, |parser| {
                    result(parser, safeties.next().unwrap_or(Safety::Unsafe))
                })
                .map_err(|error| error.at("Responses"))?;
            }
            Ok(name == "Responses")
        })
        .await?;
        if info.attempts > 1 {
            let safeties = safeties.into_iter().chain(std::iter::repeat(Safety::Unsafe));
            results = results.into_iter().zip(safeties).map(after_repeats).collect();
        }
        Ok(BatchExecuteStatementOutput { results, info })
    }
}

/// What a statement that writes failed of may be the success of an attempt before, whose answer was lost.
fn after_repeats<T>((result, safety): (StatementResult<T>, Safety)) -> StatementResult<T> {
    let item = result.item.map_err(|error| {
        if safety == Safety::Read {
            return error;
        }
        let earlier = "the batch was sent more than once, and an attempt before the last one may have been applied";
        error.after_lost_attempt(Error::new(ErrorKind::OutcomeUnknown, earlier))
    });
    StatementResult { item, ..result }
}

/// Reads a `BatchStatementResponse`.
fn result<T: DecodeOwned>(parser: &mut Parser<'_>, safety: Safety) -> codec::Result<StatementResult<T>> {
    let (mut table, mut item, mut fault) = (None, None, None);
    object(parser, |name, parser| {
        match name {
            "TableName" => table = Some(text(parser)?),
            "Item" => item = Some(T::decode_item(parser)?),
            "Error" => fault = Some(error_body(parser)?),
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    let item = match fault {
        None => Ok(item),
        Some(fault) => {
            let mut request = Request::new(Operation::BatchExecuteStatement, "").with_safety(safety);
            if let Some(table) = &table {
                request = request.on(table.clone());
            }
            Err(Error::from_response(&request, &fault))
        }
    };
    Ok(StatementResult { table, item })
}

/// Reads a `BatchStatementError` as the answer it would be, had the statement been sent on its own.
fn error_body(parser: &mut Parser<'_>) -> codec::Result<Response> {
    let mut writer = Writer::with_capacity(128);
    let mut status = 400;
    writer.begin_object();
    object(parser, |name, parser| {
        match name {
            "Code" => {
                let code = match &*parser.string()? {
                    "ThrottlingError" => FaultCode::Throttling,
                    code => FaultCode::parse(code),
                };
                status = if code == FaultCode::InternalServerError {
                    500
                } else {
                    400
                };
                writer.text("__type", code.name());
            }
            "Message" => writer.text("message", &parser.string()?),
            "Item" => writer.encoded("Item", parser.raw_value()?.as_bytes()),
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    writer.end_object();
    Ok(Response::new(status, writer.into_vec()))
}
