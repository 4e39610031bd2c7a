//! Calls one operation, or several in a batch: finds it, checks every argument, lets the generated handler write the request, sends it and
//! shapes the answer. Nothing reaches the API before everything has been checked.

mod answer;
mod approval;
mod batch;
mod call;
mod charset;
mod content;
mod correction;
mod credential;
mod cut;
mod declared;
mod exchange;
mod healing;
mod idempotency;
mod integers;
mod job;
mod loading;
mod mask;
mod matching;
mod media;
mod outgoing;
mod pages;
mod payload;
mod plan;
mod reading;
mod redirect;
mod refusal;
mod rendering;
mod reply;
mod retry;
mod salvage;
mod scan;
mod schemas;
mod sending;
mod shaped;
mod shown;
mod stream;
mod table;
mod uploads;
mod values;
mod veil;
mod wait;

pub use answer::Answer;
pub use approval::Held;
pub use batch::{Batch, Merged};
pub use call::{Call, Stray};
pub(crate) use correction::{correct, correct_curated};
pub use pages::Pages;
pub use plan::Plan;
pub use reply::Reply;
pub use shown::{Block, Shown};

use contract::Entry;

use crate::{Caller, Code, Fault, Operation, Server};
use loading::Loading;
use matching::Matched;
use refusal::About;
use sending::{Sending, deadline};
use shaped::Shaping;

/// Calls an operation, or says everything that is wrong with the call. Dropping the future aborts the call.
pub async fn execute(server: &Server, caller: &Caller, mut call: Call) -> Result<Answer, Vec<Fault>> {
    match call.batch.take() {
        None => single(server, caller, call).await,
        Some(batch) => {
            let rest = (call.jq.as_deref(), call.dry_run);
            batch::run(server, caller, &batch, rest).await.map(|merged| Answer::Merged(Box::new(merged)))
        }
    }
}

/// What is said of a dry run whose idempotency key the call doesn't give.
const MADE_ANEW: &str = "the idempotency key is made anew when the call is sent; give one to choose it";

/// A call that was checked.
struct Checked {
    operation: &'static Operation,
    entry: Entry<'static>,
    matched: Matched,
    pages: Option<Pages>,
    shaping: Shaping,
    note: Option<String>,
}

/// Everything that is wrong with a call's arguments, or the call.
async fn check(server: &Server, caller: &Caller, mut call: Call) -> Result<Checked, Vec<Fault>> {
    let (operation, entry) = match find(server, &call.operation) {
        Ok(found) => found,
        Err(fault) => return Err(std::iter::once(fault).chain(call.into_faults()).collect()),
    };
    let note = renamed(&call.operation, operation);
    let pages = call.pages.take();
    let refused = pages.as_ref().and_then(|pages| pages::refused(server.api(), operation, entry, pages));
    call.mistakes.extend(refused);
    let shaping = Shaping::new(call.jq.take(), caller, deadline(server, caller).1);
    let matched = uploads::matched((server, caller), (operation, entry), call).await;
    let matched = shaping.checked(server, matched).await?;
    Ok(Checked { operation, entry, matched, pages, shaping, note })
}

/// The call with the files in place that its body names. What else is wrong with it may be left to [`check`].
async fn loaded(loading: &mut Loading<'_>, call: Call) -> Result<Call, Vec<Fault>> {
    let Ok((operation, entry)) = find(loading.server, &call.operation) else { return Ok(call) };
    uploads::loaded(loading, (operation, entry), call).await
}

async fn single(server: &Server, caller: &Caller, call: Call) -> Result<Answer, Vec<Fault>> {
    let (dry_run, consent) = (call.dry_run, call.approval.clone());
    let Checked { operation, entry, mut matched, pages, shaping, note } = check(server, caller, call).await?;
    let made_anew = (dry_run && matched.has_made_key()).then_some(MADE_ANEW);
    let note = note.into_iter().chain(made_anew.map(str::to_owned)).reduce(|one, other| format!("{one}; {other}"));
    let about = About::new((&server.catalog, caller), (operation, entry), &matched);
    let sent = async {
        allowed(server, operation, caller)?;
        let credential = credential::choose(server.api(), operation, &caller.credential);
        let parts = credential.as_deref().unwrap_or_default();
        let sending = Sending::new(server, caller, (operation, entry), parts);
        let written = |matched: &Matched| {
            let mut request = sending.request(matched);
            request.query.extend(pages.iter().flat_map(|pages| pages.rest.iter().cloned()));
            sending.outgoing(request)
        };
        let mut outgoing = written(&matched)?;
        if dry_run {
            let plan = veil::plan(&sending, &matched, pages.as_ref(), (outgoing, credential.clone()))?;
            return Ok(Answer::Planned(plan));
        }
        credential.as_ref().map_err(Clone::clone)?;
        let needed = approval::needed(&sending, &outgoing.url, &mut matched, consent.as_ref())?;
        if matched.has_made_key() {
            outgoing = written(&matched)?;
        }
        if let Some(request) = needed {
            let plan = veil::plan(&sending, &matched, pages.as_ref(), (outgoing, credential.clone()))?;
            return Ok(Answer::Held(Held::new(plan, request)));
        }
        let reply = match pages {
            Some(pages) => pages::follow(&sending, matched, &pages).await,
            None => job::reply(&sending, outgoing, matched.key().is_some()).await,
        };
        shaping.applied(server, reply?, (operation.effect, entry)).await.map(Answer::Sent)
    };
    sent.await.map(|answer| answer.explained(&about).noting(note)).map_err(|fault| vec![fault])
}

/// A hint for who calls an operation by a former name.
fn renamed(name: &str, operation: &Operation) -> Option<String> {
    (name != operation.name)
        .then(|| format!("the operation {} is now called {}", crate::fault::quoted(name), operation.name))
}

fn find(server: &Server, name: &str) -> Result<(&'static Operation, Entry<'static>), Fault> {
    let catalog = &server.catalog;
    let known = catalog.find(name).and_then(|ordinal| {
        let operation = *catalog.api.operations.get(ordinal)?;
        Some((operation, catalog.entry(ordinal)?))
    });
    if let Some(fault) = known.and_then(|(operation, _)| catalog.denied(operation)) {
        return Err(fault);
    }
    known.ok_or_else(|| {
        let nearest = catalog.nearest(name);
        let message =
            format!("no operation is called {}; the tool search finds the right one", crate::fault::quoted(name));
        let fault = Fault::new(Code::UnknownOperation, message).at("/operation").allowing(nearest.clone());
        match nearest.first() {
            Some(first) => fault.suggesting(*first),
            None => fault,
        }
    })
}

fn allowed(server: &Server, operation: &Operation, caller: &Caller) -> Result<(), Fault> {
    let ceiling = caller.ceiling.min(server.policy.ceiling);
    if operation.effect <= ceiling {
        return Ok(());
    }
    let message =
        format!("{} is {}, and this connection allows {ceiling} operations at most", operation.name, operation.effect);
    Err(Fault::new(Code::EffectRefused, message).at("/operation"))
}
