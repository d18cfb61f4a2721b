"""The comfort of a run that is taken up again: the way in that the person had chosen is there before they ask."""

from pydantic import TypeAdapter, ValidationError

from assets.texts import languages
from game.scenes.menu import SIZES
from game.screen.scene import Comfort


def as_it_was(told: object, now: Comfort) -> Comfort:
    """The comfort that a run's header tells; the one of now when it tells none that can be had here."""
    try:
        was = TypeAdapter(Comfort).validate_python(told)
    except ValidationError:
        return now
    return was if was.language in languages() and was.text_scale in SIZES else now
