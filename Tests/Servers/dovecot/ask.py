#!/usr/bin/env python3
"""A mail client that is not ours.

usage: ask.py PORT USER PASSWORD add FILE...          puts mails into INBOX, unread
       ask.py PORT USER PASSWORD flags FOLDER         prints each mail's subject and flags as JSON
       ask.py PORT USER PASSWORD unread               takes every mark away again, as if nobody had read anything
"""
import email
import imaplib
import json
import re
import sys

port, user, password, verb, *rest = sys.argv[1:]
with imaplib.IMAP4("127.0.0.1", int(port)) as server:
    server.login(user, password)
    if verb == "add":
        for path in rest:
            with open(path, "rb") as file:
                mail = file.read().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
            status, words = server.append("INBOX", None, None, mail)
            assert status == "OK", words
    elif verb == "unread":
        server.select("INBOX")
        server.store("1:*", "-FLAGS", "(\\Seen \\Flagged)")
    else:
        server.select(rest[0], readonly=True)
        found = {}
        _, parts = server.fetch("1:*", "(FLAGS BODY.PEEK[HEADER.FIELDS (SUBJECT)])")
        for part in parts:
            if isinstance(part, tuple):
                flags = re.search(rb"FLAGS \(([^)]*)\)", part[0]).group(1).decode().split()
                subject = str(email.message_from_bytes(part[1])["Subject"])
                found[subject] = sorted(flag for flag in flags if flag != "\\Recent")
        print(json.dumps(found))
