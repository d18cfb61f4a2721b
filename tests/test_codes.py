"""Printed codes: any order, twice, cut lines; what lacks is named by page and code; pictures of pages are read too."""

import io
import random
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from store_kit import NOW, body, keys

from cli.main import main
from export.files.code_pages import COLUMNS, ROWS, CodeSheet, pages_of
from export.files.pictures import codes_in
from export.files.qr import QUIET, qr
from export.packets.cards import CARD_FILE, make_card, write_card
from export.packets.codes import (
    A_PAGE,
    CHUNK,
    MOST,
    MOST_TEXT,
    Codes,
    CodesError,
    Lacking,
    codes_of,
    name_of,
    texts_in,
)
from export.packets.keys import ORGANISATION_FILE
from export.packets.outbox import Outbox
from export.packets.packet import seal
from export.packets.receipts import signing_of
from export.store.beside import home_beside
from export.store.intake import add_station
from export.store.store import Store
from game.station.boot import BootMoment
from game.station.consent import Records, VisitConsent

SOURCE, HERE = keys()
BYTES = random.Random(3).randbytes(CHUNK * 30 + 7)


def read(*texts: str) -> Codes:
    codes = Codes()
    for text in texts:
        codes.read(text)
    return codes


def test_codes_are_read_in_any_order_twice_and_however_their_lines_were_cut() -> None:
    """Two sets at once, shuffled, in small letters, broken by a mail: both are whole."""
    first, second = codes_of(BYTES, "packet"), codes_of(BYTES[:900], "receipt")
    every = [*first, *second, *first[:5]]
    random.Random(5).shuffle(every)
    text = "\n".join(one[:76] + "\r\n " + one[76:].lower() for one in every)
    codes = read(text)
    assert sorted(codes.whole()) == sorted([("packet", BYTES), ("receipt", BYTES[:900])])
    assert (codes.altered, list(codes.lacking())) == (0, [])
    assert max(map(len, first)) < 820
    assert A_PAGE == COLUMNS * ROWS


def test_a_lost_page_and_a_lost_code_are_named() -> None:
    """By the page and the place that stand on the paper."""
    texts = codes_of(BYTES, "packet")
    assert len(texts) == 31
    (lacking,) = read(*(one for n, one in enumerate(texts) if not 12 <= n < 24 and n != 26)).lacking()
    assert (lacking.name, lacking.total) == (name_of(BYTES).hex().upper(), 31)
    assert lacking.pages == (2,)
    assert len(lacking.lack) == 13
    assert (3, 3) in lacking.lack
    (last,) = read(*texts[:24]).lacking()
    assert last.pages == (3,)
    assert Lacking("A", "packet", 13, ((2, 1),)).pages == (2,)


def test_an_altered_code_is_counted_and_never_taken() -> None:
    """One sign changed anywhere, cut off, of another set's place, or of another program: nothing of it is used."""
    texts, chance = codes_of(BYTES[:2000], "packet"), random.Random(9)
    for _ in range(200):
        text = chance.choice(texts)
        at = chance.randrange(8, len(text))
        spoilt = text[:at] + chance.choice("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567 019!é") + text[at + 1 :]
        spoilt = spoilt if chance.random() < 0.7 else text[:at]
        codes = read(spoilt)
        assert codes.altered == 1 or spoilt == text or list(codes.lacking()) == list(read(text).lacking())
    assert read("https://example.org").altered == 1
    assert read("ENVOLX9-AAAA").altered == 1
    assert read("").altered == 0
    codes = read(*texts[:-1], codes_of(BYTES[:2000], "receipt")[-1])
    assert list(codes.whole()) == []
    for call in (lambda: codes_of(bytes(CHUNK * MOST + 1), "packet"), lambda: Codes().read("A" * (MOST_TEXT + 1))):
        with pytest.raises(CodesError):
            call()


def picture(texts: list[str], size: float, turn: float) -> bytes:
    """A scan of a page: twelve codes, a little turned."""
    page = Image.new("L", (1240, 1754), 255)
    draw = ImageDraw.Draw(page)
    for at, text in enumerate(texts):
        rows = qr(text)
        step = size / (len(rows) + 2 * QUIET)
        left, top = 60 + at % 3 * (size + 8), 150 + at // 3 * (size + 8)
        for y, row in enumerate(rows):
            for x, dark in enumerate(row):
                if dark:
                    x0, y0 = left + (x + QUIET) * step, top + (y + QUIET) * step
                    draw.rectangle((x0, y0, x0 + step - 0.5, y0 + step - 0.5), fill=0)
    out = io.BytesIO()
    page.rotate(turn, fillcolor=255).save(out, "JPEG", quality=70)
    return out.getvalue()


def test_a_picture_of_a_page_is_read_and_what_is_none_is_refused() -> None:
    """At 150 dots an inch, turned by two degrees, saved as a telephone does."""
    texts = codes_of(BYTES[: CHUNK * 3], "packet")
    made = picture(texts, 354, 2)
    assert texts_in(made) == codes_in(made)
    assert set(codes_in(made)) == set(texts)
    for bad in (b"", b"\x89PNG nothing", made[:400], b"RIFF" + bytes(40)):
        with pytest.raises(ValueError, match="picture"):
            codes_in(bad)


def test_pages_hold_twelve_codes_each() -> None:
    """A4, the set's name and its page on each."""
    pdf = pages_of([CodeSheet("Envol", "Page {page} sur {pages}.", codes_of(BYTES[:7000], "packet"))], "fr")
    assert pdf.startswith(b"%PDF")
    assert pdf.count(b"/Type /Page\n") == 2


@pytest.fixture
def post(tmp_path: Path) -> Path:
    """A post with one result that was sent and one whose share failed."""
    home = tmp_path / "home"
    (home / "visits").mkdir(parents=True)
    card = make_card("organisation", "Agence", bytes(HERE.public_key), [], bytes(signing_of(HERE).verify_key))
    write_card(home / CARD_FILE, card)
    (home / "station.key").write_text(bytes(SOURCE.signing).hex())
    for state in ("sent", "undecided"):
        made = body()
        record = VisitConsent(made["visit_id"], "K4-MTQ", state, BootMoment("b", 1, 1))  # type: ignore[arg-type]
        Records(home / "visits").write(record)
        Outbox(home / "outbox").put(made, SOURCE, HERE.public_key)
    return home


def texts_of(home: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]) -> list[str]:
    """What stands in the codes that a command prints."""
    told: list[CodeSheet] = []

    def kept(sheets: list[CodeSheet], language: str) -> bytes:
        told.extend(sheets)
        return b"%PDF"

    with monkeypatch.context() as patch:
        patch.setattr("export.files.code_pages.pages_of", kept)
        assert main(["--lang", "fr", "codes", *words]) == 0
    return [code for sheet in told for code in sheet.codes]


def test_a_result_goes_by_paper_and_its_receipt_comes_back_by_paper(
    post: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Printed, half of it read and named, then all, twice; only the receipt lets the post forget."""
    db = tmp_path / "m.db"
    home_beside(db).mkdir()
    (home_beside(db) / ORGANISATION_FILE).write_text(bytes(HERE).hex())
    with Store.open(db) as store:
        add_station(store, SOURCE.verify_key, "Poste 1", NOW)
    codes = texts_of(post, monkeypatch, ["print", "--out", str(tmp_path / "a.pdf"), "--home", str(post)])
    some, rest = tmp_path / "some.txt", tmp_path / "rest.txt"
    some.write_text("\n".join(codes[1:]))
    rest.write_text(codes[0])
    read_words = ["codes", "read", "--db", str(db)]
    assert main(["--lang", "fr", *read_words, str(some)]) == 1
    assert "page 1, code 1" in capsys.readouterr().err
    both = [*read_words[1:], str(some), str(rest)]
    receipts = texts_of(post, monkeypatch, [*both, "--receipts", str(tmp_path / "r.pdf")])
    said = capsys.readouterr().out
    assert "Pris dans la base : 1" in said
    assert main(["--lang", "fr", *read_words, str(some), str(rest)]) == 0
    assert "Déjà connus : 1" in capsys.readouterr().out
    outbox, back = Outbox(post / "outbox"), tmp_path / "back.txt"
    assert len(outbox.waiting()) == 2
    back.write_text("\n".join(receipts))
    assert main(["--lang", "fr", *read_words, str(back)]) == 1
    assert "envol codes receipt" in capsys.readouterr().err
    assert main(["--lang", "fr", "codes", "receipt", str(back), "--home", str(post)]) == 0
    assert len(outbox.waiting()) == 1
    foreign = tmp_path / "foreign.txt"
    packet = seal(body(), SOURCE.signing, SOURCE.station_id, 9, HERE.public_key)
    foreign.write_text("\n".join(codes_of(packet, "receipt")))
    assert main(["--lang", "fr", "codes", "receipt", str(foreign), "--home", str(post)]) == 1
    assert len(outbox.waiting()) == 1


def test_what_cannot_be_read_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str], post: Path) -> None:
    """A picture that is none, a file that is not there, a page without codes."""
    for data, word in ((b"\x89PNG", "cette image"), (b"bonjour", "aucun code")):
        (tmp_path / "x").write_bytes(data)
        assert main(["--lang", "fr", "codes", "receipt", str(tmp_path / "x"), "--home", str(post)]) == 1
        assert word in capsys.readouterr().err
    assert main(["--lang", "fr", "codes", "receipt", str(tmp_path / "none"), "--home", str(post)]) == 1
    assert "none" in capsys.readouterr().err
