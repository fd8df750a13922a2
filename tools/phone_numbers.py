"""The phone numbers in a free-text phone field, as keys by which two leads are compared.

People write two numbers into one field, extensions, names and notes, in Persian digits and any
grouping. The text is cut into groups of digits here; whether some groups together are a phone
number is for the `phonenumbers` library to say. *Possible* numbers count, not only *valid* ones:
new number ranges are in use before the library knows them.
"""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

import phonenumbers

from .persian_text import fold

# Far more than a phone field holds; beyond it only the time grows.
_MAXIMUM_TEXT = 1000
_CACHED_TEXT = 100
# Shorter ones are service numbers, room numbers and the like, which many people write.
_MINIMUM_DIGITS = 7
# "00" and the fifteen digits of E.164
_MAXIMUM_DIGITS = 17
# From here on a number has its area code and is not a part of something else, a card number say.
_COMPLETE_DIGITS = 10
# What may stand before the end of a range
_LOCAL_DIGITS = 8
_MAXIMUM_RANGE_END = 3

# All of them, those too that the library does not know yet.
_IRANIAN_MOBILES = "+989"

_WITHIN_NUMBER = " -()./\\_"
_SYNTAX = frozenset("+-/\\().,;:#=&|*_")
_SUBSTITUTES = {**dict.fromkeys("\n\r\v\f\x85\u2028\u2029", "\n"), "−": "-", "ـ": "-"}

_TOKEN = re.compile(
    r"""
    (?<!\d)(?:1[34]|19|20)\d\d([-/])(?:0?[1-9]|1[0-2])\1(?:0?[1-9]|[12]\d|3[01])(?!\d)  # a date
    |(?:
        (?<![^\W\d_])(?:داخلی|داخل|dakheli|extension|extn|ext|int|(?P<letter>د|x))
        (?:[ ]?شماره)?
        |(?P<hash>\#)
    )
    [ .:()=-]{0,6}(?P<extension>\d{1,7})(?!\d)
    |(?P<plus>\+[+ (]*)?(?P<digits>\d+)
    """,
    re.VERBOSE,
)
_PLAIN = re.compile(r"\+?\d{10,15}")
_AREA_CODE = re.compile(r"0[1-9]\d{1,2}")


class _CharacterTable(dict):
    """What every character counts as in a phone field, worked out when it is first met."""

    def __missing__(self, code_point):
        character = chr(code_point)
        plain = unicodedata.normalize("NFKD", character)
        if character in _SUBSTITUTES:
            result = _SUBSTITUTES[character]
        elif plain in _SYNTAX:
            result = plain
        elif unicodedata.category(character) == "Pd":
            result = "-"
        elif character in "،؛":
            result = ","
        else:
            # A half-space or a direction mark may be all that parts two numbers.
            result = fold(character) or ("" if unicodedata.category(character) == "Mn" else " ")
        self[code_point] = result
        return result


class _Plan(NamedTuple):
    """What the short way needs to know of a region's numbering plan."""

    country_code: str
    lengths: frozenset
    national_number: re.Pattern


_CHARACTER_TABLE = _CharacterTable()


@lru_cache(maxsize=512)
def _plan(region):
    """Return the plan of a region whose numbers need nothing but their prefix removed, or None."""
    metadata = region and phonenumbers.PhoneMetadata.metadata_for_region(region, None)
    if (
        not metadata
        or metadata.national_prefix != "0"
        or metadata.national_prefix_for_parsing != "0"
        or metadata.national_prefix_transform_rule
        or metadata.international_prefix != "00"
        or phonenumbers.region_code_for_country_code(metadata.country_code) != region
    ):
        return None
    return _Plan(
        str(metadata.country_code),
        frozenset(metadata.general_desc.possible_length),
        re.compile(metadata.general_desc.national_number_pattern),
    )


def _plain_e164(number, region):
    """Return what `_e164` does, in a tenth of the time, or None when it takes the long way."""
    plan = _plan(region)
    if not plan:
        return None
    code = plan.country_code
    if number.startswith("+" + code):
        national = number[1 + len(code) :]
    elif number.startswith(("+", code)):
        return None
    else:
        national = number[number.startswith("0") :]
    if (
        len(national) in plan.lengths
        and national[0] != "0"
        and plan.national_number.fullmatch(national)
    ):
        return f"+{code}{national}"
    return None


def _e164(number, region):
    """Return a number of digits, with or without "+", in E.164, or None when it is impossible."""
    if number.startswith("00"):
        number = "+" + number.lstrip("0")
    if number.startswith("+0"):
        # "+00989…" and "+0912…" are both written
        number = "+" + number[3:] if number.startswith("+00") else number[1:]
    plain = _plain_e164(number, region)
    if plain:
        return plain
    try:
        parsed = phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(parsed):
        return None
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def _ends_a_range(run, start, stop):
    """Whether the last group is the end of a range ("88776655-60"), not a part of the number."""
    digits, separator = run[stop - 1]
    return (
        stop - start > 1
        and len(digits) <= _MAXIMUM_RANGE_END
        and not {"-", "/"}.isdisjoint(separator)
        and len(run[stop - 2][0]) >= _LOCAL_DIGITS
        and run[stop - 2][0][0] != "+"
    )


def _with_area_code_behind(number, rest, region):
    """Return a local number with the area code that right-to-left display put behind it."""
    if len(rest) == 1 and number[0] != "0" and _AREA_CODE.fullmatch(rest[0][0]):
        return _e164(rest[0][0] + number, region)
    return None


def _number_at(run, start, region):
    """Return the longest number that begins at a group, and where it ends, or None.

    The longest, for in Iran and most countries the beginning of a number is possible too, but
    not a number with the beginning of the next.
    """
    end, total = start, 0
    while end < len(run) and (end == start or run[end][0][0] != "+"):
        total += len(run[end][0].lstrip("+"))
        if total > _MAXIMUM_DIGITS:
            break
        end += 1
    for stop in range(end, start, -1):
        number = "".join(group for group, _separator in run[start:stop])
        if len(number) < _MINIMUM_DIGITS:
            break
        if _ends_a_range(run, start, stop):
            continue
        complete = len(number) >= _COMPLETE_DIGITS or number.startswith(("+", "00"))
        if not complete and start == 0:
            found = _with_area_code_behind(number, run[stop:], region)
            if found:
                return found, len(run)
        if complete or stop - start == 1 or (start == 0 and stop == len(run)):
            found = _e164(number, region)
            if found:
                return found, stop
    return None


def _numbers_of_run(run, region):
    start = 0
    while start < len(run):
        found = _number_at(run, start, region)
        if found:
            yield found[0]
            start = found[1]
        else:
            start += 1


def _tokens(text):
    """Yield a run of groups of digits with their separators, or an extension, as they come."""
    run, end = [], 0
    for match in _TOKEN.finditer(text):
        separator = text[end : match.start()]
        if run and (not match["digits"] or separator.strip(_WITHIN_NUMBER)):
            yield run, None
            run = []
        if match["digits"]:
            run.append((("+" if match["plus"] else "") + match["digits"], separator))
        elif match["extension"]:
            yield None, match
        end = match.end()
    if run:
        yield run, None


def _is_mobile(number):
    """Whether a number in E.164 is a mobile's: there is no switchboard before it."""
    if number.startswith(_IRANIAN_MOBILES):
        return True
    parsed = phonenumbers.parse(number)
    return phonenumbers.number_type(parsed) == phonenumbers.PhoneNumberType.MOBILE


def _find(text, region):
    cut = len(text) > _MAXIMUM_TEXT
    text = text[:_MAXIMUM_TEXT].translate(_CHARACTER_TABLE)
    if cut:
        # Half a number would be another one.
        text = text.rstrip("0123456789")
    text = text.strip()
    if _PLAIN.fullmatch(text):
        found = _e164(text, region)
        return (found,) if found else ()
    numbers = []  # of number and extension
    waiting = None
    for run, extension in _tokens(text):
        if run:
            for number in _numbers_of_run(run, region):
                numbers.append((number, waiting))
                waiting = None
        elif numbers:
            number, known = numbers[-1]
            # A further extension of the same number is a further key.
            numbers[len(numbers) - (not known) :] = [(number, extension["extension"])]
        elif not (extension["letter"] or extension["hash"] or extension["extension"][0] == "0"):
            # "ext. 12, 021…": an extension before its number
            waiting = extension["extension"]
    return tuple(
        dict.fromkeys(
            f"{number};ext={extension}" if extension and not _is_mobile(number) else number
            for number, extension in numbers
        )
    )


_find_cached = lru_cache(maxsize=2**14)(_find)


def find_numbers(text, region):
    """Return the phone numbers in a phone field, as keys.

    :param text: what the field holds; None, False and anything that is not text count as empty.
        Of a very long text only the first thousand characters count.
    :param region: the two-letter code of the country in which the numbers are dialled, in either
        case. Without it (None, False, an unknown code) only numbers with "+" or "00" count.
    :return: every possible number in E.164, in the order of the text, without duplicates; a
        number with an extension is "+982188776655;ext=12", for the extension tells apart the
        people behind a switchboard; with a mobile it says nothing, and is left out. Of a range
        ("02188776655-7") the first number stands. Numbers of fewer than seven digits are left out.
    :rtype: tuple[str, ...]

    Never raises.
    """
    if not isinstance(text, str) or not text:
        return ()
    region = region.upper() if isinstance(region, str) and region.isascii() else None
    find = _find_cached if len(text) <= _CACHED_TEXT else _find
    return find(text, region)


def dialled(number, region):
    """What is dialled to reach a number: from abroad, with two zeros, and in its own country.

    :param number: str, as `find_numbers` gives it
    :param region: str, a country's two letters, of which most numbers are: these are quicker
    :returns: tuple of two str, digits alone
    """
    number = number.partition(";")[0]
    plan = _plan(region)
    if plan and number.startswith("+" + plan.country_code):
        return "00" + number[1:], "0" + number[1 + len(plan.country_code) :]
    parsed = phonenumbers.parse(number)
    national = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL)
    return "00" + number[1:], phonenumbers.normalize_digits_only(national)


@lru_cache(maxsize=65536)
def is_personal(number):
    """Whether a number reaches one person: a mobile, or a number with an extension.

    :param number: str, as `find_numbers` gives it
    :returns: bool; True where the numbering plan does not tell office and mobile apart
    """
    if ";" in number:
        return True
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return True
    return phonenumbers.number_type(parsed) != phonenumbers.PhoneNumberType.FIXED_LINE
