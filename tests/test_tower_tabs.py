"""Every page of the tower by the keyboard alone: Tab reaches each control, one sees where one is, Enter does it."""

import os
from pathlib import Path

import httpx2
import pytest
from browser_kit import Chromium, answering, browser, opened
from store_kit import body
from test_tower_axe import CERTIFICATE, PEOPLE, linked, lived
from tower_kit import AtOnce, Browser, Clock, NoTrial, bring, house_of, played, ready

from tower.logins import cookie_of

EVERY = os.environ.get("ENVOL_AXE", "") == "1"
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


@browser
def test_every_page_is_walked_by_keys_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each control of each address in the order of the page; a ring round the one in hand; Enter opens and follows."""
    monkeypatch.setattr("scoring.fair.ROUNDS", 5)
    db = ready(tmp_path / "m.db", "AB", "CD")
    bring(db, played(PEOPLE[0]), *(body(who, code="K4-PQR", sitting_id=who) for who in PEOPLE[1:]))
    house = house_of(db, Clock())
    house.trial, house.end, house.pictures = NoTrial(), lambda: None, AtOnce()
    with (
        opened(tmp_path / "profile", 1366, 600.0) as page,
        answering(house) as address,
        httpx2.Client(base_url=address, follow_redirects=True, timeout=30) as client,
    ):
        page.go(f"{address}/enter")
        said = walked(page, "/enter")
        reader = Browser(client, Clock(), house)  # type: ignore[arg-type]
        lived(reader, db)
        paths = [CERTIFICATE, *linked(reader)]
        cookie = cookie_of(int(address.rpartition(":")[2]))
        page.call("Network.setCookie", name=cookie, value=client.cookies[cookie], url=address)
        for path in paths:
            page.go(address + path)
            assert page.run("location.pathname") == path
            said += walked(page, path)
        page.go(f"{address}/people")
        page.tab_to("document.activeElement.matches('form[action=\"/lock\"] button')")
        page.key("Enter", 13)
        page.until("location.pathname === '/enter'")
    assert said == [], "\n".join(said)
