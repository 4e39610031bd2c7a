//! Queries and what answers them, read from `queries.jsonl`.
//!
//! A line: `{"id": "q1", "query": "refund a payment", "gold": [{"method": "POST", "path": "/refunds"}…], "groups": [[0, 1]]}`.
//! `query` may also be a list of short texts, `queries` is the same. A group is one need, which any of its operations
//! meets; without groups every operation is a need. A query without `gold` is one that nothing answers.

use camino::Utf8Path;
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::error::Error;
use crate::vendor::text;

/// Method in upper case, and path as the document has it.
pub(super) type Route = (String, String);

/// A query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Query {
    /// Unique in its file.
    pub(super) id: String,
    /// What is searched for: one text, or several that together say it.
    pub(super) texts: Vec<String>,
    /// What has to be found: of each need, any operation.
    pub(super) needs: Vec<Vec<Route>>,
}

/// Which queries are asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Half {
    /// Those whose id has an even SHA-256
    First,
    /// The others
    Second,
}

impl Half {
    fn holds(self, id: &str) -> bool {
        let even = Sha256::digest(id).last().is_some_and(|byte| byte % 2 == 0);
        even == (self == Self::First)
    }
}

/// Reads a file of queries. An id that occurs again gets a number.
pub(super) fn read(file: &Utf8Path, half: Option<Half>) -> Result<Vec<Query>, Error> {
    let text = text(file)?;
    let mut queries: Vec<Query> = Vec::new();
    for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let wrong = |why: String| Error::Failed(format!("{file}:{}: {why}", index + 1));
        let line: Value = serde_json::from_str(line).map_err(|error| wrong(error.to_string()))?;
        let mut query = query(&line).map_err(|why| wrong(why.to_owned()))?;
        let same = queries.iter().filter(|known| known.id.split('#').next() == Some(&query.id)).count();
        if same > 0 {
            query.id = format!("{}#{}", query.id, same + 1);
        }
        queries.push(query);
    }
    queries.retain(|query| half.is_none_or(|half| half.holds(&query.id)));
    Ok(queries)
}

fn query(line: &Value) -> Result<Query, &'static str> {
    let id = match line.get("id") {
        Some(Value::String(id)) => id.clone(),
        Some(Value::Number(id)) => id.to_string(),
        _ => return Err("a query has an `id`"),
    };
    let texts = match line.get("queries").or_else(|| line.get("query")) {
        Some(Value::String(text)) => vec![text.clone()],
        Some(Value::Array(texts)) => texts.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => Vec::new(),
    };
    if texts.is_empty() {
        return Err("a query has a `query`: a text, or a list of texts");
    }
    let gold = list(line, "gold").iter().map(route).collect::<Option<Vec<Route>>>();
    let gold = gold.ok_or("`gold` is a list of {\"method\", \"path\"}")?;
    let groups = list(line, "groups");
    let needs = if groups.is_empty() {
        gold.into_iter().map(|route| vec![route]).collect()
    } else {
        groups
            .iter()
            .map(|group| need(group, &gold))
            .collect::<Option<_>>()
            .ok_or("`groups` are lists of places in `gold`")?
    };
    Ok(Query { id, texts, needs })
}

fn list<'l>(line: &'l Value, name: &str) -> &'l [Value] {
    line.get(name).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

fn route(gold: &Value) -> Option<Route> {
    let part = |name: &str| gold.get(name).and_then(Value::as_str);
    Some((part("method")?.to_uppercase(), part("path")?.to_owned()))
}

fn need(group: &Value, gold: &[Route]) -> Option<Vec<Route>> {
    let places = group.as_array().filter(|places| !places.is_empty())?;
    places.iter().map(|place| gold.get(usize::try_from(place.as_u64()?).ok()?).cloned()).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Half, query};

    #[test]
    fn needs_are_groups_or_single_operations() {
        let gold =
            json!([{"method": "get", "path": "/a"}, {"method": "PUT", "path": "/b"}, {"method": "GET", "path": "/c"}]);
        let needs = |groups| {
            let read = query(&json!({"id": 7, "query": "x", "gold": gold, "groups": groups})).expect("a good query");
            let needs =
                read.needs.iter().map(|need| need.iter().map(|(method, path)| format!("{method} {path}")).collect());
            needs.collect::<Vec<Vec<String>>>()
        };
        assert_eq!(needs(json!(null)), [["GET /a"], ["PUT /b"], ["GET /c"]]);
        assert_eq!(needs(json!([[0, 2], [1]])), [vec!["GET /a", "GET /c"], vec!["PUT /b"]]);
    }

    #[test]
    fn one_text_or_several() {
        let texts = |line| query(&line).map(|query| query.texts);
        assert_eq!(texts(json!({"id": "a", "query": "x"})), Ok(vec!["x".to_owned()]));
        assert_eq!(texts(json!({"id": "a", "query": ["x", "y"]})).map(|texts| texts.len()), Ok(2));
        assert_eq!(texts(json!({"id": "a", "query": "x", "queries": ["y", "z"]})).map(|texts| texts.len()), Ok(2));
        let bad = [
            json!({"query": "x"}),
            json!({"id": "a"}),
            json!({"id": "a", "query": []}),
            json!({"id": "a", "query": "x", "gold": [{"path": "/a"}]}),
            json!({"id": "a", "query": "x", "gold": [{"method": "GET", "path": "/a"}], "groups": [[1]]}),
            json!({"id": "a", "query": "x", "gold": [{"method": "GET", "path": "/a"}], "groups": [[]]}),
        ];
        for line in bad {
            assert!(texts(line.clone()).is_err(), "{line}");
        }
    }

    #[test]
    fn halves_divide() {
        let ids: Vec<String> = (0..1000).map(|number| format!("query-{number}")).collect();
        let first = ids.iter().filter(|id| Half::First.holds(id)).count();
        assert!((400..600).contains(&first), "{first}");
        assert!(ids.iter().all(|id| Half::First.holds(id) != Half::Second.holds(id)));
    }
}
