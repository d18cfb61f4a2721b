"""How well the seat kept time during an exercise: what a reaction on this machine may be trusted to."""

BINS = 200


class Seat:
    """Counts frames by whole milliseconds; a few hundred bytes however long the session lasts."""

    def __init__(self) -> None:
        self._counts = [0] * (BINS + 1)

    def add(self, seconds: float) -> None:
        """One frame more; what is longer than 200 ms is counted as 200."""
        self._counts[max(0, min(BINS, int(seconds * 1000)))] += 1

    def report(self) -> dict[str, int]:
        """Frames, their median and 99 % quantile in whole ms (0..200), and how many took over 50 ms; {} without any."""
        total = sum(self._counts)
        if not total:
            return {}
        return {
            "frames": total, "median_ms": self._quantile(total, 0.5), "p99_ms": self._quantile(total, 0.99),
            "over_50_ms": sum(self._counts[51:]),
        }  # fmt: skip

    def _quantile(self, total: int, share: float) -> int:
        seen = 0
        for ms, count in enumerate(self._counts):
            seen += count
            if seen >= share * total:
                return ms
        return BINS
