//! jq programs over JSON text. A program comes from a model and is hostile until it has ended: it runs in a process of
//! its own, which knows nothing but the program and its input, and is killed when it takes too much.
//!
//! The process is the server's own program, started with a hidden verb. Why so: `docs/adr/0008-jq-in-a-worker.md`.

mod confinement;
mod evaluation;
mod faults;
mod frame;
mod message;
mod output;
mod places;
mod pool;
mod worker;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::Fault;
use frame::Outcome;
use pool::Pool;
pub(crate) use worker::work;

/// The argument that makes a server's program a worker.
pub(crate) const VERB: &str = "jq-worker";

/// Longest program, in bytes.
const MAX_PROGRAM: usize = 10_000;

/// Bytes of memory for a byte of input: usual rows take twelve to twenty, `{"a":1}` thirty.
const EXPANSION: u64 = 32;

/// Most memory for an input, in bytes.
const MAX_EXPANSION: u64 = 1 << 30;

/// Time for a kilobyte of input: to read it takes a fourth of that on a slow machine.
const READING: Duration = Duration::from_micros(100);

/// Who a program is run for, as a number of theirs; places are shared between callers.
pub(crate) type Whose = [u8; 32];

/// Bounds of jq programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShapingLimits {
    /// The longest that a program runs, beyond what it takes to read its input: 0.1 s for a megabyte.
    pub time: Duration,
    /// Bytes of memory that a program may use beyond what its input takes.
    pub memory: u64,
    /// Bytes of a program's outputs as JSON text.
    pub output: usize,
    /// Programs that run at the same time.
    pub jobs: usize,
}

impl Default for ShapingLimits {
    /// 2 s, 256 MiB, 4 MiB, and as many programs as there are processors, two to eight.
    fn default() -> Self {
        let processors = std::thread::available_parallelism().map_or(2, usize::from);
        Self { time: Duration::from_secs(2), memory: 256 << 20, output: 4 << 20, jobs: processors.clamp(2, 8) }
    }
}

impl ShapingLimits {
    /// Bytes of memory that a program may use together with an input of so many bytes.
    fn memory_for(&self, input: usize) -> u64 {
        let for_input = u64::try_from(input).unwrap_or(u64::MAX).saturating_mul(EXPANSION);
        for_input.min(MAX_EXPANSION).saturating_add(self.memory)
    }

    /// The longest that a program runs with an input of so many bytes.
    fn time_for(&self, input: usize) -> Duration {
        let kilobytes = u32::try_from(input / 1_000).unwrap_or(u32::MAX);
        READING.saturating_mul(kilobytes).saturating_add(self.time)
    }
}

/// Runs jq programs. Cheap to clone; the clones share their processes, which start with the first program.
#[derive(Clone, Debug, Default)]
pub struct Shaper(Option<Arc<Pool>>);

/// What a program made of its input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shaped {
    /// JSON text without insignificant whitespace: the output if there is one, an array of them if there are several,
    /// `[]` if there is none.
    pub json: String,
    /// How many outputs there were: tells one output that is an array from several.
    pub outputs: u64,
}

impl Shaper {
    /// Runs programs in processes of `program`, whose `main` is a call of [`crate::main`]. [`Shaper::default`] runs none.
    pub fn new(program: PathBuf, limits: ShapingLimits) -> Self {
        Self(Some(Arc::new(Pool::new(program, limits))))
    }

    /// Runs programs in processes of the running program.
    pub(crate) fn of_this_program() -> Self {
        // Linux finds the file that this process runs even after an update has put another in its place.
        let link = Path::new("/proc/self/exe");
        let program = if link.exists() { Ok(link.to_owned()) } else { std::env::current_exe() };
        program.map_or_else(|_| Self::default(), |program| Self::new(program, ShapingLimits::default()))
    }

    /// Whether a program can be run at all, without running it.
    pub(crate) async fn check(&self, program: &str, turn: (Whose, Instant)) -> Result<(), Fault> {
        self.run(program, None, turn).await.map(drop)
    }

    /// Runs a program on JSON text, for a caller and until a deadline. Dropping the future ends the program.
    pub(crate) async fn shape(&self, program: &str, input: &str, turn: (Whose, Instant)) -> Result<Shaped, Fault> {
        self.run(program, Some(input), turn).await
    }

    async fn run(&self, program: &str, input: Option<&str>, turn: (Whose, Instant)) -> Result<Shaped, Fault> {
        let pool = self.0.as_ref().ok_or_else(faults::unavailable)?;
        if program.len() > MAX_PROGRAM {
            return Err(faults::too_long(MAX_PROGRAM));
        }
        let memory = pool.limits().memory_for(input.map_or(0, str::len));
        match pool.run(program, input, turn).await.map_err(|lost| faults::lost(&lost, memory))? {
            Outcome::Values(outputs, json) => {
                String::from_utf8(json).map(|json| Shaped { json, outputs }).map_err(|_| faults::broken())
            }
            Outcome::Unfit(mistakes) => Err(faults::unfit(&mistakes)),
            Outcome::Failed(message) => Err(faults::failed(&message)),
            Outcome::TooLong => Err(faults::output(pool.limits())),
            Outcome::Broken => Err(faults::broken()),
        }
    }
}
