//! One report, read from a tool's arguments.

use serde_json::{Map, Value};

use super::{Row, Scrubber};
use crate::fault::{pointer, quoted};
use crate::{Code, Fault, similar};

/// Characters of a comment.
const MAX_COMMENT: usize = 4_000;
/// Characters of a context, as JSON text.
const MAX_CONTEXT: usize = 4_000;
/// Characters of an operation's name; no operation has a longer one.
const MAX_OPERATION: usize = 200;

const KEYS: [&str; 4] = ["category", "comment", "operation", "context"];

/// What a caller has to say about the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// What sort of thing it is.
    pub category: Category,
    /// 1 to 4,000 characters.
    pub comment: String,
    /// The operation it is about, by name.
    pub operation: Option<String>,
    /// What else belongs to it: free text or the JSON text of an object, up to 4,000 characters.
    pub context: Option<String>,
}

/// What sort of thing a report tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Category {
    /// Something is broken.
    Bug,
    /// Something can't be done.
    MissingCapability,
    /// A description misleads.
    ConfusingDocs,
    /// It works, with too much effort.
    WorkflowFriction,
    /// Something is good as it is.
    Praise,
}

impl Category {
    /// Every category.
    pub const ALL: [Self; 5] =
        [Self::Bug, Self::MissingCapability, Self::ConfusingDocs, Self::WorkflowFriction, Self::Praise];

    /// `bug`, `missing_capability`, `confusing_docs`, `workflow_friction` or `praise`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Bug => "bug",
            Self::MissingCapability => "missing_capability",
            Self::ConfusingDocs => "confusing_docs",
            Self::WorkflowFriction => "workflow_friction",
            Self::Praise => "praise",
        }
    }

    /// The category named by `text`; case, spaces and hyphens don't matter.
    pub fn parse(text: &str) -> Option<Self> {
        let plain = text.trim().to_ascii_lowercase().replace([' ', '-'], "_");
        Self::ALL.into_iter().find(|category| category.as_str() == plain)
    }
}

impl Report {
    /// Reads `{"category", "comment", "operation"?, "context"?}` and reports every mistake. Whether the operation exists
    /// is for the caller to find out.
    pub fn from_arguments(arguments: &Map<String, Value>) -> Result<Self, Vec<Fault>> {
        let mut faults: Vec<Fault> =
            arguments.keys().filter(|key| !KEYS.contains(&key.as_str())).map(|key| unknown(key)).collect();
        let given = |key: &str| arguments.get(key).filter(|value| !value.is_null());
        let category = keep(&mut faults, category(given("category")));
        let comment = keep(&mut faults, comment(given("comment")));
        let operation = keep(&mut faults, operation(given("operation")));
        let context = keep(&mut faults, context(given("context")));
        match (category, comment, operation, context) {
            (Some(category), Some(comment), Some(operation), Some(context)) if faults.is_empty() => {
                Ok(Self { category, comment, operation, context })
            }
            _ => Err(faults),
        }
    }

    /// The report without secrets.
    pub(super) fn scrubbed(&self, scrubber: &Scrubber) -> Self {
        Self {
            category: self.category,
            comment: scrubber.scrub(&self.comment),
            operation: self.operation.clone(),
            context: self.context.as_deref().map(|context| scrubber.scrub_context(context)),
        }
    }

    /// The report as it is stored. `now` is in seconds since 1970.
    pub(super) fn row(&self, document: &str, now: i64) -> Row {
        Row {
            id: 0,
            created_at: now,
            category: self.category.as_str().to_owned(),
            comment: self.comment.clone(),
            operation: self.operation.clone(),
            context: self.context.clone(),
            document: document.to_owned(),
        }
    }
}

fn keep<T>(faults: &mut Vec<Fault>, read: Result<T, Fault>) -> Option<T> {
    read.map_err(|fault| faults.push(fault)).ok()
}

fn unknown(key: &str) -> Fault {
    let fault = Fault::new(Code::UnknownArgument, format!("{} is not an argument of this tool", quoted(key)))
        .at(pointer("", key))
        .allowing(KEYS);
    match similar::nearest(key, KEYS) {
        Some(nearest) => fault.suggesting(nearest),
        None => fault,
    }
}

fn category(value: Option<&Value>) -> Result<Category, Fault> {
    let names = Category::ALL.map(Category::as_str);
    let fault = |code, message: String| Fault::new(code, message).at("/category").allowing(names);
    let text = value.ok_or_else(|| fault(Code::MissingArgument, "category is required".to_owned()))?;
    let text = text
        .as_str()
        .ok_or_else(|| fault(Code::InvalidType, "category must be a string".to_owned()).expecting("string"))?;
    Category::parse(text).ok_or_else(|| {
        let fault = fault(Code::InvalidValue, format!("{} is not a category", quoted(text)));
        match similar::nearest(text, names) {
            Some(nearest) => fault.suggesting(nearest),
            None => fault,
        }
    })
}

fn comment(value: Option<&Value>) -> Result<String, Fault> {
    let value = value.ok_or_else(|| Fault::new(Code::MissingArgument, "comment is required").at("/comment"))?;
    let text = string(value, "/comment")?.trim();
    if text.is_empty() {
        return Err(Fault::new(Code::InvalidValue, "comment must say something").at("/comment"));
    }
    bounded(text, MAX_COMMENT, "/comment")?;
    Ok(text.to_owned())
}

fn operation(value: Option<&Value>) -> Result<Option<String>, Fault> {
    let Some(value) = value else { return Ok(None) };
    let text = string(value, "/operation")?.trim();
    bounded(text, MAX_OPERATION, "/operation")?;
    Ok((!text.is_empty()).then(|| text.to_owned()))
}

fn context(value: Option<&Value>) -> Result<Option<String>, Fault> {
    let text = match value {
        None => return Ok(None),
        Some(Value::String(text)) => text.trim().to_owned(),
        Some(value @ Value::Object(_)) => value.to_string(),
        Some(_) => {
            return Err(Fault::new(Code::InvalidType, "context must be a string or an object")
                .at("/context")
                .expecting("string | object"));
        }
    };
    bounded(&text, MAX_CONTEXT, "/context")?;
    Ok((!text.is_empty()).then_some(text))
}

fn string<'a>(value: &'a Value, path: &str) -> Result<&'a str, Fault> {
    value.as_str().ok_or_else(|| {
        Fault::new(Code::InvalidType, format!("{} must be a string", path.trim_start_matches('/')))
            .at(path)
            .expecting("string")
    })
}

fn bounded(text: &str, most: usize, path: &str) -> Result<(), Fault> {
    let length = text.chars().count();
    if length <= most {
        return Ok(());
    }
    let message = format!("{} has {length} characters; at most {most} are kept", path.trim_start_matches('/'));
    Err(Fault::new(Code::InvalidValue, message).at(path))
}
