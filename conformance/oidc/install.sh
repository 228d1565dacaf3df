#!/bin/sh
# Installs the OpenID Connect provider, and the Node 22 that it needs, into conformance/target/oidc, as the lock file
# says. Does nothing when they are there. Wants npm and its registry.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
target=$(dirname "$here")/target/oidc
cmp -s "$here/package-lock.json" "$target/installed.json" && exit 0
command -v npm >/dev/null || { echo "conformance/oidc/install.sh: npm not found" >&2; exit 1; }

mkdir -p "$target"
cp "$here/package.json" "$here/package-lock.json" "$target"
(cd "$target" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2)
cp "$here/package-lock.json" "$target/installed.json"
