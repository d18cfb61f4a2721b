"""What the painter makes, keeps and lets go."""

import gc
import os
import threading
import weakref
from collections.abc import Mapping

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import numpy as np
import pygame
import pytest
from numpy.typing import NDArray

from assets.theme import themes
from game.screen.nodes import Box, Circle, Node, Picture, Poly, Rect, Screen, Shape, Still, Text
from game.screen.scene import Comfort
from game.window import pieces
from game.window.ground import STRIP, Ground
from game.window.layers import GoneLayers, Layer
from game.window.paint import Painter, in_order
from game.window.pieces import LARGE, KeptStamps, Stamp, StampPiece, whole_lines
from game.window.regions import apart, wider
from game.window.stamps import SLOW, Maker
from game.window.svg import box_svg, raster, source


def painter(size: tuple[int, int] = (1280, 720)) -> Painter:
    return Painter(pygame.display.set_mode(size), Comfort())


def screen(name: str, *shapes: Shape, backdrop: tuple[Shape, ...] = ()) -> Screen:
    return Screen(name, name, (Node("one", "text", "", Rect(0, 0, 10, 10), shapes),), backdrop)


BOXES = [
    Box(Rect(60, 40, 900, 500), "paper", 28, "ink", 3),
    Box(Rect(60, 40, 900, 500), "paper", 28, shade=True),
    Box(Rect(60, 40, 900, 500), "paper", 28, "ink", 2, to="cloud", shade=True),
    Box(Rect(60, 40, 900, 500), "ink", 40, alpha=150),
    Box(Rect(60, 40, 1500, 9), "signal", 4),
    Box(Rect(60, 40, 7, 700), "signal", 3, "ink", 2),
    Box(Rect(60, 40, 900, 1), "signal", 3),
    Box(Rect(60, 40, 900, 500), "", 28, "ink", 3),
]


@pytest.mark.parametrize("box", BOXES)
@pytest.mark.parametrize("width", [1024, 1366, 1920])
def test_a_box_in_slices_is_the_box_drawn_whole(box: Box, width: int) -> None:
    """Corners, sides and middle give the very pixels of the whole drawing, but for its own rounding of one level."""
    surface = pygame.display.set_mode((width, width * 9 // 16))
    maker = Maker(width / 1920, themes()["day"], themes()["day"])
    stamp = maker.stamp(box)
    whole = maker._raster(box_svg(box, stamp.at.size, maker.scale, maker._ink), (0, 0, *stamp.at.size))
    pictures: list[NDArray[np.int16]] = []
    for put in (lambda: stamp.put(surface), lambda: surface.blit(whole, stamp.at)):
        surface.fill((90, 120, 150))
        put()
        pictures.append(np.frombuffer(pygame.image.tobytes(surface, "RGB"), np.uint8).astype(np.int16))
    assert pictures[0].shape == pictures[1].shape
    assert np.abs(pictures[0] - pictures[1]).max() <= 2


def test_a_drawing_is_that_of_the_svg_reader() -> None:
    """Reading the bytes as the window wants them gives the same pixels as converting the drawing."""
    pygame.display.set_mode((640, 360))
    plain = pygame.image.load_sized_svg(f"{os.getcwd()}/assets/art/aircraft.svg", (600, 206)).convert_alpha()
    ours = raster(source("aircraft", {}), (600, 206))
    assert ours.get_masks() == plain.get_masks()
    assert pygame.image.tobytes(ours, "RGBA") == pygame.image.tobytes(plain, "RGBA")


def test_what_is_kept_stays_within_its_bound() -> None:
    """However much is made, what is held stays under the limit; what was used last is still there."""
    kept = KeptStamps(1_000_000)
    for n in range(200):
        drawn = pygame.Surface((100, 100), pygame.SRCALPHA, 32)
        kept.put(n, (StampPiece(drawn, drawn.get_rect()),))
        assert kept.get(0) is not None
        assert kept.held <= kept.limit
    assert kept.get(1) is None
    assert kept.get(199) is not None


def test_parts_of_one_drawing_are_counted_once() -> None:
    """Nine slices of a box hold their drawing together, and no more."""
    drawn = pygame.Surface((100, 90), pygame.SRCALPHA, 32)
    cut = [drawn.subsurface((x, y, 30, 30)) for x in (0, 30, 60) for y in (0, 30, 60)]
    kept = KeptStamps(1_000_000)
    kept.put("box", tuple(StampPiece(part, part.get_rect()) for part in cut))
    assert 36_000 <= kept.held <= 36_500


@pytest.mark.parametrize("width", [1024, 1366, 1920])
@pytest.mark.parametrize("ring", [Circle(400, 300, 174, "", "warm_light", 2), Circle(400, 300, 189.3, "", "ink", 8)])
def test_a_ring_is_kept_without_its_middle(
    ring: Circle, width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is kept of it shows the whole drawing, but for its reader's rounding, in a quarter of its bytes.

    Less than a quarter of it is read: a ring that widens is another one in each frame, and each took 1 to 4 ms.
    """
    made = painter((width, width * 9 // 16))
    place = Rect(ring.x - ring.r, ring.y - ring.r, 2 * ring.r, 2 * ring.r)
    box = Box(place, "", ring.r, ring.stroke, ring.stroke_width)
    read: list[int] = []

    def told(svg: str, size: tuple[int, int]) -> pygame.Surface:
        read.append(size[0] * size[1])
        return raster(svg, size)

    monkeypatch.setattr("game.window.stamps.raster", told)
    stamp = made.maker.stamp(ring)
    area = stamp.at.w * stamp.at.h
    assert 0 < sum(read) < area / 4
    whole = made.maker._raster(box_svg(box, stamp.at.size, made.maker.scale, made.maker._ink), (0, 0, *stamp.at.size))
    pictures: list[NDArray[np.int16]] = []
    for put in (lambda: stamp.put(made.surface), lambda: made.surface.blit(whole, stamp.at)):
        made.surface.fill((90, 120, 150))
        put()
        pictures.append(np.frombuffer(pixels(made), np.uint8).astype(np.int16))
    assert np.abs(pictures[0] - pictures[1]).max() <= 8
    assert (pictures[0] != pictures[1]).mean() < 0.001
    assert made.maker.kept.held < area


def test_what_came_back_outlives_what_passes_by() -> None:
    """A ring that grows is another drawing in each frame: it pushed out the blade, which was drawn again for 5 ms."""
    kept = KeptStamps(1_000_000)
    for key in ("blade", "lamp"):
        drawn = pygame.Surface((200, 200), pygame.SRCALPHA, 32)
        kept.put(key, (StampPiece(drawn, drawn.get_rect()),))
        assert kept.get(key) is not None
    for n in range(200):
        ring = pygame.Surface((150, 150), pygame.SRCALPHA, 32)
        kept.put(n, (StampPiece(ring, ring.get_rect()),))
    assert kept.get("blade") is not None
    assert kept.get("lamp") is not None
    assert kept.get(0) is None
    for n in range(200):
        kept.get(n)
        again = pygame.Surface((150, 150), pygame.SRCALPHA, 32)
        kept.put(n, (StampPiece(again, again.get_rect()),))
        kept.get(n)
    assert kept.get("blade") is None
    assert kept.held <= kept.limit


def test_what_is_made_again_after_it_went_has_come_back() -> None:
    """The blade is asked for every three seconds; all that passes in between is more than there is room for."""
    kept = KeptStamps(1_000_000)
    made = 0
    for turn in range(6):
        if kept.get("blade") is None:
            blade = pygame.Surface((200, 200), pygame.SRCALPHA, 32)
            kept.put("blade", (StampPiece(blade, blade.get_rect()),))
            made += 1
        for n in range(50):
            ring = pygame.Surface((150, 150), pygame.SRCALPHA, 32)
            kept.put((turn, n), (StampPiece(ring, ring.get_rect()),))
            assert kept.held <= kept.limit
    assert made == 2
    for n in range(3000):
        kept.put(("word", n), ())
    assert len(kept._gone) <= pieces.NAMES


def test_what_two_entries_share_is_held_once_and_until_both_are_gone() -> None:
    """A box and its corners are one drawing, which was counted twice: half of the room stood empty."""
    kept = KeptStamps(100_000)
    drawn = pygame.Surface((100, 100), pygame.SRCALPHA, 32)
    for key in ("corners", "box"):
        kept.put(key, (StampPiece(drawn, drawn.get_rect()),))
    assert 40_000 <= kept.held <= 40_500
    kept.get("box")
    other = pygame.Surface((130, 130), pygame.SRCALPHA, 32)
    kept.put("other", (StampPiece(other, other.get_rect()),))
    assert kept.get("corners") is None
    assert kept.get("box") is None
    assert 67_600 <= kept.held <= 68_000


def test_an_animation_leaves_nothing_behind() -> None:
    """A thousand screens that never come back hold no more than the painter's bounds and its few grounds."""
    made = painter()
    for n in range(1000):
        made.draw(screen(f"s{n % 7}", Text(10, 10, f"word {n}", 40), Circle(300, 300, 20 + n / 9, "signal")), "")
    assert made.maker.kept.held <= Maker.HELD
    assert made.maker.moving.held <= Maker.MOVING
    assert made._gone.held <= GoneLayers.BYTES
    assert made._below.held <= Ground.PACKED


def test_layers_that_went_hold_few_bytes_and_the_first_to_go_is_let_go_first() -> None:
    """The newest stays even when it is larger than the bound by itself; one that is kept again counts once."""
    gone, mib = GoneLayers(), pygame.Surface((512, 512), pygame.SRCALPHA, 32)
    layer = Layer((), (Stamp((StampPiece(mib, mib.get_rect()),), mib.get_rect()),))
    for name in ("first", "second", "second", "third"):
        gone.keep(name, layer)
    assert gone.get("first") is None
    assert gone.get("second") is gone.get("third") is layer
    assert gone.held == 2 * 4 * 512 * 512 <= GoneLayers.BYTES
    for n in range(GoneLayers.MOST + 2):
        gone.keep(f"small {n}", Layer((), ()))
    assert gone.get("third") is None
    assert gone.held == 0
    gone.clear()
    assert gone.get(f"small {GoneLayers.MOST}") is None


def test_a_picture_fades_without_being_drawn_again() -> None:
    """All degrees of opacity share one drawing."""
    made = painter()
    stamps = [made.maker.stamp(Picture("aircraft", Rect(0, 0, 924, 317), alpha=a)) for a in (17, 85, 255)]
    assert len({id(stamp.pieces[0].ink) for stamp in stamps}) == 1


def test_a_next_screen_is_made_ready_in_parts() -> None:
    """Within a budget the screen before stays, whole, until the next can be drawn at once; then it is all there."""
    first = screen("first", Text(20, 20, "before", 60))
    words = tuple(Text(20, 20 + 4 * n, f"after {n}", 20 + n / 4) for n in range(200))
    after = screen("after", *words, backdrop=(Picture("hangar", Rect(0, 0, 1920, 1080)),))
    assert LARGE < 1280 * 720
    made = painter()
    made.draw(first, "")
    before = pygame.image.tobytes(made.surface, "RGB")
    calls = 0
    while not made.draw(after, "", 0.0005):
        assert pygame.image.tobytes(made.surface, "RGB") == before
        pygame.time.wait(5)
        calls += 1
    assert calls > 1
    shown = pygame.image.tobytes(made.surface, "RGB")
    fresh = painter()
    fresh.draw(after, "")
    assert shown == pygame.image.tobytes(fresh.surface, "RGB")


def pixels(made: Painter) -> bytes:
    return pygame.image.tobytes(made.surface, "RGB")


def shown_at_last(made: Painter, *screens: Screen) -> bytes:
    """The pixels once each of these screens has been made ready in parts, however long that takes, and drawn."""
    made.PATIENCE = 100_000
    for one in screens:
        while not made.draw(one, "", 0.01) and made._last != (one, ""):
            pygame.time.wait(2)
    return pixels(made)


WHOLE = Rect(0, 0, 1920, 1080)
HALL, STORE = Picture("hangar", WHOLE), Picture("kit_store", Rect(0, 0, 1920, 1200))
HALL_SCREEN = screen("hall", backdrop=(HALL,))
DIM_SCREEN = screen("dim", backdrop=(HALL, Box(Rect(0, 86, 1920, 1200), "ink", alpha=150)))
STORE_SCREEN = screen("store", backdrop=(STORE, Box(Rect(0, 980, 1920, 100), "ink", alpha=90)))
PLAIN_SCREEN = screen("plain", backdrop=(Box(WHOLE, "cloud"), Box(Rect(60, 60, 400, 400), "paper", 30)))


@pytest.mark.parametrize("last", [HALL_SCREEN, DIM_SCREEN, STORE_SCREEN, PLAIN_SCREEN])
def test_a_place_that_was_packed_shows_the_same_pixels(last: Screen) -> None:
    """Whatever was seen before, and whether it was made ready in parts or at once."""
    fresh = painter()
    fresh.draw(last, "")
    wanted = pixels(fresh)
    made = painter()
    way = (PLAIN_SCREEN, HALL_SCREEN, DIM_SCREEN, STORE_SCREEN, DIM_SCREEN, HALL_SCREEN, PLAIN_SCREEN, STORE_SCREEN)
    assert shown_at_last(made, *way, last) == wanted
    assert 0 < made._below.held <= Ground.PACKED
    for one in (*way, last):
        made.draw(one, "")
    assert pixels(made) == wanted


def test_a_place_is_drawn_once_and_its_drawing_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is as large as the window is packed: neither made again nor held as pixels."""
    drawn: list[str] = []

    def told(art: str, swaps: Mapping[str, str]) -> str:
        drawn.append(art)
        return source(art, swaps)

    monkeypatch.setattr("game.window.stamps.source", told)
    made = painter()
    shown_at_last(made, PLAIN_SCREEN, *(HALL_SCREEN, STORE_SCREEN, DIM_SCREEN) * 3)
    assert sorted(drawn) == ["hangar", "kit_store"]
    assert made.maker.kept.held < 1_000_000


def test_places_are_let_go_once_they_hold_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    """The longest unused first, and the last one stays whatever it holds."""
    monkeypatch.setattr(Ground, "PACKED", 1000)
    made = painter()
    shown_at_last(made, PLAIN_SCREEN, HALL_SCREEN, STORE_SCREEN)
    assert [place[-1] for place in made._below._places] == [STORE]


def test_who_turns_back_while_a_place_is_unpacked_sees_the_place_they_left() -> None:
    """The ground is waited for, and is that of the screen that is drawn."""
    made = painter()
    before = shown_at_last(made, PLAIN_SCREEN, STORE_SCREEN, HALL_SCREEN)
    assert not made.draw(STORE_SCREEN, "", 0.01)
    again = screen("hall", Text(10, 10, "again", 40), backdrop=HALL_SCREEN.backdrop)
    assert not made.draw(again, "", 0.01)
    shown_at_last(made, again, HALL_SCREEN)
    assert pixels(made) == before


def test_a_large_drawing_over_what_stands_already_is_made_in_the_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """What stands may be the head of the next ground: its drawing is no less dear to make for that."""
    made = painter()
    shown_at_last(made, PLAIN_SCREEN)
    threads: list[threading.Thread] = []

    def told(svg: str, size: tuple[int, int]) -> pygame.Surface:
        if size[0] * size[1] > LARGE:
            threads.append(threading.current_thread())
        return raster(svg, size)

    monkeypatch.setattr("game.window.stamps.raster", told)
    grown = screen("grown", backdrop=(*PLAIN_SCREEN.backdrop, HALL, Box(Rect(60, 60, 400, 400), "paper", 30)))
    shown = shown_at_last(made, grown)
    assert threads
    assert threading.main_thread() not in threads
    fresh = painter()
    fresh.draw(grown, "")
    assert shown == pixels(fresh)


def beams(alpha: int) -> tuple[Shape, ...]:
    """Light that lies over a hall: outlines nearly as large as the window, one over the other."""
    places = ((-40.0 + 9 * n, 100.0 + 8 * n) for n in range(12))
    lit = (Poly(((x, y), (1900, y + 300), (1900, y + 620), (x, y + 420)), "gold_light", alpha) for x, y in places)
    return (HALL, Box(WHOLE, "amber", alpha=9), *lit)


def test_light_over_a_place_is_laid_in_the_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """On the same screen as on another one: the frame of each turn of the day laid 36 beams, 40 to 160 ms."""
    made = painter()
    shown_at_last(made, screen("bench", backdrop=beams(4)))
    makers = set[threading.Thread]()
    stamp = made.maker.stamp

    def told(shape: Shape) -> Stamp:
        if isinstance(shape, Poly):
            makers.add(threading.current_thread())
        return stamp(shape)

    monkeypatch.setattr(made.maker, "stamp", told)
    for name, alpha in (("bench", 7), ("lever", 5), ("bench", 7)):
        after = screen(name, backdrop=beams(alpha))
        shown = shown_at_last(made, after)
        fresh = painter()
        fresh.draw(after, "")
        assert shown == pixels(fresh)
    assert makers
    assert threading.main_thread() not in makers


def test_frames_that_go_by_in_an_instant_do_not_end_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """A thread that had no turn yet is waited for in seconds as well: one frame drew a place as large as the window."""
    made = painter()
    made.draw(PLAIN_SCREEN, "")
    now = iter(range(1_000_000))
    monkeypatch.setattr("game.window.paint.time.perf_counter", lambda: next(now) / 1000)
    monkeypatch.setattr(Ground, "ready", lambda self, shapes, until: False)
    for busy, most in ((True, Painter.PLACE_S), (False, Painter.PATIENCE_S)):
        monkeypatch.setattr(Ground, "busy", busy)
        before = next(now)
        waited = 0
        while not made.draw(HALL_SCREEN if busy else PLAIN_SCREEN, "", 0.01):
            waited += 1
            assert next(now) - before < 1000 * most + 100
        assert waited > 5 * Painter.PATIENCE
    fresh = painter()
    fresh.draw(PLAIN_SCREEN, "")
    assert pixels(made) == pixels(fresh)


def test_a_screen_on_which_something_moves_is_ready_as_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """What moved while it was made ready is made once more as it is drawn.

    Of a lever that was pulled at once nothing was seen for 40 frames, each of which made all of it again.
    """
    made = painter()
    made.draw(PLAIN_SCREEN, "")
    looks = iter(range(1_000_000))
    # A clock of which each look takes a thousandth of a second: a call has time for about ten shapes.
    monkeypatch.setattr("game.window.paint._worked", lambda: next(looks) / 1000)

    def later(n: int) -> Screen:
        moving = tuple(Box(Rect(20.0 * k, 300.0 + n, 30, 40), "ink", 7) for k in range(20))
        words = (Text(20, 4.0 * k, f"word {k}", 20) for k in range(20))
        return screen("later", *moving, *words, backdrop=PLAIN_SCREEN.backdrop[:1])

    frames = 0
    while not made.draw(later(frames), "", 0.01):
        frames += 1
    assert frames < 10
    fresh = painter()
    fresh.draw(later(frames), "")
    assert pixels(made) == pixels(fresh)


def test_another_page_of_the_same_screen_is_made_ready_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    """A large drawing that comes is made in the thread; many shapes over a few frames, and never for long."""
    made = painter()
    page = screen("replay", Text(20, 20, "before", 60))
    large = screen("replay", Picture("blade_mid", Rect(0, 0, 572, 1380)))
    many = screen("replay", *(Circle(9.0 * n, 300, 5 + n / 9, "signal", "ink", 2) for n in range(200)))
    made.draw(page, "")
    before, makers = pixels(made), set[threading.Thread]()

    def told(svg: str, size: tuple[int, int]) -> pygame.Surface:
        makers.add(threading.current_thread())
        return raster(svg, size)

    monkeypatch.setattr("game.window.stamps.raster", told)
    assert made.draw(large, "", 10) == []
    assert pixels(made) == before
    while not made.draw(large, "", 10):
        pygame.time.wait(2)
    assert threading.main_thread() not in makers
    assert pixels(made) != before
    before = pixels(made)
    for _ in range(Painter.REST):
        made.draw(screen("replay", *large.nodes[0].shapes, Text(20, 20, "again", 60)), "", 10)
    before, waited = pixels(made), 0
    while not made.draw(many, "", 0.0):
        assert pixels(made) == before
        waited += 1
    assert 1 <= waited <= Painter.AGAIN
    fresh = painter()
    fresh.draw(many, "")
    assert pixels(made) == pixels(fresh)
    assert made.draw(screen("replay", *many.nodes[0].shapes[1:]), "", 0.0) != []


def test_a_screen_that_comes_instead_of_another_is_made_ready_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was made of the one that never stood is no part of it."""
    made = painter()
    made.draw(PLAIN_SCREEN, "")
    looks = iter(range(1_000_000))
    monkeypatch.setattr("game.window.paint._worked", lambda: next(looks) / 1000)
    words = {name: tuple(Text(20, 4.0 * k, f"{name} {k}", 20) for k in range(30)) for name in ("other", "later")}
    other, later = (screen(name, *words[name]) for name in words)
    while len(made._early.get("one", [])) < 25:
        assert not made.draw(other, "", 0.01)
    assert not made.draw(later, "", 0.01)
    assert len(made._early["one"]) < 15
    while not made.draw(later, "", 0.01):
        pass
    fresh = painter()
    fresh.draw(later, "")
    assert pixels(made) == pixels(fresh)


def test_a_screen_that_comes_back_from_another_place_is_not_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """As the bench from the lever: it was held to be ready, let go, and made again in the frame that drew it."""
    made = painter()
    posts = (Box(Rect(20.0 * n, 40, 15, 60), "ink", 5 + n) for n in range(30))
    bench = screen("bench", *posts, backdrop=HALL_SCREEN.backdrop)
    lever = Screen("lever", "lever", (Node("handle", "text", "", Rect(0, 0, 10, 10)),), PLAIN_SCREEN.backdrop)
    made.draw(bench, "")
    made.draw(lever, "")
    made.maker.kept = KeptStamps(1)
    before = pixels(made)
    again: list[Shape] = []
    stamp = made.maker.stamp
    monkeypatch.setattr(made.maker, "stamp", lambda shape: again.append(shape) or stamp(shape))
    made.draw(bench, "")
    assert not [shape for shape in again if isinstance(shape, Box) and shape.radius]
    assert pixels(made) != before


def test_what_is_drawn_on_is_told_whether_all_of_it_will_be() -> None:
    """Where all is drawn, nothing needs to stand there before."""
    made = painter()
    asked: list[bool] = []

    def onto(whole: bool) -> pygame.Surface:
        asked.append(whole)
        return made.surface

    made.draw(PLAIN_SCREEN, "", onto=onto)
    made.draw(screen("next", Text(20, 20, "here", 40), backdrop=PLAIN_SCREEN.backdrop), "", onto=onto)
    made.draw(HALL_SCREEN, "", onto=onto)
    assert asked == [True, False, True]


def test_a_ground_of_many_shapes_is_drawn_over_several_frames(monkeypatch: pytest.MonkeyPatch) -> None:
    """No frame draws all of what stands on a place once its time is over; the picture is the same in the end."""
    made = painter()
    shown_at_last(made, PLAIN_SCREEN)
    many = tuple(Box(Rect(20 * n, 10 * n, 300, 200), "paper", 9 + n) for n in range(60))
    frames = iter(range(1_000_000))
    # A clock of which each look takes a hundredth of a second: a call has time for two shapes.
    monkeypatch.setattr("game.window.ground.time.perf_counter", lambda: next(frames) / 100)
    stood = []
    while not made._below.ready(many, next(frames) / 100 + 0.02):
        stood.append(len(made._below._stands or ()))
    assert len(stood) > 20
    assert stood == sorted(stood)
    monkeypatch.undo()
    later = screen("later", backdrop=many)
    fresh = painter()
    fresh.draw(later, "")
    assert shown_at_last(made, later) == pixels(fresh)


@pytest.mark.parametrize("width", [1024, 1366, 1920])
def test_a_drawing_in_strips_is_the_drawing(width: int) -> None:
    """But for edges: the reader adds up rounded steps from the first line on, and drifts less in a strip."""
    surface = pygame.display.set_mode((width, width * 5 // 8))
    maker = Maker(width / 1920, themes()["day"], themes()["day"])
    shown: list[NDArray[np.int16]] = []
    picture = Picture("runway", Rect(0, 0, 1920, 1200))
    for made in (list(maker.strips(picture, 100)), [maker.stamp(picture)]):
        surface.fill((0, 0, 0))
        for stamp in made:
            stamp.put(surface)
        shown.append(np.frombuffer(pygame.image.tobytes(surface, "RGB"), np.uint8).astype(np.int16))
    off = np.abs(shown[0] - shown[1])
    assert (off > 6).mean() < 0.002
    assert off.mean() < 0.2


def test_no_drawing_as_large_as_the_window_is_made_for_the_ground(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beside the picture it is laid on it would hold as much again."""
    sizes: list[int] = []

    def told(svg: str, size: tuple[int, int]) -> pygame.Surface:
        sizes.append(size[0] * size[1])
        return raster(svg, size)

    monkeypatch.setattr("game.window.stamps.raster", told)
    made = painter((1920, 1080))
    shown_at_last(made, PLAIN_SCREEN, HALL_SCREEN)
    painter((1920, 1080)).draw(HALL_SCREEN, "")
    assert max(sizes) <= 1920 * STRIP


def test_a_drawing_nobody_came_for_is_let_go() -> None:
    """Begun for a screen that never stood: not even the thread's result is held."""
    made = painter()
    made.draw(HALL_SCREEN, "")
    assert not made.maker.begin(Picture("runway", WHOLE))
    made.draw(screen("hall", Text(10, 10, "on", 40), backdrop=HALL_SCREEN.backdrop), "", 0.01)
    assert not made.maker._under_way


def test_a_drawing_that_takes_long_is_begun_in_the_thread() -> None:
    """Also one that makes no place: a blade takes half a frame. Made there, it is the drawing that is made here."""
    made = painter()
    blade = Picture("blade_mid", Rect(300, 40, 400, 900))
    assert made.maker.large(blade, SLOW)
    assert not made.maker.large(blade)
    assert not made.maker.begin(blade)
    while not made.maker.begin(blade):
        pygame.time.wait(2)
    there, here = (maker.stamp(blade).pieces[0].ink for maker in (made.maker, painter().maker))
    assert isinstance(there, pygame.Surface)
    assert isinstance(here, pygame.Surface)
    assert pygame.image.tobytes(there, "RGBA") == pygame.image.tobytes(here, "RGBA")


def test_a_tall_region_begins_and_ends_with_a_line_of_the_cache() -> None:
    """It covers what it did, stays within the window, and a low one is left as it is."""
    whole = pygame.Rect(0, 0, 1910, 1080)
    for region in (pygame.Rect(31, 114, 1582, 940), pygame.Rect(1801, 0, 109, 300), pygame.Rect(0, 5, 16, 200)):
        now = wider(region, whole)
        assert now.contains(region)
        assert whole.contains(now)
        assert now.left % 16 == 0
        assert now.right % 16 == 0 or now.right == whole.right
    low = pygame.Rect(31, 114, 1582, 40)
    assert wider(low, whole) == low


@pytest.mark.parametrize("alpha", [255, 120])
def test_a_colour_in_tiles_fills_its_region_and_no_more(alpha: int) -> None:
    made = painter((1920, 1080))
    for place in ((71, 33, 900, 700), (80, 100, 29, 500), (5, 5, 256, 256), (7, 9, 511, 31), (1700, 900, 400, 400)):
        made.surface.fill((10, 20, 30))
        stamp = made.maker.stamp(Box(Rect(*(float(n) for n in place)), "signal", alpha=alpha))
        stamp.put(made.surface)
        seen = pygame.surfarray.array_red(made.surface)
        changed = np.argwhere(seen != 10)
        inside = pygame.Rect(place).clip(made.surface.get_rect())
        assert len(changed) == inside.w * inside.h
        assert (changed.min(axis=0) == inside.topleft).all()
        assert len(np.unique(seen[inside.left : inside.right, inside.top : inside.bottom])) == 1


def test_colours_share_one_tile() -> None:
    """However many colours let something through, each is laid as if it had a tile of its own."""
    pieces._tile.cache_clear()
    made = painter()
    colours = sorted(themes()["day"])[:40]
    for n, colour in enumerate(colours):
        made.draw(screen(f"s{n}", Box(Rect(0, 0, 900, 700), colour, alpha=100), backdrop=(Box(WHOLE, "white"),)), "")
        seen, white = made.surface.get_at((300, 300)), made.maker.colour("white")
        mixed = [round((c * 100 + w * 155) / 255) for c, w in zip(made.maker.colour(colour), white, strict=True)]
        assert max(abs(a - b) for a, b in zip(seen[:3], mixed, strict=True)) <= 2
    assert pieces._tile.cache_info().currsize == 1


def test_regions_that_lie_over_one_another_are_drawn_once() -> None:
    """The three bands of a bench that slides in: they cover what they did, and no pixel of it twice."""
    bands = [pygame.Rect(0, 103, 464, 958), pygame.Rect(480, 123, 1424, 957), pygame.Rect(1552, 114, 368, 700)]
    within = pygame.Rect(500, 300, 200, 200)
    seen = np.zeros((1920, 1080), np.uint8)
    for region in apart([*bands, within]):
        seen[region.left : region.right, region.top : region.bottom] += 1
    wanted = np.zeros((1920, 1080), bool)
    for region in bands:
        wanted[region.left : region.right, region.top : region.bottom] = True
    assert seen.max() == 1
    assert ((seen == 1) == wanted).all()
    little = [pygame.Rect(0, 0, 900, 100), pygame.Rect(890, 0, 300, 90)]
    assert apart(little) == little


def test_a_shape_that_comes_between_others_leaves_theirs_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    """The glow of a lever begins behind its lines: all of them were made again. What changes its order is made anew."""
    lines = [Box(Rect(20, 20.0 * n, 300, 14), "signal", 5) for n in range(20)]
    glow = Box(Rect(0, 0, 400, 400), "amber", 12, alpha=60)
    made = painter()
    made.draw(screen("lever", *lines[:1], *lines[1:]), "")
    again: list[Shape] = []
    stamp = made.maker.stamp
    monkeypatch.setattr(made.maker, "stamp", lambda shape: again.append(shape) or stamp(shape))
    moved = Box(Rect(40, 7, 300, 14), "signal", 5)
    now = screen("lever", moved, *lines[1:9], glow, *lines[9:19], glow)
    made.draw(now, "")
    assert again == [moved, glow, glow]
    fresh = painter()
    fresh.draw(now, "")
    assert pixels(made) == pixels(fresh)


@pytest.mark.parametrize(
    ("was", "now", "same"),
    [
        ("abcde", "xacxe", [None, None, 2, None, 4]),
        ("abcd", "xacxd", [None, 0, 2, None, 3]),
        ("aab", "ab", [0, 2]),
        ("ab", "bab", [1, None, None]),
        ("ab", "aba", [0, 1, None]),
    ],
)
def test_a_shape_is_the_one_before_it_in_the_order_they_lie_in(was: str, now: str, same: list[int | None]) -> None:
    """One by one where as many stand there; no old one serves twice, nor over what it lay under."""
    shapes = [[Text(0, 0, name, 20) for name in names] for names in (was, now)]
    assert in_order(*shapes) == same


def test_what_was_made_of_a_page_that_was_put_off_is_not_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Metal that is drawn by the pixel is kept nowhere: three frames made it, and a fourth made it again to show it."""
    made = painter()
    made.draw(screen("replay", Text(20, 20, "before", 60)), "")
    again: list[Shape] = []
    stamp = made.maker.stamp
    monkeypatch.setattr(made.maker, "stamp", lambda shape: again.append(shape) or stamp(shape))
    shapes = [Circle(9.0 * n, 300, 5 + n / 9, "signal", "ink", 2) for n in range(120)]
    page, waits = screen("replay", *shapes), 0
    while not made.draw(page, "", 0.0):
        waits += 1
    assert waits == Painter.AGAIN
    assert again == shapes
    assert not made._put_off


@pytest.mark.parametrize(
    ("place", "parts"),
    [
        ((35, 152, 418, 400), 3), ((16, 0, 160, 20), 1), ((31, 7, 90, 7), 1), ((3, 3, 40, 400), 1), ((15, 9, 66, 9), 3),
        ((15, 9, 65, 9), 2),
    ],
)  # fmt: skip
def test_a_place_is_filled_by_whole_lines_of_the_cache(place: tuple[int, int, int, int], parts: int) -> None:
    """Every pixel once: what is filled beside the cache begins and ends with a line, where there are enough of them."""
    where, seen = pygame.Rect(place), np.zeros((600, 600), np.uint8)
    first, *rest = whole_lines(where)
    assert 1 + len(rest) == parts
    for part in (first, *rest):
        seen[part.left : part.right, part.top : part.bottom] += 1
    assert seen[where.left : where.right, where.top : where.bottom].all()
    assert seen.sum() == where.w * where.h
    assert parts == 1 or first.left % 16 == first.right % 16 == 0
    assert all(part.w < 16 for part in rest)


def test_while_a_large_drawing_is_made_the_rest_of_its_page_is_made_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """The frames that waited for it made nothing, and the one that showed the page all of it: 15 to 25 ms."""
    made = painter()
    made.draw(screen("replay", Text(20, 20, "before", 60)), "")
    begun, there = made._begun, [False]
    monkeypatch.setattr(made, "_begun", lambda page, focus: there[0] and begun(page, focus))
    again: list[Shape] = []
    stamp = made.maker.stamp
    monkeypatch.setattr(made.maker, "stamp", lambda shape: again.append(shape) or stamp(shape))
    circles = [Circle(9.0 * n, 300, 5 + n / 9, "signal", "ink", 2) for n in range(40)]
    page = screen("replay", *circles, Picture("hole", Rect(0, 0, 60, 60)))
    assert made.draw(page, "", 10) == []
    assert again == list(page.nodes[0].shapes)
    there[0] = True
    assert made.draw(page, "", 10) != []
    assert len(again) == len(page.nodes[0].shapes)
    fresh = painter()
    fresh.draw(page, "")
    assert pixels(made) == pixels(fresh)


@pytest.mark.parametrize(("still", "waits"), [(True, True), (False, False)])
def test_a_page_may_come_soon_after_another_where_little_moves(still: bool, waits: bool) -> None:
    """Four calm frames after a page the next was not made ready bit by bit; where all moves it is still not."""
    made = painter()
    many = [Circle(9.0 * n, 300, 5 + n / 9, "signal", "ink", 2) for n in range(120)]
    made.draw(screen("lesson", Text(20, 20, "before", 60)), "")
    while not made.draw(screen("lesson", *many), "", 0.0):
        pass
    for n in range(4):
        moving = [] if still else [Circle(9.0 * k, 600, 7 + n / 9, "signal", "ink", 2) for k in range(20)]
        made.draw(screen("lesson", *many, *moving, Text(20 + n, 20, "moves", 60)), "", 0.0)
    other = [Circle(9.0 * n, 500, 6 + n / 9, "signal", "ink", 2) for n in range(120)]
    assert (made.draw(screen("lesson", *other), "", 0.0) == []) == waits


def test_what_other_programs_take_is_no_part_of_the_time_for_a_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a busy machine 40 frames made a little each, and the last one all the rest: 27 ms of its own."""
    made = painter()
    made.draw(PLAIN_SCREEN, "")
    looks = iter(range(1_000_000))
    # Each look at the clock on the wall an hour has gone by.
    monkeypatch.setattr("game.window.paint.time.perf_counter", lambda: next(looks) * 3600.0)
    words = tuple(Text(20, 4.0 * k, f"word {k}", 20) for k in range(40))
    later, calls = screen("later", *words, backdrop=PLAIN_SCREEN.backdrop), 1
    while not made.draw(later, "", 10.0):
        calls += 1
    assert calls <= 2


def test_what_a_still_was_drawn_with_goes_with_its_drawing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The maker of a still holds itself: each debrief kept the pixels of eight of them until the end of the visit."""
    made, drawn = painter(), list[weakref.ref[pygame.Surface]]()

    def seen(svg: str, size: tuple[int, int]) -> pygame.Surface:
        pixels_made = raster(svg, size)
        drawn.append(weakref.ref(pixels_made))
        return pixels_made

    monkeypatch.setattr("game.window.stamps.raster", seen)
    shapes = tuple(Circle(90.0 * n, 300, 30 + n, "signal", "ink", 2) for n in range(9))
    gc.disable()
    try:
        picture = made.maker._seen_small(Still(Rect(0, 0, 320, 180), shapes, Rect(0, 0, 1920, 1080)), (320, 180))
        assert picture.get_size() == (320, 180)
        assert len(drawn) >= len(shapes)
        assert [still() for still in drawn if still() is not None] == []
    finally:
        gc.enable()
