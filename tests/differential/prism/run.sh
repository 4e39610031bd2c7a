#!/usr/bin/env bash
# run.sh DOCUMENTS FOLDER: lets Prism judge the requests that `cargo xtask differential --prism N` wrote into
# FOLDER/requests, for documents below DOCUMENTS. Installs it into .tools/prism, outside of version control, where it isn't.
set -euo pipefail

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
tools=$(cd -- "$here/../../.." && pwd)/.tools/prism
stamp=$(cat -- "$here/package.json" "$here/package-lock.json" | sha256sum | cut -d ' ' -f 1)

if ! node --version >/dev/null 2>&1 || ! npm --version >/dev/null 2>&1; then
  echo 'error: Prism needs node and npm; install them with: apt-get install nodejs npm' >&2
  exit 1
fi
if [ "$(cat "$tools/stamp" 2>/dev/null)" != "$stamp" ]; then
  echo 'installing Prism into .tools/prism'
  mkdir -p "$tools"
  cp -- "$here/package.json" "$here/package-lock.json" "$tools/"
  npm ci --prefix "$tools" --ignore-scripts --no-audit --no-fund --loglevel=error
  echo "$stamp" >"$tools/stamp"
fi
exec node "$here/main.mjs" "$tools/node_modules/@stoplight/prism-cli/package.json" "$@"
