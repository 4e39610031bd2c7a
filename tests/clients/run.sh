#!/usr/bin/env bash
# Runs the official MCP clients against the server of every vendor, and against one with curated tools (tests/curated):
# one line per check, and `N passed, N failed` at the end. Exit code 1 where a check failed or a tool is missing. Arguments
# choose vendors, `curated` among them; without any it is all of them.
set -euo pipefail
trap 'echo "0 passed, 1 failed"' ERR

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
root=$(cd -- "$here/../.." && pwd)

"$here/install.sh"

packages=()
for decisions in "$root"/specs/*/vendor.toml; do
  vendor=$(basename -- "$(dirname -- "$decisions")")
  packages+=(--package "${vendor//_/-}-mcp")
done
# Apart, as they are built elsewhere: together they would share features, and much would be compiled once more.
cd -- "$root"
cargo build --quiet --locked --package xtask --package toolwright-e2e
cargo build --quiet --locked "${packages[@]}"
CURATED_PROGRAM=$("${CARGO_TARGET_DIR:-$root/target}/debug/linked" "$root/tests/curated")
export CURATED_PROGRAM

exec "$root/.tools/node" --import "$here/resolve.mjs" "$here/main.mjs" "$@"
