"""Results on paper: printed codes typed, pasted or dropped as pictures, in any order; receipts to print."""

from starlette.responses import Response

from export.files.code_pages import CodeSheet, pages_of
from export.files.qr import MOST_BYTES
from export.files.whole import read_whole
from export.packets.codes import CodesError, CodesSaid, texts_in
from export.store.beside import organisation_beside
from export.store.receiving import receipt_codes, receive_codes
from export.store.store import StoreError
from tower.call import Call, Upload, sent, shown
from tower.reports import PaperRead

HERE = "/people/codes"
MOST_FILES = 40
"""Pages that are dropped at once; more are dropped after them."""
MOST_REASONS = 20


def codes(call: Call) -> Response:
    """What is still lacking, and the form for more."""
    held = call.house.held.papers.get(call.adviser, PaperRead())
    said = [[line.words(call.say) for line in lines] for lines in (held.last, held.lacks)]
    return call.page(
        "codes.html", last=said[0], lacks=said[1], begun=sum(1 for _ in held.codes.lacking()),
        receipts=sum(len(packets) for packets in held.receipts.values()),
    )  # fmt: skip


def read(call: Call) -> Response:
    """Take every code that came; what is whole goes into the base, what lacks is said and waits for the rest."""
    typed = call.form.get("text", "")
    if not typed.strip() and not call.uploads:
        raise StoreError("tower.codes.nothing_sent")
    held = call.house.held.papers.setdefault(call.adviser, PaperRead())
    held.codes.read(typed)
    sentences = [sentence for upload in call.uploads for sentence in of_file(held, upload)]
    taken = receive_codes(call.store, held.codes.of("packet"), organisation_beside(call.house.db), call.now)
    reasons = sorted({outcome.key for outcome in taken.refused})[:MOST_REASONS]
    sentences.append(CodesSaid("codes.taken", {"n": taken.fresh, "again": taken.again, "refused": len(taken.refused)}))
    held.took(taken, [*sentences, *(CodesSaid(key, {}) for key in reasons)])
    return call.go(HERE)


def of_file(held: PaperRead, upload: Upload) -> list[CodesSaid]:
    """Take the codes of a picture or a text; a file that cannot be read is named, and the others are read."""
    try:
        data = read_whole(upload.path, MOST_BYTES)
        if data is None:
            raise CodesError("codes.too_much")
        codes_read = sum(held.codes.read(text) for text in texts_in(data))
    except CodesError as error:
        return [CodesSaid("tower.codes.file", {"name": upload.name}, (CodesSaid(error.key, {}),))]
    return [] if codes_read else [CodesSaid("codes.none_in", {"path": upload.name})]


def forget(call: Call) -> Response:
    """Begin anew: what was read in part is no more held; the paper stays good."""
    call.house.held.papers.pop(call.adviser, None)
    call.tell("tower.codes.forgotten")
    return call.go(HERE)


def receipts(call: Call) -> Response:
    """The receipts of what was read since one began anew, a page for each post."""
    held = call.house.held.papers.get(call.adviser)
    if held is None or not held.receipts:
        return call.go(HERE)
    sheets = [
        CodeSheet(call.say("codes.receipt_sheet", station=station), call.say("codes.receipt_foot"), texts)
        for station, texts in receipt_codes(organisation_beside(call.house.db), held.receipts)
    ]
    return call.file("recus.pdf", "application/pdf", pages_of(sheets, call.login.language))


WAYS = (
    shown(HERE, codes),
    sent(HERE + "/read", read, HERE, files=MOST_FILES),
    sent(HERE + "/forget", forget, HERE),
    shown(HERE + "/receipts.pdf", receipts),
)
