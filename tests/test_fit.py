"""Every word of every screen lies where it should, at 100 % and 200 % text, on small and large screens."""

import pytest
from test_guards import at_work
from test_window import walk

from game.screen.scene import Comfort
from game.window.look import StaticLook
from game.window.tree import screen_tree
from game.workshop.view_bench import MENTOR

SLACK = 3


@pytest.mark.parametrize("width", [1024, 1366, 2560])
@pytest.mark.parametrize("comfort", [{}, {"text_scale": 2.0}])
def test_no_word_leaves_its_screen_or_its_node(comfort: dict[str, object], width: int) -> None:
    """Measured as it is drawn: inside the window, and inside its node (a hole's mark stands beside the hole)."""
    high = width * 1080 / 1920
    met = set()
    for screen in walk(**comfort):
        seen = screen_tree(screen, "", (width, round(high)))
        nodes = {node["id"]: node for node in seen["nodes"]}
        for text in seen["texts"]:
            x, y, w, h = text["rect"]
            met.add(text["text"])
            # Above and below its letters a line has room of its own: a fifth of it may cross an edge.
            assert x >= -1 and x + w <= width + 1 and y >= -h / 5 and y + h * 0.8 <= high, (screen.id, text)  # noqa: PT018
            node = nodes.get(text["node"])
            if node and node["role"] != "spot":
                left, top, wide, tall = node["rect"]
                assert left - SLACK <= x and x + w <= left + wide + SLACK, (screen.id, text, node["rect"])  # noqa: PT018
                assert top - h / 5 <= y + SLACK and y + h * 0.8 <= top + tall + SLACK, (screen.id, text)  # noqa: PT018
    assert len(met) > 150


ASKED = (
    "away", "checked", "checked_last", "fault", "finished", "form", "held", "homeless", "measured", "part", "pige",
    "work", "work_on",
)  # fmt: skip
"""Whatever may be asked at the bench of rivets."""
EDGE, KEYS_HIGH = 14.0, 80.0
"""The least between words and the edge of the card; how high the two boxes at its foot are."""


@pytest.mark.parametrize("comfort", [{}, {"easy": True}, {"language": "en"}])
@pytest.mark.parametrize("scale", [1.0, 1.25])
def test_no_word_of_the_mentor_s_card_runs_past_it(
    comfort: dict[str, object], scale: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """« main vide, touchez » did: letters on whole pixels are wider than they measure."""
    look = StaticLook(Comfort(text_scale=scale, **comfort), keys=False)  # type: ignore[arg-type]
    for asked in ASKED:
        scene, _ = at_work()
        monkeypatch.setattr(type(scene), "asked_of", lambda self, seen, asked=asked: asked)
        for idle in (False, True):
            scene._idle, scene._shown = idle, None
            screen = scene.screen(look)
            for width in (1024, 1366):
                unit = width / 1920
                for text in screen_tree(screen, "", (width, round(width * 1080 / 1920)))["texts"]:
                    x, y, w, h = (value / unit for value in text["rect"])
                    if MENTOR.x <= x < MENTOR.x + MENTOR.w and MENTOR.y <= y < MENTOR.y + MENTOR.h - KEYS_HIGH:
                        assert x + w <= MENTOR.x + MENTOR.w - EDGE, (asked, width, text)
                        assert y + h * 0.8 <= MENTOR.y + MENTOR.h - KEYS_HIGH, (asked, width, text)
