use ddbx::config::ConnectUrl;

/// Stands for a secret in the URLs.
const SECRET: &str = "hunter2";

/// Bytes as a URL.
pub(crate) fn urls(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    match text.parse::<ConnectUrl>() {
        Ok(url) => {
            let shown = url.to_string();
            // What is shown is a URL of the same form, if nothing in it is hidden.
            if !shown.contains("***") && matches!(url, ConnectUrl::Network(_)) {
                assert_eq!(shown.parse::<ConnectUrl>().unwrap(), url, "{shown}");
            }
            if matches!(url, ConnectUrl::Network(_)) {
                assert!(!shown.contains(char::is_control), "{shown:?}");
            }
        }
        Err(error) => {
            let shown = format!("{error} {error:?}");
            assert!(!shown.contains(char::is_control), "{shown:?}");
        }
    }
    // A secret is shown neither by what takes it nor by what refuses it.
    if !text.contains(SECRET) {
        let url = format!("{text}&secret_key={SECRET}");
        let shown = match url.parse::<ConnectUrl>() {
            Ok(ConnectUrl::Network(url)) => format!("{url} {url:?}"),
            Ok(_) => return,
            Err(error) => format!("{error} {error:?}"),
        };
        assert!(!shown.contains(SECRET), "{shown}");
    }
}
