"""A group on one page, several organisations together: numbers of people, told so that nobody is found in them.

Every number is that of `scoring.exposure`: to the nearest ten, hidden under ten, and hidden too where what is left of
any group it is part of is under ten. A bundle holds these numbers alone, so that what is merged, or one merge beside
another, gives nothing away that they do not.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from nacl.signing import SigningKey
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import from_json

from export.files.canonical import canonical
from export.files.signed import signed_by
from export.store.exposure import is_month
from export.store.following import SIDES, STANDS
from export.store.store import Store, StoreError
from scenarios.plain import is_plain
from scenarios.reference import habiletes
from scoring.exposure import told, told_part
from scoring.match import UNMEASURED

CONTEXT = b"envol region 1\0"
MOST_BYTES, MOST_BUNDLES = 100_000, 200
LEFT_EARLY = ("late", "left", "stuck", "device")


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of a report: `name` is closed (`people`, `shown:dexterite`, `not_met:person`...), None is hidden."""

    name: str
    n: int | None


def group_report(store: Store, month: str | None) -> list[Figure]:
    """The figures of the people who came in a month ("2026-11"), or of all. Raises StoreError: no month."""
    if month is not None and not is_month(month):
        raise StoreError("report.wrong_month", got=month)
    people = _count(store, "from candidates where {0}", month)
    found = [Figure("people", told(people))]
    found += _tried(store, month, people)
    found.append(_part("ease:hard", _count(store, "from candidates where device_ease='hard' and {0}", month), people))
    found += _shown(store, month, people)
    found += _became(store, month, people)
    found += _noted(store, month)
    return found


def _count(store: Store, sql: str, month: str | None, *values: str) -> int:
    """How many people of a month a condition holds for; `{0}` is where the month is asked."""
    asked = "(?='' or substr(created_at,1,7)=?)"
    row = store.one("select count(distinct candidate_id) as n " + sql.format(asked), *values, month or "", month or "")
    return int(row["n"]) if row else 0


def _part(name: str, part: int, *wholes: int) -> Figure:
    """A part of groups: hidden where it, or what is left of one of them, is a small group."""
    return Figure(name, told(part) if all(told_part(part, whole) is not None for whole in wholes) else None)


def _tried(store: Store, month: str | None, people: int) -> Iterable[Figure]:
    sql = "from workshops join candidates using(candidate_id) where workshop=? and {0}"
    for row in store.rows("select distinct workshop from workshops order by workshop"):
        yield _part(f"tried:{row['workshop']}", _count(store, sql, month, str(row["workshop"])), people)


def _shown(store: Store, month: str | None, people: int) -> Iterable[Figure]:
    """For each habileté: who was measured on it, and who showed it, whatever the level.

    Of who came once the results of that packet; of who came again what was read out of all their visits.
    """
    several = "(select candidate_id from evidence_archive group by candidate_id having count(*)>1)"
    asked = (month or "", month or "")
    rows = store.rows(
        "select r.habilete, count(*) as n, sum(case when r.statement='shown' then 1 else 0 end) as shown "
        "from results r join candidates c using(candidate_id) "
        f"where r.candidate_id not in {several} and (?='' or substr(c.created_at,1,7)=?) "
        "and r.statement not in('not_measured','not_enough') group by r.habilete", *asked,
    )  # fmt: skip
    measured, shown = Counter({r["habilete"]: r["n"] for r in rows}), Counter({r["habilete"]: r["shown"] for r in rows})
    again = store.rows(
        f"select o.readout from readouts o join candidates c using(candidate_id) where o.candidate_id in {several} "
        "and (?='' or substr(c.created_at,1,7)=?)", *asked,
    )  # fmt: skip
    for row in again:
        for name, one in from_json(row["readout"])["readout"].items():
            measured[name] += one["statement"] not in UNMEASURED
            shown[name] += one["statement"] == "shown"
    for habilete in habiletes():
        if measured[habilete.id]:
            yield _part(f"measured:{habilete.id}", measured[habilete.id], people)
            yield _part(f"shown:{habilete.id}", shown[habilete.id], measured[habilete.id], people)


OF_OUTCOME = f"from outcomes o join candidates using(candidate_id) where {STANDS} and o.kind=? and "


def _became(store: Store, month: str | None, people: int) -> Iterable[Figure]:
    """What became of them, each a part of what comes before it."""
    proposed = _count(
        store, "from decisions d join candidates using(candidate_id) where d.verdict='propose' and "
        "not exists(select 1 from undone_decisions u where u.decision_id=d.decision_id) and {0}", month,
    )  # fmt: skip
    yield _part("proposed", proposed, people)
    for kind in ("met", "immersion", "hired"):
        yield _part(kind, _count(store, OF_OUTCOME + "{0}", month, kind), proposed, people)
    for side in SIDES:
        yield _part(f"not_met:{side}", _count(store, OF_OUTCOME + "o.side=? and {0}", month, "not_met", side), proposed,
                    people)  # fmt: skip
    hired = _count(store, OF_OUTCOME + "{0}", month, "hired")
    for kind in ("there_3", "there_6"):
        yield _part(kind, _count(store, OF_OUTCOME + "{0}", month, kind), hired, people)


def _noted(store: Store, month: str | None) -> Iterable[Figure]:
    """What happened at seats, by the day of the group; each note counts as somebody."""
    for kind in LEFT_EARLY:
        row = store.one(
            "select count(*) as n from seat_notes n join days d using(day_id) where n.kind=? and "
            "(?='' or substr(d.starts_at,1,7)=?)", kind, month or "", month or "",
        )  # fmt: skip
        yield Figure(f"noted:{kind}", told(int(row["n"]) if row else 0))


class BundleRow(BaseModel):
    """One figure of a bundle."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    name: Annotated[str, Field(pattern=r"^[a-z0-9_:]{1,80}$")]
    n: Annotated[int, Field(ge=10, le=100_000_000, multiple_of=10)] | None


class Bundle(BaseModel):
    """The figures of one organisation, as they are carried to the region."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    envol_region: Literal[1] = 1
    organisation: Annotated[str, Field(min_length=1, max_length=80)]
    kind: Literal["person", "demo"]
    month: Annotated[str, Field(pattern=r"^([0-9]{4}-[0-9]{2})?$")]
    made: Annotated[str, Field(pattern=r"^[0-9T:+.-]{10,40}$")]
    rows: Annotated[tuple[BundleRow, ...], Field(max_length=500)]
    key: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


def bundle(figures: Sequence[Figure], head: tuple[str, str, str | None], signing: SigningKey, now: datetime) -> bytes:
    """The file for the region, signed: figures, and (organisation, kind, month)."""
    organisation, kind, month = head
    plain = {
        "envol_region": 1, "organisation": organisation, "kind": kind, "month": month or "",
        "made": now.isoformat(timespec="seconds"), "rows": [{"name": one.name, "n": one.n} for one in figures],
        "key": bytes(signing.verify_key).hex(),
    }  # fmt: skip
    raw = canonical(plain)
    return raw + b"\n" + signing.sign(CONTEXT + raw).signature.hex().encode() + b"\n"


def read_bundle(data: bytes) -> Bundle:
    """A bundle that is whole. Raises StoreError: too big, no bundle, changed since it was signed."""
    if len(data) > MOST_BYTES:
        raise StoreError("region.not_a_bundle")
    raw, _, rest = data.partition(b"\n")
    try:
        found = Bundle.model_validate_json(raw)
        signature = bytes.fromhex(rest.decode("ascii").strip())
    except (ValidationError, ValueError) as error:
        raise StoreError("region.not_a_bundle") from error
    if not is_plain(found.organisation):
        raise StoreError("region.not_a_bundle")
    if not signed_by(bytes.fromhex(found.key), CONTEXT + raw, signature):
        raise StoreError("region.changed")
    return found


@dataclass(frozen=True, slots=True)
class RegionRow:
    """One figure of several organisations: at least `n` where some could not tell theirs (`hidden` of them)."""

    name: str
    n: int
    told: int
    hidden: int


@dataclass(frozen=True, slots=True)
class Merged:
    """Several bundles of one time: names of the organisations, and the figures in the order of the first."""

    month: str
    organisations: tuple[str, ...]
    rows: tuple[RegionRow, ...]


def merge(bundles: Sequence[Bundle]) -> Merged:
    """The bundles of a region together; of one organisation the last that was made.

    Raises StoreError: none, bundles of different times, robots beside people.
    """
    if not bundles:
        raise StoreError("region.none")
    if len({one.month for one in bundles}) > 1:
        raise StoreError("region.other_month")
    if len({one.kind for one in bundles}) > 1:
        raise StoreError("region.robots")
    last = {one.key: one for one in sorted(bundles, key=lambda one: one.made)}
    chosen = sorted(last.values(), key=lambda one: (one.organisation, one.key))
    names = dict.fromkeys(row.name for one in chosen for row in one.rows)
    rows = []
    for name in names:
        values = [row.n for one in chosen for row in one.rows if row.name == name]
        there = [n for n in values if n is not None]
        rows.append(RegionRow(name, sum(there), len(there), len(values) - len(there)))
    return Merged(bundles[0].month, tuple(one.organisation for one in chosen), tuple(rows))
