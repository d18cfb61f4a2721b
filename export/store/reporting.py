"""A group on one page, several organisations together: numbers of people, told so that nobody is found in them.

Every number is that of `scoring.exposure`: to the nearest ten, hidden under ten, and hidden too where what is left of
any group it is part of is under ten. It changes as `export.store.telling` says: by nobody, or by ten people. A bundle
holds these numbers alone, so that what is merged, or one merge beside another, gives nothing away that they do not.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Annotated, Literal

from nacl.signing import SigningKey
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import from_json

from export.files.canonical import canonical
from export.files.signed import signed_by
from export.store.exposure import apart, is_month
from export.store.following import SIDES, STANDS
from export.store.store import Store, StoreError
from export.store.telling import AT_ONCE, NOTHING, Marks, ToldNumber, arrivals, tell, tell_counts
from scenarios.plain import is_plain
from scenarios.reference import habiletes
from scenarios.source import workshop_folders
from scoring.exposure import part_to_tens, to_tens
from scoring.match import UNMEASURED

CONTEXT = b"envol region 1\0"
MOST_BYTES, MOST_BUNDLES = 100_000, 200
REPORT = "group:"
"""The name under which what is told is kept; that of a month follows it."""
LEFT_EARLY = ("late", "left", "stuck", "device")


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of a report: `name` is closed (`people`, `shown:dexterite`, `not_met:person`...), None is hidden."""

    name: str
    n: int | None


def group_report(store: Store, month: str | None) -> list[Figure]:
    """The figures of the people who came in a month ("2026-11"), or of all. Raises StoreError: no month.

    People come in whole tens, each of one month; every figure is told as `export.store.telling` lets it change.
    """
    if month is not None and not is_month(month):
        raise StoreError("report.wrong_month", got=month)
    came = arrivals(store)
    everybody = tell(store, REPORT, _cells(store, set(came)))
    numbers = everybody
    if month is not None:
        numbers = tell(store, REPORT + month, _cells(store, {who for who, then in came.items() if then == month}))
        numbers = {cell: number for cell, number in numbers.items() if apart(number, everybody.get(cell, NOTHING))}
    workshops = {folder.name for folder in workshop_folders()} | {
        cell.partition(":")[2] for cell in numbers if cell.startswith("tried:")
    }
    figures = [Figure("people", to_tens(numbers.get("people", NOTHING).n))]
    figures += [_part(numbers, f"tried:{workshop}", "people") for workshop in sorted(workshops)]
    figures.append(_part(numbers, "ease:hard", "people"))
    for habilete in habiletes():
        figures.append(_part(numbers, f"measured:{habilete.id}", "people"))
        figures.append(_part(numbers, f"shown:{habilete.id}", f"measured:{habilete.id}", "people"))
    figures.append(_part(numbers, "proposed", "people"))
    figures += [_part(numbers, cell, "proposed", "people") for cell in PROPOSED]
    figures += [_part(numbers, cell, "hired", "people") for cell in ("there_3", "there_6")]
    return figures + [Figure(f"noted:{kind}", n) for kind, n in _noted(store, month).items()]


def _part(numbers: Mapping[str, ToldNumber], name: str, *wholes: str) -> Figure:
    """A part of groups: hidden where it, or what is left of one of them, is a small group."""
    part = numbers.get(name, NOTHING).n
    hidden = any(part_to_tens(part, numbers.get(whole, NOTHING).n) is None for whole in wholes)
    return Figure(name, None if hidden else to_tens(part))


def _cells(store: Store, there: set[str]) -> dict[str, Marks]:
    """Who of these people counts in each figure."""
    cells: dict[str, dict[str, str]] = {"people": dict.fromkeys(there, "")}
    # One text an id, however many numbers somebody counts in: a whole house is some hundred thousand of them.
    own = {who: who for who in there}
    for cell, who in chain(_tried(store), _measured_again(store), _became(store)):
        if who in own:
            cells.setdefault(cell, {})[own[who]] = ""
    for cell, several in _measured_once(store, sorted(there)):
        cells.setdefault(cell, {}).update((own[who], "") for who in several if who in own)
    return dict(cells)


def _tried(store: Store) -> Iterator[tuple[str, str]]:
    for row in store.rows("select workshop, candidate_id from workshops"):
        yield f"tried:{row['workshop']}", str(row["candidate_id"])
    for row in store.rows("select candidate_id from candidates where device_ease='hard'"):
        yield "ease:hard", str(row["candidate_id"])


SEVERAL = "select candidate_id from evidence_archive group by candidate_id having count(*)>1"
"""Who came more than once."""


def _measured_once(store: Store, people: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """For each habileté: who was measured on it, and who showed it, whatever the level; of who came once, by the
    results of that packet. `people`: ids in order.

    Some are read at a time, as a house may hold many; the base puts those of one number together.
    """
    left = ",".join("?" * len(UNMEASURED))
    again = {str(row["candidate_id"]) for row in store.rows(SEVERAL)}
    for at in range(0, len(people), AT_ONCE):
        some = people[at : at + AT_ONCE]
        for row in store.rows(
            "select habilete, statement, group_concat(candidate_id) as people from results "
            f"where candidate_id between ? and ? and statement not in({left}) group by habilete, statement",
            some[0], some[-1], *UNMEASURED,
        ):  # fmt: skip
            several = [who for who in str(row["people"]).split(",") if who not in again]
            for cell in _numbers_of(str(row["habilete"]), str(row["statement"])):
                yield cell, several


def _measured_again(store: Store) -> Iterator[tuple[str, str]]:
    """The same of who came again, by what was read out of all their visits."""
    for row in store.rows(f"select candidate_id, readout from readouts where candidate_id in ({SEVERAL})"):
        for name, shown in from_json(row["readout"])["readout"].items():
            for cell in _numbers_of(name, shown["statement"]):
                yield cell, str(row["candidate_id"])


def _numbers_of(habilete: str, statement: str) -> Iterator[str]:
    """The numbers in which somebody counts by what was said of an habileté."""
    if statement not in UNMEASURED:
        yield f"measured:{habilete}"
    if statement == "shown":
        yield f"shown:{habilete}"


PROPOSED = ("met", "immersion", "hired", *(f"not_met:{side}" for side in SIDES))
"""What became of who was proposed, in the order of the page; the last two of a hiring follow."""


def _became(store: Store) -> Iterator[tuple[str, str]]:
    """What became of them, each a part of what comes before it."""
    for row in store.rows(
        "select candidate_id from decisions d where d.verdict='propose' and "
        "not exists(select 1 from undone_decisions u where u.decision_id=d.decision_id)"
    ):
        yield "proposed", str(row["candidate_id"])
    for row in store.rows(f"select o.candidate_id, o.kind, o.side from outcomes o where {STANDS}"):
        yield (f"not_met:{row['side']}" if row["kind"] == "not_met" else row["kind"]), str(row["candidate_id"])


def _noted(store: Store, month: str | None) -> dict[str, int | None]:
    """What happened at seats, by the day of the group; each note counts as somebody.

    A note names nobody: a number of them is told anew when ten more, or ten fewer, are there.
    """
    counts = {}
    for kind in LEFT_EARLY:
        row = store.first_row(
            "select count(*) as n from seat_notes n join days d using(day_id) where n.kind=? and "
            "(?='' or substr(d.starts_at,1,7)=?)", kind, month or "", month or "",
        )  # fmt: skip
        counts[kind] = int(row["n"]) if row else 0
    return {kind: to_tens(n) for kind, n in tell_counts(store, f"{REPORT}{month or ''}:notes", counts).items()}


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
        "made": now.isoformat(timespec="seconds"), "rows": [{"name": figure.name, "n": figure.n} for figure in figures],
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
        bundle = Bundle.model_validate_json(raw)
        signature = bytes.fromhex(rest.decode("ascii").strip())
    except (ValidationError, ValueError) as error:
        raise StoreError("region.not_a_bundle") from error
    if not is_plain(bundle.organisation):
        raise StoreError("region.not_a_bundle")
    if not signed_by(bytes.fromhex(bundle.key), CONTEXT + raw, signature):
        raise StoreError("region.changed")
    return bundle


@dataclass(frozen=True, slots=True)
class RegionRow:
    """One figure of several organisations: at least `n` where some could not tell theirs (`hidden` of them)."""

    name: str
    n: int
    organisations: int
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
    if len({bundle.month for bundle in bundles}) > 1:
        raise StoreError("region.other_month")
    if len({bundle.kind for bundle in bundles}) > 1:
        raise StoreError("region.robots")
    last = {bundle.key: bundle for bundle in sorted(bundles, key=lambda bundle: bundle.made)}
    chosen = sorted(last.values(), key=lambda bundle: (bundle.organisation, bundle.key))
    names = dict.fromkeys(row.name for bundle in chosen for row in bundle.rows)
    rows = []
    for name in names:
        values = [row.n for bundle in chosen for row in bundle.rows if row.name == name]
        there = [n for n in values if n is not None]
        # Who does not name a figure at all does not show it either.
        rows.append(RegionRow(name, sum(there), len(there), len(chosen) - len(there)))
    return Merged(bundles[0].month, tuple(bundle.organisation for bundle in chosen), tuple(rows))
