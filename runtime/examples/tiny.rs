//! A server of a made-up API with three operations: what a generated crate's `main` looks like, for tests of the process.

#[path = "../tests/server/tiny.rs"]
mod tiny;

fn main() -> std::process::ExitCode {
    tiny::api(runtime::Inbound::None).map_or(std::process::ExitCode::FAILURE, runtime::main)
}
