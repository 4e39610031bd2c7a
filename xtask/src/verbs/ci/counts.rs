//! How many tests there were, added up from what the test runners print.

use std::collections::BTreeSet;
use std::fmt;

/// How a line begins that a test prints when it leaves something out.
const LEFT_OUT: &str = "skipped: ";

/// Tests by result.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) passed: usize,
    pub(super) failed: usize,
    pub(super) skipped: usize,
    /// What passing tests said that they left out, each once.
    pub(super) left_out: BTreeSet<String>,
    /// How many of those that passed, as their runner says, are counted as skipped.
    counted_twice: usize,
    /// Whether the test whose output is being read has said so already.
    said: bool,
}

impl Counts {
    /// Adds what a line says, if it is a summary. That of a single test, which nextest indents, is none:
    /// `Summary [ 1.2s] 12 tests run: 11 passed (1 slow), 1 failed, 2 skipped` of nextest, or
    /// `test result: ok. 3 passed; 0 failed; 1 ignored; …` of libtest.
    pub(super) fn add(&mut self, line: &str) {
        let is_summary = line.starts_with("test result: ") || line.trim_start().starts_with("Summary [");
        let line = line.trim();
        if let Some(what) = line.strip_prefix(LEFT_OUT) {
            // Its runner counts the test among those that passed.
            self.skipped += usize::from(!self.said);
            self.counted_twice += usize::from(!self.said);
            self.said = true;
            self.left_out.insert(what.to_owned());
            return;
        }
        // nextest's line of a test, and libtest's head of a test's output.
        if line.starts_with("PASS [") || line.starts_with("---- ") {
            self.said = false;
        }
        if !is_summary {
            return;
        }
        let summary = match line.split_once("test result: ") {
            Some((_, summary)) => summary,
            None => line.split_once(" run: ").map_or("", |(_, summary)| summary),
        };
        let words: Vec<&str> = summary.split(|character: char| !character.is_alphanumeric()).collect();
        for pair in words.windows(2) {
            let [count, word] = pair else { continue };
            let Ok(count) = count.parse::<usize>() else { continue };
            match *word {
                "passed" => self.passed += count,
                "failed" | "timed" => self.failed += count,
                "skipped" | "ignored" => self.skipped += count,
                _ => {}
            }
        }
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let passed = self.passed.saturating_sub(self.counted_twice);
        write!(f, "{passed} passed, {} failed, {} skipped", self.failed, self.skipped)
    }
}

#[cfg(test)]
mod tests {
    use super::Counts;

    #[test]
    fn summaries_are_added_up() {
        let mut counts = Counts::default();
        for line in [
            "     Summary [   0.123s] 14 tests run: 12 passed (1 slow), 1 failed, 1 timed out, 2 skipped",
            "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 7 filtered out; finished in 0.01s",
            "test result: FAILED. 0 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out",
            "a test that prints 5 passed",
            "    test result: ok. 1 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s",
            "     Summary [   0.001s] 0 tests run: 0 passed, 0 skipped",
        ] {
            counts.add(line);
        }
        assert_eq!(counts.to_string(), "15 passed, 4 failed, 3 skipped");
    }

    #[test]
    fn tests_that_leave_something_out_did_not_pass() {
        let mut counts = Counts::default();
        for line in [
            "        PASS [   0.010s] (1/3) e2e a",
            "    skipped: no a",
            "    skipped: no b",
            "        PASS [   0.010s] (2/3) e2e b",
            "    skipped: no a",
            "        PASS [   0.010s] (3/3) e2e c",
            "     Summary [   0.123s] 3 tests run: 3 passed, 0 skipped",
        ] {
            counts.add(line);
        }
        assert_eq!(counts.to_string(), "1 passed, 0 failed, 2 skipped");
        assert!(counts.left_out.iter().eq(["no a", "no b"]));
    }
}
