#!/usr/bin/env bash
# Installs the MCP clients into .tools, outside of version control: npm packages below .tools/npm, Python packages into
# the virtual environment .tools/python, and .tools/node, the Node 22 that the Inspector and the conformance suite need.
# It is the program that npm's package `node` would fetch, named in package.json so that the lock file holds it and no
# install script has to run. Does nothing where the stamps say that all of it is there.
set -euo pipefail

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
tools=$(cd -- "$here/../.." && pwd)/.tools

# need COMMAND PACKAGE: fails unless COMMAND works, and says which apt package has it.
need() {
  if ! eval "$1" >/dev/null 2>&1; then
    echo "error: \`$1\` does not work here; install it with: apt-get install $2" >&2
    exit 1
  fi
}

# stamp FILE…: what an installation from these files is recognised by. A virtual environment can't be moved.
stamp() {
  { echo "$tools" && cat -- "$here/install.sh" "$@"; } | sha256sum | cut -d ' ' -f 1
}

# is_current NAME FILE…: whether NAME was installed from these files.
is_current() {
  [ "$(cat "$tools/$1.stamp" 2>/dev/null)" = "$(stamp "${@:2}")" ]
}

install_npm() {
  need 'npm --version' npm
  echo 'installing npm packages into .tools/npm'
  mkdir -p "$tools/npm"
  cp -- "$@" "$tools/npm/"
  # The engine warnings are about the node that runs npm, not about the one that runs the packages.
  npm ci --prefix "$tools/npm" --ignore-scripts --no-audit --no-fund --loglevel=error
  local node="$tools/npm/node_modules/.bin/node"
  [ -x "$node" ] || node=$(command -v node)
  ln -sfn -- "$node" "$tools/node"
  if ! "$tools/node" -e 'process.exit(Number(process.versions.node.split(".")[0]) >= 22 ? 0 : 1)'; then
    echo "error: npm has no Node 22 for this platform, and $node is older; install Node 22 or newer" >&2
    exit 1
  fi
}

install_python() {
  need 'python3 -c "import ensurepip, venv"' 'python3 python3-venv'
  echo 'installing Python packages into .tools/python'
  python3 -m venv --clear "$tools/python"
  "$tools/python/bin/pip" install --quiet --disable-pip-version-check --no-deps --requirement "$1"
  "$tools/python/bin/pip" check --disable-pip-version-check >/dev/null
}

# install NAME FILE…: runs install_NAME on these files unless it was done already.
install() {
  local name=$1
  shift
  if ! is_current "$name" "$@"; then
    rm -f -- "$tools/$name.stamp"
    "install_$name" "$@"
    stamp "$@" >"$tools/$name.stamp"
  fi
}

need 'curl --version' curl
mkdir -p "$tools"
install npm "$here/package.json" "$here/package-lock.json"
install python "$here/requirements.txt"
