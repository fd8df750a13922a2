import threading
from urllib.parse import urlsplit

from odoo import api, models
from odoo.tools import SQL

from ...tools.persian import jalali
from ...tools.persian.jalali_sql import function_name
from ...tools.server_context import ON, is_on
from .group_periods import fill_periods, period_domain

# In the context: dates are grouped by Jalali periods, for a method of the web client has begun it.
JALALI_GROUPS = "persian_jalali_groups"
# What the web client asks by. Exports and other programs have other addresses.
WEB_CLIENT = "/web/dataset/"


def is_looked_at():
    """Whether the web client asks, or nobody from outside: a test, or a shell.

    Odoo hides the request from methods that are called by RPC; its thread knows the address.
    """
    url = getattr(threading.current_thread(), "url", None)
    return not url or urlsplit(url).path.startswith(WEB_CLIENT)


class Base(models.AbstractModel):
    """Groups of dates in the calendar of whoever looks at them.

    Only what the web client calls begins it. Exports, programs that ask by RPC, and methods that
    call `_read_group` get Gregorian groups, whoever the user is.
    """

    _inherit = "base"  # pylint: disable=consider-merging-classes-inherited

    def _with_jalali_groups(self, groupby):
        """The same records, for a method that groups what the current user looks at.

        :param groupby: iterable of str, as for `_read_group`
        """
        if (
            any(":" in spec for spec in groupby)
            and is_looked_at()
            and self.env["res.users"]._is_jalali()
        ):
            return self.with_context(**{JALALI_GROUPS: ON})
        return self

    # What the web client calls ----------------------------------------------------------------

    @api.model
    @api.readonly
    def formatted_read_group(self, domain, groupby=(), *args, **kwargs):
        records = self._with_jalali_groups(groupby)
        return super(Base, records).formatted_read_group(domain, groupby, *args, **kwargs)

    @api.model
    @api.readonly
    def formatted_read_grouping_sets(self, domain, grouping_sets, *args, **kwargs):
        grouping_sets = [tuple(groupby) for groupby in grouping_sets]
        records = self._with_jalali_groups(spec for groupby in grouping_sets for spec in groupby)
        return super(Base, records).formatted_read_grouping_sets(
            domain, grouping_sets, *args, **kwargs
        )

    def _formatted_read_group_with_length(self, domain, groupby, *args, **kwargs):
        # What `web_read_group` counts with; the records that it reads stay out of it.
        records = self._with_jalali_groups(groupby)
        return super(Base, records)._formatted_read_group_with_length(
            domain, groupby, *args, **kwargs
        )

    @api.model
    @api.readonly
    def read_progress_bar(self, domain, group_by, progress_bar):
        records = self._with_jalali_groups([group_by])
        return super(Base, records).read_progress_bar(domain, group_by, progress_bar)

    # How they do it ---------------------------------------------------------------------------

    def _get_jalali_group(self, groupby_spec):
        """What a group is about, where it is of Jalali dates.

        :param groupby_spec: str, as for `_read_group`
        :returns: tuple of str: the path, the type of what is there (date, datetime or
            properties), the granularity; or None
        """
        path, _colon, granularity = groupby_spec.partition(":")
        if not granularity or not is_on(self.env, JALALI_GROUPS):
            return None
        field = self._fields.get(path.split(".")[0])
        if not field or field.type not in ("date", "datetime", "properties"):
            return None
        return path, field.type, granularity

    def _read_group_groupby(self, alias, groupby_spec, query):
        path, kind, granularity = self._get_jalali_group(groupby_spec) or (None, None, None)
        if granularity not in jalali.PERIODS:
            return super()._read_group_groupby(alias, groupby_spec, query)
        if kind == "properties":
            moment = super()._read_group_groupby(alias, f"{path}:day", query)
        else:
            moment = self._field_to_sql(alias, path, query)
        if kind == "datetime":
            moment = self._fields[path].property_to_sql(moment, "tz", self, alias, query)
        function = SQL.identifier(function_name(granularity))
        start = SQL("%s(%s::timestamp)", function, moment)
        return SQL("%s::date", start) if kind == "date" else start

    @api.model
    def _web_read_group_fill_temporal(self, groups, groupby, aggregates, **fill):
        _path, _kind, granularity = self._get_jalali_group(groupby[0]) or (None, None, None)
        if granularity in jalali.PERIODS:
            empty = tuple(
                self._read_group_empty_value(spec) for spec in (*groupby[1:], *aggregates)
            )
            filled = fill_periods(groups, granularity, empty, fill)
            if filled is not None:
                return filled
        return super()._web_read_group_fill_temporal(groups, groupby, aggregates, **fill)

    def _web_read_group_groupby_formatter(self, groupby_spec, values):
        core = super()._web_read_group_groupby_formatter(groupby_spec, values)
        path, kind, granularity = self._get_jalali_group(groupby_spec) or (None, None, None)
        if not path:
            return core
        # Moments in properties are compared as they are stored, in no time zone.
        is_property = kind == "properties"
        stored = self.get_property_definition(path).get("type") if is_property else kind
        timezone = self.env.context.get("tz") if kind == "datetime" else None

        def format_group(value):
            formatted, domain = core(value)
            if not value or not isinstance(formatted, tuple) or not jalali.has_jalali(value):
                return formatted, domain
            label = jalali.label(value, granularity)
            if granularity in jalali.PERIODS:
                domain = period_domain(path, value, granularity, stored == "date", timezone)
            return (formatted[0], label), domain

        return format_group
