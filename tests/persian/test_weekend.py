from odoo import Command
from odoo.tests import HttpCase, new_test_user, tagged

FA, EN = "fa_IR", "en_US"
MONDAY, THURSDAY, FRIDAY, SATURDAY = "0", "3", "4", "5"


@tagged("post_install", "-at_install")
class TestWeekend(HttpCase):
    """Friday, and Thursday where a company does not work on it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang(FA)
        cls.companies = cls.env["res.company"].create([{"name": "شرکت الف"}, {"name": "شرکت ب"}])

    def _work_on(self, company, *days):
        company.resource_calendar_id.attendance_ids = [
            Command.clear(),
            *(
                Command.create(
                    {
                        "name": "Morning",
                        "dayofweek": day,
                        "hour_from": 8,
                        "hour_to": 12,
                        "day_period": "morning",
                    }
                )
                for day in days
            ),
        ]

    def _get_weekends(self, lang):
        login = f"weekend_{lang}"
        values = {
            "company_id": self.companies[0].id,
            "company_ids": [Command.set(self.companies.ids)],
        }
        new_test_user(self.env, login, "base.group_user", lang=lang, **values)
        self.authenticate(login, login)
        info = self.make_jsonrpc_request("/web/session/get_session_info")
        return info.get("persian_weekends")

    def test_thursday_goes_by_the_working_hours_of_each_company(self):
        self._work_on(self.companies[0], SATURDAY, MONDAY, THURSDAY)
        self._work_on(self.companies[1], SATURDAY, MONDAY)
        first, second = (str(company.id) for company in self.companies)
        self.assertEqual(self._get_weekends(FA), {first: [5], second: [4, 5]})

    def test_others_keep_that_of_odoo(self):
        self.assertIsNone(self._get_weekends(EN))

    def test_friday_even_where_nobody_has_set_the_hours(self):
        """Odoo's own hours are from Monday to Friday; and a company may have none."""
        self._work_on(self.companies[0])
        self.companies[1].resource_calendar_id = False
        weekends = self.companies._get_persian_weekends()
        self.assertEqual(set(map(tuple, weekends.values())), {(5,)})
        self.assertEqual(
            self.env["res.company"].create({"name": "شرکت پ"})._get_persian_weekends().popitem()[1],
            [5],
        )
