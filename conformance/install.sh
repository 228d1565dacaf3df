#!/bin/sh
# Installs the MCP conformance suite and the Node 22 that it needs into conformance/target, as the lock file says. Does
# nothing when they are there. Wants npm and its registry.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
target=$here/target
cmp -s "$here/package-lock.json" "$target/installed.json" && exit 0
command -v npm >/dev/null || { echo "conformance/install.sh: npm not found" >&2; exit 1; }

mkdir -p "$target"
cp "$here/package.json" "$here/package-lock.json" "$target"
(cd "$target" && npm ci --ignore-scripts --no-audit --no-fund >&2)
"$target/node_modules/.bin/node" --version >&2
cp "$here/package-lock.json" "$target/installed.json"
