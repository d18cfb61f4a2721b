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
    parser = with_db(group, "ease", ease, about="ease.about")
    parser.add_argument("--json", action="store_true", help=group.say("measure.json"))


def ease(store: "Store", options: argparse.Namespace, voice: Voice) -> int:
    """Estimate, tell. Too few first tries is an answer, not a problem."""
    from export.store.first_results import first_results

    counted = shares(first_results(store))
    if options.json:
        return give_json([asdict(share) | {"flagged": share.flagged} for share in counted])
    for line in [sentence(share, voice) for share in counted] or [voice.say("ease.nobody")]:
        print(line)
    print(voice.say("ease.note"))
    return DONE


def shares(results: "list[FirstResult]") -> "list[EaseShare]":
    """The share of every habileté that somebody showed, in the order of the referential."""
    import numpy as np

    from scenarios.reference import habiletes
    from scoring.ease import ease_shares

    names = [h.id for h in habiletes() if any(h.id in person.means for person in results)]
    means = np.array([[person.means.get(name, np.nan) for name in names] for person in results])
    means = means.reshape(len(results), len(names))
    return ease_shares(names, means, [person.ease for person in results])


def sentence(share: "EaseShare", voice: Voice) -> str:
    """What is said of one habileté."""
    from scenarios.reference import habiletes

    label = next(h.label(voice.language) for h in habiletes() if h.id == share.habilete)
    if share.missing:
        return voice.say("ease.few", habilete=label, n=share.n, missing=share.missing)
    if share.share is None or share.low is None or share.high is None:
        return voice.say("ease.one_class", habilete=label, n=share.n)
    values = {"share": round(100 * share.share), "low": round(100 * share.low), "high": round(100 * share.high)}
    return voice.say("ease.flagged" if share.flagged else "ease.plain", habilete=label, n=share.n, **values)
