#!/bin/sh
# A private Postfix on loopback: SMTP with STARTTLS, implicit TLS, log-in, recipients that refuse, everything else to a Maildir.
# usage: start.sh FOLDER SMTP-PORT TLS-PORT
# Needs root, for Postfix's master, but no init; ended by stop.sh. FOLDER is the caller's own and must be readable by everyone
# on the way, since Postfix leaves root for its own users.
set -eu
PATH=/usr/sbin:/sbin:$PATH
folder=$1 smtp_port=$2 tls_port=$3
config=$folder/etc
mkdir -p "$config/sasl" "$folder/queue" "$folder/data" "$folder/mail"
chmod 755 "$folder" "$config" "$config/sasl"
chown postfix "$folder/data"
chown nobody:nogroup "$folder/mail"
: > "$folder/log"

# Good for 127.0.0.1 and localhost; and one that is good for nobody here.
certificate() {
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj "/CN=$2" \
        -addext "subjectAltName=$3" -keyout "$config/$1.key" -out "$config/$1.pem" 2>/dev/null
}
certificate server mx.test.example 'DNS:localhost,DNS:mx.test.example,IP:127.0.0.1'
certificate other elsewhere.example 'DNS:elsewhere.example'

cat > "$config/main.cf" <<END
compatibility_level = 3.6
queue_directory = $folder/queue
data_directory = $folder/data
maillog_file = $folder/log
maillog_file_prefixes = $folder
myhostname = mx.test.example
mydestination =
mynetworks =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
smtputf8_enable = yes
virtual_mailbox_domains = test.example, example.org
virtual_mailbox_base = $folder/mail
virtual_mailbox_maps = regexp:$config/mailboxes
virtual_uid_maps = static:65534
virtual_gid_maps = static:65534
virtual_minimum_uid = 100
default_transport = error:no mail leaves this machine
transport_maps = regexp:$config/transports
smtpd_tls_cert_file = $config/server.pem
smtpd_tls_key_file = $config/server.key
smtpd_tls_security_level = may
smtpd_tls_auth_only = yes
smtpd_sasl_auth_enable = yes
smtpd_sasl_path = smtpd
smtpd_sasl_local_domain = test.example
smtpd_relay_restrictions = permit_sasl_authenticated, reject_unauth_destination
smtpd_recipient_restrictions = check_recipient_access regexp:$config/refusals
strict_rfc821_envelopes = yes
smtpd_forbid_unauth_pipelining = yes
smtpd_forbid_bare_newline = yes
smtpd_client_connection_count_limit = 0
END

# Some recipients are refused after the mail was taken, so that it comes back; mails to returns.example go to a program.
cat > "$config/transports" <<'END'
/^nobody.*@/ nobody:
/^brimful.*@/ brimful:
/@returns\.example$/ returns:
END
cat > "$config/mailboxes" <<'END'
/@/ inbox/
END
cat > "$config/refusals" <<'END'
/^soft/ 450 4.2.1 mailbox busy, try later
/^full/ 452 4.2.2 Mailbox full
/^grey/ 451 4.7.1 Greylisted, please try again in 300 seconds
/^gone/ 550 5.1.1 User unknown
/^spam/ 554 5.7.1 Message refused by policy
/^drop/ 421 4.7.0 Too many messages, closing
END

# Debian's Postfix reads this file from its configuration folder.
cat > "$config/sasl/smtpd.conf" <<END
pwcheck_method: auxprop
auxprop_plugin: sasldb
sasldb_path: $config/sasl/users
mech_list: PLAIN LOGIN CRAM-MD5
END
printf '%s' 'right password' | saslpasswd2 -p -c -f "$config/sasl/users" -u test.example organizer
chown postfix "$config/sasl/users"

cat > "$config/master.cf" <<END
127.0.0.1:$smtp_port inet n - n - - smtpd
127.0.0.1:$tls_port inet n - n - - smtpd
  -o smtpd_tls_wrappermode=yes
cleanup unix n - n - 0 cleanup
qmgr unix n - n 5 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
proxymap unix - - n - - proxymap
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
returns unix - n n - 1 pipe
  flags=DORq user=nobody argv=$folder/returned
nobody unix - n n - 1 pipe
  user=nobody argv=/bin/sh -c {echo 5.1.1 User unknown; exit 67}
brimful unix - n n - 1 pipe
  user=nobody argv=/bin/sh -c {echo 5.2.2 Mailbox full; exit 69}
postlog unix-dgram n - n - 1 postlogd
END

exec postfix -c "$config" start
