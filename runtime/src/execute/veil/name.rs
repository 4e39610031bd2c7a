//! Which names are those of secrets: of members, parameters, elements.

/// What a secret is called, its words run together. Any name that ends so, spelled however, is one of a secret.
const COMPOUNDS: [&str; 24] = [
    "password",
    "passwords",
    "passwd",
    "passphrase",
    "apikey",
    "apikeys",
    "privatekey",
    "secretkey",
    "accesskey",
    "accountkey",
    "authkey",
    "encryptionkey",
    "sharedkey",
    "signingkey",
    "sshkey",
    "apitoken",
    "accesstoken",
    "authtoken",
    "bearertoken",
    "refreshtoken",
    "sessiontoken",
    "clientsecret",
    "authorization",
    "xauth",
];

/// The same of single words, which have to be words of the name.
const WORDS: [&str; 9] =
    ["password", "pwd", "secret", "secrets", "token", "tokens", "credential", "credentials", "passcode"];

/// Words before `token` that make it a place in a list, or a mark of a request.
const PLACES: [&str; 20] = [
    "page",
    "paging",
    "pagination",
    "next",
    "prev",
    "previous",
    "cursor",
    "continuation",
    "continue",
    "sync",
    "start",
    "starting",
    "end",
    "skip",
    "resume",
    "marker",
    "delta",
    "watch",
    "idempotency",
    "request",
];

/// Words after which a name is still that of the secret itself.
const FORMS: [&str; 19] = [
    "value",
    "string",
    "text",
    "plaintext",
    "json",
    "pem",
    "data",
    "base64",
    "b64",
    "base",
    "confirmation",
    "confirm",
    "repeat",
    "again",
    "hash",
    "old",
    "new",
    "current",
    "encoded",
];

/// Whether a name is that of a secret: `clientSecret`, `X-API-Key` and `new_password_2`, but not `token_count`,
/// `next_page_token` or `secret_id`.
pub(super) fn is_secret(name: &str) -> bool {
    let mut words = words(name);
    while words.len() > 1 && words.last().is_some_and(|word| is_form(word)) {
        words.pop();
    }
    let joined: String = words.concat();
    if COMPOUNDS.iter().any(|known| joined.ends_with(known)) {
        return true;
    }
    let Some((last, before)) = words.split_last() else { return false };
    let is_place = last.starts_with("token") && before.last().is_some_and(|word| PLACES.contains(&word.as_str()));
    WORDS.contains(&last.as_str()) && !is_place
}

fn is_form(word: &str) -> bool {
    FORMS.contains(&word) || word.bytes().all(|byte| byte.is_ascii_digit())
}

/// The words of a name in lower case: `clientSecret2` has `client`, `secret` and `2`.
fn words(name: &str) -> Vec<String> {
    let letters: Vec<char> = name.chars().take(200).collect();
    let mut words = vec![String::new()];
    for (index, letter) in letters.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|index| letters.get(index)).copied().unwrap_or('_');
        let after = letters.get(index + 1).copied().unwrap_or('_');
        let begins = letter.is_ascii_digit() != before.is_ascii_digit()
            || letter.is_uppercase() && (before.is_lowercase() || before.is_uppercase() && after.is_lowercase());
        if !letter.is_alphanumeric() || begins {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| letter.is_alphanumeric()) {
            word.extend(letter.to_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::is_secret;

    #[test]
    fn names_of_secrets() {
        for name in [
            "password",
            "Password",
            "PASSWORD",
            "passwd",
            "dbpassword",
            "db_password",
            "newPassword",
            "new_password_2",
            "password_confirmation",
            "passwordHash",
            "passphrase",
            "pwd",
            "secret",
            "secrets",
            "client_secret",
            "clientSecret",
            "CLIENT-SECRET",
            "client.secret",
            "client secret",
            "clientsecret",
            "webhookSecret",
            "secret_value",
            "secretString",
            "token",
            "tokens",
            "access_token",
            "accessToken",
            "accesstoken",
            "refresh-token",
            "X-Auth-Token",
            "ns:token",
            "api_key",
            "apiKey",
            "apikey",
            "APIKey",
            "API_KEY",
            "X-API-Key",
            "x-api-key",
            "private_key",
            "privateKeyPem",
            "private_key_base64",
            "secret_access_key",
            "SecretAccessKey",
            "aws_secret_access_key",
            "credential",
            "credentials",
            "serviceAccountCredentials",
            "credentials_json",
            "signingKey",
            "Authorization",
            "filter[token]",
        ] {
            assert!(is_secret(name), "{name}");
        }
    }

    #[test]
    fn names_of_other_things() {
        for name in [
            "",
            "name",
            "key",
            "keyboard",
            "primary_key",
            "publicKey",
            "foreign_key",
            "sort_key",
            "idempotency_key",
            "token_count",
            "tokenType",
            "token_url",
            "max_token_length",
            "tokenizer",
            "page_token",
            "pageToken",
            "next_page_token",
            "nextPageToken",
            "NextToken",
            "continuation_token",
            "continuationToken",
            "startingToken",
            "sync_token",
            "cursor_token",
            "client_request_token",
            "secret_id",
            "secretName",
            "secretary",
            "credential_id",
            "credentialType",
            "password_policy",
            "passwordExpiresAt",
            "password_reset_url",
            "has_password_reset",
            "access_key_id",
            "AWSAccessKeyId",
            "api_key_id",
            "author",
            "passport",
            "compass",
            "2",
            "_",
        ] {
            assert!(!is_secret(name), "{name}");
        }
    }
}
