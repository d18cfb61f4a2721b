"""Drawings keep to what the game draws; every fault is told with its line, in French and English."""

from pathlib import Path

import pygame
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.drawings import drawings, faults_of
from cli.main import main

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10">\n'
SOUND = (
    HEAD
    + """<defs><linearGradient id="sky" x1="0%" y1="0%" x2="0%" y2="100%"><stop offset="0%" stop-color="#16304C"/>
<stop offset="100%" stop-color="#F0A868"/></linearGradient></defs>
<g transform="translate(1 1)"><rect width="8" height="8" fill="url(#sky)" opacity="0.5"/></g>
<g opacity="0.5"><path d="M0 0 L5 5" stroke="#112233" style="fill: none"/></g>
</svg>"""
)


def test_the_drawings_of_the_game_are_sound() -> None:
    """Every drawing that comes with the game keeps the rules."""
    assert [fault for path in drawings() for fault in faults_of(path)] == []
    assert len(drawings()) >= 4


def test_a_drawing_within_the_rules_has_no_fault(tmp_path: Path) -> None:
    """Gradients in per cent, plain shapes, opacity on one shape: nothing to say, and SDL draws it."""
    path = tmp_path / "sound.svg"
    path.write_text(SOUND, "utf-8")
    assert faults_of(path) == []
    drawn = pygame.image.load(str(path))
    assert drawn.get_at((5, 2))[0] < drawn.get_at((5, 8))[0]


FAULTS = [
    ("<rect", "<text>Bonjour</text><rect", 4, "« text » n'est pas dessiné"),
    ("<rect", "<clipPath/><rect", 4, "« clipPath »"),
    ("<rect", "<filter/><rect", 4, "« filter »"),
    ("<rect", '<use href="#sky"/><rect', 4, "« use »"),
    ("<rect", "<rct/><rect", 4, "Vouliez-vous écrire « rect »"),
    ("<rect", '<rect clip-path="url(#c)"', 4, "« clip-path »"),
    ("<rect", '<rect mask="url(#m)"', 4, "« mask »"),
    ("#112233", "tomato", 5, "« tomato » sortirait grise"),
    ("#112233", "rgb(1,2,3)", 5, "« rgb(1,2,3) »"),
    ("#112233", "#11223380", 5, "« #11223380 »"),
    ("#16304C", "#fff", 2, "« #fff »"),
    ("fill: none", "fill: hsl(1,2%,3%)", 5, "hsl"),
    ('y2="100%"', 'y2="1"', 2, "« 1 » donnerait une couleur plate"),
    ("url(#sky)", "url(#sly)", 4, "aucun dégradé ne s'appelle « sly » dans ce dessin. Vouliez-vous écrire « sky » ?"),
    ('<path d="M0', '<rect width="2"/><path d="M0', 5, "l'opacité d'un groupe de 2 formes"),
    (' viewBox="0 0 10 10"', "", 1, "viewBox"),
    (' viewBox="0 0 10 10"', ' viewBox="0 0 ten 10"', 1, "viewBox"),
    ("</defs>", "", 6, "XML bien formé"),
    (HEAD, f"<!DOCTYPE svg>\n{HEAD}", 1, "DOCTYPE"),
    ("<rect", '<g id="sky"/><rect', 4, "deux fois"),
    ("</defs>", "<style>.a{fill:orange}</style></defs>", 3, "« orange »"),
]


@pytest.mark.parametrize(("old", "new", "line", "said"), FAULTS)
def test_a_fault_is_told_with_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, line: int, said: str
) -> None:
    """One fault, one line: `file:line: where: what is wrong and what was expected`; status 1; both languages."""
    path = tmp_path / "broken.svg"
    assert old in SOUND
    path.write_text(SOUND.replace(old, new, 1), "utf-8")
    assert main(["--lang", "fr", "check", str(path)]) == 1
    out = capsys.readouterr().out.splitlines()
    assert len(out) == 2
    assert out[0].startswith(f"broken.svg:{line}: ")
    assert said in out[0]
    assert main(["--lang", "en", "check", str(tmp_path)]) == 1
    assert capsys.readouterr().out.startswith(f"broken.svg:{line}: ")


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    """Three faults give three, in the order of their lines."""
    path = tmp_path / "broken.svg"
    path.write_text(
        SOUND.replace("#112233", "red").replace('y2="100%"', 'y2="1"').replace("<rect", "<image/><rect"), "utf-8"
    )
    assert [fault.line for fault in faults_of(path)] == [2, 4, 5]


@given(st.one_of(st.binary(max_size=300), st.text(max_size=200).map(lambda t: (HEAD + t).encode())))
def test_no_file_breaks_the_reader(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    """Whatever stands in a file, the answer is a list of faults."""
    path = tmp_path_factory.mktemp("any") / "x.svg"
    path.write_bytes(content)
    assert all(fault.line >= 1 for fault in faults_of(path))


@pytest.mark.parametrize(("shape", "code"), [
    ('<rect width="NaN" height="1"/>', "art_number"), ('<rect width="1" height="inf"/>', "art_number"),
    ('<rect width="1e400" height="1"/>', "art_number"), ('<circle r="-5"/>', "art_number"),
    ('<rect x="calc(1px)" width="1" height="1"/>', "art_number"), ('<path d="M 0 0 X"/>', "art_number"),
    ('<path d="javascript:1"/>', "art_number"), ('<rect onload="x()" width="1" height="1"/>', "art_attribute"),
    ("<style>@import url(http://x)</style>", "art_attribute"),
    ('<linearGradient id="g" href="#g"/>', "art_attribute"), ('<g style="stroke-width:-1"/>', "art_number"),
])  # fmt: skip
def test_what_is_no_length_or_would_fetch_something_is_refused(shape: str, code: str, tmp_path: Path) -> None:
    """Nonsense that the reader of SDL would draw somehow, and what another reader would run or fetch."""
    path = tmp_path / "x.svg"
    path.write_text(f"{HEAD}{shape}</svg>", "utf-8")
    assert [fault.code for fault in faults_of(path)] == [code]


@pytest.mark.parametrize("box", ["0 0 inf inf", "NaN 0 1 1", "0 NaN 1 1", "0 0 1e400 1", "0 0 100% 1"])
def test_a_box_is_four_plain_numbers(box: str, tmp_path: Path) -> None:
    """No infinity, no NaN, no unit."""
    path = tmp_path / "x.svg"
    path.write_text(HEAD.replace("0 0 10 10", box) + "</svg>", "utf-8")
    assert [fault.code for fault in faults_of(path)] == ["art_root"]
