//! Places for jobs, shared by callers. One that comes free goes to the caller who holds the fewest, of several to the one
//! whose turn is the longest ago, so that a caller with many jobs delays another by one job and not by all of them.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::oneshot;

use super::Whose;

/// The places of one pool.
#[derive(Debug)]
pub(super) struct Places(Mutex<State>);

#[derive(Debug)]
struct State {
    free: usize,
    held: HashMap<Whose, usize>,
    /// Who waits, by caller; the caller at the front has had no turn for the longest.
    queues: VecDeque<(Whose, VecDeque<oneshot::Sender<Place>>)>,
}

/// A place that is held until it is dropped.
#[derive(Debug)]
pub(super) struct Place {
    /// None once it is nobody's.
    of: Option<Arc<Places>>,
    whose: Whose,
}

impl Places {
    pub(super) fn new(count: usize) -> Arc<Self> {
        Arc::new(Self(Mutex::new(State { free: count, held: HashMap::new(), queues: VecDeque::new() })))
    }

    /// Waits for a place. Dropping the future gives up the wait.
    pub(super) async fn take(self: &Arc<Self>, whose: Whose) -> Option<Place> {
        let waiting = {
            let mut state = self.state();
            if let Some(left) = state.free.checked_sub(1) {
                state.free = left;
                *state.held.entry(whose).or_default() += 1;
                return Some(Place { of: Some(Arc::clone(self)), whose });
            }
            let (sender, waiting) = oneshot::channel();
            match state.queues.iter_mut().find(|(other, _)| *other == whose) {
                Some((_, queue)) => queue.push_back(sender),
                None => state.queues.push_back((whose, VecDeque::from([sender]))),
            }
            waiting
        };
        waiting.await.ok()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Hands a place that came free to whoever is next.
    fn give_back(self: &Arc<Self>, whose: Whose) {
        let mut state = self.state();
        if let Some(held) = state.held.get_mut(&whose) {
            *held = held.saturating_sub(1);
        }
        state.held.retain(|_, held| *held > 0);
        state.put_last(whose);
        while let Some((next, sender)) = state.next() {
            match sender.send(Place { of: Some(Arc::clone(self)), whose: next }) {
                Ok(()) => {
                    *state.held.entry(next).or_default() += 1;
                    return;
                }
                // It waits no longer. The place has not been its own, and is still to be given.
                Err(mut place) => place.of = None,
            }
        }
        state.free += 1;
    }
}

impl State {
    /// Puts a caller who has had a turn behind the others.
    fn put_last(&mut self, whose: Whose) {
        let position = self.queues.iter().position(|(other, _)| *other == whose);
        let queue = position.and_then(|position| self.queues.remove(position));
        self.queues.extend(queue);
    }

    /// Takes whoever is next out of the queues.
    fn next(&mut self) -> Option<(Whose, oneshot::Sender<Place>)> {
        for (_, queue) in &mut self.queues {
            queue.retain(|sender| !sender.is_closed());
        }
        self.queues.retain(|(_, queue)| !queue.is_empty());
        let holds = |whose: &Whose| self.held.get(whose).copied().unwrap_or(0);
        let (index, _) = self.queues.iter().enumerate().min_by_key(|(_, (whose, _))| holds(whose))?;
        let (whose, mut queue) = self.queues.remove(index)?;
        let sender = queue.pop_front()?;
        if !queue.is_empty() {
            self.queues.push_back((whose, queue));
        }
        Some((whose, sender))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Some(places) = self.of.take() {
            places.give_back(self.whose);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::pin::Pin;
    use std::sync::Arc;

    use futures_util::FutureExt;

    use super::{Place, Places};
    use crate::shaping::Whose;

    type Waiting = Pin<Box<dyn Future<Output = Option<Place>>>>;

    const MANY: Whose = [1; 32];
    const FEW: Whose = [2; 32];
    const THIRD: Whose = [3; 32];

    /// Waits in the queue.
    fn wait(places: &Arc<Places>, whose: Whose) -> Waiting {
        let places = Arc::clone(places);
        let mut waiting: Waiting = Box::pin(async move { places.take(whose).await });
        assert!(waiting.as_mut().now_or_never().is_none());
        waiting
    }

    fn came(waiting: &mut Waiting) -> Option<Place> {
        waiting.as_mut().now_or_never().flatten()
    }

    #[test]
    fn a_caller_with_many_jobs_delays_another_by_one() {
        let places = Places::new(2);
        let take = || places.take(MANY).now_or_never().flatten();
        let (first, second) = (take(), take());
        assert!(first.is_some() && second.is_some(), "alone it has all places");
        let mut many: Vec<Waiting> = (0..10).map(|_| wait(&places, MANY)).collect();
        let (mut few, mut third) = (wait(&places, FEW), wait(&places, THIRD));
        drop(first);
        let few_s = came(&mut few);
        assert!(few_s.is_some() && came(&mut third).is_none() && came(&mut many[0]).is_none());
        drop(second);
        let third_s = came(&mut third);
        assert!(third_s.is_some() && came(&mut many[0]).is_none());
        // Of those who hold none, whoever comes again is behind.
        let mut again = wait(&places, FEW);
        drop(few_s);
        let many_s = came(&mut many[0]);
        assert!(many_s.is_some() && came(&mut again).is_none());
        drop(many_s);
        let again_s = came(&mut again);
        assert!(again_s.is_some() && came(&mut many[1]).is_none());
        drop(again_s);
        assert!(came(&mut many[1]).is_some());
    }

    #[test]
    fn who_waits_no_longer_takes_no_place() {
        let places = Places::new(1);
        let first = places.take(MANY).now_or_never().flatten();
        let (gone, lost, mut stays) = (wait(&places, FEW), wait(&places, FEW), wait(&places, MANY));
        drop(gone);
        drop(first);
        // It was given and never fetched.
        drop(lost);
        let place = came(&mut stays);
        assert!(place.is_some());
        drop(place);
        assert!(places.take(THIRD).now_or_never().flatten().is_some());
        assert!(places.state().held.is_empty() && places.state().queues.is_empty());
    }
}
