import datetime

from babel.dates import format_date as format_gregorian
from babel.dates import format_datetime as format_gregorian_time

from odoo import fields, models
from odoo.tools import format_date
from odoo.tools.misc import get_lang

from ...tools.persian.jalali import from_date
from .patch_dates import is_jalali

# Odoo's formats of a point in the graph of a bank.
NAME, SHORT_NAME = "d LLLL Y", "d MMM"
# It goes back a month, and has a point for each day on which something is entered, in future too.
PAST, FUTURE = 32, 366
# The weeks, counted from this one, that the graph of sales and purchases tells by their days.
WEEKS = (-1, 1, 2)


class AccountJournal(models.Model):
    """Graphs of journals: Odoo writes their days itself, for the language alone."""

    _inherit = "account.journal"

    def _get_bank_cash_graph_data(self):
        graphs = super()._get_bank_cash_graph_data()
        if graphs and is_jalali(self.env):
            days = self._read_graph_days()
            for point in iterate_values(graphs):
                if day := days.get(point["name"]):
                    point["name"] = format_date(self.env, day, date_format=NAME)
                    point["x"] = format_date(self.env, day, date_format=SHORT_NAME)
        return graphs

    def _read_graph_days(self):
        """:returns: dict, a day as Odoo writes it to datetime.date"""
        locale = get_lang(self.env).code
        today = fields.Date.today()
        days = [today + datetime.timedelta(days=number) for number in range(-PAST, FUTURE)]
        return {format_gregorian(day, NAME, locale=locale): day for day in days}

    def _get_sale_purchase_graph_data(self):
        graphs = super()._get_sale_purchase_graph_data()
        if graphs and is_jalali(self.env):
            labels = self._get_week_labels()
            for bar in iterate_values(graphs):
                bar["label"] = labels.get(bar["label"], bar["label"])
        return graphs

    def _get_week_labels(self):
        """:returns: dict, a week as Odoo writes it to str, the same in Jalali"""
        locale = get_lang(self.env).code
        today = fields.Date.today()
        weekday = int(format_gregorian_time(today, "e", locale=locale))

        def split_gregorian(day):
            return day.day, format_gregorian(day, "MMM", locale=locale)

        def split_jalali(day):
            return from_date(day)[2], format_date(self.env, day, date_format="MMM")

        labels = {}
        for week in WEEKS:
            start = today + datetime.timedelta(days=1 - weekday + 7 * week)
            end = start + datetime.timedelta(days=6)
            gregorian, jalali = (
                write_week(split(start), split(end)) for split in (split_gregorian, split_jalali)
            )
            labels[gregorian] = jalali
        return labels


def write_week(first, last):
    """:returns: str, as Odoo writes the days of a week, each a tuple of a number and a month"""
    if first[1] == last[1]:
        return f"{first[0]} - {last[0]} {last[1]}"
    return f"{first[0]} {first[1]} - {last[0]} {last[1]}"


def iterate_values(graphs):
    """:returns: iterator of dict, what is drawn for all journals"""
    return (value for parts in graphs.values() for graph in parts for value in graph["values"])
