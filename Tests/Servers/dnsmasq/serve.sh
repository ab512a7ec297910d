#!/bin/sh
# Runs a name server of its own until standard input ends, so that it never outlives whoever started it.
#
#   serve.sh CONFIGURATION PORT
#
# It listens on PORT of loopback, knows what CONFIGURATION (dnsmasq's) says, and asks nobody else. Prints a line once it listens.
set -eu
PATH=/usr/sbin:/sbin:$PATH
dnsmasq --keep-in-foreground --conf-file="$1" --port="$2" --listen-address=127.0.0.1 --bind-interfaces --no-resolv \
    --no-hosts --pid-file= --user=nobody --log-facility=- </dev/null >&2 2>/dev/null &
server=$!
python3 - "$2" <<'END' || { kill "$server" 2>/dev/null; exit 1; }
import socket, sys, time
for _ in range(600):
    try:
        socket.create_connection(("127.0.0.1", int(sys.argv[1])), 5).close()
        break
    except OSError:
        time.sleep(0.05)
else:
    sys.exit("dnsmasq does not start")
END
echo ready
read -r _ || true
kill "$server" 2>/dev/null || true
wait "$server" || true
