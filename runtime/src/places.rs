//! Where operations are: at the API's server or at one of their own (OpenAPI 3.1 section 4.8.10), unless whoever runs this
//! says otherwise.

use crate::similar::nearest;
use crate::{Api, BaseUrl};

/// What is said otherwise.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Places {
    /// Where the API is, operations with a server of their own included.
    pub base_url: Option<BaseUrl>,
    /// Values of variables by name.
    pub variables: Vec<(String, String)>,
    /// Servers by the beginning of their URL, and where they are instead.
    pub moved: Vec<(String, BaseUrl)>,
}

impl From<Option<BaseUrl>> for Places {
    fn from(base_url: Option<BaseUrl>) -> Self {
        Self { base_url, ..Self::default() }
    }
}

impl Places {
    /// Says which variable or value is none of the API's.
    pub(crate) fn check(&self, api: &Api) -> Result<(), String> {
        for (name, value) in &self.variables {
            let Some(known) = api.variables.iter().find(|variable| variable.name == name) else {
                let names: Vec<&str> = api.variables.iter().map(|variable| variable.name).collect();
                return Err(match (nearest(name, names.iter().copied()), names.is_empty()) {
                    (_, true) => format!("the server's URL has no variables, and so none called {name}"),
                    (Some(meant), _) => format!("the server's URL has no variable {name}; {meant} is one"),
                    (None, _) => format!("the server's URL has no variable {name}; it has {}", names.join(", ")),
                });
            };
            if !known.allowed.is_empty() && !known.allowed.contains(&value.as_str()) {
                return Err(format!("{name} can't be {value}; it is one of {}", known.allowed.join(", ")));
            }
        }
        Ok(())
    }

    /// Where the API's own server is.
    pub(crate) fn main(&self, api: &Api) -> Result<BaseUrl, String> {
        match &self.base_url {
            Some(url) => Ok(url.clone()),
            None => self.settled(api, api.server),
        }
    }

    /// Where an operation's own server is. Nothing leaves a base URL that was set: a mock, a proxy or a sandbox stands for
    /// every server.
    pub(crate) fn own(&self, api: &Api, template: &str, environment: Option<&BaseUrl>) -> Result<BaseUrl, String> {
        match environment.or(self.base_url.as_ref()) {
            Some(base) if self.moved(&self.filled(api, template)).is_none() => {
                let own = BaseUrl::parse(&self.filled(api, template))?;
                BaseUrl::parse(&format!("{}{}", base.origin(), own.path()))
            }
            _ => self.settled(api, template),
        }
    }

    fn settled(&self, api: &Api, template: &str) -> Result<BaseUrl, String> {
        let url = self.filled(api, template);
        match self.moved(&url) {
            Some(moved) => BaseUrl::parse(&moved),
            None => BaseUrl::parse(&url),
        }
    }

    /// The URL that stands in place of one that begins like a server that was moved; of several, the longest.
    fn moved(&self, url: &str) -> Option<String> {
        let rest = |from: &str| {
            let rest = url.strip_prefix(from.trim_end_matches('/'))?;
            (rest.is_empty() || rest.starts_with('/')).then(|| rest.to_owned())
        };
        let found = self.moved.iter().filter_map(|(from, to)| Some((from.len(), to, rest(from)?)));
        found.max_by_key(|(length, ..)| *length).map(|(_, to, rest)| format!("{}{rest}", to.as_str()))
    }

    fn filled(&self, api: &Api, template: &str) -> String {
        let mut url = template.to_owned();
        for variable in api.variables {
            let chosen = self.variables.iter().find(|(name, _)| name == variable.name);
            let value = chosen.map_or(variable.default, |(_, value)| value.as_str());
            url = url.replace(&format!("{{{}}}", variable.name), value);
        }
        url
    }
}

#[cfg(test)]
mod tests {
    use super::Places;
    use crate::{Access, Api, BaseUrl, Inbound, ServerVariable};

    const API: Api = Api {
        name: "tea",
        title: "Tea",
        version: "1",
        document: "",
        server: "https://{region}.tea.example/v1",
        variables: &[
            ServerVariable { name: "region", default: "eu", allowed: &["eu", "us"] },
            ServerVariable { name: "shop", default: "main", allowed: &[] },
        ],
        headers: &[],
        schemes: &[],
        inbound: Inbound::None,
        access: Access::PLAIN,
        tools: &[],
        operations: &[],
        schemas: &[],
        cards: &[],
        index: &[],
    };

    #[test]
    fn servers_are_where_they_are_said_to_be() {
        let places = |base: &str, variables: &[(&str, &str)], moved: &[(&str, &str)]| Places {
            base_url: (!base.is_empty()).then(|| BaseUrl::parse(base).expect("a URL")),
            variables: variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
            moved: moved.iter().map(|(from, to)| ((*from).to_owned(), BaseUrl::parse(to).expect("a URL"))).collect(),
        };
        let own = "https://files.example/{shop}";
        for (places, main, other) in [
            (places("", &[], &[]), "https://eu.tea.example/v1", "https://files.example/main"),
            (
                places("", &[("region", "us"), ("shop", "x")], &[]),
                "https://us.tea.example/v1",
                "https://files.example/x",
            ),
            (places("http://127.0.0.1:1/p", &[], &[]), "http://127.0.0.1:1/p", "http://127.0.0.1:1/main"),
            (
                places("http://127.0.0.1:1", &[], &[("https://files.example", "http://127.0.0.1:2/f")]),
                "http://127.0.0.1:1",
                "http://127.0.0.1:2/f/main",
            ),
            (
                places(
                    "",
                    &[],
                    &[("https://eu.tea.example/", "http://a"), ("https://eu.tea.example/v1", "http://b/c")],
                ),
                "http://b/c",
                "https://files.example/main",
            ),
            (
                places("", &[], &[("https://files", "http://a")]),
                "https://eu.tea.example/v1",
                "https://files.example/main",
            ),
        ] {
            assert_eq!(places.main(&API).expect("a URL").as_str(), main, "{places:?}");
            assert_eq!(places.own(&API, own, None).expect("a URL").as_str(), other, "{places:?}");
        }
        let sandbox = BaseUrl::parse("https://sandbox.example/x").expect("a URL");
        let found = Places::default().own(&API, own, Some(&sandbox)).expect("a URL");
        assert_eq!(found.as_str(), "https://sandbox.example/main");
    }

    #[test]
    fn unknown_variables_are_said() {
        for (name, value, expected) in [
            ("region", "us", None),
            ("shop", "anything", None),
            ("region", "mars", Some("region can't be mars; it is one of eu, us")),
            ("regoin", "us", Some("the server's URL has no variable regoin; region is one")),
        ] {
            let places = Places { variables: vec![(name.to_owned(), value.to_owned())], ..Places::default() };
            assert_eq!(places.check(&API).err().as_deref(), expected);
        }
    }
}
