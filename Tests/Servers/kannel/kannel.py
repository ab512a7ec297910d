#!/usr/bin/env python3
"""Kannel on loopback for tests: bearerbox, smsbox and a fake SMS centre, in a temporary folder and on free ports.

Writes a JSON object a line to standard output: first {"url": …} once texts are taken, then one for each text that the SMS
centre got: {"from": …, "to": …, "encoding": …, "header": …, "text": …}. Ends, with all that it started, when standard
input does; so nothing is left behind, however the test ends.

usage: kannel.py [URL TEXT]: the text, `FROM TO text WORDS`, comes in from the SMS centre and is handed to URL.
"""
import json, os, re, socket, subprocess, sys, tempfile, threading, time, urllib.parse

FAKESMSC = "/usr/lib/kannel/test/fakesmsc"

CONFIGURATION = """
group = core
admin-port = {admin}
admin-password = test
admin-deny-ip = "*.*.*.*"
admin-allow-ip = "127.0.0.1"
smsbox-port = {boxes}
smsbox-interface = "127.0.0.1"
box-deny-ip = "*.*.*.*"
box-allow-ip = "127.0.0.1"
dlr-storage = internal

group = smsc
smsc = fake
smsc-id = fake
host = 127.0.0.1
port = {smsc}
connect-allow-ip = "127.0.0.1"

group = smsbox
bearerbox-host = 127.0.0.1
sendsms-port = {sendsms}
sendsms-interface = "127.0.0.1"
global-sender = 13125550100

group = sendsms-user
username = tester
password = s3cret&+
concatenation = true
max-messages = 10
"""

# What the page says goes back as a text, and nothing where it says nothing.
INBOUND = """
group = sms-service
keyword = default
catch-all = true
max-messages = 1
omit-empty = true
get-url = "{url}"
"""

GOT = re.compile(r"Got message \d+: <(\S+) (\S+) (?:udh (\S+) )?(text|data|ucs-2) (.*)>$")


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    try:
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]
    finally:
        for one in sockets:
            one.close()


def wait_for(port, process):
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.02)
    raise SystemExit(f"{process.args[0]} did not open its port")


def say(thing):
    print(json.dumps(thing), flush=True)


def decoded(kind, text):
    """The encoding and the text; parts of longer texts come as "data", which says nothing of their encoding."""
    if kind == "text":
        return "GSM-7", text
    data = urllib.parse.unquote_to_bytes(text.replace("+", " "))
    if kind == "ucs-2" or any(byte < 10 for byte in data):
        return "UCS-2", data.decode("utf-16-be", "replace")
    return "GSM-7", data.decode("utf-8", "replace")


def listen(smsc):
    for line in smsc.stdout:
        found = GOT.search(line.rstrip("\n"))
        if found:
            sender, to, header, kind, text = found.groups()
            encoding, text = decoded(kind, text)
            say({"from": sender, "to": to, "encoding": encoding, "header": header or "", "text": text})


def end(processes):
    for process in processes:
        process.terminate()
    for process in processes:
        try:
            process.wait(3)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def main():
    admin, boxes, smsc_port, sendsms = free_ports(4)
    processes = []
    inbound = sys.argv[1:]
    # Of several texts the SMS centre would pick one at random.
    text = inbound[1] if inbound else "1 2 text nop"
    with tempfile.TemporaryDirectory(prefix="kannel-") as folder:

        def start(*command, **options):
            options.setdefault("stdout", subprocess.DEVNULL)
            options.setdefault("stderr", subprocess.DEVNULL)
            process = subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL, **options)
            processes.insert(0, process)
            return process

        try:
            path = os.path.join(folder, "kannel.conf")
            with open(path, "w") as file:
                file.write(CONFIGURATION.format(admin=admin, boxes=boxes, smsc=smsc_port, sendsms=sendsms))
                if inbound:
                    file.write(INBOUND.format(url=inbound[0]))
            smsc_options = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True, "errors": "replace"}
            bearerbox = start("/usr/sbin/bearerbox", "-v", "4", path)
            wait_for(boxes, bearerbox)
            wait_for(smsc_port, bearerbox)
            smsbox = start("/usr/sbin/smsbox", "-v", "4", path)
            wait_for(sendsms, smsbox)
            smsc = start(FAKESMSC, "-H", "127.0.0.1", "-r", str(smsc_port), "-i", "0.1", "-m", "1" if inbound else "0", text, **smsc_options)
            threading.Thread(target=listen, args=(smsc,), daemon=True).start()
            say({"url": f"http://127.0.0.1:{sendsms}"})
            sys.stdin.read()
        finally:
            end(processes)


main()
