"""How large the label of a button is written in its room, and the hint below it."""

from game.screen.scene import Look


def size(look: Look, label: str, big: float, box: tuple[float, float]) -> float:
    """The size of a label in a button of (room, height)."""
    while big > 18 and any(look.width(line, big, True) > box[0] for line in look.wrap(label, big, box[0], True)):
        big -= 1
    while big > 10 and len(look.wrap(label, big, box[0], True)) * look.line_height(big) > box[1] - 8:
        big -= 1
    return big


def below(look: Look, hint: str, wide: float, left: float, sizes: tuple[float, ...]) -> tuple[list[str], float]:
    """The lines of a hint and their size where they find room in a height, else none."""
    for big in sizes if hint else ():
        lines = look.wrap(hint, big, wide)
        if look.line_height(big) * len(lines) <= left:
            return list(lines), big
    return [], sizes[-1]


def hinted(
    look: Look, label: str, hint: str, big: float, box: tuple[float, float], sizes: tuple[float, ...]
) -> bool:
    """Whether a hint finds room below the label of a button of (room, height)."""
    big = size(look, label, big, box)
    high = look.line_height(big) * len(look.wrap(label, big, box[0], True))
    return bool(below(look, hint, box[0], box[1] - 8 - high, sizes)[0])
