"""SQL functions that truncate a timestamp to its Jalali month, quarter or year.

Core's `date_trunc` is C. So that ours costs about as much, a day is looked up in an array of starts by
`width_bucket`, C as well, and PostgreSQL puts the one expression into the query itself. The
arrays hold the years that records are of; what lies beyond takes the slower way.
"""

from .jalali import LAST_YEAR, PERIODS, to_date

# In the names, for an index may stand on a function: change it where what they return changes.
VERSION = 1
PREFIX = "crm_lead_qualification_jalali"
# 2001 to 2051. Each start is read again with each query, which takes a microsecond or two.
QUICK_YEARS = range(1380, 1430)

SLOW = """
CREATE OR REPLACE FUNCTION {slow}(months integer, moment timestamp) RETURNS timestamp
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
SELECT CASE
    WHEN years.first IS NULL THEN date_trunc(
        CASE months WHEN 1 THEN 'month' WHEN 3 THEN 'quarter' ELSE 'year' END, moment)
    ELSE years.first + CASE WHEN periods.gone < 7 THEN 31 * periods.gone
        ELSE 30 * periods.gone + 6 END
    END
FROM (SELECT ({starts}::date[])[width_bucket(moment::date, {bounds}::date[])] AS first) years,
    LATERAL (SELECT moment::date - years.first AS gone) days,
    LATERAL (SELECT (CASE WHEN days.gone < 186 THEN days.gone / 31
        ELSE (days.gone - 186) / 30 + 6 END) / months * months AS gone) periods
$$
"""
QUICK = """
CREATE OR REPLACE FUNCTION {quick}(moment timestamp) RETURNS timestamp
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT coalesce(
    ({starts}::timestamp[])[width_bucket(moment, {bounds}::timestamp[])],
    {slow}({months}, moment))
$$
"""


def function_name(granularity):
    """:returns: str, the name of the function for a key of PERIODS, or for `any`, the slow one"""
    return f"{PREFIX}_{granularity}_{VERSION}"


def function_names():
    """:returns: list of str, the names of all functions of this version"""
    return [function_name(name) for name in ("any", *PERIODS)]


def create_statements():
    """The functions, made or made anew.

    :returns: list of str, SQL statements without parameters
    """
    slow = function_name("any")
    years = [to_date(year, 1) for year in range(1, LAST_YEAR + 2)]
    statements = [SLOW.format(slow=slow, **_arrays(years))]
    for granularity, months in PERIODS.items():
        starts = [
            to_date(year, month) for year in QUICK_YEARS for month in range(1, 13, months)
        ] + [to_date(QUICK_YEARS.stop, 1)]
        quick = function_name(granularity)
        statements.append(QUICK.format(quick=quick, slow=slow, months=months, **_arrays(starts)))
    return statements


def _arrays(starts):
    """Where a period begins, and the same with the end of the last: beyond there is nothing."""
    texts = [start.isoformat() for start in starts]
    return {
        "starts": f"'{{{','.join(texts[:-1])}}}'",
        "bounds": f"'{{{','.join(texts)}}}'",
    }
