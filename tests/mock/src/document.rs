//! An OpenAPI document: text in, one view per direction of travel out. It knows nothing of
//! operations.

mod bundle;
mod closed;
mod direction;
mod files;
mod node;
mod patch;
mod place;
mod swagger;
mod syntax;
mod upgrade;
mod url;
mod view;
mod walk;

use serde_json::Value;

pub(crate) use direction::Direction;
pub(crate) use node::Node;
pub(crate) use patch::lasting;
pub(crate) use view::View;

use crate::{Error, Options};

/// A document, as requests and as answers see it. Both views have the same pointers.
#[derive(Debug)]
pub(crate) struct Document {
    /// `readOnly` properties aren't required.
    pub(crate) request: View,
    /// `writeOnly` properties aren't required.
    pub(crate) response: View,
}

impl Document {
    /// Reads JSON or YAML of OpenAPI 2.0, 3.0, 3.1 or 3.2, in as many files as the options name.
    pub(crate) fn new(text: &str, options: &Options) -> Result<Document, Error> {
        let root = syntax::parse(text)?;
        let version = version(&root).ok_or_else(|| Error::Version("no member `openapi`".to_owned()))?;
        let mut root = bundle::bundled(root, options)?;
        match version.get(..3) {
            Some("2.0") => {
                root = swagger::upgraded(&root);
                walk::each_schema(&mut root, &mut upgrade::upgrade);
            }
            Some("3.0") => walk::each_schema(&mut root, &mut upgrade::upgrade),
            Some("3.1" | "3.2") => {}
            _ => return Err(Error::Version(version)),
        }
        walk::each_schema(&mut root, &mut upgrade::know_types);
        Ok(Document {
            request: View::new(directed(&root, Direction::Request))?,
            response: View::new(directed(&root, Direction::Response))?,
        })
    }
}

/// What the document says it is; YAML reads an unquoted `2.0` as a number.
fn version(root: &Value) -> Option<String> {
    match root.get("openapi").or_else(|| root.get("swagger"))? {
        Value::String(version) => Some(version.clone()),
        version => Some(version.to_string()),
    }
}

fn directed(root: &Value, direction: Direction) -> Value {
    let mut directed = root.clone();
    let flagged = |property: &Value, keyword: &str| {
        let target = property.get("$ref").and_then(Value::as_str);
        let target = target.and_then(|target| place::followed(root, target));
        [Some(property), target].into_iter().flatten().any(|schema| schema.get(keyword) == Some(&Value::Bool(true)))
    };
    walk::each_schema(&mut directed, &mut |schema| {
        direction::relax(schema, direction.omitted(), &flagged);
    });
    closed::reopen(&mut directed);
    directed
}
