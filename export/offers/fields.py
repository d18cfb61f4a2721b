"""One offer from its fields: what is kept, what is suggested, what is refused."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from scenarios.qualities import qualities
from scenarios.reference import habiletes

CONSTRAINTS = ("shifts_2x8", "shifts_3x8", "nights", "weekends", "travel", "licence_b", "standing", "heights")
"""The closed list of constraints, in its order."""
WORDS = {
    "shifts_2x8": r"\b2 ?[x*×] ?8\b|\bdeux huit\b|\btravail poste\b",
    "shifts_3x8": r"\b3 ?[x*×] ?8\b|\btrois huit\b|\b[45] ?[x*×] ?8\b",
    "nights": r"\bnuits?\b|\b[345] ?[x*×] ?8\b",
    "weekends": r"\bsamedis?\b|\bdimanches?\b|\bweek ?ends?\b|\bfins? de semaine\b|\b[45] ?[x*×] ?8\b",
    "travel": r"\bdeplacements?\b",
    "licence_b": r"\bpermis b\b",
    "standing": r"\bdebout\b",
    "heights": r"\bhauteurs?\b",
}
NOT = re.compile(r"\b(pas|sans|aucune?|jamais|hors|ni)\b")
NEVER = re.compile(r" ?(jamais|non|aucune?)\b")
DEPARTMENTS = {
    "calvados": "14", "eure": "27", "manche": "50", "orne": "61", "seine maritime": "76",
    "loire atlantique": "44", "maine et loire": "49", "mayenne": "53", "sarthe": "72", "vendee": "85",
    "ain": "01", "allier": "03", "ardeche": "07", "cantal": "15", "drome": "26", "isere": "38", "loire": "42",
    "haute loire": "43", "puy de dome": "63", "rhone": "69", "savoie": "73", "haute savoie": "74",
}  # fmt: skip
"""Departments of the regions in use, for places that come without a number."""
MAX_TITLE, MAX_NAME, MAX_ID, MAX_POSTS, MAX_WEIGHT = 200, 200, 100, 1000, 10
MAX_REQUIREMENTS, LEVELS = 4, 3


@dataclass(frozen=True, slots=True)
class OfferIn:
    """An offer as read. What is suggested asks nothing before a person has confirmed it.

    `insee` is "" where only the department (`area`) is known. `requirements_suggested` holds habileté and basis:
    `quality:<savoir-être>` or `employer:<level>:<weight>`.
    """

    source: str
    source_id: str
    source_updated_at: str
    title: str
    rome: str
    insee: str
    area: str
    posts: int
    constraints_suggested: tuple[str, ...]
    requirements_suggested: tuple[tuple[str, str], ...]
    employer_label: str
    siret: str


@dataclass(frozen=True, slots=True)
class Bad:
    """Why a row is refused."""

    reason: str
    values: Mapping[str, object] = field(default_factory=dict)


class _Refuse(Exception):
    def __init__(self, reason: str, **values: object) -> None:
        super().__init__(reason)
        self.bad = Bad(reason, values)


def clean(value: object) -> str:
    """A text without control characters or double spaces; numbers become text, anything else nothing."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    shown = "".join(char if char.isprintable() else " " for char in str(value)[:100_000])
    return " ".join(shown.split())


def plain(text: str) -> str:
    """Small letters without accents, everything but letters, digits, * and × a space: for comparing words."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^a-z0-9*×]+", " ", bare).split())


def texts(value: object, depth: int = 0) -> Iterator[str]:
    """The texts of a value that is a text, a list, or an object with a `libelle`: all three really come."""
    if isinstance(value, str):
        yield clean(value)
    elif isinstance(value, list) and depth < 3:
        for one in value[:200]:
            yield from texts(one, depth + 1)
    elif isinstance(value, dict):
        yield clean(value.get("libelle"))


def from_api(offer: Mapping[str, Any]) -> OfferIn | Bad:
    """An offer of the API. Contact, agence, logo and description are not even looked at."""
    try:
        place = offer.get("lieuTravail")
        place = place if isinstance(place, dict) else {"libelle": place}
        insee, area = _place(clean(place.get("commune")), clean(place.get("codePostal")), clean(place.get("libelle")))
        firm = offer.get("entreprise")
        return OfferIn(
            source="france_travail",
            source_id=_id(clean(offer.get("id"))),
            source_updated_at=_date(clean(offer.get("dateActualisation")) or clean(offer.get("dateCreation"))),
            title=_title(clean(offer.get("intitule"))),
            rome=_rome(clean(offer.get("romeCode"))),
            insee=insee,
            area=area,
            posts=_posts(clean(offer.get("nombrePostes"))),
            constraints_suggested=_constraints(offer),
            requirements_suggested=_from_qualities(texts(offer.get("qualitesProfessionnelles"))),
            employer_label=clean(firm.get("nom") if isinstance(firm, dict) else firm)[:MAX_NAME],
            siret="",
        )
    except _Refuse as refuse:
        return refuse.bad


def from_row(row: Mapping[str, str], where: str) -> OfferIn | Bad:
    """An offer of an employer's list; without a reference of its own it is known by its file and line."""
    try:
        insee, area = _place(
            row.get("insee", ""), row.get("code_postal", ""), row.get("lieu", "") or row.get("departement", "")
        )
        words = _words([row.get("contraintes", "").replace("|", ".")])
        named = {plain(part) for part in re.split(r"[|,;/]", row.get("contraintes", ""))}
        return OfferIn(
            source="employer",
            source_id=_id(row.get("reference", "") or where),
            source_updated_at=_date(row.get("date", "")),
            title=_title(row.get("intitule", "")),
            rome=_rome(row.get("rome", "")),
            insee=insee,
            area=area,
            posts=_posts(row.get("postes", "")),
            constraints_suggested=tuple(c for c in CONSTRAINTS if c in words or plain(c) in named),
            requirements_suggested=_from_employer(row),
            employer_label=row.get("employeur", "")[:MAX_NAME],
            siret=_siret(row.get("siret", "")),
        )
    except _Refuse as refuse:
        return refuse.bad


def _id(text: str) -> str:
    if not text:
        raise _Refuse("no_id")
    if len(text) > MAX_ID:
        raise _Refuse("long_id", limit=MAX_ID)
    return text


def _title(text: str) -> str:
    if not text:
        raise _Refuse("no_title")
    if len(text) > MAX_TITLE:
        raise _Refuse("long_title", limit=MAX_TITLE)
    return text


def _rome(text: str) -> str:
    code = text.upper()
    if not re.fullmatch(r"[A-N][0-9]{4}", code):
        raise _Refuse("bad_rome" if code else "no_rome", got=text[:40])
    return code


def _posts(text: str) -> int:
    if not text:
        return 1
    if not re.fullmatch(r"[0-9]{1,6}(\.0)?", text) or not 1 <= int(float(text)) <= MAX_POSTS:
        raise _Refuse("bad_posts", got=text[:40], limit=MAX_POSTS)
    return int(float(text))


def _date(text: str) -> str:
    """A moment in UTC, so that texts compare as moments do; "" where none is given."""
    if not text:
        return ""
    french = re.fullmatch(r"(\d{2})/(\d{2})/(\d{4})", text)
    try:
        moment = datetime.fromisoformat("-".join(french.group(3, 2, 1)) if french else text)
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise _Refuse("bad_date", got=text[:40]) from error
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _siret(text: str) -> str:
    number = re.sub(r"[\s.]", "", text)
    if not number:
        return ""
    digits = [int(digit) for digit in number if digit in "0123456789"]
    if len(number) != 14 or len(digits) != 14:
        raise _Refuse("bad_siret", got=text[:40])
    odd = sum(digits[1::2]) + sum(sum(divmod(2 * digit, 10)) for digit in digits[0::2])
    # La Poste's many establishments share a number whose plain sum of digits is checked instead.
    if odd % 10 and not (number.startswith("356000000") and sum(digits) % 5 == 0):
        raise _Refuse("bad_siret", got=text[:40])
    return number


def _place(commune: str, postcode: str, label: str) -> tuple[str, str]:
    """INSEE code (or "") and department. A number that lost its first zero in a spreadsheet gets it back."""
    commune, postcode = commune.upper(), postcode.replace(" ", "")
    commune = commune.zfill(5) if re.fullmatch(r"[0-9]{4}", commune) else commune
    postcode = postcode.zfill(5) if re.fullmatch(r"[0-9]{4}", postcode) else postcode
    if re.fullmatch(r"([0-9]{2}|2[AB])[0-9]{3}", commune):
        return commune, commune[:3] if commune.startswith("97") else commune[:2]
    if commune:
        raise _Refuse("bad_insee", got=commune[:40])
    if re.fullmatch(r"[0-9]{5}", postcode):
        if postcode.startswith("20"):
            return "", "2A" if postcode < "20200" else "2B"
        return "", postcode[:3] if postcode.startswith("97") else postcode[:2]
    if postcode:
        raise _Refuse("bad_postcode", got=postcode[:40])
    numbered = re.match(r"\s*(97[0-9]|[0-9]{2}|2[ABab])\s*(?:[-–—].*)?$", label)
    area = numbered.group(1).upper() if numbered else DEPARTMENTS.get(plain(label), "")
    if not area:
        raise _Refuse("no_place", got=label[:60]) if label else _Refuse("place_missing")
    return "", area


def _constraints(offer: Mapping[str, Any]) -> tuple[str, ...]:
    context = offer.get("contexteTravail")
    context = context if isinstance(context, dict) else {"horaires": context}
    named = ("dureeTravailLibelle", "conditionExercice", "complementExercice")
    said = [text for key in named for text in texts(offer.get(key))]
    said += [text for key in ("horaires", "conditionsExercice") for text in texts(context.get(key))]
    found = _words(said)
    if clean(offer.get("deplacementCode")) not in ("", "1"):
        found.add("travel")
    permits = offer.get("permis")
    for permit in permits if isinstance(permits, list) else []:
        needed = isinstance(permit, dict) and permit.get("exigence") == "E"
        if needed and re.match(r"(permis )?b\b", plain(clean(permit.get("libelle")))):
            found.add("licence_b")
    return tuple(one for one in CONSTRAINTS if one in found)


def _words(said: list[str]) -> set[str]:
    """Constraints named by words; a part of a sentence that says not or without names none."""
    found = set()
    for text in said:
        for part in re.split(r"[.,;()\n]", text):
            bare = plain(part)
            for name, words in WORDS.items():
                at = re.search(words, bare)
                if at and not NOT.search(bare[: at.start()]) and not NEVER.match(bare[at.end() :]):
                    found.add(name)
    return found


def _from_qualities(labels: Iterator[str]) -> tuple[tuple[str, str], ...]:
    known = {plain(one.label_fr): one for one in qualities()}
    found: dict[str, str] = {}
    for label in labels:
        if quality := known.get(plain(label)):
            for habilete in quality.habiletes:
                found.setdefault(habilete, f"quality:{quality.id}")
    return tuple(found.items())


def _from_employer(row: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    known = {plain(word): one.id for one in habiletes() for word in (one.id, one.fr, one.short_fr)}
    found: dict[str, str] = {}
    for at in range(1, MAX_REQUIREMENTS + 1):
        name, level, weight = (row.get(f"{part}_{at}", "") for part in ("habilete", "niveau", "poids"))
        if not name:
            continue
        if plain(name) not in known:
            raise _Refuse("bad_habilete", got=name[:60])
        if not re.fullmatch(f"[1-{LEVELS}]", level):
            raise _Refuse("bad_level", got=level[:40], limit=LEVELS)
        if not re.fullmatch(r"[0-9]{1,2}", weight) or not 1 <= int(weight) <= MAX_WEIGHT:
            raise _Refuse("bad_weight", got=weight[:40], limit=MAX_WEIGHT)
        found[known[plain(name)]] = f"employer:{level}:{int(weight)}"
    return tuple(found.items())
