"""The people of the line: one a station, each with their own face; standing, at work, waving, or with a cup."""

from game.screen.nodes import Box, Circle, Line, Picture, Poly, Rect, Shape

PEOPLE = 8
"""How many drawings of people there are (`worker_0.svg` to `worker_7.svg`); the next station has the first one again."""
WIDE, TALL = 100.0, 122.0
"""A drawing of one of them at k = 1; the feet stand 4 units above its lower edge."""
SLEEVES = ("blue_dark", "steel", "slate", "red", "slate", "blue_dark", "green", "steel")
HANDS = {5: "alu_light"}
"""Whose hand is of metal; the others wear gloves."""
STILL, BUSY, WAVES, CUP, LATE = "still", "busy", "waves", "cup", "late"
ARMS = {
    STILL: (((30, 53), (23, 68), (25, 84)), ((70, 53), (77, 68), (75, 84))),
    BUSY: (((30, 53), (17, 66), (4, 60)), ((70, 53), (79, 68), (66, 80))),
    WAVES: (((30, 53), (23, 68), (25, 84)), ((70, 53), (87, 46), (90, 18))),
    CUP: (((30, 53), (23, 68), (25, 84)), ((70, 53), (81, 68), (66, 66))),
    # A hand before the mouth: who waits for a kit that comes too late does not smile.
    LATE: (((30, 53), (23, 68), (25, 84)), ((70, 53), (78, 62), (51, 37))),
}
"""Where shoulder, elbow and hand of the left and the right arm stand, by what somebody does."""


def person(n: int, x: float, low: float, k: float = 1.0, does: str = STILL) -> list[Shape]:
    """The person of the n-th station, feet at (x, low), `TALL` k units high."""
    left, right = ARMS[does]
    at = Rect(x - WIDE * k / 2, low - (TALL - 4) * k, WIDE * k, TALL * k)
    who = n % PEOPLE
    return [*_arm(who, left, at, k), Picture(f"worker_{who}", at), *_arm(who, right, at, k), *(_cup(at, k) if does == CUP else ())]


def _arm(who: int, joints: tuple[tuple[float, float], ...], at: Rect, k: float) -> list[Shape]:
    """A sleeve with its dark edge, and the glove at its end."""
    points = tuple((round(at.x + px * k, 1), round(at.y + py * k, 1)) for px, py in joints)
    elbow, hand = points[1], points[-1]
    return [
        Line(points, "ink", 12 * k), Circle(*elbow, 6 * k, "ink"), Line(points, SLEEVES[who], 9 * k), Circle(*elbow, 4.5 * k, SLEEVES[who]),
        Circle(*hand, 6.4 * k, HANDS.get(who, "alu_dark"), "ink", 1.5 * k),
    ]  # fmt: skip


def _cup(at: Rect, k: float) -> list[Shape]:
    """A mug in the hand, and its steam."""
    x, y = at.x + 60 * k, at.y + 60 * k
    steam = (Line(((x + dx * k, y - 12 * k), (x + (dx + 3) * k, y - 17 * k), (x + dx * k, y - 22 * k)), "white", 2 * k) for dx in (-3, 4))
    return [
        *steam, Circle(x + 8 * k, y, 5 * k, "", "ink", 2 * k), Box(Rect(x - 8 * k, y - 8 * k, 16 * k, 17 * k), "white", 3 * k, "ink", 1.5 * k),
        Poly(((x - 8 * k, y - 1 * k), (x + 8 * k, y - 1 * k), (x + 8 * k, y + 3 * k), (x - 8 * k, y + 3 * k)), "signal"),
    ]  # fmt: skip
