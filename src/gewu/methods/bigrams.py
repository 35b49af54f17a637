"""Index terms for searching Chinese without a dictionary: pairs of neighbouring Han characters.

A text is found by a query when it holds all terms of the query (`terms @> query_terms` in
PostgreSQL, with a GIN index). Single characters are indexed too: otherwise neither a query of one
character nor the 区 behind the A3 of "A3区" would be found. Other scripts go by whole words.
"""

import re
import unicodedata
from collections.abc import Iterator

HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
RUNS = re.compile(rf"(?P<han>[{HAN}]+)|(?P<word>[^\W_{HAN}]+)")
# what is not seen must not split a word: soft hyphens, joiners, variants of one character
UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef]")
# a GIN key must stay far below a page
LONGEST_WORD = 64


def terms(text: str) -> list[str]:
    """The terms to store with a text: its Han characters and pairs, its words in small letters."""
    return _distinct(term for run, is_han in _runs(text) for term in _stored(run, is_han))


def query_terms(text: str) -> list[str]:
    """The terms a text must hold to answer a query; none when the query has no letter or digit."""
    return _distinct(term for run, is_han in _runs(text) for term in _asked(run, is_han))


def _runs(text: str) -> Iterator[tuple[str, bool]]:
    """Runs of Han characters, and words of anything else."""
    for match in RUNS.finditer(_normal(text)):
        yield match.group(), match.lastgroup == "han"


def _normal(text: str) -> str:
    folded = unicodedata.normalize("NFKC", UNSEEN.sub("", text)).casefold()
    return unicodedata.normalize("NFKC", folded)


def _stored(run: str, is_han: bool) -> Iterator[str]:
    yield from _asked(run, is_han)
    if is_han:
        yield from run


def _asked(run: str, is_han: bool) -> Iterator[str]:
    if not is_han or len(run) == 1:
        yield run[:LONGEST_WORD]
    else:
        yield from (first + second for first, second in zip(run, run[1:], strict=False))


def _distinct(found: Iterator[str]) -> list[str]:
    return list(dict.fromkeys(found))
