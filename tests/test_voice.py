"""The voice: what it reads, how it is asked and cut, and what happens when it hangs, dies or is not there."""

import io
import os
import stat
import subprocess
import sys
import threading
import time
import wave
from array import array
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import panneau
from py_nanotts import _nanotts
from screen_kit import until

from assets.texts import Catalogue, languages
from cli.main import main
from game.journey.journey import Journey
from game.screen.nodes import Node, Rect, Screen
from game.screen.scene import ALOUD, Comfort
from game.screen.steps import Step
from game.station.held_up import waited_s
from game.voice import engines, helper, pico, port, wire
from game.voice.engines import Clip, as_wav, engines_here, trimmed, waved
from game.voice.numbers import MOST, english, french
from game.voice.pico import FIRST, LOUD, QUIET, TAIL, WINDOW, Pico, PicoHidden
from game.voice.port import Speech
from game.voice.reading import read, sentences
from game.voice.telling import STILL_MS, Teller, whole
from game.window.aloud import Aloud
from game.window.audio import Speaker, heard
from game.window.look import StaticLook
from game.window.reader import ReadableWindow
from game.window.window import Window
from lab.benches.voice import phrases, run, shares

GOLDEN = Path(__file__).parent / "golden"
SAYS = (sys.executable, "-c")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_hours_units_codes_and_numbers_are_read_as_the_golden_file_says(language: str) -> None:
    """A hundred phrases in each language, each on a line, and below it the words any engine is told."""
    lines = (GOLDEN / f"reading-{language}.txt").read_text("utf-8").splitlines()
    assert len(lines) == 200
    for written, words in zip(lines[::2], lines[1::2], strict=True):
        assert read(written, language) == words.strip(), written


def test_no_figure_is_left_to_the_engine() -> None:
    """Whatever a screen says, no digit and no sign without a name reaches the engine."""
    for name in ("fr", "fr-facile", "en"):
        for line in (GOLDEN / f"voice-{name}.txt").read_text("utf-8").splitlines():
            words = read(line.lstrip("#- "), "en" if name == "en" else "fr")
            assert not set(words) & set("0123456789«»·×%→/"), (line, words)


def test_a_language_without_rules_is_read_as_it_is_written() -> None:
    assert read("Hay  8 remaches", "es") == "Hay 8 remaches"


@pytest.mark.parametrize(("n", "fr", "en"), [
    (0, "zéro", "zero"), (71, "soixante et onze", "seventy-one"), (80, "quatre-vingts", "eighty"),
    (81, "quatre-vingt-un", "eighty-one"), (200, "deux cents", "two hundred"),
    (203, "deux cent trois", "two hundred and three"),
    (80_000, "quatre-vingt mille", "eighty thousand"), (1_000_000, "un million", "one million"),
    (MOST, "neuf cent quatre-vingt-dix-neuf millions "
     "neuf cent quatre-vingt-dix-neuf mille neuf cent quatre-vingt-dix-neuf",
     "nine hundred and ninety-nine million nine hundred and ninety-nine thousand nine hundred and ninety-nine"),
])  # fmt: skip
def test_numbers_have_their_words(n: int, fr: str, en: str) -> None:
    assert (french(n), english(n)) == (fr, en)


def test_the_first_piece_of_a_long_answer_is_short() -> None:
    """So that it is heard while the rest is made; nothing of the text is lost."""
    text = "Bonjour. " + "Ici, " + "on finit un avion et vous allez nous aider " * 3 + ". Fin."
    assert sentences(text)[0] == "Bonjour."
    long = "Premier morceau, " + "puis la suite qui est longue " * 6 + "."
    assert sentences(long)[0] == "Premier morceau,"
    assert " ".join(sentences(long)) == long


def node(id: str, spoken: str, role: str = "button") -> Node:
    return Node(id, role, id, Rect(0, 0, 90, 90), actions=("press",) if role == "button" else (), spoken=spoken)


def shown(*nodes: Node, id: str = "one", say: str = "Un écran.") -> Screen:
    return Screen(id, id, nodes, say=say)


def test_a_screen_then_the_focus_then_what_changes_is_said_once() -> None:
    """A new screen says its sentence and where one is; then only what is new, once it stands still."""
    teller = Teller()
    go, stop = node("go", "Continuer"), node("stop", "Arrêter")
    tray, full = node("tray", "Bac : deux", "status"), node("tray", "Bac : trois", "status")
    assert teller.news(shown(go, stop, tray), "go", 0) == "Un écran. Continuer."
    assert teller.news(shown(go, stop, tray), "go", 10) == ""
    assert teller.news(shown(go, stop, tray), "stop", 20) == "Arrêter."
    assert teller.news(shown(go, stop, full), "stop", 30) == ""
    assert teller.news(shown(go, stop, full), "stop", 30 + STILL_MS) == "Bac : trois."
    assert teller.news(shown(go, stop, full), "stop", 900) == ""
    assert teller.news(shown(go, id="two", say="Un autre."), "go", 950) == "Un autre. Continuer."


def test_a_change_that_waits_is_not_lost_to_the_next() -> None:
    """Two changes in a row are both said, each as it is by then; a focus that moves says them with itself."""
    go, stop = node("go", "Continuer"), node("stop", "Arrêter")
    bins = [node("tray", f"Bac : {n}", "status") for n in ("un", "deux", "trois")]
    rivets = [node("rivet", f"Rivet : {n}", "status") for n in ("non", "oui")]
    teller = Teller()
    teller.news(shown(go, stop, bins[0], rivets[0]), "go", 0)
    assert teller.news(shown(go, stop, bins[1], rivets[0]), "go", 10) == ""
    assert teller.news(shown(go, stop, bins[1], rivets[1]), "go", 100) == ""
    assert teller.news(shown(go, stop, bins[2], rivets[1]), "go", 200) == ""
    assert teller.news(shown(go, stop, bins[2], rivets[1]), "go", 200 + STILL_MS) == "Bac : trois. Rivet : oui."
    assert teller.news(shown(go, stop, bins[0], rivets[1]), "go", 1000) == ""
    assert teller.news(shown(go, stop, bins[0], rivets[1]), "stop", 1090) == "Arrêter. Bac : un."
    assert teller.news(shown(go, stop, bins[0], rivets[1]), "stop", 3000) == ""
    assert teller.news(shown(go, stop, bins[1], rivets[1]), "stop", 3010) == ""
    assert teller.news(shown(go, stop, rivets[1]), "stop", 3020) == ""
    assert teller.news(shown(go, stop, rivets[1]), "stop", 5000) == ""


def test_what_never_stands_still_is_said_now_and_then() -> None:
    """A lever that moves at every frame is neither silent nor a stutter."""
    teller, said = Teller(), []
    for ms in range(0, 6000, 20):
        said += [words for words in [teller.news(shown(node("lever", f"À {ms}")), "lever", ms)] if words]
    assert 3 <= len(said) <= 6


def test_listen_reads_the_whole_screen_once() -> None:
    page = shown(node("sheet", "Prenez sept outils.", "text"), node("go", "Continuer"), say="L'ordre.")
    assert whole(page, "go") == "L'ordre. Prenez sept outils. Continuer."


# The engines.


def wav(seconds: float = 0.05, rate: int = 16_000, channels: int = 1) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(b"\x00\x20" * int(seconds * rate * channels))
    return out.getvalue()


def test_silence_before_and_behind_is_cut() -> None:
    """An answer begins with its first sound: Pico gives half a second of nothing behind each word."""
    loud = b"\x00\x20" * 800
    made = trimmed(bytes(2 * 8000) + loud + bytes(2 * 8000), 16_000)
    assert loud in made
    assert len(made) < len(loud) + 2 * 16_000 * 0.15
    assert trimmed(bytes(64), 16_000) == bytes(64)[: len(trimmed(bytes(64), 16_000))]


@pytest.mark.parametrize("data", [b"", b"RIFF", wav()[:30], wav(channels=2), os.urandom(200)])
def test_what_is_no_sound_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"sound|16 bits"):
        waved(data)


def test_a_clip_is_the_same_in_and_out_of_a_file() -> None:
    clip = Clip(16_000, b"\x00\x20" * 500)
    assert waved(as_wav(clip)).samples == clip.samples


def program(folder: Path, name: str, body: str) -> None:
    """A program of that name, written in Python."""
    path = folder / name
    path.write_text(f"#!{sys.executable}\n{body}")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def test_programs_speak_in_the_order_of_the_port(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pico's program before eSpeak's; each is told the language and the speed; one that is asked for is alone."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(engines, "find_spec", lambda name: None)
    assert engines.engines_here() == ()
    (tmp_path / "sound").write_bytes(wav())
    sound = (
        f"data = open({str(tmp_path / 'sound')!r}, 'rb').read()\nimport sys\n"
        f"open({str(tmp_path / 'told')!r}, 'a').write(repr(sys.argv[1:]))\n"
    )
    program(tmp_path, "pico2wave", sound + "open(sys.argv[sys.argv.index('-w') + 1], 'wb').write(data)")
    program(tmp_path, "espeak-ng", sound + "sys.stdout.buffer.write(data)")
    assert engines.engines_here() == ("pico2wave", "espeak")
    for name, words in (
        ("pico2wave", ("'fr-FR'", '<speed level="130">')),
        ("espeak", ("'fr'", f"'{165 * 130 // 100}'")),
    ):
        (tmp_path / "told").unlink(missing_ok=True)
        assert [clip.samples != b"" for clip in engines.open_engine(name)("Bonjour", "fr", 130)] == [True]
        assert all(word in (tmp_path / "told").read_text() for word in words)
    monkeypatch.setenv("ENVOL_VOICE", "espeak")
    assert engines.engines_here() == ("espeak",)
    monkeypatch.setenv("ENVOL_VOICE", "none")
    assert engines.engines_here() == ()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_pico_speaks_on_every_machine(language: str) -> None:
    """It comes with the locked environment."""
    clips = list(engines.open_engine("pico")("Bonjour", language, 100))
    assert {clip.rate for clip in clips} == {16_000}
    assert sum(len(clip.samples) for clip in clips) > 6000


TRIES = "Lisez la règle, elle donne l'épaisseur de la pièce, puis prenez un rivet de cette longueur."


def levels(samples: bytes) -> "array[int]":
    return array("h", samples)


@pytest.mark.skipif(sys.platform == "win32", reason="there the library hides Pico's own functions")
def test_a_phrase_begins_to_sound_before_it_is_made_whole() -> None:
    """The first piece is a small part, nothing sounds where one ends, and together they are as long as the whole."""
    pieces = [clip.samples for clip in engines.open_engine("pico")(TRIES, "fr", 100)]
    whole_ = b"".join(clip.samples for clip in engines._pico_whole()(TRIES, "fr", 100))
    assert len(pieces) > 2
    assert 2 * FIRST <= len(pieces[0]) < len(whole_) / 3
    assert abs(sum(map(len, pieces)) - len(whole_)) < 2 * 16_000 * 0.2
    for piece in pieces[:-1]:
        assert max(map(abs, levels(piece)[-WINDOW:])) < QUIET
    assert max(map(abs, levels(pieces[0])[: 16_000 // 50])) > LOUD, "it begins with its first sound"


@pytest.mark.skipif(sys.platform == "win32", reason="there the library hides Pico's own functions")
def test_a_phrase_that_is_left_says_nothing_of_itself_in_the_next() -> None:
    """What is cut off after its first piece leaves the engine as new: the next phrase is as long as it always is."""
    speak = engines.open_engine("pico")

    def length(words: str) -> int:
        return sum(len(clip.samples) for clip in speak(words, "fr", 100))

    alone = length("Bonjour.")
    cut = speak(TRIES * 4, "fr", 100)
    next(cut)
    del cut
    assert abs(length("Bonjour.") - alone) < 2 * 16_000 * 0.1


def test_where_picos_functions_are_hidden_a_phrase_is_made_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on Windows: the wheel's own way is taken. A lingware that lacks a file is an error, never silence."""
    with pytest.raises(PicoHidden):
        Pico(Path("no such library"), Path())
    monkeypatch.setattr(pico, "Pico", hidden)
    assert len(list(engines.open_engine("pico")("Bonjour. Entrez.", "fr", 100))) == 1


def hidden(library: Path, lingware: Path) -> Pico:
    raise PicoHidden("pico_initialize")


@pytest.mark.skipif(sys.platform == "win32", reason="there the library hides Pico's own functions")
def test_what_pico_refuses_is_told(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="Pico says"):
        next(Pico(Path(_nanotts.__file__), tmp_path).samples("Bonjour", "fr-FR"))


def test_pieces_are_cut_where_nothing_sounds_and_end_soon_after_the_last_sound() -> None:
    """A tone, a pause, a tone, half a second of nothing: no silence before, the pause as it was, little behind."""
    tone, pause = array("h", [8000, -8000] * 4000).tobytes(), bytes(2 * 800)
    made = bytes(2 * 4000) + tone + pause + tone + bytes(2 * 8000)
    got = list(pico.pieces(made[at : at + 128] for at in range(0, len(made), 128)))
    assert len(tone) < len(got[0]) <= len(tone + pause)
    assert tone + pause + tone in b"".join(got)
    assert abs(sum(map(len, got)) - len(tone + pause + tone) - 2 * TAIL) <= 2 * (WINDOW + 16_000 // 100)
    long = list(pico.pieces(block for block in (tone, pause * 20, tone)))
    assert tone + pause * 20 + tone in b"".join(long), "a pause stays as long as it is"
    assert list(pico.pieces(iter([bytes(6400)]))) == []


# The process.


def ask(n: int, words: str = "un") -> bytes:
    return b'{"n": %d, "words": "%s", "language": "fr", "speed": 100}\n' % (n, words.encode())


def frames(data: bytes) -> list[tuple[int, int, bool]]:
    """(request, bytes, whether it is the last) of each frame."""
    found, at = [], 0
    while at < len(data):
        n, _, size, last = wire.HEAD.unpack_from(data, at)
        at += wire.HEAD.size + size
        found.append((n, size, bool(last)))
    return found


def test_the_process_answers_piece_by_piece_and_ends_with_its_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(
        vars(helper), "open_engine", lambda name: lambda words, language, speed: iter([Clip(8000, words.encode())])
    )
    read_, write = os.pipe()
    source, out = os.fdopen(read_, "rb"), io.BytesIO()
    thread = threading.Thread(target=helper.serve, args=(("any",), source, out))
    thread.start()
    os.write(write, b"not a request\n" + ask(1, "un. deux."))
    assert until(lambda: len(frames(out.getvalue())) == 3, 60)
    os.close(write)
    thread.join(5)
    source.close()
    assert [(n, last) for n, _, last in frames(out.getvalue())] == [(1, False), (1, False), (1, True)]


def test_a_newer_request_ends_the_one_under_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """After the piece in hand nothing more of the old text is made."""
    slow = threading.Event()

    def speak(words: str, language: str, speed: int) -> Iterator[Clip]:
        slow.wait(5)
        yield Clip(8000, b"xx")

    monkeypatch.setitem(vars(helper), "open_engine", lambda name: speak)
    read_, write = os.pipe()
    source, out = os.fdopen(read_, "rb"), io.BytesIO()
    thread = threading.Thread(target=helper.serve, args=(("any",), source, out))
    thread.start()
    os.write(write, ask(1, "a. b. c. d."))
    time.sleep(0.05)
    os.write(write, ask(2))
    time.sleep(0.05)
    slow.set()
    assert until(lambda: (2, 0, True) in frames(out.getvalue()), 60)
    os.close(write)
    thread.join(5)
    source.close()
    assert [n for n, _, _ in frames(out.getvalue())].count(1) <= 1


# The port.


def scripted(body: str) -> Callable[[], "subprocess.Popen[bytes]"]:
    """A stand-in for the voice's process: `body` sees `asked` (the lines), `head` and `out`."""
    whole_ = (
        "import sys, json, struct, time, os\nhead = struct.Struct('<IIIB')\nout = sys.stdout.buffer\n"
        "asked = (json.loads(line) for line in sys.stdin.buffer)\n"
        "def answer(n, data, last=0):\n    out.write(head.pack(n, 8000, len(data), last) + data); out.flush()\n" + body
    )
    pipe = subprocess.PIPE
    return lambda: subprocess.Popen([*SAYS, whole_], stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL)


TALKS = "for one in asked:\n    answer(one['n'], one['words'].encode()); answer(one['n'], b'', 1)\n"


def test_what_is_asked_is_heard_and_the_newest_alone() -> None:
    speech = Speech(lambda clip: clip.samples, scripted(TALKS))
    got: list[bytes] = []
    try:
        for words in ("un", "deux", "trois"):
            speech.say(words, "fr", 100)
        assert until(lambda: bool(got.extend(speech.take()) or (got and not speech.talking)), 60)
        assert got == [b"trois"]
        speech.say("quatre", "fr", 100)
        speech.hush()
        time.sleep(0.1)
        assert speech.take() == []
    finally:
        speech.close()


def test_asking_never_waits_for_an_engine_that_hangs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not for its start, not for its answer, not for a pipe that is full; it is ended, and tried once more."""
    monkeypatch.setattr(port, "ANSWER_S", 0.3)
    started: list[float] = []
    hangs = scripted("time.sleep(60)\n")

    def start() -> "subprocess.Popen[bytes]":
        started.append(time.monotonic())
        return hangs()

    speech = Speech(lambda clip: clip, start)
    try:
        worst = 0.0
        for n in range(400):
            began, held_up = time.perf_counter(), waited_s(os.getpid())
            speech.say("mot " * 2000, "fr", 100)
            speech.take()
            # What a busy machine let this thread wait for a processor is no waiting for the engine.
            worst = max(worst, time.perf_counter() - began - (waited_s(os.getpid()) - held_up))
            if n % 50 == 0:
                time.sleep(0.01)
        assert worst < 0.05
        assert until(lambda: bool(speech.take()) or speech.state == "lost", 60)
        assert len(started) == 2
    finally:
        speech.close()


def test_a_dead_engine_is_started_again_once_and_goes_on(tmp_path: Path) -> None:
    """Killed in the middle of an answer: the answer is made again by a new process, and nobody notices."""
    mark = tmp_path / "once"
    dies = (
        f"for one in asked:\n    if not os.path.exists({str(mark)!r}):\n"
        f"        open({str(mark)!r}, 'w'); os._exit(9)\n    answer(one['n'], one['words'].encode(), 1)\n"
    )
    speech = Speech(lambda clip: clip.samples, scripted(dies))
    got: list[bytes] = []
    try:
        speech.say("encore", "fr", 100)
        assert until(lambda: bool(got.extend(speech.take()) or got), 60)
        assert got == [b"encore"]
        assert speech.state == "ready"
    finally:
        speech.close()


def test_an_engine_that_has_just_been_started_is_not_ended_as_one_that_hangs(monkeypatch: pytest.MonkeyPatch) -> None:
    """The window looks for what hangs once a frame, also between the start of a process and its first question."""
    speech = Speech(lambda clip: clip.samples, scripted("for one in asked:\n    answer(one['n'], b'ok', 1)\n"))
    ask = Speech._ask

    def looked_at(self: Speech[bytes], request: object) -> None:
        self._begin()
        self._watch()
        ask(self, request)  # type: ignore[arg-type]

    monkeypatch.setattr(Speech, "_ask", looked_at)
    got: list[bytes] = []
    try:
        speech.say("encore", "fr", 100)
        assert until(lambda: bool(got.extend(speech.take()) or got), 60)
        assert speech.state == "ready"
    finally:
        speech.close()


def test_what_still_comes_of_an_older_question_answers_no_newer_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The engine ends a piece of the first, then hangs over the second: it is ended, and started again."""
    mark = tmp_path / "answered"
    hangs = scripted(
        f"one = next(asked); two = next(asked)\nanswer(one['n'], b'xx')\nopen({str(mark)!r}, 'w')\ntime.sleep(60)\n"
    )
    started: list[int] = []

    def start() -> "subprocess.Popen[bytes]":
        started.append(len(started))
        return hangs() if len(started) == 1 else scripted(TALKS)()

    speech = Speech(lambda clip: clip.samples, start)
    got: list[bytes] = []
    try:
        speech.say("un", "fr", 100)
        assert until(lambda: speech._running is not None and speech._running.asked == 1, 60)
        speech.say("deux", "fr", 100)
        assert until(mark.exists, 60)
        time.sleep(0.2)
        with monkeypatch.context() as patch:
            patch.setattr(port, "ANSWER_S", 0.0)
            speech.take()
        assert until(lambda: bool(got.extend(speech.take()) or got), 60)
        assert got == [b"deux"]
        assert len(started) == 2
    finally:
        speech.close()


def test_a_sound_that_cannot_be_made_is_a_voice_that_is_lost() -> None:
    """It is tried once more, then said; nobody waits for a voice that talks for ever."""

    def fails(clip: Clip) -> bytes:
        raise RuntimeError("no card")

    speech = Speech(fails, scripted(TALKS))
    try:
        speech.say("un", "fr", 100)
        assert until(lambda: bool(speech.take()) or speech.state == "lost", 60)
        assert not speech.talking
        speech.say("deux", "fr", 100)
        assert not speech.talking
    finally:
        speech.close()


def test_the_game_starts_without_what_reads_figures() -> None:
    """The port knows how to ask; the reader and the engines are those of the voice's own process."""
    code = "import sys, game.voice.port; print([n for n in sys.modules if n.startswith('game.voice.')])"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert "game.voice.wire" in said
    assert not any(f"game.voice.{name}'" in said for name in ("helper", "reading", "numbers"))


def test_an_engine_that_dies_twice_is_lost_until_somebody_new_comes() -> None:
    speech = Speech(lambda clip: clip, scripted("for one in asked:\n    os._exit(9)\n"))
    try:
        speech.say("un", "fr", 100)
        assert until(lambda: speech.state == "lost", 60)
        assert not speech.talking
        speech.try_again()
        assert speech.state == "ready"
    finally:
        speech.close()


def test_no_engine_is_told_from_a_dead_one() -> None:
    speech = Speech(lambda clip: clip, scripted(f"os._exit({wire.NO_ENGINE})\n"))
    try:
        speech.say("un", "fr", 100)
        assert until(lambda: speech.state == "none", 60)
    finally:
        speech.close()


def test_closing_ends_the_process_even_while_it_speaks() -> None:
    made: list[subprocess.Popen[bytes]] = []
    begin = scripted("for one in asked:\n    while True: answer(one['n'], b'xx')\n")

    def start() -> "subprocess.Popen[bytes]":
        made.append(begin())
        return made[0]

    speech = Speech(lambda clip: clip, start)
    speech.say("sans fin", "fr", 100)
    assert until(lambda: bool(speech.take()), 60)
    speech.close()
    assert made[0].wait(5) is not None


# The window and the way.


class Said:
    """A voice that notes what it is asked."""

    state = "ready"
    talking = False

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, int]] = []

    def say(self, words: str, language: str, speed: int) -> None:
        self.asked.append((words, language, speed))

    def hush(self) -> None:
        self.asked.append(("", "", 0))

    def take(self) -> list[object]:
        return []

    def try_again(self) -> None:
        self.state = "ready"

    def close(self) -> None:
        """Nothing to end."""


def test_only_who_listens_is_read_to_and_the_welcome_asks_everybody() -> None:
    """Not asked yet: the welcome alone. « Read »: nothing. « Listen »: all, at the chosen speed. Muted: nothing."""
    said, speaker = Said(), Speaker()
    aloud = Aloud(said)  # type: ignore[arg-type]
    asks = Screen("welcome", "", (node("go", "Entrer"),), say="Bonjour.", aloud=True)
    plain = Screen("code", "", (node("go", "C'est noté"),), say="Votre code.")
    try:
        aloud.frame(asks, "go", Comfort(), speaker)
        assert said.asked.pop() == ("Bonjour. Entrer.", "fr", 100)
        aloud.frame(plain, "go", Comfort(), speaker)
        aloud.frame(asks, "go", Comfort(aloud="no"), speaker)
        assert [one for one in said.asked if one[0]] == []
        aloud.frame(plain, "go", Comfort(aloud="slow", language="en"), speaker)
        assert said.asked.pop() == ("Votre code. C'est noté.", "en", ALOUD["slow"])
        aloud.frame(asks, "go", Comfort(aloud="slow", sound=False), speaker)
        assert said.asked.pop() == ("", "", 0)
        aloud.listen(plain, "go", Comfort(aloud="no"), speaker)
        assert said.asked.pop() == ("Votre code. C'est noté.", "fr", 100)
    finally:
        speaker.close()


def test_two_voices_never_read_at_once_unless_somebody_chose_both() -> None:
    """Where the system's screen reader reads, what is said to everybody is left to it, and cut off where it begins."""
    said, speaker = Said(), Speaker()
    aloud = Aloud(said)  # type: ignore[arg-type]
    asks = Screen("welcome", "", (node("go", "Entrer"),), say="Bonjour.", aloud=True)
    try:
        aloud.frame(asks, "go", Comfort(), speaker)
        assert said.asked.pop() == ("Bonjour. Entrer.", "fr", 100)
        aloud.frame(asks, "go", Comfort(), speaker, read_elsewhere=True)
        assert said.asked.pop() == ("", "", 0)
        aloud.frame(replace(asks, id="agreement"), "go", Comfort(), speaker, read_elsewhere=True)
        assert said.asked == []
        aloud.listen(asks, "go", Comfort(), speaker)
        assert said.asked.pop() == ("Bonjour. Entrer.", "fr", 100)
        aloud.frame(replace(asks, id="agreement"), "go", Comfort(), speaker, read_elsewhere=True)
        assert said.asked == []
        aloud.frame(replace(asks, id="code"), "go", Comfort(aloud="even"), speaker, read_elsewhere=True)
        assert said.asked.pop() == ("Bonjour. Entrer.", "fr", 100)
    finally:
        speaker.close()


def test_the_window_knows_whether_a_screen_reader_reads_it() -> None:
    """A window that no reader finds has none; another asks the line to the system, each frame."""
    assert not Window(Journey(panneau(), "fr"), (1024, 600)).read_elsewhere
    window = ReadableWindow(Journey(panneau(), "fr"), (1024, 600))
    assert not window.read_elsewhere
    window.reader.listens = True
    assert window.read_elsewhere


@pytest.mark.parametrize("language", ["fr", "en"])
def test_one_may_go_in_without_choosing_to_listen_or_to_read(language: str) -> None:
    """It is written over the two pictures and said, and the way in has the focus."""
    app = Journey(panneau(), language, 5)
    screen = app.screen(StaticLook(app.comfort))
    written = " ".join(getattr(shape, "text", "") for shape in screen.decor)
    assert Catalogue.load().t("welcome.free_choice", language) in written
    assert {"fr": "Vous pouvez entrer tout de suite", "en": "You may go in right away"}[language] in screen.say
    assert screen.focus_first == "enter"
    app.act("enter", "press")
    assert app.step is not Step.WELCOME


def test_listening_is_chosen_at_the_welcome_and_forgotten_with_the_person() -> None:
    app = Journey(panneau(), "fr", voice=Said())
    app.act("aloud", "press")
    assert app.comfort.aloud == "even"
    app.act("quiet", "press")
    assert app.comfort.aloud == "no"
    app.act("comfort", "press")
    for speed in ("slow", "even", "fast", "no"):
        app.act("aloud", "press")
        assert app.comfort.aloud == speed
    for loud in (100, 40, 70):
        app.act("loud", "press")
        assert app.comfort.loud == loud
    app.go(Step.WELCOME)
    assert app.comfort.aloud == ""


@pytest.mark.parametrize("asks", ["aloud", "listen"])
def test_no_voice_is_said_once_with_what_to_install(asks: str) -> None:
    """From then on the sentences stand at the foot of the screen."""
    app = Journey(panneau(), "fr")
    app.act(asks, "press")
    assert app.step is Step.NOTICE
    assert app.comfort.voice
    app.act("go_on", "press")
    app.act("listen", "press")
    assert app.step is Step.WELCOME


def test_a_voice_that_is_lost_is_said_once_to_who_listens() -> None:
    voice = Said()
    app = Journey(panneau(), "fr", voice=voice)
    app.advance(1)
    voice.state = "lost"
    app.advance(1)
    assert app.step is Step.WELCOME
    voice.state = "ready"
    app.act("aloud", "press")
    voice.state = "lost"
    app.advance(1)
    assert app.step is Step.NOTICE
    app.act("go_on", "press")
    app.advance(1)
    assert app.step is Step.WELCOME


@pytest.mark.parametrize("language", languages())
def test_what_is_heard_of_the_notices_can_be_installed(language: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The sentence names the package."""
    app = Journey(panneau(), language)
    assert app.scenario
    os.environ["ENVOL_VOICE"] = "none"
    try:
        assert main(["--lang", language, "voice", "un"]) == 1
    finally:
        del os.environ["ENVOL_VOICE"]
    assert "espeak-ng" in capsys.readouterr().err


def test_the_command_writes_what_is_read_and_its_sound(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "dit.wav"
    assert main(["--lang", "fr", "voice", "Rendez-vous à 8 h 10, code K4-MTQ.", "--out", str(out)]) == 0
    assert "Rendez-vous à huit heures dix, code K, quatre, M, T, Q." in capsys.readouterr().out
    assert waved(out.read_bytes()).samples


def test_a_real_voice_is_heard_through_the_window_parts() -> None:
    """Process, port, sound card (a dummy one): the first sound comes, and another screen cuts it."""
    speech, speaker = Speech(heard), Speaker()
    aloud = Aloud(speech)
    page = Screen("a", "", (node("go", "Continuer"),), say="Bonjour. Voici une phrase de plus.")
    try:
        aloud.frame(page, "go", Comfort(aloud="even"), speaker)

        def spoke() -> bool:
            aloud.frame(page, "go", Comfort(aloud="even"), speaker)
            return bool(aloud.first_ms)

        assert until(spoke, 90)
        assert speaker.speaking
        aloud.frame(page, "go", Comfort(aloud="even", sound=False), speaker)
        assert not speaker.speaking
    finally:
        aloud.close()
        speaker.close()


@pytest.mark.skipif("pico" not in engines_here(), reason="needs a voice that is always the same")
def test_how_soon_the_voice_is_heard_can_be_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    """200 of the game's own sentences; by the clock, and without what the voice had to wait for a processor."""
    assert len(phrases()) == len(set(phrases())) == 200
    assert shares([float(n) for n in range(100)]) == {"p50": 50.0, "p95": 95.0, "max": 99.0}
    told = run(n=2)
    assert told is not None
    assert told["phrases"] == 2
    assert 0 <= told["own_ms"]["p50"] <= told["wall_ms"]["max"]
    monkeypatch.setattr("lab.benches.voice.engines_here", lambda: ())
    assert run() is None
