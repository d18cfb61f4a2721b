"""Ten minutes of robots at the kiosk in a real window, by touch, under its keeper: memory, handles, frames, wiping."""

from pathlib import Path

import pytest
from screen_kit import screen
from test_kiosk_screen import SCREEN

from lab.soak import by_ticks, faults, soak, summary

TEN_MINUTES = 1 / 6


@SCREEN
def test_robots_visit_for_ten_minutes_of_the_kiosk_s_own_clock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """30,000 frames and more, drawn back to back without waiting; everything else is as on the day.

    What it proves: the work of each frame, by the thread's own time; memory and handles of each visitor's process and
    of the keeper; that each reset leaves nothing. Not: that nothing else happens in ten minutes by the wall.
    """
    with screen((1024, 600)) as display:
        monkeypatch.setenv("DISPLAY", display)
        monkeypatch.setenv("SDL_AUDIODRIVER", "dummy")
        monkeypatch.delenv("SDL_VIDEODRIVER", raising=False)
        run = soak(TEN_MINUTES, tmp_path, waits=False)
    print("\n".join(summary(run)))
    assert [*faults(run.visits), *run.said] == []
    assert run.visits[-1].at_s >= 600
    assert {one.workshop for one in run.visits} >= {
        "panneau_fuselage", "panneau_porte", "aubes_soufflante", "kitting_poste_40"
    }  # fmt: skip
    assert all(one.taps > 50 for one in run.visits if not one.went)
    assert any(one.went for one in run.visits)
    assert [one.trouble for one in run.visits if one.trouble] == []
    assert by_ticks(run.visits) == list(run.visits)
