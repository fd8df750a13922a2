"""The fold of search_fold.py as functions of PostgreSQL.

Odoo puts a function `unaccent` around both sides of every `ilike`, for each row that is looked at.
So it is one expression, which PostgreSQL puts into the query itself: text in ASCII costs a
comparison of two lengths, other text that has nothing to fold a regular expression more, letters of
Arabic keyboards a second one. What is left goes to a function in PL/pgSQL, which starts faster than
one in SQL. What people write every day is replaced one by one: `translate` compares each letter of a
text with all that it takes, which takes more time than a dozen of `replace`, and is for what is rare.
"""

from .search_fold import REMOVED, TABLE

# In the names, for indexes stand on what they return: raise it where that changes, and the next
# upgrade of the addon rebuilds the indexes.
VERSION = 1
PREFIX = "crm_lead_qualification_fold"
FOLD = f"{PREFIX}_{VERSION}"
FORMS = f"{PREFIX}_forms_{VERSION}"

_REMOVED = {code_point for first, last in REMOVED for code_point in range(first, last + 1)}
# What becomes several letters, or is a form of a letter: PostgreSQL knows its parts.
_FORMS = {
    code_point
    for code_point, folded in TABLE.items()
    if code_point not in _REMOVED and (code_point >= 0xFB50 or len(folded) > 1)
}
_LETTERS = sorted(TABLE.keys() - _REMOVED - _FORMS)
# Half-space, letters of Arabic keyboards, آ and hamza; and the digits of Persian keyboards.
_COMMON = [0x200C, *map(ord, "آيكئأؤة")]
_DIGITS = [*map(ord, "۰۱۲۳۴۵۶۷۸۹")]

# A space stands for the letter in the forms of a lonely diacritic.
CREATE_FORMS = """
CREATE OR REPLACE FUNCTION {schema}.{forms_function}(text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
SELECT string_agg(
    CASE WHEN letter ~ E'[{forms}]' THEN btrim(normalize(letter, NFKC)) ELSE letter END,
    '' ORDER BY place)
FROM regexp_split_to_table($1, '') WITH ORDINALITY AS letters(letter, place)
$$
"""
# The planner adds up what every branch would cost, so it is told that this one is cheap: it is.
CREATE_FOLD = """
CREATE OR REPLACE FUNCTION {schema}.{fold_function}(text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1 AS $$
BEGIN
    RETURN CASE
    WHEN $1 ~ E'[{rare}]' THEN translate(
        regexp_replace(
            CASE WHEN $1 ~ E'[{forms}]' THEN {schema}.{forms_function}($1) ELSE $1 END,
            E'[{removed}]+', '', 'g'),
        E'{letters}', E'{folded}')
    ELSE {common_with_digits} END;
END
$$
"""
CREATE_UNACCENT = """
CREATE OR REPLACE FUNCTION {schema}.unaccent(text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT CASE
    WHEN octet_length($1) = length($1) THEN {before}
    WHEN $1 !~ E'[{folds}]' THEN {before}
    WHEN $1 !~ E'[{uncommon}]' THEN {common}
    ELSE {schema}.{fold_function}({before}) END
$$
"""


def create_statements(schema, before=None):
    """The functions, made or made anew; they call each other by their full names.

    Nothing else is sure to be found where a dump is restored, or by whoever builds an index.

    :param schema: str, where they are made
    :param before: str, the full name of the function whose place `unaccent` takes, which is called first
    :returns: list of str, SQL statements without parameters
    """
    quoted = _quote(schema)
    parts = {
        "schema": quoted,
        "fold_function": FOLD,
        "forms_function": FORMS,
        "forms": _make_class(_FORMS),
        "removed": _make_class(_REMOVED),
        "folds": _make_class(TABLE),
        "letters": _write(_LETTERS),
        "folded": _write(ord(TABLE[code_point]) for code_point in _LETTERS),
        "rare": _make_class(TABLE.keys() - {*_COMMON, *_DIGITS}),
        "uncommon": _make_class(TABLE.keys() - {*_COMMON}),
        "before": f"{before}($1)" if before else "$1",
        "common_with_digits": _replace("$1", [*_COMMON, *_DIGITS]),
    }
    parts["common"] = _replace(parts["before"], _COMMON)
    return [statement.format(**parts) for statement in (CREATE_FORMS, CREATE_FOLD, CREATE_UNACCENT)]


def _quote(name):
    return '"' + name.replace('"', '""') + '"'


def _replace(expression, code_points):
    """What folds some characters of an expression, one after another."""
    for code_point in code_points:
        folded = _write(map(ord, TABLE[code_point]))
        expression = f"replace({expression}, E'{_write([code_point])}', E'{folded}')"
    return expression


def _write(code_points):
    return "".join(
        chr(code_point) if code_point < 0x80 else f"\\u{code_point:04x}"
        for code_point in code_points
    )


def _make_class(code_points):
    """What stands between the brackets of a regular expression."""
    ranges = []
    for code_point in sorted(code_points):
        if ranges and ranges[-1][1] == code_point - 1:
            ranges[-1][1] = code_point
        else:
            ranges.append([code_point, code_point])
    return "".join(
        _write([first]) if first == last else f"{_write([first])}-{_write([last])}"
        for first, last in ranges
    )
