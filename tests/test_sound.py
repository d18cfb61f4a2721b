"""What is heard: measured on the samples themselves."""

from array import array
from itertools import combinations, pairwise

import numpy as np
import pygame
import pytest
from numpy.typing import NDArray
from screen_kit import until

from game.mechanics.assemble.heard import HEARD, heard
from game.scenes.opening import OpeningScreen
from game.window import audio
from game.window.audio import LADDER, LOOPS, SOUNDS, STRUCK, Speaker, samples
from game.window.ringing import wave
from game.window.synth import PEAK, RATE
from game.window.window import SILENT, Window
from scenarios.vocabulary import Event

ALL = (*SOUNDS, *LOOPS)
BANDS = (0, 300, 600, 1000, 1500, 2200, 3200, 4800, 7000, RATE / 2)


def heard_samples(name: str) -> NDArray[np.float64]:
    return np.array(array("h", samples(name)), dtype=np.float64) / 32_768


def spectrum(name: str) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    made = heard_samples(name)
    return np.fft.rfftfreq(len(made), 1 / RATE), np.abs(np.fft.rfft(made)) ** 2


def face(name: str) -> NDArray[np.float64]:
    """How a sound is told from others: its energy by band of frequency, then by tenth of a second."""
    hertz, power = spectrum(name)
    made = heard_samples(name)
    bands = np.array([power[(hertz >= low) & (hertz < high)].sum() for low, high in pairwise(BANDS)])
    times = np.array([(made[int(t * RATE) : int((t + 0.04) * RATE)] ** 2).sum() for t in np.arange(0, 2, 0.04)])
    return np.sqrt(np.concatenate([bands / bands.sum(), times / times.sum()]))


@pytest.mark.parametrize("name", ALL)
def test_most_of_a_sound_lies_where_small_loudspeakers_speak(name: str) -> None:
    """At least 60 % of the energy is above 300 Hz."""
    hertz, power = spectrum(name)
    assert power[hertz > 300].sum() / power.sum() >= 0.6


@pytest.mark.parametrize("name", ALL)
def test_no_sound_clips_or_begins_with_a_click(name: str) -> None:
    """Below the peak, never at rest far from zero at its ends (a loop has none), and short where it is no loop."""
    made = heard_samples(name)
    assert np.abs(made).max() <= PEAK + 1e-4
    assert np.abs(made).max() > 0.1
    if name in SOUNDS:
        assert abs(made[0]) < 0.01
        assert abs(made[-1]) < 0.01
        assert 0.04 < len(made) / RATE < 2
    else:
        # Its end leads into its beginning no more abruptly than it goes on anywhere else.
        assert abs(made[0] - made[-1]) <= np.abs(np.diff(made)).max() * 1.01


def test_no_two_meanings_sound_alike() -> None:
    """Any two sounds differ clearly in where or when their energy lies (Hellinger distance of both, at least .25)."""
    faces = {name: face(name) for name in SOUNDS}
    near = {(a, b): float(np.linalg.norm(faces[a] - faces[b]) / 2) for a, b in combinations(SOUNDS, 2)}
    assert min(near.values()) >= 0.25, sorted(near.items(), key=lambda pair: pair[1])[:5]


def test_a_block_that_fills_is_heard_to_rise() -> None:
    """Each step of the ladder lies above the one before, softer than a head, and where small loudspeakers speak."""
    middles = []
    for name in LADDER:
        hertz, power = spectrum(name)
        assert power[hertz > 300].sum() / power.sum() >= 0.6
        assert np.abs(heard_samples(name)).max() < np.abs(heard_samples("formed")).max()
        middles.append((hertz * power).sum() / power.sum())
    assert all(low < high for low, high in pairwise(middles))


def test_loudness_is_balanced() -> None:
    """The loudest 50 ms of any two sounds are within 12 dB."""
    loud = []
    for name in SOUNDS:
        made = heard_samples(name)
        loud.append(max(np.sqrt((made[k : k + RATE // 20] ** 2).mean()) for k in range(0, len(made), RATE // 40)))
    assert max(loud) / min(loud) < 4


@pytest.mark.parametrize("name", ["tick", "formed", "squeeze"])
def test_a_sound_is_the_same_each_time(name: str) -> None:
    """Noise is drawn from the sound's own name."""
    recipe = {**STRUCK, **LOOPS}[name]
    assert wave(name, recipe) == wave(name, recipe)


def test_matter_tells_how_a_head_is() -> None:
    """A head within its tolerance, one too high, one crushed and one marked: each as its metal is."""

    def head(h_um: int, traces: int = 0) -> str:
        return heard(Event(5, "head", {"h_um": h_um, "target_um": 2000, "traces": traces}), 200)

    assert [head(2000), head(2200), head(1800), head(2201), head(1799), head(2000, 1)] == [
        "formed", "formed", "formed", "hollow", "crushed", "crushed",
    ]  # fmt: skip
    assert set(HEARD.values()) <= SOUNDS.keys()
    assert heard(Event(1, "refused", {"verb": "place"}), 200) == ""


def test_a_machine_without_a_sound_card_is_no_error() -> None:
    """Playing, following the hand and closing twice say nothing, with a card or without."""
    speaker = Speaker()
    for _ in range(2):
        speaker.play("tick")
        speaker.follow("squeeze", 0.5)
        speaker.catch_up()
        speaker.follow("squeeze", 0.0)
        speaker.close()


def test_sounds_are_made_when_nothing_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a second of work: a speaker makes what is asked for, and all the rest once it is told to."""
    monkeypatch.setenv("SDL_AUDIODRIVER", "dummy")
    made: list[str] = []

    def told(name: str) -> bytes:
        made.append(name)
        return bytes(RATE)

    monkeypatch.setattr(audio, "samples", told)
    speaker = Speaker()
    if not speaker.working:
        pytest.skip("no sound here, not even SDL's own")
    speaker.play("tick")
    assert until(lambda: made == ["tick"])
    for _ in range(2):
        speaker.make()
    assert until(lambda: len(made) == len(STRUCK) + 1)
    assert sorted(made) == sorted((*STRUCK, "squeeze"))
    speaker.close()


def test_a_window_makes_no_sounds_while_the_game_is_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor while the first screen after it is laid out: both would come so much later."""
    monkeypatch.setenv("SDL_AUDIODRIVER", "dummy")
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    began: list[int] = []
    app = OpeningScreen("fr", lambda: None)
    window = Window(app, (640, 360))
    monkeypatch.setattr(Speaker, "make", lambda self: began.append(window.drawn))
    monkeypatch.setattr(app, "frame", lambda seconds: None)
    # A tick in each frame, whatever the clock says: where none goes by, nothing sounds and nothing is made.
    window.stay(0, loading=True)
    for _ in range(SILENT + 20):
        window.frame(1)
    assert began == []
    window.stay(0)
    for _ in range(SILENT + 20):
        window.frame(1)
    assert min(began) == 2 * SILENT + 20
    window.close()


def test_a_loop_waits_when_every_channel_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """While all that can sound does, a followed sound stays silent and breaks nothing; it begins when there is room."""
    monkeypatch.setenv("SDL_AUDIODRIVER", "dummy")
    speaker = Speaker()
    if not speaker.working:
        pytest.skip("no sound here, not even SDL's own")
    name = next(iter(LOOPS))
    monkeypatch.setattr(speaker, "_sound", lambda _: pygame.mixer.Sound(buffer=bytes(RATE)))
    busy = [pygame.mixer.Channel(n) for n in range(pygame.mixer.get_num_channels())]
    for channel in busy:
        channel.play(pygame.mixer.Sound(buffer=bytes(20 * RATE)), -1)
    speaker.follow(name, 0.5)
    speaker.follow(name, 0.0)
    pygame.mixer.stop()
    speaker.follow(name, 0.5)
    assert pygame.mixer.get_busy()
    speaker.close()
