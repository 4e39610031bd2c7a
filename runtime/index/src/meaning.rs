//! What an operation and a query mean, as directions: that of a text is the sum of its words' rows.
//!
//! A query in other words than the document's still points about where the operation does.

use crate::vector::{DIMENSIONS, Sum, Vector};
use crate::{Document, splitter, words};

/// Characters of a text that are read.
const CHARACTERS: usize = 400;
/// Words of a text that count.
const WORDS: usize = 64;

/// The file inside the container that says what the operations mean.
pub(crate) const FILE: &str = "meanings";

/// What operations mean, one after the other, in the order of their ordinals.
pub(crate) fn packed(documents: &[Document]) -> Vec<u8> {
    documents.iter().flat_map(operation).map(i8::cast_unsigned).collect()
}

/// What an operation means: its name and summary, its path and its description in equal parts. All zeros if no word of it
/// is known.
pub(crate) fn operation(document: &Document) -> [i8; DIMENSIONS] {
    let id = document.other_names.lines().next().unwrap_or(&document.name);
    let mut sum = Sum::default();
    sum.add_direction(1, &text(&[id, &document.summary, &document.aliases]));
    sum.add_direction(1, &text(&[&document.path]));
    sum.add_direction(1, &text(&[&document.description]));
    sum.vector().map_or([0; DIMENSIONS], |vector| vector.0)
}

/// What a query means of which these are the clauses, and what each clause means; none if no word of it is known.
pub(crate) fn query(clauses: &[String]) -> (Option<Vector>, Vec<Option<Vector>>) {
    let sums: Vec<Sum> = clauses.iter().map(|clause| text(&[clause])).collect();
    let mut whole = Sum::default();
    sums.iter().for_each(|sum| whole.add_sum(sum));
    (whole.vector(), sums.iter().map(Sum::vector).collect())
}

/// How alike the query and every operation are, -1.0 to 1.0. `packed` is what [`operation`] gives, one after the other, in
/// the order of the ordinals; so are the answers.
pub(crate) fn similarities(packed: &[u8], query: &Vector) -> Vec<f32> {
    query.cosines(packed)
}

/// The sum of the rows of all words, of the first [`CHARACTERS`] and [`WORDS`].
fn text(parts: &[&str]) -> Sum {
    let mut sum = Sum::default();
    let mut characters = CHARACTERS;
    let mut count = WORDS;
    for part in parts {
        let end = part.char_indices().nth(characters).map_or(part.len(), |(end, _)| end);
        let part = part.get(..end).unwrap_or_default();
        characters -= part.chars().count();
        for word in splitter::words(part).iter().take(count) {
            words::add(word, &mut sum);
            count -= 1;
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::{operation, packed, query, similarities};
    use crate::Document;
    use crate::vector::DIMENSIONS;
    use crate::vector::Vector;

    fn of(text: &str) -> Option<Vector> {
        query(&[text.to_owned()]).0
    }

    fn document(name: &str, path: &str, summary: &str) -> Document {
        Document { name: name.into(), path: path.into(), summary: summary.into(), ..Document::default() }
    }

    #[test]
    fn queries_in_other_words_find_operations() {
        let documents = [
            document("users.delete", "/users/{id}", "Delete a user"),
            document("users.list", "/users", "List users"),
            document("invoices.pay", "/invoices/{id}/pay", "Pay an invoice"),
            document("playlists.tracks.add", "/playlists/{id}/tracks", "Add items to a playlist"),
            document("webhooks.create", "/webhooks", "Create a webhook endpoint"),
        ];
        let packed = packed(&documents);
        let cases = [
            ("remove an account member", 0),
            ("show all people", 1),
            ("settle the outstanding bill", 2),
            ("put a song on my mixtape", 3),
            ("subscribe to callback notifications", 4),
        ];
        for (text, expected) in cases {
            let similarities = similarities(&packed, &of(text).unwrap());
            let best = (0..5).max_by(|left, right| similarities[*left].total_cmp(&similarities[*right]));
            assert_eq!(best, Some(expected), "{text}: {similarities:?}");
        }
    }

    #[test]
    fn a_text_is_like_itself() {
        let name = Document { name: "invoices.pay".into(), ..Document::default() };
        let [cosine] = similarities(&packed(&[name]), &of("invoices pay").unwrap())[..] else { panic!() };
        assert!((cosine - 1.0).abs() < 0.02, "{cosine}");
    }

    #[test]
    fn texts_without_known_words_mean_nothing() {
        for text in ["", "  ", "列出所有用户", "список заказов", "\u{202e}\u{0}", "!?"] {
            assert_eq!(of(text), None, "{text}");
            let operation = operation(&document(text, "", text));
            assert_eq!(operation, [0; DIMENSIONS], "{text}");
            assert_eq!(similarities(&operation.map(i8::cast_unsigned), &of("users").unwrap()), [0.0]);
        }
    }

    #[test]
    fn the_first_characters_and_words_of_a_long_text_count() {
        let long = "list users ".repeat(100_000);
        assert_eq!(of(&long), of(&long[..400]));
        assert_eq!(of(&format!("{}delete", " ".repeat(400))), None);
        let many = format!("{}delete", "a ".repeat(64));
        assert_eq!(of(&many), of("a"));
    }

    #[test]
    fn what_is_no_whole_vector_is_left_out() {
        assert_eq!(similarities(&[1; 2 * DIMENSIONS + 2], &of("users").unwrap()).len(), 2);
        assert!(similarities(&[], &of("users").unwrap()).is_empty());
    }
}
