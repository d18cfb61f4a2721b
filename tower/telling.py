"""The sentences of pages about people, with whether the own moments of each level say it too (`desk.telling`)."""

from desk.match_words import Words
from desk.telling import told_words
from tower.call import Call


def telling_words(call: Call) -> Words:
    """The sentences of pairs and cards; what is read of a person is kept until somebody writes."""
    return told_words(call.store, call.voice, call.house.once("told by", dict))
