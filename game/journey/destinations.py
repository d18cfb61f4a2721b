"""Where a result can lead: up to three example offers of different trades, each with why, in one sentence."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from assets.texts import Catalogue, lowered
from game.journey.proposing import in_words
from game.scenes.shown import Destination
from game.screen.scene import Comfort
from scenarios.offers import ExampleOffer, area_name, asked_region, example_offers
from scenarios.reference import habiletes
from scoring.match import (
    BANDS,
    TO_COMPLETE,
    UNMEASURED,
    YES,
    MatchedPerson,
    Offer,
    Pair,
    Requirement,
    Wishes,
    arrange,
    match,
)
from scoring.types import Profile

BANDED = (*BANDS, TO_COMPLETE)
"""The bands in their order, and beyond them what is to be completed."""
MOST, MOST_NAMED = 3, 2
"""Offers shown, and places that are named one by one."""
A_OPEN, B_UNLIKELY = "A_open", "B_unlikely"
"""The ends of the keys of the first band where something asked is still to confirm, and of the second where that is
under even: such an offer is not said to be near."""


def wished(chosen: Mapping[str, Sequence[str]]) -> Wishes:
    """What the person chose on the screen (by answer: "yes", "no", "commute"), as the matching reads it.

    « Near home » says how far they go to work each day, and nothing of travel in the job.
    """
    said = {name: word for word in ("yes", "no") for name in chosen.get(word, ())}
    basins = {basin.code for basin in asked_region().basins}
    places = {name: word for name, word in said.items() if name in basins}
    conditions = {name: word for name, word in said.items() if name not in basins}
    return Wishes(places, conditions, next(iter(chosen.get("commute", ())), None))


def offer_of(example: ExampleOffer) -> Offer:
    """An example offer as the matching sees it."""
    asked = tuple(Requirement(r.habilete, r.level, r.weight) for r in example.requirements)
    return Offer(example.id, example.area, tuple(example.constraints), asked)


def person_of(profile: Profile, wishes: Mapping[str, Sequence[str]]) -> MatchedPerson:
    """A person as the matching sees them, straight from their profile."""
    levels = {m.habilete: m.p_levels for m in profile.measured if m.statement not in UNMEASURED}
    stated = {m.habilete: m.statement for m in profile.measured}
    looked = {m.habilete: m.tasks for m in profile.measured}
    given = dict(profile.p_level_given_g)
    return MatchedPerson("here", levels, profile.p_general, given, wished(wishes), stated, looked)


@dataclass(frozen=True, slots=True)
class Destinations:
    """What a result leads to, and what is said of all of it."""

    destinations: tuple[Destination, ...]
    places: str


def find(
    profile: Profile, wishes: Mapping[str, Sequence[str]], comfort: Comfort, tried: Sequence[str] = (),
    stated: Mapping[str, str] = MappingProxyType({}), levels: Mapping[str, int] = MappingProxyType({}),
) -> Destinations:
    """Up to three offers, one a trade: in a place that was wished first, then in its department; best bands first.

    Offers outside the wishes are left out, unless nothing else is there: then they are shown, and said to be outside.
    Of the trades that were `tried` one stands among them where there is such an offer: who tried it looks for it. It
    comes before others of its band. `stated`: what the rows of the pass say of each habileté; `levels`: which
    level they say is shown, 0 for none, whatever the matching goes by.
    """
    examples = {e.id: e for e in example_offers()}
    person = person_of(profile, wishes)
    near = _nearness(person.wishes)
    pairs = arrange((match(person, offer_of(e)) for e in examples.values()), {}, "pass", by="offer_id")
    pairs = sorted(pairs, key=lambda pair: near(examples[pair.offer_id].area))
    within = [pair for pair in pairs if not pair.outside_wishes]
    chosen: list[Pair] = []
    for pair in within or pairs:
        trades = {examples[c.offer_id].trade for c in chosen}
        if examples[pair.offer_id].trade not in trades:
            chosen.append(pair)
    own = [pair for pair in chosen if examples[pair.offer_id].trade in tried]
    if own and own[0] not in chosen[:MOST]:
        chosen[MOST - 1] = own[0]
    shown = [(pair, examples[pair.offer_id]) for pair in chosen[:MOST]]
    # Of two that are as near and in the same band, the trade that was tried stands first, then where less is open.
    shown.sort(
        key=lambda offer: (
            near(offer[1].area), BANDED.index(offer[0].band), offer[1].trade not in tried, _open(offer[0])
        )
    )  # fmt: skip
    destinations = tuple(
        replace(
            _in_words(_told_pair(pair, levels), example, comfort, away=near(example.area) > 0),
            asks=asks(example, stated, comfort),
        )
        for pair, example in shown
    )
    return Destinations(destinations, _places(person.wishes, [near(e.area) for _, e in shown], bool(within), comfort))


def _told_pair(pair: Pair, levels: Mapping[str, int]) -> Pair:
    """A pair as it is told: no point of it is shown above the level that the pass says."""
    reasons = tuple(
        replace(reason, state="open", statement="to_confirm")
        if reason.state == "met" and reason.level > levels.get(reason.habilete, reason.level) else reason
        for reason in pair.reasons
    )  # fmt: skip
    return replace(pair, reasons=reasons)


def _open(pair: Pair) -> int:
    """How many of what an offer asks are not shown yet."""
    return sum(reason.state != "met" for reason in pair.reasons)


def _nearness(wishes: Wishes) -> Callable[[str], int]:
    """How far a basin is from those wished: 0 one of them (or none was said), 1 of the same department, 2 elsewhere."""
    wished_for = {code for code, said in wishes.places.items() if said == YES}
    departments = {basin.department for basin in asked_region().basins if basin.code in wished_for}
    of = {basin.code: basin.department for basin in asked_region().basins}
    return lambda code: 0 if not wished_for or code in wished_for else 1 if of.get(code) in departments else 2


def _in_words(pair: Pair, e: ExampleOffer, comfort: Comfort, *, away: bool) -> Destination:
    """One offer in words. `away`: places were wished for, and it lies in none of them: its place says so."""
    t = Catalogue.load().t
    mark = t("destination.example", comfort.language)
    key = _key(pair)
    state = "open" if key in (A_OPEN, B_UNLIKELY) else "not_measured"
    n = sum(r.state == state for r in pair.reasons)
    short = t(f"destination.short.{key}", comfort.language, comfort.easy, n=n)
    outside = pair.outside_wishes
    if outside:
        short = t("destination.outside", comfort.language, comfort.easy)
    before = f"{short} " if outside else ""
    beside = f" ({t('destination.away', comfort.language, comfort.easy)})" if away else ""
    return Destination(
        e.title.of(comfort.language), f"{e.employer} · {area_name(e.area)}{beside}",
        f"{before}{why(pair, comfort.language)} {mark}", pair.band, True, short, outside, terms(e, comfort),
    )  # fmt: skip


def terms(e: ExampleOffer, comfort: Comfort) -> str:
    """Hours and conditions that an offer names; "" where it names none."""
    t = Catalogue.load().t
    names = ", ".join(t(f"match.constraint.{name}", comfort.language) for name in e.constraints)
    return t("destination.terms", comfort.language, comfort.easy, names=names) if names else ""


def asks(e: ExampleOffer, stated: Mapping[str, str], comfort: Comfort) -> tuple[str, ...]:
    """What an offer asks, most weighty first: each habileté, at which level, and what the pass says of it."""
    t, asked = Catalogue.load().t, sorted(e.requirements, key=lambda need: -need.weight)
    label = {h.id: h.label(comfort.language, easy=True) for h in habiletes()}
    return tuple(
        t(
            f"destination.asks{'' if need.habilete in stated else '_unseen'}", comfort.language, comfort.easy,
            name=label[need.habilete], said=lowered(stated.get(need.habilete, "")),
            level=t(f"boarding.level.{need.level}", comfort.language),
        )
        for need in asked
    )  # fmt: skip


def _places(wishes: Wishes, near: Sequence[int], within: bool, comfort: Comfort) -> str:
    """What is said of all the offers shown: that they are examples, and, of places that were wished, what is there."""
    wished_for = [code for code, said in wishes.places.items() if said == YES]
    names = ", ".join(area_name(code) for code in wished_for)
    key = "examples"
    if not within:
        key = "outside"
    elif wished_for and any(near):
        key = "some" if 0 in near else "near" if 1 in near else "far"
    few = "" if len(wished_for) <= MOST_NAMED else "_many"
    known = f"boarding.places.{key}" + (few if key in ("near", "far") else "")
    return Catalogue.load().t(known, comfort.language, comfort.easy, names=names)


def why(pair: Pair, language: str) -> str:
    """The pair in one sentence for the person, in the words of the pass: no chances, what is open, what is missing."""

    def names(state: str) -> str:
        return in_words([r.habilete for r in pair.reasons if r.state == state], language)

    return Catalogue.load().t(
        f"destination.why.{_key(pair)}", language, open=names("open"), short=names("short"),
        missing=names("not_measured"), met=names("met"),
    )  # fmt: skip


def _key(pair: Pair) -> str:
    """The end of the keys of a pair's band; where nothing is asked yet, nothing is missing either.

    In the first band a point may still be to confirm: which ones is then said.
    """
    if pair.band == "A" and any(r.state == "open" for r in pair.reasons):
        return A_OPEN
    if pair.band == "B" and pair.unlikely:
        return B_UNLIKELY
    return pair.band if pair.band != TO_COMPLETE or pair.reasons else "nothing_asked"
