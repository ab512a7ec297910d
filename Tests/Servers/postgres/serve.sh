#!/bin/sh
# Runs a PostgreSQL of its own in FOLDER until standard input ends, so that it never outlives whoever started it.
#
#   serve.sh FOLDER PORT [-c SETTING=VALUE…]
#
# It listens on PORT of loopback and on a socket in FOLDER and lets everybody in as user clarion. A line on standard input
# ends it in good order, and its data stay for the next time; when whoever started it is just gone, FOLDER goes too. Root
# becomes somebody else, since the server refuses to run as root.
set -eu

folder=$1
port=$2
shift 2
for bin in /usr/lib/postgresql/*/bin; do PATH=$bin:$PATH; done
cd "$folder"

as=
if [ "$(id -u)" -eq 0 ]; then
    user=postgres
    id "$user" >/dev/null 2>&1 || user=nobody
    chown "$user" "$folder"
    as="setpriv --reuid=$user --regid=$(id -g "$user") --clear-groups"
fi

if [ ! -d data ]; then
    $as initdb --pgdata=data --username=clarion --auth=trust --encoding=UTF8 --locale=C.UTF-8 --no-sync >/dev/null
fi
$as postgres -D data -p "$port" -k "$folder" -c listen_addresses=127.0.0.1 "$@" >>log 2>&1 &
server=$!
if read -r _; then stays=yes; else stays=no; fi
kill -INT "$server" 2>/dev/null || true
wait "$server" || true
if [ "$stays" = no ]; then rm -rf "$folder"; fi
