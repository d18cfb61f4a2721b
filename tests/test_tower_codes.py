"""Printed codes on the adviser's page: typed, pasted or as pictures, in any order; what lacks is named."""

import io
import random
from pathlib import Path

import pytest
from PIL import Image
from store_kit import NOW, body, keys
from tower_kit import Browser, browsing, ready, words

from export.files.qr import QUIET, qr
from export.packets.codes import MOST_HELD, Codes, CodesError, codes_of
from export.packets.keys import organisation_keys
from export.packets.packet import seal
from export.store.beside import home_beside
from export.store.intake import add_station
from export.store.store import Store

FIRST, SECOND = "1" * 32, "2" * 32


def printed(db: Path, at: int, who: str, *, other_key: bool = False) -> list[str]:
    """The codes of one result, as its post prints them."""
    station, foreign = keys()
    organisation = foreign if other_key else organisation_keys(home_beside(db))
    made = seal(body(who), station.signing, station.station_id, at, organisation.public_key)
    return codes_of(made, "packet")


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """A base with an adviser and one enrolled post."""
    path = ready(tmp_path / "m.db")
    with Store.open(path) as store:
        add_station(store, keys()[0].verify_key, "Poste 1", NOW)
    return path


def read(browser: Browser, text: str = "", *files: tuple[str, bytes]) -> str:
    """Send the form of the page; what the next page says."""
    browser.see("/people/codes")
    browser.send("/people/codes/read", {"text": text}, files=[("file", one) for one in files] or None)
    return words(browser.text)


def picture(texts: list[str]) -> bytes:
    """A few codes side by side, as a scanner gives them."""
    squares = [qr(text) for text in texts]
    side = max(len(rows) for rows in squares) + 2 * QUIET
    page = Image.new("L", (side * len(squares), side), 255)
    for at, rows in enumerate(squares):
        for y, row in enumerate(rows):
            for x, dark in enumerate(row):
                if dark:
                    page.putpixel((at * side + x + QUIET, y + QUIET), 0)
    out = io.BytesIO()
    page.resize((page.width * 3, page.height * 3), Image.Resampling.NEAREST).save(out, "PNG")
    return out.getvalue()


def test_codes_come_in_any_order_and_what_lacks_is_named_until_it_is_there(db: Path) -> None:
    """Typed without the first, shuffled and cut by a mail; then the first as a picture: taken once, with a receipt."""
    texts = printed(db, 1, FIRST)
    shuffled = random.Random(4).sample(texts[1:], len(texts) - 1)
    with browsing(db) as browser:
        browser.enter()
        browser.see("/people")
        assert "/people/codes" in browser.text
        said = read(browser, "\n".join(one[:70] + "\r\n" + one[70:].lower() for one in shuffled))
        assert "page 1, code 1" in said
        assert "Pris dans la base : 0." in said
        assert "recus.pdf" not in browser.text
        said = read(browser, "", ("page.png", picture(texts[:1])))
        assert "Pris dans la base : 1." in said
        assert "Il manque encore" not in said
        assert browser.see("/people/codes/receipts.pdf").content.startswith(b"%PDF")
        said = read(browser, "\n".join(texts))
        assert "Déjà connus : 1." in said
        assert "1 reçu est prêt" in said
        assert browser.see(f"/people/{FIRST}").status_code == 200
        browser.see("/people/codes")
        browser.send("/people/codes/forget")
        assert browser.see("/people/codes/receipts.pdf").url.path == "/people/codes"


def test_what_cannot_be_read_is_named_and_the_rest_is_taken(db: Path) -> None:
    """A PDF, a broken picture, a page without codes, an altered code, another organisation's: each has its sentence."""
    texts = printed(db, 1, FIRST)
    with browsing(db) as browser:
        browser.enter()
        assert "Rien n'a été donné" in read(browser)
        said = read(
            browser, "\n".join([*texts, "ENVOLC1-ABCDEF"]), ("pages.pdf", b"%PDF-1.7"), ("a.png", b"\x89PNG"),
            ("lettre.txt", b""),
        )  # fmt: skip
        for part in ("pages.pdf : un PDF", "a.png : cette image", "lettre.txt : aucun code", "d'autre chose : 1",
                     "Pris dans la base : 1."):  # fmt: skip
            assert part in said, part
        assert "Refusés : 1." in read(browser, "\n".join(printed(db, 2, SECOND, other_key=True)))
        assert "d'autre chose" not in words(browser.text)


def test_what_was_half_read_is_forgotten_with_an_erasure_and_is_bounded(
    db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing of anybody is held after somebody was erased; codes without end are refused, not kept."""
    texts = printed(db, 1, FIRST)
    with browsing(db) as browser:
        browser.enter()
        read(browser, "\n".join(texts[:2]))
        assert browser.house.held.papers
        browser.house.forget([FIRST])
        assert not browser.house.held.papers
        monkeypatch.setattr("export.packets.codes.MOST_HELD", 2)
        assert "trop gros" in read(browser, "\n".join(texts[:3]))
    assert MOST_HELD > 2
    codes = Codes()
    assert codes.read("\n".join(texts[:2])) == 2
    assert codes.read(texts[0]) == 1
    with pytest.raises(CodesError):
        codes.read(texts[2])
