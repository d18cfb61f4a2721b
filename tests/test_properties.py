"""What must hold of the measure whatever is answered: the properties of the design, and a referee's integrals."""

import itertools
import math
import random
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from conftest import rules, run, task, workshop
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from game.simulation.session import Session
from scenarios.vocabulary import Event
from scoring.batch import Item, score
from scoring.engine import Belief, Engine
from scoring.estimate import FINE, Posterior, estimate, quantile, rounded
from scoring.evidence import observe
from scoring.families import cut, d_prime, hits_needed, middle, steps
from scoring.match import all_met
from scoring.types import LEVEL_CUTS, Observation

Array = NDArray[np.float64]
NAMES = ("a", "b", "c")
TASKS = ("s", "t", "u")
SIGMAS, GAMMAS2 = (0.0, 0.4, 0.6, 1.0), (0.0, 0.3, 0.6)


@st.composite
def observations(draw: st.DrawFn, least: int = 1, most: int = 14) -> list[Observation]:
    """Graded facts of three habiletés in three tasks, items of two to five categories."""
    found = []
    for n in range(draw(st.integers(least, most))):
        b = tuple(sorted(draw(st.sets(st.integers(-20, 20), min_size=1, max_size=4))))
        found.append(
            Observation(
                f"r{n:02d}",
                draw(st.sampled_from(NAMES)),
                draw(st.sampled_from(TASKS)),
                draw(st.integers(0, len(b))),
                len(b),
                None,
                draw(st.sampled_from((0.5, 1.0))),
                draw(st.sampled_from((0.6, 1.2, 2.4))),
                tuple(v / 10 for v in b),
                (),
            )
        )
    return found


models = st.tuples(st.sampled_from(SIGMAS), st.sampled_from(GAMMAS2))


def as_item(o: Observation) -> Item:
    return Item(o.rule, o.habilete, o.task, o.a, o.b, o.weight)


def filled(engine: Engine, facts: list[Observation]) -> Belief:
    state = engine.start()
    for fact in facts:
        state = engine.update(state, fact.rule, -1 if fact.category is None else fact.category)
    return state


def raw(engine: Engine, state: Belief) -> tuple[Array, Array]:
    """Everything that must never fall, before rounding: means and levels of all, then every joint of two levels."""
    k = len(engine.habiletes)
    p_g, out, given_g = engine.unrounded(state)
    both = [
        float((p_g * given_g[i, one] * given_g[j, other]).sum())
        for i, j in itertools.combinations(range(k), 2)
        for one, other in itertools.product(range(3), repeat=2)
    ]
    return out[:, [0, 2, 3, 4]], np.array(both)


def same(one: Posterior, other: Posterior) -> bool:
    """Byte for byte, points included."""
    arrays = ("theta", "p_g", "given_g", "mean", "sd", "levels", "covariance")
    equal = all(getattr(one, name).tobytes() == getattr(other, name).tobytes() for name in arrays)
    return equal and {k: v.tobytes() for k, v in one.points.items()} == {
        k: v.tobytes() for k, v in other.points.items()
    }


# 1 and 10: better is never worse.


@settings(max_examples=100, deadline=None)
@given(observations(6, 18), models)
def test_doing_better_lowers_no_mean_no_level_no_offer(facts: list[Observation], model: tuple[float, float]) -> None:
    """Every fact in turn raised by one category (over 2,000 flips): no mean, level or joint falls by 1e-12."""
    engine = Engine([as_item(o) for o in facts], NAMES, sigma=model[0], gamma2=model[1])
    state = filled(engine, facts)
    before = raw(engine, state)
    for fact in facts:
        assert fact.category is not None
        for category in range(fact.category + 1, fact.top + 1):
            after = raw(engine, engine.update(state, fact.rule, category))
            assert all((y >= x - 1e-12).all() for x, y in zip(before, after, strict=True))


@settings(max_examples=40, deadline=None)
@given(observations(2, 10), st.data())
def test_giving_up_failing_and_succeeding_are_in_that_order(facts: list[Observation], data: st.DataObject) -> None:
    """What was offered and given up is the lowest category: no other category does worse in any habileté or joint."""
    at = data.draw(st.integers(0, len(facts) - 1))
    found = [
        estimate([*facts[:at], replace(facts[at], category=c), *facts[at + 1 :]], NAMES)
        for c in range(facts[at].top + 1)
    ]
    wanted = [("a", 1), ("b", 2), ("c", 3)]
    for low, high in itertools.pairwise(found):
        assert (high.mean >= low.mean).all()
        assert (high.levels >= low.levels).all()
        assert joint(high, wanted) >= joint(low, wanted) - 1e-8


def joint(known: Posterior, wanted: list[tuple[str, int]]) -> float:
    given_g = {name: known.given_g[k].tolist() for k, name in enumerate(known.habiletes)}
    return all_met(known.p_g.tolist(), given_g, wanted)


@pytest.mark.parametrize("robot", ["expert", "clumsy"])
def test_stopping_early_pays_in_no_rule_of_an_able_player(robot: str) -> None:
    """A log cut short and read as given up: an able player's categories never rise by it."""
    events, keys = run(robot).events, workshop().model_dump()
    whole = observe(events, rules(), keys, task="t")
    for share in (0.0, 0.3, 0.6, 0.9):
        part = observe(events[: int(share * len(events))], rules(), keys, task="t")
        rose = [w.rule for p, w in zip(part, whole, strict=True) if (p.category or 0) > (w.category or 0)]
        assert rose == []


# 2: raw values.


@given(st.integers(1, 12), st.integers(1, 20), st.data())
def test_a_better_raw_value_never_lowers_the_category(signals: int, noises: int, data: st.DataObject) -> None:
    """One hit more, one false alarm less, a smaller error, a faster right answer, a step more in order."""
    # A rule's limits have three decimals at the most: nearer ones are lost in the sums.
    rising = sorted(n / 1000 for n in data.draw(st.sets(st.integers(-3000, 4000), min_size=2, max_size=4)))
    hits, false = data.draw(st.integers(0, signals - 1)), data.draw(st.integers(1, noises))
    here = cut(d_prime(hits, signals, false, noises), rising)
    assert cut(d_prime(hits + 1, signals, false, noises), rising) >= here
    assert cut(d_prime(hits, signals, false - 1, noises), rising) >= here
    for at, limit in enumerate(rising, 1):
        needed = hits_needed(limit, d_prime(hits, signals, false, noises), hits, signals)
        reach = [n > 0 and cut(d_prime(n, signals, false, noises), rising) >= at for n in range(signals + 1)]
        assert needed == (reach.index(True) if True in reach else None)
    falling = rising[::-1]
    errors = data.draw(st.lists(st.integers(-3, 4), min_size=3, max_size=9))
    n = data.draw(st.integers(0, len(errors) - 1))
    smaller = [e - (i == n) for i, e in enumerate(errors)]
    worse, better = middle(errors, 3), middle(smaller, 3)
    assert worse is not None
    assert better is not None
    assert cut(better, falling) >= cut(worse, falling)


@given(st.permutations("abcdef"))
def test_following_the_order_is_never_beaten(taken: list[str]) -> None:
    """No order of the same steps counts more steps than the document's own."""
    assert steps(taken, list("abcdef")) <= steps(list("abcdef"), list("abcdef"))


# 3 and 4: order, split, batch, incremental, from scratch.


@settings(max_examples=40, deadline=None)
@given(observations(), models, st.randoms(use_true_random=False))
def test_order_split_and_way_of_adding_cannot_be_seen(
    facts: list[Observation], model: tuple[float, float], chance: random.Random
) -> None:
    """From scratch, in any order, answer by answer, with answers taken back and corrected: the same bytes."""
    sigma, gamma2 = model
    whole = estimate(facts, NAMES, sigma=sigma, gamma2=gamma2)
    mixed = list(facts)
    chance.shuffle(mixed)
    assert same(whole, estimate(mixed, NAMES, sigma=sigma, gamma2=gamma2))
    engine = Engine([as_item(o) for o in facts], NAMES, sigma=sigma, gamma2=gamma2)
    state = engine.start()
    for fact in mixed[: len(mixed) // 2]:  # a first sitting, with other answers
        state = engine.update(state, fact.rule, chance.randint(-1, fact.top))
    for fact in mixed:
        assert fact.category is not None
        state = engine.update(state, fact.rule, fact.category)
    found = engine.read_out(state)
    assert found.mean.tobytes() == whole.mean.tobytes()
    assert found.sd.tobytes() == whole.sd.tobytes()
    assert found.levels.tobytes() == whole.levels.tobytes()
    assert found.p_g.tobytes() == whole.p_g.tobytes()
    assert rounded(found.given_g, FINE).transpose(0, 2, 1).tobytes() == whole.given_g.tobytes()


@settings(max_examples=25, deadline=None)
@given(observations(3, 16), models, st.integers(0, 2**32 - 1), st.integers(1, 300))
def test_a_batch_is_its_people_one_by_one(
    facts: list[Observation], model: tuple[float, float], seed: int, people: int
) -> None:
    """Any size and split of a batch: the rounded values of `estimate` for each person."""
    sigma, gamma2 = model
    rng = np.random.default_rng(seed)
    items = [as_item(o) for o in facts]
    y = np.stack([rng.integers(-1, len(i.b) + 1, people) for i in items], 1)
    whole = score(items, y, sigma=sigma, gamma2=gamma2)
    middle_at = people // 2
    parts = [score(items, part, sigma=sigma, gamma2=gamma2) for part in (y[:middle_at], y[middle_at:])]
    assert np.concatenate([p.mean for p in parts]).tobytes() == whole.mean.tobytes()
    assert np.concatenate([p.levels for p in parts]).tobytes() == whole.levels.tobytes()
    for n in {0, people - 1}:
        own = [replace(o, category=int(c) if c >= 0 else None) for o, c in zip(facts, y[n], strict=True)]
        one = estimate(own, whole.competencies, sigma=sigma, gamma2=gamma2)
        assert np.abs(one.mean - whole.mean[n]).max() <= 1e-6
        assert np.abs(one.sd - whole.sd[n]).max() <= 1e-6
        assert np.abs(one.levels - whole.levels[n]).max() <= 1e-6


# 5: missing and flat.


@settings(max_examples=30, deadline=None)
@given(observations(), models, st.sampled_from(NAMES), st.sampled_from(TASKS), st.integers(0, 2))
def test_missing_is_deleted_and_a_flat_item_says_nothing(
    facts: list[Observation], model: tuple[float, float], name: str, task: str, category: int
) -> None:
    """A missing fact leaves the same bytes; an item whose answers do not depend on the person shrinks no SE."""
    sigma, gamma2 = model
    known = estimate(facts, NAMES, sigma=sigma, gamma2=gamma2)
    missing = Observation("zz", name, task, None, 2, None, 1.0, 1.2, (-0.5, 0.5), ())
    assert same(known, estimate([*facts, missing], NAMES, sigma=sigma, gamma2=gamma2))
    flat = replace(missing, category=category, a=1e-9)
    after = estimate([*facts, flat], NAMES, sigma=sigma, gamma2=gamma2)
    assert np.abs(after.mean - known.mean).max() <= 1e-6
    assert (after.sd >= known.sd - 1e-6).all()


# 6: the true law of evidence.


@settings(max_examples=40, deadline=None)
@given(observations(), st.sampled_from(NAMES), st.sampled_from(TASKS), st.sampled_from((0.6, 1.2, 2.4)))
def test_one_more_answer_is_expected_to_tell_something(
    facts: list[Observation], name: str, task: str, a: float
) -> None:
    """One answer may widen an interval, their average over what is predicted never does: V = E[V | y] + V(E | y)."""
    k = NAMES.index(name)
    asked = Observation("zz", name, task, 0, 1, None, 1.0, a, (0.1,), ())
    now, no, yes = (estimate([*facts, *more], NAMES) for more in ([], [asked], [replace(asked, category=1)]))
    p = predicted(facts, asked)
    assert now.mean[k] == pytest.approx(p * yes.mean[k] + (1 - p) * no.mean[k], abs=2e-4)
    expected = p * yes.sd**2 + (1 - p) * no.sd**2
    assert (expected <= now.sd**2 + 1e-4).all()
    between = p * (1 - p) * (yes.mean - no.mean) ** 2
    assert np.abs(expected + between - now.sd**2).max() < 5e-4


def predicted(facts: list[Observation], asked: Observation) -> float:
    """P(yes) of a binary item, by the referee's fine sums."""
    g, joint_g = referee_general([*facts, replace(asked, category=1)])
    _, without = referee_general(facts)
    assert len(g) == len(joint_g)
    return float(joint_g.sum() / without.sum())


# 7: one cell is one testimony.


@settings(max_examples=6, deadline=None)
@given(st.integers(2, 12), st.sampled_from((0.8, 1.4, 2.0)), st.integers(0, 1000))
def test_a_cell_never_tells_more_than_its_floor(n: int, a: float, seed: int) -> None:
    """The mean SE of one cell is above 1 / sqrt(1 / (1 - gamma^2) + 1 / sigma^2) however many facts it has, and twice
    the facts of one cell never beat a second cell."""
    rng = np.random.default_rng(seed)
    b = (-1.2, 0.0, 1.2)
    names = {"one": ["t"] * (2 * n), "two": ["t", "u"] * n}
    theta = rng.normal(size=400)
    deviation = {task: theta + 0.6 * rng.normal(size=400) for task in "tu"}
    chance = rng.random((400, 2 * n))
    spread = {}
    for way, tasks in names.items():
        items = [Item(f"i{j:02d}", "k", task, a, b) for j, task in enumerate(tasks)]
        y = np.stack(
            [
                sum((chance[:, j] < 1 / (1 + np.exp(-a * (deviation[t] - c)))).astype(int) for c in b)
                for j, t in enumerate(tasks)
            ],
            1,
        )
        spread[way] = float(score(items, y).sd.mean())
    assert spread["one"] >= 1 / math.sqrt(1 / 0.7 + 1 / 0.36)
    assert spread["one"] >= spread["two"]


# 8: points.


@settings(max_examples=40, deadline=None)
@given(observations(), models)
def test_points_are_the_mean_signed_and_follow_their_action(
    facts: list[Observation], model: tuple[float, float]
) -> None:
    """Points add up to the mean; the top category gives, the lowest takes; other labels only move them."""
    sigma, gamma2 = model
    known = estimate(facts, NAMES, sigma=sigma, gamma2=gamma2)
    total = sum(known.points.values(), np.zeros(len(NAMES)))
    assert np.abs(total - known.mean).max() < 1e-3
    for fact in facts:
        own = known.points[fact.task, fact.rule][NAMES.index(fact.habilete)]
        if fact.category == fact.top:
            assert own > 0
        if fact.category == 0:
            assert own < 0
    renamed = [replace(fact, rule=f"q{99 - n}") for n, fact in enumerate(facts)]
    again = estimate(renamed, NAMES, sigma=sigma, gamma2=gamma2)
    for before, after in zip(facts, renamed, strict=True):
        assert np.abs(known.points[before.task, before.rule] - again.points[after.task, after.rule]).max() <= 2e-6


# 9: mirror.


@settings(max_examples=40, deadline=None)
@given(observations(), models)
def test_a_mirror_negates_means_and_keeps_sds(facts: list[Observation], model: tuple[float, float]) -> None:
    """Categories reversed and thresholds negated: every mean changes its sign, every SD stays."""
    sigma, gamma2 = model
    turned = [replace(o, category=o.top - (o.category or 0), b=tuple(-v for v in o.b[::-1])) for o in facts]
    one, other = (estimate(f, NAMES, sigma=sigma, gamma2=gamma2) for f in (facts, turned))
    assert np.abs(one.mean + other.mean).max() <= 2e-6
    assert np.abs(one.sd - other.sd).max() <= 2e-6


# 11: what never counts.


def test_practice_and_decor_leave_the_measure_untouched() -> None:
    """Events of practice, and events no rule reads, change no byte of the result."""
    events, keys = run("clumsy").events, workshop().model_dump()
    practice = [Event(0, "phase", {"name": "practice", "movement": 0})]
    practice += [replace(e, tick=0) for e in events if e.kind not in ("phase", "gate", "bell")]
    decor = [Event(e.tick, "decor", {"cloud": n}) for n, e in enumerate(events)]
    among = [e for pair in zip(decor, events, strict=True) for e in pair]
    plain, trained, decorated = (
        estimate(observe(log, rules(), keys, task="t"), tuple({r.habilete: 0 for r in rules()}))
        for log in (events, [*practice, *events], among)
    )
    assert same(plain, trained)
    assert same(plain, decorated)


def test_a_clock_that_times_nothing_can_be_taken_away() -> None:
    """Without the clock, no rule of this workshop being timed, the same acts give the same bytes."""
    first = run("expert")
    calm = Session(task(5, clock=False))
    acts: dict[int, list[tuple[str, dict[str, object]]]] = {}
    for action in first.actions:
        acts.setdefault(action.tick, []).append((action.verb, dict(action.args)))
    while not calm.task.done and calm.task.tick < 60_000:
        for verb, args in acts.get(calm.task.tick, []):
            calm.act(verb, args)  # type: ignore[arg-type]
        calm.advance()
    names = tuple({r.habilete: 0 for r in rules()})
    keys = workshop().model_dump()
    with_clock, without = (estimate(observe(s.events, rules(), keys, task="t"), names) for s in (first, calm))
    assert same(with_clock, without)


# 12: always lawful.


@settings(max_examples=60, deadline=None)
@given(
    st.integers(1, 60), st.sampled_from((0.3, 1.2, 4.0)), st.sampled_from(("top", "bottom", "fight", "none")), models
)
def test_extreme_logs_stay_lawful(n: int, a: float, kind: str, model: tuple[float, float]) -> None:
    """All at the top, all at the bottom, contradictory, empty: finite, inside the grid, levels falling, SD above 0."""
    sigma, gamma2 = model
    category = {"top": [4, 4], "bottom": [0, 0], "fight": [0, 4], "none": [None, None]}[kind]
    facts = [
        Observation(
            f"r{j:02d}", NAMES[j % 3], TASKS[j % 2], category[j % 2], 4, None, 1.0, a, (-1.6, -0.5, 0.5, 1.6), ()
        )
        for j in range(n)
    ]
    known = estimate(facts, NAMES, sigma=sigma, gamma2=gamma2)
    y = np.array([[-1 if o.category is None else o.category for o in facts]])
    many = score([as_item(o) for o in facts], y, sigma=sigma, gamma2=gamma2)
    for mean, sd, levels in ((known.mean, known.sd, known.levels), (many.mean[0], many.sd[0], many.levels[0])):
        assert (np.abs(mean) < 6).all()
        assert (sd > 0).all()
        assert ((levels >= 0) & (levels <= 1)).all()
        assert (np.diff(levels, axis=1) <= 0).all()
    assert all(np.isfinite(v).all() for v in known.points.values())
    assert np.isfinite(known.covariance).all()
    for k in range(len(NAMES)):
        low, high = quantile(known, k, 0.025), quantile(known, k, 0.975)
        assert -6.2 <= low < high <= 6.2


@pytest.mark.parametrize(("sigma", "gamma2"), [(0.0, 0.3), (0.2, 0.95), (0.6, 0.3)])
def test_hundreds_of_answers_that_contradict_each_other(sigma: float, gamma2: float) -> None:
    """Products that leave the range of doubles are made in logarithms: alone, in a batch, answer by answer."""
    items = [Item(f"i{j:03d}", NAMES[j % 3], TASKS[j % 2], 4.0, (-100.0, -0.5, 0.5, 100.0)) for j in range(240)]
    y = np.stack([np.full(240, 4), np.where(np.arange(240) % 2, 4, 0), np.where(np.arange(240) % 3 == 1, 4, 0)])
    many = score(items, y, sigma=sigma, gamma2=gamma2)
    assert np.isfinite(many.mean).all()
    assert np.abs(many.mean[1]).max() <= 1e-6
    facts = [
        Observation(i.id, i.competency, i.cell, int(c), 4, None, 1.0, i.a, i.b, ())
        for i, c in zip(items, y[2], strict=True)
    ]
    one = estimate(facts, NAMES, sigma=sigma, gamma2=gamma2)
    assert np.abs(one.mean - many.mean[2]).max() <= 1e-6
    engine = Engine(items, NAMES, sigma=sigma, gamma2=gamma2)
    assert engine.read_out(filled(engine, facts)).mean.tobytes() == one.mean.tobytes()


# 13 and 14: what the model says before, and where its parts come apart.


@pytest.mark.parametrize("gamma2", GAMMAS2)
def test_with_nothing_observed_the_prior_stands(gamma2: float) -> None:
    """Mean 0, SD 1, P(level) the tail of the normal law; two habiletés covary by gamma^2."""
    known = estimate([], NAMES, gamma2=gamma2)
    tails = [0.5 * math.erfc(c / math.sqrt(2)) for c in LEVEL_CUTS]
    assert np.abs(known.mean).max() < 1e-6
    assert np.abs(known.sd - 1).max() < 1e-3
    assert np.abs(known.levels - tails).max() < 1e-3
    assert known.covariance[0, 1] == pytest.approx(gamma2, abs=1e-3)


@settings(max_examples=30, deadline=None)
@given(observations(2, 14), st.sampled_from(SIGMAS))
def test_without_a_general_factor_each_stands_alone(facts: list[Observation], sigma: float) -> None:
    """gamma 0: each habileté is what its own facts make of it."""
    known = estimate(facts, NAMES, sigma=sigma, gamma2=0.0)
    for k, name in enumerate(NAMES):
        own = estimate([o for o in facts if o.habilete == name], [name], sigma=sigma, gamma2=0.0)
        assert np.abs(own.theta[0] - known.theta[k]).max() <= 1e-9
        assert own.mean[0] == pytest.approx(known.mean[k], abs=1e-6)


# A referee: the same integrals, written down plainly, on a grid four times as fine.


@cache
def fine(sigma: float, gamma2: float) -> tuple[Array, Array, Array, Array]:
    """(x, g, p(eta | theta) as (eta, theta), p(theta | g) as (theta, g)), steps of .05; the first reaches to 8."""
    x, g = np.arange(-8, 8.0001, 0.05), np.arange(-6, 6.0001, 0.05)

    def normal(z: Array, sd: float) -> Array:
        out: Array = 0.05 * np.exp(-(z**2) / (2 * sd**2)) / (sd * math.sqrt(2 * math.pi))
        return out

    blur = normal(x[:, None] - x[None, :], sigma) if sigma else np.eye(len(x))
    return x, g, blur, normal(x[:, None] - math.sqrt(gamma2) * g[None, :], math.sqrt(1 - gamma2))


def logistic(x: Array, o: Observation) -> Array:
    f = [np.ones_like(x), *(1 / (1 + np.exp(-o.a * (x - b))) for b in o.b), np.zeros_like(x)]
    assert o.category is not None
    out: Array = (f[o.category] - f[o.category + 1]) ** o.weight
    return out


def referee(facts: list[Observation], sigma: float, gamma2: float) -> tuple[Array, dict[str, Array]]:
    """What each habileté's facts say of theta, and p(g) times all that is said of g, both unscaled."""
    x, g, blur, down = fine(sigma, gamma2)
    said = {name: np.ones_like(x) for name in NAMES}
    for name, where in {(o.habilete, o.task) for o in facts}:
        like = np.ones_like(x)
        for o in facts:
            if (o.habilete, o.task) == (name, where):
                like = like * logistic(x, o)
        said[name] = said[name] * (like @ blur)
    weight = np.exp(-(g**2) / 2) * 0.05 / math.sqrt(2 * math.pi)
    for name in NAMES:
        weight = weight * (said[name] @ down)
    return weight, said


def referee_general(facts: list[Observation]) -> tuple[Array, Array]:
    """(nodes of g, p(g) P(facts | g)) of the default model."""
    return fine(0.6, 0.3)[1], referee(facts, 0.6, 0.3)[0]


@settings(max_examples=25, deadline=None)
@given(observations(1, 12), models)
def test_posteriors_and_joints_agree_with_a_fine_integral(facts: list[Observation], model: tuple[float, float]) -> None:
    """Means, SDs, levels, covariances and joint chances of ordinary people are those of the referee to 1e-3."""
    sigma, gamma2 = model
    x, _, _, down = fine(sigma, gamma2)
    weight, said = referee(facts, sigma, gamma2)
    p_g = weight / weight.sum()
    known = estimate(facts, NAMES, sigma=sigma, gamma2=gamma2)
    above = [(x > c + 0.01).astype(float) + 0.5 * (np.abs(x - c) < 0.01) for c in LEVEL_CUTS]
    at_g, means = {}, {}
    for k, name in enumerate(NAMES):
        theta = said[name][:, None] * down
        theta = theta / theta.sum(0)
        mass = theta @ p_g
        mean = float(mass @ x)
        if abs(mean) > 3:
            return
        assert known.mean[k] == pytest.approx(mean, abs=1e-3)
        assert known.sd[k] == pytest.approx(math.sqrt(float(mass @ x**2) - mean**2), abs=1e-3)
        assert np.abs(known.levels[k] - [float(mass @ a) for a in above]).max() < 1e-3
        at_g[name], means[name] = [a @ theta for a in above], x @ theta
    for i, j in itertools.combinations(range(3), 2):
        own, other = means[NAMES[i]], means[NAMES[j]]
        covariance = float((p_g * own * other).sum() - (p_g * own).sum() * (p_g * other).sum())
        assert known.covariance[i, j] == pytest.approx(covariance, abs=1e-3)
    for wanted in ([("a", 1), ("b", 2)], [("a", 3), ("b", 1), ("c", 2)]):
        chance = p_g.copy()
        for name, level in wanted:
            chance = chance * at_g[name][level - 1]
        assert joint(known, wanted) == pytest.approx(float(chance.sum()), abs=1e-3)


@settings(max_examples=30, deadline=None)
@given(observations(1, 12), st.data())
def test_asking_more_never_raises_a_joint_chance(facts: list[Observation], data: st.DataObject) -> None:
    """A further or a higher requirement lowers the chance of all; it lies above the product of the single ones."""
    known = estimate(facts, NAMES)
    wanted = [(name, data.draw(st.integers(1, 3))) for name in NAMES]
    chance = joint(known, wanted)
    assert 0 <= chance <= joint(known, wanted[:2]) + 1e-9
    assert all(chance <= joint(known, [(n, max(1, level - (n == m))) for n, level in wanted]) + 1e-9 for m in NAMES)
    single = math.prod(float(known.levels[NAMES.index(n), level - 1]) for n, level in wanted)
    assert chance >= single - 1e-5
    assert joint(known, []) == pytest.approx(1.0, abs=1e-6)
