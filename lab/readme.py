"""The pictures of the README: a short moving picture of the bench, and screens in full colour."""

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from PIL import Image

from game.journey.journey import Journey
from game.library import MODELS
from game.mechanics.table import MECHANICS
from game.screen.steps import Step
from game.window.film import Film
from game.window.look import StaticLook
from game.window.offscreen import picture
from lab.pictures import write_pictures
from lab.robots import act_once
from scenarios.load import load_all, workshop_files
from scenarios.model import Scenario
from scoring.rules import EvidenceRule

FOLDER = Path("docs/pictures")
STILL = (1280, 720)
SHOTS = {"boarding": "*-boarding.png"}
"""Names in the README, and which of the pictures of the whole way each is: the first of that name."""
AT_WORK = {"blades": ("aubes_soufflante", 1000), "store": ("kitting_poste_40", 1400)}
"""Names in the README, of which workshop each shows the work, and at which tick of the expert's exercise."""
MOVING = (960, 540)
STEP_TICKS, SECONDS = 4, 12
TAKEN = "pick"
"""The event with which the moving picture begins."""
MOST_BYTES = 3_000_000


def stills(scenario: Scenario, folder: Path) -> None:
    """Full colour, no palette: gradients keep all their shades."""
    with tempfile.TemporaryDirectory() as place:
        write_pictures(scenario, "fr", Path(place))
        for name, pattern in SHOTS.items():
            paths = sorted(Path(place).glob(pattern))
            if not paths:
                raise SystemExit(f"no picture of the whole way is named {pattern}")
            Image.open(paths[0]).convert("RGB").resize(STILL, Image.Resampling.LANCZOS).save(
                folder / f"{name}.png", optimize=True
            )


def hangar(scenarios: Sequence[Scenario], folder: Path) -> None:
    """The hangar with the card of each workshop there is."""
    app = Journey(scenarios[0], "fr", 5, more=scenarios[1:])
    app.go(Step.HANGAR)
    app.advance(200)
    picture(app.screen, app.comfort, STILL, folder / "hangar.png")


def at_work(scenario: Scenario, tick: int, path: Path) -> None:
    """The expert's exercise, at one tick of it."""
    app = Journey(scenario, "fr", 5)
    app.go(Step.EXERCISE)
    player = MECHANICS[scenario.head.mechanic].cast.make("expert", scenario.params, 5)
    for _ in range(tick):
        if (bench := app.at_work) is None:
            raise SystemExit(f"{scenario.head.id} ends before tick {tick}")
        act_once(player, bench.session)
        app.advance(1)
    picture(app.screen, app.comfort, STILL, path)


def moving(scenario: Scenario, path: Path) -> int:
    """The first rivets as the expert robot sets them, at the pace they were set; gives the bytes written."""
    app = Journey(scenario, "fr", 5)
    film = Film(app.comfort, MOVING)
    look = StaticLook(app.comfort, film.height)
    app.go(Step.EXERCISE)
    player = MECHANICS[scenario.head.mechanic].cast.make("expert", scenario.params, 5)
    frames: list[Image.Image] = []
    while (bench := app.at_work) is not None and len(frames) < SECONDS * 50 // STEP_TICKS:
        act_once(player, bench.session)
        app.advance(1)
        begun = frames or any(event.kind == TAKEN for event in bench.session.events)
        if begun and bench.session.task.tick % STEP_TICKS == 0:
            frames.append(Image.frombytes("RGB", MOVING, film.shot(app.screen(look))))
    frames[0].save(
        path, save_all=True, append_images=frames[1:], duration=STEP_TICKS * 20, loop=0, quality=70, method=4
    )
    return path.stat().st_size


def main() -> None:
    """Write all of them into docs/pictures; a moving picture that is too large is not left there."""
    scenarios = load_all(workshop_files(), MODELS, EvidenceRule)[0]
    scenario = scenarios[0]
    FOLDER.mkdir(parents=True, exist_ok=True)
    stills(scenario, FOLDER)
    hangar(scenarios, FOLDER)
    for name, (shown, tick) in AT_WORK.items():
        at_work(next(scenario for scenario in scenarios if scenario.head.id == shown), tick, FOLDER / f"{name}.png")
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "bench.webp"
        size = moving(scenario, path)
        if size > MOST_BYTES:
            raise SystemExit(f"bench.webp has {size} bytes, more than {MOST_BYTES}")
        shutil.copy(path, FOLDER / "bench.webp")


if __name__ == "__main__":
    main()
