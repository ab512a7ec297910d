#!/usr/bin/env bash
# Lets schemathesis make up requests out of the description that 'clarion serve' gives of its API, and hold every answer
# against it: no server error, no answer that is not described, nobody let in without a token.
#
#   config/scripts/fuzz-api.sh CLARION [schemathesis options…]
#
# The program serves a database of its own on loopback, with sample people and a sample call; nothing is sent. schemathesis
# comes from PyPI into a folder under .build. EXAMPLES says how many requests each operation gets in each phase, DATABASE names
# an empty PostgreSQL database instead of a file.
set -euo pipefail

clarion="$(realpath "$1")"
shift
here="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
venv="$here/.build/fuzz-api"
version=4.32.5

if ! "$venv/bin/schemathesis" --version 2>/dev/null | grep -F "$version" > /dev/null; then
    python3 -m venv --clear "$venv"
    "$venv/bin/pip" install --quiet --disable-pip-version-check "schemathesis==$version"
fi

place="$(mktemp -d)"
server=
end() {
    if [ -n "$server" ]; then kill -TERM "$server" 2>/dev/null && wait "$server" || true; fi
    rm -rf "$place"
}
trap end EXIT
cd "$place"

port="$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')"
cat >clarion.yaml <<SETTINGS
organization:
  name: Riverside Tenants Union
  postal_address: 12 Main St, Springfield, IL 62701
  timezone: America/Chicago
  region: US
database: ${DATABASE:-clarion.db}
public_url: http://127.0.0.1:$port
web:
  listen: 127.0.0.1:$port
  requests_per_minute: 1000000
channels:
  email:
    server: smtp://127.0.0.1:1
    from: Riverside Tenants Union <organize@riverside.example>
  sms:
    gateway: webhook
    url: http://127.0.0.1:1
    from: "+13125550100"
  canvass:
    output: sheets
SETTINGS
"$clarion" people import "$here/config/people.csv" --format json >/dev/null
"$clarion" submit "$here/config/calls/rent-hearing.md" >/dev/null
printf '%s\n' 'copper lantern river nine' | "$clarion" account add fuzz --role owner >/dev/null
token="$("$clarion" token create 'schemathesis' --account fuzz 2>/dev/null)"

"$clarion" serve 2>server.log &
server=$!
for _ in $(seq 100); do
    if grep -q Listening server.log; then break; fi
    sleep 0.1
done

# An answer of 4xx to a request that is well formed and yet asks for what is not there is as it should be.
cat >schemathesis.toml <<'CHECKS'
[checks.positive_data_acceptance]
expected-statuses = ["2xx", "400", "403", "404", "409", "422"]
CHECKS

code=0
"$venv/bin/schemathesis" run "http://127.0.0.1:$port/api/v1/openapi.json" \
    --header "Authorization: Bearer $token" --checks all --max-examples "${EXAMPLES:-50}" --workers 1 \
    --max-response-time 10 --no-color "$@" || code=$?

# Whatever was asked: nothing failed, the ledger holds and the books balance.
if grep -E 'failed|error' server.log; then code=1; fi
if { "$clarion" doctor --format jsonl || true; } | grep -F '"ok":false,"part":"database"'; then code=1; fi
exit "$code"
