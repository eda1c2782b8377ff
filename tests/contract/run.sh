#!/bin/sh
# Plays random request sequences against the OpenAPI document:  tests/contract/run.sh KORI KORI_ADMIN
# The packages are installed once, outside the working tree: KORI_CONTRACT_DIR, else a folder of the user's cache.
# KORI_SEED plays a seed again, KORI_LONG=1 plays for a quarter of an hour.
set -eu

[ $# -eq 2 ] || { echo "usage: $0 KORI KORI_ADMIN" >&2; exit 64; }
here=$(cd "$(dirname "$0")" && pwd)
modules=${KORI_CONTRACT_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/kori-contract}

# A changed lock file means other versions: install again.
if ! cmp -s "$here/package-lock.json" "$modules/installed.json"; then
    mkdir -p "$modules"
    cp "$here/package.json" "$here/package-lock.json" "$modules/"
    (cd "$modules" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error)
    cp "$here/package-lock.json" "$modules/installed.json"
fi

exec node "$here/main.mjs" "$1" "$2" "$modules"
