use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use ddbx_core::{Error, ErrorKind};

/// What every refusal of a URL ends with.
const ACCEPTED: &str = "accepted are `dynamodb::memory:` and `dynamodb:FILE` (the embedded engine)";

/// Where a pool connects to.
///
/// | URL | what it is |
/// |---|---|
/// | `dynamodb::memory:` | an engine of its own inside the process, gone with the pool |
/// | `dynamodb:shop.db` | the same engine on a file; relative to the working directory |
///
/// ```
/// use ddbx::config::ConnectUrl;
///
/// let url: ConnectUrl = "dynamodb::memory:".parse()?;
/// assert_eq!(url, ConnectUrl::Memory);
///
/// let error = "redis://localhost".parse::<ConnectUrl>().unwrap_err();
/// assert!(error.to_string().starts_with("unknown scheme `redis`"));
/// # Ok::<(), ddbx::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ConnectUrl {
    /// The embedded engine on a file.
    File(PathBuf),
    /// The embedded engine in memory.
    Memory,
}

impl FromStr for ConnectUrl {
    type Err = Error;

    fn from_str(url: &str) -> Result<Self, Error> {
        let refuse = |message: String| Err(Error::new(ErrorKind::Configuration, format!("{message}; {ACCEPTED}")));
        let Some((scheme, rest)) = url.split_once(':') else {
            return refuse("a URL starts with its scheme and a colon".to_owned());
        };
        match scheme {
            "dynamodb" if rest.starts_with("//") => refuse(
                "`dynamodb://REGION` is an endpoint on the network, and this version of ddbx has no connections yet"
                    .to_owned(),
            ),
            "dynamodb+http" | "dynamodb+https" => refuse(format!(
                "`{scheme}://` is an endpoint on the network, and this version of ddbx has no connections yet"
            )),
            "dynamodb" if rest.contains('?') => {
                refuse("this version of ddbx has no options in a URL (`?name=value`)".to_owned())
            }
            "dynamodb" if rest == ":memory:" => Ok(Self::Memory),
            "dynamodb" if rest.starts_with(':') => refuse("after `dynamodb::` only `memory:` can follow".to_owned()),
            "dynamodb" if rest.is_empty() => refuse("`dynamodb:` needs the name of a file".to_owned()),
            "dynamodb" => Ok(Self::File(rest.into())),
            // What stands before the first colon is no secret; what follows may hold one.
            _ => refuse(format!("unknown scheme `{}`", scheme.escape_debug())),
        }
    }
}

/// The URL.
impl fmt::Display for ConnectUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => write!(f, "dynamodb:{}", path.display()),
            Self::Memory => f.write_str("dynamodb::memory:"),
        }
    }
}
