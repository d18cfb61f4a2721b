"""The exposure report: able people never shown, orphan offers, bands by place, margins by station, overrides.

Aggregates only: no person, no code, no day. `scoring.exposure` says which numbers are told, and how.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from statistics import fmean
from typing import Any

from export.store.matching import offers_of, people_of
from export.store.store import Store, StoreError
from scoring.exposure import LEAST, beside, part_to_tens, share, spread, to_tens
from scoring.match import Pair, match

SCHEMA = "envol-exposure-2"


def exposure(store: Store, now: datetime, month: str | None = None) -> dict[str, Any]:
    """The report as data; `month` ("2026-11") keeps the lists and decisions of that month. A hidden figure is None.

    Raises StoreError for a month that is none. Able: in band A for an open offer, and nothing of it declined.
    """
    if month is not None and not is_month(month):
        raise StoreError("report.wrong_month", got=month)
    everybody = people_of(store, now)
    pairs = [match(person, offer) for offer in offers_of(store) for person in everybody]
    shown = _shown(store, month)
    able = {p.candidate_id for p in pairs if p.band == "A" and not p.outside_wishes}
    never = part_to_tens(sum(not shown[one] for one in able), len(able))
    counts = {"people": to_tens(len(everybody)), "able": part_to_tens(len(able), len(everybody))}
    return {
        "schema": SCHEMA,
        "made": now.strftime("%Y-%m"),
        "month": month,
        "kind": "demo" if store.one("select 1 from candidates where kind='demo'") else "person",
        **counts,
        "able_never_shown": never,
        "able_never_shown_share": share(never, counts["able"]),
        "spread_able": spread([shown[one] for one in able]) if counts["able"] else None,
        "months": _months(store, month),
        **_offers(store, pairs),
        "band_a_by_area": _by_area(store, pairs),
        "margin_by_station": _by_station(store),
        **_overrides(store, month),
    }


def is_month(text: str) -> bool:
    """Whether a text is a month: « 2026-11 »."""
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


def _months(store: Store, month: str | None) -> list[dict[str, Any]]:
    """Lists made, and people shown in them, by month."""
    rows = store.rows(
        "select substr(p.made_at,1,7) as month, count(distinct p.preselection_id) as lists, "
        "count(distinct i.candidate_id) as people from preselections p left join preselection_items i "
        "using(preselection_id) where ? is null or substr(p.made_at,1,7)=? group by 1 order by 1",
        month, month,
    )  # fmt: skip
    return [{**row, "people": to_tens(row["people"])} for row in rows]


def _offers(store: Store, pairs: Iterable[Pair]) -> dict[str, Any]:
    """Orphans: open offers that nobody has been shown for; of these, those that under ten people are in A or B for."""
    near: dict[str, set[str]] = defaultdict(set)
    for p in pairs:
        if p.band in ("A", "B") and not p.outside_wishes:
            near[p.offer_id].add(p.candidate_id)
    rows = store.rows(
        "select offer_id from offers where status='open' and not exists (select 1 from preselections p "
        "join preselection_items i using(preselection_id) where p.offer_id=offers.offer_id) order by offer_id"
    )
    orphans = [row["offer_id"] for row in rows]
    n = store.rows("select count(*) as n from offers where status='open'")[0]["n"]
    few = [one for one in orphans if len(near[one]) < LEAST]
    return {"open_offers": n, "orphan_offers": orphans, "orphans_few_near": few}


def _by_area(store: Store, pairs: Iterable[Pair]) -> list[dict[str, Any]]:
    """For the offers of each place: people compared who said no to nothing, and those in band A for one of them."""
    area = {row["offer_id"]: row["area"] or "" for row in store.rows("select offer_id, area from offers")}
    people: dict[str, set[str]] = defaultdict(set)
    able: dict[str, set[str]] = defaultdict(set)
    for pair in pairs:
        if not pair.outside_wishes:
            people[area[pair.offer_id]].add(pair.candidate_id)
            if pair.band == "A":
                able[area[pair.offer_id]].add(pair.candidate_id)
    rows = []
    for place, ids in sorted(people.items()):
        part, whole = part_to_tens(len(able[place]), len(ids)), to_tens(len(ids))
        rows.append({"area": place, "people": whole, "in_a": part, "share_a": share(part, whole)})
    return rows


def _by_station(store: Store) -> list[dict[str, Any]]:
    """Whether what each post measured is less sure than elsewhere: one far from the others is to be looked at."""
    rows = store.rows(
        "select p.station_id, s.label, count(distinct r.candidate_id) as people, avg(r.sd) as se "
        "from results r join packets p using(packet_id) join stations s using(station_id) "
        "where r.statement not in('not_measured','not_enough') group by p.station_id, s.label order by s.label, 1"
    )
    sure = [row for row in rows if row["people"] >= LEAST]
    found = []
    for row in rows:
        others = [one["se"] for one in sure if one is not row]
        said = beside(row["se"], fmean(others)) if row in sure and others else None
        named = {"station": row["station_id"], "label": row["label"]}
        found.append({**named, "people": to_tens(row["people"]), "margin": said})
    return found


OVERRIDES = """
select d.verdict, d.reason_code as reason, d.scheme, d.proposed_scheme as proposed, d.candidate_id, d.decided_at
from decisions d where (? is null or substr(d.decided_at,1,7)=?)
and not exists(select 1 from undone_decisions u where u.decision_id=d.decision_id)
"""


def _overrides(store: Store, month: str | None) -> dict[str, Any]:
    """People for whom a decision went another way than the rules put first, by reason; what was undone is left out.

    Another bridge, or declined where an interview was proposed. People are counted: one person's ten decisions are no
    group of ten.
    """
    rows = store.rows(OVERRIDES, month, month)
    other = [row for row in rows if _is_override(row)]
    everybody, overridden = ({row["candidate_id"] for row in some} for some in (rows, other))
    people: dict[str, set[str]] = defaultdict(set)
    for row in other:
        people[row["reason"]].add(row["candidate_id"])
    return {
        "decided": to_tens(len(everybody)),
        "overridden": part_to_tens(len(overridden), len(everybody)),
        "overrides_by_reason": [
            {"reason": reason, "people": part_to_tens(len(ids), len(everybody))}
            for reason, ids in sorted(people.items())
        ],
    }


def _is_override(row: Mapping[str, Any]) -> bool:
    if row["scheme"] and row["proposed"] and row["scheme"] != row["proposed"]:
        return True
    return bool(row["verdict"] == "decline" and row["proposed"] == "direct_interview")
