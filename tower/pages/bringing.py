"""Offers brought in from files: what came of each row, what is mended, named, asked about, closed."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from starlette.responses import Response

from desk.offer_words import OfferWords
from export.offers.columns import columns_said, fields, say_columns
from export.offers.corrected import TO_DO, corrected_sheet, to_correct
from export.offers.desk import (
    set_state,
)
from export.offers.fields import from_row
from export.offers.headings import by_field, field_of, fields_of
from export.offers.reading import OffersRead, RowPlace, RowSaid, read_offers
from export.offers.storing import answer_question, questions, take_in
from export.offers.texts import Bad
from export.store.store import StoreError
from tower.call import Call, figure, sent, shown
from tower.reports import FilesReport

EACH = 50
"""Rows of a list of what came of the files, and questions about them, on one page."""
CSV = "text/csv; charset=utf-8"
MENDED = ("reference", "intitule", "rome", "lieu", "postes", "employeur")
"""What is asked of a row that was refused."""


def bring(call: Call) -> Response:
    """Where files are dropped."""
    return call.page("offers_import.html", report=call.house.held.reports.get(call.adviser))


MOST_HELD = 5_000_000
"""Bytes of a file whose columns are asked for, held in memory meanwhile."""


def brought(call: Call) -> Response:
    """Files come in: what is whole is kept, what is not is told row by row."""
    if not call.uploads:
        raise StoreError("tower.error.no_file")
    take(call, [upload.path for upload in call.uploads])
    return call.go("/offers/import/report")


def take(call: Call, paths: list[Path]) -> None:
    """Read files and take their offers in; what became of them is held for the page."""
    read = read_offers(paths, columns_said(call.store), call.now)
    taken = take_in(call.store, zip(read.offers, read.where, strict=True), call.now, by=call.adviser)
    words = OfferWords(call.store, call.voice)
    asked = {row_said.file for row_said in read.refused if heads_of(row_said)}
    call.house.held.reports[call.adviser] = FilesReport(
        names=tuple(path.name for path in paths),
        lines=tuple(words.taken(taken, ())),
        rows=read.rows, replaced=read.replaced,
        refused=tuple(row_said for row_said in read.refused if row_said.row),
        whole=tuple(row_said for row_said in read.refused if not row_said.row),
        notes=read.notes, correct=tuple(to_correct(read)),
        missing=taken.missing, gaps=tuple(gaps_of(read)),
        held=tuple((path.name, path.read_bytes()) for path in paths
                   if path.name in asked and path.stat().st_size <= MOST_HELD),
    )  # fmt: skip


def gaps_of(read: OffersRead) -> Iterator[tuple[str, str, RowSaid]]:
    """What each kept row lacks, with the reference and the title it is known by."""
    named = {(where.file, where.row): offer for offer, where in zip(read.offers, read.where, strict=True)}
    for gap in read.gaps:
        if (offer := named.get((gap.file, gap.row))) is not None:
            yield offer.source_id, offer.title, gap


def heads_of(row_said: RowSaid) -> list[str]:
    """The headings of a file whose columns nobody knew; none where that is not why it was refused."""
    heads = row_said.values.get("heads", ())
    filled = [str(head) for head in heads if str(head)] if isinstance(heads, tuple) else []
    return list(dict.fromkeys(filled)) if len(filled) > 1 else []


def to_name(call: Call) -> tuple[str, bytes, list[str]] | None:
    """The next file whose columns are to be named: its name, its bytes, its headings."""
    files_read = call.house.held.reports.get(call.adviser)
    if files_read is None:
        return None
    heads = {row_said.file: heads_of(row_said) for row_said in files_read.whole}
    return next(((name, data, heads[name]) for name, data in files_read.held if heads.get(name)), None)


def columns(call: Call) -> Response:
    """What each column of a list holds, said once; what is known already is chosen."""
    asked = to_name(call)
    if asked is None:
        return call.go("/offers/import")
    name, _, heads = asked
    known = [(field_of(head, columns_said(call.store)) or ("", 0))[0] for head in heads]
    rows = [{"at": at, "head": head, "field": call.typed(f"c-{at}", field)}
            for at, (head, field) in enumerate(zip(heads, known, strict=True))]  # fmt: skip
    choices = [(field, call.say(f"columns.field.{field}")) for field in fields()]
    return call.page("offers_columns.html", name=name, rows=rows, choices=choices)


def named(call: Call) -> Response:
    """The columns were named: remembered, and the file is read again."""
    asked = to_name(call)
    if asked is None:
        return call.go("/offers/import")
    name, data, heads = asked
    say_columns(call.store, {head: call.form.get(f"c-{at}", "") for at, head in enumerate(heads)}, call.said_by)
    with tempfile.TemporaryDirectory(prefix="envol-columns-") as aside:
        path = Path(aside) / name
        path.write_bytes(data)
        before = call.house.held.reports[call.adviser]
        take(call, [path])
    call.house.held.reports[call.adviser] = before.again(name, call.house.held.reports[call.adviser])
    call.tell("columns.kept")
    return call.go("/offers/import/report")


def report(call: Call) -> Response:
    """What became of the last files of this adviser."""
    files_read = call.house.held.reports.get(call.adviser)
    if files_read is None:
        return call.go("/offers/import")
    words = OfferWords(call.store, call.voice)
    refused = [
        (at, row_said, words.said(row_said), mended_from(call, row_said))
        for at, row_said in enumerate(files_read.refused)
    ]
    return call.page(
        "offers_report.html", report=files_read, refused=refused[:EACH], more=max(0, len(refused) - EACH),
        whole=[words.said(row_said) for row_said in files_read.whole],
        notes=[words.said(note) for note in files_read.notes[:EACH]],
        gaps=[words.said(gap) for _, _, gap in files_read.gaps],
        lacking=len({(gap.file, gap.row) for _, _, gap in files_read.gaps}), fields=MENDED,
        waiting=len(questions(call.store)), missing=[
            (offer_id, words.words.offer(offer_id)) for offer_id in files_read.missing
            if (held := words.words.offers.held(offer_id)) is not None and held["status"] == "open"
        ], columns=to_name(call) is not None,
    )  # fmt: skip


def mended_from(call: Call, row_said: RowSaid) -> dict[str, str]:
    """The cells of a refused row by what they are, as far as their headings say."""
    return by_field(fields_of(list(row_said.cells), columns_said(call.store)), list(row_said.cells.values()))


def mend(call: Call) -> Response:
    """A refused row, as it was put right on the page."""
    files_read = call.house.held.reports.get(call.adviser)
    at = figure(call.form.get("row", ""))
    if files_read is None or at is None or at >= len(files_read.refused):
        raise StoreError("tower.offers.no_row")
    refused = files_read.refused[at]
    offer = from_row(mended_from(call, refused) | {name: call.form.get(name, "").strip() for name in MENDED})
    if isinstance(offer, Bad):
        raise StoreError(f"offers_in.{offer.reason}", **offer.values)
    place = RowPlace(refused.file, refused.row, refused.unit, refused.cells)
    taken = take_in(call.store, [(offer, place)], call.now, by=call.adviser)
    call.house.held.reports[call.adviser] = files_read.without(at)
    key = "tower.offers.mended" if not taken.asked else "tower.offers.mended_asked"
    return call.stay("/offers/import/report", "refused", key, title=offer.title)


def close_gone(call: Call) -> Response:
    """Offers that their list no longer holds are closed, those that were ticked."""
    files_read = call.house.held.reports.get(call.adviser)
    known = files_read.missing if files_read else ()
    chosen = [offer_id for offer_id in call.many.get("gone", ()) if offer_id in known]
    if not chosen:
        raise StoreError("tower.offers.none_ticked")
    for offer_id in chosen:
        set_state(call.store, offer_id, "closed", call.said_by)
    return call.stay("/offers/import/report", "gone", "tower.offers.closed", n=len(chosen))


def corrected(call: Call) -> Response:
    """The rows to put right, as a sheet that can be filled in and dropped again."""
    files_read = call.house.held.reports.get(call.adviser)
    if files_read is None:
        raise StoreError("tower.offers.no_row")
    words = OfferWords(call.store, call.voice)
    rows = [(where, " ".join(words.reason(row_said) for row_said in said)) for where, said in files_read.correct]
    heads = [call.say(f"offers_corrected.{name}") for name in TO_DO]
    return call.file("offres-a-corriger.csv", CSV, corrected_sheet(rows, heads))


def same(call: Call) -> Response:
    """« Même offre ? », one question after the other."""
    words, asked = OfferWords(call.store, call.voice), questions(call.store)
    rows = [
        {"n": question.number, "row": words.row(question.offer), "file": question.file,
         "line": question.row, "offer_id": question.offer_id, "here": words.words.offer(question.offer_id),
         "changes": [words.change(change) for change in question.fields]}
        for question in asked[:EACH]
    ]  # fmt: skip
    return call.page("offers_same.html", rows=rows, n=len(asked))


def answered(call: Call) -> Response:
    """Yes, it is the same; or no, it is another."""
    number = figure(call.form.get("number", ""))
    if number is None:
        raise StoreError("offers_same.unknown", got=call.form.get("number", ""))
    is_same = call.form.get("same") == "yes"
    answer_question(call.store, number, is_same, call.said_by)
    call.tell("offers_same.yes" if is_same else "offers_same.no")
    return call.go("/offers/same")

WAYS = (
    shown("/offers/import", bring),
    sent("/offers/import", brought, "/offers/import", files=20),
    shown("/offers/import/report", report),
    sent("/offers/import/mend", mend, "/offers/import/report"),
    shown("/offers/import/corrected.csv", corrected),
    sent("/offers/import/gone", close_gone, "/offers/import/report"),
    shown("/offers/import/columns", columns),
    sent("/offers/import/columns", named, "/offers/import/columns"),
    shown("/offers/same", same),
    sent("/offers/same", answered, "/offers/same"),
)
