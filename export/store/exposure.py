"""The exposure report: able people never shown, Gini, orphan offers, bands by place, SE by station, overrides.

Aggregates only: no person, no code, no day. A cell of fewer than ten people is hidden, and a lone hidden one takes
another with it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from export.store.matching import offers_of, people_of
from export.store.store import Store, StoreError
from scoring.exposure import LEAST, gini, hidden
from scoring.match import Pair, match

SCHEMA = "envol-exposure-1"


def exposure(store: Store, now: datetime, month: str | None = None) -> dict[str, Any]:
    """The report as data; `month` ("2026-11") keeps the lists and decisions of that month. A hidden figure is None.

    Raises StoreError for a month that is none. Able: in band A for an open offer, and nothing of it declined.
    """
    if month is not None and not _is_month(month):
        raise StoreError("report.wrong_month", got=month)
    everybody = people_of(store, now)
    pairs = [match(person, offer) for offer in offers_of(store) for person in everybody]
    shown = _shown(store, month)
    people = {row["candidate_id"]: row["kind"] for row in store.rows("select candidate_id, kind from candidates")}
    able = {p.candidate_id for p in pairs if p.band == "A" and not p.outside_wishes}
    return {
        "schema": SCHEMA,
        "made": now.strftime("%Y-%m"),
        "month": month,
        "kind": "demo" if "demo" in people.values() else "person",
        "people": told(len(people)),
        "able": told(len(able)),
        **_never(able, shown),
        "gini_able": round(gini([shown[one] for one in able]), 3) if len(able) >= LEAST else None,
        "months": _months(store, month),
        **_offers(store, pairs),
        "band_a_by_area": _by_area(store, pairs),
        "se_by_station": _se_by_station(store),
        **_overrides(store, month),
    }


def told(n: int) -> int | None:
    """A number of people, None when it is from 1 to 9."""
    return None if 0 < n < LEAST else n


def _is_month(text: str) -> bool:
    try:
        return datetime.strptime(text, "%Y-%m").strftime("%Y-%m") == text
    except ValueError:
        return False


def _shown(store: Store, month: str | None) -> Counter[str]:
    rows = store.rows(
        "select i.candidate_id, count(*) as n from preselection_items i join preselections p using(preselection_id) "
        "where ? is null or substr(p.made_at,1,7)=? group by i.candidate_id",
        month, month,
    )  # fmt: skip
    return Counter({row["candidate_id"]: row["n"] for row in rows})


def _never(able: set[str], shown: Counter[str]) -> dict[str, Any]:
    never = sum(not shown[one] for one in able)
    # Those who were shown are the other part of the same total: a small one of either hides both.
    if len(able) < LEAST or 0 < never < LEAST or 0 < len(able) - never < LEAST:
        return {"able_never_shown": None, "able_never_shown_share": None}
    return {"able_never_shown": never, "able_never_shown_share": round(never / len(able), 3)}


def _months(store: Store, month: str | None) -> list[dict[str, Any]]:
    """Lists made and places given in them, by month."""
    return store.rows(
        "select substr(p.made_at,1,7) as month, count(distinct p.preselection_id) as lists, "
        "count(i.candidate_id) as places from preselections p left join preselection_items i using(preselection_id) "
        "where ? is null or substr(p.made_at,1,7)=? group by 1 order by 1",
        month, month,
    )  # fmt: skip


def _offers(store: Store, pairs: Iterable[Pair]) -> dict[str, Any]:
    """Orphans: open offers that nobody has been shown for; of these, those that nobody at all is in A or B for."""
    within = {p.offer_id for p in pairs if p.band in ("A", "B") and not p.outside_wishes}
    rows = store.rows(
        "select offer_id from offers where status='open' and not exists (select 1 from preselections p "
        "join preselection_items i using(preselection_id) where p.offer_id=offers.offer_id) order by offer_id"
    )
    orphans = [row["offer_id"] for row in rows]
    n = store.rows("select count(*) as n from offers where status='open'")[0]["n"]
    return {"open_offers": n, "orphan_offers": orphans, "orphans_nobody_near": [o for o in orphans if o not in within]}


def _by_area(store: Store, pairs: Iterable[Pair]) -> list[dict[str, Any]]:
    """For the offers of each place: people compared with them who declined nothing, and the share in band A."""
    area = {row["offer_id"]: row["area"] or "" for row in store.rows("select offer_id, area from offers")}
    people: dict[str, set[str]] = defaultdict(set)
    compared: Counter[str] = Counter()
    in_a: Counter[str] = Counter()
    for pair in pairs:
        if not pair.outside_wishes:
            place = area[pair.offer_id]
            people[place].add(pair.candidate_id)
            compared[place] += 1
            in_a[place] += pair.band == "A"
    sizes = {place: len(ids) for place, ids in people.items()}
    gone = hidden(sizes)
    return [
        {"area": place, "people": None if place in gone else sizes[place],
         "share_a": None if place in gone else round(in_a[place] / compared[place], 3)}
        for place in sorted(sizes)
    ]  # fmt: skip


def _se_by_station(store: Store) -> list[dict[str, Any]]:
    """The mean standard error of what each station measured: a station far from the others is to be looked at."""
    rows = store.rows(
        "select p.station_id, s.label, count(distinct r.candidate_id) as people, avg(r.sd) as se "
        "from results r join packets p using(packet_id) join stations s using(station_id) "
        "where r.statement not in('not_measured','not_enough') group by p.station_id, s.label order by s.label, 1"
    )
    gone = hidden({row["station_id"]: row["people"] for row in rows})
    return [_cell(row, row["station_id"] in gone) for row in rows]


def _cell(row: Mapping[str, Any], gone: bool) -> dict[str, Any]:
    named = {"station": row["station_id"], "label": row["label"]}
    return {**named, "people": None if gone else row["people"], "se": None if gone else round(row["se"], 3)}


OVERRIDES = """
select d.verdict, d.reason_code as reason, d.scheme, d.proposed_scheme as proposed, d.candidate_id, d.decided_at
from decisions d where ? is null or substr(d.decided_at,1,7)=?
"""


def _overrides(store: Store, month: str | None) -> dict[str, Any]:
    """Decisions that went another way than the rules put first, by reason.

    Another bridge, or declined where an interview was proposed. The people decide whether a cell is told: one
    person's ten decisions are no group of ten.
    """
    rows = store.rows(OVERRIDES, month, month)
    other = [row for row in rows if _is_override(row)]
    people: dict[str, set[str]] = defaultdict(set)
    for row in other:
        people[row["reason"]].add(row["candidate_id"])
    sizes = {reason: len(ids) for reason, ids in people.items()}
    gone = hidden(sizes)
    counts = Counter(row["reason"] for row in other)
    return {
        "decisions": told_of(rows),
        "overrides": told_of(other),
        "overrides_by_reason": [
            {"reason": reason, "n": None if reason in gone else counts[reason]} for reason in sorted(sizes)
        ],
    }


def told_of(rows: list[dict[str, Any]]) -> int | None:
    """How many decisions, None when they are of one to nine people."""
    return len(rows) if told(len({row["candidate_id"] for row in rows})) is not None else None


def _is_override(row: Mapping[str, Any]) -> bool:
    if row["scheme"] and row["proposed"] and row["scheme"] != row["proposed"]:
        return True
    return bool(row["verdict"] == "decline" and row["proposed"] == "direct_interview")
