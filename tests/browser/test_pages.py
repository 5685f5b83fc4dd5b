"""The pages of `allreport show` in a real browser: `python -m pytest tests/browser`; README.md tells what it needs."""

from __future__ import annotations

import base64
import json
import runpy
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from driver import Browser

from allreport import cli, parse
from allreport.view import mask, to_html

AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
ROOT = Path(__file__).parent.parent.parent
SAMPLE = ROOT / "src" / "allreport" / "data" / "sample.txt"
LABORATORIES = ROOT / "tests" / "fixtures" / "laboratories"
REPORTS = ("b17", "b23", "c36")
BAD = 'B-ALL <script>alert(1)</script> "><img src=x onerror=alert(2)><a href="http://example.invalid/">x</a> \x1b[31m \u202eLLA\u202c \x00 WBC 45.2 x10^9/L'
ONLY_LOCAL = "new Set([...document.querySelectorAll('[href],[src]')].map((one) => one.getAttribute('href') || one.getAttribute('src')))"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with Browser() as running:
        yield running


class Page:
    """An open page."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser = browser
        self.address = address

    def run(self, expression: str) -> Any:
        """The value of a JavaScript expression, also where the page itself may run none."""
        answer = self.browser.cdp("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in answer, json.dumps(answer["exceptionDetails"])[:500]
        return answer["result"].get("value")

    def press(self, key: str, code: int, text: str = "") -> None:
        """One key, as a keyboard sends it."""
        typed = {"text": text} if text else {}
        self.browser.cdp("Input.dispatchKeyEvent", type="keyDown", key=key, code=key, windowsVirtualKeyCode=code, **typed)
        self.browser.cdp("Input.dispatchKeyEvent", type="keyUp", key=key, code=key, windowsVirtualKeyCode=code)

    def requests(self) -> list[str]:
        """Addresses that were asked for."""
        events = [json.loads(entry["message"])["message"] for entry in self.browser.log("performance")]
        return [event["params"]["request"]["url"] for event in events if event["method"] == "Network.requestWillBeSent"]


@contextmanager
def opened(browser: Browser, path: Path, *, width: int = 1280, height: int = 900, script: bool = True) -> Iterator[Page]:
    """A file in the browser, with nothing left of the one before."""
    browser.open("about:blank")
    for kind in ("browser", "performance"):
        browser.log(kind)
    browser.cdp("Emulation.setScriptExecutionDisabled", value=not script)
    browser.open(path.as_uri(), width, height)
    yield Page(browser, path.as_uri())
    browser.cdp("Emulation.setScriptExecutionDisabled", value=False)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """One page of each kind, by name."""
    folder = tmp_path_factory.mktemp("pages")
    found: dict[str, Path] = {}
    texts = {"sample": SAMPLE.read_text("utf-8"), "bad": BAD, "empty": "nothing here"}
    texts |= {name: next(LABORATORIES.glob(f"{name}*.txt")).read_bytes().decode("utf-8") for name in REPORTS}
    for name, text in texts.items():
        found[name] = folder / f"{name}.html"
        found[name].write_text(to_html(parse(text), text, title=name), encoding="utf-8")
    masked = mask(texts["sample"])
    found["masked"] = folder / "masked.html"
    found["masked"].write_text(to_html(parse(masked), masked, masked=True), encoding="utf-8")
    gallery = folder / "gallery"
    runpy.run_path(str(ROOT / "docs" / "make_show_gallery.py"))["build"](gallery)
    found |= {f"gallery {path.stem[-2:]}": path for path in (gallery / "reports").iterdir()}
    reports = folder / "in"
    reports.mkdir()
    for name, text in texts.items():
        (reports / f"{name}.txt").write_text(text.replace("\0", ""), encoding="utf-8", newline="")
    assert cli.main(["show", str(reports), "--html", "-o", str(folder / "site")]) == 0
    found["index"] = folder / "site" / "index.html"
    found["of site"] = folder / "site" / "reports" / "000001.html"
    return found


NAMES = ("sample", "bad", "empty", *REPORTS, "masked", "index", "of site", *(f"gallery {number:02}" for number in range(1, 13)))


@pytest.mark.parametrize("name", NAMES)
def test_quiet_and_alone(browser: Browser, pages: dict[str, Path], name: str) -> None:
    with opened(browser, pages[name]) as page:
        assert browser.log("browser") == []
        assert page.requests() == [page.address]


@pytest.mark.parametrize("width", [1400, 640])
@pytest.mark.parametrize("name", NAMES)
def test_accessible(browser: Browser, pages: dict[str, Path], name: str, width: int) -> None:
    """No violation of any rule of axe-core, contrast included."""
    with opened(browser, pages[name], width=width) as page:
        assert violations(page) == []


def violations(page: Page) -> list[Any]:
    assert AXE.exists(), "axe-core is missing: run `npm install --no-save --prefix tests/browser axe-core`"
    page.run(AXE.read_text("utf-8"))
    told = "[one.id, one.nodes.length, one.nodes[0].html.slice(0, 200), one.nodes[0].failureSummary]"
    found: list[Any] = page.run(f"axe.run({{resultTypes: ['violations']}}).then((found) => found.violations.map((one) => {told}))")
    return found


@pytest.mark.parametrize("name", NAMES)
def test_links_land(browser: Browser, pages: dict[str, Path], name: str) -> None:
    with opened(browser, pages[name]) as page:
        for address in page.run(f"[...{ONLY_LOCAL}]"):
            path, _, anchor = address.partition("#")
            assert "://" not in path
            if anchor:
                assert page.run(f"document.getElementById('{anchor}') !== null")
            else:
                assert (pages[name].parent / path).is_file()


def test_marks_and_rows_lead_to_each_other(browser: Browser, pages: dict[str, Path]) -> None:
    """Following a link brings its other end into sight, on a screen where it was not."""
    with opened(browser, pages["gallery 03"], height=500) as page:
        marks = page.run("[...document.querySelectorAll('.source a[id^=m]')].map((mark) => mark.id)")
        assert len(marks) > 10
        for mark in marks:
            row = page.run(f"(document.getElementById('{mark}').click(), location.hash)")
            assert row.startswith("#r")
            assert page.run(SEEN.format(row[1:]))
            assert page.run(f"(document.querySelector('{row} a.name').click(), location.hash)") == f"#{mark}"
            assert page.run(SEEN.format(mark))


SEEN = "((place) => place.bottom > 0 && place.top < innerHeight)(document.getElementById('{}').getBoundingClientRect())"


def test_every_link_is_reached_by_keyboard(browser: Browser, pages: dict[str, Path]) -> None:
    with opened(browser, pages["gallery 07"]) as page:
        wanted = page.run("document.querySelectorAll('a, select, button, [tabindex=\"0\"]').length")
        reached = set()
        for number in range(wanted):
            page.press("Tab", 9)
            reached.add(page.run("(() => { const one = document.activeElement; one.dataset.reached ||= Math.random(); return one.dataset.reached; })()"))
            if number == 0:
                assert page.run("document.activeElement.className") == "skip"
            assert page.run("document.activeElement.matches(':focus-visible')")
        assert len(reached) == wanted
        page.run("document.querySelector('.source a').focus()")
        page.press("Enter", 13, "\r")
        assert page.run("location.hash").startswith("#r")


@pytest.mark.parametrize("name", NAMES)
def test_zoomed_to_200_percent_nothing_is_cut_off(browser: Browser, pages: dict[str, Path], name: str) -> None:
    """A window of 1280 at 200 % is one of 640; and 320 is the narrowest that WCAG asks for."""
    for width in (640, 320):
        with opened(browser, pages[name], width=width) as page:
            assert page.run("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("name", ["sample", "index"])
def test_print(browser: Browser, pages: dict[str, Path], name: str) -> None:
    with opened(browser, pages[name]) as page:
        browser.cdp("Emulation.setEmulatedMedia", media="print", features=[])
        assert page.run("[...document.querySelectorAll('.pane')].every((pane) => pane.scrollHeight <= pane.clientHeight + 1)")
        assert page.run("getComputedStyle(document.querySelector('form')).display") == "none"
        assert base64.b64decode(browser.cdp("Page.printToPDF")["data"]).startswith(b"%PDF-")


def test_without_script_the_page_is_complete(browser: Browser, pages: dict[str, Path]) -> None:
    with opened(browser, pages["sample"]) as page:
        expected = page.run("[...document.querySelectorAll('main')].map((one) => one.innerText).join()")
    with opened(browser, pages["sample"], script=False) as page:
        assert page.run("[...document.querySelectorAll('main')].map((one) => one.innerText).join()") == expected
        assert page.run("document.querySelector('form').offsetParent === null")


def test_filters(browser: Browser, pages: dict[str, Path]) -> None:
    with opened(browser, pages["sample"]) as page:
        shown = "[...document.querySelectorAll('.row[data-field]:not([hidden])')].map((row) => row.dataset.field + ' ' + row.dataset.status)"
        every = len(page.run(shown))
        choose(page, "field", "marker")
        assert {row.split()[0] for row in page.run(shown)} == {"marker"}
        choose(page, "status", "absent")
        assert set(page.run(shown)) == {"marker absent"}
        assert page.run("document.querySelector('output').value") == f"6 of {every} values"
        assert page.run("document.querySelectorAll('.source a.v:not(.off)').length") == 6
        page.run("document.querySelector('button').click()")
        page.run("new Promise((done) => setTimeout(done, 50))")
        assert len(page.run(shown)) == every


def choose(page: Page, name: str, value: str) -> None:
    """Choose in a filter, as a reader does."""
    page.run(f"document.forms[0].elements['{name}'].value = '{value}'")
    page.run("['input', 'change'].forEach((name) => document.forms[0].dispatchEvent(new Event(name)))")


def test_filters_of_the_index(browser: Browser, pages: dict[str, Path]) -> None:
    with opened(browser, pages["index"]) as page:
        rows = "[...document.querySelectorAll('#reports tbody tr')].filter((row) => row.offsetParent).length"
        every = page.run(rows)
        choose(page, "has", "karyotype")
        assert 0 < page.run(rows) < every


def test_a_report_cannot_act(browser: Browser, pages: dict[str, Path]) -> None:
    with opened(browser, pages["bad"]) as page:
        assert page.run("document.querySelectorAll('img').length") == 0
        assert page.run("document.querySelectorAll('script').length") == 1
        assert "U+202E" in page.run("document.querySelector('.source').innerText")
