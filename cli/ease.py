"""`envol fairness ease --db FILE`: how much of each habileté the ease with the device explains."""

import argparse
from dataclasses import asdict
from typing import TYPE_CHECKING

from assets.voice import Voice
from cli.commands import DONE, Commands
from cli.database import give_json, with_db

if TYPE_CHECKING:
    from export.store.first_results import FirstResult
    from export.store.store import Store
    from scoring.ease import EaseShare


def add_to(group: Commands) -> None:
    """`fairness ease`."""
    made = with_db(group, "ease", ease, about="ease.about")
    made.add_argument("--json", action="store_true", help=group.say("measure.json"))


def ease(store: "Store", options: argparse.Namespace, voice: Voice) -> int:
    """Estimate, tell. Too few first tries is an answer, not a problem."""
    from export.store.first_results import first_results

    found = shares(first_results(store))
    if options.json:
        return give_json([asdict(one) | {"flagged": one.flagged} for one in found])
    for line in [sentence(one, voice) for one in found] or [voice.say("ease.nobody")]:
        print(line)
    print(voice.say("ease.note"))
    return DONE


def shares(results: "list[FirstResult]") -> "list[EaseShare]":
    """The share of every habileté that somebody showed, in the order of the referential."""
    import numpy as np

    from scenarios.reference import habiletes
    from scoring.ease import ease_shares

    names = [h.id for h in habiletes() if any(h.id in one.means for one in results)]
    means = np.array([[one.means.get(name, np.nan) for name in names] for one in results])
    means = means.reshape(len(results), len(names))
    return ease_shares(names, means, [one.ease for one in results])


def sentence(one: "EaseShare", voice: Voice) -> str:
    """What is said of one habileté."""
    from scenarios.reference import habiletes

    label = next(h.label(voice.language) for h in habiletes() if h.id == one.habilete)
    if one.missing:
        return voice.say("ease.few", habilete=label, n=one.n, missing=one.missing)
    if one.share is None or one.low is None or one.high is None:
        return voice.say("ease.one_class", habilete=label, n=one.n)
    values = {"share": round(100 * one.share), "low": round(100 * one.low), "high": round(100 * one.high)}
    return voice.say("ease.flagged" if one.flagged else "ease.plain", habilete=label, n=one.n, **values)
