//! A call on its way from page to page. What follows a page is decided in [`super::step`].

use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};
use std::time::{Duration, Instant};

use contract::Pagination;
use http::{HeaderMap, StatusCode};
use reqwest::Url;
use serde_json::Value;

use super::asked::Asked;
use super::collected::Collected;
use super::ending::{End, Flow};
use super::page::{Page, not_a_list, not_json};
use super::paged::{Next, Paged};
use super::query::pairs;
use super::start;
use super::step::{Step, items, step};
use super::total::is_last;
use super::turning::Here;
use super::wanted::Pages;
use crate::execute::declared::declared;
use crate::execute::mask::Mask;
use crate::execute::matching::Matched;
use crate::execute::payload::{Payload, media_type};
use crate::execute::refusal::refusal;
use crate::execute::reply::Reply;
use crate::execute::sending::Sending;
use crate::{Code, Fault, Fetched};

/// Pages without items, in a row, that are followed because they name a next one.
const MAX_EMPTY: usize = 10;

/// A call on its way.
pub(super) struct Walk<'a> {
    sending: &'a Sending<'a>,
    pages: &'a Pages,
    pagination: Pagination,
    mask: Mask,
    /// The call of the page to come.
    here: Here,
    /// The arguments at the start, by slot.
    began: Vec<Option<Value>>,
    /// Whether pages are counted and the call named none to begin at.
    began_at_first: bool,
    /// The number or offset of the page to come, where pages are counted.
    position: i64,
    collected: Collected,
    last: Option<(StatusCode, HeaderMap)>,
    /// The calls made, as hashes.
    seen: HashSet<u64>,
    /// The items of each page, as hashes, where pages are counted: an API that ignores the count answers the same again.
    prints: HashSet<u64>,
    /// The items so far, as hashes.
    items: HashSet<u64>,
    /// Items that are the same as one of an earlier page.
    repeated: usize,
    /// Whether the API's totals say that the page before was the last.
    last_by_total: bool,
    /// Pages without items in a row.
    empty: usize,
    /// The time that the slowest page took.
    slowest: Duration,
    state: RandomState,
}

impl<'a> Walk<'a> {
    /// Stands before the first page.
    pub(super) fn new(sending: &'a Sending<'a>, pagination: Pagination, matched: Matched, pages: &'a Pages) -> Self {
        let began = sending.entry.parameters().enumerate().map(|(slot, _)| matched.slot(slot).cloned()).collect();
        let position = start::position(&pagination, sending.entry, &matched);
        let is_counted = matches!(pagination, Pagination::Offset { .. } | Pagination::PageNumber { .. });
        let asked = pagination.parameter().filter(|_| is_counted).and_then(|name| Asked::find(name, sending.entry));
        let began_at_first = asked.is_some_and(|asked| asked.value(&matched).is_none());
        let here = Here { matched, rest: pages.rest.clone() };
        let mut walk = Self {
            sending,
            pages,
            pagination,
            mask: Mask::new(sending.credential),
            here,
            began,
            began_at_first,
            position,
            collected: Collected::default(),
            last: None,
            seen: HashSet::new(),
            prints: HashSet::new(),
            items: HashSet::new(),
            repeated: 0,
            last_by_total: false,
            empty: 0,
            slowest: Duration::ZERO,
            state: RandomState::new(),
        };
        walk.see();
        walk
    }

    /// Fetches the page that is `here` and turns to the next.
    pub(super) async fn page(&mut self) -> Result<Flow, Fault> {
        let began = Instant::now();
        let fetched = self.fetch().await;
        self.slowest = self.slowest.max(began.elapsed());
        let (url, status, headers, payload) = match fetched {
            Ok(fetched) => fetched,
            Err(fault) if self.collected.pages == 0 => return Err(fault),
            Err(fault) => return Ok(End::before(fault)),
        };
        let text = match self.text(status, &headers, payload) {
            Ok(text) => text,
            Err(flow) => return Ok(flow),
        };
        let page = match Page::read(&text, items(&self.pagination)) {
            Ok(page) => page,
            Err(fault) if self.collected.pages > 0 => return Ok(End::before(fault)),
            Err(fault) => return Ok(self.plain((status, &headers), Payload::Json(text), fault)),
        };
        if self.collected.pages > 0 && self.collected.bytes_with(&page) > self.sending.server.limits.list_bytes {
            let most = self.sending.server.limits.list_bytes;
            return Ok(End::stopped(format!("{most} bytes are the most for one call")));
        }
        if page.items > 0 && self.is_counted() && !self.prints.insert(page.fingerprint(&self.state)) {
            if self.last_by_total {
                return Ok(End::complete());
            }
            return Ok(End::lost(endless("the same page again, though another one was asked for")));
        }
        self.add(&page, (status, &headers));
        Ok(match step(&self.pagination, &page, &headers, self.position) {
            Step::End => End::complete(),
            Step::Stop(fault) => End::lost(fault),
            Step::Next(turn) => match self.here.turn(self.sending, &url, &turn) {
                Err(fault) => End::lost(fault),
                Ok(()) if !self.see() => End::lost(endless("the way to a page that was fetched already")),
                Ok(()) => {
                    self.position = start::position(&self.pagination, self.sending.entry, &self.here.matched);
                    self.bounded()
                }
            },
        })
    }

    async fn fetch(&mut self) -> Result<(Url, StatusCode, HeaderMap, Payload), Fault> {
        if self.collected.pages > 0 {
            self.here.matched.renew_key();
        }
        let mut request = self.sending.request(&self.here.matched);
        request.query.extend(self.here.rest.iter().cloned());
        let outgoing = self.sending.outgoing(request)?;
        let url = outgoing.url.clone();
        let keyed = self.here.matched.key().is_some();
        let received = self.sending.send(outgoing, keyed).await?;
        let (status, headers) = (received.status, received.headers.clone());
        let (payload, _) = declared(Payload::read(received)?, &media_type(&headers), self.sending.entry);
        let payload = self.mask.payload(payload);
        Ok((url, status, headers, payload))
    }

    /// The page's JSON text, or how a walk ends that meets something else.
    fn text(&self, status: StatusCode, headers: &HeaderMap, payload: Payload) -> Result<String, Flow> {
        let first = self.collected.pages == 0;
        let fault = match (refusal(status, headers, &payload), payload) {
            (Some(_), payload) if first => {
                return Err(Flow::Plain(Box::new(self.reply((status, headers), payload))));
            }
            // Some APIs say so of the page after the last one.
            (Some(_), _) if status == StatusCode::NOT_FOUND && self.is_numbered() => return Err(End::complete()),
            (Some(_), _) if self.last_by_total && matches!(status.as_u16(), 400 | 404 | 416 | 422) => {
                return Err(End::complete());
            }
            (Some(fault), payload) if matches!(status.as_u16(), 401 | 403) => {
                return Err(End::denied(fault, self.reply((status, headers), payload)));
            }
            (Some(fault), _) => fault,
            (None, Payload::Json(text)) => return Ok(text),
            (None, Payload::Empty) => return Ok("null".to_owned()),
            (None, payload) => {
                let fault = match payload {
                    Payload::Beginning(..) => too_large(self.sending.server.limits.response_bytes),
                    Payload::Text(_) | Payload::Binary(..) => not_json(),
                    Payload::Json(_) | Payload::Empty => not_a_list(items(&self.pagination)),
                };
                if first {
                    return Err(self.plain((status, headers), payload, fault));
                }
                fault
            }
        };
        Err(End::before(fault))
    }

    /// The answer to a first page that can't be one.
    fn plain(&self, answer: (StatusCode, &HeaderMap), payload: Payload, fault: Fault) -> Flow {
        let mut reply = self.reply(answer, payload);
        let fault = Some(fault);
        reply.pages = Some(Box::new(Paged { fetched: 1, fault, ..Paged::default() }));
        Flow::Plain(Box::new(reply))
    }

    fn reply(&self, (status, headers): (StatusCode, &HeaderMap), payload: Payload) -> Reply {
        Reply::masked(status, headers, payload, (self.sending.entry, &self.mask))
    }

    fn add(&mut self, page: &Page<'_>, (status, headers): (StatusCode, &HeaderMap)) {
        self.collected.add(page);
        let all = self.began_at_first.then_some(self.collected.items);
        self.last_by_total = self.is_counted() && is_last(&self.pagination, (page, headers), self.position, all);
        self.note_items(page);
        self.empty = if page.items == 0 { self.empty + 1 } else { 0 };
        self.last = Some((status, headers.clone()));
        let Collected { pages, items, .. } = self.collected;
        self.sending.caller.progress.tell(Fetched { pages, items, of: self.pages.most });
    }

    /// Counts what comes again.
    fn note_items(&mut self, page: &Page<'_>) {
        let prints: Vec<u64> = page.prints(&self.state).collect();
        self.repeated += prints.iter().filter(|print| self.items.contains(print)).count();
        self.items.extend(prints);
    }

    /// Whether the bounds let another page be fetched.
    fn bounded(&self) -> Flow {
        let limits = &self.sending.server.limits;
        let Collected { pages, items, .. } = self.collected;
        match self.pages.most {
            Some(most) if pages >= most => End::stopped(format!("as many pages as asked for: {most}")),
            _ if pages >= limits.pages => End::stopped(format!("{pages} pages are the most for one call")),
            _ if items >= limits.items => End::stopped(format!("{} items are enough for one call", limits.items)),
            _ if !self.sending.leaves(self.slowest) => End::stopped("the time for one call is over".to_owned()),
            _ if self.empty >= MAX_EMPTY => End::stopped(format!("{MAX_EMPTY} pages in a row have no items")),
            _ => Flow::Go,
        }
    }

    /// Notes the call that is `here`; whether it is a new one.
    fn see(&mut self) -> bool {
        let slots = (0..self.began.len()).filter(|slot| !self.here.matched.is_key(*slot));
        let slots = slots.map(|slot| self.here.matched.slot(slot).map(Value::to_string));
        let rest = self.here.rest.iter().flat_map(|pair| pairs(pair)).map(|pair| (pair.name, pair.value));
        let body = self.here.matched.body_apart().map(|body| body.to_string());
        self.seen.insert(self.state.hash_one((slots.collect::<Vec<_>>(), rest.collect::<Vec<_>>(), body)))
    }

    fn is_numbered(&self) -> bool {
        matches!(self.pagination, Pagination::PageNumber { .. })
    }

    fn is_counted(&self) -> bool {
        self.is_numbered() || matches!(self.pagination, Pagination::Offset { .. })
    }

    /// The answer, once no further page is fetched.
    pub(super) fn answer(self, end: End) -> Reply {
        let next = || Next::new(self.sending, &self.here, self.pages, &self.began).masked(&self.mask);
        let next = end.resumable.then(next);
        let repeated = self.repeated;
        let Collected { pages: fetched, items, .. } = self.collected;
        let (status, headers) = self.last.unwrap_or_default();
        let body = Payload::Json(self.collected.into_body());
        let mut reply = Reply::masked(status, &headers, body, (self.sending.entry, &self.mask));
        let End { complete, stopped, mut fault, denied, .. } = end;
        if let Some(fault) = &mut fault {
            fault.message = self.mask.text(std::mem::take(&mut fault.message));
        }
        reply.pages = Some(Box::new(Paged { fetched, items, repeated, complete, stopped, fault, denied, next }));
        reply
    }
}

fn endless(what: &str) -> Fault {
    Fault::new(Code::InvalidAnswer, format!("the API gave {what}: its pages go in a circle"))
        .suggesting("narrow the call instead")
}

fn too_large(bytes: usize) -> Fault {
    Fault::new(Code::ResponseTooLarge, format!("the page is longer than {bytes} bytes, the limit of this server"))
        .suggesting("ask for fewer items per page, or ask the user to raise max-response")
}
