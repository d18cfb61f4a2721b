"""Whether the moments of a habileté, alone, would say the level that is said of it with all others. One rule for pages,
sheets and commands.

An estimate takes in what was seen of the other habiletés, and much of what moves it is of them: that alone says nothing
against a level. What a reader must know is where its own moments would have said something else: what is shown by the
whole alone is told as to confirm (`scoring.told.told_statement`).
"""

from assets.voice import Voice
from desk.match_words import Words
from export.packets.keys import KeyFileError
from export.store.archive import runs_of_person
from export.store.beside import organisation_beside
from export.store.joining import observation_of
from export.store.people import margins
from export.store.store import Store
from scenarios.reference import habiletes
from scoring.profile import alone
from scoring.told import said_by
from scoring.types import Observation

ToldLevels = dict[str, dict[str, tuple[str, ...]]]
"""By person and habileté, what its own moments say of each level: OWN or OTHERS (`scoring.told`)."""


def told_of(store: Store, known: ToldLevels, said: tuple[str, str, int]) -> str:
    """The same of a person, a habileté and a level, 1 to 3 (`said`); "" where none of it can be read again.

    `known`: what was read before, which this adds to.
    """
    who, habilete, level = said
    if who not in known:
        whole, names = margins(store, who), [h.id for h in habiletes()]
        known[who] = {
            name: tuple(map(said_by, chances, whole[name].p_levels))
            for name, chances in alone(facts_of(store, who), names).items() if name in whole
        }  # fmt: skip
    levels = known[who].get(habilete)
    return levels[level - 1] if levels else ""


def told_words(store: Store, voice: Voice, known: ToldLevels | None = None) -> Words:
    """The sentences of pairs and cards, with whether the own moments of each level say it too.

    `known`: where what is read of people is kept; None: as long as these sentences.
    """
    kept: ToldLevels = {} if known is None else known
    return Words(store, voice, lambda *said: told_of(store, kept, said))


def facts_of(store: Store, who: str) -> list[Observation]:
    """What counts of a person, read again from their sealed packets; nothing without the organisation's key."""
    try:
        runs = runs_of_person(store, organisation_beside(store.path), who)
    except KeyFileError:
        return []
    return [
        observation_of(fact) for run in runs if run.body is not None and run.played is not None
        for fact in run.body.observations if fact.task == run.played.scenario
    ]  # fmt: skip
