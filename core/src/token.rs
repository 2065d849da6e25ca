//! The token that makes a repeated transaction harmless, and how old it may grow.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::limits::{TRANSACTION_TOKEN_CHARS, TRANSACTION_TOKEN_LIFE};

/// What DynamoDB knows a transaction by (`ClientRequestToken`): sent again with it, the same transaction is not applied
/// twice.
///
/// DynamoDB remembers it for ten minutes, so a token knows when it was first sent, and a pool refuses to send one that
/// is older: it would apply the transaction once more. Clones share that time. As text (`to_string`, `parse`) a token
/// outlives its process, with the time it counts from:
///
/// ```
/// use ddbx_core::Token;
/// use std::time::{Duration, SystemTime};
///
/// let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_800_000_000);
/// let token = Token::new("7a2f0c1e", now);
/// assert!(token.send(now).is_ok());
///
/// let restored: Token = token.to_string().parse()?;
/// assert_eq!(restored.as_str(), "7a2f0c1e");
/// assert!(restored.send(now + Duration::from_secs(500)).is_ok());
/// assert!(restored.send(now + Duration::from_secs(601)).is_err());
/// # Ok::<(), ddbx_core::token::InvalidToken>(())
/// ```
///
/// Source: [TransactWriteItems](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html).
#[derive(Clone)]
pub struct Token(Arc<Inner>);

struct Inner {
    text: Box<str>,
    /// When it was made, in milliseconds since 1970.
    minted: u64,
    /// From when its ten minutes count; 0 until then.
    since: AtomicU64,
    /// Sends that are not known to have done nothing.
    open: AtomicU32,
}

impl Token {
    /// A token that is made just now, by this time of day: 1 to 36 characters that no other transaction has.
    #[must_use]
    pub fn new(text: impl Into<Box<str>>, now: SystemTime) -> Self {
        Self::of(text.into(), millis(now), 0)
    }

    fn of(text: Box<str>, minted: u64, since: u64) -> Self {
        Self(Arc::new(Inner {
            text,
            minted,
            since: AtomicU64::new(since),
            open: AtomicU32::new(0),
        }))
    }

    /// The token as it is sent.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0.text
    }

    /// Whether it may have been sent before: by a clone, or by the process that it was restored from.
    #[must_use]
    pub fn was_sent(&self) -> bool {
        self.0.since.load(Ordering::Relaxed) != 0
    }

    /// Whether a send of it, or of a clone, may have been carried out: it succeeded, is under way, was cut off, or lost its
    /// answer. What another process did before it was restored is not known here.
    #[must_use]
    pub fn may_be_applied(&self) -> bool {
        self.0.open.load(Ordering::Relaxed) != 0
    }

    /// Takes note that a send was refused, or did not leave: it has done nothing.
    pub fn not_applied(&self) {
        let less = |open: u32| Some(open.saturating_sub(1));
        let _ = self.0.open.fetch_update(Ordering::Relaxed, Ordering::Relaxed, less);
    }

    /// Takes note that it is being sent, if it still makes a repeat harmless, and says for how long it will. Called at each
    /// attempt.
    ///
    /// # Errors
    ///
    /// It is ten minutes old, or nearly: DynamoDB may have forgotten it by the time the request arrives. Or it was first sent
    /// in the future, by this clock, so that nobody knows how old it is.
    pub fn send(&self, now: SystemTime) -> Result<Duration, ExpiredToken> {
        let left = self.check(millis(now))?;
        self.0.open.fetch_add(1, Ordering::Relaxed);
        Ok(left)
    }

    fn check(&self, now: u64) -> Result<Duration, ExpiredToken> {
        // A little less: what is sent now arrives later, and its attempt may take a while.
        const MARGIN: Duration = Duration::from_secs(10);
        const LIFE: Duration = TRANSACTION_TOKEN_LIFE.saturating_sub(MARGIN);
        let since = match self
            .0
            .since
            .compare_exchange(0, now, Ordering::Relaxed, Ordering::Relaxed)
        {
            Ok(_) => return Ok(LIFE),
            Err(since) => since,
        };
        let (age, ahead) = (now.saturating_sub(since), since.saturating_sub(now));
        let [age, ahead] = [age, ahead].map(Duration::from_millis);
        // A clock that is far behind the one that the token's time is from would take it for new for all that while.
        if age < LIFE && ahead <= MARGIN {
            Ok(LIFE - age)
        } else {
            Err(ExpiredToken { age, ahead })
        }
    }
}

fn millis(time: SystemTime) -> u64 {
    let since_epoch = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    // Not 0, which says that there is no time.
    u64::try_from(since_epoch.as_millis()).unwrap_or(u64::MAX).max(1)
}

impl PartialEq for Token {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for Token {}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Token({})", self.0.text.escape_debug())
    }
}

/// The token, and the time its ten minutes count from: that of the first send, or else that of its making, as it may be
/// sent right after it was written down.
impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let since = match self.0.since.load(Ordering::Relaxed) {
            0 => self.0.minted,
            since => since,
        };
        write!(f, "{}@{since}", self.0.text)
    }
}

impl FromStr for Token {
    type Err = InvalidToken;

    fn from_str(text: &str) -> Result<Self, InvalidToken> {
        let (token, since) = text.rsplit_once('@').ok_or(InvalidToken(()))?;
        let since = since.parse().map_err(|_| InvalidToken(()))?;
        if since == 0 || !(1..=TRANSACTION_TOKEN_CHARS).contains(&token.chars().count()) {
            return Err(InvalidToken(()));
        }
        Ok(Self::of(token.into(), since, since))
    }
}

/// A token that is too old to make a repeat harmless.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpiredToken {
    age: Duration,
    /// Zero, unless it was first sent in the future.
    ahead: Duration,
}

impl fmt::Display for ExpiredToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let minutes = TRANSACTION_TOKEN_LIFE.as_secs() / 60;
        if self.ahead.is_zero() {
            write!(f, "the token was first sent {} s ago", self.age.as_secs())?;
        } else {
            let ahead = self.ahead.as_secs();
            write!(
                f,
                "the token was first sent {ahead} s from now, by a clock that is not this one's"
            )?;
        }
        write!(
            f,
            ", and DynamoDB remembers it for {minutes} minutes: sent again, the write could be applied twice; read what it \
             did, and make a new statement if it is still wanted"
        )
    }
}

impl std::error::Error for ExpiredToken {}

/// Text that is no token with its time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidToken(());

impl fmt::Display for InvalidToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a token is written `TEXT@MILLISECONDS`, as its `to_string()` does")
    }
}

impl std::error::Error for InvalidToken {}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: u64) -> SystemTime {
        UNIX_EPOCH + Duration::from_secs(1_800_000_000 + seconds)
    }

    #[test]
    fn ten_minutes_count_from_the_first_send_of_any_clone() {
        let token = Token::new("t", at(0));
        let clone = token.clone();
        // Made long ago, and never sent.
        assert!(clone.send(at(5000)).is_ok());
        assert!(token.was_sent());
        assert!(token.send(at(5000 + 580)).is_ok());
        assert!(token.send(at(5000 + 590)).is_err());
        assert!(clone.send(at(5000 + 100_000)).is_err());
    }

    #[test]
    fn a_restored_token_counts_from_when_it_was_made_if_it_was_not_sent_before() {
        let restored: Token = Token::new("t", at(0)).to_string().parse().unwrap();
        // It may have been sent right after it was written down.
        assert!(restored.was_sent());
        assert!(restored.send(at(589)).is_ok());
        assert!(restored.send(at(591)).is_err());
    }

    #[test]
    fn a_restored_token_counts_from_the_first_send() {
        let token = Token::new("a@b", at(0));
        token.send(at(300)).unwrap();
        let restored: Token = token.to_string().parse().unwrap();
        assert_eq!(restored, token);
        assert!(restored.send(at(880)).is_ok());
        assert!(restored.send(at(891)).is_err());
    }

    #[test]
    fn it_says_how_long_it_may_be_sent() {
        let token = Token::new("t", at(0));
        assert_eq!(token.send(at(100)), Ok(Duration::from_secs(590)));
        assert_eq!(token.send(at(400)), Ok(Duration::from_secs(290)));
    }

    #[test]
    fn it_knows_whether_a_send_is_open() {
        let token = Token::new("t", at(0));
        assert!(!token.may_be_applied());
        token.send(at(0)).unwrap();
        let clone = token.clone();
        clone.send(at(1)).unwrap();
        clone.not_applied();
        assert!(token.may_be_applied(), "one of two");
        token.not_applied();
        token.not_applied();
        assert!(!clone.may_be_applied());
    }

    #[test]
    fn other_text_is_refused() {
        for text in [
            "",
            "t",
            "@5",
            "t@",
            "t@x",
            "t@-1",
            "t@0",
            &format!("{}@5", "x".repeat(37)),
        ] {
            assert!(text.parse::<Token>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_token_from_the_future_has_no_age_that_counts() {
        // A clock that is a little behind the one the token was made by.
        let token = Token::new("t", at(1000));
        token.send(at(1000)).unwrap();
        assert!(token.send(at(995)).is_ok());
        // One that is an hour behind would take it for new, an hour and ten minutes long.
        let restored: Token = token.to_string().parse().unwrap();
        for token in [token, restored] {
            let refused = token.send(at(400)).unwrap_err();
            assert!(refused.to_string().contains("600 s from now"), "{refused}");
        }
    }
}
