#!/bin/sh
# Runs a Dovecot of its own in FOLDER until standard input ends, so that it never outlives whoever started it.
#
#   serve.sh FOLDER IMAP-PORT IMAPS-PORT PASSWORD
#
# It listens on loopback, plain (with STARTTLS) and encrypted, and lets everybody in who knows the password; FOLDER/server.pem
# is its certificate, which is its own root. Needs root, as Dovecot's master does; mail belongs to nobody. Prints a line once
# it listens.
set -eu
PATH=/usr/sbin:/sbin:$PATH
folder=$1 port=$2 tls_port=$3 password=$4
mkdir -p "$folder/mail"
chmod 755 "$folder"
chown nobody:nogroup "$folder/mail"
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost \
    -addext 'subjectAltName=DNS:localhost,IP:127.0.0.1' -keyout "$folder/server.key" -out "$folder/server.pem" 2>/dev/null

cat > "$folder/dovecot.conf" <<END
base_dir = $folder/run
state_dir = $folder/state
log_path = $folder/log
protocols = imap
listen = 127.0.0.1
ssl = yes
ssl_cert = <$folder/server.pem
ssl_key = <$folder/server.key
mail_location = maildir:$folder/mail/%u
first_valid_uid = 1
passdb {
  driver = static
  args = password=$password
}
userdb {
  driver = static
  args = uid=nobody gid=nogroup home=$folder/mail/%u
}
namespace inbox {
  inbox = yes
  mailbox Done {
    auto = create
  }
}
service imap-login {
  inet_listener imap {
    port = $port
  }
  inet_listener imaps {
    port = $tls_port
    ssl = yes
  }
}
END
dovecot -F -c "$folder/dovecot.conf" </dev/null >&2 &
server=$!
python3 - "$port" <<'END' || { cat "$folder/log" >&2; kill "$server" 2>/dev/null; exit 1; }
import socket, sys, time
for _ in range(600):
    try:
        with socket.create_connection(("127.0.0.1", int(sys.argv[1])), 5) as s:
            if s.recv(10).startswith(b"* OK"):
                break
    except OSError:
        pass
    time.sleep(0.05)
else:
    sys.exit("dovecot does not start")
END
echo ready
read -r _ || true
kill "$server" 2>/dev/null || true
wait "$server" || true
