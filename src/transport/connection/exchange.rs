//! One request and its answer on a connection.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use http_body_util::Full;
use hyper::body::{Body as _, Incoming};
use hyper::client::conn::TrySendError;

use super::Connection;

/// A request under way on a connection, which it borrows nothing from: whoever holds both polls them together, and may
/// go on doing so when the caller has gone.
pub(crate) struct Exchange {
    state: State,
    /// What had been written on the connection before.
    written: u64,
    /// The largest body that is read.
    cap: usize,
    /// How much of the body was thrown away, once nobody wants it.
    discarded: Option<usize>,
}

/// Room for a page of DynamoDB's at once; larger bodies grow.
const AT_ONCE: usize = 1 << 20;

enum State {
    Head(Pin<Box<dyn Future<Output = Head> + Send>>),
    Body {
        status: StatusCode,
        headers: HeaderMap,
        body: Incoming,
        /// How long the body is, where the head says so.
        announced: Option<usize>,
        read: Vec<u8>,
    },
    Ended,
}

type Head = Result<http::Response<Incoming>, TrySendError<http::Request<Full<Bytes>>>>;

/// What came back, whatever its status.
#[derive(Debug)]
pub(crate) struct RawAnswer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

/// Why an exchange has no answer.
#[derive(Debug)]
pub(crate) enum Broken {
    /// The connection ended before a byte of the request was written.
    NotSent(Option<hyper::Error>),
    /// Some of the request was written. The headers are those of the answer, if its head was there.
    Lost(Option<hyper::Error>, HeaderMap),
    /// The answer is larger than the cap.
    TooLarge(usize, HeaderMap),
    /// The pool was closed meanwhile.
    Cut { sent: bool },
}

impl Exchange {
    /// Hands a request to the connection. Nothing is written before the first poll.
    pub(crate) fn begin(connection: &mut Connection, request: http::Request<Full<Bytes>>, cap: usize) -> Self {
        connection.wire.ask_once();
        Self {
            written: connection.wire.written(),
            state: State::Head(Box::pin(connection.sender.try_send_request(request))),
            cap,
            discarded: None,
        }
    }

    /// Nobody wants the answer any more: it is read to its end, and not kept.
    pub(crate) fn discard(&mut self) {
        let read = match &mut self.state {
            State::Body { read, .. } => std::mem::take(read).len(),
            State::Head(_) | State::Ended => 0,
        };
        self.discarded = Some(read);
    }

    /// Whether a byte of the request has left.
    pub(crate) fn has_left(&self, connection: &Connection) -> bool {
        connection.wire.written() > self.written
    }

    /// Whether the answer has come to its end, or never will.
    pub(crate) fn has_ended(&self) -> bool {
        matches!(self.state, State::Ended)
    }

    /// Goes on with the exchange, on the connection it was begun on.
    pub(crate) fn poll(
        &mut self,
        connection: &mut Connection,
        context: &mut Context<'_>,
    ) -> Poll<Result<RawAnswer, Broken>> {
        if connection.wire.is_cut(context.waker()) {
            let sent = self.has_left(connection);
            return self.end(connection, Broken::Cut { sent });
        }
        let mut asked = false;
        loop {
            let failure = connection.drive(context);
            match &mut self.state {
                State::Head(head) => match head.as_mut().poll(context) {
                    Poll::Ready(Ok(response)) => {
                        let (head, body) = response.into_parts();
                        let announced = body.size_hint().exact().and_then(|bytes| usize::try_from(bytes).ok());
                        if announced.is_some_and(|bytes| bytes > self.cap) {
                            let broken = Broken::TooLarge(self.cap, head.headers);
                            return self.end(connection, broken);
                        }
                        self.state = State::Body {
                            status: head.status,
                            headers: head.headers,
                            body,
                            announced,
                            read: match self.discarded {
                                // What is announced has not come yet: it may take memory as it comes.
                                None => Vec::with_capacity(announced.unwrap_or_default().min(AT_ONCE)),
                                Some(_) => Vec::new(),
                            },
                        };
                    }
                    // It comes back untouched: what was written, if anything, was TLS saying goodbye.
                    Poll::Ready(Err(error)) if error.message().is_some() => {
                        return self.end(connection, Broken::NotSent(Some(error.into_error())));
                    }
                    Poll::Ready(Err(error)) => {
                        return self.broken(connection, failure.or_else(|| Some(error.into_error())));
                    }
                    // Whatever hyper's half leaves behind, nobody will answer any more.
                    Poll::Pending if connection.driver.is_none() => return self.broken(connection, failure),
                    Poll::Pending => return Poll::Pending,
                },
                State::Body {
                    headers,
                    body,
                    announced,
                    read,
                    ..
                } => match Pin::new(body).poll_frame(context) {
                    Poll::Pending if connection.driver.is_none() => return self.broken(connection, failure),
                    // hyper reads a body only when it is asked for, and it often is there already.
                    Poll::Pending if !asked => asked = true,
                    Poll::Pending => return Poll::Pending,
                    Poll::Ready(Some(Ok(frame))) => {
                        asked = false;
                        if let Ok(data) = frame.into_data() {
                            if read.len() + self.discarded.unwrap_or_default() + data.len() > self.cap {
                                let broken = Broken::TooLarge(self.cap, std::mem::take(headers));
                                return self.end(connection, broken);
                            }
                            match &mut self.discarded {
                                // Copied, also where it is all there is: hyper reads the next answer into the same
                                // buffer, unless somebody still holds a part of it.
                                None => read.extend_from_slice(&data),
                                Some(discarded) => *discarded += data.len(),
                            }
                        }
                    }
                    Poll::Ready(Some(Err(error))) => return self.broken(connection, Some(error)),
                    // hyper says so itself when a body is short; unless it was stopped in the middle.
                    Poll::Ready(None)
                        if announced.is_some_and(|bytes| read.len() + self.discarded.unwrap_or_default() < bytes) =>
                    {
                        return self.broken(connection, failure);
                    }
                    Poll::Ready(None) => {
                        let State::Body {
                            status, headers, read, ..
                        } = std::mem::replace(&mut self.state, State::Ended)
                        else {
                            unreachable!("the state was matched above");
                        };
                        // hyper is not asked again here: it would look for what follows, into a new buffer, as long as
                        // the headers hold the old one. Whoever uses the connection next lets it look first.
                        return Poll::Ready(Ok(RawAnswer {
                            status,
                            headers,
                            body: Bytes::from(read),
                        }));
                    }
                },
                State::Ended => unreachable!("an exchange is not polled after it has ended"),
            }
        }
    }

    fn broken(&mut self, connection: &mut Connection, error: Option<hyper::Error>) -> Poll<Result<RawAnswer, Broken>> {
        let sent = self.has_left(connection);
        let broken = match &mut self.state {
            _ if !sent => Broken::NotSent(error),
            State::Body { headers, .. } => Broken::Lost(error, std::mem::take(headers)),
            State::Head(_) | State::Ended => Broken::Lost(error, HeaderMap::new()),
        };
        self.end(connection, broken)
    }

    /// Nothing more will be written: the caller drops the connection.
    fn end(&mut self, connection: &mut Connection, broken: Broken) -> Poll<Result<RawAnswer, Broken>> {
        self.state = State::Ended;
        connection.driver = None;
        Poll::Ready(Err(broken))
    }
}
