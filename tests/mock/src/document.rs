//! An OpenAPI document: text in, one view per direction of travel out. It knows nothing of
//! operations.

mod direction;
mod node;
mod syntax;
mod upgrade;
mod view;
mod walk;

use serde_json::Value;

pub(crate) use direction::Direction;
pub(crate) use node::Node;
pub(crate) use view::View;

use crate::Error;

/// A document, as requests and as answers see it. Both views have the same pointers.
#[derive(Debug)]
pub(crate) struct Document {
    /// `readOnly` properties aren't required.
    pub(crate) request: View,
    /// `writeOnly` properties aren't required.
    pub(crate) response: View,
}

impl Document {
    /// Reads JSON or YAML of OpenAPI 3.0 or 3.1.
    pub(crate) fn new(text: &str) -> Result<Document, Error> {
        let mut root = syntax::parse(text)?;
        let version = root.get("openapi").and_then(Value::as_str);
        match version {
            Some(version) if version.starts_with("3.0.") => {
                walk::each_schema(&mut root, &mut upgrade::upgrade);
            }
            Some(version) if version.starts_with("3.1.") => {}
            Some(version) => return Err(Error::Version(version.to_owned())),
            None => return Err(Error::Version("no member `openapi`".to_owned())),
        }
        Ok(Document {
            request: View::new(directed(&root, Direction::Request))?,
            response: View::new(directed(&root, Direction::Response))?,
        })
    }
}

fn directed(root: &Value, direction: Direction) -> Value {
    let mut directed = root.clone();
    let flagged = |property: &Value, keyword: &str| {
        let target = property.get("$ref").and_then(Value::as_str);
        let target = target.and_then(|target| root.pointer(target.strip_prefix('#')?));
        [Some(property), target].into_iter().flatten().any(|schema| schema.get(keyword) == Some(&Value::Bool(true)))
    };
    walk::each_schema(&mut directed, &mut |schema| {
        direction::relax(schema, direction.omitted(), &flagged);
    });
    directed
}
