"""Which offer of the base a row without a reference is: by its content, said as certain, as likely, or not at all."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from export.offers.fields import OfferIn
from export.offers.places import town
from export.offers.texts import plain, title_key
from export.offers.values import whole

NEAR_TITLE = 0.8
MOST_COMPARED = 60
"""So many offers of one employer and word are compared with a row: past that, a row is new rather than slow."""
Likeness = Literal["identical", "exact", "near"]


@dataclass(frozen=True, slots=True)
class Held:
    """An offer of the base as its file said it last; `work`: a person confirmed or decided something of it."""

    offer_id: str
    said: OfferIn
    work: bool


@dataclass(frozen=True, slots=True)
class Match:
    """The offer of the base that a row is, or may be."""

    held: Held
    likeness: Likeness


def same_employer(offer: OfferIn, other: OfferIn) -> bool | None:
    """Whether two offers name the same employer; None where one of them names none."""
    if offer.siret and other.siret:
        return offer.siret == other.siret
    words, others = set(plain(offer.employer_label).split()), set(plain(other.employer_label).split())
    return words <= others or others <= words if words and others else None


def near_title(offer: OfferIn, other: OfferIn) -> bool:
    """Whether two titles may be the same written in two ways: nearly the same letters, or one within the other."""
    mine, theirs = title_key(offer.title), title_key(other.title)
    words, others = set(mine.split()), set(theirs.split())
    return mine == theirs or (bool(words and others) and (words <= others or others <= words)) or (
        SequenceMatcher(None, mine, theirs).ratio() >= NEAR_TITLE
    )  # fmt: skip


def one_job(row: OfferIn, held: OfferIn) -> bool:
    """Whether a reference that two lists share names one job: the numbers of a list move with its rows."""
    trade = bool(row.rome and held.rome and row.rome == held.rome)
    return same_employer(row, held) is not False and (near_title(row, held) or (trade and row.area == held.area))


def same_job(offer: OfferIn, other: OfferIn) -> bool:
    """Whether two offers have one title, and nothing that both say of employer, place, trade or contract differs."""
    if title_key(offer.title) != title_key(other.title):
        return False
    parts = ((offer.rome, other.rome), (offer.area, other.area), (offer.contract_kind, other.contract_kind),
             (town(offer.place), town(other.place)))  # fmt: skip
    differ = any(mine and theirs and mine != theirs for mine, theirs in parts)
    return not differ and same_employer(offer, other) is not False


def likeness(row: OfferIn, held: OfferIn) -> Likeness | None:
    """How like an offer of the base a row is, by title, employer, place, trade and contract; None: another offer.

    What the base lacks (an offer to complete) counts as equal; an employer named on one side only does not.
    """
    employer = same_employer(row, held)
    parts = ((row.rome, held.rome), (row.area, held.area), (row.contract_kind, held.contract_kind))
    differ = sum(bool(mine and theirs and mine != theirs) for mine, theirs in parts)
    if employer is False or differ > 1 or not near_title(row, held):
        return None
    towns = town(row.place), town(held.place)
    differ += bool(not differ and all(towns) and towns[0] != towns[1])
    unnamed = employer is None and bool(row.employer_label or held.employer_label)
    unsaid = any(bool(theirs) and not mine for mine, theirs in parts)
    alike = not differ and not unnamed and not unsaid
    return "exact" if alike and title_key(row.title) == title_key(held.title) else "near"


class KnownOffers:
    """The offers of the base that rows may be; each is given to one row only."""

    def __init__(self, held: Iterable[Held]) -> None:
        self.free = {held_offer.offer_id: held_offer for held_offer in held}
        self._equal: dict[tuple[object, ...], list[str]] = defaultdict(list)
        self._exact: dict[tuple[str, ...], list[str]] = defaultdict(list)
        self._named: dict[tuple[str, str], list[str]] = defaultdict(list)
        for held_offer in self.free.values():
            self._equal[content(held_offer.said)].append(held_offer.offer_id)
            self._exact[exactly(held_offer.said)].append(held_offer.offer_id)
            for start in _starts(held_offer.said):
                self._named[(_employer(held_offer.said), start)].append(held_offer.offer_id)

    def take(self, offer_id: str) -> None:
        """An offer that a row has been found to be."""
        self.free.pop(offer_id, None)

    def equal(self, row: OfferIn) -> Held | None:
        """A free offer that says just what the row says."""
        candidates = (self.free.get(offer_id) for offer_id in self._equal.get(content(row), ()))
        return next((held_offer for held_offer in candidates if held_offer and _may_be(row, held_offer)), None)

    def exact(self, row: OfferIn) -> list[Match]:
        """The free offers of just the same title, employer, place, trade and contract, the most alike first."""
        ids = [offer_id for offer_id in self._exact.get(exactly(row), ()) if offer_id in self.free]
        matches = self._alike(row, [self.free[offer_id] for offer_id in ids[:MOST_COMPARED]])
        return [match for match in matches if match.likeness == "exact"]

    def like(self, row: OfferIn) -> list[Match]:
        """The free offers that are like a row, the most alike first."""
        return self._alike(row, self._candidates(row))

    def _alike(self, row: OfferIn, candidates: Iterable[Held]) -> list[Match]:
        ranked: list[tuple[bool, int, int, Match]] = []
        for held in candidates:
            if _may_be(row, held) and (how := likeness(row, held.said)):
                ranked.append((how != "exact", -_shared(row, held.said), len(ranked), Match(held, how)))
        return [ranked_match[3] for ranked_match in sorted(ranked, key=lambda ranked_match: ranked_match[:3])]

    def _candidates(self, row: OfferIn) -> list[Held]:
        names = {_employer(row), ""} if row.employer_label or row.siret else {key for key, _ in self._named}
        ids: dict[str, None] = {}
        for name in sorted(names)[:MOST_COMPARED]:
            for start in _starts(row):
                free = (offer_id for offer_id in self._named.get((name, start), ()) if offer_id in self.free)
                ids |= dict.fromkeys(offer_id for _, offer_id in zip(range(MOST_COMPARED), free, strict=False))
        return [self.free[offer_id] for offer_id in ids]


def exactly(offer: OfferIn) -> tuple[str, ...]:
    """Title, employer, place, trade and contract: two offers of one key are alike in all five."""
    return title_key(offer.title), plain(offer.employer_label), offer.rome, offer.area, offer.contract_kind


def _starts(offer: OfferIn) -> list[str]:
    """How the words of a title begin: a slip in a word rarely touches its first letters."""
    return sorted({word[:3] for word in title_key(offer.title).split()})


def _employer(offer: OfferIn) -> str:
    """The first word of an employer's name: what « Atelier Un » and « Atelier Un SAS » share."""
    return plain(offer.employer_label).split(" ")[0]


def _may_be(row: OfferIn, held: Held) -> bool:
    """Two references of their own are two offers."""
    mine, theirs = reference_key(row.source_id), reference_key(held.said.source_id)
    return not mine or not theirs or mine == theirs


def reference_key(reference: str) -> str:
    """A reference for comparing: a spreadsheet drops the zeros it begins with, and people its capitals."""
    bare = whole(reference).casefold()
    return (bare.lstrip("0") or "0") if bare.isdigit() else bare


def content(offer: OfferIn) -> tuple[object, ...]:
    """What an offer says but its date, for comparing whole offers."""
    return (
        offer.title, offer.rome, offer.insee, offer.area, offer.place, offer.posts, offer.employer_label, offer.siret,
        offer.contract, offer.contract_kind, offer.months, offer.hours, offer.experience, offer.licence, offer.salary,
        offer.link, offer.lodged, offer.conditions, offer.requirements_suggested,
    )  # fmt: skip


def _shared(offer: OfferIn, other: OfferIn) -> int:
    return sum(mine == theirs for mine, theirs in zip(content(offer), content(other), strict=True))


def twins(offers: Sequence[OfferIn]) -> Mapping[int, int]:
    """Place of each row without a reference that says the same as an earlier one -> place of that one."""
    first: dict[tuple[object, ...], int] = {}
    twin_of = {}
    for at, offer in enumerate(offers):
        # Two codes that cannot be read say nothing alike.
        key = (*content(offer), *(str(gap) for gap in offer.gaps))
        if not offer.source_id and first.setdefault(key, at) != at:
            twin_of[at] = first[key]
    return twin_of
