//! The server's side: worker processes, how many there are, and what becomes of them.

use std::io;
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::process::{Child, ChildStderr, ChildStdin, ChildStdout, Command};

use super::frame::{OUTCOME_HEAD, Order, Outcome, outcome_head};
use super::places::{Place, Places};
use super::{ShapingLimits, VERB, Whose};

/// Workers that wait for a job; each costs a few megabytes.
const MAX_IDLE: usize = 2;

/// A worker that was busy longer than this is not kept: its memory may have grown.
const SHORT: Duration = Duration::from_millis(100);

/// How much longer a worker waits for its own end than the server does.
const GRACE: Duration = Duration::from_secs(1);

/// Bytes read of what a dying worker says.
const MAX_LAST_WORDS: u64 = 4_096;

/// Bytes of a message or of mistakes: what an outcome may have besides outputs.
const MAX_WORDS: u64 = 64 << 10;

/// The workers of one server.
#[derive(Debug)]
pub(super) struct Pool {
    program: PathBuf,
    limits: ShapingLimits,
    places: Arc<Places>,
    idle: Mutex<Vec<Worker>>,
}

/// Why a job has no outcome.
#[derive(Debug)]
pub(super) enum Lost {
    /// No place came free in time.
    Busy,
    /// No worker can be started.
    NoWorker(io::Error),
    /// The program's time is over; how long there was.
    Time(Duration),
    /// The call's time is over.
    Late,
    /// The worker ended; what it said at last.
    Died(String),
}

impl Pool {
    pub(super) fn new(program: PathBuf, limits: ShapingLimits) -> Self {
        Self { program, limits, places: Places::new(limits.jobs), idle: Mutex::default() }
    }

    pub(super) fn limits(&self) -> &ShapingLimits {
        &self.limits
    }

    /// Runs a job in a worker. A worker that loses a job, or whose job is dropped, is killed.
    pub(super) async fn run(
        &self,
        program: &str,
        input: Option<&str>,
        (whose, deadline): (Whose, Instant),
    ) -> Result<Outcome, Lost> {
        let _place = self.place(whose, deadline).await?;
        let started = Instant::now();
        let time = self.limits.time_for(input.map_or(0, str::len));
        let end = started.checked_add(time).unwrap_or(deadline).min(deadline);
        let mut worker = self.worker().map_err(Lost::NoWorker)?;
        match tokio::time::timeout_at(end.into(), worker.work(program, input, &self.limits)).await {
            Err(_) if end == deadline => Err(Lost::Late),
            Err(_) => Err(Lost::Time(time)),
            Ok(Ok(outcome)) => {
                if started.elapsed() <= SHORT {
                    self.keep(worker);
                }
                Ok(outcome)
            }
            Ok(Err(_)) => Err(Lost::Died(worker.last_words(end).await)),
        }
    }

    async fn place(&self, whose: Whose, deadline: Instant) -> Result<Place, Lost> {
        let place = tokio::time::timeout_at(deadline.into(), self.places.take(whose)).await;
        place.ok().flatten().ok_or(Lost::Busy)
    }

    /// An idle worker that is alive, or a new one.
    fn worker(&self) -> io::Result<Worker> {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        while let Some(mut worker) = idle.pop() {
            if matches!(worker.process.try_wait(), Ok(None)) {
                return Ok(worker);
            }
        }
        drop(idle);
        Worker::start(&self.program)
    }

    fn keep(&self, worker: Worker) {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < MAX_IDLE {
            idle.push(worker);
        }
    }
}

/// A process that runs one job at a time. Dropping it kills the process.
#[derive(Debug)]
struct Worker {
    process: Child,
    input: ChildStdin,
    output: ChildStdout,
    words: ChildStderr,
}

impl Worker {
    fn start(program: &PathBuf) -> io::Result<Self> {
        let mut command = Command::new(program);
        command.arg(VERB).env_clear().kill_on_drop(true);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut process = command.spawn()?;
        let pipes = (process.stdin.take(), process.stdout.take(), process.stderr.take());
        let (Some(input), Some(output), Some(words)) = pipes else {
            return Err(io::Error::other("a worker without pipes"));
        };
        Ok(Self { process, input, output, words })
    }

    async fn work(&mut self, program: &str, input: Option<&str>, limits: &ShapingLimits) -> io::Result<Outcome> {
        let size = |length: usize| u64::try_from(length).map_err(io::Error::other);
        let output = size(limits.output)?;
        let time = limits.time_for(input.map_or(0, str::len));
        let order = Order {
            program: size(program.len())?,
            input: input.map(|input| size(input.len())).transpose()?,
            memory: limits.memory_for(input.map_or(0, str::len)),
            output,
            millis: u64::try_from(time.saturating_add(GRACE).as_millis()).unwrap_or(u64::MAX),
        };
        self.input.write_all(&order.to_bytes()).await?;
        self.input.write_all(program.as_bytes()).await?;
        self.input.write_all(input.unwrap_or_default().as_bytes()).await?;
        self.input.flush().await?;
        let mut head = [0; OUTCOME_HEAD];
        self.output.read_exact(&mut head).await?;
        let (tag, outputs, length) = outcome_head(head);
        if length > output.max(MAX_WORDS).saturating_add(2) {
            return Err(io::ErrorKind::InvalidData.into());
        }
        let mut bytes = Vec::new();
        (&mut self.output).take(length).read_to_end(&mut bytes).await?;
        if size(bytes.len())? < length {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Outcome::read(tag, outputs, bytes).ok_or_else(|| io::ErrorKind::InvalidData.into())
    }

    /// What a worker that ended said on standard error.
    async fn last_words(&mut self, end: Instant) -> String {
        let mut bytes = Vec::new();
        let mut words = (&mut self.words).take(MAX_LAST_WORDS);
        let _ = tokio::time::timeout_at(end.into(), words.read_to_end(&mut bytes)).await;
        String::from_utf8_lossy(&bytes).into_owned()
    }
}
