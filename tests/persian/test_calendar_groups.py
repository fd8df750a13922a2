import datetime
import threading

from odoo import fields
from odoo.modules import module
from odoo.tests import TransactionCase, new_test_user, tagged

from ...models.persian import calendar_groups
from ...tools.persian import jalali

FA, EN = "fa_IR", "en_US"
COUNT = ["__count"]


@tagged("post_install", "-at_install")
class TestCalendarGroups(TransactionCase):
    """Groups of dates by Jalali month, season and year, for whoever reads Persian."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang(FA)
        groups = "sales_team.group_sale_salesman_all_leads"
        cls.persian = new_test_user(cls.env, "persian user", groups, lang=FA, tz="Asia/Tehran")
        cls.english = new_test_user(cls.env, "english user", groups, lang=EN, tz="Asia/Tehran")
        cls.env["crm.lead"].search([]).active = False
        # The last days of Esfand in a leap year and an ordinary one, and the days around them.
        cls.days = ["2025-03-20", "2025-03-21", "2026-03-20", "2026-03-21", "2026-11-28"]
        cls.leads = cls.env["crm.lead"].create(
            [
                {"name": day, "type": "opportunity", "date_deadline": day, "user_id": False}
                for day in cls.days
            ]
        )

    def _leads(self, user=None, **context):
        user = user or self.persian
        context = {"lang": user.lang, "tz": user.tz, **context}
        return self.env["crm.lead"].with_user(user).with_context(**context)

    def _labels(self, groups, spec):
        return [(group[spec][1], group["__count"]) for group in groups]

    def _assert_domains(self, records, groups):
        """A click on a bar opens the records that it counts, and no other."""
        found = [records.search(group["__extra_domain"]) for group in groups]
        self.assertEqual([len(leads) for leads in found], [group["__count"] for group in groups])
        self.assertEqual(sum(map(len, found)), records.search_count([]))

    def test_months_of_a_date(self):
        spec = "date_deadline:month"
        groups = self._leads().formatted_read_group([], [spec], COUNT)
        self.assertEqual(
            self._labels(groups, spec),
            [
                ("اسفند 1403", 1),
                ("فروردین 1404", 1),
                ("اسفند 1404", 1),
                ("فروردین 1405", 1),
                ("آذر 1405", 1),
            ],
        )
        self.assertEqual(groups[-1][spec][0], "2026-11-22")
        self._assert_domains(self._leads(), groups)

    def test_seasons_and_years(self):
        for granularity, labels in {
            "quarter": ["زمستان 1403", "بهار 1404", "زمستان 1404", "بهار 1405", "پاییز 1405"],
            "year": ["1403", "1404", "1405"],
        }.items():
            spec = f"date_deadline:{granularity}"
            groups = self._leads().formatted_read_group([], [spec], COUNT)
            self.assertEqual([label for label, _count in self._labels(groups, spec)], labels)
            self._assert_domains(self._leads(), groups)

    def test_order_of_months_goes_both_ways(self):
        spec = "date_deadline:year"
        groups = self._leads().formatted_read_group([], [spec], COUNT, order=f"{spec} desc")
        self.assertEqual([group[spec][1] for group in groups], ["1405", "1404", "1403"])

    def test_weeks_and_days_have_no_gregorian_year(self):
        last = [("date_deadline", "=", "2026-11-28")]
        for granularity, label in {"week": "هفته 37 سال 1405", "day": "7 آذر 1405"}.items():
            spec = f"date_deadline:{granularity}"
            (group,) = self._leads().formatted_read_group(last, [spec], COUNT)
            self.assertEqual(group[spec], ("2026-11-28", label))
            self.assertEqual(self._leads().search(group["__extra_domain"]), self.leads[-1])

    def test_moments_are_of_the_month_in_the_time_zone_of_the_user(self):
        spec = "date_closed:month"
        # The same moment is 1 Azar in Tehran and 30 Aban in New York.
        moment = datetime.datetime(2026, 11, 21, 22, 30)
        self.leads.write({"date_closed": False})
        self.leads[0].date_closed = moment
        for tz, label, first, end in (
            ("Asia/Tehran", "آذر 1405", "2026-11-21 20:30:00", "2026-12-21 20:30:00"),
            # Its clocks go back within the month.
            ("America/New_York", "آبان 1405", "2026-10-23 04:00:00", "2026-11-22 05:00:00"),
        ):
            leads = self._leads(tz=tz)
            (group,) = leads.formatted_read_group([("date_closed", "!=", False)], [spec], COUNT)
            self.assertEqual(group[spec], (first, label))
            self.assertEqual(
                group["__extra_domain"],
                ["&", ("date_closed", ">=", first), ("date_closed", "<", end)],
            )
            self.assertEqual(leads.search(group["__extra_domain"]), self.leads[0])

    def test_records_without_a_date(self):
        self.leads[0].date_deadline = False
        spec = "date_deadline:month"
        groups = self._leads(fill_temporal=True).formatted_read_group([], [spec], COUNT)
        self.assertFalse(groups[-1][spec])
        self.assertEqual(groups[-1]["__count"], 1)

    def test_empty_months_are_filled(self):
        spec = "date_deadline:month"
        domain = [("date_deadline", ">", "2026-01-01")]
        groups = self._leads(fill_temporal=True).formatted_read_group(domain, [spec], COUNT)
        months = [f"{month} 1405" for month in jalali.MONTHS[:9]]
        self.assertEqual([group[spec][1] for group in groups], ["اسفند 1404", *months])
        self.assertEqual([group["__count"] for group in groups], [1, 1, *[0] * 7, 1])

    def test_months_of_the_forecast(self):
        """As the forecast asks: from a month on, and at least so many."""
        spec = "date_deadline:month"
        fill = {"fill_from": "2026-11-28", "min_groups": 5}
        domain = [("date_deadline", ">", "2026-06-01")]
        groups = self._leads(fill_temporal=fill).formatted_read_group(domain, [spec], COUNT)
        names = ["آذر 1405", "دی 1405", "بهمن 1405", "اسفند 1405", "فروردین 1406"]
        self.assertEqual([group[spec][1] for group in groups], names)

    def test_a_day_of_no_jalali_year_stays_gregorian(self):
        spec = "date_deadline:month"
        self.leads[0].date_deadline = "5000-02-05"
        groups = self._leads().formatted_read_group([], [spec], COUNT)
        self.assertEqual(groups[-1][spec], ("5000-02-01", "فوریهٔ 5000"))
        self._assert_domains(self._leads(), groups)
        filled = self._leads(fill_temporal=True).formatted_read_group(
            [("date_deadline", ">", "4000-01-01")], [spec], COUNT
        )
        self.assertEqual([group[spec][0] for group in filled], ["5000-02-01"])

    def test_a_day_behind_the_last_jalali_year(self):
        """Its month is Gregorian, though it begins within that year."""
        self.leads[0].date_deadline = jalali.LAST_DAY + datetime.timedelta(days=5)
        for granularity, start in {"month": "2321-03-01", "year": "2321-01-01"}.items():
            spec = f"date_deadline:{granularity}"
            groups = self._leads().formatted_read_group([], [spec], COUNT)
            self.assertEqual(groups[-1][spec][0], start)
            self.assertIn("2321", groups[-1][spec][1])
            self._assert_domains(self._leads(), groups)

    def test_one_day_far_away_does_not_change_what_is_filled(self):
        self.leads[0].date_deadline = "3500-02-05"
        spec = "date_deadline:month"
        domain = [("date_deadline", ">", "2026-01-01")]
        groups = self._leads(fill_temporal=True).formatted_read_group(domain, [spec], COUNT)
        months = [f"{month} 1405" for month in jalali.MONTHS[:9]]
        labels = ["اسفند 1404", *months, "فوریهٔ 3500"]
        self.assertEqual([group[spec][1] for group in groups], labels)

    def test_months_of_moments_without_records(self):
        spec = "date_closed:month"
        fill = {"fill_from": "2026-11-28 00:00:00", "min_groups": 2}
        leads = self._leads(fill_temporal=fill)
        groups = leads.formatted_read_group([("id", "=", 0)], [spec], COUNT)
        self.assertEqual(
            [group[spec] for group in groups],
            [("2026-11-21 20:30:00", "آذر 1405"), ("2026-12-21 20:30:00", "دی 1405")],
        )

    def test_reports_with_a_series_of_their_own_stay_gregorian(self):
        self.patch(calendar_groups, "GREGORIAN_SERIES", {"crm.lead"})
        spec = "date_deadline:year"
        groups = self._leads(fill_temporal=True).formatted_read_group([], [spec], COUNT)
        self.assertEqual([group[spec][1] for group in groups], ["2025", "2026"])

    def test_nobody_looks_at_what_a_cron_groups(self):
        """A cron and a shell have neither an address nor a test."""
        spec = "date_deadline:year"
        thread = threading.current_thread()
        self.assertFalse(getattr(thread, "url", None))
        self.patch(module, "current_test", False)
        groups = self._leads().formatted_read_group([], [spec], COUNT)
        self.assertEqual([group[spec][1] for group in groups], ["2025", "2026"])
        self.addCleanup(vars(thread).pop, "url", None)
        thread.url = "http://localhost/web/dataset/call_kw/crm.lead/web_read_group"
        groups = self._leads().formatted_read_group([], [spec], COUNT)
        self.assertEqual([group[spec][1] for group in groups], ["1403", "1404", "1405"])

    def test_pivot_and_kanban(self):
        spec = "date_deadline:quarter"
        sets = self._leads().formatted_read_grouping_sets([], [[], [spec]], COUNT)
        self.assertEqual(sets[0][0]["__count"], 5)
        self.assertEqual(sets[1][-1][spec][1], "پاییز 1405")
        kanban = self._leads().web_read_group([], [spec], limit=2, unfold_read_specification={})
        self.assertEqual(kanban["length"], 5)
        self.assertEqual(kanban["groups"][0][spec][1], "زمستان 1403")
        bars = self._leads().read_progress_bar(
            [], "date_deadline:year", {"field": "type", "colors": {"opportunity": "success"}}
        )
        self.assertEqual(bars["2026-03-21"], {"opportunity": 2})

    def test_length_counts_jalali_groups(self):
        """20 and 21 March are two Jalali years and one Gregorian."""
        two = [("date_deadline", "in", self.days[2:4])]
        spec = "date_deadline:year"
        self.assertEqual(self._leads().web_read_group(two, [spec], limit=1)["length"], 2)
        english = self._leads(self.english).web_read_group(two, [spec], limit=1)
        self.assertEqual(english["length"], 1)

    def test_a_date_of_a_linked_record(self):
        team = self.env["crm.team"].create({"name": "Azar"})
        self.leads.team_id = team
        self.env.cr.execute(
            "UPDATE crm_team SET create_date = '2026-11-21 22:30' WHERE id = %s", [team.id]
        )
        spec = "team_id.create_date:month"
        (group,) = self._leads().formatted_read_group([], [spec], COUNT)
        self.assertEqual(group[spec][1], "آذر 1405")
        self.assertEqual(self._leads().search(group["__extra_domain"]), self.leads)

    def test_properties(self):
        team = self.env["crm.team"].create(
            {
                "name": "Properties",
                "lead_properties_definition": [
                    {"name": "visit", "string": "Visit", "type": "date"},
                    {"name": "talk", "string": "Talk", "type": "datetime"},
                ],
            }
        )
        self.leads.team_id = team
        for lead, day in zip(self.leads, self.days, strict=True):
            lead.lead_properties = {"visit": day, "talk": f"{day} 08:00:00"}
        for name in ("visit", "talk"):
            spec = f"lead_properties.{name}:month"
            groups = self._leads().formatted_read_group([], [spec], COUNT)
            self.assertEqual(
                [group[spec][1] for group in groups],
                ["اسفند 1403", "فروردین 1404", "اسفند 1404", "فروردین 1405", "آذر 1405"],
            )
            self._assert_domains(self._leads(), groups)

    def test_programs_get_what_they_ask_for(self):
        rows = self._leads()._read_group([], ["date_deadline:year"], COUNT)
        self.assertEqual([day.isoformat() for day, _count in rows], ["2025-01-01", "2026-01-01"])
        groups = self._leads(persian_jalali_groups=True)._read_group([], ["date_deadline:year"])
        self.assertEqual(len(groups), 2)

    def test_nothing_changes_in_english(self):
        """The same calls give what they give where the site is Gregorian."""
        specs = [f"date_deadline:{name}" for name in ("day", "week", "month", "quarter", "year")]
        specs += [f"create_date:{name}" for name in ("hour", "month")]
        leads = self._leads(self.english, fill_temporal=True)
        now = [leads.formatted_read_group([], [spec], COUNT) for spec in specs]
        self.env["ir.config_parameter"].set_param(
            "crm_lead_qualification.calendar_system", "gregorian"
        )
        self.assertEqual([leads.formatted_read_group([], [spec], COUNT) for spec in specs], now)
        self.assertEqual(now[2][0][specs[2]][1], "March 2025")

    def test_whoever_chose_gregorian_gets_gregorian(self):
        self.persian.calendar_system = "gregorian"
        spec = "date_deadline:year"
        groups = self._leads().formatted_read_group([], [spec], COUNT)
        self.assertEqual([group[spec][1] for group in groups], ["2025", "2026"])

    def test_portal_user(self):
        portal = new_test_user(self.env, "portal user", "base.group_portal", lang=FA)
        partners = self.env["res.partner"].with_user(portal).with_context(lang=FA)
        spec = "create_date:year"
        domain = [("id", "=", portal.partner_id.id)]
        (group,) = partners.formatted_read_group(domain, [spec], COUNT)
        year = jalali.from_date(fields.Date.today())[0]
        self.assertEqual(group[spec][1], str(year))
