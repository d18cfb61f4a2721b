"""The proof that stands on paper: it holds, one altered letter does not; and the ticket that bears it."""

import socket
import threading
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from conftest import read_run, run
from fpdf import FPDF
from hypothesis import given
from hypothesis import strategies as st
from test_pass import of_three

from cli.main import main
from export.files.paper import AXIS, write_pass
from export.files.qr import qr
from export.files.ticket import COLUMNS, CUT, Printer, PrinterError, Ticket, escpos, picture, send, text_of
from export.packets.cards import make_card, write_card
from export.packets.keys import station_keys
from export.packets.proof import MOST, PREFIX, ROWS, Proof, ProofError, Proven, make_proof, read_proof, verify
from export.store.intake import add_station, revoke_station
from export.store.store import Store
from game.journey.result import boarding_pass, paper_of, proof_of, what_was_shown
from game.journey.settle import ends_on
from game.screen.scene import Comfort
from scenarios.reference import habiletes

TODAY = date(2026, 11, 28)
ID = "00112233445566778899aabbccddeeff"


def made(folder: Path, rows: int = 4) -> tuple[str, dict[str, bytes], Proof]:
    station = station_keys(folder)
    names = [one.id for one in habiletes()][:rows]
    told = tuple(Proven(name, "shown", 2, -3, 14) for name in names)
    proof = Proof(
        station.station_id, ID, "person", TODAY, TODAY + timedelta(days=92), "H2911", "panneau_fuselage", told
    )
    return make_proof(proof, station), {station.station_id: station.verify_key}, proof


def test_a_proof_holds_offline_and_is_small(tmp_path: Path) -> None:
    """What was put in comes out; with every row there may be it still stays under 300 signs, all of them a QR's own."""
    text, keys, proof = made(tmp_path)
    assert verify(text, keys, TODAY) == proof
    full, keys, _ = made(tmp_path, rows=17)
    assert len(full) <= MOST
    assert len(verify(full, keys, TODAY).rows) == ROWS
    assert set(full) <= set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-")
    assert verify("\n".join(text[n : n + 40].lower() for n in range(0, len(text), 40)), keys, TODAY) == proof


def test_one_altered_letter_is_refused(tmp_path: Path) -> None:
    """Each sign in turn, changed, left out, or doubled; and two neighbours swapped."""
    text, keys, proof = made(tmp_path)
    for at in range(len(text)):
        other = "B" if text[at] != "B" else "C"
        near = text[:at] + text[at + 1 : at + 2] + text[at] + text[at + 2 :]
        changed = (
            text[:at] + other + text[at + 1 :],
            text[:at] + text[at + 1 :],
            text[:at] + text[at] + text[at:],
            near,
        )
        for one in changed:
            if one != text:
                with pytest.raises(ProofError):
                    verify(one, keys, TODAY)
    assert verify(text, keys, TODAY) == proof


@given(st.text(max_size=400) | st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", max_size=280).map(PREFIX.__add__))
def test_nothing_else_is_ever_taken_for_a_proof(text: str) -> None:
    with pytest.raises(ProofError):
        verify(text, {}, TODAY)


def test_an_unknown_post_another_key_and_a_day_too_late_are_each_named(tmp_path: Path) -> None:
    text, keys, _ = made(tmp_path / "a")
    _, others, _ = made(tmp_path / "b")
    cases = (
        ({}, TODAY, "proof.unknown_station"), (others, TODAY, "proof.unknown_station"),
        (dict.fromkeys(keys, *others.values()), TODAY, "proof.altered"),
        (keys, TODAY + timedelta(days=93), "proof.over"),
    )  # fmt: skip
    for known, day, key in cases:
        with pytest.raises(ProofError) as caught:
            verify(text, known, day)
        assert caught.value.key == key
    with pytest.raises(ProofError) as caught:
        read_proof("ENVOL2-ABC")
    assert caught.value.key == "proof.newer"


def test_the_command_says_what_holds_and_what_does_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A recruiter's machine knows the cards it was given; a file or the text itself; French and English."""
    monkeypatch.setenv("ENVOL_HOME", str(tmp_path / "recruiter"))
    text, _, proof = made(tmp_path / "post")
    station = station_keys(tmp_path / "post")
    late = make_proof(replace(proof, made=date(2020, 3, 1), until=date(2020, 6, 1)), station)
    fresh = make_proof(replace(proof, made=date.today(), until=date.today()), station)
    cards = tmp_path / "cards"
    cards.mkdir()
    write_card(cards / "post.card", make_card("station", "Poste 1", station.verify_key, []))
    (tmp_path / "proof.txt").write_text(fresh + "\n")
    assert main(["--lang", "fr", "proof", str(tmp_path / "proof.txt"), "--trust", str(cards)]) == 0
    out = capsys.readouterr().out
    assert ID in out
    assert "Ceci n'est pas un diplôme." in out
    assert "À l'aise" in out
    clock = make_proof(replace(proof, made=date(2098, 5, 3), until=date(2098, 8, 3)), station)
    assert main(["--lang", "fr", "proof", clock, "--trust", str(cards)]) == 0
    assert "l'horloge du poste n'était pas à l'heure" in capsys.readouterr().out
    assert main(["--lang", "en", "proof", fresh, "--trust", str(cards / "post.card"), "--json"]) == 0
    assert f'"candidate_id": "{ID}"' in capsys.readouterr().out
    for wrong, word in (
        (fresh, "ne connaît"),
        (late, "valable depuis"),
        (fresh[:-2] + ("BA" if fresh.endswith("AA") else "AA"), "ne tient pas"),
        ("nothing.txt", "pas une preuve"),
    ):
        trust = [] if word == "ne connaît" else ["--trust", str(cards)]
        assert main(["--lang", "fr", "proof", wrong, *trust]) == 1
        said = capsys.readouterr()
        assert word in said.err
        assert not said.out
    (cards / "other.txt").write_text("no card")
    assert main(["--lang", "fr", "proof", text, "--trust", str(cards)]) == 1


def test_the_paper_bears_the_proof_of_what_was_shown(tmp_path: Path) -> None:
    """From a played run to the page: each row of the proof is one of the pass, and the page holds its QR code."""
    shown = what_was_shown([read_run(run("expert"))], "easy")
    text = proof_of(shown, ID, tmp_path, TODAY)
    station = station_keys(tmp_path)
    found = verify(text, {station.station_id: station.verify_key}, TODAY)
    by_name = {m.habilete: m for m in shown.told_profile().measured}
    assert found.rows
    for row in found.rows:
        m = by_name[row.habilete]
        assert (row.statement, row.level, row.low, row.high) == (
            m.statement,
            m.level,
            round(m.low * 10),
            round(m.high * 10),
        )
    assert found.until == ends_on(TODAY)
    card = boarding_pass(shown, "K4-MTQ", Comfort())
    out = tmp_path / "pass.pdf"
    write_pass(out, paper_of(card, Comfort(), ID, (text, TODAY)))
    plain = tmp_path / "plain.pdf"
    write_pass(plain, paper_of(card, Comfort(), ID))
    assert out.stat().st_size > plain.stat().st_size + 1000


@pytest.mark.parametrize(("language", "easy"), [("fr", False), ("fr", True), ("en", False)])
@pytest.mark.parametrize("robot", ["expert", "novice"])
def test_no_words_of_the_paper_run_into_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, robot: str, language: str, easy: bool
) -> None:
    """After three workshops: each line has its own place on the page, none below its foot, none under the axis."""
    drawn: list[tuple[int, float, float, float, float, str]] = []
    text = FPDF.text

    def told(pdf: FPDF, x: float, y: float, says: str) -> None:
        drawn.append((pdf.page, x, x + pdf.get_string_width(says), y - pdf.font_size * 0.7, y, says))
        text(pdf, x, y, says)

    monkeypatch.setattr(FPDF, "text", told)
    comfort = Comfort(language=language, easy=easy)
    card = boarding_pass(of_three(robot), "K4-MTQ", comfort)
    assert len(card.rows) > 6
    # As many as a visit of all workshops could show: on as many pages as they take.
    card = replace(card, rows=card.rows * 2) if robot == "novice" else card
    write_pass(tmp_path / "pass.pdf", paper_of(card, comfort, ID, ("ENVOL" * 40, TODAY)))
    said = " ".join(" ".join(one[5] for one in drawn).replace("\u00a0", " ").split())
    for row in card.rows:
        # The fullest has the first fact of each row on its one page, and how all of them stand.
        assert all(" ".join(fact.split()) in said for fact in (row.label, row.words, *row.actions[:1], row.less))
    for page, left, right, top, low, says in drawn:
        assert (left >= 15, right <= 195.5, low <= 292) == (True, True, True), says
        for other in drawn:
            apart = page != other[0] or right <= other[1] or other[2] <= left or low <= other[3] or other[4] <= top
            assert apart or (left, top, says) == (other[1], other[3], other[5]), (says, other[5])
        beside = any(abs(low - other[4]) < 8 and other[1] == AXIS[0] for other in drawn if other[0] == page)
        assert left >= AXIS[0] or right < AXIS[0] or not beside, says


def test_a_station_whose_key_is_damaged_gives_a_paper_without_proof(tmp_path: Path) -> None:
    (tmp_path / "station.key").write_text("broken")
    shown = what_was_shown([read_run(run("expert"))], "easy")
    assert proof_of(shown, ID, tmp_path, TODAY) == ""
    (tmp_path / "station.key").unlink()
    for clock in (date(1970, 1, 1), date(2098, 5, 3)):
        assert proof_of(shown, ID, tmp_path, clock) == ""
    assert proof_of(shown, ID, tmp_path, TODAY)


# The ticket.

TICKET = Ticket(
    "ENVOL", "28/11/2026", "Premier essai, à confirmer", ("Ce que l'on a vu", "Rien encore."),
    ("7 rivets sur 8 à la bonne tige", "Trou ovale : étiquette posée, et un fait si long qu'il prend deux lignes"),
    "Des métiers à rencontrer", (("Ajusteuse-monteuse ou ajusteur-monteur", "Stand 12"), ("Magasinière", "")),
    "Votre code", "K4-MTQ", ("Ceci n'est pas un diplôme.",), PREFIX + "ABC234",
)  # fmt: skip


def test_a_ticket_is_within_its_paper_and_says_all() -> None:
    """No line is wider than the paper, accents are kept, the code stands alone, the paper is cut at the end."""
    data = escpos(TICKET)
    lines = text_of(data)
    assert max(map(len, lines)) <= COLUMNS
    words = " ".join(" ".join(lines).split())
    for said in ("à confirmer", "7 rivets sur 8", "deux lignes", "Stand 12", "K4-MTQ", "Ceci n'est pas un diplôme."):
        assert said in words
    assert data.endswith(CUT)
    assert len([line for line in lines if line.strip()]) <= 25
    assert "€" in " ".join(text_of(escpos(replace(TICKET, banner="12 €"))))


def test_the_picture_on_the_ticket_is_the_code_with_its_margin() -> None:
    """Dots in the raster, k by k, are the modules of the code; four light ones stand around."""
    text = TICKET.picture
    data = picture(text)
    wide, high = int.from_bytes(data[4:6], "little"), int.from_bytes(data[6:8], "little")
    rows = qr(text)
    k = high // (len(rows) + 8)
    for y in range(high):
        bits = "".join(f"{byte:08b}" for byte in data[8 + y * wide : 8 + (y + 1) * wide])
        for x in range(high):
            inside = 0 <= y // k - 4 < len(rows) and 0 <= x // k - 4 < len(rows)
            assert (bits[x] == "1") == (inside and rows[y // k - 4][x // k - 4])


def test_a_full_proof_fits_on_the_paper(tmp_path: Path) -> None:
    """At four dots a module at least: 0.5 mm, what a telephone reads."""
    text, _, _ = made(tmp_path, rows=17)
    assert len(qr(text)) + 8 <= 512 // 4


@pytest.mark.parametrize("word", ["", "file:", "usb:lp0", "net:", "net:host:70000", "lpt1", "serial:/dev/x"])
def test_a_word_that_names_no_printer_is_refused(word: str) -> None:
    with pytest.raises(PrinterError) as caught:
        Printer.read(word)
    assert caught.value.key == "ticket.bad_printer"


def test_tickets_reach_a_folder_a_file_and_the_network(tmp_path: Path) -> None:
    """A folder takes one numbered file a ticket; a network printer the same bytes."""
    send(Printer.read(f"file:{tmp_path}"), b"one")
    send(Printer.read(f"file:{tmp_path}"), b"two")
    assert [p.read_bytes() for p in sorted(tmp_path.glob("*.bin"))] == [b"one", b"two"]
    got: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def take() -> None:
            line, _ = server.accept()
            with line:
                while part := line.recv(4096):
                    got.append(part)

        thread = threading.Thread(target=take)
        thread.start()
        send(Printer.read(f"net:127.0.0.1:{server.getsockname()[1]}"), escpos(TICKET))
        thread.join(10)
    assert b"".join(got) == escpos(TICKET)


def test_a_printer_that_does_not_answer_is_named(tmp_path: Path) -> None:
    """Nobody listens; no such device; a device that takes nothing more (a full pipe stands for it)."""
    import os

    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    for word in (f"net:127.0.0.1:{port}", f"usb:{tmp_path / 'none'}", f"file:{tmp_path / 'no' / 'no' / 'x'}/"):
        if word.startswith("file:"):
            continue
        with pytest.raises(PrinterError) as caught:
            send(Printer.read(word), b"x")
        assert caught.value.key == "ticket.refused"
    pipe = tmp_path / "lp0"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        with pytest.raises(PrinterError) as caught:
            send(Printer.read(f"usb:{pipe}"), bytes(200_000), limit_s=0.2)
        assert caught.value.key == "ticket.stuck"
    finally:
        os.close(reader)


def test_the_proof_of_a_revoked_post_holds_no_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever day it says: who holds a lost key writes any day with it."""
    monkeypatch.setattr("game.station.home.default_folder", lambda: tmp_path / "none")
    text, keys, _ = made(tmp_path)
    (station, key), db = next(iter(keys.items())), tmp_path / "m.db"
    with Store.open(db) as store:
        add_station(store, key, "Poste", datetime.now(UTC))
    words = ["--lang", "fr", "proof", text, "--db", str(db)]
    monkeypatch.setattr("cli.proof.date", SimpleNamespace(today=lambda: TODAY))
    assert main(words) == 0
    with Store.open(db) as store:
        revoke_station(store, station, datetime.now(UTC))
    assert main(words) == 1
    assert "a retiré" in capsys.readouterr().err
