"""Names of files: what vendors' programs put into them of a person, and what is left when it is taken out.

Programs propose names such as ``Surname_Firstname_1980-01-31_walk.lst``. Readers leave a person out of the header;
here the same person is left out of the file's name, and so is every date. A word goes only where something says
that it is a name: the header, a date beside it, or the comma of "Surname, Firstname".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import permutations
from pathlib import PurePath
from typing import Final

_YEAR, _DAY = r"(?:19|20)\d{2}", r"(?:0[1-9]|[12]\d|3[01])"
_DATE = re.compile(
    rf"""(?<!\d)(?:
        {_YEAR} ([-._\s]) \d{{1,2}} \1 \d{{1,2}}
      | \d{{1,2}} ([-._\s]) \d{{1,2}} \2 {_YEAR}
      | \d{{2}} ([-.]) \d{{2}} \3 \d{{2}}
      | {_YEAR} {_DAY} {_DAY}
      | {_DAY} {_DAY} {_YEAR}
    )(?!\d)""",
    re.VERBOSE,
)
_ISO = re.compile(rf"{_YEAR}-\d{{2}}-\d{{2}}")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_BETWEEN = r"[\s_.,;-]"
_COMMA_NAME = re.compile(r"([^\W\d_]+(?:[-'’][^\W\d_]+)*),\s?([^\W\d_]+(?:[-'’][^\W\d_]+)*)")
_ENDING = re.compile(r"\.(?=[^.]*[a-z])[a-z0-9]{1,8}", re.IGNORECASE)
_GONE = "\0"
_TAKEN_OUT = re.compile(rf"({_BETWEEN}*){_GONE}[\s_.,;{_GONE}-]*")
_MOST_NAMES = 3
_LONGEST = 400


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


_NO_NAMES: Final = _set("""
    and apd balance bare barefoot both button cad calibration center centre clinic control copy cut data
    day dynamic ecofoot emed entire error export eyes fast fdm female file final first foot footscan
    frame frames fscan full gait gang gebiom gehen heel immediate insole insoles iscan jog jump lab last
    left links long male mask mat matscan max mean measurement midgait mobile moticon move na new no none
    normal not novel of off old on one open own pair patient pedar pedcad pedograph person picture plate
    platform pliance post pre pressure raw rechts record recording report rest result retest right roll
    rolloff rsscan run running scan second sensor series session shod shoe short single slow software
    sole stance stand standing stappone static stehen step steps study subject tekscan test the third
    three time treadmill trial turn two unknown up view visit walk walking walkway winfdm with without
    xsensor year zebris
""")
"""Words of measurements, devices and programs, which stand in names of files with a capital letter as well."""


def public_file_name(name: str, persons: Sequence[str] = (), *, own: bool = False) -> str:
    """A file's name without dates and without what looks like a person's name.

    Parameters
    ----------
    name : str
        Without its folder; behind a ``#`` or ``/`` may follow names of what is in the file.
    persons : sequence of str
        Names and birth dates that the file's header gives.
    own : bool
        Whether it is a session, which its owner named: a date that stands by itself (2026-11-23.h5) is then the
        visit's and stays, one with a name beside it goes with the name.

    Returns
    -------
    str
        ``name`` itself where there is nothing of the kind in it; "recording" where nothing else is left.
    """
    words, numbers = _words_of(persons), _short_dates(persons)
    return "".join(
        part if part in ("#", "/", "") else _without_person(part, words, numbers, own and part.endswith(".h5"))
        for part in re.split("([#/])", name)
    )


def public_text(text: str, names: Iterable[str] = ()) -> str:
    """A sentence about files in which none is called by what looks like a person's name, or by a date.

    Parameters
    ----------
    text : str
        The sentence.
    names : iterable of str
        Names of files that it may hold; others are found where they have no blank in them.
    """
    for name in sorted(set(names) - {""}, key=len, reverse=True):
        text = text.replace(name, public_file_name(name))
    return "".join(public_file_name(word) for word in re.split(r"""([\s,;:()"]+)""", text))


def _without_person(name: str, words: frozenset[str], numbers: frozenset[str], own: bool = False) -> str:
    """One name without the words and numbers of a person, dates, and names beside dates."""
    ending = PurePath(name).suffix
    ending = ending if _ENDING.fullmatch(ending) else ""
    stem = name[: len(name) - len(ending)][:_LONGEST]
    dates = [date.span() for date in _DATE.finditer(stem) if _is_date(date[0])]
    if own and not _COMMA_NAME.search(stem):
        dates = [date for date in dates if not _ISO.fullmatch(stem[slice(*date)]) or _is_beside_words(stem, date)]
    found = [*dates, *(number.span() for number in re.finditer(r"\d+", stem) if number[0] in numbers)]
    found += [word.span() for word in _WORD.finditer(stem) if _plain(word[0]) in words]
    found += [pair.span() for pair in _COMMA_NAME.finditer(stem) if _are_names(pair.groups())]
    found += [span for date in dates for span in _names_beside(stem, date)]
    if not found:
        return name
    gone = {place for start, stop in found for place in range(start, stop)}
    marked = "".join(_GONE if place in gone else letter for place, letter in enumerate(stem))
    left = _TAKEN_OUT.sub(r"\1", marked).strip(" _.,;-")
    return (left or "recording") + ending


def _is_date(text: str) -> bool:
    """Whether the numbers of something like a date can be a day and a month."""
    numbers = [int(number) for number in re.findall(r"\d+", text)]
    if len(numbers) == 1:
        digits = text if text[:2] in ("19", "20") else text[4:] + text[:4]
        numbers = [int(digits[4:6]), int(digits[6:])]
    small = [number for number in numbers if number < 100]
    return all(1 <= number <= 31 for number in small[:2]) and min(small[:2]) <= 12


def _is_beside_words(stem: str, date: tuple[int, int]) -> bool:
    """Whether what looks like a name, of one word or more, is next to a date."""
    gaps = [(stem[word.end() : date[0]], stem[date[1] : word.start()], word[0]) for word in _WORD.finditer(stem)]
    return any(
        _are_names([word]) for before, behind, word in gaps if re.fullmatch(f"{_BETWEEN}+", before or behind)
    )


def _names_beside(stem: str, date: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """Two or three capitalised words directly before or behind a date."""
    words = list(_WORD.finditer(stem))
    before = [word for word in words if word.end() <= date[0]][::-1]
    behind = [word for word in words if word.start() >= date[1]]
    for side in (before, behind):
        edges, names = date, []
        for word in side:
            gap = stem[word.end() : edges[0]] if side is before else stem[edges[1] : word.start()]
            if not re.fullmatch(f"{_BETWEEN}+", gap) or not _are_names([word[0]]):
                break
            names.append(word)
            edges = word.span()
        if 2 <= len(names) <= _MOST_NAMES:
            yield from (word.span() for word in names)


def _are_names(words: Iterable[str]) -> bool:
    """Whether all words start with a capital letter and none is one of measurements."""
    return all(word[0].isupper() and len(word) > 1 and word.lower() not in _NO_NAMES for word in words)


def _words_of(persons: Sequence[str]) -> frozenset[str]:
    """Words of persons' names, also written as one; those of measurements are none."""
    words = dict.fromkeys(_plain(word) for person in persons for word in _WORD.findall(person[:_LONGEST]))
    names = [word for word in words if len(word) > 1 and word not in _NO_NAMES][: 2 * _MOST_NAMES]
    return frozenset("".join(some) for count in (1, 2) for some in permutations(names, count))


def _short_dates(persons: Sequence[str]) -> frozenset[str]:
    """Birth dates as six digits, in any order of day, month and year."""
    dates = [[number[-2:].zfill(2) for number in re.findall(r"\d+", person[:_LONGEST])] for person in persons]
    return frozenset("".join(order) for date in dates if len(date) == 3 for order in permutations(date))


def _plain(word: str) -> str:
    """In lower case, without accents."""
    letters = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
