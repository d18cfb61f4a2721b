"""The simulation of assemble@1: its laws, its gates, its determinism, and the robots that play it."""

import re

import pytest
from conftest import panneau, rules, run, task, workshop
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from game.journey.result import facts
from game.mechanics.assemble.lever import yield_u
from game.mechanics.assemble.params import Params
from game.mechanics.assemble.riveting import ACTS
from game.mechanics.table import MECHANICS
from game.screen.scene import Comfort
from game.simulation.session import Session, play_again
from scenarios.vocabulary import Event
from scoring.evidence import observe


def ready(session: Session, phase: str = "A") -> None:
    """Protections on, tools in hand, the clip fixed, in zone A."""
    for item in ("glasses", "earplugs"):
        session.act("wear", {"item": item})
    for tool in ("squeezer", "pige", "calibre"):
        session.act("take_tool", {"tool": tool})
    session.act("end")
    session.advance()
    session.task.state.parts["E12"].fixed = True  # type: ignore[attr-defined]


def kinds(events: list[Event]) -> list[str]:
    return [e.kind for e in events]


CAST = MECHANICS["assemble@1"].cast
SHOW = CAST.show


@pytest.mark.parametrize("robot", ["expert", "random", "tag_all", "keyboard", "clumsy"])
def test_a_run_replays_bit_for_bit(robot: str) -> None:
    """The same seed and acts give the same events and digests."""
    session = run(robot)
    device = CAST.device(robot)
    again = play_again(task(5, device=device), session.actions, session.task.tick)
    assert again.events == session.events
    assert again.digests == session.digests


@pytest.mark.parametrize("robot", ["expert", "clumsy", "keyboard"])
def test_an_able_player_finishes_inside_the_ceilings(robot: str) -> None:
    """Nobody able is cut short by the clock, and the sheet is signed."""
    causes = [e.data["cause"] for e in run(robot).events if e.kind == "movement_end"]
    assert causes == ["ended", "ended", "ended", "signed"]


def test_every_robot_ends() -> None:
    """With the clock, even a player who does nothing reaches the end."""
    assert all(run(name).task.done for name in SHOW)


def test_another_seed_gives_other_faults() -> None:
    """Which rivets are faulty depends on the seed."""
    first, second = (
        [(e.data["bend_mdeg"], e.data["nick"], e.data["lot"]) for e in run("expert", seed).events if e.kind == "pick"]
        for seed in (5, 6)
    )
    assert first != second


def test_the_lever_waits_for_protections(bench: Session) -> None:
    """A rivet is not squeezed before glasses and ear plugs are on; the person goes on afterwards."""
    for tool in ("squeezer", "pige"):
        bench.act("take_tool", {"tool": tool})
    bench.act("end")
    bench.advance()
    bench.task.state.parts["E12"].fixed = True  # type: ignore[attr-defined]
    bench.act("pick", {"bin": 1})
    bench.act("place", {"hole": "A1"})
    bench.act("lever", {"x": 300})
    events = bench.advance()
    assert [e.data["id"] for e in events if e.kind == "gate"] == ["ppe_on"]
    for item in ("glasses", "earplugs"):
        bench.act("wear", {"item": item})
    bench.act("lever", {"x": 300})
    bench.advance(20)
    assert bench.task.see().lever.f > 0


def test_creeping_to_the_line_needs_no_timing(bench: Session) -> None:
    """Just above the yield the metal moves slowly enough for any hand; easing off stops it."""
    ready(bench)
    bench.act("pick", {"bin": 1})
    bench.act("place", {"hole": "A1"})
    bench.advance()
    bench.act("lever", {"x": yield_u(6) + 20})
    bench.advance(200)
    before = bench.task.see().lever.h_um
    assert 0 < bench.task.see().lever.start_um - before < 200 * 4
    bench.act("lever", {"x": 0})
    bench.advance(100)
    rest = bench.task.see().lever.h_um
    bench.advance(100)
    assert bench.task.see().lever.h_um == rest


def test_the_lever_to_the_stop_crushes_and_marks(bench: Session) -> None:
    """Matter answers: pushed to the stop, the head is crushed and the skin is marked."""
    ready(bench)
    bench.act("pick", {"bin": 1})
    bench.act("place", {"hole": "A1"})
    bench.act("lever", {"x": 1000})
    bench.advance(400)
    bench.act("release")
    head = next(e for e in bench.advance() if e.kind == "head")
    assert head.data["h_um"] == 700
    assert head.data["traces"] == 1


def test_nothing_goes_into_a_tagged_hole(bench: Session) -> None:
    """The gate stops the act, says it once, and the rivet stays in the hand."""
    ready(bench)
    bench.act("tag", {"object": "A3"})
    bench.act("pick", {"bin": 1})
    bench.act("place", {"hole": "A3"})
    assert "gate" in kinds(bench.advance())
    assert bench.task.see().hand is not None


def test_no_signature_with_a_tool_missing(bench: Session) -> None:
    """The pen does not write until every listed tool is back; then it does."""
    bench.act("take_tool", {"tool": "lamp"})
    for _ in range(7):
        bench.act("end")
    bench.advance()
    assert bench.task.see().phase == "close"
    bench.act("sign")
    assert [e.data["ok"] for e in bench.advance() if e.kind == "pen"] == [False]
    bench.act("return_tool", {"tool": "lamp"})
    bench.act("search", {"place": "behind_c31"})
    bench.act("sign")
    assert "sign" in kinds(bench.advance())
    assert bench.task.done


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([*sorted(ACTS), "nonsense"]),
            st.dictionaries(
                st.sampled_from(["hole", "bin", "x", "tool", "item", "object", "index", "part", "n", "doc"]),
                st.one_of(st.integers(-5, 1200), st.sampled_from(["A1", "A6", "B2", "D1", "", "squeezer", "E12"])),
            ),
        ),
        max_size=120,
    )
)
def test_no_act_breaks_the_bench(acts: list[tuple[str, dict[str, int | str]]]) -> None:
    """Whatever is sent, in any order and with any arguments, the task goes on and can be seen."""
    session = Session(task())
    for verb, args in acts:
        session.act(verb, args)
        session.advance(3)
        session.task.see()


def test_the_loader_refuses_an_order_that_blind_reading_follows() -> None:
    """An order that a plain reading follows shows nothing, so it is not accepted."""
    plain = workshop().model_dump()
    zone = plain["zones"]["B"]
    zone["order"] = sorted(zone["holes"])
    with pytest.raises(ValidationError, match="plain reading order"):
        Params.model_validate(plain)


@pytest.mark.parametrize("robot", ["expert", "novice", "random"])
def test_a_count_is_never_more_than_all(robot: str) -> None:
    """« 7 sur 7 » at the most: what is counted never exceeds what there was."""
    played = run(robot)
    found = observe(played.events, rules(), workshop().model_dump(), task="panneau_fuselage")
    said = list(facts(panneau(), found, Comfort()).values())
    counts = [tuple(map(int, m)) for words in said for m in re.findall(r"(\d+) sur (\d+)", words)]
    assert len(counts) > 8
    assert all(n <= of for n, of in counts), counts


def test_the_sheet_always_offers_the_true_number_of_heads(bench: Session) -> None:
    """However many heads were marked, and unmarked again, the true number is one of four answers, and is right."""
    ready(bench)
    while bench.task.see().phase != "heads1":
        bench.act("end")
        bench.advance()
    for index in (*range(7), 3):
        bench.act("head", {"index": index, "verdict": "review" if index != 3 else "ok"})
        bench.advance()
    while bench.task.see().phase != "close":
        bench.act("end")
        bench.advance()
    offered = next(f.options for f in bench.task.see().sheet if f.id == "refused_heads")
    assert offered == ("0", "2", "5", "6")
    bench.act("field", {"field": "refused_heads", "value": "6"})
    bench.advance()
    bench.act("end")
    bench.advance()
    found = observe(bench.events, rules(), workshop().model_dump(), task="panneau_fuselage")
    assert next(o.raw for o in found if o.rule == "NOR6") == 1
