"""Offers read from files: France Travail « Offres d'emploi v2 » JSON, employers' CSV and workbooks; none is stored.

Contacts, agencies, logos and free descriptions are never read. Every row is read, to complete, or refused and named.
"""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from export.files.whole import read_whole
from export.offers import values
from export.offers.changes import merged
from export.offers.fields import OfferIn, from_api, from_row
from export.offers.headings import NOTHING_SAID, SaidHeadings
from export.offers.identity import MOST_COMPARED, content, one_job, same_job, twins
from export.offers.rows import MAX_OFFERS, NotOffers, Raw, csv_rows
from export.offers.texts import Bad, clean
from export.offers.workbook import workbook_rows

MAX_BYTES = 64_000_000
MOST_TOLD = 3
"""Titles that a note names beside a row's own."""
KINDS = {
    b"%PDF": "pdf",
    b"\x1f\x8b": "zip",
    b"\xd0\xcf\x11\xe0": "xls",
    b"{\\rtf": "word",
}
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
"""How a text begins that a spreadsheet saved as « texte Unicode »."""


@dataclass(frozen=True, slots=True)
class RowSaid:
    """Something about a row (or, at row 0, a whole file): `reason_key` names a sentence, `values` fill it.

    `unit` says what is counted: "line" of a table or "offer" of a JSON list. `cells` are the row's own, by heading.
    """

    file: str
    row: int
    reason_key: str
    values: Mapping[str, object] = field(default_factory=dict)
    unit: str = "line"
    cells: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RowPlace:
    """The row that an offer was read from."""

    file: str
    row: int
    unit: str
    cells: Mapping[str, str]


OfferRow = tuple[OfferIn, RowPlace]


@dataclass(frozen=True, slots=True)
class OffersRead:
    """What files hold: rows = offers + refused rows + replaced, always.

    `replaced`: rows set aside because the same offer came again with a later date. `gaps` name what some offers lack,
    `notes` the optional values left out. `where` is the row of each offer, in the same order.
    """

    offers: tuple[OfferIn, ...]
    refused: tuple[RowSaid, ...]
    replaced: int
    rows: int
    gaps: tuple[RowSaid, ...]
    notes: tuple[RowSaid, ...]
    where: tuple[RowPlace, ...]

    @property
    def to_complete(self) -> int:
        """How many offers lack something before they can be matched."""
        return sum(bool(offer.gaps) for offer in self.offers)


class _FilesReading:
    """Gathers rows, by how many were read; the rows of one offer that has a reference are one."""

    def __init__(self, now: datetime | None) -> None:
        self.now = now
        self.kept: dict[int, OfferRow] = {}
        self.bearers: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        self.refused: list[RowSaid] = []
        self.replaced = self.rows = 0
        self.hidden: Counter[str] = Counter()

    def add(self, name: str, raw: Raw) -> None:
        """One row: kept, refused, or set beside the same offer of another row."""
        self.rows += 1
        where = RowPlace(raw.sheet or name, raw.row, raw.unit, raw.cells)
        self.hidden[where.file] += raw.hidden
        offer = raw.offer
        if isinstance(offer, Bad):
            self.refused.append(_said(where, offer))
            return
        self._keep((dated(offer, self.now) if self.now else offer, where))

    def _keep(self, read: OfferRow) -> None:
        """An offer, new or written over the row that is the same one."""
        offer, where = read
        bearers = self.bearers[offer.source, offer.source_id] if offer.source_id else []
        at = next((at for at in bearers[-MOST_COMPARED:] if _one_offer(self.kept[at], read)), None)
        if at is None:
            if bearers:
                others = dict.fromkeys(self.kept[bearer][0].title[:60] for bearer in bearers[:MOST_TOLD])
                note = Bad("other_title", {"got": offer.source_id, "before": ", ".join(others)})
                offer = replace(offer, notes=(*offer.notes, note))
            bearers.append(self.rows)
            self.kept[self.rows] = offer, where
            return
        before, line = self.kept[at]
        self.replaced += 1
        if not older(offer.source_updated_at, before.source_updated_at):
            if (
                offer.source == "employer"
                and _of_one_day(self.kept[at], read)
                and content(before) != content(offer)
            ):
                note = Bad("other_values", {"got": offer.source_id, "row": line.row})
                offer = replace(offer, notes=(*offer.notes, note))
            self.kept[at] = merged(before, offer), where


def _one_offer(read: OfferRow, other: OfferRow) -> bool:
    """Whether two rows that bear one reference are one offer; a reference of France Travail names no other.

    Of two rows of one list and day one may be written over by the other only where title, employer, place, trade and
    contract agree: both stand there to be filled. Else the later row is the update of a job, whose title may be new.
    """
    before, offer = read[0], other[0]
    if before.source == "france_travail":
        return True
    return same_job(before, offer) if _of_one_day(read, other) else one_job(before, offer)


def _of_one_day(read: OfferRow, other: OfferRow) -> bool:
    return read[1].file == other[1].file and read[0].source_updated_at == other[0].source_updated_at


def older(date: str, than: str) -> bool:
    """Whether a dated text is older than another; without a date what is read last is the newer."""
    return bool(date and than and date < than)


def dated(offer: OfferIn, now: datetime) -> OfferIn:
    """The offer without a date that is more than a day ahead: kept, it would stand before all that comes later."""
    if offer.source_updated_at <= values.utc(now + timedelta(days=1)):
        return offer
    note = Bad("future_date", {"got": offer.source_updated_at[:10]})
    return replace(offer, source_updated_at="", notes=(*offer.notes, note))


def _said(where: RowPlace, bad: Bad) -> RowSaid:
    return RowSaid(where.file, where.row, f"offers_in.{bad.reason}", bad.values, where.unit, where.cells)


def read_offers(paths: list[Path], said: SaidHeadings = NOTHING_SAID, now: datetime | None = None) -> OffersRead:
    """All offers of some files, once each: the latest update wins, and of equal dates the last read. Two jobs under
    one reference of an employer are two offers, each with a note.

    `said`: what somebody said of headings. `now`: dates past it are left out and told; None: no clock is known.
    """
    reading = _FilesReading(now)
    for path in paths:
        name = shown_name(path)
        try:
            for raw in _rows(path, said):
                reading.add(name, raw)
        except NotOffers as trouble:
            reading.refused.append(RowSaid(name, 0, f"offers_in.{trouble.key}", trouble.values))
    offers = tuple(offer for offer, _ in reading.kept.values())
    where = tuple(row for _, row in reading.kept.values())
    pairs = list(zip(offers, where, strict=True))
    gaps = tuple(_said(row, bad) for offer, row in pairs for bad in offer.gaps)
    notes = [_said(row, bad) for offer, row in pairs for bad in offer.notes]
    notes += [RowSaid(file, 0, "offers_in.hidden", {"n": n}) for file, n in reading.hidden.items() if n]
    for at, first in twins(offers).items():
        notes.append(_said(where[at], Bad("twin", {"row": where[first].row, "file": where[first].file})))
    return OffersRead(offers, tuple(reading.refused), reading.replaced, reading.rows, gaps, tuple(notes), where)


def shown_name(path: Path) -> str:
    """The name of a file as text, one in older letters too: bytes that are none cannot be kept or written."""
    return path.name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _rows(path: Path, said: SaidHeadings) -> Iterator[Raw]:
    raw = _bytes(path)
    start = raw.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if raw.startswith(b"PK"):
        yield from workbook_rows(raw, shown_name(path), from_row, said)
    elif start in (b"[", b"{"):
        yield from _api_rows(raw)
    else:
        yield from csv_rows(raw, from_row, said)


def _bytes(path: Path) -> bytes:
    try:
        raw = read_whole(path, MAX_BYTES)
    except OSError as error:
        raise NotOffers("unreadable", reason=error) from error
    if raw is None:
        raise NotOffers("too_big", limit=MAX_BYTES // 1_000_000)
    for start, kind in KINDS.items():
        if raw.startswith(start):
            raise NotOffers(f"kind.{kind}")
    if raw.startswith(UTF_16):
        try:
            raw = raw.decode("utf-16").encode()
        except UnicodeDecodeError as error:
            raise NotOffers("csv_encoding") from error
    if not raw.strip():
        raise NotOffers("empty")
    if re.match(rb"(?i)(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|table|\?xml|meta|head|body)", raw):
        raise NotOffers("kind.page")
    if b"\x00" in raw and not raw.startswith(b"PK"):
        raise NotOffers("kind.other")
    return raw


def _api_rows(raw: bytes) -> Iterator[Raw]:
    listed = _listed(raw)
    if len(listed) > MAX_OFFERS:
        raise NotOffers("too_many", limit=MAX_OFFERS)
    for row, listed_offer in enumerate(listed, 1):
        twice = _twice(listed_offer)
        offer_read = from_api(listed_offer) if isinstance(listed_offer, dict) else Bad("not_an_object")
        if twice:
            offer_read = Bad("key_twice", {"name": twice[:60]})
        yield Raw(row, offer_read, _api_cells(listed_offer), "offer")


class _Repeated(dict[str, object]):
    """An object that names one thing twice: which of the two was meant, nobody knows."""

    name = ""


def _named_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    members: dict[str, object] = dict(pairs)
    if len(members) == len(pairs):
        return members
    repeated = _Repeated(members)
    names = [name for name, _ in pairs]
    repeated.name = next(name for name in names if names.count(name) > 1)
    return repeated


def _twice(node: object) -> str:
    """What an offer, or a part of it, names twice; "" for nothing."""
    parts = [node, *(node.values() if isinstance(node, dict) else ())]
    return next((part.name for part in parts if isinstance(part, _Repeated)), "")


def _listed(raw: bytes) -> list[object]:
    """The offers of a list of results, or the single one that the detail page gives."""
    try:
        data = json.loads(raw.decode("utf-8-sig"), object_pairs_hook=_named_once)
    except UnicodeDecodeError as error:
        raise NotOffers("json_encoding") from error
    except RecursionError as error:
        raise NotOffers("too_deep") from error
    except json.JSONDecodeError as error:
        raise NotOffers("not_json", line=error.lineno, column=error.colno) from error
    except ValueError as error:
        # Python refuses to read numbers of thousands of digits.
        raise NotOffers("not_json", line=1, column=1) from error
    listed = data.get("resultats", [data] if "intitule" in data else None) if isinstance(data, dict) else data
    if not isinstance(listed, list):
        raise NotOffers("no_list")
    return listed


def _api_cells(api_offer: object) -> dict[str, str]:
    """An offer of the API as the cells of a row, under headings that come back in."""
    offer = api_offer if isinstance(api_offer, dict) else {}
    place, firm, origin = (offer.get(name) for name in ("lieuTravail", "entreprise", "origineOffre"))
    place = place if isinstance(place, dict) else {"libelle": place}
    cells = {
        "origine envol": "France Travail",
        "reference": offer.get("id"),
        "date": offer.get("dateActualisation") or offer.get("dateCreation"),
        "intitule": offer.get("intitule"),
        "rome": offer.get("romeCode"),
        "insee": place.get("commune"),
        "code postal": place.get("codePostal"),
        "lieu": place.get("libelle"),
        "postes": offer.get("nombrePostes"),
        "employeur": firm.get("nom") if isinstance(firm, dict) else firm,
        "contrat": offer.get("typeContratLibelle") or offer.get("typeContrat"),
        "horaires": offer.get("dureeTravailLibelle"),
        "experience": offer.get("experienceLibelle"),
        "lien": origin.get("urlOrigine") if isinstance(origin, dict) else None,
    }
    return {name: clean(value)[:1000] for name, value in cells.items()}
