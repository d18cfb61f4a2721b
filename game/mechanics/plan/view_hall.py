"""The hall behind the plan of a day: its windows in the light of their hour, and its floor."""

from game.screen.nodes import Box, Poly, Rect, Shape

SKY = ("blue_light", "white", "gold_light", "amber")
"""The light in the windows of the hall from the first block of the plan to its last: morning, noon, the end of the day."""
PANE, SILL, FLOOR = 5, 26.0, 54.0
"""Blocks a window is wide; how far below the ceiling it begins; how deep the floor is drawn."""


def day(wall: Rect, low: float, blocks: tuple[float, float, int]) -> list[Shape]:
    """The hall behind the plan: a window every five blocks, in the light of its hour, and that light on the floor.

    What is laid at the left is morning, at the right evening: the plan is the day. `low`: where who waits there stands;
    `blocks`: where the first one begins, how wide one is (design units), how many there are.
    """
    x, step, number = blocks
    top, floor = wall.y + SILL, low - FLOOR
    sill = min(floor - 24, top + 76)
    left, right = wall.x, wall.x + wall.w
    shapes: list[Shape] = [Poly(((left, top), (right, top), (right, sill), (left, sill)), "sky", ramp=SKY)]
    # The floor comes towards us: paler in front, with the light of each window upon it.
    shapes.append(Box(Rect(left, floor, wall.w, FLOOR), "steel", to="alu_dark"))
    end = x + number * step
    n = -(-number // PANE)
    for k in range(n):
        a, b = x + k * PANE * step, min(end, x + (k + 1) * PANE * step)
        lean = (k - (n - 1) / 2) * 7
        shapes.append(Poly(((a + 10, floor), (b - 10, floor), (b + 6 + lean, low), (a - 6 + lean, low)), "gold_light" if k >= n / 2 else "blue_light", 66))
    for k in range(n + 1):
        at = x + k * PANE * step
        post = Rect(at - 9, wall.y, 18, floor - wall.y)
        shapes += [Box(Rect(post.x + 14, post.y, 8, post.h), "black", alpha=60), Box(post, "slate", 0, "ink", 2), Box(Rect(post.x + 3, post.y, 4, post.h), "steel", 0)]
    for y in (top - 8, (top + sill) / 2 - 2, sill):
        shapes.append(Box(Rect(left, y, wall.w, 8 if y == top - 8 else 5), "slate"))
    shapes.append(Box(Rect(left, sill + 5, wall.w, 10), "black", alpha=60))
    return [*shapes, Box(Rect(left, floor - 3, wall.w, 6), "ink", alpha=150)]
