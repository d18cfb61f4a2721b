"""What a person sees of `envol.exe` in Windows: the game's own sign as its icon, and its version among its details."""

import re
import struct
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from game import __version__
from game.window.display import sign
from lab.packages.icon import SIZES, ico, write_icon
from lab.packages.parts import PartError
from lab.packages.version_resource import numbers, resource, write_resource


def test_the_icon_holds_the_game_s_sign_in_every_size(tmp_path: Path) -> None:
    """Each picture is a PNG where the list says it is, as wide as the sign can be; the same bytes each time."""
    data = write_icon(tmp_path / "envol.ico").read_bytes()
    assert data == write_icon(tmp_path / "again.ico").read_bytes()
    assert struct.unpack_from("<HHH", data) == (0, 1, len(SIZES))
    for n, size in enumerate(SIZES):
        w, h, _, _, planes, bits, length, at = struct.unpack_from("<BBBBHHII", data, 6 + 16 * n)
        assert (w or 256, h or 256, planes, bits) == (size, size, 1, 32)
        with Image.open(BytesIO(data[at : at + length])) as held:
            assert (held.format, held.size) == ("PNG", (size, size))
            left, top, right, bottom = held.getbbox()
            assert right - left >= size - 1, (size, held.getbbox())
            assert abs(top - (size - bottom)) <= 1
            assert held.getpixel((0, 0))[3] == 0
    with Image.open(tmp_path / "envol.ico") as whole:
        assert whole.info["sizes"] == {(size, size) for size in SIZES}


def test_the_sign_of_the_icon_is_orange() -> None:
    """As on the first screen: it is drawn from the same file."""
    with Image.open(BytesIO(sign(64))) as held:
        counted = held.getcolors(64 * 64) or []
    assert max((n, colour) for n, colour in counted if colour[3] == 255)[1][:3] == (0xFF, 0x6A, 0x13)


def test_an_icon_of_nothing_is_a_list_of_nothing() -> None:
    """Six bytes, which say so."""
    assert ico([]) == b"\0\0\1\0\0\0"


def test_the_details_say_product_version_and_organisation(tmp_path: Path) -> None:
    """With the version of the game, twice: as words and as the four numbers that Windows compares."""
    text = write_resource(tmp_path / "version.txt", "player", "France Travail « Évreux »").read_text("utf-8")
    assert "StringStruct('CompanyName', 'France Travail « Évreux »')" in text
    assert "StringStruct('ProductName', 'Envol (player)')" in text
    assert text.count(repr(__version__)) == 2
    assert f"filevers={numbers(__version__)}, prodvers={numbers(__version__)}" in text
    compile(text, "version.txt", "eval")
    assert set(re.findall(r"\b([A-Z]\w+)\(", text)) == {
        "VSVersionInfo", "FixedFileInfo", "StringFileInfo", "StringTable", "StringStruct", "VarFileInfo", "VarStruct",
    }  # fmt: skip


@pytest.mark.parametrize("version", ["", "1.2.3.4.5", "0.2.0rc1", "1.70000", "-1"])
def test_a_version_that_windows_cannot_hold_stops_the_build(version: str) -> None:
    """In one sentence that says what is expected."""
    with pytest.raises(PartError, match="Windows wants"):
        numbers(version)
    assert numbers("0.2.0") == (0, 2, 0, 0)
    assert numbers("10") == (10, 0, 0, 0)


@pytest.mark.parametrize("name", ["", "  ", "a\nb", "a\0b"])
def test_an_organisation_without_a_name_is_refused(name: str) -> None:
    """What stands in a program for years is a name on one line."""
    with pytest.raises(PartError, match="one line"):
        resource("player", name)
