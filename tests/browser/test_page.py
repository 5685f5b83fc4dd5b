"""The page for patients in a real browser. Run by its own command (README); needs chromium and chromium-driver of the system."""

from __future__ import annotations

import base64
import json
import os
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from driver import Browser

import allreport
from allreport.explain import explain

ROOT = Path(__file__).parent.parent.parent
CASES = tomllib.loads((ROOT / "tests" / "explain" / "cases.toml").read_text("utf-8"))["case"]
SAMPLE = (ROOT / "src" / "allreport" / "data" / "sample.txt").read_text("utf-8")
SHOTS = os.environ.get("ALLREPORT_SCREENSHOTS")  # a directory: pictures to look at

CONTRAST = """
const light = c => { const [r,g,b] = c.map(v => { v /= 255; return v <= .04045 ? v/12.92 : ((v+.055)/1.055)**2.4 }); return .2126*r+.7152*g+.0722*b };
const parse = s => s.match(/[\\d.]+/g).map(Number);
const ground = e => { for (; e; e = e.parentElement) { const c = parse(getComputedStyle(e).backgroundColor); if (c.length < 4 || c[3] > 0) return c.slice(0,3) } return [255,255,255] };
const bad = [];
for (const e of document.querySelectorAll('body *')) {
  if (e.tagName === 'title' || ![...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()) || e.closest('.skip')) continue;
  const style = getComputedStyle(e), svg = e.namespaceURI.endsWith('svg');
  const a = light(parse(svg ? style.fill : style.color).slice(0,3)), b = light(ground(svg ? e.closest('figure') : e));
  const ratio = (Math.max(a,b)+.05)/(Math.min(a,b)+.05);
  if (ratio < 4.5) bad.push([e.tagName, e.textContent.slice(0,30), ratio]);
}
return bad;
"""
REACHED = "const e = document.activeElement; return e === document.body ? '' : e.tagName + ' ' + (e.id || e.getAttribute('href') || [...document.querySelectorAll('summary')].indexOf(e))"
REACHABLE = (
    "return [...document.querySelectorAll('a[href], summary, button, input, select, textarea, [tabindex=\"0\"]')].filter(e => e.checkVisibility()).map(e => e.tagName + ' ' + "
    "(e.id || e.getAttribute('href') || [...document.querySelectorAll('summary')].indexOf(e)))"
)


def pages() -> Iterator[tuple[str, str]]:
    """Names and HTML of the pages that are looked at."""
    sample = allreport.parse(SAMPLE)
    yield "sample-en", explain(sample, source=SAMPLE, reader="parent_of_child").to_html()
    yield "sample-es", explain(sample, source=SAMPLE, reader="parent_of_child", language="es").to_html()
    for name in ("E05", "E09", "E11"):
        case = next(case for case in CASES if case["id"].startswith(name))
        yield name, explain(allreport.parse(case["text"]), source=case["text"], reader=case["reader"], reveal=("report_outlook",)).to_html()
    yield "silent", explain(allreport.parse("Colon biopsy: adenocarcinoma."), source="Colon biopsy: adenocarcinoma.").to_html()


PAGES = dict(pages())


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with Browser() as found:
        yield found


@pytest.fixture(params=PAGES)
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    path = tmp_path / f"{request.param}.html"
    path.write_text(PAGES[request.param], encoding="utf-8")
    return path.as_uri()


def test_no_error_and_no_network(browser: Browser, address: str) -> None:
    browser.open("about:blank")
    for kind in ("browser", "performance"):
        browser.log(kind)
    browser.open(address)
    assert browser.log("browser") == []
    events = [json.loads(entry["message"])["message"] for entry in browser.log("performance")]
    asked = [event["params"]["request"]["url"] for event in events if event["method"] == "Network.requestWillBeSent"]
    assert asked == [address]


def test_everything_is_reached_by_keyboard(browser: Browser, address: str) -> None:
    """Tab goes through every link and folded part, the first leads past the head, and Enter opens a folded part."""
    browser.open(address)
    wanted: list[str] = browser.run(REACHABLE)
    reached = []
    for _ in wanted:
        press(browser, "\ue004")
        reached.append(browser.run(REACHED))
    assert reached == wanted
    assert reached[0] == "A #main"
    if browser.run("return document.querySelectorAll('article details').length"):
        browser.run("document.querySelector('article summary').focus()")
        press(browser, "\ue007")
        assert browser.run("return document.querySelector('article details').open")


def press(browser: Browser, key: str) -> None:
    browser.do("actions", actions=[{"type": "key", "id": "keys", "actions": [{"type": "keyDown", "value": key}, {"type": "keyUp", "value": key}]}])


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast(browser: Browser, address: str, scheme: str) -> None:
    """WCAG 2.2 AA: at least 4.5 to 1 for every text, by day and by night."""
    browser.open(address)
    browser.cdp("Emulation.setEmulatedMedia", media="", features=[{"name": "prefers-color-scheme", "value": scheme}])
    browser.run("document.querySelectorAll('details').forEach(e => e.open = true)")
    assert browser.run(CONTRAST) == []
    shoot(browser, address, scheme)


@pytest.mark.parametrize("width", [1280, 640, 320])
def test_no_sideways_scrolling(browser: Browser, address: str, width: int) -> None:
    """A window of 1,280 pixels at 100, 200 and 400 percent."""
    browser.open(address, width=width, height=900)
    browser.run("document.querySelectorAll('details').forEach(e => e.open = true)")
    assert browser.run("return document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert browser.run("return [...document.querySelectorAll('main *')].every(e => e.getBoundingClientRect().right <= innerWidth + 1)")


def test_prints_on_a4_with_folded_parts_open(browser: Browser, address: str) -> None:
    browser.open(address)
    browser.cdp("Emulation.setEmulatedMedia", media="print", features=[])
    folded = browser.run("return [...document.querySelectorAll('details p, details span, details li')].filter(e => e.getBoundingClientRect().height < 5).map(e => e.textContent.slice(0, 40))")
    assert folded == []
    assert browser.run("return [...document.querySelectorAll('nav, summary')].every(e => !e.checkVisibility())")
    made = base64.b64decode(browser.cdp("Page.printToPDF", preferCSSPageSize=True)["data"])
    assert made.startswith(b"%PDF")
    boxes = {tuple(round(float(number)) for number in part.split(b"]")[0].split()) for part in made.split(b"/MediaBox [")[1:]}
    assert all(abs(box[2] - 595) <= 1 and abs(box[3] - 842) <= 1 for box in boxes)
    assert boxes
    if SHOTS:
        (Path(SHOTS) / f"{Path(address).stem}.pdf").write_bytes(made)


def shoot(browser: Browser, address: str, name: str) -> None:
    """A picture of the whole page, if asked for."""
    if SHOTS:
        height = min(browser.run("return document.documentElement.scrollHeight"), 12000)
        browser.cdp("Emulation.setDeviceMetricsOverride", width=1000, height=height, deviceScaleFactor=1, mobile=False)
        picture = browser.cdp("Page.captureScreenshot", format="png")["data"]
        (Path(SHOTS) / f"{Path(address).stem}-{name}.png").write_bytes(base64.b64decode(picture))
