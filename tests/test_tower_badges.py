"""No word in a coloured box lies over another text: on each page, at each width, on paper, in either language."""

import json
from pathlib import Path

import httpx2
import pytest
from browser_kit import answering, browser, opened
from store_kit import NOW, body
from test_tower_axe import EVERY, PEOPLE, linked, lived
from test_tower_truth import PEOPLE as PLAYERS
from test_tower_truth import PLAYS, result
from tower_kit import AtOnce, Browser, Clock, bring, house_of, ready

from export.store.matching import preselect
from export.store.store import Store
from tower.logins import cookie_of

WIDTHS = (1366, 1024, 900, 720, 683, 480, 320)
"""Units: a desk's screen, a small one, those round the widths at which pages change, 1366 at 200 %, 1280 at 400 %."""
PAPER = 688
"""Units between the margins of A4."""
OVER = """(() => {
  const main = document.querySelector('main'), out = [];
  main.querySelectorAll('details').forEach(one => { one.open = true; });
  const away = one => { for (let at = one; at; at = at.parentElement) {
    if (getComputedStyle(at).clipPath === 'inset(50%)') return true; } return false; };
  const texts = [], walk = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const text = walk.currentNode, range = document.createRange();
    if (!text.textContent.trim() || !text.parentElement.checkVisibility() || away(text.parentElement)) continue;
    range.selectNodeContents(text);
    for (const box of range.getClientRects()) if (box.width > 1) texts.push([text, box]);
  }
  for (const tag of main.querySelectorAll('.tag, .next.care, .meet')) {
    if (!tag.checkVisibility() || away(tag)) continue;
    for (const own of tag.getClientRects()) for (const [text, box] of texts) {
      const wide = Math.min(own.right, box.right) - Math.max(own.left, box.left);
      const high = Math.min(own.bottom, box.bottom) - Math.max(own.top, box.top);
      if (!tag.contains(text) && wide > 1 && high > 2)
        out.push(`${tag.innerText.slice(0, 30)} / ${text.textContent.trim().slice(0, 30)}`);
    }
  }
  return JSON.stringify([...new Set(out)]);
})()"""


@browser
@pytest.mark.parametrize("language", ["fr", "en"] if EVERY else ["fr"])  # English with `make axe`
def test_no_word_in_a_box_lies_over_another_text(tmp_path: Path, language: str) -> None:
    """« pas encore montré », « va avec ce que l'offre demande », « brouillon »: every word of each page, unfolded."""
    db = ready(tmp_path / "m.db", "AB", "CD")
    bring(db, *({**result(n, plays), "packet_id": f"{n + 90:032x}"} for n, plays in enumerate(PLAYS)),
          *(body(who, code="K4-PQR", sitting_id=who) for who in PEOPLE[4:]))  # fmt: skip
    with Store.open(db) as store:
        kept = [preselect(store, str(row["offer_id"]), "AB", NOW)[0] for row in store.rows(
            "select offer_id from offers where status='open' order by offer_id limit 3")]  # fmt: skip
    house = house_of(db, Clock(), language)
    house.end, house.pictures = lambda: None, AtOnce()
    said = []
    with (
        opened(tmp_path / "profile", 1366, 900.0) as page, answering(house) as address,
        httpx2.Client(base_url=address, follow_redirects=True, timeout=30) as client,
    ):
        reader = Browser(client, Clock(), house)  # type: ignore[arg-type]
        lived(reader, db)
        more = [f"/people/{PLAYERS[-1]}{part}" for part in ("", "/offers", "/card", "/tries", "/why/dexterite")]
        paths = [*linked(reader), *more, *(f"/lists/{one}" for one in kept)]
        cookie = cookie_of(int(address.rpartition(":")[2]))
        page.call("Network.setCookie", name=cookie, value=client.cookies[cookie], url=address)
        for path in paths:
            page.go(address + path)
            for width in (*WIDTHS, PAPER):
                page.call("Emulation.setEmulatedMedia", media="print" if width == PAPER else "")
                page.wide(width)
                said += [f"{path} {width} {one}" for one in json.loads(page.run(OVER))]
            page.call("Emulation.setEmulatedMedia", media="")
    assert said == []
