//! Security schemes.

use openapiv3 as oa;
use serde_json::Value;

use crate::api::{Location, SecurityScheme};
use crate::pointer::Pointer;
use crate::spec::{Spec, Version};
use crate::words::is_token;
use crate::{Code, Diagnostics};

impl Spec {
    pub(crate) fn scheme(&self, pointer: &Pointer, diagnostics: &mut Diagnostics) -> Option<SecurityScheme> {
        let (members, place) = self.object(pointer, diagnostics)?;
        if self.version() == Version::V20 && members.get("type").and_then(Value::as_str) == Some("basic") {
            return Some(SecurityScheme::Basic);
        }
        match serde_json::from_value(Value::Object(members.clone())) {
            Ok(oa::SecurityScheme::APIKey { location, name, description: _, extensions: _ }) => {
                let location = match location {
                    oa::APIKeyLocation::Query => Location::Query,
                    oa::APIKeyLocation::Header => Location::Header,
                    oa::APIKeyLocation::Cookie => Location::Cookie,
                };
                if location != Location::Query && !is_token(&name) {
                    let help = "a header's name has letters, digits and `-` (RFC 9110 section 5.6.2)";
                    let message = format!("{name:?} can't be the name of a {location}");
                    diagnostics.add(Code::InvalidSecurity, &place.join("name"), message, help);
                    return Some(SecurityScheme::Other);
                }
                Some(SecurityScheme::ApiKey { location, name })
            }
            Ok(oa::SecurityScheme::HTTP { scheme, bearer_format: _, description: _, extensions: _ }) => {
                Some(match scheme.to_ascii_lowercase().as_str() {
                    "bearer" => SecurityScheme::Bearer,
                    "basic" => SecurityScheme::Basic,
                    _ => SecurityScheme::Other,
                })
            }
            Ok(oa::SecurityScheme::OAuth2 { .. } | oa::SecurityScheme::OpenIDConnect { .. }) => {
                Some(SecurityScheme::Bearer)
            }
            // `mutualTLS` came with OpenAPI 3.1, and flows are often incomplete; the kind alone says how a token travels.
            Err(error) => match members.get("type").and_then(Value::as_str) {
                Some("oauth2" | "openIdConnect") => Some(SecurityScheme::Bearer),
                Some("mutualTLS") => Some(SecurityScheme::Other),
                _ => {
                    let help = "give `type` and its members as OpenAPI 3.1 section 4.8.27 wants";
                    let message = format!("the security scheme is not read: {error}");
                    diagnostics.add(Code::InvalidSecurity, &place, message, help);
                    None
                }
            },
        }
    }
}
