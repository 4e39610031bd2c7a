//! The pages so far, as one body: pieces of their JSON text, nothing of it read into values.

use super::page::Page;

/// What was collected.
#[derive(Debug, Default)]
pub(super) struct Collected {
    pub(super) pages: usize,
    pub(super) items: usize,
    /// The items' texts, with commas between.
    list: String,
    /// What stands before and after the list, on the last page that has one.
    around: Option<(String, String)>,
    /// The first page, while none has a list.
    bare: Option<String>,
}

impl Collected {
    /// The bytes there would be with one more page.
    pub(super) fn bytes_with(&self, page: &Page<'_>) -> usize {
        self.list.len() + page.text.len() + 1
    }

    /// Appends a page.
    pub(super) fn add(&mut self, page: &Page<'_>) {
        self.pages += 1;
        self.items += page.items;
        let Some(list) = page.list.clone() else {
            if self.around.is_none() && self.bare.is_none() {
                self.bare = Some(page.text.to_owned());
            }
            return;
        };
        let text = page.items_text();
        if !self.list.is_empty() && !text.is_empty() {
            self.list.push(',');
        }
        self.list.push_str(text);
        let part = |part: Option<&str>| part.unwrap_or_default().to_owned();
        self.around = Some((part(page.text.get(..list.start)), part(page.text.get(list.end..))));
        self.bare = None;
    }

    /// The body: the last page, with all the items in its list.
    pub(super) fn into_body(mut self) -> String {
        match self.around {
            Some((before, after)) => {
                // In place: the list is not held twice.
                self.list.insert_str(0, &format!("{before}["));
                self.list.push(']');
                self.list.push_str(&after);
                self.list
            }
            None => self.bare.unwrap_or_else(|| "null".to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::page::Page;
    use super::Collected;

    #[test]
    fn pages_become_one_body() {
        let cases: &[(&[&str], &str)] = &[
            (&["[1.10,2]", "[]", "[3e2]"], "[1.10,2,3e2]"),
            (&["[]", "[]"], "[]"),
            (&["[]", "[1]"], "[1]"),
            (&["null"], "null"),
            (&["null", "[1]"], "[1]"),
        ];
        for (pages, expected) in cases {
            assert_eq!(merged("", pages).0, *expected);
        }
        let (body, items) = merged(
            "/a/data",
            &[
                r#"{"a":{"data":[{"x":1.10}],"n":1},"next":"c2"}"#,
                r#"{"a":{"data":[{"x":[2]},"]"],"n":2},"next":null}"#,
                r#"{"a":{"n":3}}"#,
            ],
        );
        assert_eq!(body, r#"{"a":{"data":[{"x":1.10},{"x":[2]},"]"],"n":2},"next":null}"#);
        assert_eq!(items, 3);
        assert_eq!(merged("/a", &[r#"{"b":1}"#, r#"{"b":2}"#]), (r#"{"b":1}"#.to_owned(), 0));
        assert_eq!(merged("/a", &[r#"{"b":1}"#, r#"{"a":[2]}"#]), (r#"{"a":[2]}"#.to_owned(), 1));
    }

    fn merged(pointer: &str, pages: &[&str]) -> (String, usize) {
        let mut collected = Collected::default();
        for page in pages {
            collected.add(&Page::read(page, pointer).unwrap());
        }
        let items = collected.items;
        (collected.into_body(), items)
    }
}
