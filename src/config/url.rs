use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use ddbx_core::Error;

use super::network::Scheme;
use super::{NetworkUrl, refusal};

/// What the refusal of a URL of no known form ends with.
const ACCEPTED: &str = "accepted are `dynamodb://REGION`, `dynamodb+https://HOST` and `dynamodb+http://HOST`, \
     and for the embedded engine `dynamodb::memory:` and `dynamodb:FILE`";

/// The refusal of what was hardly meant as the name of a file: it may hold a password, and is not repeated.
const NO_FILE: &str = "after `dynamodb:` comes the name of a file; a region is `dynamodb://REGION`, \
     a server `dynamodb+http://HOST:PORT`, memory `dynamodb::memory:`; \
     a file of such a name is written `dynamodb:./NAME`";

/// Where a pool connects to.
///
/// | URL | what it is |
/// |---|---|
/// | `dynamodb://eu-west-1` | DynamoDB in a region of AWS |
/// | `dynamodb+https://db.example:8043` | another server that speaks its protocol, such as ScyllaDB Alternator; port 443 if none is given |
/// | `dynamodb+http://localhost:8000` | the same without TLS; port 80 if none is given. Beyond this machine only with `allow_http=true` |
/// | `dynamodb::memory:` | an engine of its own inside the process, gone with the pool |
/// | `dynamodb:shop.db` | the same engine on a file; relative to the working directory |
///
/// The first three take options, as in `dynamodb://eu-west-1?profile=shop&max_connections=64`.
///
#[doc = include_str!("options.md")]
///
/// A value is percent-encoded where it has `%`, `&`, `#` or a character that is not printable ASCII: `%26` is `&`. What
/// a URL says goes before what [`PoolOptions`](crate::PoolOptions) says: a URL can be changed without a build.
///
/// `dynamodb://REGION` asks the environment and the configuration files of AWS for credentials and for all else but the
/// endpoint: the URL names it, so `AWS_ENDPOINT_URL` and its kin are not looked at. Towards any host that is not AWS's,
/// requests are signed with a fixed placeholder, which every local engine accepts, unless the URL has keys or
/// `credentials=env`: a wrong host must not get the user's own.
///
/// ```
/// use ddbx::config::ConnectUrl;
///
/// let url: ConnectUrl = "dynamodb::memory:".parse()?;
/// assert_eq!(url, ConnectUrl::Memory);
///
/// let url: ConnectUrl = "dynamodb+http://localhost:8000?access_key=me&secret_key=hunter2".parse()?;
/// assert_eq!(url.to_string(), "dynamodb+http://localhost:8000?access_key=***&secret_key=***");
///
/// let error = "redis://localhost".parse::<ConnectUrl>().unwrap_err();
/// assert!(error.to_string().starts_with("unknown scheme `redis`"));
///
/// let error = "dynamodb+http://alternator:8000".parse::<ConnectUrl>().unwrap_err();
/// assert!(error.to_string().contains("`allow_http=true`"));
/// # Ok::<(), ddbx::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ConnectUrl {
    /// The embedded engine on a file.
    File(PathBuf),
    /// The embedded engine in memory.
    Memory,
    /// A server on the network.
    Network(NetworkUrl),
}

impl FromStr for ConnectUrl {
    type Err = Error;

    fn from_str(url: &str) -> Result<Self, Error> {
        // A quote at the end alone may be a key's last character.
        if url.starts_with(['"', '\'', '`']) || url.trim() != url {
            return Err(refusal("the URL has blanks or quotes around it; cut them off"));
        }
        let refuse = |message: String| Err(refusal(format!("{message}; {ACCEPTED}")));
        let Some((scheme, rest)) = url.split_once(':') else {
            return refuse("a URL starts with its scheme and a colon".to_owned());
        };
        if let Some(scheme) = Scheme::named(scheme)
            && let Some(rest) = rest.strip_prefix("//")
        {
            return NetworkUrl::parse(scheme, rest).map(Self::Network);
        }
        match scheme {
            "dynamodb+http" | "dynamodb+https" => refuse(format!("`{scheme}:` is followed by `//` and a host")),
            "dynamodb" if rest.contains('?') => {
                refuse("the embedded engine takes no options in its URL (`?name=value`)".to_owned())
            }
            "dynamodb" if rest == ":memory:" => Ok(Self::Memory),
            "dynamodb" if rest.starts_with(':') => refuse("after `dynamodb::` only `memory:` can follow".to_owned()),
            "dynamodb" if rest.is_empty() => refuse("`dynamodb:` needs the name of a file".to_owned()),
            "dynamodb" if is_mistaken(rest) => Err(refusal(NO_FILE)),
            "dynamodb" => Ok(Self::File(rest.into())),
            "http" | "https" => refuse(format!("unknown scheme `{scheme}`: write `dynamodb+{scheme}://…`")),
            // What stands before the first colon is no secret; what follows may hold one.
            _ => refuse(format!("unknown scheme `{}`", scheme.escape_debug())),
        }
    }
}

/// Whether the name of a file looks like a region, a server or another form: a file would be made of it silently.
fn is_mistaken(name: &str) -> bool {
    let first = name.split(['/', '\\']).next().unwrap_or(name);
    let is_drive =
        first.len() < name.len() && matches!(first.as_bytes(), [letter, b':'] if letter.is_ascii_alphabetic());
    (first.contains([':', '@']) && !is_drive) || has_shape_of_region(name)
}

/// `eu-west-1`, `us-gov-east-1`.
fn has_shape_of_region(name: &str) -> bool {
    let parts: Vec<_> = name.split('-').map(str::as_bytes).collect();
    let [area, words @ .., number] = &*parts else {
        return false;
    };
    area.len() == 2
        && matches!(number, [digit] if digit.is_ascii_digit())
        && !words.is_empty()
        && !words.iter().any(|word| word.is_empty())
        && area
            .iter()
            .chain(words.iter().copied().flatten())
            .all(u8::is_ascii_lowercase)
}

/// The URL, without what is secret in it.
impl fmt::Display for ConnectUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => write!(f, "dynamodb:{}", path.display()),
            Self::Memory => f.write_str("dynamodb::memory:"),
            Self::Network(url) => url.fmt(f),
        }
    }
}
