#!/usr/bin/env python3
"""Reads mails as a strict receiver does, and prints one JSON object a line.

usage: read.py FILE...
"""
import email
import email.policy
import json
import sys


def text(value):
    """The value as text; bytes that are no ASCII were kept as lone surrogates, and are UTF-8 (RFC 6532)."""
    return str(value).encode("utf-8", "surrogateescape").decode("utf-8", "replace")


for path in sys.argv[1:]:
    with open(path, "rb") as file:
        raw = file.read()
    # A Maildir holds lines with LF; what came over the wire had CRLF.
    mail = email.message_from_bytes(raw, policy=email.policy.strict.clone(linesep="\r\n"))
    defects = [str(defect) for part in mail.walk() for defect in part.defects]
    defects += [f"{name}: {defect}" for name, value in mail.items() for defect in value.defects]
    bodies = {part.get_content_type(): part.get_content() for part in mail.walk() if not part.is_multipart()}
    print(
        json.dumps(
            {
                "defects": defects,
                "headers": {name.lower(): text(value) for name, value in mail.items()},
                "counts": {name.lower(): len(mail.get_all(name)) for name in mail.keys()},
                "to": [[text(address.display_name), text(address.addr_spec)] for address in mail["To"].addresses],
                "from": [[text(address.display_name), text(address.addr_spec)] for address in mail["From"].addresses],
                "types": [part.get_content_type() for part in mail.walk()],
                "text": bodies.get("text/plain"),
                "html": bodies.get("text/html"),
                "longest": max(len(line) for line in raw.split(b"\n")),
            }
        )
    )
