"""Where a result can lead: up to three example offers of different trades, each with why, in one sentence."""

from collections.abc import Mapping, Sequence

from assets.texts import Catalogue
from game.scenes.shown import Destination
from scenarios.offers import ExampleOffer, area_name, asked_region, example_offers
from scenarios.reference import habiletes
from scoring.match import UNMEASURED, MatchedPerson, Offer, Pair, Requirement, Wishes, arrange, match
from scoring.types import Profile


def wished(chosen: Mapping[str, Sequence[str]]) -> Wishes:
    """What the person chose on the screen (by answer: "yes", "no", "commute"), as the matching reads it.

    « Near home » says how far they go to work each day, and nothing of travel in the job.
    """
    said = {name: word for word in ("yes", "no") for name in chosen.get(word, ())}
    basins = {one.code for one in asked_region().basins}
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
    return MatchedPerson("here", levels, profile.p_general, dict(profile.p_level_given_g), wished(wishes), stated)


def find(profile: Profile, wishes: Mapping[str, Sequence[str]], language: str) -> tuple[Destination, ...]:
    """Best bands first, one offer a trade; offers outside the wishes are left out."""
    examples = {e.id: e for e in example_offers()}
    person = person_of(profile, wishes)
    chosen: list[Pair] = []
    for pair in arrange((match(person, offer_of(e)) for e in examples.values()), {}, "pass", by="offer_id"):
        trades = {examples[c.offer_id].trade for c in chosen}
        if not pair.outside_wishes and examples[pair.offer_id].trade not in trades:
            chosen.append(pair)
    mark = Catalogue.load().t("destination.example", language)
    return tuple(
        Destination(
            e.title.of(language),
            f"{e.employer} · {area_name(e.area)}",
            f"{why(pair, language)} {mark}",
            pair.band,
            True,
        )
        for pair, e in ((p, examples[p.offer_id]) for p in chosen[:3])
    )


def why(pair: Pair, language: str) -> str:
    """The pair in one sentence for the person: chances in tenths (never a certainty), what is open, what is missing."""
    short = {h.id: h.short(language) for h in habiletes()}

    def names(state: str) -> str:
        return ", ".join(short[r.habilete] for r in pair.reasons if r.state == state)

    tenths = min(9, max(1, pair.tenths or 1))
    return Catalogue.load().t(
        f"destination.why.{pair.band}", language, tenths=tenths, open=names("open"), short=names("short"),
        missing=names("not_measured"),
    )  # fmt: skip
