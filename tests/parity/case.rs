use std::process::Stdio;

use crate::Seen;
use crate::stage::Stage;

/// An environment, and how to connect in it.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    how: String,
    variables: Vec<(String, String)>,
    folder: std::sync::Arc<tempfile::TempDir>,
}

/// How it went.
#[derive(Debug)]
pub(crate) struct Course {
    /// Without what the SDK would have done.
    pub(crate) error: Option<String>,
    /// What the SDK would have sent.
    pub(crate) sdk: Option<Seen>,
}

/// `Pool::from_env()`, with nothing in the environment but a stage in the place of all networks.
pub(crate) fn from_env(stage: &Stage) -> Case {
    connect("environment", stage)
}

/// `PoolOptions::connect_from_sdk_config`, with the configuration that the SDK makes of the environment.
pub(crate) fn from_sdk_config(stage: &Stage) -> Case {
    connect("sdk_config", stage)
}

/// `Pool::connect(url)`
pub(crate) fn connect(url: &str, stage: &Stage) -> Case {
    let folder = tempfile::tempdir().unwrap();
    let authority = folder.path().join("authority.pem");
    stage.write_authority(&authority);
    let case = Case {
        how: url.to_owned(),
        variables: Vec::new(),
        folder: std::sync::Arc::new(folder),
    };
    case.set("HTTPS_PROXY", &stage.url())
        .set("AWS_CA_BUNDLE", authority.to_str().unwrap())
        .set("AWS_EC2_METADATA_DISABLED", "true")
        .set("PATH", &std::env::var("PATH").unwrap_or_default())
        .file("AWS_CONFIG_FILE", "config", "")
        .file("AWS_SHARED_CREDENTIALS_FILE", "credentials", "")
}

impl Case {
    pub(crate) fn set(mut self, name: &str, value: &str) -> Self {
        self.variables.retain(|(known, _)| known != name);
        self.variables.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn keys(self) -> Self {
        self.set("AWS_ACCESS_KEY_ID", "ENVKEY")
            .set("AWS_SECRET_ACCESS_KEY", "envsecret")
    }

    /// The file of AWS with the profiles' settings.
    pub(crate) fn config(self, text: &str) -> Self {
        self.file("AWS_CONFIG_FILE", "config", text)
    }

    /// The file of AWS with the profiles' keys.
    pub(crate) fn credentials(self, text: &str) -> Self {
        self.file("AWS_SHARED_CREDENTIALS_FILE", "credentials", text)
    }

    fn file(self, variable: &str, name: &str, text: &str) -> Self {
        let path = self.path(name);
        std::fs::write(&path, text).unwrap();
        self.set(variable, &path)
    }

    /// A path in the folder of the case.
    pub(crate) fn path(&self, name: &str) -> String {
        self.folder.path().join(name).to_str().unwrap().to_owned()
    }

    /// Runs it, in a process of its own.
    pub(crate) async fn run(&self) -> Course {
        let output = tokio::process::Command::new(std::env::current_exe().unwrap())
            .args([
                "--exact",
                "child::follows_its_environment",
                "--nocapture",
                "--test-threads=1",
            ])
            .env_clear()
            .envs(self.variables.iter().map(|(name, value)| (name, value)))
            .env("DDBX_PARITY", &self.how)
            .stdin(Stdio::null())
            .output()
            .await
            .unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(
            output.status.success(),
            "{text}{}",
            String::from_utf8_lossy(&output.stderr)
        );
        let line = |word: &str| text.lines().find_map(|line| line.strip_prefix(word)).map(str::to_owned);
        let error = line("ERROR ");
        assert!(error.is_some() || line("DONE").is_some(), "{text}");
        let sdk = line("SDK ").map(|line| {
            let mut words = line.split(' ').map(str::to_owned);
            let [place, region, access_key, token] = [(); 4].map(|()| words.next().unwrap());
            Seen {
                place,
                region,
                access_key,
                token: Some(token).filter(|token| !token.is_empty()),
            }
        });
        Course { error, sdk }
    }

    /// Runs it: all requests arrive here, signed by this key for this region.
    pub(crate) async fn arrives(&self, stage: &Stage, place: &str, region: &str, access_key: &str) -> Seen {
        let before = stage.seen().len();
        let course = self.run().await;
        assert_eq!(course.error, None, "{self:?}");
        let seen = stage.seen()[before..].last().cloned().unwrap();
        assert_eq!(
            (&*seen.place, &*seen.region, &*seen.access_key),
            (place, region, access_key),
            "{self:?}"
        );
        let compared = self.how == "environment" && self.variables.iter().any(|(name, _)| name == "DDBX_PARITY_SDK");
        assert_eq!(course.sdk.is_some(), compared, "{self:?}");
        if let Some(sdk) = course.sdk {
            assert_eq!(seen, sdk, "the SDK does something else: {self:?}");
        }
        seen
    }

    /// Runs it: here as with the SDK all requests arrive in the same place, signed by the same key for the same region.
    pub(crate) async fn arrives_as_with_the_sdk(
        self,
        stage: &Stage,
        place: &str,
        region: &str,
        access_key: &str,
    ) -> Seen {
        let case = self.set("DDBX_PARITY_SDK", "1");
        let seen = case.arrives(stage, place, region, access_key).await;
        let with_config = Case {
            how: "sdk_config".to_owned(),
            ..case
        };
        assert_eq!(with_config.arrives(stage, place, region, access_key).await, seen);
        seen
    }

    /// Runs it: nothing is sent, and the error says this.
    pub(crate) async fn is_refused(&self, stage: &Stage, words: &str) {
        let before = stage.seen().len();
        let error = self.run().await.error.unwrap();
        assert!(error.contains(words), "{error}");
        assert_eq!(stage.seen().len(), before, "{self:?}");
    }
}
