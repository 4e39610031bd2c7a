//! The configuration file.

use std::path::Path;

use super::{Error, Settings};
use crate::similar;

/// Reads a TOML file whose keys are the names of [`Settings`]:
///
/// ```toml
/// base-url = "https://api.example.com"
/// timeout = 30
/// allowed-host = ["mcp.example.com"]
/// ```
pub fn read(path: &Path) -> Result<Settings, Error> {
    let text = std::fs::read_to_string(path).map_err(|source| Error::Read { path: path.to_owned(), source })?;
    parse(&text, path)
}

fn parse(text: &str, path: &Path) -> Result<Settings, Error> {
    let malformed = |source: toml::de::Error| Error::Malformed { path: path.to_owned(), source: Box::new(source) };
    let table: toml::Table = text.parse().map_err(malformed)?;
    let names = Settings::names();
    if let Some(key) = table.keys().find(|key| !names.contains(key)) {
        let nearest = similar::nearest(key, names.iter().map(String::as_str)).map(str::to_owned);
        return Err(Error::UnknownKey { path: path.to_owned(), key: key.clone(), nearest, names });
    }
    toml::from_str(text).map_err(malformed)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::parse;

    fn check(text: &str, expected: Result<&str, &str>) {
        let parsed = parse(text, Path::new("mcp.toml")).map_err(|error| error.to_string());
        match (parsed, expected) {
            (Ok(settings), Ok(expected)) => assert_eq!(format!("{settings:?}"), expected),
            (Err(message), Err(expected)) => assert!(message.contains(expected), "{message}"),
            (parsed, _) => panic!("{text:?} gave {parsed:?}"),
        }
    }

    #[test]
    fn files_are_read_or_explained() {
        check(
            "timeout = 5\nallowed-host = ['a.example', 'b.example']",
            Ok("Settings { base_url: None, server_variable: [], server: [], timeout: Some(5), max_response: None, \
                max_download: None, max_answer: None, max_tokens: None, stream_time: None, wait: None, upload_dir: [], upload_url: [], max_upload: None, keep_results: None, max_kept: None, data_dir: None, keep_feedback: None, \
                allowed_host: [\"a.example\", \"b.example\"], access_mode: None, read_only: false, approval: None, \
                allow: [], deny: [], revoked_token: [] }"),
        );
        check("time-out = 5", Err("mcp.toml: time-out is not a setting; timeout is"));
        check("base_url = 'x'", Err("base-url is"));
        check("zzz = 1", Err("zzz is not a setting; settings are base-url, server-variable"));
        check("timeout = 'five'", Err("invalid type"));
        check("timeout = -5", Err("mcp.toml"));
        check("timeout 5", Err("mcp.toml"));
    }
}
