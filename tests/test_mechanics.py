"""What each mechanic declares of itself: all of it is there, and nobody else names a mechanic."""

import ast
import itertools

import pytest
from conftest import workshop
from test_architecture import ROOT, files
from test_workshops import workshops

from assets.texts import Catalogue
from game.mechanics.models import MODELS
from game.mechanics.table import MECHANICS
from game.scenes.signs import SIGNS
from game.simulation.bots import mine
from game.simulation.task import Run
from game.window.audio import STRUCK
from scenarios.vocabulary import Event
from scoring.readers import READERS


@pytest.mark.parametrize("key", MECHANICS)
def test_a_mechanic_declares_what_exists(key: str) -> None:
    """Its sounds, readers and texts are known to the house; its robots are there for every role."""
    mechanic = MECHANICS[key]
    assert mechanic.key == key
    kinds = [kind for kind in mechanic.motions if kind != "head"]
    params = next(one.params for one in workshops().values() if one.head.mechanic == key)
    assert {mechanic.sound(Event(0, kind, {}), params) for kind in kinds} - {""} <= set(STRUCK)
    assert set(mechanic.readers) <= set(READERS)
    known = {name.split(".")[0] for name in Catalogue.load().texts["fr"]}
    assert set(mechanic.texts) <= known
    assert set(mechanic.gestures) <= {"press", "point", "drag", "carry", "hold", "again"}
    assert mechanic.sign in SIGNS
    assert set(mechanic.day) <= SIGNS.keys()
    cast = mechanic.cast
    assert min(len(role) for role in (cast.able, cast.clumsy, cast.blind, cast.novice)) > 0
    assert set(cast.show) <= {*cast.able, *cast.clumsy, *cast.blind, *cast.novice}


def test_params_of_another_mechanic_are_refused() -> None:
    """A task, a scene or a robot made from other params is a mistake that is said at once."""
    with pytest.raises(TypeError, match="Params was expected, not str"):
        MECHANICS["assemble@1"].make("not params", Run(1))
    with pytest.raises(TypeError):
        MECHANICS["assemble@1"].cast.make("expert", workshop(), 1).act("not what it sees")
    assert mine(3, int) == 3


def test_a_workshop_is_read_by_the_model_that_its_mechanic_plays() -> None:
    """The two tables, of what is played and of what may be written, name the same mechanics and the same models."""
    assert {key: mechanic.params for key, mechanic in MECHANICS.items()} == MODELS


def test_the_way_through_the_game_names_no_mechanic() -> None:
    """The journey, the window and the scenes know workshops, never riveting."""
    for path in files("game/journey", "game/window", "game/scenes", "game/screen", "game/workshop"):
        assert "game.mechanics.assemble" not in path.read_text("utf-8"), path.relative_to(ROOT)


def blocks(mechanic: str) -> set[str]:
    """What functions of a mechanic do, from four statements' length on, without their names and docstrings."""
    done = set()
    for path in files(f"game/mechanics/{mechanic}"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef):
                body = node.body[1:] if ast.get_docstring(node) else node.body
                if body and (node.end_lineno or 0) - body[0].lineno >= 3:
                    done.add("\n".join(ast.unparse(line) for line in body))
    return done


PAIRS = list(itertools.combinations([key.partition("@")[0] for key in MECHANICS], 2))


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_no_function_of_one_mechanic_stands_in_another(first: str, second: str) -> None:
    """What two would do alike is the kit's, and stands there once."""
    assert len(blocks(first)) > 5
    assert blocks(first) & blocks(second) == set()
