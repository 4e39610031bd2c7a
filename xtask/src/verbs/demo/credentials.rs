//! Credentials that open nothing, and how to keep even those out of sight.

use generator::Vendor;

/// Dummy credentials by environment variable.
#[derive(Clone, Debug)]
pub(super) struct Credentials(Vec<(String, String)>);

/// Headers whose value after the first word is a credential.
const SECRET: [&str; 3] = ["authorization", "proxy-authorization", "cookie"];

impl Credentials {
    /// One per variable of vendor.toml, all different.
    pub(super) fn dummies(vendor: &Vendor) -> Self {
        let mut variables: Vec<&String> = vendor.credential_variables().values().collect();
        variables.sort();
        variables.dedup();
        let dummy =
            |(index, variable): (usize, &String)| (variable.clone(), format!("dummy-{}-of-the-demo", index + 1));
        Self(variables.into_iter().enumerate().map(dummy).collect())
    }

    /// Variables and values.
    pub(super) fn variables(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(variable, value)| (variable.as_str(), value.as_str()))
    }

    /// A text without them.
    pub(super) fn masked(&self, text: &str) -> String {
        self.0.iter().fold(text.to_owned(), |text, (_, secret)| text.replace(secret, "***"))
    }

    /// A header without them: `authorization: Bearer ***`.
    pub(super) fn masked_header(&self, name: &str, value: &str) -> String {
        if !SECRET.iter().any(|secret| name.eq_ignore_ascii_case(secret)) {
            return format!("{name}: {}", self.masked(value));
        }
        match value.split_once(' ') {
            Some((scheme, _)) => format!("{name}: {scheme} ***"),
            None => format!("{name}: ***"),
        }
    }
}

#[cfg(test)]
mod tests {
    use generator::Vendor;

    use super::Credentials;

    #[test]
    fn credentials_are_made_up_and_masked() {
        let text =
            "[credentials.a]\nenv = \"A_KEY\"\n[credentials.b]\nenv = \"A_KEY\"\n[credentials.c]\nenv = \"B_KEY\"";
        let vendor = Vendor::parse("cafe", "vendor.toml", text).expect("it is valid");
        let credentials = Credentials::dummies(&vendor);
        let variables: Vec<_> = credentials.variables().collect();
        assert_eq!(variables, [("A_KEY", "dummy-1-of-the-demo"), ("B_KEY", "dummy-2-of-the-demo")]);
        assert_eq!(credentials.masked("/x?key=dummy-2-of-the-demo"), "/x?key=***");
        assert_eq!(credentials.masked_header("Authorization", "Bearer abc"), "Authorization: Bearer ***");
        assert_eq!(credentials.masked_header("authorization", "abc"), "authorization: ***");
        assert_eq!(credentials.masked_header("x-key", "dummy-1-of-the-demo"), "x-key: ***");
        assert_eq!(credentials.masked_header("accept", "*/*"), "accept: */*");
    }
}
