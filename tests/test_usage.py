"""The command line: complete help in both languages, and one sentence with status 2 for each wrong use."""

import argparse
import errno
from collections.abc import Iterator
from pathlib import Path

import pytest

from assets.texts import Catalogue
from assets.voice import Voice
from cli.main import ROOMS, build_parser, main
from cli.problems import refusing
from export.files.tables import TableError
from export.files.whole import OutputError
from export.packets.keys import KeyFileError
from export.store.errors import StoreError
from scoring.calibrate import CalibrationError


def parser(language: str) -> argparse.ArgumentParser:
    """All commands, speaking a language."""
    return build_parser(lambda key, **values: Catalogue.load().t(key, language, **values))


def commands(top: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    """A parser and all below it."""
    yield top
    for action in top._actions:
        if isinstance(action, argparse._SubParsersAction):
            for below in action.choices.values():
                yield from commands(below)


def test_every_command_and_option_says_what_it_is() -> None:
    """Nothing of the command line is without a description, and French and English are never the same words."""
    found = [list(commands(parser(language))) for language in ("fr", "en")]
    assert len(found[0]) == len(found[1]) > 20
    for fr, en in zip(*found, strict=True):
        assert fr.description
        assert fr.description != en.description
        for action in fr._actions:
            assert action.help or isinstance(action, argparse._SubParsersAction), (fr.prog, action.dest)


@pytest.mark.parametrize("room", ROOMS)
def test_a_command_is_found_in_its_own_room(room: str) -> None:
    """What is asked for is known without the other rooms: each adds the commands that stand beside its name."""
    alone = build_parser(lambda key, **values: Catalogue.load().t(key, "en", **values), [room])
    (group,) = (action for action in alone._actions if isinstance(action, argparse._SubParsersAction))
    assert tuple(group.choices) == ROOMS[room]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_help_is_whole_and_in_one_language(language: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Each command's help leaves with status 0; none of argparse's own English is left in French."""
    for one in commands(parser(language)):
        assert main(["--lang", language, *one.prog.split()[1:], "--help"]) == 0
        said = capsys.readouterr().out
        if language == "fr":
            assert not any(word in said for word in ("positional", "show this", "usage: ", "PATH", "COMMAND "))
            for option in one._actions:
                # What an option takes is never named by the option's own English word.
                assert f"{(option.option_strings or ['--'])[-1]} {option.dest.upper()}" not in said or (
                    option.metavar in ("CODE",)
                )
        assert one.prog in said


WRONG = [
    ("--lang xx check", "« xx » n'est pas prévu ; attendu : fr, en."),
    ("chek", "La commande « chek » n'existe pas", "Vouliez-vous écrire « check » ?"),
    ("", "Il manque une commande ; il y a : play"),
    ("candidate", "Il manque une commande ; il y a : list, card, pass, erase."),
    ("demo --players 0", "--players : un nombre entier d'au moins 1 est attendu, pas « 0 »."),
    ("demo --seed x", "--seed : un nombre entier est attendu, pas « x »."),
    ("demo --p 3", "« --p » peut vouloir dire --players, --pictures"),
    ("match", "Il manque : --db."),
    ("match --db", "--db : il manque ce qui doit suivre."),
    ("match --db a --code x --offer y", "--offer ne va pas avec --code"),
    ("check --shema x", "« --shema » n'est pas connu ici. Vouliez-vous écrire « --schema » ?", "envol check --help"),
    ("replay", "Il manque : trace."),
    ("replay --verify=3 x", "--verify ne prend pas de valeur"),
    ("offers require a b 7 --db c --adviser d", "level : « 7 » n'est pas prévu ; attendu : 1, 2, 3."),
    ("bridges --code a --months -5", "--months : un nombre de mois de 0 à 60 est attendu, pas « -5 »."),
    ("bridges --code a --months ²", "de 0 à 60 est attendu, pas « ² »."),
    ("fair plan --event e --after 10:75", "--after : une heure est attendue (10:15), pas « 10:75 »."),
    ("fair move --event e --code a --stand b --at 24:00", "--at : une heure est attendue (10:15)"),
    ("fair move --event e --code a --stand b --at ٣:00", "--at : une heure est attendue (10:15)"),
    ("fair absence --event e --code a 10:00-11:60", "span : une heure est attendue (10:15)"),
    ("offers require a b 1 --weight x --db c --adviser d", "--weight : un nombre est attendu, pas « x »."),
]


@pytest.mark.parametrize(("words", "said"), [(w[0], w[1:]) for w in WRONG])
def test_wrong_use_is_one_sentence_and_status_2(
    words: str, said: tuple[str, ...], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is wrong, what was expected, what is near, where the help is; on one line, in the language asked for."""
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")
    assert main(words.split()) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert "Pour l'aide : envol" in err
    assert all(part in err for part in said)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    assert main(words.split()) == 2
    assert "For help: envol" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (StoreError("store.missing", path="a.db"), "a.db"),
        (TableError("table.empty", file="a.csv"), "a.csv"),
        (KeyFileError("packet.key_missing", Path("a.key")), "a.key"),
        (OutputError("output.link", Path("a.csv")), "a.csv"),
        (CalibrationError("calibrate.one_category", item="x7"), "x7"),
        (OSError(errno.ENOSPC, "full", "a.csv"), "a.csv : le disque est plein"),
        (OSError(errno.ENOSPC, "full"), "m.db : le disque est plein"),
    ],
    ids=lambda one: type(one).__name__ if isinstance(one, Exception) else "",
)
def test_what_a_command_is_refused_is_said_in_one_place(
    error: Exception, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every kind of refusal is one sentence on the error output and status 1, whatever the command."""

    def refused(options: argparse.Namespace, voice: Voice) -> int:
        raise error

    assert refusing(refused)(argparse.Namespace(db=Path("m.db")), Voice(Catalogue.load(), "fr")) == 1
    out, err = capsys.readouterr()
    assert (out, err.count("\n"), said in err) == ("", 1, True), err
