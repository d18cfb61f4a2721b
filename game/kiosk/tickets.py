"""Tickets: what one on trial says, and how one is handed to the printer."""

from collections.abc import Callable

from export.files.ticket import Printer, PrinterError, Ticket, escpos, send

TRIAL_CODE = "K4-MTQ"
"""An example, which is nobody's: the code of the page about kiosks."""


def trial_ticket(say: Callable[[str], str]) -> Ticket:
    """A ticket that says it is a trial, and nothing of anybody. `say` gives the text of a key."""
    return Ticket(
        "ENVOL", "", say("kiosk.cli.trial"), (say("kiosk.ticket.seen"), say("kiosk.ticket.nothing")), (),
        say("kiosk.ticket.trades"), (), say("kiosk.ticket.code"), TRIAL_CODE, (say("proof.no_diploma"),), "ENVOL",
    )  # fmt: skip


def hand_over(printer: Printer, ticket: Ticket) -> str:
    """Key of the sentence that says why it was not printed, "" when it was. May take seconds: not for the window."""
    try:
        send(printer, escpos(ticket))
    except PrinterError as error:
        return "kiosk.ticket.stuck" if error.key == "ticket.stuck" else "kiosk.ticket.refused"
    return ""
