"""Where a result can lead: up to three example offers of different trades, each with why, in one sentence."""

from collections.abc import Mapping, Sequence

from envol.assets.texts import Catalogue
from envol.game.scenes.shown import Destination
from envol.scenarios.offers import ExampleOffer, example_offers
from envol.scenarios.reference import habiletes
from envol.scoring.match import Job, Need, Pair, in_order, pair
from envol.scoring.types import Profile


def job_of(offer: ExampleOffer) -> Job:
    """An example offer as the matching sees it."""
    needs = tuple(Need(r.habilete, r.level, r.weight) for r in offer.requirements)
    return Job(offer.id, offer.trade, offer.area, needs, offer.constraints)


def find(profile: Profile, wishes: Mapping[str, Sequence[str]], language: str) -> tuple[Destination, ...]:
    """Best bands first, one offer a trade; offers that do not suit the wishes are left out."""
    offers = {o.id: o for o in example_offers()}
    pairs = in_order([pair(profile, job_of(o), wishes) for o in offers.values()], {}, "pass")
    chosen: list[Pair] = []
    for found in pairs:
        if not found.left_out and all(found.job.trade != c.job.trade for c in chosen):
            chosen.append(found)
    t = Catalogue.load().t
    return tuple(
        Destination(
            offers[p.job.id].title.en if language == "en" else offers[p.job.id].title.fr,
            f"{offers[p.job.id].employer} · " + t(f"wishes.{p.job.area}", language),
            why(p, language) + " " + t("match.example", language),
            p.band,
            True,
        )
        for p in chosen[:3]
    )


def why(found: Pair, language: str) -> str:
    """The pair in one sentence, for the person: chances in tenths, what is open, what is still to measure."""
    t = Catalogue.load().t
    short = {h.id: h.short(language) for h in habiletes()}

    def names(*states: str) -> str:
        return ", ".join(short[x.need.habilete] for x in found.terms if x.state in states)

    key = f"match.why.{found.band}"
    return t(
        key, language, tenths=found.tenths, open=names("open"), short=names("short"), missing=names("not_measured"),
        met=names("met"),
    )  # fmt: skip
