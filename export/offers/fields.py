"""One offer from its fields: what is kept, what is suggested, what is to complete, left out or refused."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cache
from typing import Any, Literal

from export.offers import values, words
from export.offers.places import ReadPlace, read_place
from export.offers.texts import Bad, clean, plain, texts
from scenarios.offer_columns import totals
from scenarios.qualities import Quality, qualities
from scenarios.reference import habiletes

MAX_TITLE, MAX_NAME, MAX_ID = 200, 200, 100
MAX_REQUIREMENTS = 4
Source = Literal["france_travail", "employer"]


@dataclass(frozen=True, slots=True)
class OfferIn:
    """An offer as read. What is suggested asks nothing before a person has confirmed it.

    `source_id` is "" for a row without a reference of its own. `rome`, `area` ("" both) and `posts` (0) may be to
    complete: `gaps` says why; `notes` says which optional values were left out. `insee` is "" where only the
    department (`area`) is known; `place` keeps the file's words. `conditions`: a constraint of the closed list and
    whether the file says yes, no, or something that a person has to confirm ("proposed"). `requirements_suggested`
    holds habileté and basis: `quality:<savoir-être>` or `employer:<level>:<weight>` (no weight where none was given).
    `contract` is in the file's words, `contract_kind` of the closed list; `months` and `lodged` ("yes": lodged with
    France Travail) may be "". `partial`: what the row does not name is not unsaid (a corrected copy of an API's offer).
    """

    source: Source
    source_id: str
    source_updated_at: str
    title: str
    rome: str
    insee: str
    area: str
    place: str
    posts: int
    employer_label: str
    siret: str
    contract: str
    contract_kind: str
    months: str
    hours: str
    experience: str
    licence: str
    salary: str
    link: str
    lodged: str
    conditions: words.Conditions
    requirements_suggested: tuple[tuple[str, str], ...]
    gaps: tuple[Bad, ...] = ()
    notes: tuple[Bad, ...] = ()
    partial: bool = False


SAID = tuple(
    field.name for field in fields(OfferIn) if field.name not in ("source", "source_id", "gaps", "notes", "partial")
)
"""The fields that say what the offer is: those an update may change."""


class _Refuse(Exception):
    def __init__(self, reason: str, **given: object) -> None:
        super().__init__(reason)
        self.bad = Bad(reason, given)


class _OfferFields:
    """Gathers what is wrong with a row while its values are read."""

    def __init__(self) -> None:
        self.gaps: list[Bad] = []
        self.notes: list[Bad] = []

    def optional(self, reading: tuple[str, Bad | None]) -> str:
        """A value, "" and a note where it is wrong: an optional column never loses a row."""
        value, problem = reading
        if problem:
            self.notes.append(problem)
        return value

    def needed(self, reading: tuple[str, Bad | None]) -> str:
        """A value without which the offer is kept, but to complete."""
        value, problem = reading
        if problem:
            self.gaps.append(problem)
        return value

    def place(self, place: ReadPlace) -> ReadPlace:
        """A place; one without a department is to complete."""
        if place.gap:
            self.gaps.append(place.gap)
        if place.note:
            self.notes.append(place.note)
        return place

    def posts(self, text: str) -> int:
        """The number of posts; 0 where it is to complete."""
        number, problem = values.posts(text)
        if problem:
            self.gaps.append(problem)
        return number


def from_api(offer: Mapping[str, Any]) -> OfferIn | Bad:
    """An offer of the API. Contact, agence, logo and description are not even looked at."""
    row = _OfferFields()
    try:
        offer_read = _from_api(offer, row)
    except _Refuse as refuse:
        return refuse.bad
    return offer_read


def _from_api(offer: Mapping[str, Any], row: _OfferFields) -> OfferIn:
    where = offer.get("lieuTravail")
    where = where if isinstance(where, dict) else {"libelle": where}
    place = row.place(
        read_place(*(clean(where.get(name)) for name in ("commune", "codePostal", "departement", "libelle")))
    )
    firm = offer.get("entreprise")
    kind = clean(offer.get("typeContratLibelle")) or clean(offer.get("typeContrat"))
    nature = clean(offer.get("natureContrat"))
    pay, origin = offer.get("salaire"), offer.get("origineOffre")
    pay, origin = pay if isinstance(pay, dict) else {"libelle": pay}, origin if isinstance(origin, dict) else {}
    return OfferIn(
        source="france_travail",
        source_id=_id(clean(offer.get("id"))),
        source_updated_at=row.optional(
            values.moment(clean(offer.get("dateActualisation")) or clean(offer.get("dateCreation")))
        ),
        title=_title(clean(offer.get("intitule"))),
        rome=row.needed(values.rome(clean(offer.get("romeCode")))),
        insee=place.insee,
        area=place.area,
        place=place.said,
        posts=row.posts(_counted(offer.get("nombrePostes"))),
        employer_label=clean(firm.get("nom") if isinstance(firm, dict) else firm)[:MAX_NAME],
        siret="",
        contract=_short(kind),
        contract_kind="apprenticeship"
        if offer.get("alternance") is True
        else _kind(nature, kind, clean(offer.get("typeContrat"))),
        months=values.months(kind),
        hours=_short(" · ".join(_hours(offer))),
        experience=_short(
            clean(offer.get("experienceLibelle")) or EXPERIENCE.get(clean(offer.get("experienceExige")), "")
        ),
        licence=_short(", ".join(_permits(offer.get("permis")))),
        salary=_short(clean(pay.get("libelle")) or clean(pay.get("commentaire"))),
        link=row.optional(values.link(clean(origin.get("urlOrigine")))),
        lodged="yes" if clean(origin.get("origine")) == "1" else "",
        conditions=words.of_api(offer),
        requirements_suggested=_from_qualities(texts(offer.get("qualitesProfessionnelles"))),
        gaps=tuple(row.gaps),
        notes=tuple(row.notes),
    )


def _counted(value: object) -> str:
    """A number as text; what is there and is none stays to be refused: only where nothing is given is it one post."""
    return clean(value) or ("" if value is None else clean(str(value)))


EXPERIENCE = {"D": "Débutant accepté", "S": "Expérience souhaitée", "E": "Expérience exigée"}
EXIGENCE = {"E": " (exigé)", "S": " (souhaité)"}


def _kind(*said: str) -> str:
    return next((kind for text in said if (kind := values.contract(text))), "")


def _hours(offer: Mapping[str, Any]) -> Iterator[str]:
    """Hours and schedules in the offer's words, each once."""
    context = offer.get("contexteTravail")
    listed = context.get("horaires") if isinstance(context, dict) else context
    durations = [
        *texts(offer.get("dureeTravailLibelle")),
        *texts(listed),
        *texts(offer.get("dureeTravailLibelleConverti")),
    ]
    yield from dict.fromkeys(text for text in durations if text)


def _permits(listed: object) -> Iterator[str]:
    for permit in listed[:10] if isinstance(listed, list) else ():
        if isinstance(permit, dict) and (label := clean(permit.get("libelle"))):
            yield label + EXIGENCE.get(clean(permit.get("exigence")), "")


def from_row(row_cells: Mapping[str, str]) -> OfferIn | Bad:
    """An offer of an employer's list, from its cells by field."""
    row = _OfferFields()
    cells = {name: _unquoted(_undefused(text)) for name, text in row_cells.items()}
    for name in WORDS & cells.keys():
        if BROKEN.match(cells[name]):
            row.notes.append(Bad("formula", {"got": cells[name][:40]}))
            cells[name] = ""
    try:
        if BROKEN.match(cells.get("intitule", "")):
            raise _Refuse("formula", got=cells["intitule"][:40])
        offer = _from_row(cells, row)
    except _Refuse as refuse:
        return refuse.bad
    return offer


def _from_row(row_cells: Mapping[str, str], row: _OfferFields) -> OfferIn:
    def of(name: str) -> str:
        return row_cells.get(name, "")

    if _adds_up(of("intitule"), with_place=bool(of("lieu"))) and not of("rome"):
        raise _Refuse("total")
    place = row.place(read_place(of("insee"), of("code_postal"), of("departement"), of("lieu")))
    corrected = plain(of("origine")) == "france travail"
    lasts = of("duree") + " mois" if of("duree").isdigit() else of("duree")
    contract = " ".join(part for part in (of("contrat"), lasts) if part)
    return OfferIn(
        source="france_travail" if corrected else "employer",
        source_id=_id(of("reference"), needed=False),
        source_updated_at=row.optional(values.moment(of("date"))),
        title=_title(of("intitule")),
        rome=row.needed(values.rome(of("rome"))),
        insee=place.insee,
        area=place.area,
        place=place.said,
        posts=row.posts(of("postes")),
        employer_label=of("employeur")[:MAX_NAME],
        siret=row.optional(values.siret(of("siret"))),
        contract=_short(contract),
        contract_kind=values.contract(of("contrat")),
        months=values.months(contract),
        hours=_short(of("horaires")),
        experience=_short(of("experience")),
        licence=_short(", ".join(part for part in (of("permis"), of("permis_b") and f"B : {of('permis_b')}") if part)),
        salary=_short(of("salaire")),
        link=row.optional(values.link(of("lien"))),
        lodged="",
        conditions=words.of_row((of("contraintes"), of("horaires")), of("permis"), of("permis_b")),
        requirements_suggested=_from_employer(row_cells, row.notes),
        gaps=tuple(row.gaps),
        notes=tuple(row.notes),
        partial=corrected,
    )


def _adds_up(title: str, *, with_place: bool) -> bool:
    """Whether a row without a trade is a total of others, « Sous-total Rouen », « Nombre de postes : 12 »."""
    bare = plain(title)
    if any(bare == total or re.fullmatch(rf"{total} [0-9 ]+", bare) for total in totals()):
        return True
    return not with_place and any(bare.startswith(f"{total} ") for total in totals())


def _undefused(text: str) -> str:
    """A cell without the apostrophe that our own sheets put before what a spreadsheet would run."""
    return text[1:] if text.startswith("'") and text[1:].lstrip().startswith(("=", "+", "-", "@")) else text


def _unquoted(text: str) -> str:
    """The text of `="76600"`: so programs write a number that a spreadsheet must leave as it is."""
    match = re.fullmatch(r'="((?:[^"]|"")*)"', text)
    return match.group(1).replace('""', '"') if match else text


BROKEN = re.compile(r"=\s*[-+(\[{@$'\"A-Za-z0-9.]|#(?:REF|N/A|VALUE|NAME|DIV/0|NUM|NULL|VALEUR|NOM|NOMBRE|NUL)\b")
"""A formula that was not computed, or the error it gave: no word of an offer."""
WORDS = frozenset((
    "reference", "employeur", "contrat", "duree", "horaires", "experience", "permis", "permis_b", "salaire",
    "contraintes",
))  # fmt: skip
"""Fields kept in the file's words; the others say for themselves that they cannot be read."""


def _short(text: str) -> str:
    return text[: values.MAX_SHORT]


def _id(text: str, *, needed: bool = True) -> str:
    if not text and needed:
        raise _Refuse("no_id")
    if len(text) > MAX_ID:
        raise _Refuse("long_id", limit=MAX_ID)
    return text


def _title(text: str) -> str:
    if not any(sign.isalpha() for sign in text):
        raise _Refuse("no_title")
    if len(text) > MAX_TITLE:
        raise _Refuse("long_title", limit=MAX_TITLE)
    return text


@cache
def _qualities() -> dict[str, Quality]:
    return {plain(quality.label_fr): quality for quality in qualities()}


@cache
def _habiletes() -> dict[str, str]:
    return {
        plain(word): habilete.id
        for habilete in habiletes()
        for word in (habilete.id, habilete.fr, habilete.short_fr, habilete.en, habilete.short_en)
    }


def habilete_named(text: str) -> str:
    """The id of the habileté that a word names, as screens and lists write it; "" for none."""
    return _habiletes().get(plain(text), "")


def _from_qualities(labels: Iterable[str]) -> tuple[tuple[str, str], ...]:
    known = _qualities()
    suggested: dict[str, str] = {}
    for label in labels:
        if quality := known.get(plain(label)):
            for habilete in quality.habiletes:
                suggested.setdefault(habilete, f"quality:{quality.id}")
    return tuple(suggested.items())


def _from_employer(row_cells: Mapping[str, str], notes: list[Bad]) -> tuple[tuple[str, str], ...]:
    """Habiletés of the list; one that cannot be read is left out and said, a weight alone leaves the level."""
    known = _habiletes()
    requirements: dict[str, str] = {}
    for at in range(1, MAX_REQUIREMENTS + 1):
        name, level, weight = (row_cells.get(f"{part}_{at}", "") for part in ("habilete", "niveau", "poids"))
        if not name:
            continue
        if plain(name) not in known:
            notes.append(Bad("bad_habilete", {"got": name[:60]}))
        elif not values.level(level):
            notes.append(Bad("bad_level", {"got": level[:40], "limit": values.LEVELS, "habilete": name[:60]}))
        else:
            number = values.weight(weight)
            if weight and not number:
                notes.append(Bad("bad_weight", {"got": weight[:40], "limit": values.MAX_WEIGHT, "habilete": name[:60]}))
            shown = f"{number:g}" if number else ""
            requirements[known[plain(name)]] = f"employer:{values.level(level)}:{shown}"
    return tuple(requirements.items())
