"""Chromium by way of chromedriver (both from the system's packages), over the WebDriver protocol with the standard library alone."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import tempfile
import time
from types import TracebackType
from typing import Any, Self
from urllib.error import URLError
from urllib.request import Request, urlopen

ARGUMENTS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars",
)  # fmt: skip


class Browser:
    """One headless Chromium with an empty profile; ends its own processes, and nobody else's."""

    def __enter__(self) -> Self:
        program, chromium = shutil.which("chromedriver"), shutil.which("chromium")
        if program is None or chromium is None:
            raise RuntimeError("these tests need chromium and chromedriver: apt-get install chromium chromium-driver")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.profile = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self.process = subprocess.Popen([program, f"--port={port}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603 - the system's own
        self.base = f"http://127.0.0.1:{port}"
        self.wait()
        options = {"args": [*ARGUMENTS, f"--user-data-dir={self.profile.name}"], "binary": chromium}
        wanted = {"alwaysMatch": {"goog:chromeOptions": options, "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"}}}
        self.session = self.call("POST", "/session", {"capabilities": wanted})["sessionId"]
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        try:
            self.call("DELETE", f"/session/{self.session}")
        finally:
            self.process.terminate()
            self.process.wait(timeout=30)
            self.profile.cleanup()

    def wait(self) -> None:
        """Until the driver answers."""
        for _ in range(200):
            try:
                self.call("GET", "/status")
            except (URLError, ConnectionError):
                time.sleep(0.1)
            else:
                return
        raise RuntimeError("chromedriver does not answer")

    def call(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        """One command of the protocol."""
        data = None if body is None and method != "POST" else json.dumps(body or {}).encode()
        request = Request(self.base + path, data, {"Content-Type": "application/json"}, method=method)  # noqa: S310 - this machine
        with urlopen(request, timeout=120) as answer:  # noqa: S310
            return json.load(answer)["value"]

    def do(self, name: str, **body: Any) -> Any:
        """A command of this session."""
        return self.call("POST", f"/session/{self.session}/{name}", body)

    def cdp(self, command: str, **parameters: Any) -> Any:
        """A command of Chromium's own protocol."""
        return self.do("goog/cdp/execute", cmd=command, params=parameters)

    def run(self, script: str) -> Any:
        """The value of a script in the page."""
        return self.do("execute/sync", script=script, args=[])

    def log(self, kind: str) -> list[dict[str, Any]]:
        """What was logged since the last time."""
        found: list[dict[str, Any]] = self.do("se/log", type=kind)
        return found

    def open(self, address: str, width: int = 1000, height: int = 1400) -> None:
        """Load a page in a window of this size (CSS pixels), by day, on a screen."""
        self.cdp("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        self.cdp("Emulation.setEmulatedMedia", media="", features=[])
        self.do("url", url=address)
