#!/bin/sh
# Lints an OpenAPI document with redocly and spectral:  tests/openapi/lint.sh FILE
# The linters are installed once, outside the working tree: KORI_NPM_DIR, else a folder of the user's cache.
set -eu

[ $# -eq 1 ] || { echo "usage: $0 FILE" >&2; exit 64; }
here=$(cd "$(dirname "$0")" && pwd)
file=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")

. "$here/../npm_packages.sh"
install_packages kori-openapi-lint

export REDOCLY_TELEMETRY=off REDOCLY_SUPPRESS_UPDATE_NOTICE=true
status=0
timeout 300 node "$packages/node_modules/@redocly/cli/bin/cli.js" lint --config "$here/redocly.yaml" \
    --max-problems 50 "$file" || status=1
timeout 300 node "$packages/node_modules/@stoplight/spectral-cli/dist/index.js" lint -r "$here/.spectral.yaml" \
    --fail-severity warn "$file" || status=1
exit $status
