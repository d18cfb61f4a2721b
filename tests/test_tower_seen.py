"""Every page of the tower in one browser, looked at by three checks: axe-core, words that lie over others, keys alone.

axe finds nothing on any page, light and dark, on 320 units and at 200 %. No word in a coloured box lies over another
text, at each width and on paper, in either language. Tab reaches each control, one sees where one is, Enter does it.
The base that has lived, the walk along its links and the browser cost more than a check: the three share them.
"""

import itertools
import json
from collections.abc import Collection
from contextlib import ExitStack
from pathlib import Path
from threading import Event

import httpx2
import pytest
from axe_kit import EVERY, axe, looked
from browser_kit import Chromium, answering, browser, opened
from lived_kit import (
    CERTIFICATE,
    DOORS,
    NOT_PAGES,
    OFFER,
    PEOPLE,
    RESCORE,
    UNDER_WAY,
    WORK,
    address_of,
    left,
    linked,
    lived,
)
from rescore_kit import GONE, TRUE, Told, run_of
from store_kit import NOW, body
from test_tower_truth import PEOPLE as PLAYERS
from test_tower_truth import PLAYS, result
from tower_kit import AtOnce, Browser, Clock, NoTrial, bring, house_of, ready

from export.store.matching import preselect
from export.store.store import Store
from lab.waiting import until
from tower.house import House, TrialState
from tower.logins import cookie_of
from tower.pages.after import WATCH
from tower.pages.carried import LAYING, LAYING_AT
from tower.pages.fairs import plan_work
from tower.pages.keeping import WORK as KEEPING
from tower.preview import Previews
from tower.ways import WAYS

WIDTHS = (1366, 1024, 900, 720, 683, 480, 320)
"""Units: a desk's screen, a small one, those round the widths at which pages change, 1366 at 200 %, 1280 at 400 %."""
PAPER = 688
"""Units between the margins of A4."""
BOXES = ".tag, .next.care, .meet"
"""What stands in a coloured box of its own."""
OVER = """(() => {
  const main = document.querySelector('main'), out = [];
  main.querySelectorAll('details').forEach(one => { one.open = true; });
  const known = new Map(), clipped = one => getComputedStyle(one).clipPath === 'inset(50%)';
  const away = one => { if (!one) return false;
    if (!known.has(one)) known.set(one, clipped(one) || away(one.parentElement)); return known.get(one); };
  const texts = [], walk = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const text = walk.currentNode, range = document.createRange();
    if (!text.textContent.trim() || !text.parentElement.checkVisibility() || away(text.parentElement)) continue;
    range.selectNodeContents(text);
    for (const box of range.getClientRects()) if (box.width > 1) texts.push([text, box]);
  }
  for (const tag of main.querySelectorAll(BOXES)) {
    if (!tag.checkVisibility() || away(tag)) continue;
    for (const own of tag.getClientRects()) for (const [text, box] of texts) {
      const wide = Math.min(own.right, box.right) - Math.max(own.left, box.left);
      const high = Math.min(own.bottom, box.bottom) - Math.max(own.top, box.top);
      if (!tag.contains(text) && wide > 1 && high > 2)
        out.push(`${tag.innerText.slice(0, 30)} / ${text.textContent.trim().slice(0, 30)}`);
    }
  }
  return JSON.stringify([...new Set(out)]);
})()""".replace("BOXES", repr(BOXES))
MOST = 40 if not EVERY else 400
"""Controls of one page that are walked; a list of people repeats its own."""
PARTS = 4
"""Stops within the box of a day: day, month, year, and its calendar."""
BEGIN = """(() => {
  const kinds = 'a[href],button,input:not([type=hidden]),select,textarea,summary,[tabindex="0"]';
  const group = e => [...document.querySelectorAll('input[type=radio]')].filter(
    r => r.form === e.form && r.name === e.name && !r.disabled);
  const stop = e => e.type !== 'radio' || e === (group(e).find(r => r.checked) || group(e)[0]);
  window.wanted = [...document.querySelectorAll(kinds)].filter(
    e => e.tabIndex >= 0 && !e.disabled && e.checkVisibility({visibilityProperty: true}) && stop(e));
  window.reached = new Set(); window.unseen = [];
  document.addEventListener('focusin', event => {
    const e = event.target, style = getComputedStyle(e);
    window.reached.add(e);
    if (!e.matches(':focus-visible') || style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 2)
      window.unseen.push(e.outerHTML.slice(0, 160));
    requestAnimationFrame(() => { const at = e.getBoundingClientRect();
      if (document.activeElement === e && (at.bottom <= 0 || at.top >= innerHeight))
        window.unseen.push('out of sight: ' + e.outerHTML.slice(0, 160)); });
  });
  document.activeElement.blur();
  return window.wanted.length; })()"""
LEFT = "window.wanted.slice(0, MOST).filter(e => !window.reached.has(e)).map(e => e.outerHTML.slice(0, 160))"


def walked(page: Chromium, path: str) -> list[str]:
    """What is wrong with a page that is open, for whoever has keys alone."""
    n = min(int(page.run(BEGIN)), MOST)
    # A day and an hour are several stops each, one a part. A page may begin within itself, at the box that is to be
    # filled: what stands before it is come back to.
    n += PARTS * int(page.run("document.querySelectorAll('input[type=date],input[type=time]').length"))
    rounds = 2 if page.run("!!document.querySelector('[autofocus]')") else 1
    left = LEFT.replace("MOST", str(MOST))
    for at in range(rounds * (n + 2)):
        page.key("Tab", 9)
        if at > n and at % 10 == 0 and not page.run(left):
            break
    wrong = [f"{path} not reached: {one}" for one in page.run(left)]
    wrong += [f"{path} not seen: {one}" for one in page.run("window.unseen")]
    return wrong + entered(page, path)


def entered(page: Chromium, path: str) -> list[str]:
    """What Enter does not do there: to the main part, what is folded, the first link of the main part."""
    wrong = []
    page.run("document.querySelector('.skip').focus()")
    page.key("Enter", 13)
    if not page.run("document.activeElement.id === 'main'"):
        wrong.append(f"{path} the way to the main part")
    page.run("window.fold = [...document.querySelectorAll('summary')].find(e => e.checkVisibility())")
    if page.run("!!window.fold"):
        before = page.run("window.fold.focus(), window.fold.parentElement.open")
        page.key("Enter", 13)
        if page.run("window.fold.parentElement.open") == before:
            wrong.append(f"{path} what is folded")
    link = page.run(
        "(window.link = [...document.querySelectorAll('main a[href^=\"/\"]:not([download]):not([href*=\".csv\"])"
        ":not([href*=\".pdf\"]):not([href*=\".bundle\"])')].find(e => e.checkVisibility())) ? window.link.pathname : ''"
    )
    if link and link != path:
        page.run("window.here = true; window.link.focus()")
        page.key("Enter", 13)
        # Where it leads may lead on.
        page.until("!window.here && document.readyState === 'complete'")
    return wrong


def over(page: Chromium, path: str) -> list[str]:
    """Words that lie over others on the page that is open: at each width and on paper, all that is folded unfolded."""
    said: list[str] = []
    if not page.run(f"document.querySelector('main').querySelector({BOXES!r}) !== null"):
        return said
    for width in (*WIDTHS, PAPER):
        page.call("Emulation.setEmulatedMedia", media="print" if width == PAPER else "", features=[])
        page.wide(width)
        said += [f"{path} {width} {one}" for one in json.loads(page.run(OVER))]
    page.call("Emulation.setEmulatedMedia", media="", features=[])
    return said


LATER = ("/after", "/fairs/{fair}", "/offers/{offer}", RESCORE)
"""How the addresses begin whose pages tell of long work: axe looks at them while some goes on."""

CHECKS = ("axe", "over", "keys")


class Round:
    """A browser's round of a tower's pages: `said` is what each check of those asked for found."""

    def __init__(self, page: Chromium, address: str, trial: NoTrial, checks: Collection[str]) -> None:
        self.page, self.address, self.trial = page, address, trial
        self.checks = checks
        self.said: dict[str, list[str]] = {name: [] for name in CHECKS}
        self._library, self._turn = axe(), itertools.count()

    def axe(self, path: str, *, goes: bool = True) -> None:
        """What axe finds on a page, opened for it unless it is open."""
        if "axe" in self.checks:
            if goes:
                self.page.go(self.address + path)
            self._is_at(path)
            self.said["axe"] += looked(self.page, self._library, path, next(self._turn))

    def over(self, path: str, *, goes: bool = True) -> None:
        """What lies over others there."""
        if "over" in self.checks:
            if goes:
                self.page.go(self.address + path)
            self._is_at(path)
            self.said["over"] += over(self.page, path)

    def keys(self, path: str, *, goes: bool = True) -> None:
        """What keys alone cannot do there, on a wide page as it first stands."""
        if "keys" in self.checks:
            self.page.call("Emulation.setEmulatedMedia", media="", features=[])
            self.page.wide(1366)
            if goes:
                self.page.go(self.address + path)
            self._is_at(path)
            self.said["keys"] += walked(self.page, path)

    def _is_at(self, path: str) -> None:
        assert self.page.run("location.pathname") == path, path

    def ordinary(self, path: str) -> None:
        """A page that nothing long goes on behind, by all three: opened twice, since what is unfolded stays so."""
        self.trial.now = TrialState(running=True, played=3, of=24)
        self.page.go(self.address + path)
        if not address_of(path).startswith(LATER):
            self.axe(path, goes=False)
        self.over(path, goes=False)
        self.trial.now = TrialState()
        self.keys(path)

    def locks(self) -> None:
        """The tower is locked by keys alone."""
        self.page.wide(1366)
        self.page.go(f"{self.address}/people")
        self.page.tab_to("document.activeElement.matches('form[action=\"/lock\"] button')")
        self.page.key("Enter", 13)
        self.page.until("location.pathname === '/enter'")


def round_of(folder: Path, language: str, checks: Collection[str]) -> dict[str, list[str]]:
    """Every address of the tower, with what weeks of work leave in it, and the doors before the PIN: what each check
    finds."""
    db = ready(folder / "m.db", "AB", "CD")
    bring(db, *({**result(n, plays), "packet_id": f"{n + 90:032x}"} for n, plays in enumerate(PLAYS)),
          *(body(who, code="K4-PQR", sitting_id=who) for who in PEOPLE[len(PLAYS) :]))  # fmt: skip
    with Store.open(db) as store:
        kept = [preselect(store, str(row["offer_id"]), "AB", NOW)[0] for row in store.rows(
            "select offer_id from offers where status='open' order by offer_id limit 3")]  # fmt: skip
    house, nobody, trial = house_of(db, Clock(), language), house_of(folder / "none.db", Clock(), language), NoTrial()
    house.trial, house.end, house.pictures = trial, lambda: None, AtOnce()
    with ExitStack() as stack:
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        patch.setattr("scoring.fair.ROUNDS", 5)
        page = stack.enter_context(opened(folder / "profile", 1366, 900.0))
        with answering(nobody) as address:
            first = Round(page, address, trial, checks)
            first.axe("/first")
        address = stack.enter_context(answering(house))
        client = stack.enter_context(httpx2.Client(base_url=address, follow_redirects=True, timeout=30))
        tour, reader = Round(page, address, trial, checks), Browser(client, Clock(), house)  # type: ignore[arg-type]
        tour.axe("/enter")
        tour.keys("/enter")
        lived(reader, db)
        paths = linked(reader)
        cookie = cookie_of(int(address.rpartition(":")[2]))
        page.call("Network.setCookie", name=cookie, value=client.cookies[cookie], url=address)
        page.go(address + CERTIFICATE)
        # It is shown once.
        tour.axe(CERTIFICATE, goes=False)
        tour.keys(CERTIFICATE, goes=False)
        for path in paths:
            tour.ordinary(path)
        more = [f"/people/{PLAYERS[-1]}{part}" for part in ("", "/offers", "/card", "/tries", "/why/dexterite")]
        for path in (*more, *(f"/lists/{one}" for one in kept)):
            tour.over(path)
        if "axe" in checks:
            long_work(tour, reader, house, paths)
        tour.locks()
    return {name: first.said[name] + tour.said[name] for name in CHECKS}


def long_work(tour: Round, reader: Browser, house: House, paths: list[str]) -> None:
    """Pages of which something goes on, and what stands in their place meanwhile, by axe."""
    tour.trial.now = TrialState(running=True, played=3, of=24)
    reading = Told([run_of(PEOPLE[2], "K4-PQR", TRUE, GONE), {"end": True}])
    house.previews = Previews(lambda asked: reading)
    reader.see(RESCORE)
    reader.send(RESCORE, {"workshop": "panneau_porte", "what": "own"})
    plan = next(path for path in paths if address_of(path) == "/fairs/{fair}") + "/plan"
    there = {way.path for way in WAYS if way.method == "GET" and "." not in way.path}
    seen = {address_of(path) for path in (*paths, CERTIFICATE, RESCORE, UNDER_WAY, plan, WORK, LAYING_AT)}
    assert there - seen == {*NOT_PAGES, *DOORS}
    tour.axe(RESCORE)
    reading.go.set()
    assert until(lambda: not house.previews.running, 20) is not None
    reader.see("/house/team")
    left(reader, "/house/team/pin", {"adviser": "X", "pin": "1", "pin_again": "2"})
    opened_list = Event()

    def goes_on(name: str) -> None:
        house.jobs.start(name, lambda _, read: {"list": str(read(2) or opened_list.wait(300))})

    for name in (f"list {OFFER} AB", WATCH, plan_work(plan.split("/")[2])):
        goes_on(name)
    later = [path for path in paths if address_of(path).startswith(LATER)]
    for path in dict.fromkeys(("/house/team", *later, RESCORE, UNDER_WAY, plan)):
        tour.axe(path)
    # While it goes on it stands in the place of the page that leads to it.
    for name, path in ((KEEPING, WORK), (LAYING, LAYING_AT)):
        goes_on(name)
        tour.axe(path)
    opened_list.set()


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """The round in French, made once."""
    return round_of(tmp_path_factory.mktemp("seen"), "fr", CHECKS)


@browser
def test_axe_finds_nothing_on_any_page(seen: dict[str, list[str]]) -> None:
    """Every address of the tower, with what weeks of work leave in it, and the doors before the PIN."""
    assert seen["axe"] == []


@browser
@pytest.mark.parametrize("language", ["fr", "en"] if EVERY else ["fr"])  # English with `make axe`
def test_no_word_in_a_box_lies_over_another_text(
    language: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    """« pas encore montré », « va avec ce que l'offre demande », « brouillon »: every word of each page, unfolded."""
    said = round_of(tmp_path, "en", ["over"]) if language == "en" else request.getfixturevalue("seen")
    assert said["over"] == []


@browser
def test_every_page_is_walked_by_keys_alone(seen: dict[str, list[str]]) -> None:
    """Each control of each address in the order of the page; a ring round the one in hand; Enter opens and follows."""
    assert seen["keys"] == [], "\n".join(seen["keys"])
