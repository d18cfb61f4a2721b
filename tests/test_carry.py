"""Transport by stick: whatever happens to it, every result arrives once, and none is forgotten before its receipt."""

import datetime
import json
import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import panneau
from nacl.public import PrivateKey, PublicKey
from nacl.signing import SigningKey
from store_kit import NOW, body, keys
from test_consent import at_the_pass
from way_kit import press, says

from assets.texts import Catalogue, languages
from cli.main import main
from export.packets import receipts
from export.packets.body import new_id
from export.packets.cards import CARD_FILE, make_card, read_card, write_card
from export.packets.keys import Station, station_id_of, station_keys
from export.packets.outbox import Outbox
from export.packets.packet import open_packet, seal
from export.packets.receipts import ReceiptError, Received, opened, sha_of, signing_of, write_receipt
from export.packets.stick import PACKETS, RECEIPTS, carry, on_stick, packets_on
from export.store.erasing import erase
from export.store.intake import add_station, import_batch
from export.store.receiving import receive
from export.store.store import Store
from game.journey.settle import SENT_DAYS, clean, settle_sent
from game.station import boot
from game.station.boot import BootMoment
from game.station.consent import VisitConsent
from game.station.home import Home

MANY = int(os.environ.get("ENVOL_PACKETS", "240"))
"""Spoilt packets in the last test; `make carry` asks for 10,000."""
SOURCE, HERE = keys()
ELSEWHERE = PrivateKey(bytes(range(2, 34)))
CARD = make_card(
    "organisation", "Agence", bytes(HERE.public_key), [], bytes(signing_of(HERE).verify_key)
)  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "matching.db") as made:
        add_station(made, SOURCE.verify_key, "Poste 1", NOW)
        yield made


def filled(folder: Path, n: int = 3) -> Outbox:
    outbox = Outbox(folder / "outbox")
    for _ in range(n):
        outbox.put(body(), SOURCE, HERE.public_key)
    return outbox


def there_and_back(outbox: Outbox, store: Store, stick: Path) -> tuple[int, ...]:
    """One whole round: (laid, imported, forgotten)."""
    laid = carry(outbox, SOURCE.station_id, CARD, stick).laid
    found = receive(store, stick, HERE, NOW)
    back = carry(outbox, SOURCE.station_id, CARD, stick)
    return laid, sum(one.outcome.state == "imported" for one in found), back.forgotten


def test_every_result_arrives_once_and_is_then_forgotten(store: Store, tmp_path: Path) -> None:
    """Three results; the second round finds nothing to do; the stick is empty of packets."""
    outbox, stick = filled(tmp_path), tmp_path / "clé"
    assert there_and_back(outbox, store, stick) == (3, 3, 3)
    assert outbox.waiting() == []
    assert packets_on(stick) == []
    assert there_and_back(outbox, store, stick) == (0, 0, 0)
    assert store.first_row("select count(*) as n from candidates")["n"] == 3  # type: ignore[index]


def test_nothing_is_forgotten_before_the_receipt(store: Store, tmp_path: Path) -> None:
    """Carried twice, lost stick, another stick: the post still has all, and the base each once."""
    outbox = filled(tmp_path)
    carry(outbox, SOURCE.station_id, CARD, tmp_path / "lost")
    assert len(outbox.waiting()) == 3
    carry(outbox, SOURCE.station_id, CARD, tmp_path / "stick")
    again = carry(outbox, SOURCE.station_id, CARD, tmp_path / "stick")
    assert (again.laid, again.there) == (0, 3)
    receive(store, tmp_path / "stick", HERE, NOW)
    twice = receive(store, tmp_path / "stick", HERE, NOW)
    assert {one.outcome.state for one in twice} == {"already"}
    # The stick that was lost turns up after all: known, and its receipts serve as well.
    receive(store, tmp_path / "lost", HERE, NOW)
    assert carry(outbox, SOURCE.station_id, CARD, tmp_path / "lost").forgotten == 3
    assert store.first_row("select count(*) as n from candidates")["n"] == 3  # type: ignore[index]


def test_old_after_new_changes_nothing(store: Store, tmp_path: Path) -> None:
    """The same person twice, the later result first: what is known of them stays the later one."""
    outbox, who = Outbox(tmp_path / "outbox"), new_id()
    first = outbox.put(body(who, language="fr"), SOURCE, HERE.public_key)
    second = outbox.put(body(who, language="en"), SOURCE, HERE.public_key)
    for n, waiting in enumerate((second, first)):
        stick = tmp_path / f"stick{n}"
        target = on_stick(stick, PACKETS) / waiting.path.name
        target.parent.mkdir(parents=True)
        target.write_bytes(waiting.path.read_bytes())
        receive(store, stick, HERE, NOW)
    row = store.first_row("select packet_id from readouts where candidate_id=?", who)
    assert row is not None
    assert row["packet_id"] == second.packet_id


@pytest.mark.parametrize("share", [0.0, 0.3, 0.999])
def test_a_copy_that_was_cut_off_is_named_and_made_again(share: float, store: Store, tmp_path: Path) -> None:
    """A stick pulled in the middle of a file, by somebody else's copying: refused with a sentence, then mended."""
    outbox, stick = filled(tmp_path, 2), tmp_path / "stick"
    carry(outbox, SOURCE.station_id, CARD, stick)
    whole, _ = packets_on(stick)
    data = whole.read_bytes()
    whole.write_bytes(data[: int(len(data) * share)])
    (on_stick(stick, PACKETS) / f".{whole.name}.ab12.part").write_bytes(b"half")
    found = receive(store, stick, HERE, NOW)
    assert sorted(one.outcome.state for one in found) == ["imported", "refused"]
    back = carry(outbox, SOURCE.station_id, CARD, stick)
    assert (back.forgotten, back.laid) == (1, 1)
    assert there_and_back(outbox, store, stick)[1:] == (1, 1)


def test_a_full_or_pulled_stick_is_said_and_nothing_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The sentence names the file and why; the outbox is whole."""
    outbox = filled(tmp_path, 2)
    write_card(tmp_path / CARD_FILE, CARD)
    (tmp_path / "station.key").write_text(bytes(SOURCE.signing).hex())
    (tmp_path / "stick").mkdir()
    for number, word in ((28, "plein"), (5, "ne répond pas"), (2, "retirée")):

        def refuses(path: Path, data: bytes, number: int = number) -> None:
            raise OSError(number, os.strerror(number), str(path))

        monkeypatch.setattr("export.packets.stick.write_whole", refuses)
        assert main(["--lang", "fr", "carry", str(tmp_path / "stick"), "--home", str(tmp_path)]) == 1
        said = capsys.readouterr().err
        assert "Rien n'est perdu" in said
        assert word in said
        assert len(outbox.waiting()) == 2


def test_a_stick_that_gives_back_something_else_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    outbox = filled(tmp_path, 1)

    def worn(path: Path, data: bytes) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))

    monkeypatch.setattr("export.packets.stick.write_whole", worn)
    with pytest.raises(OSError, match="error"):
        carry(outbox, SOURCE.station_id, CARD, tmp_path / "stick")
    assert packets_on(tmp_path / "stick") == []
    assert len(outbox.waiting()) == 1


def test_who_was_erased_at_the_organisation_is_forgotten_at_the_post(store: Store, tmp_path: Path) -> None:
    """A packet of theirs that comes again is refused, and the post is told to let it go."""
    outbox, stick, who = Outbox(tmp_path / "outbox"), tmp_path / "stick", new_id()
    outbox.put(body(who), SOURCE, HERE.public_key)
    carry(outbox, SOURCE.station_id, CARD, stick)
    receive(store, stick, HERE, NOW)
    for path in on_stick(stick, RECEIPTS).iterdir():
        path.unlink()
    erase(store, who, NOW)
    assert receive(store, stick, HERE, NOW)[0].outcome.key == "packet.erased"
    back = carry(outbox, SOURCE.station_id, CARD, stick)
    assert (back.forgotten, back.gone) == (0, 1)
    assert outbox.waiting() == []


def test_a_packet_that_comes_after_its_person_was_erased_is_forgotten_at_the_post(store: Store, tmp_path: Path) -> None:
    """It was never in the base: its post is told to let it go all the same."""
    outbox, stick, who = Outbox(tmp_path / "outbox"), tmp_path / "stick", new_id()
    outbox.put(body(who), SOURCE, HERE.public_key)
    carry(outbox, SOURCE.station_id, CARD, stick)
    erase(store, who, NOW)
    assert receive(store, stick, HERE, NOW)[0].outcome.key == "packet.erased"
    back = carry(outbox, SOURCE.station_id, CARD, stick)
    assert (back.forgotten, back.gone) == (0, 1)
    assert outbox.waiting() == []


# Receipts.


def receipt(stick: Path, outbox: Outbox, organisation: PrivateKey = HERE, station: str = SOURCE.station_id) -> Path:
    told = [
        Received(packet_id=w.packet_id, sealed=sha_of(w.path.read_bytes()), state="taken") for w in outbox.waiting()
    ]
    return write_receipt(on_stick(stick, RECEIPTS), organisation, station, told)


def test_a_receipt_altered_by_one_bit_or_of_another_lets_nothing_go(tmp_path: Path) -> None:
    """Another organisation, another post, one altered bit, half of it: nothing is forgotten, each is named."""
    outbox, stick = filled(tmp_path), tmp_path / "stick"
    path = receipt(stick, outbox)
    data = path.read_bytes()
    chance = random.Random(7)
    spoilt = [data[: chance.randrange(len(data))] for _ in range(20)]
    for _ in range(60):
        at = chance.randrange(len(data))
        spoilt.append(data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :])
    for one in spoilt:
        path.write_bytes(one)
        found = carry(outbox, SOURCE.station_id, CARD, stick)
        assert found.forgotten == 0
        assert [key for _, key in found.refused] != []
    path.unlink()
    other = receipt(stick, outbox, ELSEWHERE)
    assert carry(outbox, SOURCE.station_id, CARD, stick).refused == ((other.name, "receipt.altered"),)
    other.unlink()
    foreign = receipt(stick, outbox, station="ab" * 8)
    foreign.rename(foreign.with_name(SOURCE.station_id + foreign.name[16:]))
    assert [key for _, key in carry(outbox, SOURCE.station_id, CARD, stick).refused] == ["receipt.other_station"]
    assert len(outbox.waiting()) == 3


def test_a_receipt_lets_go_only_of_the_very_bytes_it_names(tmp_path: Path) -> None:
    outbox, stick = filled(tmp_path, 2), tmp_path / "stick"
    first, second = outbox.waiting()
    told = [
        Received(packet_id=first.packet_id, sealed=sha_of(b"other"), state="taken"),
        Received(packet_id=second.packet_id, sealed=sha_of(second.path.read_bytes()), state="taken"),
    ]
    write_receipt(on_stick(stick, RECEIPTS), HERE, SOURCE.station_id, told)
    assert carry(outbox, SOURCE.station_id, CARD, stick).forgotten == 1
    assert [w.packet_id for w in outbox.waiting()] == [first.packet_id]


def test_a_signed_receipt_of_another_organisation_with_our_key_is_refused() -> None:
    """Whatever is signed with the right key but names another organisation, or is no receipt."""
    signing = signing_of(HERE)
    whole = {"envol_receipt": 1, "organisation": "ab" * 32, "station_id": SOURCE.station_id, "packets": []}
    for raw, key in (
        (json.dumps(whole).encode(), "receipt.not_one"),
        (b"[]", "receipt.not_one"),
        (json.dumps({**whole, "packets": [{"packet_id": "a" * 32, "sealed": "b" * 64, "state": "taken"}]}).encode(),
         "receipt.other_organisation"),
    ):  # fmt: skip
        data = receipts.MAGIC + signing.sign(receipts.CONTEXT + raw).signature + raw
        with pytest.raises(ReceiptError) as caught:
            opened(data, bytes(HERE.public_key), bytes(signing.verify_key), SOURCE.station_id)
        assert caught.value.key == key


def test_a_card_of_before_receipts_is_still_read_and_forgets_nothing(tmp_path: Path) -> None:
    old = make_card("organisation", "Agence", bytes(HERE.public_key), [])
    write_card(tmp_path / "old.card", old)
    assert "signing_key" not in (tmp_path / "old.card").read_text()
    assert read_card(tmp_path / "old.card", "organisation") == old
    outbox, stick = filled(tmp_path, 1), tmp_path / "stick"
    receipt(stick, outbox)
    assert [key for _, key in carry(outbox, SOURCE.station_id, old, stick).refused] == ["receipt.old_card"]
    assert len(outbox.waiting()) == 1


# The way of a person.


def test_a_sealed_result_waits_for_its_receipt_and_no_longer_than_three_months(tmp_path: Path) -> None:
    """The record says « sent »; a start keeps it; the receipt lets it go; time lets it go too."""
    home = Home.open(tmp_path / "home")
    try:
        who, old = new_id(), new_id()
        outbox = Outbox(home.folder / "outbox")
        now = boot.now()
        for candidate, days in ((who, 0), (old, SENT_DAYS + 2)):
            seen = BootMoment(now.boot, now.ms, now.wall - days * 86_400)
            home.records.write(VisitConsent(candidate, "K4-MTQ", "sent", seen))
            outbox.put(body(candidate), SOURCE, HERE.public_key)
        clean(home, datetime.date.today())
        assert [one.candidate for one in home.records.all()] == [who]
        assert len(outbox.waiting()) == 1
        outbox.received(outbox.waiting()[0].packet_id)
        settle_sent(home.folder)
        assert home.records.all() == ()
    finally:
        home.close()


@pytest.mark.parametrize("language", languages())
def test_the_commands_carry_from_a_post_to_a_base_and_back(
    language: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Only commands, as two people would: cards, stick, receive, stick again."""
    base, post, stick = tmp_path / "base.db", tmp_path / "post", tmp_path / "stick"
    stick.mkdir()

    def said(*words: object, status: int = 0) -> str:
        assert main(["--lang", language, *map(str, words)]) == status
        told = capsys.readouterr()
        return told.out + told.err

    said("organisation", "card", "--db", base, "--out", tmp_path / "org.card", "--label", "Agence")
    said("station", "card", "--home", post, "--out", tmp_path / "post.card", "--label", "Poste 1")
    assert said("carry", stick, "--home", post, status=1)
    said("station", "join", tmp_path / "org.card", "--home", post)
    said("station", "enrol", tmp_path / "post.card", "--db", base)
    card = read_card(post / CARD_FILE, "organisation")
    outbox = Outbox(post / "outbox")
    outbox.put(body(), station_keys(post), PublicKey(bytes.fromhex(card.public_key)))
    assert "1" in said("carry", stick, "--home", post)
    assert "1" in said("receive", stick, "--db", base)
    assert len(outbox.waiting()) == 1
    said("carry", stick, "--home", post)
    assert outbox.waiting() == []
    assert str(tmp_path / "none") in said("carry", tmp_path / "none", "--home", post, status=1)


def test_spoilt_packets_are_never_taken_in_and_each_is_named(store: Store) -> None:
    """Altered, cut off, replayed as another, foreign: none is imported, each has a sentence in every language."""
    chance = random.Random(2026)
    texts = Catalogue.load()
    good = [seal(body(), SOURCE.signing, SOURCE.station_id, n + 1, HERE.public_key) for n in range(4)]
    stranger_key = SigningKey(bytes(range(5, 37)))
    stranger = Station(station_id_of(bytes(stranger_key.verify_key)), stranger_key)
    foreign = [
        seal(body(), SOURCE.signing, SOURCE.station_id, 9, ELSEWHERE.public_key),
        seal(body(), stranger.signing, stranger.station_id, 1, HERE.public_key),
        seal(body(), stranger.signing, SOURCE.station_id, 2, HERE.public_key),
    ]
    first = {one.state for one in import_batch(store, good, HERE, NOW)}
    assert first == {"imported"}
    before = store.first_row("select count(*) as n from packets")["n"]  # type: ignore[index]
    replayed = [seal(body(), SOURCE.signing, SOURCE.station_id, n + 1, HERE.public_key) for n in range(4)]
    spoilt: list[bytes] = []
    for n in range(MANY):
        data = chance.choice(good)
        at = chance.randrange(len(data))
        kind = n % 5
        if kind == 0:
            data = data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :]
        elif kind == 1:
            data = data[:at]
        elif kind == 2:
            data = data[:at] + chance.randbytes(chance.randrange(1, 60)) + data[at:]
        elif kind == 3:
            data = chance.choice(replayed)
        else:
            data = chance.choice(foreign)
        spoilt.append(data)
    for at in range(0, len(spoilt), 100):
        for outcome in import_batch(store, spoilt[at : at + 100], HERE, NOW):
            assert outcome.state in ("refused", "quarantined"), outcome
            assert all(texts.t(outcome.key, language) for language in languages())
    assert store.first_row("select count(*) as n from packets")["n"] == before  # type: ignore[index]


def test_a_post_with_a_card_seals_a_share_to_its_organisation(tmp_path: Path) -> None:
    """No base is made here: the packet waits, the goodbye says so, a start keeps it, and the agency can read it."""
    home = Home.open(tmp_path / "home")
    try:
        write_card(home.folder / CARD_FILE, CARD)
        app = at_the_pass(home, panneau())
        press(app, "share", "months_3")
        assert says(app)[0] == "goodbye.sent"
        assert not (home.folder / "matching.db").exists()
        (waiting,) = Outbox(home.folder / "outbox").waiting()
        assert [one.state for one in home.records.all()] == ["sent"]
        assert not list((home.folder / "runs").glob("*.journal"))
        clean(home, datetime.date.today())
        assert waiting.path.exists()
        station = station_keys(home.folder)
        found = open_packet(waiting.path.read_bytes(), HERE, {station.station_id: station.verify_key})
        assert found.body.consent.months == 3
    finally:
        home.close()


def test_a_card_that_cannot_be_read_is_said_and_nothing_is_sent(tmp_path: Path) -> None:
    home = Home.open(tmp_path / "home")
    try:
        (home.folder / CARD_FILE).write_text("no card")
        app = at_the_pass(home, panneau())
        press(app, "share", "months_3")
        assert says(app)[0] == "boarding"
        assert "Rien n'est parti" in says(app)[1]
        assert Outbox(home.folder / "outbox").waiting() == []
        assert [one.state for one in home.records.all()] == ["undecided"]
    finally:
        home.close()
