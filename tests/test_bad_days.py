"""Bad days: each gives a sentence a facilitator understands, and loses nothing acknowledged."""

import argparse
import os
import shutil
import sqlite3
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from pathlib import Path

import pygame
import pytest
from conftest import panneau
from screen_kit import until
from way_kit import fill, left, play_on, press, says, settled, to_exercise

from assets.texts import Catalogue
from assets.voice import Voice
from cli import opened
from cli import play as app_start
from cli.demo import DEFAULTS
from cli.main import build_parser, main
from game.journey.journey import Journey
from game.journey.person import Person
from game.journey.share import database
from game.mechanics.assemble.scene import AssembleScene
from game.scenes.opening import OpeningScreen
from game.station.home import Home, HomeError
from game.station.journal import read
from game.window.audio import Speaker
from game.window.look import StaticLook
from game.window.reader import ScreenReader
from scenarios.load import workshop_files


def hurry(app: Journey) -> None:
    """From the exercise to the pass, leaving every step unfinished."""
    while isinstance(app.top, AssembleScene):
        app.top.session.act("end")
        app.advance(1)
    for node in ("go", "end", "skip", "go"):
        app.act(node, "press")


# Screen and sound.


def envol(*words: str, **env: str) -> subprocess.Popen[str]:
    """The command in its own process, with this environment and no screen of ours."""
    whole = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER", "LANG")}
    code = "import sys; from cli.main import main; sys.exit(main())"
    pipe = subprocess.PIPE
    return subprocess.Popen([sys.executable, "-uc", code, *words], env=whole | env, stdout=pipe, stderr=pipe, text=True)


@pytest.mark.parametrize(
    ("lang", "env", "said"),
    [
        ("fr", {}, "Cette machine n'a pas d'écran : voici l'atelier joué par des robots."),
        ("en", {"DISPLAY": ":7731"}, "This machine has no screen: here is the workshop, played by robots."),
    ],
)
def test_no_screen_is_one_line_then_the_robots(lang: str, env: dict[str, str], said: str, tmp_path: Path) -> None:
    """Without a screen, or with one that is promised and not there: one line, then robots; no folder is touched."""
    game = envol("--lang", lang, "play", ENVOL_HOME=str(tmp_path / "home"), **env)
    assert game.stdout is not None
    lines = [game.stdout.readline() for _ in range(3)]
    game.kill()
    game.communicate()
    assert lines[0].strip() == said
    assert "robots" in lines[1].lower()
    assert "expert" in lines[2]
    assert env or not (tmp_path / "home").exists()


def test_without_a_screen_the_robots_play_to_the_end(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every workshop is reported, up to the closing note: what `play` leaves unsaid is what `demo` does unasked."""
    asked = [action.dest for action in demo_options()]
    assert set(DEFAULTS) == set(asked)
    monkeypatch.setitem(DEFAULTS, "players", 1)
    monkeypatch.setattr("cli.play.has_display", lambda: False)
    assert main(["--lang", "fr", "play"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert sum("Robots sur" in line for line in lines) == len(workshop_files())
    assert lines[-1].startswith("Valeurs inventées")


def demo_options() -> list[argparse.Action]:
    """What `envol demo` can be asked, beside what every command can."""
    top = build_parser(Voice(Catalogue.load(), "fr").say, ["demo"])
    (commands,) = (one for one in top._actions if isinstance(one, argparse._SubParsersAction))
    return [one for one in commands.choices["demo"]._actions if one.dest not in ("help", "lang")]


def test_no_sound_card_is_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no sound card answers, asking for a sound is no error and the speaker knows there is none."""
    pygame.mixer.quit()  # another test of this process may have found a card
    monkeypatch.setenv("SDL_AUDIODRIVER", "absent")
    speaker = Speaker()
    speaker.play("bell")
    speaker.close()
    assert not speaker.card_opened


# Disk and folder.


@pytest.mark.disk
def test_a_full_disk_loses_nothing_acknowledged_and_says_so(small_disk: Path) -> None:
    """Full in the middle of the exercise: said once, what was acknowledged is there, each later wish has its answer."""
    home = Home.open(small_disk / "home")
    app = to_exercise(home)
    play_on(app, 60)
    assert app.person is not None
    journal = app.person.journal
    assert journal is not None
    assert until(lambda: journal.acknowledged > 0)
    fill(small_disk)
    for _ in range(3000):
        if not journal.problem:
            play_on(app, 1)
            time.sleep(0.001)
    app.advance(1)
    assert says(app)[0] == "journal.full"
    assert read(home.runs()[0]).rows >= journal.acknowledged > 0
    app.act("go_on", "press")
    hurry(app)
    press(app, "print")
    assert "(le disque est plein)" in says(app)[1]
    app.act("share", "press")
    press(app, "months_3")
    assert says(app)[0] == "boarding"
    assert "Le disque est plein" in says(app)[1]
    app.act("erase", "press")
    app.act("yes", "press")
    assert says(app)[0] == "goodbye.erased"
    assert not home.runs()
    home.close()


@pytest.mark.disk
def test_a_disk_full_from_the_start_leaves_discovery(small_disk: Path) -> None:
    """No room for a code: the agreement answers with a sentence, and everything can still be played."""
    home = Home.open(small_disk / "home")
    fill(small_disk)
    app = Journey(panneau(), "fr", 5, home)
    app.act("enter", "press")
    app.act("agree", "press")
    assert says(app)[0] == "home.cannot_write"
    assert "le disque est plein" in says(app)[1]
    app.act("go_on", "press")
    assert says(app)[0] == "ease"
    assert app.person is None
    home.close()


@pytest.mark.disk
def test_a_disk_made_read_only_is_refused_at_start(small_disk: Path) -> None:
    """A folder on a read-only disk is refused with its name and why."""
    Home.open(small_disk / "home").close()
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    with pytest.raises(HomeError) as told:
        Home.open(small_disk / "home")
    assert told.value.key == "home.cannot_write"
    assert told.value.values["folder"] == str(small_disk / "home")


UNPRIVILEGED = textwrap.dedent("""
    import os, sys
    from pathlib import Path
    from assets.texts import Catalogue
    from game.station.home import Home, HomeError
    t = Catalogue.load().t
    Catalogue.load().texts["fr"]  # whoever it becomes may not reach our files
    os.setuid(65534)
    try:
        Home.open(Path(sys.argv[1]))
    except HomeError as error:
        print(t(error.key + ".says", "fr", **error.values))
""")


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root, to become somebody with fewer rights")
@pytest.mark.parametrize("made_before", [True, False])
def test_a_folder_of_somebody_else_is_refused_in_words(made_before: bool) -> None:
    """Somebody without the right to write, in a folder that exists or not: one sentence, no traceback."""
    place = Path("/tmp") / f"envol-{os.getpid()}-{made_before}"
    place.mkdir(mode=0o755)
    try:
        if made_before:
            Home.open(place).close()
            (place / "in-use").chmod(0o644)
        run = subprocess.run(
            [sys.executable, "-c", UNPRIVILEGED, str(place)], capture_output=True, text=True, check=True
        )
        assert run.stdout.strip() == (
            f"Le dossier {place} ne peut pas être écrit (ce compte n'a pas le droit d'y toucher). "
            "On peut jouer en découverte ; prévenez la personne qui anime."
        )
    finally:
        shutil.rmtree(place)


def test_a_lock_that_is_a_folder_or_nonsense_is_no_traceback(tmp_path: Path) -> None:
    """What stands in the lock's place is told when it cannot be used, and replaced when it is only damaged."""
    (tmp_path / "a" / "in-use").mkdir(parents=True)
    with pytest.raises(HomeError) as told:
        Home.open(tmp_path / "a")
    assert told.value.key == "home.cannot_write"
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "in-use").write_bytes(b"no database" * 400)
    Home.open(tmp_path / "b").close()


def test_what_cannot_be_erased_is_named_and_never_called_erased(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """« Erase » with a file that will not go: its name and where it lies, instead of « all is erased »."""
    app = to_exercise(home)
    hurry(app)
    press(app, "print")
    stuck = app.person.paper if app.person else Path()
    unlink = Path.unlink

    def refuse(self: Path, missing_ok: bool = False) -> None:
        if self == stuck:
            raise PermissionError(13, "Permission denied")
        unlink(self, missing_ok)

    monkeypatch.setattr(Path, "unlink", refuse)
    app.act("erase", "press")
    app.act("yes", "press")
    name, sentence = says(app)
    assert name == "home.cannot_erase"
    assert stuck.name in sentence
    assert str(home.folder) in sentence
    # The record of the visit waits beside it: the next start tries again.
    assert [name for name in left(home) if ".visit" not in name] == [stuck.name]
    app.act("go_on", "press")
    assert says(app)[0] == "welcome"
    monkeypatch.undo()
    Journey(panneau(), "fr", 5, home)
    # A thread of the start does it; nobody waits for it but this test.
    assert until(lambda: left(home) == [])


# Database, settings, scenarios, language.


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda p: p.write_bytes(b"not a database" * 500), "abîmée"),
        (lambda p: sqlite3.connect(p).execute("create table t(x)"), "autre programme"),
        (lambda p: (p.parent / "station.key").write_text("zz"), "La clé"),
        (lambda p: (p.parent / "outbox" / "sequence").write_text("many"), "compteur"),
    ],
)
def test_a_damaged_database_or_key_keeps_the_pass_and_says_what(
    home: Home, spoil: Callable[[Path], object], said: str
) -> None:
    """Sharing into it fails in words; the pass is still there, nothing has left, and the file is not touched."""
    app = to_exercise(home)
    hurry(app)
    spoil(database(home))
    app.act("share", "press")
    press(app, "months_3")
    name, sentence = says(app)
    assert name == "boarding"
    assert said in sentence
    assert not list((home.folder / "outbox").glob("*.envol"))
    app.act("keep", "press")
    settled(app)
    assert says(app)[0] == "goodbye.kept"


@pytest.mark.parametrize(
    "text",
    ["[1]", "{", '{"station": "ZZ"}', '{"used": 5}', '{"used": [1]}', '{"day": 7}', "[" * 5000, "\x00", "é\udcff"],
)
def test_settings_of_any_wrong_shape_are_set_aside(tmp_path: Path, text: str) -> None:
    """Whatever stands in the settings, the station starts afresh, keeps the old file and says so."""
    (tmp_path / "settings.json").write_bytes(text.encode("utf-8", "surrogateescape"))
    opened = Home.open(tmp_path)
    assert opened.problem == "home.settings_damaged"
    assert (tmp_path / "settings.damaged.json").exists()
    assert Person.begin(opened).code
    opened.close()


class Shown:
    """Stands where the window would be: keeps the journey, or what is said instead of it, and shows nothing."""

    journeys: list[Journey]
    refused: list[str]

    def __init__(self, app: OpeningScreen[object], voice: object = None) -> None:
        self.speaker = None
        self.reader = ScreenReader()
        self.app: OpeningScreen[object] | Journey = app

    def stay(self, frames: int | None = None, *, loading: bool = False) -> None:
        """Until what is loaded is there."""
        self.app.running = False

    def turn_to(self, app: OpeningScreen[object] | Journey) -> None:
        """What would be shown from now on."""
        self.app = app
        if isinstance(app, Journey):
            self.journeys.append(app)
        else:
            self.refused.append(app.screen(StaticLook(app.comfort)).say)

    def close(self) -> None:
        """Nothing was opened."""


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[Journey]:
    """`envol play` in this process, with no window: what it would have shown."""
    Shown.journeys, Shown.refused = [], []
    monkeypatch.setattr(app_start, "ReadableWindow", Shown)
    monkeypatch.setattr(app_start, "has_display", lambda: True)
    monkeypatch.setenv("ENVOL_HOME", str(tmp_path / "home"))
    return Shown.journeys


def broken_beside(tmp_path: Path) -> Path:
    """A workshop with a fault."""
    path = tmp_path / "soudure" / "scenario.yaml"
    path.parent.mkdir()
    path.write_text("id: soudure\nversion: un\n", "utf-8")
    return path


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_broken_workshop_is_set_aside_alone_and_said(
    shown: list[Journey],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    language: str,
) -> None:
    """The game opens on the sound one; the fault is named with its line in the terminal, and once on the screen."""
    places = [broken_beside(tmp_path), *workshop_files()]
    monkeypatch.setattr(opened, "workshop_files", lambda: places)
    assert main(["--lang", language, "play"]) == 0
    said = capsys.readouterr().out
    assert "soudure/scenario.yaml:2:" in said
    assert sorted(one.head.id for one in shown[0].scenarios) == sorted(path.parent.name for path in workshop_files())
    name, sentence = says(shown[0])
    assert (name, ": soudure." in sentence) == ("play.aside", True)
    shown[0].act("go_on", "press")
    assert says(shown[0])[0] == "welcome"


def test_only_broken_workshops_is_status_1(
    shown: list[Journey], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing to play: the problems, a sentence in the terminal and in the window, status 1, no journey."""
    monkeypatch.setattr(opened, "workshop_files", lambda: [broken_beside(tmp_path)])
    assert main(["--lang", "fr", "play"]) == 1
    assert "Aucun atelier ne peut être joué" in capsys.readouterr().out
    assert shown == []
    assert len(Shown.refused) == 1
    assert "Aucun atelier ne peut être joué" in Shown.refused[0]


def test_what_is_wrong_at_start_is_on_the_screen_too(
    shown: list[Journey], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Damaged settings, then a folder that cannot be made: each said in the terminal and on the first screen."""
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "settings.json").write_text("{")
    assert main(["--lang", "fr", "play"]) == 0
    assert says(shown[0])[0] == "home.settings_damaged"
    shutil.rmtree(tmp_path / "home")
    (tmp_path / "home").write_text("a file")
    assert main(["--lang", "fr", "play"]) == 0
    assert says(shown[1])[0] == "home.cannot_write"
    assert shown[1].home is None
    assert "On peut jouer en découverte" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "lang", "status", "said"),
    [
        (["--lang", "xx", "check"], "", 2, "xx"),
        (["check"], "ja_JP.UTF-8", 0, "aucun problème"),
        (["check"], "en_GB.UTF-8", 0, "no problem"),
    ],
)
def test_an_unknown_language(
    words: list[str], lang: str, status: int, said: str, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    """A language that does not exist is wrong use; a machine that speaks another gets French."""
    monkeypatch.setenv("LANG", lang)
    assert main(words) == status
    out, err = capsys.readouterr()
    assert said in out + err


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_reason_of_the_system_has_its_words(language: str) -> None:
    """A full disk, no rights, a missing file: told in the person's language, never in the system's."""
    t = Catalogue.load().t
    for number in (28, 30, 13, 2, 21, 12, 6, 37, 95, 26, 11, 110, 111, 104, 113, 101, 107, 121, 84, 31):
        said = t("trace.unreadable", language, reason=OSError(number, os.strerror(number)))
        assert os.strerror(number) not in said
    assert "odd" in t("trace.unreadable", language, reason=OSError(99999, "odd"))
