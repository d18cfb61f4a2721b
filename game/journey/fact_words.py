"""The texts that say what was observed in a workshop, in the person's language."""

from game.journey.facts import Has, SayKey
from game.library import catalogue_of
from game.screen.scene import Comfort
from game.workshop.params import WorkshopParams
from scenarios.model import Scenario


def words_of(scenario: Scenario, comfort: Comfort) -> tuple[SayKey, Has]:
    """The texts of a workshop in the person's language, and whether there is one of a key.

    `step.<zone>` is the name, on the screen, of the step in which a zone is worked on.
    """
    catalogue, name = catalogue_of(scenario), scenario.head.id

    params = scenario.params
    phases = params.phases if isinstance(params, WorkshopParams) else ()
    steps = {f"step.{phase.zone}": f"movement.{phase.movement}" for phase in phases if phase.zone}

    def say(key: str, **values: object) -> str:
        return catalogue.t(steps.get(key, key), comfort.language, comfort.easy, name, **values)

    def has(key: str) -> bool:
        return catalogue.has(steps.get(key, key), name)

    return say, has
