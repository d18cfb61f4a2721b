"""Debian's Chromium, driven through a pipe: no library, no port; keys and the page's own script."""

import base64
import fcntl
import json
import os
import re
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from cli.ports import listen
from tower.app import make_app
from tower.house import House
from tower.serving import pages_server

CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium")
"""The first reads and draws pages as the second does, for half of the processor: no tabs, no bar, no window beside."""
browser = pytest.mark.browser
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-extensions", "--mute-audio",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
    "--remote-debugging-pipe", "--js-flags=--no-opt --no-maglev",
)  # fmt: skip
"""The last: each page stands for a second, so its script is never made faster than it is read."""
WAIT_S = 240.0
A_LOOK_S = 0.02
"""Between two looks at a page that is awaited."""
MOST_STOPS, MOST_CHOICES = 120, 20
"""Stops of the longest page by Tab, choices of one group."""
NARROW = 320
"""Units: a telephone, or 1280 at 400 %."""
FITS = """(() => {
  const wide = [...document.querySelectorAll('body *')].filter(e => {
    const r = e.getBoundingClientRect();
    let p = e; while (p && p !== document.body) {
      const o = getComputedStyle(p); if (p !== e && (o.overflowX === 'auto' || o.overflowX === 'hidden')) return false;
      if (o.position === 'absolute' && r.right <= 0) return false; p = p.parentElement; }
    return r.width > 0 && (r.right > innerWidth + 1 || r.left < -1);
  }).map(e => e.tagName + '.' + e.className + ' ' + (e.textContent || '').trim().slice(0, 30));
  return document.documentElement.scrollWidth > innerWidth ? ['page ' + document.documentElement.scrollWidth, ...wide]
    : wide;
})()"""
NAMED = """[...document.querySelectorAll('input:not([type=hidden]), select, textarea')].filter(e =>
  !(e.labels && e.labels.length) && !e.getAttribute('aria-label')).map(e => e.name)"""
HEADED = "document.querySelectorAll('h1').length + document.documentElement.lang"
SAYS = r"document.body.innerText.replace(/[\u00a0\u202f]/g, ' ')"
"""What a page says; spaces that no line breaks at are spaces to whoever reads."""


def high_pipe() -> tuple[int, int]:
    """A pipe whose ends bear numbers above 9."""
    low = os.pipe()
    high = [fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10) for end in low]
    for end in low:
        os.close(end)
    return high[0], high[1]


class Chromium:
    """One page of a real browser, so many units wide."""

    def __init__(self, folder: Path, width: int, wait_s: float = WAIT_S) -> None:
        # Numbers above 9, so that the shell (bash: dash knows one-figure numbers alone) makes 3 and 4 of them.
        ins, outs = high_pipe(), high_pipe()
        command = f'exec "$0" "$@" 3<&{ins[0]} 4>&{outs[1]}'
        self._process = subprocess.Popen(
            ["bash", "-c", command, CHROMIUM or "chromium", *FLAGS, f"--user-data-dir={folder}"],
            pass_fds=(ins[0], outs[1]), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True,
        )  # fmt: skip
        os.close(ins[0])
        os.close(outs[1])
        self._to, self._from = os.fdopen(ins[1], "wb", buffering=0), os.fdopen(outs[0], "rb")
        self._n, self._session = 0, ""
        # A browser that hangs is ended, and the test fails where it waits.
        self._guard = threading.Timer(wait_s, self._end)
        self._guard.start()
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.call("Page.enable")
        self.wide(width)

    def wide(self, width: int) -> None:
        """Make the page so many units wide."""
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=700, deviceScaleFactor=1, mobile=False)

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        """Ask the browser something; its answer."""
        self._n += 1
        asked = {"id": self._n, "method": method, "params": params}
        if self._session:
            asked["sessionId"] = self._session
        self._to.write(json.dumps(asked).encode() + b"\0")
        while True:
            told = json.loads(self._line())
            if told.get("id") == self._n:
                assert "error" not in told, told["error"]
                return dict(told["result"])

    def _line(self) -> bytes:
        line = bytearray()
        while (sign := self._from.read(1)) != b"\0":
            assert sign, "the browser has ended"
            line += sign
        return bytes(line)

    def run(self, script: str) -> Any:
        """What a script of the page gives."""
        told = self.call("Runtime.evaluate", expression=script, returnByValue=True)
        assert "exceptionDetails" not in told, told
        return told["result"].get("value")

    def go(self, address: str) -> None:
        """Open an address and wait for its page."""
        self.call("Page.navigate", url=address)
        self.until("document.readyState === 'complete' && location.href !== 'about:blank'")

    def until(self, script: str) -> None:
        """Wait until a script says yes; while a page is changed for another it says nothing."""
        end = time.monotonic() + 20
        while time.monotonic() < end:
            with suppress(AssertionError):
                if self.run(script):
                    return
            time.sleep(A_LOOK_S)
        raise AssertionError(f"never: {script} at {self.run('location.href + document.body.innerText')}")

    def printed(self) -> int:
        """How many sheets of paper the page takes, as its own style says them."""
        pdf = base64.b64decode(self.call("Page.printToPDF", preferCSSPageSize=True)["data"])
        return len(re.findall(rb"/Type\s*/Page\b", pdf))

    def key(self, name: str, code: int) -> None:
        """Press a key and let it go."""
        text = {"text": {"Enter": "\r", " ": " "}[name]} if name in ("Enter", " ") else {}
        for kind in ("keyDown", "keyUp"):
            self.call("Input.dispatchKeyEvent", type=kind, key=name, code=name, windowsVirtualKeyCode=code, **text)

    def files(self, name: str, paths: Sequence[Path]) -> None:
        """Give files to a field, as its own window would: that one belongs to the system."""
        script = f"document.getElementsByName({name!r})[0]"
        found = self.call("Runtime.evaluate", expression=script)["result"]["objectId"]
        self.call("DOM.setFileInputFiles", files=[str(path) for path in paths], objectId=found)

    def tab_to(self, script: str, most: int = 50) -> None:
        """Tab until a script says that the focus is where it is wanted; no page has more stops than that."""
        for _ in range(most):
            self.key("Tab", 9)
            if self.run(script):
                return
        raise AssertionError(f"not reached by keys: {script}")

    def fill(self, name: str, text: str) -> None:
        """Reach a field by keys and type into it; of a list, what begins so is chosen."""
        self.tab_to(f"document.activeElement.name === {name!r}")
        if self.run("document.activeElement.tagName") == "SELECT":
            for sign in text:
                self.call("Input.dispatchKeyEvent", type="keyDown", key=sign, text=sign)
        else:
            self.call("Input.insertText", text=text)

    def _end(self) -> None:
        # Its helpers hold the pipe too: they go with it.
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)

    def close(self) -> None:
        """End the browser."""
        self._guard.cancel()
        self._end()
        self._process.wait()
        self._to.close()
        self._from.close()


def sound(page: Chromium, where: str) -> None:
    """Nothing is cut off or scrolls sideways; each field is named; one heading leads, in the page's language."""
    assert page.run("innerWidth") == NARROW
    assert page.run(FITS) == [], where
    assert page.run(NAMED) == [], where
    assert page.run(HEADED) == "1fr", where


# What bears a text and can be pressed: itself, or the words beside a box.
PRESSED = r"""((text, last) => {
  const plain = one => one.innerText.replace(/[\u00a0\u202f\s]+/g, ' ').trim();
  const found = [...document.querySelectorAll('a, button, summary, label')].filter(
    one => one.checkVisibility() && plain(one).startsWith(text));
  return last ? found.at(-1) : found[0];
})"""
FIELD = """((name, last) => {
  const found = [...document.getElementsByName(name)].filter(one => one.checkVisibility());
  return last ? found.at(-1) : found[0];
})"""


class Hand:
    """How somebody uses a page. `WIDTH`: how wide the window is."""

    WIDTH = 1366

    def __init__(self, page: Chromium) -> None:
        self.page = page

    def press(self, text: str, *, last: bool = False) -> None:
        """Press what begins with a text; of several the first or the last. The page is then `left`, where it leads."""
        self.reach(f"{PRESSED}({json.dumps(text)}, {json.dumps(last)})")
        self.page.run("window.left = true")
        self.use()

    def write(self, name: str, text: str, *, last: bool = False) -> None:
        """Reach a field and type into it, over what stands there."""
        self.reach(f"{FIELD}({json.dumps(name)}, {json.dumps(last)})")
        self.enter()
        self.page.run("document.activeElement.select && document.activeElement.select()")
        self.page.call("Input.insertText", text=text)
        assert self.page.run("document.activeElement.name") == name

    def choose(self, name: str, text: str) -> None:
        """Reach a list and type how the choice begins; what is open over the page is the system's, so it stays shut."""
        field = f"{FIELD}({json.dumps(name)}, false)"
        self.reach(field)
        self.page.run(f"{field}.focus()")
        for sign in text:
            self.page.call("Input.dispatchKeyEvent", type="keyDown", key=sign, text=sign)
        assert self.page.run(f"{field}.selectedOptions[0].textContent").startswith(text)

    def reach(self, what: str) -> None:
        """Come to what a script names."""
        raise NotImplementedError

    def use(self) -> None:
        """Press it."""
        raise NotImplementedError

    def enter(self) -> None:
        """Go into a field that was reached."""
        self.use()


class Pointer(Hand):
    """A mouse: what lies under something else is not pressed."""

    def __init__(self, page: Chromium) -> None:
        super().__init__(page)
        self.at: dict[str, float] = {}

    def reach(self, what: str) -> None:
        """Bring it into view, and point at its middle."""
        found = self.page.run(
            f"(() => {{ const one = {what}; if (!one) return null; one.scrollIntoView({{block: 'center'}});"
            "const r = one.getClientRects()[0], x = r.left + r.width / 2, y = r.top + r.height / 2;"
            "const top = document.elementFromPoint(x, y);"
            "return one.contains(top) || top.contains(one) ? {x, y} : 'covered'; })()"
        )
        assert isinstance(found, dict), (what, found)
        self.at = found

    def use(self) -> None:
        """Press and let go."""
        for kind, buttons in (("mouseMoved", 0), ("mousePressed", 1), ("mouseReleased", 0)):
            self.page.call("Input.dispatchMouseEvent", type=kind, button="left" if kind != "mouseMoved" else "none",
                           buttons=buttons, clickCount=1, **self.at)  # fmt: skip


class Keys(Hand):
    """Keys alone, on a narrow page."""

    WIDTH = NARROW

    def reach(self, what: str) -> None:
        """Tab until it has the focus; within a group of choices the arrows lead on."""
        assert self.page.run(f"!!(window.meant = (one => one && (one.control || one))({what}))"), what
        here = "document.activeElement === meant"
        choice = "meant.type === 'radio' && document.activeElement.name === meant.name"
        self.page.tab_to(f"{here} || ({choice})", MOST_STOPS)
        for _ in range(MOST_CHOICES):
            if self.page.run(here):
                return
            self.page.key("ArrowDown", 40)
        raise AssertionError(f"not reached by keys: {what}")

    def use(self) -> None:
        """Enter; the space bar for a box."""
        kind = self.page.run("document.activeElement.type")
        if kind == "radio" and self.page.run("document.activeElement.checked"):
            return
        self.page.key(*((" ", 32) if kind in ("checkbox", "radio") else ("Enter", 13)))

    def enter(self) -> None:
        """Nothing is to be pressed: the focus is there."""


@contextmanager
def opened(folder: Path, width: int, wait_s: float = WAIT_S) -> Iterator[Chromium]:
    """A browser, ended after so many seconds; the test is skipped by name where there is none."""
    if CHROMIUM is None:
        pytest.skip("no chromium here")
    page = Chromium(folder, width, wait_s)
    try:
        yield page
    finally:
        page.close()


@contextmanager
def answering(house: House) -> Iterator[str]:
    """A tower that answers at a port of its own, in a thread; its address."""
    here = listen(0)
    number = here.getsockname()[1]
    app = make_app(house, number)
    server = pages_server(app)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [here]}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{number}"
    finally:
        server.should_exit = True
        thread.join(5)
        here.close()
