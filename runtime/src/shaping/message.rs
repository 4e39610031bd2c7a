//! Long messages, cut in the middle: jq quotes whole values, and what went wrong stands at the end.

use std::fmt::{self, Display, Write};

/// A message of at most `most` characters, and little memory on the way. Control characters become spaces.
pub(super) fn bounded(message: &impl Display, most: usize) -> String {
    let mut cut = Cut { most, head: String::new(), tail: String::new(), lost: false };
    let _ = write!(cut, "{message}");
    let Cut { mut head, tail, lost, .. } = cut;
    let surplus = tail.chars().count().saturating_sub(most / 3);
    if lost || surplus > 0 {
        head.push('…');
    }
    head.extend(tail.chars().skip(surplus));
    head
}

struct Cut {
    most: usize,
    /// The first two thirds.
    head: String,
    /// What came last, up to some times the last third.
    tail: String,
    lost: bool,
}

impl Write for Cut {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let room = (self.most - self.most / 3).saturating_sub(self.head.chars().count() + 1);
        let mut letters = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter });
        self.head.extend(letters.by_ref().take(room));
        self.tail.extend(letters);
        if self.tail.len() > 16 * self.most {
            let surplus = self.tail.chars().count().saturating_sub(self.most);
            self.tail = self.tail.chars().skip(surplus).collect();
            self.lost = true;
        }
        Ok(())
    }
}
