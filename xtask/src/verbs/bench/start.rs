//! What a server costs before it is asked for anything: time to the first answer, memory, tokens of its tools.

use std::path::Path;
use std::time::Instant;

use contract::tokens;
use serde_json::Map;

use super::Subject;
use super::figure::Measured;
use super::server::Server;
use crate::error::Error;
use crate::samples::Samples;

/// Runs that are measured.
const RUNS: usize = 15;
/// Runs before them, which fill the system's caches.
const WARM_UPS: usize = 2;
/// Where a system that has it tells of its processes.
const PROCESSES: &str = "/proc";

/// Start (ms), memory (MB) and tokens of `tools/list`.
pub(super) async fn measure(subject: &Subject<'_>) -> Result<Vec<Measured>, Error> {
    let (mut starts, mut memory) = (Vec::new(), Vec::new());
    for run in 0..WARM_UPS + RUNS {
        let begun = Instant::now();
        let mut server = Server::start(&subject.program, &subject.vendor, &[])?;
        server.ask("server/discover", &Map::new()).await?;
        let took = begun.elapsed();
        if run >= WARM_UPS {
            starts.push(took.as_secs_f64() * 1e3);
            memory.extend(memory_of(&server, Memory::Resident)?);
        }
        server.stop().await?;
    }
    let mut server = Server::start(&subject.program, &subject.vendor, &[])?;
    let tools = server.ask("tools/list", &Map::new()).await?;
    server.stop().await?;
    let bound = u32::try_from(tokens::bound(&tools.to_string())).unwrap_or(u32::MAX);
    let memory =
        Samples::new(memory).map_or_else(|| Measured::Absent("not measured here".to_owned()), Measured::Samples);
    Ok(vec![Measured::of(starts), memory, Measured::of(vec![f64::from(bound)])])
}

/// What is asked of a process's memory, by its key in /proc (proc_pid_status(5)).
#[derive(Clone, Copy, Debug)]
pub(super) enum Memory {
    /// What is resident now.
    Resident,
    /// The most that was.
    Peak,
}

/// Memory of a server in MB, where the system tells.
pub(super) fn memory_of(server: &Server, which: Memory) -> Result<Option<f64>, Error> {
    let (true, Some(process)) = (Path::new(PROCESSES).is_dir(), server.process()) else { return Ok(None) };
    let path = format!("{PROCESSES}/{process}/status");
    let status = std::fs::read_to_string(&path).map_err(Error::while_doing(format!("reading {path}")))?;
    Ok(megabytes(&status, which))
}

/// `VmRSS:      9216 kB`, which are units of 1,024 bytes.
fn megabytes(status: &str, which: Memory) -> Option<f64> {
    let key = match which {
        Memory::Resident => "VmRSS:",
        Memory::Peak => "VmHWM:",
    };
    let size = status.lines().find_map(|line| line.strip_prefix(key))?;
    let kibibytes: u32 = size.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(f64::from(kibibytes) * 1024.0 / 1e6)
}

#[cfg(test)]
mod tests {
    use super::{Memory, megabytes};

    #[test]
    fn memory_is_read() {
        let status = "Name:\tx\nVmHWM:\t  25000 kB\nVmRSS:\t   12500 kB\n";
        assert_eq!(megabytes(status, Memory::Resident), Some(12.8));
        assert_eq!(megabytes(status, Memory::Peak), Some(25.6));
        assert_eq!(megabytes("Name:\tx\n", Memory::Peak), None);
    }
}
