"""A visit of several workshops: each counts once, a crash keeps those that were done, and one press ends the tour."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
from functools import cache, partial
from pathlib import Path

import pytest
from conftest import panneau
from test_workshops import workshops
from way_kit import left, press, settled

from export.packets.keys import organisation_keys
from export.store.archive import from_store
from export.store.store import Store
from game.journey.arrival import card_of
from game.journey.journey import Journey
from game.journey.measured import measure, score
from game.journey.person import Person
from game.journey.result import what_was_shown
from game.journey.settle import database
from game.mechanics.table import MECHANICS, task_of
from game.scenes.boarding import Boarding
from game.screen import navigate
from game.screen.nodes import Picture
from game.screen.steps import Step
from game.simulation.task import Run
from game.simulation.trace import from_bytes, verify
from game.station.finished import mark_path
from game.station.home import Home
from game.station.journal import count_beside
from game.window.look import StaticLook
from lab.robots import play_out
from scenarios.model import Scenario
from scenarios.vocabulary import Action


def first() -> Scenario:
    """A workshop that is soon played: what a visit keeps is no matter of which one."""
    return workshops()["aubes_soufflante"]


def second() -> Scenario:
    """Another, of another mechanic."""
    return workshops()["kitting_poste_40"]


def begun(home: Home | None, *given: Scenario) -> Journey:
    """Somebody in the hangar, before two workshops; with a home, they agreed."""
    one, *others = given or (first(), second())
    app = Journey(one, "fr", 5, home, others)
    if home is not None:
        app.visit.person = Person.begin(home)
    app.go(Step.HANGAR)
    return app


@cache
def acts(workshop: str) -> tuple[Action, ...]:
    """What the expert robot does in a workshop, worked out once."""
    scenario = workshops()[workshop]
    mechanic = MECHANICS[scenario.head.mechanic]
    task = mechanic.make(scenario.params, Run(5, clock=False, device="mouse"))
    return tuple(play_out(task, mechanic.cast.make("expert", scenario.params, 5)).actions)


def work(app: Journey, scenario: Scenario, ticks: int = 1_000_000) -> None:
    """The expert robot at the exercise of a workshop, for so many ticks; at its end the journey is at the debrief."""
    app.choose(scenario.head.id)
    app.go(Step.EXERCISE)
    go_on(app, ticks)


def go_on(app: Journey, ticks: int = 1_000_000) -> None:
    """The robot's acts from where the exercise is."""
    assert app.workshop is not None
    session = app.workshop.session
    left = [act for act in acts(app.scenario.head.id) if act.tick >= session.task.tick]
    while not session.task.done and session.task.tick < ticks:
        while left and left[0].tick == session.task.tick:
            act = left.pop(0)
            session.act(act.verb, act.args)
        session.advance()
    if session.task.done:
        app.answer(Step.EXERCISE, "done")


def both(home: Home | None) -> Journey:
    """Two workshops done, in the hangar again."""
    app = begun(home)
    for scenario in (first(), second()):
        work(app, scenario)
        press(app, "go")
    return app


def pressable(app: Journey) -> set[str]:
    """What one may press, beside the bar."""
    return {n.id for n in navigate.reachable(app.screen(StaticLook(app.comfort)))} - set(navigate.BAR) - {"nadia"}


def notice(app: Journey) -> str:
    """The sentence that is said once over what is there, then taken away."""
    said = getattr(app.top, "name", "") if app.step is Step.NOTICE else ""
    if said:
        app.act("go_on", "press")
    return said


def test_two_workshops_are_one_visit_and_each_counts_once(home: Home) -> None:
    """Pass, packet, database and archive hold both, each with its own trace that plays again and its own score."""
    app = begun(home)
    assert pressable(app) == {"open:aubes_soufflante", "open:kitting_poste_40"}
    work(app, first())
    press(app, "go")
    assert pressable(app) == {"open:kitting_poste_40", "end"}
    work(app, second())
    press(app, "go")
    assert pressable(app) == {"end"}
    press(app, "end", "skip", "go")
    assert isinstance(app.top, Boarding)
    titles = [one.head.title.fr for one in (first(), second())]
    facts = [fact for row in app.top.card.rows for fact in row.actions]
    assert all(any(fact.startswith(f"{title} : ") for title in titles) for fact in facts)
    assert {fact.partition(" : ")[0] for fact in facts} == set(titles)
    assert app.visit.shown is not None
    tasks = {o.task for one in app.visit.shown.tries for o in one.observations}
    assert tasks == {"aubes_soufflante", "kitting_poste_40"}
    alone = [score(measure(one.scenario, one.first, "mouse")) for one in app.visit.tried]
    press(app, "share", "months_3")
    assert app.step is Step.GOODBYE
    with Store.open(database(home)) as store:
        kept = store.rows("select workshop from workshops order by workshop")
        assert [row["workshop"] for row in kept] == ["aubes_soufflante", "kitting_poste_40"]
        runs = list(from_store(store, organisation_keys(home.folder)))
    assert len(runs) == 2
    for run, scenario, own in zip(runs, (first(), second()), alone, strict=True):
        trace = from_bytes(run.trace)
        found = verify(trace, partial(task_of, scenario))
        assert (found.same_events, found.same_digests) == (True, True)
        assert trace.header["score"] == own
        assert not {"code", "candidate"} & set(trace.header)


def test_what_is_done_stands_on_the_aircraft_and_cannot_be_done_again(home: Home) -> None:
    """One's own rivets at the workshop's place; the card says so and is no door; a second try changes nothing."""
    app = begun(home, panneau(), workshops()["panneau_porte"])
    before = app.screen(StaticLook(app.comfort))
    work(app, panneau())
    done = app.visit.tried[0].first
    app.act("again", "press")
    assert app.workshop is not None
    assert app.workshop.session is not done
    app.answer(Step.EXERCISE, "done")
    press(app, "go")
    after = app.screen(StaticLook(app.comfort))
    rivets = [s for s in after.decor if isinstance(s, Picture) and s.art.startswith("rivet_")]
    assert len(rivets) > 20
    assert not [s for s in before.decor if isinstance(s, Picture) and s.art.startswith("rivet_")]
    card = next(n for n in after.nodes if n.id == "open:panneau_fuselage")
    assert (card.actions, card.value) == ((), "essayé")
    app.act("open:panneau_fuselage", "press")
    assert app.step is Step.HANGAR
    assert [one.first for one in app.visit.tried] == [done]
    assert after.say != before.say


def test_the_hangar_announces_nothing_that_is_not_there(home: Home) -> None:
    """Each card is one that opens or is done; its needs are said in words; no disabled node, no version to come."""
    app = begun(home)
    for language in ("fr", "en"):
        app.comfort = type(app.comfort)(language=language)
        shown = app.screen(StaticLook(app.comfort))
        told = " ".join(n.spoken for n in shown.nodes).lower()
        assert not any(word in told for word in ("version", "bientôt", "soon", "prochain"))
        assert all(word in told for word in (("voir", "viser", "lire") if language == "fr" else ("see", "aim", "read")))
        assert not [n.id for n in shown.nodes if "disabled" in n.state]


def test_a_sitting_holds_four_workshops_at_most(home: Home) -> None:
    """After four the other cards are closed, and what ends the tour is there."""
    app = begun(home)
    work(app, first())
    (one,) = app.visit.tried
    app.visit.tried = (one,) * 4
    press(app, "go")
    assert card_of(app, second()).state == "full"
    assert pressable(app) == {"end"}


def crashed(app: Journey, home: Home, scenarios: tuple[Scenario, ...] = ()) -> Journey:
    """The same station after a stop that nobody chose; the person types their code."""
    person = app.person
    assert person is not None
    if person.journal is not None:
        person.journal.close()
    sound = scenarios or (first(), second())
    again = Journey(sound[0], "fr", 5, home, sound[1:])
    again.answer(Step.ENTRY, "typed", person.code)
    settled(again)
    return again


def test_a_crash_in_the_second_workshop_keeps_the_first(home: Home) -> None:
    """The run goes on where it was; the first is rebuilt bit for bit, and the pass is that of both."""
    app = begun(home)
    work(app, first())
    press(app, "go")
    work(app, second(), 800)
    again = crashed(app, home)
    assert (again.step, again.scenario.head.id) == (Step.EXERCISE, "kitting_poste_40")
    (one,) = again.visit.tried
    (before,) = app.visit.tried
    assert one.first.events == before.first.events
    assert one.first.digests == before.first.digests
    assert {name: one.header[name] for name in ("seed", "form", "device", "clock", "ease", "hash")} == {
        name: before.header[name] for name in ("seed", "form", "device", "clock", "ease", "hash")
    }
    assert one.read.get().observations == before.read.get().observations
    assert again.workshop is not None
    assert again.workshop.session.task.tick >= 790
    go_on(again)
    press(again, "go", "end", "skip", "go", "share", "months_3")
    assert again.step is Step.GOODBYE
    with Store.open(database(home)) as store:
        assert len(store.rows("select * from workshops")) == 2
    assert not [name for name in left(home) if "journal" in name]


def test_a_crash_in_the_hangar_leads_back_to_the_hangar(home: Home) -> None:
    """Twice over: what was done is there, the next card opens, and erasing leaves nothing. A count that is gone costs a
    finished run nothing: its mark says how many rows there were."""
    app = both(home)
    once = crashed(app, home)
    count_beside(home.runs()[0]).unlink()
    twice = crashed(once, home)
    assert twice.step is Step.HANGAR
    assert [one.workshop for one in twice.visit.tried] == ["aubes_soufflante", "kitting_poste_40"]
    assert pressable(twice) == {"end"}
    press(twice, "end", "skip", "go", "erase", "yes")
    assert left(home) == []


def spoiled(path: Path) -> None:
    """Damage a row in the middle of a journal, so that its checksum no longer fits."""
    base = sqlite3.connect(path)
    base.execute("update rows set body=body || ' ' where n=(select max(n) / 2 from rows)")
    base.commit()
    base.execute("pragma wal_checkpoint(truncate)")
    base.close()


@pytest.mark.parametrize("what", ["journal", "mark", "short"])
def test_a_damaged_recording_is_said_and_counts_as_missing(what: str, home: Home) -> None:
    """A done workshop whose recording does not play again is neither low nor to be done again; the other counts."""
    app = both(home)
    recorded = home.runs()[0]
    if what == "journal":
        spoiled(recorded)
    elif what == "mark":
        text = mark_path(recorded).read_text()
        mark_path(recorded).write_text(text.replace("20", "21", 1))
    else:
        base = sqlite3.connect(recorded)
        base.execute("delete from rows where n > (select max(n) / 2 from rows)")
        base.commit()
        base.close()
    again = crashed(app, home)
    assert notice(again) == "journal.lost"
    assert again.step is Step.HANGAR
    assert [one.workshop for one in again.visit.tried] == ["kitting_poste_40"]
    assert card_of(again, first()).state == "lost"
    assert pressable(again) == {"end"}
    press(again, "end", "skip", "go")
    assert again.visit.shown is not None
    assert {o.task for one in again.visit.shown.tries for o in one.observations} == {"kitting_poste_40"}
    alone = {m.habilete: m.mean for m in measure(second(), again.visit.tried[0].first, "mouse").measured}
    assert {m.habilete: m.mean for m in again.visit.shown.profile.measured} == alone


def test_a_workshop_left_in_its_middle_is_not_counted_and_costs_nothing(home: Home) -> None:
    """From the pause back to the hangar: the first stays, the other's journal is gone, and it may be begun again."""
    app = begun(home)
    app.go(Step.EXERCISE)
    app.act("pause", "press")
    assert "hangar" not in pressable(app)
    app.act("go_on", "press")
    work(app, first())
    press(app, "go")
    work(app, second(), 500)
    app.act("pause", "press")
    press(app, "hangar")
    assert app.step is Step.HANGAR
    assert [path for path in home.runs() if not mark_path(path).exists()] == []
    assert pressable(app) == {"open:kitting_poste_40", "end"}
    assert [one.workshop for one in app.visit.tried] == ["aubes_soufflante"]


KILLED = textwrap.dedent("""
    import sys
    from pathlib import Path
    sys.path.insert(0, sys.argv[2])
    from test_visit import begun, first, second, work
    from game.station.home import Home
    app = begun(Home.open(Path(sys.argv[1])))
    work(app, first())
    app.act("go", "press")
    print(app.person.code, flush=True)
    app.choose("kitting_poste_40")
    from game.screen.steps import Step
    app.go(Step.EXERCISE)
    while True:
        app.workshop.session.act("look", {})
        app.advance(1)
        print(app.person.journal.acknowledged, flush=True)
""")


def test_a_killed_process_keeps_the_workshops_that_were_done(tmp_path: Path) -> None:
    """Killed for good in the second workshop: by the code both are there, the second where it was."""
    args = [sys.executable, "-c", KILLED, str(tmp_path), str(Path(__file__).parent)]
    with subprocess.Popen(args, stdout=subprocess.PIPE, text=True, env={**os.environ}) as process:
        assert process.stdout is not None
        code = process.stdout.readline().strip()
        while code.startswith("pygame"):
            code = process.stdout.readline().strip()
        while int(process.stdout.readline()) < 40:
            pass
        process.send_signal(signal.SIGKILL)
    home = Home.open(tmp_path)
    try:
        app = Journey(second(), "fr", 5, home, [first()])
        app.answer(Step.ENTRY, "typed", code)
        settled(app)
        assert (app.step, app.scenario.head.id) == (Step.EXERCISE, "kitting_poste_40")
        assert [one.workshop for one in app.visit.tried] == ["aubes_soufflante"]
        app.answer(Step.PAUSE, "stop")
        assert left(home) == []
    finally:
        home.close()


def back_again(home: Home, code: str) -> Journey:
    """The person of a code in the hangar, another time."""
    app = Journey(first(), "fr", 5, home, [second()])
    app.answer(Step.ENTRY, "typed", code)
    settled(app)
    assert app.step is Step.COMES_BACK
    assert first().head.title.fr in app.screen(StaticLook(app.comfort)).say
    press(app, "mine", "agree", "go")
    app.go(Step.HANGAR)
    return app


def test_who_comes_back_with_their_code_goes_on(home: Home) -> None:
    """What is done stays done; the other workshop joins it; walking away, or erasing, leaves the first share alone."""
    app = begun(home)
    work(app, first())
    press(app, "go", "end", "skip", "go", "share", "months_3")
    assert app.person is None
    with Store.open(database(home)) as store:
        (person,) = store.rows("select candidate_id, code from candidates")
    for leaves in (("stop",), ("hurried",)):
        again = back_again(home, person["code"])
        assert again.person is not None
        assert again.person.candidate != person["candidate_id"]
        assert pressable(again) == {"open:kitting_poste_40", "end"}
        if leaves == ("stop",):
            again.answer(Step.PAUSE, "stop")
            settled(again)
            with Store.open(database(home)) as store:
                assert store.rows("select candidate_id, code from candidates") == [person]
    work(again, second())
    press(again, "go", "end", "skip", "go", "share", "months_3")
    assert again.step is Step.GOODBYE
    with Store.open(database(home)) as store:
        assert store.rows("select candidate_id, code from candidates") == [person]
        assert len(store.rows("select 1 from evidence_archive")) == 2
        kept = store.rows("select workshop from workshops order by workshop")
        assert [row["workshop"] for row in kept] == ["aubes_soufflante", "kitting_poste_40"]
        (joined,) = store.rows("select readout from readouts")
    together = both(None)
    found = what_was_shown([one.read.get() for one in together.visit.tried])
    told = json.loads(joined["readout"])["readout"]
    assert {m.habilete: m.mean for m in found.profile.measured} == {name: one["mean"] for name, one in told.items()}


def test_a_crash_of_who_came_back_keeps_whose_they_are(home: Home) -> None:
    """The record of the visit says so: taken up again, it still goes on from the first share."""
    app = begun(home)
    work(app, first())
    press(app, "go", "end", "skip", "go", "share", "months_3")
    with Store.open(database(home)) as store:
        (person,) = store.rows("select candidate_id, code from candidates")
    again = back_again(home, person["code"])
    work(again, second(), 400)
    after = crashed(again, home)
    assert (after.step, after.scenario.head.id) == (Step.EXERCISE, "kitting_poste_40")
    assert after.person is not None
    assert after.person.consent.person == person["candidate_id"]
    assert after.visit.before == ("aubes_soufflante",)
    other = Journey(first(), "fr", 5, home, [second()])
    other.answer(Step.ENTRY, "typed", person["code"])
    settled(other)
    other.act("not_mine", "press")
    assert (other.step, other.visit.earlier) == (Step.WELCOME, None)
