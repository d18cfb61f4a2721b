"""Practice: the second good one is asked without ring or arrow; what came of a pull waits for the hand."""

import pytest
from test_practice import opened, press

from game.mechanics.assemble import metal, view_lever, view_made, view_settled
from game.mechanics.assemble.scene import LOOKS_TICKS, AssembleScene
from game.screen.kept import Kept
from game.screen.nodes import Screen
from game.window.look import StaticLook
from game.workshop import alone
from game.workshop.drawn import NOTHING


def second(**comfort: object) -> tuple[AssembleScene, StaticLook]:
    """The lesson of what is set aside, after its first good one."""
    scene, look = opened(**comfort)
    press(scene, look, "lesson:aside", "try:aside", "reject", "try:aside")
    return scene, look


def shown(screen: Screen) -> tuple[str, bool]:
    """What practice points at, and whether it can be asked for."""
    return screen.calls, any(n.id == alone.SHOW for n in screen.nodes)


@pytest.mark.parametrize("comfort", [{}, {"text_scale": 2.0}, {"easy": True}, {"language": "en"}])
def test_the_second_good_one_is_asked_without_ring_or_arrow(comfort: dict[str, object]) -> None:
    """« Touchez ce qui est entouré » a dozen times bores: once it was done right, it is the person's turn."""
    scene, look = opened(**comfort)
    press(scene, look, "lesson:aside", "try:aside")
    assert shown(scene.screen(look)) == ("reject", False)
    scene, look = second(**comfort)
    screen = scene.screen(look)
    words = scene.words(look)
    assert shown(screen) == ("", True)
    assert scene.says(words, scene.seen).startswith(words.t("lesson.alone"))
    button = next(n for n in screen.nodes if n.id == alone.SHOW)
    others = [n for n in screen.nodes if n.shapes and n.id != alone.SHOW]
    assert not [n.id for n in others if n.rect.meets(button.rect)]
    assert (button.actions, screen.focus_first) == (("press",), alone.SHOW), "no thing of the bench is ringed for keys"
    press(scene, look, alone.SHOW)
    assert shown(scene.screen(look)) == ("reject", False), "asked for, they are back"
    assert not scene.says(words, scene.seen).startswith(words.t("lesson.alone"))
    press(scene, look, "reject")
    assert "aside" in scene.seen.learnt


def test_a_touch_that_was_not_it_brings_ring_and_arrow_back() -> None:
    """So does a touch on nothing; turning a page, asking for words or reading the order does not."""
    for node, back in (("", True), ("hand", True), ("mentor", False), ("reminder:", False), ("doc:plan", False)):
        scene, look = second()
        scene.pressed_on(node)
        assert (scene.screen(look).calls == "reject") == back, node


def test_a_gesture_of_one_good_stays_guided() -> None:
    """Nothing of it was done yet."""
    scene, look = opened()
    press(scene, look, "lesson:gauge", "try:gauge")
    assert shown(scene.screen(look)) == ("mode:calibre", False)


def test_what_came_of_a_try_waits_until_the_hand_has_let_go() -> None:
    """The page cut in while the lever was still pulled; now the head is seen for a moment before."""
    scene, look = opened()
    press(scene, look, "lesson:turn", "try:turn")
    for _ in range(4):
        scene.do("turn_jaw") if not scene.seen.outcome else None
        scene.do("lever", x=400)
        scene.advance(60)
        if scene.seen.outcome == "right":
            break
        scene.do("lever", x=0)
        scene.advance(80)
        if scene.seen.outcome:
            press(scene, look, "try:turn")
    assert scene.seen.outcome == "right"
    assert scene.screen(look).id == "lever"
    assert scene.screen(look).say.endswith(scene.words(look).t("lesson.let_go"))
    scene.do("lever", x=0)
    while scene.seen.lever.x or scene.seen.lever.f:
        scene.advance(1)
        assert scene.screen(look).id == "lever"
    scene.advance(LOOKS_TICKS - 5)
    assert scene.screen(look).id == "lever"
    scene.advance(10)
    assert scene.screen(look).id == "lesson"


def test_a_hole_shown_for_the_plan_is_not_covered_by_a_ruler() -> None:
    """A wrong touch opened the pige over the panel: what is said there is about the plan."""
    scene, look = opened()
    press(scene, look, "lesson:plan", "try:plan", "doc:plan", "hole:A1")
    scene.advance(10)
    assert scene.seen.gauge_hole == "A1"
    screen = scene.screen(look)
    assert not any(n.id == "gauge" for n in screen.nodes)
    words = scene.words(look)
    assert scene.says(words, scene.seen) in (words.t("lesson.plan.told.mirror"), words.t("lesson.plan.told.other"))


SMALL = 1366 / 1920
"""Pixels a design unit on the small screen."""


RIM, LINE = 1.5, 3.0
"""Half as wide as the rim of a head is; as wide as the light of a line at the lever, just inside its limit."""


@pytest.mark.parametrize("target", [1400, 1600, 1700, 1800])
def test_a_head_at_the_lever_is_seen_on_the_side_of_a_line_where_it_truly_is(target: int) -> None:
    """A5 sat on « trait bas » while the calibre said « entre les traits »: two pixels of it are clear, either side."""
    for h_um in range(target - 400, target + 401, 5):
        at = metal.standing(h_um, target, 200, inside_um=metal.CLEAR_UM) // metal.STEP_UM * metal.STEP_UM
        low, high = ((at - line) / 1000 * view_settled.MM + RIM for line in (target - 200, target + 200))
        clear = (-low if h_um < target - 200 else low - LINE), (high if h_um > target + 200 else -LINE - high)
        assert min(clear) * SMALL >= 2, (h_um, clear)
    for h_um in (target - 200, target - 100, target + 200):
        assert metal.standing(h_um, target, 200) == h_um, "under the hand each move is seen as it is"


@pytest.mark.parametrize("h_um", range(1200, 2001, 5))
def test_a_head_in_its_round_lies_two_pixels_from_its_lines(h_um: int) -> None:
    """On the side where it is, as the bench shows it for a moment."""
    at = metal.standing(h_um, 1600, 200, past_um=view_made.CLEAR_UM, inside_um=view_made.CLEAR_UM)
    at = at // metal.STEP_UM * metal.STEP_UM
    for line, good in ((1400, h_um >= 1400), (1800, h_um > 1800)):
        assert (at > line) == good
        assert abs(at - line) / 1000 * view_made.MM * SMALL >= 2


def test_who_brings_a_tool_is_the_one_who_speaks_at_the_lever() -> None:
    """The store's man on the bench was « Karim » at the lever: the sentence names who says it, and nobody else does."""
    scene, look = opened()
    press(scene, look, "lesson:squeeze", "try:squeeze")
    words = scene.words(look)
    news = words.t("message.pince_27")
    assert news.startswith("Le magasin :")
    screen = view_lever.lever(words, scene.seen, NOTHING, Kept(), "", news)
    texts = [getattr(s, "text", "") for s in screen.decor]
    assert words.mentor not in texts
    assert words.t("lever.title", hole="A1") in texts
    assert words.mentor in [
        getattr(s, "text", "") for s in view_lever.lever(words, scene.seen, NOTHING, Kept(), "x").decor
    ]


@pytest.mark.parametrize("language", [("fr", False), ("fr", True), ("en", False)])
def test_the_lever_is_told_in_two_sentences_and_keys_to_who_uses_them(language: tuple[str, bool]) -> None:
    """Three sentences and a list of keys stood beside a lever that a finger pulls."""
    scene, look = opened(language=language[0], easy=language[1])
    words = scene.words(look)
    assert words.t("lever.help").count(".") <= 2
    press(scene, look, "lesson:squeeze", "try:squeeze")

    def slip(*, keys: bool) -> str:
        seen = StaticLook(look.comfort, keys=keys)
        shown = view_lever.lever(scene.words(seen), scene.seen, NOTHING, Kept(), "")
        return " ".join(getattr(s, "text", "") for s in shown.decor)

    last = words.t("lever.keys").split()[-1]
    assert last not in slip(keys=False)
    assert last in slip(keys=True)


def test_line_one_of_the_order_names_both_protections() -> None:
    """« Et 2 protections » : which ones stood on no page."""
    scene, look = opened()
    line = scene.words(look).t("order.first").split("\n")[0]
    assert "lunettes" in line
    assert "bouchons" in line
