"""Whether the moments of a habileté, alone, would say the level that is said of it with all others. One rule for pages.

An estimate takes in what was seen of the other habiletés, and much of what moves it is of them: that alone says nothing
against a level. What a reader must know is where its own moments would have said something else.
"""

from collections.abc import Sequence

from desk.match_words import Words
from export.packets.keys import KeyFileError
from export.store.archive import runs_of_person
from export.store.beside import organisation_beside
from export.store.joining import observation_of
from export.store.people import margins
from scenarios.reference import habiletes
from scoring.profile import read_out
from scoring.types import Observation
from tower.call import Call

OWN, OTHERS = "own", "others"
SURE, EVEN = 0.8, 0.5
"""The chances from which a level is said to be shown, and from which it is rather so."""

AloneChances = dict[str, Sequence[float]]


def alone(seen: Sequence[Observation]) -> AloneChances:
    """By habileté that was seen, the chances of the three levels by its own observations only, each 0 to 1."""
    chances: AloneChances = {}
    for name in {observation.habilete for observation in seen}:
        own = [observation for observation in seen if observation.habilete == name]
        measured = read_out(own, (), [h.id for h in habiletes()], rules_version="").measured
        chances[name] = next(level.p_levels for level in measured if level.habilete == name)
    return chances


def said_by(own: float, whole: float) -> str:
    """OWN where a level would be said alike by its own moments, `own`, as by all, `whole`; else OTHERS."""
    if whole >= SURE:
        return OWN if own >= SURE else OTHERS
    return OWN if own < SURE and (own >= EVEN) == (whole >= EVEN) else OTHERS


def told_at(call: Call, who: str, habilete: str, level: int) -> str:
    """The same of a person's level, 1 to 3, read once until somebody writes; "" where none of it can be read again."""
    known: dict[str, dict[str, tuple[str, ...]]] = call.house.once("told by", dict)
    if who not in known:
        whole = margins(call.store, who)
        known[who] = {
            name: tuple(map(said_by, chances, whole[name].p_levels))
            for name, chances in alone(_facts_of(call, who)).items() if name in whole
        }  # fmt: skip
    levels = known[who].get(habilete)
    return levels[level - 1] if levels else ""


def telling_words(call: Call) -> Words:
    """The sentences of pairs and cards, with whether the own moments of each level say it too."""
    return Words(call.store, call.voice, lambda who, habilete, level: told_at(call, who, habilete, level))


def _facts_of(call: Call, who: str) -> list[Observation]:
    try:
        runs = runs_of_person(call.store, organisation_beside(call.house.db), who)
    except KeyFileError:
        return []
    return [
        observation_of(fact) for run in runs if run.body is not None and run.played is not None
        for fact in run.body.observations if fact.task == run.played.scenario
    ]  # fmt: skip
