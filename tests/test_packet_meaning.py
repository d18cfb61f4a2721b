"""What a packet says must be possible: one that contradicts itself is refused, whoever signed it."""

import base64
import copy
import json
import random
import zlib
from collections.abc import Callable
from typing import Any

import pytest
from store_kit import HASH, body, dressed, dressed_first, forced, keys, older, profile, sealed, seen_twice, trace

from export.packets import packet as packets
from export.packets.meaning import moment
from export.packets.packet import PacketError, canonical, open_packet, seal
from game.simulation.trace import Trace
from scenarios.plain import is_plain

STATION, ORGANISATION = keys()
STATIONS = {STATION.station_id: STATION.verify_key}


def refusal(data: bytes) -> str:
    """The key of the refusal, "" when it opens."""
    try:
        open_packet(data, ORGANISATION, STATIONS)
    except PacketError as error:
        return error.key
    return ""


def at(path: str, value: Any) -> dict[str, Any]:
    """A body whose value at a dotted path is another."""
    made = copy.deepcopy(body())
    *way, last = path.split(".")
    place: Any = made
    for name in way:
        place = place[int(name) if name.isdigit() else name]
    place[last] = value
    return made


READ, PLAYED = "readout.dexterite", "workshops.0"
TRACE = f"{PLAYED}.trace"
HIDDEN = ("\u202e", "\u2066", "\u200b", "\ufeff", "\x00", "\n", "\x1b", "\x85", "\u2028", "\ue000",
          "\u034f", "\u115f", "\u17b4", "\u2800", "\u3164", "\uffa0")  # fmt: skip
FACT = {
    "rule": "DEX1", "habilete": "dexterite", "task": "panneau_fuselage", "category": 1, "top": 2, "weight": 1.0,
    "a": 1.0, "b": [0.1, 0.2], "why_missing": "",
}  # fmt: skip
OTHER_RUN = Trace({"scenario": "autre", "hash": HASH}, (), (), ()).to_bytes()

WRONG_TICKS: list[dict[str, Any]] = [
    {"areas": ["../.."]}, {"areas": ["2817"] * 61}, {"areas": ["٢٨١٧"]}, {"shifts": ["always"]}, {"travel": "maybe"},
    {"areas": [2817]}, {"shifts": [], "health": "x"},
]  # fmt: skip
WRONG: list[tuple[str, Any]] = [
    (f"{READ}.low", 1.0), (f"{READ}.high", -0.5), (f"{READ}.mean", 2.0), (f"{READ}.mean", 1e9), (f"{READ}.sd", 0.0),
    (f"{READ}.sd", -1.0), (f"{READ}.sd", 11.0), (f"{READ}.low", -99.0),
    (f"{READ}.p_levels", [0.0, 0.0, 0.0]), (f"{READ}.p_levels", [0.4, 0.85, 0.95]), (f"{READ}.p_levels", [0.95, 0.85]),
    (f"{READ}.p_levels", [0.95, 0.85, 0.3]), (f"{READ}.p_levels", [1.2, 0.85, 0.4]), (f"{READ}.level", 3),
    (f"{READ}.level", 4), (f"{READ}.level", 0), (f"{READ}.level", "1"), (f"{READ}.level", True),
    (f"{READ}.statement", "to_confirm"), (f"{READ}.statement", "not_yet"), (f"{READ}.statement", "not_measured"),
    (f"{READ}.statement", "perfect"), (f"{READ}.n_observed", 7), (f"{READ}.n_observed", 0), (f"{READ}.n_observed", -1),
    (f"{READ}.level", 1), (f"{READ}.n_observed", 3), (f"{READ}.statement", "not_enough"),
    (f"{READ}.n_offered", 10**9), ("readout.magie", body()["readout"]["dexterite"]),
    ("p_general", [1.0] + [0.0] * 29), ("p_general", [0.5] * 31), ("p_level_given_g.dexterite", [[0.5, 0.6, 0.7]] * 31),
    ("p_level_given_g.dexterite", [[0.1, 0.05, 0.0]] * 31), ("observations", [{**FACT, "category": 3}]),
    ("observations", [{**FACT, "b": [0.2, 0.1]}]), ("observations", [{**FACT, "b": [0.1]}]),
    ("observations", [{**FACT, "habilete": "magie"}]), ("observations", [{**FACT, "a": -1.0}]),
    ("observations", [{**FACT, "weight": -1.0}]), ("observations", [{**FACT, "weight": 1e300}]),
    ("observations", [{**FACT, "why_missing": "device"}]), ("observations", [FACT] * 7),
    ("observations", [{**FACT, "habilete": "initiative"}]),
    ("code", "K4-MT"), ("code", "k4-mtq"), ("code", "44-MTQ"), ("code", "K4-M4Q"), ("code", "K٤-MTQ"),
    ("code", "KAAAAA"),
    ("code", "K4-MTQ\n"), ("packet_id", "g" * 32), ("packet_id", "a" * 31), ("candidate_id", "../../etc/passwd"),
    ("candidate_id", "A" * 32), ("sitting_id", ""), ("format", 1), ("format", "2"), ("sequence", 0),
    ("sequence", 2**60),
    ("sequence", "5"), ("kind", "robot"), ("language", "DE"), ("language", "français"),
    (f"{PLAYED}.scenario", ""), (f"{PLAYED}.scenario", " x"),
    (f"{PLAYED}.scenario", "x" * 81),
    (f"{PLAYED}.scenario_hash", "hash"), (f"{PLAYED}.scenario_hash", HASH + "0"), ("device_ease", "<b>"),
    ("consent.months", 6), ("consent.months", 240), ("consent.share", False), ("wishes.places", {"../..": "yes"}),
    ("wishes.places", {f"{n:04}": "yes" for n in range(101)}), ("wishes.places", {"2817": "maybe"}),
    ("wishes.places", {"2817": True}), ("wishes.places", {"٢٨١٧": "yes"}), ("wishes.conditions", {"always": "no"}),
    ("wishes.conditions", {"travel": "maybe"}), ("wishes.commute", "far"), ("wishes.health", "x"),
    ("wishes.areas", ["2817"]), *[("wishes", ticks) for ticks in WRONG_TICKS],
    ("gates", {"gate": ""}), ("gates", {"": "kept"}), ("gates", {"gate": "validé"}),
    (READ, {**body()["readout"]["dexterite"], "mean": -9.0, "low": -10.0, "high": -8.0}),
    (READ, {**body()["readout"]["dexterite"], "mean": 9.0, "low": 8.0, "high": 10.0}),
    ("observations", [{**FACT, "category": None, "why_missing": "paresse"}]),
    *[(name, said) for name in ("scale_version", f"{PLAYED}.scenario", f"{PLAYED}.rules_version")
      for said in ("validé MRS", "../etc", "a<b>", "é")], ("observations", [{**FACT, "rule": "validé MRS"}]),
    (READ, {**body()["readout"]["dexterite"], "p_levels": [0.7, 0.5, 0.3], "statement": "to_confirm", "level": 3}),
    (TRACE, "????"), (TRACE, base64.b64encode(b"trace").decode()),
    (TRACE, base64.b64encode(zlib.compress(b"x" * 50)).decode()), (TRACE, base64.b64encode(OTHER_RUN).decode()),
    (TRACE, base64.b64encode(trace("demo")).decode()), (TRACE, base64.b64encode(trace() + b"x").decode()),
    ("workshops", []), ("workshops", body()["workshops"] * 2), ("visit_id", ""),
    ("workshops", [{**body()["workshops"][0], "scenario": f"w{n}", "trace": ""} for n in range(5)]),
    ("observations", [{**FACT, "task": "autre"}]), ("observations", [FACT, FACT]), ("scenario", "panneau_fuselage"),
    *[(name, f"a{sign}b") for name in ("scale_version", *(f"workshops.0.{w}" for w in ("scenario", "rules_version")))
      for sign in HIDDEN],
    *[("gates", {f"a{sign}b": "kept"}) for sign in HIDDEN], *[("gates", {"a": f"a{sign}b"}) for sign in HIDDEN],
    *[("observations", [{**FACT, name: f"a{sign}b"}]) for name in ("rule", "task", "habilete") for sign in HIDDEN],
]  # fmt: skip


@pytest.mark.parametrize(("path", "value"), WRONG)
def test_what_cannot_be_is_refused(path: str, value: Any) -> None:
    """Each wrong value alone, signed by an enrolled post and canonical: refused, and the post would not seal it."""
    made = at(path, value)
    assert refusal(forced(made)) == "packet.wrong_body"
    if path not in ("format", "sequence", "packet_id"):
        with pytest.raises(PacketError):
            seal(made, STATION.signing, STATION.station_id, 1, ORGANISATION.public_key)


MOMENTS = [
    "2026-02-30T08:30:00Z", "0000-00-00T00:00:00Z", "9999-12-31T23:59:59Z", "1969-12-31T23:59:59Z",
    "2100-01-01T00:00:00Z", "2026-11-24T25:00:00Z", "2026-11-24T08:30:00", "2026-11-24", "24/11/2026 08:30",
    "٢٠٢٦-11-24T08:30:00Z", "2026-11-24T08:30:00+24:00", "2026-11-24T08:30:00+14:01", "2026-11-24T08:30:00-99:99",
    "2026-11-24T08:30:00Z\n", " 2026-11-24T08:30:00Z", "2026-11-24T08:30:00.1234567Z", "2026-11-24 08:30:00Z", "",
    "2026-11-24T08:30:00+01:60", "1447-05-03T08:30:00Z", "2569-11-24T08:30:00Z", "2026-W48-2T08:30:00Z",
]  # fmt: skip


@pytest.mark.parametrize("text", MOMENTS)
def test_a_moment_that_is_none_is_refused(text: str) -> None:
    """Days that do not exist, years of a broken clock, other figures, zones of no country: the date is said wrong."""
    for path in ("made_at", "workshops.0.made_at"):
        assert refusal(forced(at(path, text))) == "packet.wrong_clock"


def test_not_yet_is_what_two_workshops_saw() -> None:
    """« Not yet » of a person rests on two workshops: a packet whose own facts are all of one denies what it says."""
    low = [0.1, 0.05, 0.01]
    made = at(READ, {**body()["readout"]["dexterite"], "p_levels": low, "statement": "not_yet", "level": 1})
    made["p_level_given_g"]["dexterite"] = [low] * 31
    assert refusal(sealed(made)) == ""
    facts = [{**FACT, "rule": f"DEX{n}", "category": 0} for n in range(1, 7)]
    assert refusal(forced({**made, "observations": facts})) == "packet.wrong_body"
    facts[3:] = [{**one, "task": "second_workshop"} for one in facts[3:]]
    both = {**seen_twice(made), "observations": facts}
    assert refusal(sealed(both)) == ""


def test_moments_are_compared_as_moments() -> None:
    """The same instant in two zones is the same moment."""
    assert moment("2026-11-24T08:30:00+14:00") < moment("2026-11-24T08:30:00Z") == moment("2026-11-24T09:30:00+01:00")


def test_right_bodies_still_open() -> None:
    """What honest posts send is not refused: facts counted, missing ones with their reason, no trace, any zone."""
    facts = [FACT, {**FACT, "rule": "DEX2", "category": None, "why_missing": "device"}]
    for path, value in [
        ("observations", facts), (TRACE, ""), ("made_at", "2026-11-24T08:30:00.123456-03:30"), ("device_ease", ""),
        ("gates", {"éteint à 12 h": "kept"}), ("wishes.commute", None), ("wishes.places", {}), ("wishes", {}),
        ("consent.months", 24),
    ]:  # fmt: skip
        assert refusal(sealed(at(path, value))) == "", path


def test_hidden_signs_are_seen() -> None:
    """Every sign that turns writing round, takes no room or commands a terminal; accents and figures are plain."""
    assert not any(is_plain(f"a{sign}b") for sign in (*HIDDEN, "\u202a", "\u2069", "\u061c", "\u00ad", "\ud800"))
    assert is_plain("Élévateur n° 3 – « zone A »")


def test_nothing_is_unpacked_before_its_post_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever holds only the public key makes nobody inflate or parse: the bomb is refused by its signature."""

    def never(*_: object) -> bytes:
        raise AssertionError("unpacked")

    monkeypatch.setattr(packets, "_inflate", never)
    monkeypatch.setattr(packets, "_parse", never)
    bomb = b"[" * 7_000_000
    stranger = type(STATION.signing)(bytes(32))
    assert refusal(dressed(bomb, stranger)) == "packet.altered"
    assert refusal(dressed(bomb, stranger, bytes(8))) == "packet.unknown_station"


def test_the_first_form_is_parsed_for_a_known_post_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """A packet of the first form still opens; without the signature of a known post, nothing of it is parsed."""
    ticks = {"areas": ["2817"], "shifts": ["day"], "travel": "yes"}
    whole = {**older(1), "wishes": ticks}
    made = dressed_first(canonical(whole))
    assert refusal(made) == ""
    said = open_packet(made, ORGANISATION, STATIONS).body.wishes
    assert (said.places, said.conditions, said.commute) == ({"2817": "yes"}, {"day": "yes"}, None)
    monkeypatch.setattr(packets, "_parse", lambda *_: pytest.fail("parsed"))
    assert refusal(dressed_first(b"[" * 7_000_000, signed=False)) == "packet.unknown_station"


def test_a_packet_sealed_again_for_another_organisation_is_refused() -> None:
    """The signature names the organisation: who received a packet cannot pass it on as meant for others."""
    other = type(ORGANISATION)(bytes(range(2, 34)))
    inner = packets._unsealed(sealed(), ORGANISATION)
    passed_on = packets.MAGIC + packets.SealedBox(other.public_key).encrypt(inner)
    with pytest.raises(PacketError, match="altered"):
        open_packet(passed_on, other, STATIONS)


def mutated(chance: random.Random, made: Any) -> Any:
    """The same data with one thing changed, taken away, doubled or put elsewhere."""
    if isinstance(made, dict) and made and chance.random() < 0.9:
        name = chance.choice(sorted(made))
        how = chance.random()
        if how < 0.1:
            return {k: v for k, v in made.items() if k != name}
        if how < 0.2:
            return {**made, name + "x": made[name]}
        return {**made, name: mutated(chance, made[name])}
    if isinstance(made, list) and made and chance.random() < 0.9:
        place = chance.randrange(len(made))
        return [*made[:place], mutated(chance, made[place]), *made[place + 1 :]]
    odd: list[Any] = [
        None, True, -1, 0, 1, 2**63, 10**30, 1e308, -0.5, 0.5, "", "x", "\u202e", "\0", "٣", "9" * 5000, [], {},
        [[]] * 3,
        {"a": {"b": {}}}, "2026-11-24T08:30:00Z", "a" * 32,
    ]  # fmt: skip
    return chance.choice(odd)


def mutants(seed: int, n: int) -> tuple[int, int]:
    """(refused, opened) of n mutants signed by a known post; anything but a refusal by key fails."""
    chance = random.Random(seed)
    whole = {**body("a" * 32), "packet_id": "b" * 32, "station_id": STATION.station_id, "sequence": 3}
    whole["observations"] = [FACT]
    opened = 0
    for _ in range(n):
        made = mutated(chance, whole)
        plain = json.dumps(made, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode("utf-8", "replace")
        if not refusal(dressed(plain)):
            opened += 1
            read = open_packet(dressed(plain), ORGANISATION, STATIONS).body
            for one in read.readout.values():
                assert one.low <= one.mean <= one.high
                assert one.n_observed <= one.n_offered
                assert one.statement != "shown" or one.p_levels[one.level - 1] >= 0.8 - 1e-6
    return n - opened, opened


def flipped(seed: int, n: int) -> None:
    """n packets, each with one to three bytes changed, cut or added somewhere: all are refused by key."""
    chance = random.Random(seed)
    data = sealed()
    changes: list[Callable[[bytearray, int], None]] = [
        lambda b, i: b.__setitem__(i, b[i] ^ (1 << chance.randrange(8))),
        lambda b, i: b.__delitem__(slice(i, i + chance.randrange(1, 40))),
        lambda b, i: b.insert(i, chance.randrange(256)),
    ]
    for _ in range(n):
        other = bytearray(data)
        for _ in range(chance.randrange(1, 4)):
            chance.choice(changes)(other, chance.randrange(len(other)))
        if bytes(other) != data:
            assert refusal(bytes(other)).startswith("packet.")


def test_mutants_are_refused_or_mean_something() -> None:
    """Bodies changed anywhere by chance and signed: refused by key, or what is read holds together."""
    refused, opened = mutants(11, 300)
    assert refused > 150
    assert refused + opened == 300


def test_altered_files_are_refused() -> None:
    """Files changed, cut or lengthened anywhere by chance."""
    flipped(12, 300)


def test_the_kit_is_what_a_post_sends() -> None:
    """The read-out of the tests holds together: its chances are those given the general factor."""
    made = profile()
    assert {name for name, _ in made.p_level_given_g} == {m.habilete for m in made.measured}
