//! Finds the schema that a pointer names inside an operation.

use super::facts::parameters;
use super::shape::{Field, Shape, Side};
use super::text;
use crate::{Answer, Content, Entry, Schema};

/// Names in a pointer at most.
const LONGEST: usize = 64;
/// Alternatives and arrays that are looked through for a name.
const THROUGH: usize = 3;
/// Alternatives that are looked through.
const ALTERNATIVES: usize = 16;
/// Places named in a message.
const NEAREST: usize = 5;

/// What is at a place.
pub(super) enum Found<'a> {
    /// All arguments under `params`.
    Parameters(Vec<Field<'a>>),
    /// One schema, for requests or for answers.
    Schema(Schema<'a>, Side),
}

/// The place that `at` names, as a pointer, and what is there.
pub(super) fn find<'a>(entry: Entry<'a>, at: &str) -> Result<(String, Found<'a>), String> {
    let mut names = at.trim().trim_matches('/').split('/').map(unescaped).take(LONGEST);
    let mut place = Place { path: String::new(), asked: at };
    let root = names.next().unwrap_or_default();
    let found = match root.as_str() {
        "body" => entry.body().map(|body| Found::Schema(body.schema(), Side::Request)),
        "answer" => entry.answers().next().and_then(Answer::schema).map(|schema| Found::Schema(schema, Side::Answer)),
        "params" => Some(Found::Parameters(parameters(entry))),
        media_type => other(entry, media_type).map(|schema| Found::Schema(schema, Side::Request)),
    };
    let mut found = found.ok_or_else(|| place.missing(&root, &roots(entry)))?;
    place.enter(&root);
    for name in names {
        let next = match &found {
            Found::Parameters(fields) => {
                let schema = fields.iter().find(|field| field.name == name).and_then(|field| field.schema);
                schema.map(|schema| Found::Schema(schema, Side::Request))
            }
            Found::Schema(schema, side) => {
                below(*schema, *side, &name, THROUGH).map(|schema| Found::Schema(schema, *side))
            }
        };
        found = next.ok_or_else(|| place.missing(&name, &inside(&found)))?;
        place.enter(&name);
    }
    Ok((place.path, found))
}

/// The schema of the body in another than the preferred media type: `/text~1xml`.
fn other<'a>(entry: Entry<'a>, media_type: &str) -> Option<Schema<'a>> {
    let mut others = entry.body()?.others();
    others.find(|content| content.media_type() == media_type).map(Content::schema)
}

/// A name as JSON pointers (RFC 6901) have it.
pub(super) fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

fn unescaped(name: &str) -> String {
    name.replace("~1", "/").replace("~0", "~")
}

/// The way walked so far.
struct Place<'a> {
    path: String,
    asked: &'a str,
}

impl Place<'_> {
    fn enter(&mut self, name: &str) {
        self.path.push('/');
        self.path.push_str(&escaped(name));
    }

    /// The message for a name that isn't among these.
    fn missing(&self, name: &str, places: &[String]) -> String {
        let asked = text::quoted(&text::cut(self.asked, 200));
        let mut ranked: Vec<_> = places.iter().map(|place| (strsim::jaro_winkler(place, name), place)).collect();
        ranked.sort_by(|(one, _), (other, _)| other.total_cmp(one));
        let pointer = |place: &str| text::quoted(&format!("{}/{}", self.path, escaped(&text::cut(place, 80))));
        let nearest: Vec<_> = ranked.iter().take(NEAREST).map(|(_, place)| pointer(place)).collect();
        if nearest.is_empty() {
            return format!("nothing at {asked}: there is nothing inside {}", text::quoted(&self.path));
        }
        format!("nothing at {asked}; nearest: {}", nearest.join(", "))
    }
}

fn roots(entry: Entry<'_>) -> Vec<String> {
    let answers = entry.answers().next().is_some_and(|answer| answer.schema().is_some());
    let roots = [("params", entry.parameters().len() > 0), ("body", entry.body().is_some()), ("answer", answers)];
    roots.into_iter().filter(|(_, exists)| *exists).map(|(root, _)| root.to_owned()).collect()
}

/// The schema of a property, an item, an alternative or a map's values.
fn below<'a>(schema: Schema<'a>, side: Side, name: &str, through: usize) -> Option<Schema<'a>> {
    let shape = Shape::of(schema, side);
    let index = name.parse::<usize>().ok();
    if let Some(field) = shape.fields.iter().find(|field| field.name == name) {
        return field.schema;
    }
    if index.is_some() || name == "items" {
        let at = index.unwrap_or_default();
        let direct = shape.positions.get(at).copied().or(shape.items).or_else(|| shape.alternatives.get(at).copied());
        if direct.is_some() {
            return direct;
        }
    }
    let through = through.checked_sub(1)?;
    let mut inner = shape.alternatives.iter().copied().take(ALTERNATIVES).chain(shape.items);
    inner.find_map(|one| below(one, side, name, through)).or(shape.values)
}

/// The names that lead further.
fn inside(found: &Found<'_>) -> Vec<String> {
    let (schema, side) = match found {
        Found::Parameters(fields) => return fields.iter().map(|field| field.name.to_owned()).collect(),
        Found::Schema(schema, side) => (*schema, *side),
    };
    let mut names = Vec::new();
    let mut shape = Shape::of(schema, side);
    if let Some(items) = shape.items {
        names.push("items".to_owned());
        shape = Shape::of(items, side);
    }
    names.extend((0..shape.alternatives.len()).map(|index| index.to_string()));
    names.extend(shape.fields.iter().filter(|field| field.schema.is_some()).map(|field| field.name.to_owned()));
    names
}
