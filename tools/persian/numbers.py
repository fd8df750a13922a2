"""Numbers in Persian writing, read from text.

static/src/persian/numbers/number_text.js does the same in the browser.
static/tests/persian/numbers_cases.json says what both must read.
"""

import math
import re

_ASCII_DIGITS = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "0123456789" * 2)
# Digits and separators that no other writing has.
_SIGNS = re.compile(r"[٠-٩۰-۹٪٫٬]")
# What a Persian keyboard, or a copy from a Persian page, also brings: letters, marks, spaces.
_PERSIAN = re.compile(
    "[\u0600-\u06ff\u200b-\u200f\u202a-\u202f\u2066-\u2069\ufb50-\ufdff\ufe70-\ufeff"
    "\u00a0\u2010-\u2013\u2212]"
)
_MARKS = re.compile("[\u061c\u200b\u200d-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_SPACES = re.compile("[ \t\r\n\u00a0\u2000-\u200a\u200c\u202f\u205f]+")
_DASHES = re.compile("[\u2010-\u2013\u2212\ufe63\uff0d]")
_FOREIGN = re.compile(r"[^0-9+\-*/^()=.,:%٬٫ ]")
_RUN = re.compile(r"[0-9](?:[ ٬]*[0-9])*")
_GROUPED = re.compile(r"[0-9]+|[0-9]{1,3}(?:[ ٬][0-9]{3})+")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)")

# What may stand beside an amount. A toman is ten rials: it is read only where it is the name of a
# currency of the site, never as if it were a rial.
CURRENCY_WORDS = frozenset({"ریال", "﷼", "irr"})


def to_latin_digits(text):
    """Write the digits of Persian and Arabic keyboards as ASCII digits, and leave the rest.

    :param str text: any text
    :rtype: str
    """
    return text.translate(_ASCII_DIGITS)


def is_persian_number(text, is_persian=False):
    """Tell whether a text is ours to read; what is not is Odoo's.

    :param str text: any text
    :param bool is_persian: whether the user works in Persian
    :rtype: bool
    """
    return bool(_SIGNS.search(text) or (is_persian and _PERSIAN.search(text)))


def fold_currency(word):
    """Give one spelling of a currency's name: Arabic letters become the Persian ones.

    :param str word: name or symbol of a currency
    :rtype: str
    """
    return _MARKS.sub("", word).replace("ي", "ی").replace("ك", "ک").strip().lower()


def _strip_currency(text, words):
    folded = fold_currency(text)
    # Folding may change the length of other letters, and then no word of ours is in the text.
    # The longest first: "$" is the end of "R$" too.
    words = sorted(words, key=lambda word: (-len(word), word))
    for word in words if len(folded) == len(text) else ():
        if folded.startswith(word):
            return text[len(word) :].strip()
        if folded.endswith(word):
            return text[: -len(word)].strip()
    return text


def _unify_separators(text, decimal_point):
    """Beside a Persian separator, ASCII ones mean what is left for them to mean.

    Without one they are Odoo's to judge.
    """
    if not re.search("[٬٫]", text):
        return text
    decimal = None if "٫" in text else decimal_point
    return re.sub("[.,]", lambda found: "٫" if found[0] == decimal else "٬", text)


def _join_thousands(text):
    """Take out the separators of thousands; None where they part anything but thousands."""
    if re.search("[.,٫٬] | [.,٫٬]|٫[0-9 ]*[٬٫]", text):
        return None
    if not all(map(_GROUPED.fullmatch, _RUN.findall(text))):
        return None
    joined = _RUN.sub(lambda run: re.sub("[ ٬]", "", run[0]), text)
    return None if "٬" in joined else joined.replace(" ", "")


def rewrite_number(text, decimal_point=".", currency_words=None):
    """Rewrite a number in Persian writing in ASCII.

    :param str text: a number as typed
    :param str decimal_point: to write in place of ٫, and to leave where it is
    :param currency_words: names of currencies, as from :func:`fold_currency`, of which one may
        stand beside it; None: it is no amount
    :return: None where it is no number, "" where nothing is to be seen
    :rtype: str | None
    """
    number = _MARKS.sub("", to_latin_digits(text))
    number = _DASHES.sub("-", _SPACES.sub(" ", number))
    number = number.replace("٪", "%").replace("،", "٬").strip()
    if not number:
        return ""
    if currency_words is not None:
        number = _strip_currency(number, currency_words)
        if not re.fullmatch(r"[^%]*[0-9.٫]", number):
            return None
    if _FOREIGN.search(number) or not re.search("[0-9]", number):
        return None
    joined = _join_thousands(_unify_separators(number, decimal_point))
    return joined and joined.replace("٫", decimal_point)


def parse_number(text, decimal_point=".", thousands_sep=",", currency_words=None):
    """Read a number, in Persian writing or in ASCII.

    :param str text: a number as typed
    :param str decimal_point: ASCII decimal sign of the user's language
    :param str thousands_sep: ASCII separator of thousands of the user's language
    :param currency_words: as in :func:`rewrite_number`
    :return: the number; None where there is none to read, never 0 in its place
    :rtype: float | None
    """
    number = rewrite_number(text, decimal_point, currency_words)
    if not number:
        return None
    if thousands_sep:
        number = number.replace(thousands_sep, "")
    number = number.replace(decimal_point, ".")
    value = float(number) if _NUMBER.fullmatch(number) else math.inf
    return value if math.isfinite(value) else None
