"""Small charts for the pages of figures: lines, points and bars as SVG text, readable in grey and without colour."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

W, H, LEFT, RIGHT, TOP, BOTTOM = 560, 320, 62, 150, 34, 46
INKS = ("#1b3a57", "#c4561b", "#3b7d4f", "#6b4c9a", "#8a6d1f", "#555555")
DASHES = ("", "7 4", "2 3", "10 3 2 3", "4 2", "1 4")


@dataclass(frozen=True, slots=True)
class Series:
    """One line: its name, its points, and half-heights of error bars where there are some."""

    name: str
    points: Sequence[tuple[float, float]]
    errors: Sequence[float] = ()


@dataclass(frozen=True, slots=True)
class Frame:
    """A chart's title, names of the axes, and what each shows: (low, high)."""

    title: str
    x: str
    y: str
    x_span: tuple[float, float]
    y_span: tuple[float, float]
    limits: Sequence[tuple[str, float]] = ()  # horizontal lines with a name: the bars
    diagonal: bool = False


def lines(frame: Frame, series: Sequence[Series]) -> str:
    """A line chart; each series has its own ink, dash and mark, and its name at the right."""
    body = [*_axes(frame), *_limits(frame)]
    for n, curve in enumerate(series):
        ink, dash = INKS[n % len(INKS)], DASHES[n % len(DASHES)]
        at = [(_x(frame, x), _y(frame, y)) for x, y in curve.points]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in at)
        body.append(
            f'<polyline points="{path}" fill="none" stroke="{ink}" stroke-width="2" stroke-dasharray="{dash}"/>'
        )
        for k, (x, y) in enumerate(at):
            if curve.errors:
                half = abs(_y(frame, 0) - _y(frame, curve.errors[k]))
                body.append(f'<path d="M{x:.1f} {y - half:.1f}V{y + half:.1f}" stroke="{ink}"/>')
            body.append(_mark(n, x, y, ink))
        y = TOP + 16 + 18 * n
        body += [_mark(n, W - RIGHT + 16, y - 4, ink), _text(W - RIGHT + 26, y, curve.name)]
    return _whole(frame.title, body)


def bars(frame: Frame, names: Sequence[str], values: Sequence[float]) -> str:
    """A chart of vertical bars with their names under them."""
    body = [*_axes(frame, ticks_x=False), *_limits(frame)]
    slot = (W - LEFT - RIGHT) / max(1, len(names))
    for n, (name, value) in enumerate(zip(names, values, strict=True)):
        x, zero, y = LEFT + slot * (n + 0.2), _y(frame, max(0.0, frame.y_span[0])), _y(frame, value)
        top, height = min(y, zero), max(1.0, abs(y - zero))
        body.append(
            f'<rect x="{x:.1f}" y="{top:.1f}" width="{slot * 0.6:.1f}" height="{height:.1f}" fill="{INKS[0]}"/>'
        )
        body.append(_text(LEFT + slot * (n + 0.5), H - BOTTOM + 14, name, "middle", 10 if len(names) > 8 else 11))
    return _whole(frame.title, body)


def _x(frame: Frame, value: float) -> float:
    low, high = frame.x_span
    return LEFT + (W - LEFT - RIGHT) * (value - low) / (high - low)


def _y(frame: Frame, value: float) -> float:
    low, high = frame.y_span
    return H - BOTTOM - (H - TOP - BOTTOM) * (value - low) / (high - low)


def _text(x: float, y: float, words: str, anchor: str = "start", size: int = 11) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}">{escape(words)}</text>'


def _axes(frame: Frame, *, ticks_x: bool = True) -> list[str]:
    right, floor = W - RIGHT, H - BOTTOM
    marks = [f'<path d="M{LEFT} {TOP}V{floor}H{right}" fill="none" stroke="#222"/>']
    for n in range(5):
        share = n / 4
        y = frame.y_span[0] + share * (frame.y_span[1] - frame.y_span[0])
        marks.append(f'<path d="M{LEFT} {_y(frame, y):.1f}H{right}" stroke="#ddd"/>')
        marks.append(_text(LEFT - 6, _y(frame, y) + 4, f"{y:.3g}", "end"))
        if ticks_x:
            x = frame.x_span[0] + share * (frame.x_span[1] - frame.x_span[0])
            marks.append(_text(_x(frame, x), floor + 15, f"{x:.3g}", "middle"))
    marks.append(_text((LEFT + right) / 2, H - 8, frame.x, "middle", 12))
    marks.append(_text(LEFT, TOP - 8, frame.y, "start", 12))
    if frame.diagonal:
        a, b = frame.x_span
        marks.append(
            f'<path d="M{_x(frame, a):.1f} {_y(frame, a):.1f}L{_x(frame, b):.1f} {_y(frame, b):.1f}" '
            'stroke="#888" stroke-dasharray="3 3"/>'
        )
    return marks


def _limits(frame: Frame) -> list[str]:
    marks = []
    for name, value in frame.limits:
        y = _y(frame, value)
        marks.append(f'<path d="M{LEFT} {y:.1f}H{W - RIGHT}" stroke="#b00020" stroke-dasharray="5 3"/>')
        marks.append(_text(W - RIGHT + 6, y + 4, name, "start", 10))
    return marks


def _mark(n: int, x: float, y: float, ink: str) -> str:
    if n % 3 == 0:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{ink}"/>'
    if n % 3 == 1:
        return f'<rect x="{x - 3:.1f}" y="{y - 3:.1f}" width="6" height="6" fill="{ink}"/>'
    return f'<path d="M{x:.1f} {y - 4:.1f}L{x + 4:.1f} {y + 3:.1f}H{x - 4:.1f}Z" fill="{ink}"/>'


def _whole(title: str, body: Sequence[str]) -> str:
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {W} {H}" width="{W}" height="{H}" role="img" '
        f'font-family="sans-serif" fill="#222"><title>{escape(title)}</title>'
        f'<rect width="{W}" height="{H}" fill="#fff"/>'
    )
    return "\n".join([head, _text(W / 2, 15, title, "middle", 13), *body, "</svg>", ""])
