"""The exposure report: able people never shown, orphan offers, bands by place, margins by station, overrides.

Aggregates only: no person, no code, no day. `scoring.exposure` says how numbers are told, `export.store.telling` when
they may change: two reports differ by nobody, or by ten people at least.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from statistics import fmean
from typing import Any

from export.store.matching import offers_of, people_of
from export.store.stations import numbered
from export.store.store import Store, StoreError
from export.store.telling import NOTHING, Marks, ToldNumber, arrivals, tell
from scoring.exposure import LEAST, beside, part_to_tens, share, spread, to_tens
from scoring.match import Pair, match

SCHEMA = "envol-exposure-2"
REPORT = "exposure:"
"""The name under which what is told is kept; that of a month follows it."""
MarksByCell = dict[str, dict[str, str]]
Cells = Mapping[str, ToldNumber]


def exposure(store: Store, now: datetime, month: str | None = None) -> dict[str, Any]:
    """The report as data; `month` ("2026-11") keeps the lists and decisions of that month. A hidden figure is None.

    Raises StoreError for a month that is none. Able: in band A for an open offer, and nothing of it declined. Only
    people who came in a whole ten are in it.
    """
    if month is not None and not is_month(month):
        raise StoreError("report.wrong_month", got=month)
    counted = arrivals(store)
    everybody = [matched_person for matched_person in people_of(store, now) if matched_person.candidate_id in counted]
    pairs = [match(person, offer) for offer in offers_of(store) for person in everybody]
    able = {p.candidate_id for p in pairs if p.band == "A" and not p.outside_wishes}
    there = {matched_person.candidate_id for matched_person in everybody}
    orphans = _orphans(store)
    cells: MarksByCell = {"people": dict.fromkeys(there, ""), "able": dict.fromkeys(able, "")}
    cells |= _near_orphans(pairs, orphans) | _areas(store, pairs) | _posts(store, there)
    numbers = tell(store, REPORT, cells | _month_cells(store, able, there, None), _worth)
    of_month = numbers
    if month is not None:
        of_month = tell(store, REPORT + month, _month_cells(store, able, there, month), _worth)
        of_month = {cell: number for cell, number in of_month.items() if apart(number, numbers.get(cell, NOTHING))}
    people, named = numbers.get("people", NOTHING).n, {"able": numbers.get("able", NOTHING).n}
    counts = {"people": to_tens(people), "able": part_to_tens(named["able"], people)}
    never = part_to_tens(of_month.get("never", NOTHING).n, named["able"])
    return {
        "schema": SCHEMA,
        "made": now.strftime("%Y-%m"),
        "month": month,
        "kind": "demo" if store.first_row("select 1 from candidates where kind='demo'") else "person",
        **counts,
        "able_never_shown": never,
        "able_never_shown_share": share(never, counts["able"]),
        "spread_able": (of_month.get("spread", NOTHING).value or None) if counts["able"] else None,
        "months": _months(store, of_month, month),
        "open_offers": store.rows("select count(*) as n from offers where status='open'")[0]["n"],
        "orphan_offers": orphans,
        "orphans_few_near": [orphan for orphan in orphans if numbers.get(f"near:{orphan}", NOTHING).n < LEAST],
        "band_a_by_area": _by_area(store, numbers),
        "margin_by_station": _by_station(store, numbers),
        **_overrides(of_month),
    }


def apart(some: ToldNumber, everybody: ToldNumber) -> bool:
    """Whether a number of a month may stand beside that of all months: they differ by nobody, or by ten people."""
    lost = abs((some.n - len(some.people)) - (everybody.n - len(everybody.people)))
    other = len(some.people.keys() ^ everybody.people.keys()) + lost
    return not 0 < other < LEAST


def _worth(cell: str, marks: Marks) -> str:
    """What a cell tells beside its people: a word for how lists share them, the mean margin of a post."""
    if cell == "spread":
        return spread([int(n) for n in marks.values()]) or ""
    if cell.startswith("post:"):
        sums = [mark.split("/") for mark in marks.values()]
        return repr(sum(float(total) for total, _ in sums) / sum(int(n) for _, n in sums))
    return ""


def _month_cells(store: Store, able: set[str], there: set[str], month: str | None) -> MarksByCell:
    """Whom lists and decisions of a month, or of all, are about."""
    rows = store.rows(
        "select i.candidate_id, substr(p.made_at,1,7) as month, count(*) as n from preselection_items i "
        "join preselections p using(preselection_id) where ? is null or substr(p.made_at,1,7)=? group by 1, 2",
        month, month,
    )  # fmt: skip
    shown: Counter[str] = Counter()
    cells: MarksByCell = defaultdict(dict)
    for row in rows:
        shown[row["candidate_id"]] += row["n"]
        if row["candidate_id"] in there:
            cells[f"listed:{row['month']}"][row["candidate_id"]] = ""
    cells["never"] = {candidate_id: "" for candidate_id in able if not shown[candidate_id]}
    cells["spread"] = {candidate_id: str(shown[candidate_id]) for candidate_id in able}
    for row in store.rows(DECIDED, month, month):
        if row["candidate_id"] not in there:
            continue
        cells["decided"][row["candidate_id"]] = ""
        if _is_override(row):
            cells["overridden"][row["candidate_id"]] = ""
            cells[f"reason:{row['reason']}"][row["candidate_id"]] = ""
    return dict(cells)


def is_month(text: str) -> bool:
    """Whether a text is a month: « 2026-11 »."""
    try:
        return datetime.strptime(text, "%Y-%m").strftime("%Y-%m") == text
    except ValueError:
        return False


def _months(store: Store, numbers: Cells, month: str | None) -> list[dict[str, Any]]:
    """Lists made, and people shown in them, by month."""
    rows = store.rows(
        "select substr(made_at,1,7) as month, count(*) as lists from preselections "
        "where ? is null or substr(made_at,1,7)=? group by 1 order by 1", month, month,
    )  # fmt: skip
    return [{**row, "people": to_tens(numbers.get(f"listed:{row['month']}", NOTHING).n)} for row in rows]


def _orphans(store: Store) -> list[str]:
    """Open offers that nobody has been shown for."""
    rows = store.rows(
        "select offer_id from offers where status='open' and not exists (select 1 from preselections p "
        "join preselection_items i using(preselection_id) where p.offer_id=offers.offer_id) order by offer_id"
    )
    return [str(row["offer_id"]) for row in rows]


def _near_orphans(pairs: Iterable[Pair], orphans: Iterable[str]) -> MarksByCell:
    """Who is in A or B for each of these offers, and declined nothing of it."""
    cells: MarksByCell = {f"near:{orphan}": {} for orphan in orphans}
    for p in pairs:
        cell = f"near:{p.offer_id}"
        if cell in cells and p.band in ("A", "B") and not p.outside_wishes:
            cells[cell][p.candidate_id] = ""
    return cells


def _areas(store: Store, pairs: Iterable[Pair]) -> MarksByCell:
    """For the offers of each place: who was compared and said no to nothing, and who is in band A for one of them."""
    area = {row["offer_id"]: row["area"] or "" for row in store.rows("select offer_id, area from offers")}
    cells: MarksByCell = defaultdict(dict)
    for pair in pairs:
        place = area[pair.offer_id]
        if not pair.outside_wishes:
            cells[f"area:{place}"][pair.candidate_id] = ""
            if pair.band == "A":
                cells[f"able:{place}"][pair.candidate_id] = ""
    return dict(cells)


def _by_area(store: Store, numbers: Cells) -> list[dict[str, Any]]:
    """Each place of an open offer, whether anybody was compared for it or not: a row that comes would tell of one."""
    rows = []
    for row in store.rows("select distinct coalesce(area,'') as area from offers where status='open' order by 1"):
        people, able = (numbers.get(f"{kind}:{row['area']}", NOTHING).n for kind in ("area", "able"))
        part, whole = part_to_tens(able, people), to_tens(people)
        rows.append({"area": row["area"], "people": whole, "in_a": part, "share_a": share(part, whole)})
    return rows


def _posts(store: Store, there: set[str]) -> MarksByCell:
    """Whom each post measured, and how surely: the sum of the margins of a person and how many they are."""
    rows = store.rows(
        "select p.station_id, r.candidate_id, sum(r.sd) as margins, count(*) as n from results r "
        "join packets p using(packet_id) where r.statement not in('not_measured','not_enough') group by 1, 2"
    )
    cells: MarksByCell = defaultdict(dict)
    for row in rows:
        if row["candidate_id"] in there:
            cells[f"post:{row['station_id']}"][row["candidate_id"]] = f"{row['margins']:.6f}/{row['n']}"
    return dict(cells)


def _by_station(store: Store, numbers: Cells) -> list[dict[str, Any]]:
    """Whether what each post measured is less sure than elsewhere: one far from the others is to be looked at."""
    margins = {
        cell: float(number.value) for cell, number in numbers.items() if cell.startswith("post:") and number.n >= LEAST
    }
    rows_said = []
    posts = store.rows("select station_id as station, label from stations order by station_id")
    for row in sorted(posts, key=lambda post: numbered(str(post["label"]))):
        cell = f"post:{row['station']}"
        others = [margin for name, margin in margins.items() if name != cell]
        said = beside(margins[cell], fmean(others)) if cell in margins and others else None
        rows_said.append({**row, "people": to_tens(numbers.get(cell, NOTHING).n), "margin": said})
    return rows_said


DECIDED = """
select d.verdict, d.reason_code as reason, d.scheme, d.proposed_scheme as proposed, d.candidate_id, d.decided_at
from decisions d where (? is null or substr(d.decided_at,1,7)=?)
and not exists(select 1 from undone_decisions u where u.decision_id=d.decision_id)
"""


def _overrides(numbers: Cells) -> dict[str, Any]:
    """People for whom a decision went another way than the rules put first, by reason; what was undone is left out.

    Another bridge, or declined where an interview was proposed. People are counted: one person's ten decisions are no
    group of ten. A reason that few had is not named.
    """
    decided = numbers.get("decided", NOTHING).n
    return {
        "decided": to_tens(decided),
        "overridden": part_to_tens(numbers.get("overridden", NOTHING).n, decided),
        "overrides_by_reason": [
            {"reason": cell.partition(":")[2], "people": part_to_tens(number.n, decided)}
            for cell, number in sorted(numbers.items()) if cell.startswith("reason:") and number.n >= LEAST
        ],
    }  # fmt: skip


def _is_override(row: Mapping[str, Any]) -> bool:
    if row["scheme"] and row["proposed"] and row["scheme"] != row["proposed"]:
        return True
    return bool(row["verdict"] == "decline" and row["proposed"] == "direct_interview")
