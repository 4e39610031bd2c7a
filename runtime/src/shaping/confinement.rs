//! What a worker gives up before it reads anything: memory beyond a bound, files, images of its memory.
//!
//! By `setrlimit` (POSIX) on Unix. Linux holds to all of it; macOS doesn't bound the address space. Elsewhere there is
//! no bound but time, which the server holds.

use std::io;

/// The bounds of this process.
#[derive(Debug)]
pub(super) struct Confinement {
    /// Bytes of address space that are taken before any job: program, libraries, the stack of a job.
    base: u64,
}

/// Taken beforehand where it can't be found out.
const USUAL: u64 = 512 << 20;

/// Address space that the allocator of glibc sets aside for a second thread, 64 MiB at a time, and does not use.
const ARENA: u64 = 128 << 20;

impl Confinement {
    /// Gives up files and images of memory, for good. Each job gets a stack of so many bytes.
    pub(super) fn enter(stack: usize) -> Self {
        let base = address_space().unwrap_or(USUAL);
        system::give_up();
        Self { base: base.saturating_add(ARENA).saturating_add(u64::try_from(stack).unwrap_or(ARENA)) }
    }

    /// Bounds the memory of the next job, in bytes.
    pub(super) fn allow(&self, memory: u64) -> io::Result<()> {
        system::bound(self.base.saturating_add(memory))
    }
}

/// The bytes of address space in use; only Linux tells.
fn address_space() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmSize:"))?;
    line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok()?.checked_mul(1_024)
}

#[cfg(unix)]
mod system {
    use std::io;

    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

    /// OpenBSD counts data only.
    #[cfg(target_os = "openbsd")]
    const MEMORY: Resource = Resource::Data;
    #[cfg(not(target_os = "openbsd"))]
    const MEMORY: Resource = Resource::As;

    /// No more open files than there are, and no core dump: it would hold the answer of an API.
    pub(super) fn give_up() {
        for resource in [Resource::Core, Resource::Nofile] {
            // A system that refuses is one bound poorer; the interpreter opens nothing by itself.
            let _ = setrlimit(resource, Rlimit { current: Some(0), maximum: Some(0) });
        }
    }

    /// Bounds the memory. A bound that the process was started with and that is tighter stays.
    pub(super) fn bound(bytes: u64) -> io::Result<()> {
        let maximum = getrlimit(MEMORY).maximum;
        let current = Some(maximum.map_or(bytes, |maximum| maximum.min(bytes)));
        let set = setrlimit(MEMORY, Rlimit { current, maximum });
        // macOS refuses bounds that other systems take.
        if cfg!(target_vendor = "apple") { Ok(()) } else { set.map_err(io::Error::from) }
    }
}

#[cfg(not(unix))]
mod system {
    use std::io;

    /// There is nothing to give up.
    pub(super) fn give_up() {}

    /// There is no such bound.
    pub(super) fn bound(_: u64) -> io::Result<()> {
        Ok(())
    }
}
