#!/bin/sh
# Plays random request sequences against the OpenAPI document:  tests/contract/run.sh KORI KORI_ADMIN
# The packages are installed once, outside the working tree: KORI_NPM_DIR, else a folder of the user's cache.
# KORI_SEED plays a seed again, KORI_LONG=1 plays for a quarter of an hour.
set -eu

[ $# -eq 2 ] || { echo "usage: $0 KORI KORI_ADMIN" >&2; exit 64; }
here=$(cd "$(dirname "$0")" && pwd)

. "$here/../npm_packages.sh"
install_packages kori-contract

exec node "$here/main.mjs" "$1" "$2" "$packages"
