"""The text in which a record is searched, and what a search looks for in it.

Both are folded by `persian_text.fold`, so that a plain comparison of bytes finds every spelling.
Neither has a space: whoever writes a name in one word finds it, and so does who writes it in two.
"""

import re

from .persian_text import fold
from .phone_numbers import dialled, find_numbers

# Digits in groups are one number from here on; fewer are what they are: a house, a model.
_NUMBER_DIGITS = 7
# Two groups with fewer may be two numbers: a price and a size. With as many they are a phone without
# the zero of its area.
_PHONE_DIGITS = 10
# A country code, at the beginning of a word.
_COUNTRY_CODE = re.compile(r"(?<!\S)\(?\+")
# More words than anybody types; a pasted page is looked for by its beginning.
_MAXIMUM_TERMS = 16


def search_text(names=(), texts=(), phones=(), region=None, others=()):
    """Return the text in which a record is searched, a line for each thing that it has.

    A phone number is in it as it is dialled from abroad and at home, whatever was typed.

    :param names: iterable of str, names of people and companies
    :param texts: iterable of str, e-mail addresses, references
    :param phones: iterable of str, free-text phone fields
    :param region: str, a country's two letters, for numbers without their country code
    :param others: iterable of str, texts of other records, as this function gives them
    :rtype: str

    Anything that is not text counts as empty. Never raises.
    """
    lines = [_fold(text) for text in (*names, *texts)]
    for phone in phones:
        numbers = find_numbers(phone, region)
        lines += [_fold(phone), *(form for number in numbers for form in dialled(number, region))]
        if not numbers:
            lines.append(re.sub(r"\D", "", fold(phone)))
    for other in others:
        lines += (other or "").split("\n")
    # What another line has in it adds nothing.
    kept = []
    for line in sorted(dict.fromkeys(filter(None, lines)), key=len, reverse=True):
        if not any(line in longer for longer in kept):
            kept.append(line)
    return "\n".join(kept)


def search_terms(text):
    """Return what a search looks for: each term in one of its spellings, anywhere in a search text.

    Terms are words, in whatever order. An e-mail address is one term, and so is a phone number whose
    digits stand in groups, with a country code or without.

    :param text: str, as typed
    :returns: list of tuples of str, all of which are letters and digits; empty where the text has none
    :rtype: list

    Never raises.
    """
    terms, digits = [], []
    for typed in text.split():
        # Full addresses are found by what stands together in them.
        words = [_fold(typed)] if "@" in typed else fold(typed).split()
        for word in filter(None, words):
            if word.isdecimal():
                digits.append(word)
                continue
            terms += _take_number(digits, text)
            terms.append((word,))
            digits = []
    terms += _take_number(digits, text)
    return list(dict.fromkeys(terms))[:_MAXIMUM_TERMS]


def _fold(text):
    """A text as it is compared, in one word."""
    return fold(text).replace(" ", "")


def _take_number(words, text):
    """The terms that groups of digits make, which were typed one after another."""
    joined = "".join(words)
    # With an extension or another number behind it, a number is whole by itself.
    if len(joined) < _NUMBER_DIGITS or (
        len(words) > 1
        and (any(len(word) >= _NUMBER_DIGITS for word in words) or _are_two(words, joined, text))
    ):
        return [(word,) for word in words]
    # "+98 (0)912…" has a zero that nobody dials.
    spellings = [number[1:] for number in find_numbers(text, None) if ";" not in number]
    return [tuple(dict.fromkeys([joined, *spellings]))]


def _are_two(words, joined, text):
    """Whether two groups of digits may be two numbers: "10200 20", but not "0912 777".

    A part of a phone, as "777 0001", is found as two numbers too.
    """
    return (
        len(words) == 2
        and len(joined) < _PHONE_DIGITS
        and not joined.startswith("0")
        and not _COUNTRY_CODE.search(text)
    )
