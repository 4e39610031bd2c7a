//! How fast one process takes reports.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// Reports taken in any minute.
pub(super) const PER_MINUTE: usize = 10;

const MINUTE: Duration = Duration::from_secs(60);

/// The reports of the last minute.
#[derive(Debug, Default)]
pub(super) struct Pace {
    taken: VecDeque<Instant>,
}

impl Pace {
    /// Takes a report at `now`, or says in how many seconds there is room for one.
    pub(super) fn admit(&mut self, now: Instant) -> Result<(), u64> {
        while self.taken.front().is_some_and(|taken| now.duration_since(*taken) >= MINUTE) {
            self.taken.pop_front();
        }
        if let Some(first) = self.taken.front().filter(|_| self.taken.len() >= PER_MINUTE) {
            return Err((MINUTE - now.duration_since(*first)).as_secs() + 1);
        }
        self.taken.push_back(now);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::Pace;

    #[test]
    fn room_comes_back_as_reports_grow_old() {
        let start = Instant::now();
        let at = |seconds| start + Duration::from_secs(seconds);
        let mut pace = Pace::default();
        for second in 0..10 {
            assert_eq!(pace.admit(at(second)), Ok(()));
        }
        assert_eq!(pace.admit(at(30)), Err(31));
        assert_eq!(pace.admit(at(60)), Ok(()));
        assert_eq!(pace.admit(at(60)), Err(2));
        assert_eq!(pace.admit(at(61)), Ok(()));
    }
}
