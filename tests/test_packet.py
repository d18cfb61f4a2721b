"""The packet: sealed, signed, whole or refused; the outbox and the keys."""

import json
import stat
from argparse import Namespace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from nacl.public import PrivateKey
from nacl.signing import SigningKey
from store_kit import body, dressed, dressed_first, keys, older, sealed

from assets.texts import Catalogue
from assets.voice import Voice
from cli.problems import refusing
from export.packets.keys import KeyFileError, organisation_keys, station_keys
from export.packets.outbox import Outbox
from export.packets.packet import MAGIC, MAX_PLAIN, MAX_SEALED, Packet, PacketError, canonical, open_packet, seal

LEAST = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
SEALED = sealed()


STATIONS = {keys()[0].station_id: keys()[0].verify_key}


def opened(data: bytes) -> Packet:
    """Open as the organisation."""
    return open_packet(data, keys()[1], STATIONS)


def refusal(data: bytes) -> str:
    """The key of the refusal."""
    with pytest.raises(PacketError) as caught:
        opened(data)
    return caught.value.key


def test_what_was_sealed_is_what_is_read() -> None:
    """A packet opens to the body that was sealed, with its station and number."""
    made = body()
    read = opened(sealed(made, 7)).body
    assert read.sequence == 7
    assert read.candidate_id == made["candidate_id"]
    assert read.readout["dexterite"].p_levels == (0.95, 0.85, 0.4)
    assert read.consent.months == 3


@LEAST
@given(at=st.integers(0, len(SEALED) - 1), bit=st.integers(0, 7))
def test_one_altered_bit_is_refused(at: int, bit: int) -> None:
    """Altered bytes never open."""
    altered = bytearray(SEALED)
    altered[at] ^= 1 << bit
    assert refusal(bytes(altered))


@LEAST
@given(data=st.binary(max_size=400), clothes=st.sampled_from(["bare", "magic", "sealed", "packed", "first"]))
def test_random_bytes_are_refused_with_a_sentence(data: bytes, clothes: str) -> None:
    """Whatever the bytes, a refusal with its key and no other error."""
    wear = {
        "bare": lambda: data, "magic": lambda: MAGIC + data, "first": lambda: dressed_first(data),
        "sealed": lambda: dressed(data, packed=False), "packed": lambda: dressed(data),
    }  # fmt: skip
    wrapped = wear[clothes]()
    assert refusal(wrapped).startswith("packet.")


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (b"x" * (MAX_SEALED + 1), "packet.too_big"),
        (dressed(b" " * (MAX_PLAIN + 10)), "packet.too_big"),
        (dressed(b"[" * 100_000), "packet.too_deep"),
        (dressed(b"]" * 100_000), "packet.too_deep"),
        (dressed(canonical({"format": 4, "station_id": keys()[0].station_id})), "packet.newer"),
        (dressed(canonical({"format": 1, "station_id": keys()[0].station_id})), "packet.wrong_body"),
        (dressed(b'{"format": 2, "station_id": "%s"}' % keys()[0].station_id.encode()), "packet.wrong_body"),
        (dressed(b'{"format":2}'), "packet.wrong_body"),
        (dressed(b'{"a":NaN}'), "packet.not_a_packet"),
        (dressed(b"{}", packed=False), "packet.not_a_packet"),
        (dressed(b"{}", named=bytes(8)), "packet.unknown_station"),
        (dressed(b"{}", SigningKey.generate()), "packet.altered"),
        (dressed_first(b" " * (MAX_PLAIN + 10)), "packet.too_big"),
        (dressed_first(b"[" * 100_000), "packet.too_deep"),
        (dressed_first(b"[" * 100_000, signed=False), "packet.unknown_station"),
        (SEALED[:-9], "packet.not_for_us"),
    ],
)
def test_each_wrong_packet_has_its_reason(data: bytes, key: str) -> None:
    """Size, inflation, depth, format, form, station, signature and length: each its own refusal."""
    assert refusal(data) == key


@pytest.mark.parametrize("form", [1, 2])
def test_packets_of_earlier_forms_are_still_read(form: int) -> None:
    """One workshop, with the packet's own moment; the visit is the person. Mixed with the present form: refused."""
    made = older(form)
    wear = dressed if form == 2 else dressed_first
    read = opened(wear(canonical(made))).body
    assert (read.format, read.visit_id, read.scenario) == (form, made["candidate_id"], "panneau_fuselage")
    (only,) = read.workshops
    assert (only.made_at, only.trace, only.rules_version) == (made["made_at"], made["trace"], read.rules_version)
    assert refusal(wear(canonical({**made, "workshops": body()["workshops"]}))) == "packet.wrong_body"
    assert refusal(wear(canonical({**made, "visit_id": "b" * 32}))) == "packet.wrong_body"


def test_another_organisation_cannot_read() -> None:
    """A packet opens for the organisation it was sealed to and no other."""
    with pytest.raises(PacketError, match="not_for_us"):
        open_packet(SEALED, PrivateKey.generate(), STATIONS)


@pytest.mark.parametrize("change", [{"code": "x"}, {"kind": "robot"}, {"consent": {"share": False, "months": 3}}])
def test_a_body_that_would_be_refused_is_not_sealed(change: dict[str, object]) -> None:
    """A station learns at once that its body is wrong; without a yes to sharing there is no packet."""
    station, organisation = keys()
    with pytest.raises(PacketError, match="wrong_body"):
        seal(body(**change), station.signing, station.station_id, 1, organisation.public_key)


def test_the_outbox_keeps_one_file_a_packet_until_it_is_received(tmp_path: Path) -> None:
    """Numbers are never used twice, even when files have gone; a receipt removes one, erasing all of a person's."""
    station, organisation = keys()
    outbox = Outbox(tmp_path / "outbox")
    first, second = (outbox.put(body("b" * 32), station, organisation.public_key) for _ in range(2))
    assert [w.sequence for w in outbox.waiting()] == [1, 2]
    assert not any("bbbb" in path.name for path in tmp_path.rglob("*")), "a name that shows whose it is"
    assert opened(first.path.read_bytes()).body.packet_id == first.packet_id
    assert outbox.received(first.packet_id)
    assert not outbox.received(first.packet_id)
    assert outbox.erase("b" * 32) == 1
    assert not second.path.exists()
    assert outbox.put(body(), station, organisation.public_key).sequence == 3
    assert not list((tmp_path / "outbox").glob("*.part"))


def test_keys_are_made_once_and_closed_to_others(tmp_path: Path) -> None:
    """The second start finds the same keys; only their owner reads them; a damaged one is never replaced."""
    assert station_keys(tmp_path).station_id == station_keys(tmp_path).station_id
    assert bytes(organisation_keys(tmp_path)) == bytes(organisation_keys(tmp_path))
    assert all(stat.S_IMODE(p.stat().st_mode) == 0o600 for p in tmp_path.iterdir())
    (tmp_path / "station.key").write_text("no key")
    with pytest.raises(KeyFileError):
        station_keys(tmp_path)


def test_canonical_text_does_not_depend_on_order() -> None:
    """One content, one text."""
    assert canonical({"b": 1, "a": "é"}) == canonical(json.loads('{"a":"é","b":1}'))


def test_a_packet_that_is_refused_is_a_sentence_of_any_command(capsys: pytest.CaptureFixture[str]) -> None:
    """Wherever it comes up: no traceback, status 1."""

    def broken(*_: object) -> int:
        raise PacketError("packet.sequence_damaged", station_id="a" * 16)

    assert refusing(broken)(Namespace(), Voice(Catalogue.load(), "fr")) == 1
    assert capsys.readouterr().err.strip()
