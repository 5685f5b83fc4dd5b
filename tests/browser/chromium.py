"""Drives a headless Chromium over its pipe: no port, no package. Only what the tests of pages need."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import F_DUPFD, fcntl
from pathlib import Path
from types import TracebackType
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--remote-debugging-pipe",
)  # fmt: skip


class Chromium:
    """One browser with an empty profile; `page` opens a file in a fresh tab."""

    def __enter__(self) -> Chromium:
        program = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
        if program is None:
            raise RuntimeError(f"no browser found; install Chromium or name one in CHROMIUM (looked for {', '.join(NAMES)})")
        self.profile = tempfile.mkdtemp()
        commands, self.out = os.pipe()
        self.into, answers = os.pipe()
        ends = [(fcntl(commands, F_DUPFD, 10), 3), (fcntl(answers, F_DUPFD, 10), 4)]  # out of the way of 3 and 4, which the browser reads and writes
        self.process = subprocess.Popen(  # noqa: S603
            [program, *FLAGS, f"--user-data-dir={self.profile}", "about:blank"],
            close_fds=False,
            preexec_fn=lambda: [os.dup2(*pair) for pair in ends],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for end in (commands, answers, *(copy for copy, _ in ends)):
            os.close(end)
        self.last = 0
        self.rest = b""
        self.events: list[dict[str, Any]] = []
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.process.terminate()
        self.process.wait(30)
        os.close(self.out)
        os.close(self.into)
        shutil.rmtree(self.profile, ignore_errors=True)

    def call(self, method: str, session: str | None = None, **parameters: Any) -> dict[str, Any]:
        """One command and its answer; what the browser tells meanwhile is kept in `events`."""
        self.last += 1
        message = {"id": self.last, "method": method, "params": parameters, **({"sessionId": session} if session else {})}
        os.write(self.out, json.dumps(message).encode() + b"\0")
        while True:
            answer = self.receive()
            if answer.get("id") == self.last:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                result: dict[str, Any] = answer["result"]
                return result
            self.events.append(answer)

    def receive(self) -> dict[str, Any]:
        while b"\0" not in self.rest:
            data = os.read(self.into, 1 << 16)
            if not data:
                raise RuntimeError("the browser has ended")
            self.rest += data
        message, _, self.rest = self.rest.partition(b"\0")
        found: dict[str, Any] = json.loads(message)
        return found

    @contextmanager
    def page(self, path: Path, *, width: int = 1280, height: int = 900, script: bool = True, media: str = "screen") -> Iterator[Page]:
        """A file in a tab of its own, loaded."""
        self.events.clear()
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        page = Page(self, session)
        for domain in ("Page", "Runtime", "Network", "Log", "Security"):
            page.call(f"{domain}.enable")
        page.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        page.call("Emulation.setEmulatedMedia", media=media)
        page.call("Emulation.setScriptExecutionDisabled", value=not script)
        page.open(path.resolve().as_uri())
        yield page
        self.call("Target.closeTarget", targetId=target)


class Page:
    """One tab."""

    def __init__(self, browser: Chromium, session: str) -> None:
        self.browser = browser
        self.session = session

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        return self.browser.call(method, self.session, **parameters)

    def open(self, address: str) -> None:
        self.call("Page.navigate", url=address)
        while not self.told("Page.loadEventFired"):
            self.browser.events.append(self.browser.receive())

    def told(self, *methods: str) -> list[dict[str, Any]]:
        """What the browser has told of this tab."""
        return [event["params"] for event in self.browser.events if event.get("method") in methods and event.get("sessionId") == self.session]

    def run(self, expression: str) -> Any:
        """The value of a JavaScript expression."""
        answer = self.call("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(json.dumps(answer["exceptionDetails"])[:500])
        return answer["result"].get("value")

    def press(self, key: str) -> None:
        """One key, as a keyboard sends it."""
        code = {"Tab": 9, "Enter": 13}[key]
        text = {"text": "\r"} if key == "Enter" else {}
        self.call("Input.dispatchKeyEvent", type="keyDown", key=key, code=key, windowsVirtualKeyCode=code, **text)
        self.call("Input.dispatchKeyEvent", type="keyUp", key=key, code=key, windowsVirtualKeyCode=code)

    def complaints(self) -> list[Any]:
        """Errors and warnings of the console, uncaught exceptions, dialogs."""
        logged = [event for event in self.told("Runtime.consoleAPICalled") if event["type"] in {"error", "warning", "assert"}]
        entries = [event["entry"] for event in self.told("Log.entryAdded") if event["entry"]["level"] in {"error", "warning"}]
        return [*logged, *entries, *self.told("Runtime.exceptionThrown", "Page.javascriptDialogOpening")]

    def requests(self) -> list[str]:
        """Addresses that were asked for, the page's own left out."""
        return [event["request"]["url"] for event in self.told("Network.requestWillBeSent") if event.get("type") != "Document"]

    def screenshot(self) -> str:
        """PNG in base64."""
        data: str = self.call("Page.captureScreenshot", format="png")["data"]
        return data

    def pdf(self) -> str:
        """PDF in base64."""
        data: str = self.call("Page.printToPDF", printBackground=True)["data"]
        return data
