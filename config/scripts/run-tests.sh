#!/usr/bin/env bash
# Runs a command that runs tests, and says at the very end which of them failed and where: what is read of a long log is
# its end.
#
#   config/scripts/run-tests.sh COMMAND…
#
# Ends with the command's own status.
set -uo pipefail

log=$(mktemp)
trap 'rm -f "$log"' EXIT

"$@" 2>&1 | tee "$log"
status=${PIPESTATUS[0]}
if [ "$status" -eq 0 ]; then exit 0; fi

printf '\n── what failed\n'
# Swift Testing marks failures with ✘, the details of an issue that follow with ↳; the compiler writes "error:".
failures=$(grep -aE '✘ Test .*recorded an issue|✘ Test .*failed after|^ *↳|(^|: )error: |Fatal error' "$log" |
    grep -avE '✘ Test run with|✘ Test case passing' | awk '!seen[$0]++ { print substr($0, 1, 300) }' | tail -n 40)
if [ -n "$failures" ]; then
    printf '%s\n' "$failures"
else
    printf 'No test says so; the last that began:\n'
    grep -aE '^◇ Test .*started' "$log" | tail -n 3
fi
exit "$status"
