"""From a pair of the database to its situation and the bridges proposed; what an adviser learns of an offer is kept."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast, get_args

from export.store.advisers import adviser_of
from export.store.groups import Groups
from export.store.matching import offers_of, people_of, trade_ids
from export.store.moments import stamp
from export.store.region import region_of
from export.store.store import Store, StoreError, audit
from scenarios.bridges import OFFER_FACTS, Band, BridgeFact, Contract, Status
from scenarios.regions import Region
from scenarios.trades import trades
from scoring.bridges import Bridge, LeftOut, Reason, Situation, left_out, propose
from scoring.match import NO, MatchedPerson, Offer, Pair, match, state_at, wanted_and_near

SCHEMES = ("pmsmp", "poei", "poec", "afest", "retraining_period")
"""Bridges that are a scheme of the law, so that a region's file says whether they are in force there."""
STATUSES: tuple[Status, ...] = get_args(Status)
CONTRACTS: tuple[Contract, ...] = get_args(Contract)
SAID = {"yes": "yes", "no": "no", "oui": "yes", "non": "no"}


MOST_MONTHS = 60


def read_months(text: str) -> str:
    """How many months a contract lasts, from 0 to 60 (« 8 », « 8 mois »), as plain figures; "" for anything else."""
    match = re.fullmatch(r"([0-9]{1,2})(?: ?(?:mois|months?))?", text)
    return str(int(match.group(1))) if match and int(match.group(1)) <= MOST_MONTHS else ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the adviser says of a pair for this reading only: nothing of a person's status is kept."""

    person: Status | None = None
    contract: Contract | None = None
    months: int | None = None
    facts: Mapping[BridgeFact, bool] | None = None


@dataclass(frozen=True, slots=True)
class Ways:
    """One pair and its bridges: those proposed, those left out with the reason; `pending`: funding to be checked."""

    pair: Pair
    proposed: tuple[Bridge, ...]
    out: tuple[LeftOut, ...]
    pending: frozenset[str]


def set_fact(store: Store, offer_id: str, said: tuple[str, str], set_by: str, now: datetime) -> None:
    """Keep what is known of an offer: a fact (yes or no), its contract or its months. Raises StoreError."""
    who = adviser_of(store, set_by)
    name, value = said[0].strip(), said[1].strip().lower()
    kept: str = ""
    if name == "contract":
        known, kept = ", ".join(CONTRACTS), value if value in CONTRACTS else ""
    elif name == "months":
        known, kept = f"0-{MOST_MONTHS}", read_months(value)
    elif name in OFFER_FACTS:
        known, kept = "yes, no", SAID.get(value, "")
    else:
        raise StoreError("ways.unknown_fact", got=name, known=", ".join((*OFFER_FACTS, "contract", "months")))
    if not kept:
        raise StoreError("ways.wrong_value", name=name, got=value, known=known)
    offers_of(store, offer_id)
    with store.writing() as connection:
        connection.execute(
            "insert into offer_facts values(?,?,?,?,?) on conflict(offer_id, fact) do update set "
            "value=excluded.value, set_by=excluded.set_by, set_at=excluded.set_at",
            (offer_id, name, kept, who, stamp(now)),
        )
        audit(connection, stamp(now), who, "offer.fact", (offer_id, f"{name}={kept}"))


def offer_facts(store: Store, offer_id: str) -> dict[str, str]:
    """What was said of an offer, by name."""
    rows = store.rows("select fact, value from offer_facts where offer_id=? order by fact", offer_id)
    return {row["fact"]: row["value"] for row in rows}


@dataclass(frozen=True, slots=True)
class OpenOffers:
    """The open offers by id, and the trade of each that has one."""

    offers: Mapping[str, Offer]
    trade: Mapping[str, str]


def open_offers(store: Store) -> OpenOffers:
    """All of them, read at once: whoever asks for many pairs keeps them."""
    return OpenOffers({offer.offer_id: offer for offer in offers_of(store)}, trade_ids(store))


class Bridging:
    """The bridges of one person: their other pairs and the groups of each offer are worked out once.

    `there`: the open offers, where they were read already.
    """

    def __init__(
        self, store: Store, now: datetime, candidate_id: str, region: Region | None = None,
        groups: Groups | None = None, there: OpenOffers | None = None,
    ) -> None:  # fmt: skip
        self.store, self.now = store, now
        self.person = people_of(store, now, candidate_id)[0]
        self.region = region or region_of(store)
        known = there or open_offers(store)
        self.trade, self.offers = known.trade, known.offers
        self.groups = groups or Groups()
        self._pairs: dict[str, Pair] = {}

    @property
    def pairs(self) -> dict[str, Pair]:
        """Every open offer for this person, by id."""
        return {name: self._pair(offer) for name, offer in self.offers.items()}

    def _pair(self, offer: Offer) -> Pair:
        pair = self._pairs.get(offer.offer_id)
        if pair is None:
            pair = self._pairs[offer.offer_id] = match(self.person, offer)
        return pair

    def ways(self, offer_id: str, asked: Asked | None = None) -> Ways:
        """The bridges of one offer. Raises StoreError for an offer that is not here."""
        offer = self.offers.get(offer_id) or offers_of(self.store, offer_id)[0]
        pair = self._pair(offer)
        situation = self.situation(offer, pair, asked or Asked())
        proposed, out = propose(situation), left_out(situation)
        absent, pending = self._in_region()
        kept = tuple(bridge for bridge in proposed if bridge.id not in absent)
        gone = tuple(LeftOut(bridge.id, Reason("bridges.not.region")) for bridge in proposed if bridge.id in absent)
        return Ways(pair, kept, out + gone, pending)

    def situation(self, offer: Offer, pair: Pair, asked: Asked) -> Situation:
        """What the database, and the adviser for this reading, know of a pair."""
        known = offer_facts(self.store, offer.offer_id)
        facts: dict[BridgeFact, bool] = {name: value == "yes" for name, value in known.items() if name in OFFER_FACTS}
        months = known.get("months")
        short = gaps(self.person, pair)
        return Situation(
            band=cast(Band, pair.band),
            declined=tuple(c.constraint for c in pair.conditions if c.state == NO),
            to_confirm=tuple(r.habilete for r in pair.reasons if r.state == "open"),
            unlikely=bool(pair.unlikely),
            short=short,
            unmeasured=pair.missing,
            person=asked.person,
            contract=asked.contract or cast(Contract | None, known.get("contract")),
            months=asked.months if asked.months is not None else int(months) if months else None,
            group=self._group(offer, frozenset(short)) if short else 0,
            nearer=self._nearer(offer.offer_id),
            facts={**facts, **(asked.facts or {})},
        )

    def _in_region(self) -> tuple[frozenset[str], frozenset[str]]:
        """Schemes that the region's file does not hold, and those whose funding it says is to be checked."""
        if self.region is None:
            return frozenset(), frozenset()
        held = {scheme.id: scheme.state for scheme in self.region.schemes}
        pending = frozenset(name for name in SCHEMES if held.get(name) == "funding_to_check")
        return frozenset(SCHEMES) - held.keys(), pending

    def _group(self, offer: Offer, names: frozenset[str]) -> int:
        """People who are short of just the same for this offer, this person counted, and do not decline it."""
        return self.groups.count(self.store, self.now, offer, names)

    def _nearer(self, offer_id: str) -> tuple[str, ...]:
        """Offers of the same or a neighbouring trade where the person is in A or B and declined nothing."""
        here = self.trade.get(offer_id, "")
        near = [here, *trades().near(here)] if here else []
        ranked = []
        for other, offer in self.offers.items():
            trade = self.trade.get(other, "")
            if other == offer_id or (here and trade not in near):
                continue
            band = wanted_and_near(self.person, offer)
            if band in ("A", "B"):
                ranked.append((near.index(trade) if trade in near else len(near), band, other))
        return tuple(other for _, _, other in sorted(ranked))


def gaps(person: MatchedPerson, pair: Pair) -> dict[str, int]:
    """By how many levels the person is short of each habileté that is short: down to one that is not."""
    levels_short = {}
    for reason in pair.reasons:
        if reason.state == "short":
            levels, looked = person.levels[reason.habilete], person.looked[reason.habilete]
            held = [level for level in range(1, reason.level) if state_at(levels, level, looked) != "short"]
            levels_short[reason.habilete] = reason.level - max((0, *held))
    return levels_short
