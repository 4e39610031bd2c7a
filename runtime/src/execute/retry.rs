//! Whether a request may be sent again, and after how long.
//!
//! Only what does the same when it arrives twice is sent again: idempotent methods (RFC 9110 section 9.2.2), and requests with
//! an idempotency key, which tells the API that the second is the first. Any other request is made once, whatever the answer
//! says, and however plainly: a caller who approved one request has approved one. It fails at once, with how long to wait.
//! Where no connection could be made nothing was sent, so that the next try is the first.

use std::time::Duration;

use http::{HeaderMap, StatusCode};
use time::OffsetDateTime;

use super::wait::stated;

/// Times that a request is sent at most.
pub(super) const TRIES: u32 = 3;

/// How a try ended.
#[derive(Clone, Copy, Debug)]
pub(super) enum Outcome<'a> {
    /// With an answer.
    Answer(StatusCode, &'a HeaderMap),
    /// Without one: the connection failed.
    Broken {
        /// Whether the API may have received something.
        sent: bool,
    },
    /// With something that another try wouldn't change.
    Final,
}

impl<'a> Outcome<'a> {
    /// An answer, if it is one that another try can change.
    pub(super) fn of(status: StatusCode, headers: &'a HeaderMap) -> Self {
        if matches!(status.as_u16(), 429 | 502..=504) { Self::Answer(status, headers) } else { Self::Final }
    }
}

/// What is known of the request.
#[derive(Clone, Copy, Debug)]
pub(super) struct Retry {
    /// Whether it does the same when it arrives twice.
    pub(super) repeatable: bool,
    /// The wait after the first try where the API states none; it doubles with every try.
    pub(super) pause: Duration,
}

impl Retry {
    /// The wait before another try; none if there is to be none. `jitter` gives 0 to 1.
    pub(super) fn wait(&self, outcome: Outcome<'_>, tries: u32, jitter: impl Fn() -> f64) -> Option<Duration> {
        if tries >= TRIES || matches!(outcome, Outcome::Final) {
            return None;
        }
        let jitter = jitter().clamp(0.0, 1.0);
        let stated = match outcome {
            Outcome::Answer(status, headers) => stated(status, headers, OffsetDateTime::now_utc()),
            Outcome::Broken { .. } | Outcome::Final => None,
        };
        let safe = match outcome {
            Outcome::Answer(..) => self.repeatable,
            Outcome::Broken { sent } => self.repeatable || !sent,
            Outcome::Final => false,
        };
        // A little more than was stated, so that callers who were turned away together don't come back together.
        let wait = match stated {
            Some(stated) => stated.saturating_add(self.pause.mul_f64(jitter / 4.0)),
            None => {
                let longest = self.pause.saturating_mul(1 << tries.saturating_sub(1).min(8));
                longest.mul_f64(0.5 + jitter / 2.0)
            }
        };
        safe.then_some(wait)
    }
}

/// A random number from 0 to 1.
pub(super) fn jitter() -> f64 {
    getrandom::u32().map_or(0.5, |number| f64::from(number) / f64::from(u32::MAX))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use http::header::RETRY_AFTER;
    use http::{HeaderMap, HeaderValue, StatusCode};

    use super::{Outcome, Retry};

    const PAUSE: Duration = Duration::from_millis(400);

    /// Milliseconds before the second and the third try, with the most jitter.
    fn waits(repeatable: bool, outcome: Outcome<'_>) -> [Option<u128>; 3] {
        let retry = Retry { repeatable, pause: PAUSE };
        [1, 2, 3].map(|tries| retry.wait(outcome, tries, || 1.0).map(|wait| wait.as_millis()))
    }

    #[test]
    fn what_is_repeated() {
        const NEVER: [Option<u128>; 3] = [None; 3];
        const BACKED_OFF: [Option<u128>; 3] = [Some(400), Some(800), None];
        const STATED: [Option<u128>; 3] = [Some(7_100), Some(7_100), None];
        // Status, whether with `Retry-After: 7`, waits if repeatable, waits if not.
        let cases = [
            (200, false, NEVER, NEVER),
            (400, true, NEVER, NEVER),
            (401, false, NEVER, NEVER),
            (408, false, NEVER, NEVER),
            (409, true, NEVER, NEVER),
            (429, false, BACKED_OFF, NEVER),
            (429, true, STATED, NEVER),
            (500, true, NEVER, NEVER),
            (502, false, BACKED_OFF, NEVER),
            (502, true, STATED, NEVER),
            (503, false, BACKED_OFF, NEVER),
            (503, true, STATED, NEVER),
            (504, false, BACKED_OFF, NEVER),
            (504, true, STATED, NEVER),
        ];
        let stated = HeaderMap::from_iter([(RETRY_AFTER, HeaderValue::from_static("7"))]);
        let none = HeaderMap::new();
        for (status, with, repeatable, other) in cases {
            let headers = if with { &stated } else { &none };
            let outcome = Outcome::of(StatusCode::from_u16(status).unwrap(), headers);
            assert_eq!(waits(true, outcome), repeatable, "{status} {with}");
            assert_eq!(waits(false, outcome), other, "{status} {with}");
        }
        assert_eq!(waits(false, Outcome::Broken { sent: false }), BACKED_OFF);
        assert_eq!(waits(false, Outcome::Broken { sent: true }), NEVER);
        assert_eq!(waits(true, Outcome::Broken { sent: true }), BACKED_OFF);
        assert_eq!(waits(true, Outcome::Final), NEVER);
    }

    #[test]
    fn the_least_jitter_halves_the_pause() {
        let retry = Retry { repeatable: true, pause: PAUSE };
        let wait = retry.wait(Outcome::Broken { sent: true }, 1, || 0.0);
        assert_eq!(wait, Some(PAUSE / 2));
    }
}
