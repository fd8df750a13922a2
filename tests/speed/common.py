import random
from contextlib import contextmanager
from unittest.mock import patch

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import UserError

from odoo.addons.mail.tests.common import mail_new_test_user

from ...models.speed.tracking import CrmLead as TrackingLead
from ...tools import batch
from ..common import QualificationCommon
from .chatter_rows import ChatterRows


class SpeedCommon(QualificationCommon):
    """Salespersons of two companies and languages, teams with followers and aliases."""

    maxDiff = None

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("fa_IR")
        cls.company_2 = cls.env["res.company"].create({"name": "شرکت دوم"})
        companies = cls.env.company | cls.company_2
        cls.env["ir.config_parameter"].sudo().set_param("crm.pls_start_date", "2020-01-01")
        cls.user_fa = mail_new_test_user(
            cls.env,
            login="user_fa",
            name="پریسا تهرانی",
            email="parisa@speed.example.com",
            groups="sales_team.group_sale_manager",
            lang="fa_IR",
            company_ids=[Command.set(companies.ids)],
            notification_type="inbox",
        )
        cls.users = cls.user_sales_manager | cls.user_sales_leads | cls.user_fa
        cls.users.company_ids = companies
        cls.team_followed = cls.env["crm.team"].create(
            {"name": "تیم پیگیری", "use_leads": True, "alias_name": "followed.speed"}
        )
        cls.team_followed.member_ids = cls.user_sales_leads
        cls.team_of_company = cls.env["crm.team"].create(
            {"name": "Team 2", "use_leads": True, "company_id": cls.company_2.id}
        )
        cls.followers = cls.env["res.partner"].create(
            [
                {"name": "Jean", "email": "jean@speed.example.com", "lang": "fr_FR"},
                {"name": "مهری", "email": "mehri@speed.example.com", "lang": "fa_IR"},
            ]
        )
        subtypes = cls.env["mail.message.subtype"].search([("res_model", "=", "crm.team")])
        cls.team_followed.message_subscribe(
            (cls.followers | cls.user_fa.partner_id).ids, subtypes.ids
        )
        cls.reasons = cls.env["crm.lost.reason"].create([{"name": "Price"}, {"name": "قیمت"}])
        cls.tags = cls.env["crm.tag"].create([{"name": "Tag 1"}, {"name": "برچسب"}])

    def _convert(self, leads, **values):
        """The window of the list's action, by the manager, with two salespersons in turn."""
        windows = self.env["crm.lead2opportunity.partner.mass"].with_user(self.user_sales_manager)
        windows.with_context(active_model="crm.lead", active_ids=leads.ids).create(
            {
                "user_ids": [Command.set((self.user_sales_leads | self.user_sales_salesman).ids)],
                "force_assignment": True,
                **values,
            }
        ).action_mass_convert()

    @contextmanager
    def _nothing_stays(self):
        """Whatever is written in this is forgotten at its end."""
        self.flush_tracking()
        savepoint = self.cr.savepoint()
        try:
            yield
        finally:
            self.cr.precommit.clear()
            self.cr.postcommit.clear()
            savepoint.close(rollback=True)
            self.env.invalidate_all(flush=False)

    def _read_written(self, call):
        """What a call writes, see `ChatterRows`; nothing of it stays."""
        with self._nothing_stays():
            before = ChatterRows(self.cr)
            call()
            self.flush_tracking()
            return ChatterRows(self.cr).since(before)

    def _read_written_by_core(self, call):
        """What a call writes when nothing is done together, as if another addon forbade it."""

        def track(leads, fields_iter):
            return super(TrackingLead, leads)._track_prepare(fields_iter)  # pylint: disable=bad-super-call

        with (
            patch.object(batch, "find_foreign", lambda records, names: {"core"}),
            patch.object(TrackingLead, "_track_prepare", track),
        ):
            return self._read_written(call)

    def _check_same(self, call, call_of_core=None):
        """The same rows are written by core, one after the other.

        :param call: function
        :param call_of_core: function that does the same, where it is another one
        """
        with freeze_time("2026-11-28 10:00:00"):
            by_core = self._read_written_by_core(call_of_core or call)
            written = self._read_written(call)
        self.assertTrue(by_core)
        self.assertEqual(
            sorted((by_core - written).elements()), sorted((written - by_core).elements())
        )

    def _lose(self, leads):
        leads.env["crm.lead.lost"].create(
            {
                "lead_ids": [Command.set(leads.ids)],
                "lost_reason_id": self.reasons[0].id,
            }
        ).action_lost_reason_apply()

    def _count_queries(self, call):
        """The number of queries of a call of which nothing stays."""
        with self._nothing_stays():
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            call()
            self.flush_tracking()
            return self.cr.sql_log_count - before


class RandomWork:
    """What salespersons do in a row, the same for the same seed."""

    def __init__(self, case, seed):
        self.case = case
        self.chance = random.Random(seed)  # noqa: S311
        self.leads = case.env["crm.lead"]

    def run(self):
        self._try(self._create)
        for _step in range(self.chance.randint(2, 4)):
            self._try(
                self.chance.choice([self._create, self._load, self._write, self._lose, self._win])
            )
            if self.chance.random() < 0.4:
                self._try(self._restore)

    def _try(self, step):
        """Do something, as a request does: what is refused leaves nothing behind."""
        before = self.leads
        try:
            with self.case.cr.savepoint():
                step()
                self.case.flush_tracking()
        except UserError:
            self.case.cr.precommit.clear()
            self.leads = before

    def _as_somebody(self, records):
        user = self.chance.choice(list(self.case.users))
        companies = self.chance.sample(user.company_ids.ids, k=self.chance.randint(1, 2))
        return records.with_user(user).with_context(
            lang=user.lang, allowed_company_ids=companies, active_test=False
        )

    def _get_values(self, number):
        case, chance = self.case, self.chance
        values = {"name": f"Lead {number}", "expected_revenue": chance.choice([0, 100])}
        choices = {
            "type": ["lead", "opportunity"],
            "user_id": [False, *case.users.ids],
            "team_id": [False, case.team.id, case.team_followed.id, case.team_of_company.id],
            "email_from": [
                False,
                f"lead{number}@speed.example.com",
                "Jean <jean@speed.example.com>",
            ],
            "phone": [False, "+98 912 555 0101", "021-88776655"],
            "country_id": [False, case.country_ir.id],
            "partner_id": [False, *case.followers.ids],
            "tag_ids": [[], [Command.set(case.tags[:1].ids)]],
            "commercial_partner_id": [False, case.followers[0].id],
        }
        for name, values_of_field in choices.items():
            if chance.random() < 0.5:
                values[name] = chance.choice(values_of_field)
        # A team of another company is refused, and nothing would be compared.
        if values.get("team_id") == case.team_of_company.id:
            values |= {"company_id": case.company_2.id, "user_id": False}
        return values

    def _create(self):
        count = self.chance.choice([1, 2, 5])
        self.leads |= (
            self._as_somebody(self.leads.browse())
            .create([self._get_values(number) for number in range(count)])
            .with_env(self.leads.env)
        )

    def _load(self):
        rows = [[f"Row {n}", f"row{n}@speed.example.com"] for n in range(self.chance.randint(1, 4))]
        result = self._as_somebody(self.leads.browse()).load(["name", "email_from"], rows)
        self.leads |= self.leads.browse(result["ids"])

    def _choose(self):
        """Some of the records, as a manager sees them."""
        ids = self.leads.ids
        some = self.chance.sample(ids, k=self.chance.randint(min(1, len(ids)), len(ids)))
        companies = self.case.user_fa.company_ids.ids
        user = self.chance.choice([self.case.user_sales_manager, self.case.user_fa])
        return (
            self.leads.browse(some)
            .with_user(user)
            .with_context(allowed_company_ids=companies, active_test=False, lang=user.lang)
        )

    def _write(self):
        case, chance = self.case, self.chance
        values = {
            "priority": "2",
            "expected_revenue": 250,
            "stage_id": chance.choice([case.stage_gen_1, case.stage_gen_won]).id,
            "user_id": chance.choice([False, *case.users.ids]),
            "city": "Tehran",
        }
        names = chance.sample(sorted(values), k=chance.randint(1, 3))
        self._choose().write({name: values[name] for name in names})

    def _lose(self):
        leads = self._choose().filtered(lambda lead: lead.won_status == "pending")
        if leads:
            reason = self.chance.choice([self.case.reasons[:1], self.case.reasons[1:], None])
            note = self.chance.choice([False, "<p>Too late</p>"])
            leads.env["crm.lead.lost"].create(
                {
                    "lead_ids": [Command.set(leads.ids)],
                    "lost_reason_id": reason.id if reason else False,
                    "lost_feedback": note,
                }
            ).action_lost_reason_apply()

    def _win(self):
        self._choose().action_set_won()

    def _restore(self):
        lost = self.leads.with_context(active_test=False)
        lost = lost.filtered(lambda lead: lead.won_status == "lost")
        if lost:
            self._as_manager(lost).action_restore()

    def _as_manager(self, leads):
        companies = self.case.user_fa.company_ids.ids
        return leads.with_user(self.case.user_fa).with_context(allowed_company_ids=companies)
