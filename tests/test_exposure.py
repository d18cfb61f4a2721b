"""Small groups stay hidden, in one report and in the difference of any two."""

import random
from collections.abc import Iterator
from datetime import timedelta
from itertools import combinations
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from nacl.signing import SigningKey
from store_kit import MEASURED, NOW, body, keys, sealed

from export.store.advisers import declare
from export.store.decisions import Decision, decide, decisions_of
from export.store.erasing import erase
from export.store.exposure import exposure
from export.store.following import FollowUp, follow
from export.store.intake import add_station, import_packet
from export.store.matching import load_examples, preselect
from export.store.reporting import Figure, bundle, group_report, merge, read_bundle
from export.store.store import Store
from export.store.watching import fairness
from scoring.exposure import LEAST, beside, part_to_tens, share, spread, to_tens
from scoring.profile import statement

OFFER = "ex-cableur-evreux"
sizes = st.integers(0, 200)


@given(sizes, sizes)
def test_a_part_is_told_only_beside_enough_others(whole: int, part: int) -> None:
    """« 30 % of 10 people » is three of them: a part and its rest are both ten or more, or nothing is told."""
    part = min(part, whole)
    figure = part_to_tens(part, whole)
    assert (figure is not None) == (part >= LEAST and whole - part >= LEAST)
    assert share(figure, None) is None
    if figure is not None:
        assert abs(figure - part) <= LEAST / 2


def published(people: int, able: int, never: int) -> dict[str, int | None]:
    """The numbers of people of a report."""
    return {"people": to_tens(people), "able": part_to_tens(able, people), "never": part_to_tens(never, able)}


populations = st.tuples(sizes, sizes, sizes).map(
    lambda n: (n[0], min(n[0], n[1]), min(n[0], n[1], n[2]))
)  # fmt: skip


@settings(max_examples=300)
@given(populations, st.lists(st.integers(0, 12), min_size=3, max_size=3))
def test_no_small_group_comes_out_of_two_reports(first: tuple[int, int, int], more: list[int]) -> None:
    """A report, and the one made after a few more people came: no sum or difference of what they tell is 1 to 9."""
    later = (first[0] + sum(more), first[1] + more[0] + more[1], first[2] + more[0])
    found = [n for one in (first, later) for n in published(*one).values() if n is not None]
    assert all(n == 0 or n >= LEAST for n in found)
    for a, b in combinations(found, 2):
        assert abs(a - b) % LEAST == 0
        assert share(min(a, b), max(a, b)) == round(min(a, b) / max(a, b), 2)


@given(st.lists(st.integers(0, 30), max_size=60))
def test_how_lists_share_people_is_a_word_and_gives_no_count_away(counts: list[int]) -> None:
    """Told of ten people or more, and never where those left out, or those shown, are one to nine."""
    never = sum(not n for n in counts)
    small = len(counts) < LEAST or 0 < never < LEAST or 0 < len(counts) - never < LEAST
    assert (spread(counts) is None) == small


def test_a_margin_is_told_beside_the_others() -> None:
    """15 % more is wider, 15 % less is narrower: a word, not an error type to three digits."""
    assert [beside(n, 0.6) for n in (0.6, 0.68, 0.7, 0.5)] == ["same", "same", "wider", "narrower"]


OF_NO_PERSON = {"open_offers", "lists"}


def numbers(found: Any, name: str = "") -> Iterator[int]:
    """Every whole number of a report that counts people."""
    if isinstance(found, dict):
        for key, value in found.items():
            yield from numbers(value, key)
    elif isinstance(found, list):
        for value in found:
            yield from numbers(value, name)
    elif isinstance(found, int) and name not in OF_NO_PERSON:
        yield found


def test_two_reports_of_a_base_give_nobody_away(tmp_path: Path) -> None:
    """After one more person, one more list and one more decision, no two numbers of the reports differ by 1 to 9."""
    with Store.open(tmp_path / "m.db") as store:
        add_station(store, keys()[0].verify_key, "Poste 1", NOW)
        load_examples(store, NOW)
        declare(store, "AB", NOW)
        reports = []
        for n in range(1, 48):
            made = body(f"{n:032x}", code=f"K4-{'ABCDEFGHJKMNPQRTVWX'[n % 19]}{'ABC'[n // 19]}A")
            for name in MEASURED:
                levels = [0.99, 0.95, 0.9] if n % 4 else [0.2, 0.1, 0.05]
                said, level = statement((levels[0], levels[1], levels[2]), 6, 2)
                made["readout"][name] |= {"p_levels": levels, "statement": said, "level": level}
                made["p_level_given_g"][name] = [levels] * 31
            import_packet(store, sealed({**made, "sitting_id": f"{n:032x}", "wishes": {}}, n), keys()[1], NOW)
            if n > 25:
                verdict, reason = ("decline", "hours") if n % 2 else ("keep", "to_meet")
                decide(store, Decision(OFFER, f"{n - 20:032x}", verdict, reason, "AB"), NOW)
            if n in (30, 44, 45, 46, 47):
                preselect(store, OFFER, "AB", NOW, n % 24)
                reports.append(exposure(store, NOW))
    found = {n for report in reports for n in numbers(report)}
    assert found - {0}
    assert not [(a, b) for a, b in combinations(found, 2) if 0 < abs(a - b) < LEAST]
    assert not [n for n in found if 0 < n < LEAST]
    for report in reports:
        for row in report["band_a_by_area"]:
            if row["share_a"] is not None:
                assert row["share_a"] == round(row["in_a"] / row["people"], 2)


def leaves(found: Any, at: str = "") -> Iterator[tuple[str, Any]]:
    """Everything a report says, each under where it stands; rows by what they are about, not by their place."""
    if isinstance(found, dict):
        for key, value in found.items():
            if key not in ("made", "open_offers", "orphan_offers", "lists"):
                yield from leaves(value, f"{at}/{key}")
    elif isinstance(found, (list, tuple)):
        for n, value in enumerate(found):
            row = value if isinstance(value, dict) else {}
            about = "+".join(str(row[one]) for one in ("area", "station", "reason", "month") if one in row)
            yield from leaves(value, f"{at}/{about or n}")
    else:
        yield at, found


def everything_told(store: Store) -> dict[str, Any]:
    """What anybody may ask for: every report with every filter, and a region of this base and another."""
    signing = SigningKey(bytes(32))
    theirs = bundle([Figure("people", 20)], ("B", "person", None), SigningKey(bytes([1] * 32)), NOW)
    other = read_bundle(theirs)
    found: dict[str, Any] = {}
    for month in (None, "2026-10"):
        figures = group_report(store, month)
        found[f"exposure {month}"] = exposure(store, NOW, month)
        found[f"group {month}"] = {one.name: one.n for one in figures}
        if month is None:
            own = read_bundle(bundle(figures, ("A", "person", None), signing, NOW))
            found["region"] = {row.name: (row.n, row.hidden) for row in merge([own, other]).rows}
    found["fairness"] = {f"{one.grouping} {one.group}": one.verdict for one in fairness(store, NOW)}
    return dict(leaves(found))


class Listener:
    """Who listens to every report, and knows who was touched between two of them."""

    def __init__(self) -> None:
        self.said: dict[str, Any] = {}
        self.touched: dict[str, set[str]] = {}
        self.changes = 0
        self.gave_away: list[str] = []

    def hear(self, store: Store, who: str) -> None:
        """A report after something happened to one person."""
        now = everything_told(store)
        for at in {*now, *self.said}:
            self.touched.setdefault(at, set()).add(who)
            if now.get(at) != self.said.get(at):
                if self.said and len(self.touched[at]) < LEAST:
                    self.gave_away.append(f"{at}: {self.said.get(at)} -> {now.get(at)}, {len(self.touched[at])} people")
                self.changes += 1
                self.touched[at] = set()
        self.said = now


def test_no_two_reports_in_a_row_tell_of_fewer_than_ten_people(tmp_path: Path) -> None:
    """After each single thing that happens to one person, every report with every filter is asked for: nothing that any
    of them says has changed unless ten people were touched since it last did; who was erased was touched too."""
    with Store.open(tmp_path / "m.db") as store:
        add_station(store, keys()[0].verify_key, "Poste 1", NOW)
        load_examples(store, NOW)
        declare(store, "AB", NOW)
        with store.writing() as connection:
            connection.execute("update offers set status='closed' where offer_id<>? and area<>'2813'", (OFFER,))
        listener, chance, here = Listener(), random.Random(11), list[str]()
        listener.said = everything_told(store)
        for n in range(1, 33):
            who, then = f"{n:032x}", NOW - timedelta(days=30 if n < 15 else 0)
            made = body(who, code="K4-PQR", device_ease="hard" if n % 3 else "easy", language="en" if n % 4 else "fr")
            for name in MEASURED if n % 5 else ():
                levels = [0.99, 0.95, 0.9]
                said, level = statement((levels[0], levels[1], levels[2]), 6, 2)
                made["readout"][name] |= {"p_levels": levels, "statement": said, "level": level}
                made["p_level_given_g"][name] = [levels] * 31
            import_packet(store, sealed({**made, "sitting_id": who, "wishes": {}}, n), keys()[1], then)
            here.append(who)
            listener.hear(store, who)
            one = chance.choice(here)
            if n % 2 and not decisions_of(store, one):
                decide(store, Decision(OFFER, one, "propose", "to_meet", "AB"), NOW)
                follow(store, FollowUp(one, OFFER, "met", "2026-11-24"), ("AB", NOW))
                listener.hear(store, one)
            if n % 7 == 5:
                here.remove(one)
                erase(store, one, NOW)
                listener.hear(store, one)
        assert listener.gave_away == []
        assert listener.changes > 20, "nothing was ever told"


def test_a_ten_that_lost_somebody_stands_as_it_was_told_until_ten_are_gone(tmp_path: Path) -> None:
    """Nine erasures change no figure, the tenth does; nothing of who is erased is kept for that."""
    with Store.open(tmp_path / "m.db") as store:
        add_station(store, keys()[0].verify_key, "Poste 1", NOW)
        for n in range(1, 31):
            import_packet(store, sealed(body(f"{n:032x}", code="K4-PQR", sitting_id=f"{n:032x}"), n), keys()[1], NOW)
        told = []
        for n in range(1, 11):
            told.append({one.name: one.n for one in group_report(store, None)}["people"])
            erase(store, f"{n:032x}", NOW)
            assert store.first_row("select 1 from told_people where candidate_id=?", f"{n:032x}") is None
        assert told == [30] * 10
        assert {one.name: one.n for one in group_report(store, None)}["people"] == 20


def test_a_month_is_told_beside_all_months_only_where_ten_people_are_in_between(tmp_path: Path) -> None:
    """Twenty-one people, one of them of another month: the ten of the month in which it was full holds them."""
    with Store.open(tmp_path / "m.db") as store:
        add_station(store, keys()[0].verify_key, "Poste 1", NOW)
        for n in range(1, 22):
            then = NOW - timedelta(days=40 if n == 1 else 0)
            import_packet(store, sealed(body(f"{n:032x}", code="K4-PQR", sitting_id=f"{n:032x}"), n), keys()[1], then)
        for month, people in ((None, 20), ("2026-11", 20), ("2026-10", None)):
            assert {one.name: one.n for one in group_report(store, month)}["people"] == people
