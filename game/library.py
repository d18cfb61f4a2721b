"""What is installed here: the models of the mechanics, what a scenario may refer to, its texts."""

from collections.abc import Mapping

from assets.drawings import drawings
from assets.texts import Catalogue
from game.mechanics.models import MODELS as MODELS
from scenarios.check import KnownNames
from scenarios.model import Scenario
from scenarios.words import WHOLE


def known(*, to_play: str = "") -> KnownNames:
    """What the names of a scenario may refer to here; `to_play`: the language somebody is about to play in.

    Then the long book of trades is left closed, since nothing of the game stands on it, and the house's texts are read
    in that language alone: it says the same keys with the same values in each (`envol check`).
    """
    from scenarios.reference import habiletes

    house = Catalogue.load().texts
    return KnownNames(
        tuple(h.id for h in habiletes()),
        None if to_play else _trades(),
        dict.fromkeys(WHOLE, house[to_play]) if to_play else house,
        tuple(path.stem for path in drawings()),
    )


def catalogue_of(scenario: Scenario) -> Catalogue:
    """The catalogue with the texts that stand beside a scenario."""
    catalogue = Catalogue.load()
    catalogue.add(scenario.head.id, scenario.texts)
    return catalogue


def _trades() -> Mapping[str, str]:
    from scenarios.trades import trades

    return {trade.id: trade.rome for trade in trades().trades}
