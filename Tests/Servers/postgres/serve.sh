#!/bin/sh
# Runs a PostgreSQL of its own in FOLDER until standard input ends, so that it never outlives whoever started it.
#
#   [NETNS=NAME] [TLS=only] serve.sh FOLDER PORT [-c SETTING=VALUE…]
#
# It listens on PORT of loopback (or of another host: NETNS names its network namespace) and on a socket in FOLDER, and lets
# everybody in as user clarion who comes from that host or the other end of its cable. A line on standard input
# ends it in good order, and its data stay for the next time; when whoever started it is just gone, FOLDER goes too. Root
# becomes somebody else, since the server refuses to run as root.
set -eu

folder=$1
port=$2
shift 2
for bin in /usr/lib/postgresql/*/bin; do PATH=$bin:$PATH; done
cd "$folder"

# Its certificate is its own root: FOLDER/server.crt is what a client has to trust.
if [ "${TLS:-}" = only ] && [ ! -e server.key ]; then
    openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1 \
        -keyout server.key -out server.crt 2>/dev/null
    chmod 600 server.key
fi
as=
if [ "$(id -u)" -eq 0 ]; then
    user=postgres
    id "$user" >/dev/null 2>&1 || user=nobody
    chown "$user" "$folder"
    if [ -e server.key ]; then chown "$user" server.key; fi
    as="setpriv --reuid=$user --regid=$(id -g "$user") --clear-groups"
fi

if [ ! -d data ]; then
    $as initdb --pgdata=data --username=clarion --auth=trust --encoding=UTF8 --locale=C.UTF-8 --no-sync >/dev/null
    echo 'host all all samenet trust' >>data/pg_hba.conf
    if [ -e server.key ]; then
        sed -i 's/^host /hostssl /' data/pg_hba.conf
        echo "ssl_cert_file = '$folder/server.crt'
ssl_key_file = '$folder/server.key'
ssl = on" >>data/postgresql.conf
    fi
fi
there=${NETNS:+ip netns exec $NETNS}
$there $as postgres -D data -p "$port" -k "$folder" -c listen_addresses=127.0.0.1 "$@" >>log 2>&1 &
server=$!
if read -r _; then stays=yes; else stays=no; fi
kill -INT "$server" 2>/dev/null || true
wait "$server" || true
if [ "$stays" = no ]; then rm -rf "$folder"; fi
