"""The kiosk: one visit from the attract loop to the ticket, who has gone, the staff, and what must be left: nothing."""

import io
import json
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from screen_kit import until
from test_workshops import workshops

from cli.main import main
from export.files.ticket import text_of
from game.journey.measured import observed
from game.kiosk.config import KioskConfig, hashed_pin, read_config
from game.kiosk.counts import Counts, keep_counts, read_counts
from game.kiosk.kiosk import BLOCKED_TICKS, KioskJourney
from game.kiosk.scenes import SEATS_TICKS, Attract, BestMoment
from game.kiosk.table import trades_of
from game.mechanics.table import MECHANICS
from game.screen import navigate
from game.screen.scene import Comfort
from game.screen.steps import Step
from game.simulation.task import Run
from game.station.home import Home
from game.window.look import StaticLook
from lab.kills import ATTRACT, KilledKiosk
from lab.robots import play_out
from lab.soak import chart, faults
from lab.soak_visit import SoakVisit
from scenarios.model import Scenario
from scenarios.room import Signals, causes
from scenarios.safe import SourceErrors
from scenarios.short_forms import short_forms, shortened
from scenarios.trades import trades

PIN = "2468"
HASHED = hashed_pin(PIN)


def whole() -> dict[str, Scenario]:
    """Every workshop as the house ships it, read once in a worker: nothing can change one."""
    return {**workshops()}


@pytest.fixture(scope="module")
def short() -> list[Scenario]:
    every = whole()
    return [shortened(every[id], form) for id, form in short_forms().items()]


def config(**more: object) -> KioskConfig:
    return KioskConfig.model_validate({"workshops": tuple(short_forms()), "pin": HASHED, **more})


def app(short: list[Scenario], home: Home | None, tmp_path: Path, **more: object) -> KioskJourney:
    told = {"printer": f"file:{tmp_path}", **more}
    return KioskJourney(config(**told), short, home, home.folder if home else tmp_path)


def look(here: KioskJourney) -> StaticLook:
    return StaticLook(here.comfort)


def reached(here: KioskJourney) -> list[str]:
    return [n.id for n in navigate.reachable(here.screen(look(here)))]


@pytest.mark.parametrize("id", short_forms())
def test_a_short_form_reads_only_what_it_offers(id: str) -> None:
    """Its expert reaches the top of every rule that is in it: nothing is called low because it was left out.

    A distance is the hand's, and the expert's hand shakes: of five rivets the middle one may lie a little beyond the
    best limit. It is next to the top at the least, and at the top in one run; all else is at the top in every run.
    """
    made = shortened(whole()[id], short_forms()[id])
    mechanic = MECHANICS[made.head.mechanic]
    by_hand = {o.id for o in made.evidence if o.reads in ("placement", "head_error", "reading_error")}
    at_top: set[str] = set()
    for seed in (5, 6, 7):
        task = mechanic.make(made.params, Run(seed, clock=False, device="mouse"))
        session = play_out(task, mechanic.cast.make("expert", made.params, seed))
        found = observed(made, session, "mouse")
        form = short_forms()[id]
        assert {o.rule for o in found} == {*form.rules, *(one.id for one in form.more)}
        low = [(o.rule, o.category) for o in found if o.category is None or o.category < o.top - (o.rule in by_hand)]
        assert low == []
        at_top |= {o.rule for o in found if o.category == o.top}
        assert session.task.tick < 50 * 60 * made.head.minutes
    assert by_hand <= at_top, "of a distance too"
    assert made.hash != whole()[id].hash


def play_exercise(here: KioskJourney, robot: str = "expert") -> None:
    """A robot does the exercise that is on the screen."""
    bench = here.at_work
    assert bench is not None
    player = MECHANICS[here.scenario.head.mechanic].cast.make(robot, here.scenario.params, 5)
    while here.at_work is bench:
        for verb, args in player.act(bench.session.task.see()):
            bench.session.act(verb, args)
        here.advance(1)
        here.alive()


def to_exercise(here: KioskJourney, agree: str, id: str = "panneau_fuselage") -> None:
    here.act("begin", "press")
    here.act(agree, "press")
    if here.step is Step.CODE:
        here.act("go", "press")
    if here.step is Step.HANGAR:
        here.act(f"open:{id}", "press")
    assert here.step is Step.PRACTICE
    here.answer(Step.PRACTICE, "done")
    assert here.step is Step.EXERCISE


def waited(here: KioskJourney, step: Step) -> None:
    def there() -> bool:
        here.advance(1)
        return here.step is step

    assert until(there, 60)


@pytest.mark.parametrize(
    ("agree", "id"), [("look", "panneau_fuselage"), *(("agree", id) for id in short_forms())]
)  # fmt: skip
def test_a_visit_goes_from_the_attract_loop_to_the_ticket_and_leaves_nothing(
    agree: str, id: str, short: list[Scenario], home: Home, tmp_path: Path
) -> None:
    """One press begins; the best moment is one's own; the ticket has facts, trades, and a proof to who has a code."""
    trade = whole()[id].head.trade.id
    here = app(short, home, tmp_path, stands={trade: "Stand 12"})
    assert here.screen(look(here)).focus_first == "begin"
    before = {p.relative_to(home.folder) for p in home.folder.rglob("*") if p.is_file()}
    to_exercise(here, agree, id)
    planted = [here.person.code, here.person.candidate] if here.person else []
    assert bool(planted) == (agree == "agree")
    play_exercise(here)
    assert here.step is Step.DEBRIEF
    assert here.best is not None
    assert "watch" in reached(here)
    here.act("watch", "press")
    assert here.step is Step.REPLAY
    here.act("back", "press")
    here.act("go", "press")
    here.advance(1000)
    assert here.step is Step.TAKEOFF, "it waits for the press"
    here.act("go", "press")
    waited(here, Step.BOARDING)
    assert len(here.facts) == 3
    here.act("print", "press")
    waited(here, Step.BOARDING)
    assert "print" not in reached(here)
    (file,) = tmp_path.glob("ticket-*.bin")
    words = " ".join(" ".join(text_of(file.read_bytes())).split())
    for said in ("Premier essai, à confirmer", "Stand 12", "Ceci n'est pas un diplôme", *planted[:1]):
        assert said in words
    assert (b"v0" in file.read_bytes()) == bool(planted)
    file.unlink()
    here.act("end", "press")
    here.act("end", "press")
    here.advance(1)
    assert (here.running, here.outcome) == (False, "next")
    assert here.counts == Counts(1, 0, 1, 299, 0, "")
    for path in home.folder.rglob("*"):
        if path.is_file():
            data = path.read_bytes() + path.name.encode()
            assert not [word for word in planted if word.encode() in data], path
    after = {p.relative_to(home.folder) for p in home.folder.rglob("*") if p.is_file()}
    assert {p.name for p in after - before} <= {"kiosk-counts.json", "settings.json", "station.key"}


@pytest.mark.parametrize("id", short_forms())
def test_the_trades_of_a_ticket_are_named_in_the_language_of_the_visit(
    id: str, short: list[Scenario], tmp_path: Path
) -> None:
    """An English ticket has English trades, a French one French ones, on the screen and on the paper."""
    here = app(short, None, tmp_path)
    to_exercise(here, "look", id)
    said = {}
    for language in ("fr", "en"):
        here.comfort = replace(here.comfort, language=language)
        said[language] = [name for name, _ in trades_of(here)]
    known = {one.name_en: one.name_fr for one in trades().trades}
    assert [known[name] for name in said["en"]] == said["fr"]
    assert not {*said["en"]} & {*said["fr"]}


def test_a_stop_that_comes_while_a_word_is_written_is_kept(short: list[Scenario], tmp_path: Path) -> None:
    """The keeper asks once, from a thread of its own: what was asked in between is not written over."""
    here = app(short, None, tmp_path)

    def beat(word: str) -> bool:
        here.stop_asked = True
        return True

    here._beat = beat
    here._sign(".")
    assert here.stop_asked


def test_who_tried_is_not_told_to_have_seen_alone(short: list[Scenario], tmp_path: Path) -> None:
    """With nothing as expected and something in part, a try is spoken of; with nothing at all, a first look."""
    here = app(short, None, tmp_path)
    says = {t: BestMoment("", -1, tried=t).screen(look(here)).say for t in (True, False)}
    assert "Vous avez essayé" in says[True]
    assert "Vous avez vu" in says[False]


def test_the_ticket_of_who_showed_nothing_says_nothing_of_them(short: list[Scenario], tmp_path: Path) -> None:
    """No fact is made up; the way on is there."""
    here = app(short, None, tmp_path, printer="")
    to_exercise(here, "look")
    play_exercise(here, "idle")
    assert here.best is None
    assert reached(here)[0] == "go"
    here.act("go", "press")
    here.act("go", "press")
    waited(here, Step.BOARDING)
    assert "print" not in reached(here)
    assert "Trop court" in here.screen(look(here)).nodes[1].spoken


def test_a_rivet_seats_every_six_seconds_and_nothing_else_moves() -> None:
    scene, eye = Attract(), StaticLook(Comfort(reduced_motion=True))
    scene.advance(1)
    first = scene.screen(eye)
    scene.advance(SEATS_TICKS - 2)
    assert scene.screen(eye) == first
    scene.advance(1)
    assert scene.screen(eye) != first


# Who has gone.


def test_after_a_minute_without_a_sign_the_countdown_is_shown_and_spoken(
    short: list[Scenario], home: Home, tmp_path: Path
) -> None:
    """Twenty seconds, said at once, at ten and at five; any sign takes it away; then all is wiped."""
    here = app(short, home, tmp_path)
    here.advance(50 * 600)
    assert here.seconds_left is None
    here.act("begin", "press")
    here.alive()
    here.advance(50 * 59)
    assert here.seconds_left is None
    here.advance(50)
    shown = here.screen(look(here))
    assert here.seconds_left == 20
    assert navigate.reachable(shown)[0].id == "still_here"
    assert "20 secondes" in shown.say
    assert shown.aloud
    said = []
    for _ in range(19):
        here.advance(50)
        said.append(here.screen(look(here)).say)
    assert len(set(said)) == 3
    here.act("still_here", "press")
    here.alive()
    assert here.seconds_left is None
    assert here.step is Step.AGREEMENT
    here.act("agree", "press")
    code = here.person.code if here.person else ""
    here.advance(50 * 81)
    assert (here.running, here.outcome, here.counts.left_alone) == (False, "next", 1)
    assert not [p for p in home.folder.rglob("*") if p.is_file() and code.encode() in p.read_bytes()]


def test_what_a_passer_by_chose_at_the_attract_loop_goes_with_them(short: list[Scenario], tmp_path: Path) -> None:
    """Silence, another language, large words: after a minute without a sign the next one finds what the file says."""
    here = app(short, None, tmp_path)
    first = here.comfort
    here.used("touch")
    for node in ("mute", "language", "comfort"):
        here.act(node, "press")
        here.alive()
    for node in ("text", "go_on"):
        here.act(node, "press")
    here.alive()
    chosen = here.comfort
    assert (chosen.sound, chosen.language, chosen.text_scale > 1) == (False, "en", True)
    here.advance(50 * 59)
    assert here.comfort == chosen, "who still looks keeps what they chose"
    here.advance(50)
    assert here.comfort == first
    assert not here.visit.devices
    assert here.running
    here.act("comfort", "press")
    here.advance(50 * 81)
    assert not here.running
    assert here.counts.left_alone == 0, "nobody had begun"


def test_a_long_page_gives_the_time_to_read_it(short: list[Scenario], tmp_path: Path) -> None:
    """Reading is a sign of life that no machine sees: half a second a word, where that is more than the minute."""
    here = app(short, None, tmp_path)
    here.act("begin", "press")
    here.screen(look(here))
    here._words = 200
    here.alive()
    here.advance(50 * 90)
    assert here.seconds_left is None
    here.advance(50 * 11)
    assert here.seconds_left == 19


def test_who_listens_is_there_and_the_countdown_does_not_wake_itself(short: list[Scenario], tmp_path: Path) -> None:
    """The voice reading a page holds the time back; the voice of the countdown does not."""
    here = app(short, None, tmp_path)
    here.act("begin", "press")
    for _ in range(100):
        here.advance(50)
        here.heard()
    assert here.seconds_left is None
    here.advance(50 * 61)
    assert here.seconds_left == 19
    for _ in range(19):
        here.heard()
        here.advance(50)
    assert not here.running


def test_the_keypads_are_signs_of_life_too(short: list[Scenario], tmp_path: Path) -> None:
    """The countdown also ends a staff menu that was left open."""
    here = app(short, None, tmp_path)
    here.key("chord")
    here.advance(50 * 81)
    assert here.staff is None
    assert not here.running


# The staff.


def test_the_chord_and_the_pin_open_the_staff_menu(short: list[Scenario], home: Home, tmp_path: Path) -> None:
    """Nothing of the PIN is shown; the menu says the state; a new roll, a trial ticket, stop."""
    here = app(short, home, tmp_path)
    here.count(printed="kiosk.ticket.stuck")
    here.key("chord")
    here.act("figure:9", "press")
    here.act("erase", "press")
    for figure in PIN:
        here.act(f"figure:{figure}", "press")
    assert PIN not in str(here.screen(look(here)))
    here.act("go", "press")
    said = here.screen(look(here)).nodes[0].spoken
    assert "papier" in said
    assert "attendent de partir : 0" in said
    here.act("test", "press")
    assert until(lambda: (here.advance(1), here.counts.tickets == 1)[1], 20)
    here.act("roll", "press")
    assert (here.counts.left, here.counts.trouble) == (300, "")
    here.act("stop", "press")
    assert here.running
    assert "Touchez encore" in here.screen(look(here)).nodes[0].spoken
    here.act("roll", "press")
    here.act("stop", "press")
    assert here.running, "whatever else is pressed in between asks anew"
    here.act("stop", "press")
    assert (here.running, here.outcome) == (False, "staff")


def test_three_wrong_pins_must_wait(short: list[Scenario], tmp_path: Path) -> None:
    here = app(short, None, tmp_path)
    here.key("chord")
    for _ in range(3):
        for figure in "1111":
            here.key(figure)
        here.act("go", "press")
    for figure in PIN:
        here.key(figure)
    here.act("go", "press")
    assert reached(here)[0] == "figure:1"
    here.advance(BLOCKED_TICKS + 1)
    here.alive()
    for figure in PIN:
        here.key(figure)
    here.act("go", "press")
    assert "stop" in reached(here)
    here.act("back", "press")
    assert here.staff is None


def test_closing_the_window_does_nothing_and_a_signal_ends_cleanly(
    short: list[Scenario], home: Home, tmp_path: Path
) -> None:
    here = app(short, home, tmp_path)
    here.act("begin", "press")
    here.act("agree", "press")
    here.quit_asked()
    here.advance(1)
    assert here.running
    here.stop_asked = True
    here.advance(1)
    assert (here.running, here.outcome) == (False, "stop")
    assert not list((home.folder / "visits").glob("*.visit"))


def test_what_a_cut_left_is_erased_at_the_next_start(short: list[Scenario], home: Home, tmp_path: Path) -> None:
    """Nobody comes back to a kiosk: no ten minutes, no code to take up."""
    here = app(short, home, tmp_path)
    here.act("begin", "press")
    here.act("agree", "press")
    assert list((home.folder / "visits").glob("*.visit"))
    app(short, home, tmp_path)
    assert not list((home.folder / "visits").glob("*.visit"))


# The file.


@pytest.mark.parametrize(
    ("wrong", "word"),
    [
        ({"pin": "2468"}, "envol kiosk --pin"), ({"printer": "lpt1"}, "file:DOSSIER"),
        ({"workshops": ["nothing"]}, "nothing"),
        ({"workshops": []}, "workshops"), ({"idle_s": 0}, "idle_s"), ({"colour": "red"}, "colour"),
        ({"language": "xx"}, "xx"),
    ],
)  # fmt: skip
def test_a_wrong_file_gets_a_sentence_with_its_line(
    wrong: dict[str, object], word: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "kiosk.yaml"
    path.write_text(yaml.safe_dump({"workshops": ["panneau_fuselage"], "pin": HASHED, **wrong}, sort_keys=False))
    with pytest.raises(SourceErrors):
        read_config(path)
    assert main(["--lang", "fr", "kiosk", "--config", str(path), "--check"]) == 1
    said = capsys.readouterr().err
    assert "kiosk.yaml:" in said
    assert word in said


def test_numbers_are_kept_and_damage_starts_anew(tmp_path: Path) -> None:
    keep_counts(tmp_path, Counts(3, 1, 2, 298, 40, ""))
    assert read_counts(tmp_path, 300) == Counts(3, 1, 2, 298, 40, "")
    for wrong in ("{}x", "[1]", '{"visits": "a"}', '{"other": 1}'):
        (tmp_path / "kiosk-counts.json").write_text(wrong)
        assert read_counts(tmp_path, 300) == Counts(left=300)


def commands() -> list[str]:
    """Every indented command of docs/kiosk.md."""
    page = (Path(__file__).parents[1] / "docs" / "kiosk.md").read_text("utf-8")
    lines = [line.strip() for line in page.splitlines() if line.startswith("    ")]
    return [line for line in lines if line.startswith(("envol", "systemd-analyze"))]


@pytest.mark.parametrize("line", commands())
def test_each_command_of_the_page_does_what_it_says(
    line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Run from the root as a person would; the kiosk itself is opened by tests/test_kiosk_screen.py."""
    monkeypatch.chdir(Path(__file__).parents[1])
    monkeypatch.setenv("ENVOL_HOME", str(tmp_path / "home"))
    words = line.split()
    if words[0] == "systemd-analyze":
        unit = Path(words[2])
        told = dict(one.split("=", 1) for one in unit.read_text().splitlines() if "=" in one and one[0] != "#")
        assert (told["Type"], told["Restart"]) == ("notify", "always")
        if shutil.which(words[0]):
            # The unit names programs that are not installed here; its form alone is looked at.
            said = subprocess.run(words, capture_output=True, text=True, check=False).stderr
            assert not [one for one in said.splitlines() if unit.name in one and "Unknown" in one]
        return
    if "<" in words:
        monkeypatch.setattr("sys.stdin", io.StringIO("1357\n"))
        words = words[: words.index("<")]
    if "--ticket" in words:
        monkeypatch.chdir(tmp_path)
        (tmp_path / "out" / "tickets").mkdir(parents=True)
        words[words.index("--config") + 1] = str(Path(__file__).parents[1] / "docs" / "kiosk" / "kiosk.yaml")
    if words[1] == "kiosk" and len(words) == 4:
        monkeypatch.setattr("game.window.display.has_display", lambda: False)
        assert main(words[1:]) == 1
        return
    status = main(["--lang", "fr", *words[1:]])
    out = capsys.readouterr().out
    assert status == 0 or words[1] == "doctor"
    if "--pin" in words:
        assert config(pin=out.strip().removeprefix("pin: ")).opens("1357")
    if "--ticket" in words:
        assert list((tmp_path / "out" / "tickets").glob("ticket-*.bin"))


def test_the_example_opens_with_the_code_it_names() -> None:
    assert read_config(Path(__file__).parents[1] / "docs" / "kiosk" / "kiosk.yaml").opens("2468")


def test_a_kill_counts_the_screen_of_the_next_visitor_alone(tmp_path: Path) -> None:
    """The killed one's last screen is not the loop that is back, and the next one's is, however soon it stands."""
    kiosk = KilledKiosk(tmp_path)
    assert kiosk.shown() == ""
    of_the_killed, of_the_next = ({"screen": ATTRACT, "process": process} for process in (11, 12))
    kiosk.tree.write_text(json.dumps(of_the_killed) + "\n")
    assert (kiosk.shown(), kiosk.shown(not_of=11)) == (ATTRACT, "")
    with kiosk.tree.open("a") as told:
        told.write(json.dumps(of_the_next) + "\n")
    assert kiosk.shown(not_of=11) == ATTRACT


def test_a_soak_names_what_was_not_kept() -> None:
    """Memory past 5 % of its middle, handles that grow, late frames, files left, visits cut off: each in words."""
    good = [SoakVisit(n * 60.0, 160.0 + n % 2, 8, 4000, 0, 0, True) for n in range(40)]
    assert faults(good) == []
    for change, word in (
        ({"mb": 190.0}, "memory"), ({"handles": 9}, "handles"), ({"late": 1}, "50 ms"), ({"left": 2}, "2 files"),
        ({"ended": False}, "end"),
    ):  # fmt: skip
        (said,) = faults([*good, replace(good[-1], **change)])  # type: ignore[arg-type]
        assert word in said
    gone = [replace(visited, mb=150.0, went=True) for visited in good]
    assert faults([*good, *gone]) == [], "who went away never saw the end, and holds less"
    (said,) = faults([*good, *gone, replace(gone[-1], mb=161.0)])
    assert "left without a word" in said
    assert "<svg" in chart(good)


class HeardPost:
    """Stands for the way to the room's tower, which hears everything."""

    def __init__(self) -> None:
        self.said: list[tuple[str, Signals]] = []

    @property
    def reached(self) -> bool:
        return True

    @property
    def capped(self) -> bool | None:
        return None

    def tell(self, code: str, signals: Signals) -> None:
        self.said.append((code, signals))


def test_a_kiosk_speaks_to_its_tower_and_waiting_is_nothing_wrong(short: list[Scenario], tmp_path: Path) -> None:
    """Each second, the step and no code before there is one; minutes of attract loop are nobody's idleness."""
    post = HeardPost()
    here = KioskJourney(config(printer=f"file:{tmp_path}"), short, None, tmp_path, post=post)
    for _ in range(200):
        here.advance(50)
    assert len(post.said) == 200
    code, last = post.said[-1]
    assert (code, last.step) == ("", "welcome")
    assert causes(last) == ()


def test_nothing_is_ever_laid_on_the_clipboard() -> None:
    """What a visitor typed or was given cannot stay there: nothing that a seat runs knows how to reach it."""
    ways = re.compile(r"pygame\.scrap|clipboard_(?:get|append|clear)|SDL_SetClipboard|xclip|xsel|pyperclip")
    root = Path(__file__).parents[1]
    files = [path for room in ("game", "cli", "export", "scoring") for path in (root / room).rglob("*.py")]
    assert len(files) > 200
    assert [str(path) for path in files if ways.search(path.read_text("utf-8"))] == []
