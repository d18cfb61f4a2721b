"""The short forms of a fair: what is kept of a workshop, how long somebody needs who never saw one, what is refused."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import ValidationError
from said_inspect import measured_near
from said_kit import Lived
from said_plan import CHECKS as STORE
from teaching_kit import taught_of
from test_inspect import well_done
from test_kiosk import whole
from test_plan import DONE

from assets.texts import Catalogue
from assets.voice import Voice
from cli.kiosk import short_ones
from cli.main import main
from game.journey.facts import fact_sentence
from game.kiosk.choice import GestureChoice
from game.mechanics.assemble.players import Expert
from game.mechanics.assemble.seen import AssembleSeen
from game.mechanics.assemble.task import AssembleTask
from game.mechanics.table import MECHANICS
from game.scenes.shown import WorkshopCard
from game.screen.nodes import Text
from game.screen.scene import STAY, Comfort
from game.simulation.rng import Stream
from game.simulation.session import Session
from game.simulation.task import Run
from game.window.look import StaticLook
from game.workshop.params import WorkshopParams
from game.workshop.players_people import FIRST_S, HELD, THEN_S, TICKS_S, FirstTimer
from game.workshop.teaching import in_short
from game.workshop.words import IN_SHORT, WorkshopWords
from lab.robots import play_out
from lab.trials import Order, play
from scenarios.check import names_of
from scenarios.model import Scenario
from scenarios.rule import Finding
from scenarios.shipped import content
from scenarios.short_forms import IN_FEW_WORDS, ShortForm, form_problems, short_forms, shortened
from scenarios.vocabulary import FACETS_OF, Event
from scenarios.words import lines_of
from scoring.evidence import observe
from scoring.profile import read_out
from scoring.types import Observation

FOUR_MINUTES_S = 240
WORDS_A_SECOND = 2.5
"""150 words a minute."""
QUICK = tuple(short_forms())
LOW = 0.85
READ = {"assemble": 15, "inspect": 15, "plan": 15}
"""Observations that four minutes leave room for."""
FRAME = ("phase", "movement_end", "dealt")
"""Events that are no act of anybody: the steps, and where things were dealt."""


def short(id: str) -> Scenario:
    return shortened(whole()[id], short_forms()[id])


def acts_of(run: Session, id: str, name: str) -> list[tuple[str, dict[str, Any]]]:
    """What the page of a gesture asks for."""
    made = {"aubes_soufflante": well_done, "kitting_poste_40": lambda run, name: DONE[name]}
    whole_name = name.removesuffix(IN_FEW_WORDS)
    return made[id](run, whole_name) if id in made else riveted(run, name)


def riveted(run: Session, name: str) -> list[tuple[str, dict[str, Any]]]:
    """The same at the squeezer; how the lever is drawn is seen while it is drawn."""
    assert isinstance(run.task, AssembleTask)
    state = run.task.state
    gesture = state.params.gesture(name)
    assert gesture is not None
    turns = [("turn_jaw", dict[str, Any]())] * max(0, state.params.hole(gesture.spot).jaw)
    return {
        "take": [("pick", {"bin": state.params.bin_for(state.stack_um(gesture.spot)).number})],
        "place": [("place", {"hole": gesture.spot, "dx_um": 0, "dy_um": 0})],
        "turn": [*turns, ("lever", {"x": 400})],
        "squeeze": [],
        "gauge": [("check", {"hole": gesture.spot})],
    }[gesture.does]


def pulled(run: Session, seed: int) -> float:
    """Seconds of the hand on the lever, for as many heads as make the gesture learnt."""
    assert isinstance(run.task, AssembleTask)
    state, begun = run.task.state, run.task.tick
    hand = Expert(state.params, seed, lever_noise=20)
    while state.lesson not in state.learnt:
        run.act("lesson", {"id": state.lesson})
        run.advance(1)
        while not state.outcome:
            for verb, args in hand.squeeze(run.task.see()):
                run.act(verb, args)
            run.advance(1)
    return (run.task.tick - begun) / TICKS_S


def practised(made: Scenario, seed: int) -> tuple[float, set[str]]:
    """Seconds that a first-timer needs for the practice: each page read, each act dared; and the acts met there."""
    mechanic, chance, met = MECHANICS[made.head.mechanic], Stream(seed, "practice"), set[str]()
    assert isinstance(made.params, WorkshopParams)
    words, taught, spent = WorkshopWords(StaticLook(Comfort()), made.head), taught_of(made.params), 0.0
    run = Session(mechanic.make(made.params, Run(seed, phase="practice")))
    for gesture in made.params.practice:
        run.act("lesson", {"id": gesture.id})
        run.advance(1)
        page = " ".join(taught.says(words, gesture, part) for part in ("title", "sub", "says", "do"))
        spent += len(page.split()) / WORDS_A_SECOND
        acts = acts_of(run, made.head.id, gesture.id)
        if gesture.does == "squeeze":
            spent += pulled(run, seed) + THEN_S * (gesture.goods - 1)
        # To the try, and on to the next page: two presses beside what is tried. A hand that holds on does not hesitate.
        for verb in ("try", *(verb for verb, _ in acts if verb not in HELD), "next"):
            low, high = FIRST_S
            spent += THEN_S if verb in met else chance.between(low * TICKS_S, high * TICKS_S) / TICKS_S
            met.add(verb)
        for verb, args in acts:
            run.act(verb, args)
            run.advance(1)
    return spent, met


def reads(made: Scenario, bot: FirstTimer[Any]) -> None:
    """An order of few words is read as long as it is: whole as the step begins, its longest line when one forgot."""
    assert isinstance(made.params, WorkshopParams)
    words = WorkshopWords(StaticLook(Comfort()), made.head, short=in_short(made.params))
    if words.key("order.first").endswith(IN_SHORT):
        lines = [len(f"{title} {says}".split()) for _, title, says in lines_of(words.t("order.first"))]
        bot.reads_s, bot.again_s = sum(lines) / WORDS_A_SECOND, max(lines) / WORDS_A_SECOND


@pytest.mark.parametrize("id", QUICK)
def test_who_never_saw_a_workshop_is_done_in_four_minutes(id: str) -> None:
    """Practice and exercise, by finger, reading at 150 words a minute and hesitating at each new thing."""
    made = short(id)
    for seed in range(5, 11):
        spent, met = practised(made, seed)
        bot = MECHANICS[made.head.mechanic].cast.people["first_timer"](made.params, seed)
        assert isinstance(bot, FirstTimer)
        bot.met |= met
        reads(made, bot)
        task = MECHANICS[made.head.mechanic].make(made.params, Run(seed, clock=False, device="touch"))
        play_out(task, bot)
        print(id, seed, round(spent), round(task.tick / TICKS_S))
        assert spent + task.tick / TICKS_S <= FOUR_MINUTES_S


@pytest.mark.parametrize("id", QUICK)
def test_a_fair_reads_three_habiletes_in_as_many_observations_as_fit(id: str) -> None:
    """What is told is among them; no trial stands in two readings of one rule, and each name is there."""
    made = short(id)
    assert len({rule.habilete for rule in made.evidence}) == 3
    assert len(made.evidence) == READ[made.head.mechanic.partition("@")[0]]
    assert set(made.head.debrief) <= {rule.id for rule in made.evidence}
    assert list(_using_of(made)) == []
    readers = [rule.reads for rule in made.evidence]
    for reader in set(readers):
        settings = [rule.using.model_dump() for rule in made.evidence if rule.reads == reader]
        if len(settings) > 1:
            # Of a blade read twice the two readings are two trials; of a kit, all that is asked of it is one.
            names = [one.get("kits") or one["only"] for one in settings]
            every = [(name, one.get("earlier", False)) for one, of in zip(settings, names, strict=True) for name in of]
            assert len(every) == len(set(every)), reader


def _using_of(made: Scenario) -> Iterator[Finding]:
    """Names in the settings of the rules that the workshop does not have."""
    words = made.params.vocabulary()
    for at, rule in enumerate(made.evidence):
        yield from names_of(at, rule.using, words)


@pytest.mark.parametrize("id", QUICK)
def test_one_fact_moves_one_habilete(id: str) -> None:
    """Whatever act is taken away from the expert's run, the categories of one habileté change, or none.

    Of what is laid in a slot two facts are told: from where it came, and in which pass. Each is changed by itself.
    """
    made = short(id)
    mechanic = MECHANICS[made.head.mechanic]
    task = mechanic.make(made.params, Run(5, clock=False))
    events = play_out(task, mechanic.cast.make("expert", made.params, 5)).events
    keys = made.params.model_dump()

    def read(left: Sequence[Event]) -> dict[str, tuple[str, int | None]]:
        return {o.rule: (o.habilete, o.category) for o in observe(left, made.evidence, keys, task="t")}

    whole_run = read(events)
    for at, event in enumerate(events):
        if event.kind in FRAME:
            continue
        others = [replace(event, data={**event.data, "visit": -1})] if event.kind == "fill" else []
        now = read([*events[:at], *others, *events[at + 1 :]])
        moved = {whole_run[rule][0] for rule in whole_run if now[rule] != whole_run[rule]}
        assert len(moved) <= 1, event


def test_a_part_of_the_work_is_said_to_be_one() -> None:
    """A rule that reads two heads of five does not speak of the zone."""
    made = short("panneau_fuselage")
    look = StaticLook(Comfort())
    rules = {rule.id: rule for rule in made.evidence}
    for id, says in (("DEX1", "sur une partie du travail"), ("ESP5", "(sur une partie du travail)")):
        item = Observation(id, "x", "t", 1, 1, 100.0, 1.0, 1.2, (0.0,), (1,), n=1, reach=1)
        assert says in fact_sentence(item, rules[id], look.t, look.has)
        assert "zone" not in fact_sentence(item, rules[id], look.t, look.has)
    assert "partie" not in fact_sentence(replace(item, rule="NOR3"), rules["NOR3"], look.t, look.has)


@pytest.mark.parametrize("id", QUICK)
def test_a_short_form_is_another_bench_than_its_workshop(id: str) -> None:
    """Also once the bench of the workshop was asked for: rules of the whole read no run of the short form."""
    scenario, form = whole()[id], short_forms()[id]
    of_whole = scenario.bench
    assert shortened(scenario, form).bench != of_whole


def test_what_is_practised_again_in_a_short_form_follows_from_its_own_practice() -> None:
    """Also once it was asked of the workshop, and where the form keeps its zones whole."""
    scenario = whole()["panneau_porte"]
    assert scenario.params.again == {"aside_lot"}
    form = {**short_forms()["panneau_porte"].model_dump(), "practice": ["aside", "aside_lot"], "keeps": {}}
    assert shortened(scenario, ShortForm.model_validate(form)).params.again == {f"aside_lot{IN_FEW_WORDS}"}


@pytest.mark.parametrize("id", QUICK)
def test_cuts_stand_within_reach_of_what_is_left(id: str) -> None:
    """No cut of a rule that is read again is out of reach, or reached by everybody."""
    made = short(id)
    plain = made.params.model_dump()
    assert [found for rule in made.evidence for found in rule.against(plain)] == []


@pytest.mark.parametrize("id", QUICK)
def test_who_shows_nothing_earns_nothing_at_a_fair(id: str) -> None:
    """Each null player and ritual: 85 % of what is read is in the lower half, no level is shown beyond the first."""
    made = short(id)
    names = list(dict.fromkeys(rule.habilete for rule in made.evidence))
    for robot in MECHANICS[made.head.mechanic].cast.blind:
        runs = [play(made, Order("blind", robot, seed)).observations for seed in (1, 2)]
        shares = [o.category / o.top for run in runs for o in run if o.category is not None]
        assert sum(share < 0.5 for share in shares) >= LOW * len(shares), robot
        told = [one for run in runs for one in read_out(run, (), names, rules_version="").measured]
        assert not [one for one in told if one.statement == "shown" and one.level > 1], robot


@pytest.mark.parametrize("id", QUICK)
def test_nothing_is_left_of_steps_that_are_gone(id: str) -> None:
    """What was made is counted out of what the short form has; nobody prepares, and all lies ready in date."""
    made = short(id)
    mechanic = MECHANICS[made.head.mechanic]
    session = play_out(
        mechanic.make(made.params, Run(5, clock=False)), mechanic.cast.make("expert", made.params, 5)
    )
    seen = session.task.see()
    if isinstance(seen, AssembleSeen):
        assert seen.placed == len([h for h in seen.holes if h.state != "empty"]) == len(seen.holes) > 0
    else:
        assert seen.done_of[0] == seen.done_of[1] > 0  # type: ignore[attr-defined]
    assert [e.data["item"] for e in session.events if e.kind == "fod_fall"] == list(short_forms()[id].day)
    assert not [e for e in session.events if e.kind in ("bell", "hold_begin", "refused")]
    # Nobody is said to have put protections on that were worn from the beginning.
    assert not [e for e in session.events if e.kind == "gate" and e.data["id"] == "ppe_on"]
    assert isinstance(made.params, WorkshopParams)
    assert made.params.laid_out


@pytest.mark.parametrize(
    ("id", "change", "word"),
    [
        ("aubes_soufflante", {"keeps": {"A": ["A01", "Z9"]}}, "Z9"),
        ("aubes_soufflante", {"keeps": {"B": ["B14"]}}, "B14"),
        ("aubes_soufflante", {"keeps": {"A": ["A01", "A03", "A06", "A09"]}}, "A07"),
        ("aubes_soufflante", {"keeps": {"A": ["A01", "A04", "A06", "A07", "A08", "A09"]}}, "plain_word"),
        ("kitting_poste_40", {"keeps": {"A": ["K99"]}}, "K99"),
        ("kitting_poste_40", {"reread": {"ORG4": {"using": {"zoone": "P1"}}}}, "zoone"),
        ("panneau_fuselage", {"keeps": {"A": ["A1", "Z9"]}}, "Z9"),
        ("panneau_fuselage", {"keeps": {"A": ["A2", "A4", "A5", "A6"]}}, "A1"),
        ("panneau_fuselage", {"phases": ["nowhere"]}, "nowhere"),
        ("kitting_poste_40", {"keeps": {"A": ["K26", "K12"], "K12": ["film"]}}, "film"),
        ("kitting_poste_40", {"more": [{"id": "NOR6", "of": "NOR3"}]}, "NOR6"),
    ],
)  # fmt: skip
def test_a_form_that_fits_no_workshop_is_refused(id: str, change: dict[str, Any], word: str) -> None:
    """With the name that does not fit."""
    form = short_forms()[id].model_dump()
    with pytest.raises(ValueError, match=word):
        shortened(whole()[id], ShortForm.model_validate({**form, **change}))


@pytest.mark.parametrize("n", [2, 3, 4])
@pytest.mark.parametrize(("scale", "language"), [(1.0, "fr"), (2.0, "fr"), (2.0, "en")])
def test_every_gesture_stands_on_one_screen(n: int, scale: float, language: str) -> None:
    """A card each, none over another, its words within it, larger than a finger; a press enters it."""
    ids = list(short_forms())[:n]
    cards = [WorkshopCard(id, short(id).head.title, 4, "rivet") for id in ids]
    scene = GestureChoice(cards, ["do"] * n, [short_forms()[id].does for id in ids])
    screen = scene.screen(StaticLook(Comfort(text_scale=scale, language=language)))
    doors = [node for node in screen.nodes if node.id.startswith("open:")]
    assert [node.id for node in doors] == [f"open:{id}" for id in ids]
    for node in doors:
        texts = [one for one in node.shapes if isinstance(one, Text)]
        assert len(texts) >= 3
        assert all(node.rect.x <= one.x and node.rect.y <= one.y < node.rect.y + node.rect.h - 10 for one in texts)
        assert scene.act(node.id) != STAY
    assert len({(node.rect.x, node.rect.y) for node in doors}) == n


def test_what_is_reread_is_read() -> None:
    """Cuts for a rule that the form does not have would be forgotten words."""
    form = short_forms()["aubes_soufflante"].model_dump()
    for change in (
        {"reread": {"INI1": {"cuts": [1]}}},
        {"more": [{"id": "INI9", "of": "INI1"}]},
        {"more": [{"id": "NOR3", "of": "NOR3"}]},
        {"more": [{"id": f"ATT{n}", "of": "ATT5"} for n in range(20, 30)]},
    ):
        with pytest.raises(ValidationError):
            ShortForm.model_validate({**form, **change})


def at_the_rotor() -> tuple[Scenario, list[Event], dict[str, str]]:
    """The expert's run of the short form at the rotor, and where each blade was dealt."""
    made = short("aubes_soufflante")
    mechanic = MECHANICS[made.head.mechanic]
    task = mechanic.make(made.params, Run(5, clock=False))
    events = play_out(task, mechanic.cast.make("expert", made.params, 5)).events
    dealt = {str(e.data["face"]): str(e.data["blade"]) for e in events if e.kind == "dealt"}
    return made, list(events), {name: dealt.get(name, name) for name in ("A01", "A03", "A07", "A09")}


def found_in(made: Scenario, events: Sequence[Event]) -> dict[str, Observation]:
    """What is read of a run at the rotor; a reading before the last is counted again by code that knows no reader."""
    read = {o.rule: o for o in observe(events, made.evidence, made.params.model_dump(), task="t")}
    rule = next(rule for rule in made.evidence if rule.id == "REC9")
    assert read["REC9"].category is None or measured_near(Lived(events, made.params), rule, read["REC9"])
    return read


def test_the_words_of_three_blades_are_read_together() -> None:
    """Two cracked blades refused and the sound one accepted: one word for all is never right, and one slip is not."""
    made, events, blade = at_the_rotor()
    assert found_in(made, events)["ATT1"].category == 1
    for name in ("A01", "A03", "A09"):
        wrong = [
            replace(e, data={**e.data, "word": "accept" if e.data["word"] == "reject" else "reject"})
            if e.kind == "decide" and e.data["blade"] == blade[name] else e
            for e in events
        ]  # fmt: skip
        assert found_in(made, wrong)["ATT1"].category == 0


def test_of_a_blade_read_twice_each_reading_is_read_by_itself() -> None:
    """The reading before the last moves its own rule alone; who read once is not low in it, but in reading twice."""
    made, events, blade = at_the_rotor()
    first, second = (n for n, e in enumerate(events) if e.kind == "measure" and e.data["blade"] == blade["A07"])
    whole_run = found_in(made, events)
    assert [whole_run[id].category for id in ("REC5", "REC7", "REC9")] == [1, 4, 4]
    far = replace(events[first], data={**events[first].data, "um": int(events[first].data["um"]) + 1000})
    off = found_in(made, [*events[:first], far, *events[first + 1 :]])
    # Shown 8.6 mm, and then 7.6: the first owes no second one, and two readings there are.
    assert [off[id].category for id in ("REC5", "REC7", "REC9")] == [None, 4, 1]
    slow = replace(events[first], data={**events[first].data, "um": 8400})
    off = found_in(made, [*events[:first], slow, *events[first + 1 :]])
    assert [off[id].category for id in ("REC5", "REC7", "REC9")] == [1, 4, 2]
    once = found_in(made, [*events[:second], *events[second + 1 :]])
    assert [once[id].category for id in ("REC5", "REC7", "REC9")] == [0, 4, None]


def in_the_store(change: Callable[[Event], Event] = lambda event: event) -> dict[str, int | None]:
    """What is read of the expert's run of the short form in the store, some events otherwise; and counted again."""
    made = short("kitting_poste_40")
    mechanic = MECHANICS[made.head.mechanic]
    task = mechanic.make(made.params, Run(5, clock=False))
    events = [change(e) for e in play_out(task, mechanic.cast.make("expert", made.params, 5)).events]
    rules = {rule.id: rule for rule in made.evidence}
    read = observe(events, made.evidence, made.params.model_dump(), task="t")
    for item in read:
        if rules[item.rule].reads in SLOTS:
            assert STORE[rules[item.rule].reads](Lived(events, made.params), rules[item.rule], item), item.rule
    return {item.rule: item.category for item in read}


SLOTS = ("first_lots", "labels_read", "grouped")


def moved(now: dict[str, int | None]) -> set[str]:
    """The rules that read something else than of the run as it was."""
    before = in_the_store()
    return {rule for rule in before if now[rule] != before[rule]}


@pytest.mark.parametrize(
    ("kit", "slot", "data", "rules"),
    [
        ("K26", 1, {"visit": -1}, {"ORG4"}),
        ("K40", 0, {"visit": -1}, {"ORG8"}),
        ("K26", 0, {"bin": "C4"}, {"NOR2", "NOR3"}),
        ("K40", 2, {"bin": "A7"}, {"NOR7", "NOR10"}),
        ("K12", 1, {"bin": "B7"}, {"NOR8", "NOR10"}),
    ],
)  # fmt: skip
def test_each_kit_of_the_store_is_read_by_itself(kit: str, slot: int, data: dict[str, str], rules: set[str]) -> None:
    """In which pass, from which lot: what is done in one kit moves its own readings alone, all of one habileté."""

    def otherwise(event: Event) -> Event:
        here = event.kind in ("fill", *FACETS_OF["fill"]) and (event.data["kit"], event.data["slot"]) == (kit, slot)
        return replace(event, data={**event.data, **data}) if here else event

    assert moved(in_the_store(otherwise)) == rules


def test_a_kit_that_leaves_late_is_late_by_itself() -> None:
    """Station 26 and station 40 are two kits with two flags; the last one has room for everybody, and is not read."""
    for kit, rules in (("K26", {"ORG1"}), ("K40", {"ORG7"}), ("K12", set())):

        def late(event: Event, kit: str = kit) -> Event:
            here = event.kind == "depart" and event.data["kit"] == kit
            return replace(event, data={**event.data, "block": 60}) if here else event

        assert moved(in_the_store(late)) == rules


UNFIT: list[tuple[str, tuple[str | int, ...], object, str, str]] = [
    ("panneau_fuselage", ("phases", 0), "Z", "phases.0", "unknown_name"),
    ("panneau_porte", ("practice", 1), "M2", "practice.1", "unknown_name"),
    ("aubes_soufflante", ("keeps", "A", 0), "depart", "keeps", "unknown_name"),
    ("aubes_soufflante", ("keeps", "A"), ["A01"], "keeps", "no_workshop_left"),
    ("panneau_porte", ("reread", "DEX6", "using"), {"id": "x"}, "reread.DEX6.using.id", "extra_forbidden"),
    ("panneau_porte", ("more", 2, "cuts"), [3, 2], "more.2", "cuts_rise"),
    ("panneau_porte", ("more", 2, "id"), "INI1", "more.2.id", "twice"),
    ("aubes_soufflante", ("reread", "REC2", "using", "only", 1), "A99", "reread.REC2.using.only.1", "unknown_name"),
    ("kitting_poste_40", ("more", 0, "cuts"), [50], "more.0.cuts", "never_reached"),
]


@pytest.mark.parametrize(("id", "at", "value", "where", "code"), UNFIT)
def test_a_form_that_does_not_fit_its_workshop_is_told_with_its_line(
    id: str, at: tuple[str | int, ...], value: object, where: str, code: str, tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    """`envol check` read the form alone: what survived it ended a kiosk in a traceback, again for each visitor."""
    data = yaml.load(content("short_forms.yaml").read_bytes(), yaml.CSafeLoader)
    holder = data["forms"][id]
    for step in at[:-1]:
        holder = holder[step]
    holder[at[-1]] = value
    path = tmp_path / "short_forms.yaml"
    path.write_text(yaml.dump(data, allow_unicode=True, sort_keys=False), "utf-8")
    found = form_problems(path, whole())
    assert (f"forms.{id}.{where}", code) in {(one.where, one.code) for one in found}, found
    assert all(one.line > 1 for one in found)
    assert main(["--lang", "fr", "check", str(path)]) == 1
    assert f"short_forms.yaml:{found[0].line}" in capsys.readouterr().out


def test_a_form_of_no_workshop_is_told(tmp_path: Path) -> None:
    """Its workshop's name misspelt: else the kiosk would leave it out without a word."""
    path = tmp_path / "short_forms.yaml"
    path.write_text(content("short_forms.yaml").read_text("utf-8").replace("panneau_porte:", "panneau_port:"), "utf-8")
    (one,) = form_problems(path, whole())
    assert (one.where, one.code, one.values["nearest"]) == ("forms.panneau_port", "unknown_name", "panneau_porte")


def test_a_kiosk_sets_a_form_that_does_not_fit_aside(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The others open, and the terminal says with its line why one does not."""
    path = tmp_path / "short_forms.yaml"
    text = content("short_forms.yaml").read_text("utf-8")
    data = yaml.load(text, yaml.CSafeLoader)
    data["forms"]["aubes_soufflante"]["phases"] = ["Z"]
    path.write_text(yaml.dump(data, allow_unicode=True, sort_keys=False), "utf-8")
    voice = Voice(Catalogue.load(), "fr")
    there = [whole()[id] for id in ("aubes_soufflante", "panneau_porte")]
    assert [one.head.id for one in short_ones(there, path, voice)] == ["panneau_porte"]
    assert "forms.aubes_soufflante.phases.0" in capsys.readouterr().err
    assert [one.hash for one in short_ones(there, content("short_forms.yaml"), voice)] == [
        short(id).hash for id in ("aubes_soufflante", "panneau_porte")
    ]
