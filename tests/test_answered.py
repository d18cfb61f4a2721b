"""Matter answers every act: each event that is declared to move changes something on the screen it comes from."""

from collections.abc import Iterator

import pytest
from conftest import panneau, task, workshop
from test_guards import at_work, press

from game.library import catalogue_of
from game.mechanics.assemble.scene import AssembleScene
from game.mechanics.table import MECHANICS
from game.screen.motion import STILL, Play, drawn, edit
from game.screen.nodes import Node, Picture, Shape
from game.screen.scene import Comfort
from game.simulation.session import Session
from game.window.look import StaticLook

MECHANIC = MECHANICS["assemble@1"]
TIMES = (30, 60, 100, 170, 220)
BENCH = {
    "tag_hole": (("mode:tag",), "hole:A6", "tag"),
    "call_hole": (("mode:call",), "hole:A6", "call"),
    "bin_call": (("mode:call",), "bin:1", "call"),
    "gauge": (("mode:pige",), "hole:A1", "pige_read"),
    "pick": ((), "bin:1", "pick"),
    "place": (("bin:1",), "hole:A1", "place"),
    "reject": (("bin:1",), "reject", "isolate"),
    "put_back": (("bin:1",), "bin:2", "put_back"),
    "plan": ((), "doc:plan", "doc_open"),
    "line": ((), "line:5", "doc_open"),
    "fod": ((), "fod:copeau", "fod_take"),
    "cord": (("mode:isolate",), "bin:3", "isolate_bin"),
    "store": (("mode:store",), "bin:3", "exchange_bin"),
    "board": (("board:",), "tool:mirror", "tool_take"),
}  # fmt: skip
"""What is pressed first at the bench, what then, and the event it makes."""
CLOSING = {
    "back": ((), "back:squeezer", "tool_return"),
    "count": (("number:3",), "note:", "count_set"),
    "answer": (("form:",), "answer:", "sheet_set"),
    "search": (("gap:mirror",), "search:", "search"),
}


def seen_to_move(scene: AssembleScene, look: StaticLook, node: str) -> set[str]:
    """The kinds of events of a press that change what is shown at some time."""
    was, known = scene.screen(look), len(scene.session.events)
    scene.act(node)
    scene.advance(1)
    now, found = scene.screen(look), set()
    for event in scene.session.events[known:]:
        it = Play(MECHANIC.cue(event, scene.params), was, now)
        base = it.was if it.held else it.now
        if any(drawn(base, (edit(it, ms),)) != base for ms in TIMES if ms < it.lasts):
            found.add(event.kind)
    return found


def whole(scene: AssembleScene, look: StaticLook, beginning: str) -> str:
    """The first node of a kind that can be pressed."""
    return next(n.id for n in scene.screen(look).nodes if n.id.startswith(beginning) and n.actions)


@pytest.mark.parametrize("act", BENCH)
def test_an_act_at_the_bench_moves_something(act: str) -> None:
    """Taking, measuring, placing, marking, calling, reading, exchanging: each is seen within its own movement."""
    before, node, kind = BENCH[act]
    scene, look = at_work()
    state = scene.session.task.state  # type: ignore[attr-defined]
    state.fod.add("copeau")
    state.taken.add("pige")
    scene.advance(1)
    for one in before:
        press(scene, one)
        scene.advance(30)
    assert kind in seen_to_move(scene, look, node)


@pytest.mark.parametrize("act", CLOSING)
def test_an_act_at_the_end_of_the_job_moves_something(act: str) -> None:
    """Hanging a tool back, noting a number, answering the sheet, searching."""
    before, node, kind = CLOSING[act]
    scene, look = closing()
    press(scene, *before)
    assert kind in seen_to_move(scene, look, whole(scene, look, node))


def closing() -> tuple[AssembleScene, StaticLook]:
    """The end of the job, with the missing tool missing."""
    scene, look = at_work()
    state = scene.session.task.state  # type: ignore[attr-defined]
    state.step = next(p for p in state.params.phases if p.kind == "close")
    state.phase, state.missing = state.step.id, True
    scene.advance(1)
    return scene, look


def test_an_answer_given_and_a_folder_taken_are_seen() -> None:
    """The answer pressed gives under the hand before its question goes; the new order slides in."""
    scene, look = at_work()
    state = scene.session.task.state  # type: ignore[attr-defined]
    asks = state.params.first("asks")
    state.message, state.message_until, state.replies = asks.message, 1 << 40, asks.replies
    scene.advance(1)
    scene.advance(20)
    assert seen_to_move(scene, look, f"reply:{asks.replies[0]}") == {"reply"}
    state.bell, state.rack_open = True, True
    scene.advance(1)
    scene.advance(20)
    assert seen_to_move(scene, look, f"folder:{state.params.folder_right}") == {"folder"}


@pytest.mark.parametrize("does", ["asks", "swaps"])
def test_a_colleague_comes_in_when_something_is_to_be_said(does: str) -> None:
    """The bell swings and the colleague named by the scenario walks in from the right; the mentor is back with the next
    act."""
    scene, look = at_work()
    state = scene.session.task.state  # type: ignore[attr-defined]
    what = state.params.first(does).model_copy(update={"after": 0, "within_s": 0})
    was, state.due = scene.screen(look), (what,)
    scene.advance(1)
    now = scene.screen(look)
    event = next(e for e in scene.session.events if e.kind == "bell")
    it = Play(MECHANIC.cue(event, scene.params), was, now)
    came = [art(edit(it, ms).nodes["visitor"]).rect.x for ms in (0, 100, 300)]
    who = next(n for n in now.nodes if n.id == "visitor")
    assert came[0] >= 1920 - who.rect.w > came[1] > came[2] > who.rect.x - 1
    assert art(who.shapes).art == what.who
    assert art(edit(it, 60).nodes["mode:call"]).angle == 6
    for _ in range(2):
        scene.advance(20)
        press(scene, *(n.id for n in scene.screen(look).nodes[-1:] if n.id.startswith("reply")))
    scene.advance(500)
    press(scene, "line:3")
    assert "visitor" not in [n.id for n in scene.screen(look).nodes]


def art(shapes: tuple[Shape, ...]) -> Picture:
    """The one drawing among shapes."""
    (found,) = (s for s in shapes if isinstance(s, Picture))
    return found


def patterns() -> Iterator[str]:
    """The beginning of every id that a motion names."""
    for motion in MECHANIC.motions.values():
        if motion is not STILL:
            yield from (one.split("{")[0] for one in f"{motion.at}|{motion.start}".split("|") if one)


def test_every_place_that_a_motion_names_is_on_some_screen() -> None:
    """No pattern of a node's id is dead: each begins as a node of the bench, the lever, the heads or the end does."""
    ids: set[str] = set()
    for scene, look in (at_work(), closing()):
        for step in ("", "form:", "gap:mirror", "bin:1", "hole:A2"):
            press(scene, *([step] if step else []))
            scene.advance(30)
            ids |= {n.id for n in scene.screen(look).nodes}
    ids |= {"hand", "visitor", "told", "lesson:squeeze"}  # the last two in practice
    for kind in ("judge", "points", "prepare", "part"):
        ids |= {n.id for n in at(kind)}
    dead = [one for one in patterns() if not any(i.startswith(one) for i in ids) and one != "reply:"]
    assert dead == []


def at(kind: str, look: StaticLook | None = None) -> Iterator[Node]:
    """The nodes of the first step of a kind, or of the bench where a part waits to be posed."""
    catalogue_of(panneau())
    scene = AssembleScene(Session(task()), workshop(), panneau().head, name="exercise")
    scene.advance(1)
    state = scene.session.task.state  # type: ignore[attr-defined]
    wanted = "work" if kind == "part" else kind
    step = next(p for p in state.params.phases if p.kind == wanted)
    for tool in state.params.tools:
        state.taken.add(tool.id)
    scene.session.task.state.step, state.phase = step, step.id  # type: ignore[attr-defined]
    state.heads = [""] * 4 if kind == "judge" else []
    scene.advance(1)
    yield from scene.screen(look or StaticLook(Comfort())).nodes


def test_a_press_over_the_words_of_the_trade_is_for_nothing_below() -> None:
    """The bench under the page is neither refused nor touched, and a figure typed there is no number of the sheet."""
    scene, look = at_work()
    x, y = next(n.rect.centre for n in scene.screen(look).nodes if n.id == "hole:A1")
    press(scene, "words:")
    assert scene.screen(look).id == "words"
    scene.act("", f"press@{round(x)},{round(y)}")
    assert scene.answering.echo.why == ""
    scene, look = closing()
    press(scene, "words:")
    scene.key("3")
    assert scene.hand.desk.pending == ""
    press(scene, "words:")
    scene.key("3")
    assert scene.hand.desk.pending == "3"
