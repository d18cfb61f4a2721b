"""The page that says what proves the tower names tests that are there."""

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "tower-proof.md").read_text("utf-8")
NAMED = r"`(tests/test_\w+\.py)`(?:::([a-z0-9_]+(?:, [a-z0-9_]+)*))?"


def test_each_test_the_page_names_is_there() -> None:
    """A test that was renamed or dropped proves nothing: the page is mended with it."""
    named = re.findall(NAMED, PAGE)
    assert len(named) > 40
    lost = []
    for file, names in named:
        text = (ROOT / file).read_text("utf-8") if (ROOT / file).exists() else ""
        there = set(re.findall(r"^def test_(\w+)\(", text, re.M))
        lost += [f"{file}::{name}" for name in (names.split(", ") if names else []) if name not in there]
        lost += [] if there else [file]
    assert lost == []
