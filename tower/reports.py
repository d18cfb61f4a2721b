"""What became of files that were dropped: held in memory for who dropped them, until the next ones."""

from dataclasses import dataclass, replace

from export.offers.reading import RowSaid, Where

Correction = tuple[Where, tuple[RowSaid, ...]]


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
    held: tuple[tuple[str, bytes], ...] = ()
    """Files whose columns nobody knew: their name and bytes, until somebody has said what they hold."""

    def again(self, name: str, read: "FilesReport") -> "FilesReport":
        """The same after one of the files was read again: what was said of the others stands."""
        return replace(
            read, names=self.names, lines=(*self.lines, *read.lines), rows=self.rows + read.rows,
            replaced=self.replaced + read.replaced, refused=(*self.refused, *read.refused),
            whole=(*(one for one in self.whole if one.file != name), *read.whole), notes=(*self.notes, *read.notes),
            correct=(*self.correct, *read.correct), missing=tuple(dict.fromkeys((*self.missing, *read.missing))),
            held=(*(one for one in self.held if one[0] != name), *read.held),
        )  # fmt: skip

    def without(self, at: int) -> "FilesReport":
        """The same after a refused row was put right: it stands in no corrected copy any more."""
        gone = self.refused[at]
        left = tuple(one for one in self.correct if (one[0].file, one[0].row) != (gone.file, gone.row))
        return replace(self, refused=self.refused[:at] + self.refused[at + 1 :], correct=left)
