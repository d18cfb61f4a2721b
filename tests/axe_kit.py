"""axe-core on a page of the tower: in the size and theme whose turn it is, with ENVOL_AXE=1 in all four.

The pages' policy lets no foreign script in: axe comes into each page through the browser's own pipe.
"""

import json
import os
from importlib.resources import files

from browser_kit import Chromium

SIZES = ((320, 1), (683, 2))
"""Units a page is wide, pixels a unit: 1280 at 400 %, 1366 at 200 %."""
THEMES = ("light", "dark")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
DRAWN = ["color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable"]
"""What hangs on colours and sizes; all the rest of a page is the same page in each."""
EVERY = os.environ.get("ENVOL_AXE", "") == "1"
"""A page in all four looks costs three times as much; the sheet of styles is one, so each rule of it is seen in all."""
RUN = """axe.run(document, {preload: false, resultTypes: ['violations'], runOnly: ONLY}).then(
  r => JSON.stringify(r.violations.flatMap(v => v.nodes.map(n =>
    v.id + ': ' + n.html.slice(0, 200) + ' ' + n.failureSummary))))"""


def axe() -> str:
    """The library, as its package holds it (requirements/pages.txt)."""
    return files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


def found(page: Chromium, library: str, only: dict[str, object]) -> list[str]:
    """What axe finds on the page that is open."""
    if page.run("typeof axe") == "undefined":
        page.run(library + ";0")
    script = RUN.replace("ONLY", json.dumps(only))
    told = page.call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
    assert "exceptionDetails" not in told, told
    return list(json.loads(told["result"]["value"]))


def wrong(page: Chromium, library: str, address: str, path: str, turn: int) -> list[str]:
    """Open a page; what axe finds on it in the look whose turn it is."""
    page.go(address + path)
    assert page.run("location.pathname") == path, path
    return looked(page, library, path, turn)


def looked(page: Chromium, library: str, path: str, turn: int) -> list[str]:
    """The same of the page that is open."""
    looks = [(size, theme) for size in SIZES for theme in THEMES]
    said, only = [], {"type": "tag", "values": TAGS}
    for (width, pixels), theme in looks if EVERY else [looks[turn % 4]]:
        page.call("Emulation.setDeviceMetricsOverride", width=width, height=700, deviceScaleFactor=pixels, mobile=False)
        page.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": theme}])
        said += [f"{path} {width} {theme} {one}" for one in found(page, library, only)]
        only = {"type": "rule", "values": DRAWN}
    return said
