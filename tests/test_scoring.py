"""The engine: exact, monotone, additive, honest about what it does not know; and blind play earns nothing."""

import itertools
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from conftest import panneau, rules, run, workshop
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from test_workshops import workshops

import scoring
from game.journey.card_words import carried
from game.mechanics.table import MECHANICS
from scenarios.vocabulary import Event
from scoring.estimate import Posterior, category_probability, estimate, quantile
from scoring.evidence import observe
from scoring.families import cut, d_prime, steps
from scoring.profile import ENOUGH_OFFERED, gates, read_out
from scoring.rules import EvidenceRule
from scoring.types import Observation

NAMES = ("a", "b", "c")
B = (-1.6, -0.5, 0.5, 1.6)
MEASURED = (
    "normes_consignes",
    "dexterite",
    "attention_duree",
    "representation_espace",
    "adaptation",
    "initiative_autonomie",
)


def seen(rule: int, habilete: str, category: int | None, task: str = "t") -> Observation:
    return Observation(f"r{rule}", habilete, task, category, 4, None, 1.0, 1.2, B, ())


def scored(robot: str, seed: int = 5) -> Posterior:
    device = MECHANICS["assemble@1"].cast.device(robot)
    found = observe(run(robot, seed).events, rules(), workshop().model_dump(), task="panneau_fuselage", device=device)
    return estimate(found, MEASURED)


def counts(robot: str) -> dict[str, int]:
    """How many observations of each habileté a robot's run gave."""
    found = observe(run(robot).events, rules(), workshop().model_dump(), task="panneau_fuselage")
    return {name: sum(o.habilete == name and o.category is not None for o in found) for name in MEASURED}


some = st.lists(
    st.tuples(st.sampled_from(NAMES), st.integers(0, 4), st.sampled_from(["t", "u"])), min_size=1, max_size=14
).map(lambda rows: [seen(i, h, c, t) for i, (h, c, t) in enumerate(rows)])


@settings(max_examples=60, deadline=None)
@given(some, st.data())
def test_doing_better_lowers_nothing(observations: list[Observation], data: st.DataObject) -> None:
    """Raising any one category lowers no mean and no level probability of any habileté."""
    at = data.draw(st.integers(0, len(observations) - 1))
    better = list(observations)
    category = better[at].category
    assert category is not None
    better[at] = replace(better[at], category=min(4, category + 1))
    before, after = estimate(observations, NAMES), estimate(better, NAMES)
    assert (after.mean >= before.mean - 1e-6).all()
    assert (after.levels >= before.levels - 1e-6).all()


def test_what_stands_under_what_is_shown_is_what_carried_it() -> None:
    """« À l'aise » never stands above « 0 sur 9 »: the fact that pulled the most is not among those that carried."""
    found = [seen(n, "a", c) for n, c in enumerate((4, 4, 0, 4, 3, 4))]
    profile = read_out(found, (), NAMES, rules_version="1")
    measured = next(m for m in profile.measured if m.habilete == "a")
    assert measured.statement == "shown"
    assert measured.points[0].rule == "r2"  # the fact that spoke most
    assert {rule for _, rule in carried(measured)} < {"r0", "r1", "r3", "r5"}


@settings(max_examples=30, deadline=None)
@given(some, st.randoms(use_true_random=False))
def test_order_does_not_matter(observations: list[Observation], chance: object) -> None:
    """Any order of the log gives the same bytes."""
    shuffled = list(observations)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    first, second = estimate(observations, NAMES), estimate(shuffled, NAMES)
    assert first.mean.tobytes() == second.mean.tobytes()
    assert first.theta.tobytes() == second.theta.tobytes()


@settings(max_examples=40, deadline=None)
@given(some)
def test_points_add_up_to_the_mean(observations: list[Observation]) -> None:
    """The mean of every habileté is the sum of the points of every action."""
    known = estimate(observations, NAMES)
    total = sum(known.points.values(), np.zeros(len(NAMES)))
    assert np.abs(total - known.mean).max() < 1e-3


@settings(max_examples=30, deadline=None)
@given(some)
def test_missing_is_the_same_as_never_asked(observations: list[Observation]) -> None:
    """A missing observation changes nothing."""
    known = estimate(observations, NAMES)
    assert estimate([*observations, seen(99, "a", None)], NAMES).mean.tobytes() == known.mean.tobytes()


@settings(max_examples=30, deadline=None)
@given(some)
def test_results_stay_lawful(observations: list[Observation]) -> None:
    """P(level) falls with the level, SDs are positive, quantiles enclose the mean, nothing is NaN."""
    known = estimate(observations, NAMES)
    assert (np.diff(known.levels, axis=1) <= 1e-9).all()
    assert (known.sd > 0).all()
    assert np.isfinite(known.mean).all()
    for k in range(len(NAMES)):
        assert quantile(known, k, 0.025) < known.mean[k] < quantile(known, k, 0.975)


def test_the_prior_alone_is_the_normal_law() -> None:
    """With nothing observed: mean 0, SD 1, P(level) the tail of a normal law on this ruler."""
    known = estimate([], NAMES)
    assert np.allclose(known.mean, 0, atol=1e-6)
    assert np.allclose(known.sd, 1, atol=1e-3)
    assert np.allclose(known.levels[0], [0.8159, 0.4602, 0.1357], atol=2e-3)


def test_the_tree_agrees_with_a_brute_force_integral() -> None:
    """One habileté, one cell: the posterior equals a fine quadrature over (theta, eta)."""
    observations = [seen(i, "a", c) for i, c in enumerate((4, 3, 1, 2))]
    theta, eta = np.linspace(-7, 7, 561), np.linspace(-7, 7, 561)
    density = np.exp(-(theta[:, None] ** 2) / 2 - (eta[None, :] - theta[:, None]) ** 2 / (2 * 0.36))
    for item in observations:
        assert item.category is not None
        density = density * category_probability(eta, item.a, item.b)[item.category][None, :]
    mass = density.sum(1) / density.sum()
    mean = float(mass @ theta)
    known = estimate(observations, ["a"])
    assert known.mean[0] == pytest.approx(mean, abs=1e-3)
    assert known.sd[0] == pytest.approx(float(np.sqrt(mass @ theta**2 - mean**2)), abs=1e-3)


def test_mirrored_answers_mirror_the_means() -> None:
    """Reversed categories with mirrored thresholds negate the mean and keep the SD."""
    up = [seen(i, "a", c) for i, c in enumerate((4, 3, 2))]
    down = [seen(i, "a", c) for i, c in enumerate((0, 1, 2))]
    high, low = estimate(up, NAMES), estimate(down, NAMES)
    assert np.allclose(high.mean, -low.mean, atol=1e-5)
    assert np.allclose(high.sd, low.sd, atol=1e-5)


def test_what_cannot_be_is_refused() -> None:
    """An unknown habileté or a category outside its table is an error, not a result."""
    with pytest.raises(ValueError, match="unknown habilete"):
        estimate([seen(1, "zzz", 1)], NAMES)
    with pytest.raises(ValueError, match="outside"):
        estimate([seen(1, "a", 5)], NAMES)


@pytest.mark.parametrize("cuts", [[1, 1], [2, 1, 3], []])
def test_cuts_that_do_not_order_are_refused(cuts: list[float]) -> None:
    """Cuts rise or fall strictly."""
    with pytest.raises(ValidationError):
        EvidenceRule.model_validate({"id": "NOR1", "habilete": "a", "reads": "pose", "cuts": cuts})


@given(st.integers(0, 8), st.integers(0, 20))
def test_d_prime_rises_with_hits_and_falls_with_false_alarms(hits: int, false: int) -> None:
    """One more hit never lowers it, one more false alarm never raises it."""
    assert d_prime(hits + 1, 9, false, 21) > d_prime(hits, 9, false, 21)
    assert d_prime(hits, 9, false + 1, 21) < d_prime(hits, 9, false, 21)


def test_always_and_never_show_nothing() -> None:
    """Marking everything or nothing gives a d' below the second cut of every block."""
    for signals, noises in ((4, 12), (3, 9), (3, 8), (3, 7)):
        for hits, false in ((0, 0), (signals, noises)):
            assert cut(d_prime(hits, signals, false, noises), (0.6, 1.3, 1.9, 2.5)) <= 1


def test_steps_count_from_the_state_reached() -> None:
    """After a step out of order, the next one of the document is still right."""
    assert steps(list("abcd"), list("abcd")) == 4
    assert steps(list("bacd"), list("abcd")) == 3
    assert steps(list("dcba"), list("abcd")) == 1


def test_six_habiletes_have_enough_observations() -> None:
    """Each habileté the workshop shows gets at least four observations."""
    by = {name: sum(rule.habilete == name for rule in rules()) for name in {rule.habilete for rule in rules()}}
    assert set(by) == set(MEASURED)
    assert min(by.values()) >= 4


@pytest.mark.parametrize("robot", ["random", "always_2", "idle"])
def test_blind_play_earns_nothing(robot: str) -> None:
    """A player who acts at random, always the same, or not at all: mean at most -1.2, P(level 2) at most .05.

    Where too little was offered to them, nothing is said at all.
    """
    known, offered = scored(robot), counts(robot)
    enough = [n for n, name in enumerate(known.habiletes) if offered[name] >= ENOUGH_OFFERED]
    assert len(enough) >= 4
    assert known.mean[enough].max() <= -1.2
    assert known.levels[enough, 1].max() <= 0.05


@pytest.mark.parametrize("robot", ["expert", "clumsy", "keyboard"])
def test_an_expert_reaches_level_three(robot: str) -> None:
    """Doing everything right gives P(level 3) >= .95, by mouse, clumsy mouse or keys."""
    assert scored(robot).levels[:, 2].min() >= 0.95


def test_practice_is_never_evidence() -> None:
    """Events that come under practice change no observation."""
    practice = [Event(0, "phase", {"name": "practice", "movement": 0}), Event(1, "tool_take", {"tool": "squeezer"})]
    keys = workshop().model_dump()
    events = run("expert").events
    plain = observe(events, rules(), keys, task="t")
    mixed = observe([*practice, *events], rules(), keys, task="t")
    assert [o.category for o in plain] == [o.category for o in mixed]


def test_a_device_without_cuts_is_missing_and_not_low() -> None:
    """By keys, what needs a pointer is missing: the other habiletés do not move by it."""
    found = observe(run("keyboard").events, rules(), workshop().model_dump(), task="t", device="keyboard")
    missing = {o.rule for o in found if o.category is None}
    assert missing == {"DEX5", "DEX6"}


def test_each_observation_names_its_events() -> None:
    """Every observation of an able player points at events of the run that exist."""
    events = run("expert").events
    found = observe(events, rules(), workshop().model_dump(), task="t")
    assert all(o.events for o in found if o.rule not in ("NOR5", "ADA6"))
    assert all(0 <= at < len(events) for at in itertools.chain.from_iterable(o.events for o in found))


@pytest.mark.parametrize(
    ("watched", "told"),
    [({}, ()), ({"a_gate": "tag"}, (("a_gate", "kept"),)), ({"a_gate": "other"}, ()), ({"a_gate": ""}, ())],
)
def test_a_gate_that_speaks_only_when_broken_is_kept_once_there_is_cause(
    watched: dict[str, str], told: tuple[tuple[str, str], ...]
) -> None:
    """Which gate, and which event gives it cause, is the mechanic's word: whatever their names are."""
    assert gates([Event(5, "tag", {"object": "12"})], watched) == told
    broken = Event(9, "gate", {"id": "a_gate", "state": "kept_after_reminder"})
    assert gates([Event(5, "tag", {"object": "12"}), broken], watched) == (("a_gate", "kept_after_reminder"),)


@pytest.mark.parametrize("states", [("kept", "not_kept"), ("kept_after_reminder", "kept"), ("not_kept", "kept")])
def test_a_gate_is_told_as_it_was_kept_least(states: tuple[str, str]) -> None:
    """A second rotor that was not locked counts, and one that was locked later takes nothing back."""
    events = [Event(n, "gate", {"id": "a_gate", "state": state}) for n, state in enumerate(states)]
    worst = next(s for s in states if s != "kept")
    assert gates(events, {}) == (("a_gate", worst),)


def test_scoring_names_no_gate() -> None:
    """No gate that a mechanic knows stands in the code of the scoring."""
    names = {gate for one in workshops().values() for gate in one.params.known_gates()}
    code = "\n".join(path.read_text("utf-8") for path in Path(scoring.__file__).parent.rglob("*.py"))
    assert [name for name in sorted(names) if f'"{name}"' in code] == []
    assert panneau().watched["nothing_in_tagged_hole"] == "tag"
