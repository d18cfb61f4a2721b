"""`envol doctor`: each state of a seat has its level, and its sentence with what to do, in French and in English."""

import errno
import json
import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from nacl.signing import SigningKey
from screen_kit import ENVOL, screen

from assets.texts import Catalogue
from assets.voice import Voice
from cli import doctor
from cli.main import main
from export.files.check_signs import read_aloud
from export.files.manifest import check_of, write_manifest
from export.packets.cards import CARD_FILE, make_card, write_card
from export.packets.delivery import TROUBLES, NoTower, Tower
from export.packets.keys import STATION_FILE, station_keys
from game.station import checkup
from game.station import home as home_module
from game.station.checkup import SeatFinding, sentence
from game.station.home import Home
from game.window.plugged import Hands, hands, hands_in
from game.window.probe import Frames, frame_figures
from scenarios.load import Problem

ROOT = Path(__file__).parent.parent
NOW = 1_780_000_000.0
MOUSE = 'N: Name="Mouse"\nP: Phys=usb\nH: Handlers=mouse0 event3\nB: PROP=0\n'
TOUCH = 'N: Name="Panel"\nH: Handlers=mouse1 event4\nB: PROP=2\n'
KEYBOARD = 'N: Name="Keys"\nH: Handlers=sysrq kbd event0\nB: PROP=0\n'


def states(*found: SeatFinding) -> list[tuple[str, str]]:
    return [(one.state, one.level) for one in found]


@pytest.mark.parametrize(
    ("seen", "state", "level"),
    [
        (None, "none", "wrong"),
        (("x11", (800, 600)), "small", "wrong"),
        (("x11", (1024, 599)), "small", "wrong"),
        (("x11", (1024, 600)), "fine", "fine"),
        (("x11", (1080, 1920)), "upright", "note"),
    ],
)
def test_a_screen_is_there_and_large_enough(
    seen: object, state: str, level: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No screen, or less than 1024 x 600, must be mended."""
    monkeypatch.setenv("DISPLAY", ":7")
    assert states(doctor.judged_screen(seen)) == [(state, level)]  # type: ignore[arg-type]


def test_figures_and_days_are_written_as_in_the_language(monkeypatch: pytest.MonkeyPatch) -> None:
    """« 4,5 ms », « 29/11/2026 10:46 », and no quotation marks around a DISPLAY that is not given."""
    monkeypatch.delenv("DISPLAY", raising=False)
    found = [
        doctor.judged_screen(None), SeatFinding("flush", "fine", "fine", {"ms": "4.5"}),
        SeatFinding("clock", "behind", "wrong", {"date": "2026-11-29 10:46", "kept": "2026-12-01 08:00"}),
    ]  # fmt: skip
    said = [sentence(one, Voice(Catalogue.load(), "fr").say) for one in found]
    assert "DISPLAY n'est pas donné" in said[0]
    assert "4,5 ms" in said[1]
    assert "29/11/2026 10:46" in said[2]
    assert "01/12/2026 08:00" in said[2]


@pytest.mark.parametrize(
    ("frames", "state"),
    [
        (Frames(500, 17.0, 0.9), "slow"),
        (Frames(500, 16.0, 0.4), "late"),
        (Frames(500, 2.0, 0.06), "late"),
        (Frames(500, 2.0, 0.05), "fine"),
    ],
)
def test_frames_are_judged_by_their_median_and_by_how_many_are_late(frames: Frames, state: str) -> None:
    """Over 16.7 ms at the median is wrong; more than one in twenty late is a note."""
    found = checkup.judged_frames(frames.n, frames.p50_ms, frames.late)
    assert (found.state, found.level) == (state, {"slow": "wrong", "late": "note", "fine": "fine"}[state])


def test_figures_of_frames() -> None:
    """The median in ms and the share over a sixtieth of a second; no frame at all is no error."""
    assert frame_figures([0.002, 0.004, 0.020, 0.003]) == Frames(4, 3.5, 0.25)
    assert frame_figures([]) == Frames(0, 0.0, 0.0)


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        (f"{MOUSE}\n{KEYBOARD}", Hands(True, False)),
        (f"{TOUCH}\n{KEYBOARD}", Hands(False, True)),
        (f"{MOUSE}\n{TOUCH}", Hands(True, True)),
        (KEYBOARD, Hands(False, False)),
        ("", Hands(False, False)),
    ],
)
def test_pointer_and_touch_are_read_from_the_system(text: str, seen: Hands) -> None:
    """A touch screen has absolute places; what it also moves as a mouse is no mouse."""
    assert hands_in(text) == seen


def test_where_the_system_does_not_tell_hands_it_is_said(tmp_path: Path) -> None:
    """No list of devices: unknown, never « none »."""
    assert hands(tmp_path / "absent") == Hands(None, None)
    found = list(doctor.judged_hands(Hands(None, None), windows=False))
    assert states(*found) == [("unknown", "note"), ("unknown", "fine")]


def test_touch_on_windows_names_what_windows_does_with_fingers() -> None:
    """Edge swipes and press-and-hold are named there; a pointer alone or nothing at all needs no word on touch."""
    assert states(*doctor.judged_hands(Hands(True, True), windows=True)) == [("fine", "fine"), ("windows", "note")]
    assert states(*doctor.judged_hands(Hands(False, True), windows=False)) == [("none", "note"), ("fine", "fine")]
    assert states(*doctor.judged_hands(Hands(True, False), windows=True)) == [("fine", "fine"), ("none", "fine")]
    said = Catalogue.load().t("doctor.touch.windows", "fr")
    assert "AllowEdgeSwipe" in said
    assert "appui long" in said


def test_a_folder_that_refuses_is_wrong_and_one_in_use_is_not(tmp_path: Path) -> None:
    """A file in the folder's place is refused with its reason; an Envol at work is a note; else it is fine."""
    (tmp_path / "file").write_text("x")
    found = checkup.home_of_seat(tmp_path / "file")
    assert (found.state, found.level) == ("refused", "wrong")
    opened = Home.open(tmp_path / "home")
    assert states(checkup.home_of_seat(tmp_path / "home")) == [("in_use", "note")]
    opened.close()
    assert states(checkup.home_of_seat(tmp_path / "home")) == [("fine", "fine")]


def test_a_folder_that_others_read_is_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As one beside the profile is on Windows: the check says so and goes on, whatever `open` says of no reason."""
    monkeypatch.setattr(home_module, "in_profile", lambda *asked: False)
    found = checkup.home_of_seat(tmp_path / "home")
    assert (found.state, found.level) == ("open", "wrong")
    voice = Catalogue.load()
    for language in ("fr", "en"):
        said = doctor.sentence(found, lambda key, lang=language, **v: voice.t(key, lang, **v))
        assert "ENVOL_HOME" in said, said


def test_a_folder_on_a_share_is_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where two machines would write over each other, the seat is not ready."""
    monkeypatch.setattr(checkup, "on_network", lambda path, mounts: True)
    assert states(checkup.home_of_seat(tmp_path / "home")) == [("network", "wrong")]


def test_who_may_alter_the_program_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that this account may change is a note."""
    assert states(checkup.program(tmp_path)) == [("writable", "note")]
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    assert states(checkup.program(tmp_path)) == [("fine", "fine")]


@pytest.mark.parametrize(("ms", "state"), [(3, "fine"), (40.1, "slow"), (200.1, "bad")])
def test_the_disk_is_judged_by_a_forced_write(ms: float, state: str) -> None:
    """Slow is a note, for the writer has its own thread; so slow that writes pile up is wrong."""
    assert checkup.judged_flush(ms).state == state


def test_a_disk_that_refuses_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The reason of the system is told; the file of the trial is gone, also after a good one."""
    assert checkup.flush(tmp_path).check == "flush"

    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    found = checkup.flush(tmp_path)
    assert (found.state, found.level) == ("refused", "wrong")
    assert list(tmp_path.iterdir()) == []
    voice = Catalogue.load()
    assert "le disque est plein" in doctor.sentence(found, lambda key, **v: voice.t(key, "fr", **v))


@pytest.mark.parametrize(("mb", "state"), [(5000, "fine"), (999, "short"), (199, "full")])
def test_room_on_the_disk(mb: float, state: str) -> None:
    """Under 200 MB is wrong, under 1 GB a note."""
    assert checkup.judged_space(mb).state == state


def test_room_is_asked_of_the_disk_that_will_hold_the_folder(tmp_path: Path) -> None:
    """A folder that is not there yet is no error."""
    assert checkup.space(tmp_path / "not" / "yet").check == "space"


def test_a_clock_that_cannot_be_right_is_named(tmp_path: Path) -> None:
    """Before this version was made, far ahead, behind what the seat wrote itself, or changed during the check."""
    assert states(checkup.clock(0, tmp_path)) == [("wrong", "wrong")]
    assert states(checkup.clock(4e9, tmp_path)) == [("wrong", "wrong")]
    assert states(checkup.clock(NOW, tmp_path)) == [("fine", "fine")]
    assert states(checkup.clock(NOW, tmp_path, drift=-3600)) == [("jumped", "note")]
    (tmp_path / "settings.json").write_text("{}")
    os.utime(tmp_path / "settings.json", (NOW, NOW))
    assert states(checkup.clock(NOW - 2 * 86_400, tmp_path)) == [("behind", "wrong")]
    assert states(checkup.clock(NOW - 3600, tmp_path)) == [("fine", "fine")]


def test_keys_and_card_are_looked_at_and_never_made(tmp_path: Path) -> None:
    """None is a note and stays none; damaged or open to others is wrong; a good one names its station."""
    assert states(*checkup.keys(tmp_path)) == [("none", "note"), ("none", "note")]
    assert list(tmp_path.iterdir()) == []
    station_keys(tmp_path)
    write_card(tmp_path / CARD_FILE, make_card("organisation", "Agence", bytes(range(32)), []))
    assert states(*checkup.keys(tmp_path)) == [("fine", "fine"), ("fine", "fine")]
    (tmp_path / STATION_FILE).chmod(0o644)
    assert states(*checkup.keys(tmp_path))[0] == ("open", "wrong")
    (tmp_path / STATION_FILE).write_text("short")
    (tmp_path / CARD_FILE).write_text("{}")
    assert states(*checkup.keys(tmp_path)) == [("damaged", "wrong"), ("damaged", "wrong")]


def test_a_voice_is_found_as_a_module_or_as_a_program(monkeypatch: pytest.MonkeyPatch) -> None:
    """Either is enough; none is a note that says what to install."""
    monkeypatch.setattr(checkup, "find_spec", lambda name: None)
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert states(checkup.voice()) == [("none", "note")]
    monkeypatch.setattr(shutil, "which", lambda name: name if name == "espeak-ng" else None)
    assert checkup.voice().values == {"names": "espeak"}


def test_whether_a_screen_reader_can_read_this_seat(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Library, session's bus and AT-SPI: what lacks is named, and a bus that is promised and not there is none."""
    (tmp_path / "dbus-1" / "services").mkdir(parents=True)
    bus = tmp_path / "b,us"
    env = {"DBUS_SESSION_BUS_ADDRESS": f"unix:guid=1,path={tmp_path}/b%2cus", "XDG_DATA_DIRS": f"/nowhere:{tmp_path}"}
    assert states(checkup.reader(env, "linux"), checkup.reader({}, "linux")) == [("no_session", "note")] * 2
    with socket.socket(socket.AF_UNIX) as line, socket.socket(socket.AF_UNIX) as hidden:
        line.bind(str(bus))
        line.listen()
        hidden.bind(f"\0{tmp_path}")
        hidden.listen()
        assert states(checkup.reader(env, "linux")) == [("no_service", "note")]
        (tmp_path / checkup.AT_SPI).write_text("[D-BUS Service]")
        bus.rename(tmp_path / "bus")
        for more in (
            {"DBUS_SESSION_BUS_ADDRESS": f"tcp:host=a;unix:abstract={tmp_path}"},
            {"DBUS_SESSION_BUS_ADDRESS": "", "XDG_RUNTIME_DIR": str(tmp_path)},
        ):
            assert states(checkup.reader({**env, **more}, "linux")) == [("fine", "fine")]
    assert states(checkup.reader({}, "win32")) == [("windows", "fine")]
    monkeypatch.setattr(checkup, "find_spec", lambda name: None)
    assert states(checkup.reader(env, "linux"), checkup.reader({}, "win32")) == [("no_library", "note")] * 2


def test_broken_content_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    """As `envol check` sees it; content that is sound is fine."""
    assert states(doctor.content()) == [("fine", "fine")]
    import scenarios.load

    broken = Problem("a.yaml", 1, "", "unreadable", {})
    monkeypatch.setattr(scenarios.load, "load_all", lambda *args: ([], [broken]))
    assert states(doctor.content()) == [("broken", "wrong")]
    assert states(doctor.frames(0.1)) == [("no_workshop", "wrong")]


# The package.


@pytest.fixture
def packed(tmp_path: Path) -> Path:
    """A small folder with its signed manifest."""
    folder = tmp_path / "envol-player-1"
    (folder / "parts").mkdir(parents=True)
    for name in ("envol", "parts/a", "parts/b"):
        (folder / name).write_text(name)
    head = {"name": "envol-player-1", "version": "1", "kind": "player", "platform": "linux-x86_64"}
    write_manifest(folder, head, 1_780_000_000, SigningKey(bytes(32)))
    (tmp_path / "trusted.pub").write_text((folder / "MANIFEST.pub").read_text())
    return folder


def _resign(folder: Path) -> None:
    head = {"name": "envol-player-1", "version": "1", "kind": "player", "platform": "linux-x86_64"}
    write_manifest(folder, head, 1_780_000_000, SigningKey(b"\1" * 32))


DAMAGES: list[tuple[str, Callable[[Path], object]]] = [
    ("differs", lambda f: (f / "parts" / "a").write_text("other")),
    ("differs", lambda f: (f / "parts" / "a").unlink()),
    ("differs", lambda f: (f / "parts" / "new").write_text("x")),
    ("differs", lambda f: ((f / "parts" / "a").unlink(), (f / "parts" / "a").symlink_to("b"))),
    ("differs", lambda f: (f / "elsewhere").symlink_to("/etc")),
    ("bad_signature", lambda f: (f / "MANIFEST.json").write_text((f / "MANIFEST.json").read_text() + " ")),
    ("bad_signature", lambda f: (f / "MANIFEST.sig").write_text("00" * 64)),
    ("bad_signature", lambda f: (f / "MANIFEST.sig").write_text("none")),
    ("bad_signature", _resign),
    ("none", lambda f: (f / "MANIFEST.json").unlink()),
    ("none", lambda f: (f / "MANIFEST.sig").unlink()),
]


@pytest.mark.parametrize(("state", "damage"), DAMAGES)
def test_a_folder_that_is_not_what_was_signed_is_wrong(
    packed: Path, state: str, damage: Callable[[Path], None]
) -> None:
    """One altered byte, a file too few or too many, a link in a file's place, or another hand's signature."""
    trusted = packed.parent / "trusted.pub"
    assert states(checkup.package(packed, trusted)) == [("fine", "fine")]
    damage(packed)
    assert states(checkup.package(packed, trusted)) == [(state, "wrong")]


def test_what_is_signed_and_no_manifest_is_said(packed: Path) -> None:
    """A sound signature on other words."""
    (packed / "MANIFEST.json").write_text("{}")
    signed = SigningKey(bytes(32)).sign((packed / "MANIFEST.json").read_bytes()).signature
    (packed / "MANIFEST.sig").write_text(signed.hex())
    assert states(checkup.package(packed)) == [("unreadable", "wrong")]


def test_a_folder_that_vouches_for_itself_asks_to_compare(packed: Path) -> None:
    """Without a trusted key the check is to be compared, in figures; a key that is none is named."""
    found = checkup.package(packed)
    own = check_of(bytes(SigningKey(bytes(32)).verify_key))
    assert (found.state, found.values["check"]) == ("own_key", read_aloud(own))
    (packed / "MANIFEST.pub").write_text("xx")
    assert states(checkup.package(packed)) == [("bad_key", "wrong")]
    assert states(checkup.package(None)) == [("sources", "fine")]


# Words, and the whole command.


def test_every_state_has_a_sentence_in_each_language_and_none_is_left_over() -> None:
    """The states that the code can give and the keys of the texts are the same."""
    source = "".join((ROOT / p).read_text("utf-8") for p in (
        "game/station/checkup.py", "game/station/seat_check.py", "cli/doctor.py",
    ))  # fmt: skip
    named = set(re.findall(r'SeatFinding\("(\w+)", "(\w+)"', source))
    either = re.findall(r'SeatFinding\("(\w+)", "(\w+)" if \w+ else "(\w+)"', source)
    named |= {(check, state) for check, one, other in either for state in (one, other)}
    named |= {("flush", s) for s in ("bad", "slow", "fine")} | {("space", s) for s in ("full", "short", "fine")}
    named |= {(c, s) for c in ("pointer", "touch") for s in ("fine", "none", "unknown")}
    named |= {("package", s) for s in ("unreadable", "bad_key", "bad_signature", "fine", "own_key")}
    named |= {("touch", "windows"), ("sound", "held")} | {("tower", trouble) for trouble in TROUBLES}
    for language in ("fr", "en"):
        keys = [key.split(".") for key in Catalogue.load().texts[language] if key.startswith("doctor.")]
        held = {(k[1], k[2]) for k in keys if len(k) == 3 and k[1] not in ("cli", "level")}
        assert held == named


def test_the_tower_and_what_waits_are_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing to say of a post without an organisation; else what stands between, in the tower's own words too."""
    assert states(doctor.tower(tmp_path)) == [("no_card", "fine")]
    write_card(tmp_path / CARD_FILE, make_card("organisation", "M", bytes(range(32)), ["10.0.0.9:47471"]))
    say = Voice(Catalogue.load(), "fr").say
    for found, state, word in (
        (Tower(("10.0.0.9", 47471), "a" * 16), "fine", "10.0.0.9:47471"),
        (NoTower("silent", ("10.0.0.9", 47471)), "silent", "pare-feu"),
        (NoTower("told", ("10.0.0.9", 47471), "packet.revoked_station"), "told", "poste retiré"),
        (NoTower("told", ("10.0.0.9", 47471), "packet.of_another_year"), "told", "ne connaît pas"),
    ):
        monkeypatch.setattr("game.station.link.reach", lambda *_, found=found: found)
        seen = doctor.tower(tmp_path)
        assert seen.state == state
        assert word in doctor.sentence(seen, say)
    assert states(checkup.waiting(tmp_path)) == [("fine", "fine")]
    packet = tmp_path / "outbox" / f"{1:010d}-{'a' * 32}-{'b' * 32}.envol"
    packet.parent.mkdir()
    packet.touch()
    assert states(checkup.waiting(tmp_path)) == [("some", "fine")]
    os.utime(packet, (1, 1))
    assert states(checkup.waiting(tmp_path)) == [("old", "note")]


def test_what_is_kept_can_be_joined_to_a_result(tmp_path: Path) -> None:
    """Whole numbers beside those of the frames; never checked or damaged gives none, and no error."""
    assert checkup.quality(tmp_path, 0) == {}
    checkup.keep(tmp_path, [SeatFinding("sound", "none", "note"), SeatFinding("screen", "none", "wrong")], "1", 1000)
    assert checkup.quality(tmp_path, 8300) == {"check_hours": 2, "check_notes": 1, "check_wrong": 1}
    (tmp_path / checkup.KEPT).write_text("[]")
    assert checkup.quality(tmp_path, 0) == {}


def test_without_a_screen_the_seat_is_not_ready(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Status 1, the screen named, the rest said all the same, and the check kept."""
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert main(["doctor", "--lang", "fr", "--home", str(tmp_path / "home")]) == 1
    said = capsys.readouterr().out.splitlines()
    assert said[0].startswith("À CORRIGER  Écran")
    assert said[-1] == "Cet ordinateur n'est pas prêt. À corriger : 1."
    kept = json.loads((tmp_path / "home" / checkup.KEPT).read_text())
    assert [row["check"] for row in kept["findings"] if row["level"] == "wrong"] == ["screen"]


def test_a_folder_that_refuses_does_not_stop_the_check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Said as a finding, and that nothing was kept; JSON holds the sentences too."""
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    (tmp_path / "file").write_text("x")
    assert main(["doctor", "--lang", "en", "--json", "--home", str(tmp_path / "file")]) == 1
    told_ = json.loads(capsys.readouterr().out)
    found = {row["check"]: row for row in told_["findings"]}
    assert not told_["fine"]
    assert found["folder"]["level"] == "wrong"
    assert found["kept"]["state"] == "refused"
    assert "ENVOL_HOME" in found["folder"]["says"]


@pytest.mark.screen
@pytest.mark.skipif(not (shutil.which("Xvfb") and shutil.which("xdotool")), reason="needs Xvfb and xdotool")
def test_in_a_real_window_the_frames_are_measured(tmp_path: Path) -> None:
    """Under Xvfb: the screen's size and the frames are told, nothing of the sound library reaches the error output."""
    with screen((1024, 600)) as display:
        env = {**os.environ, "DISPLAY": display, "ENVOL_HOME": str(tmp_path / "home")}
        env = {name: v for name, v in env.items() if not name.startswith("SDL_")}
        words = [sys.executable, "-c", ENVOL, "--lang", "en", "doctor", "--json", "--seconds", "0.5"]
        done = subprocess.run(words, env=env, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    found = {row["check"]: row for row in json.loads(done.stdout)["findings"]}
    assert (found["screen"]["values"]["w"], found["screen"]["values"]["h"]) == ("1024", "600")
    assert int(found["frames"]["values"]["n"]) > 0
    assert found["sound"]["level"] in ("fine", "note")
