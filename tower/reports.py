"""What became of files that were dropped: held in memory for who dropped them, until the next ones."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from export.offers.reading import RowPlace, RowSaid
from export.packets.codes import Codes, CodesSaid
from export.packets.receipts import Received
from export.store.receiving import FromPaper

Correction = tuple[RowPlace, tuple[RowSaid, ...]]


@dataclass(frozen=True, slots=True)
class FilesReport:
    """`lines`: what was kept, in words; `refused`: rows to mend; `whole`: files that could not be read at all."""

    names: tuple[str, ...]
    lines: tuple[str, ...]
    rows: int
    replaced: int
    refused: tuple[RowSaid, ...]
    whole: tuple[RowSaid, ...]
    notes: tuple[RowSaid, ...]
    correct: tuple[Correction, ...]
    missing: tuple[str, ...] = ()
    """Open offers that the same lists no longer hold, by id."""
    gaps: tuple[tuple[str, str, RowSaid], ...] = ()
    """What offers that were kept lack, as their files wrote it: reference and title of the offer, and why."""
    held: tuple[tuple[str, bytes], ...] = ()
    """Files whose columns nobody knew: their name and bytes, until somebody has said what they hold."""

    def again(self, name: str, read: "FilesReport") -> "FilesReport":
        """The same after one of the files was read again: what was said of the others stands."""
        return replace(
            read, names=self.names, lines=(*self.lines, *read.lines), rows=self.rows + read.rows,
            replaced=self.replaced + read.replaced, refused=(*self.refused, *read.refused),
            whole=(*(row_said for row_said in self.whole if row_said.file != name), *read.whole),
            notes=(*self.notes, *read.notes), correct=(*self.correct, *read.correct),
            missing=tuple(dict.fromkeys((*self.missing, *read.missing))),
            gaps=(*self.gaps, *read.gaps), held=(*(file for file in self.held if file[0] != name), *read.held),
        )  # fmt: skip

    def without(self, at: int) -> "FilesReport":
        """The same after a refused row was put right: it stands in no corrected copy any more."""
        gone = self.refused[at]
        left = tuple(row for row in self.correct if (row[0].file, row[0].row) != (gone.file, gone.row))
        return replace(self, refused=self.refused[:at] + self.refused[at + 1 :], correct=left)


@dataclass(slots=True)
class PaperRead:
    """What was read of printed codes by one adviser: codes that wait for the rest, and receipts to be printed.

    Sealed bytes alone: nobody can read them here without the base.
    """

    codes: Codes = field(default_factory=Codes)
    receipts: dict[str, list[Received]] = field(default_factory=dict)
    """By post, since the adviser began anew."""
    last: tuple[CodesSaid, ...] = ()
    """What became of the last that was sent."""
    lacks: tuple[CodesSaid, ...] = ()

    def took(self, read: FromPaper, said: Sequence[CodesSaid]) -> None:
        """What is whole went into the base; what lacks is said and waits."""
        self.last, self.lacks = tuple(said), tuple(self.codes.said("packet"))
        self.codes.drop_whole()
        self.codes.altered = 0
        for station, packets in read.receipts.items():
            known = self.receipts.setdefault(station, [])
            known += [packet for packet in packets if packet not in known]
