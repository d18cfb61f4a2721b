"""Every word of every screen lies where it should, at 100 % and 200 % text, on small and large screens."""

import pytest
from test_window import walk

from game.window.tree import screen_tree

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
