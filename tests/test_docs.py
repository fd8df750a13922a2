import inspect
import re
from pathlib import Path

from psycopg2 import IntegrityError

from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.orm.model_classes import add_to_registry
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger
from odoo.tools.misc import file_path

from .bulk.common import BulkCommon
from .merge.common import MergeCommon

# The module that the examples stand in, as one of another addon.
ADDON = "crm_lead_example"
MODULE = f"odoo.addons.{ADDON}.models.crm_lead"
HOOK = re.compile(r"`([a-z.]+)\.(_[\w<>]+)\((.*?)\)`")
EXAMPLE = re.compile(r"```python\n(.*?)```", re.DOTALL)


def read_hooks():
    """The sections of docs/hooks.md, each with a hook and its example: title to text."""
    text = Path(file_path("crm_lead_qualification/docs/hooks.md")).read_text()
    _introduction, *sections = re.split(r"^## ", text, flags=re.MULTILINE)
    return dict(section.split("\n", 1) for section in sections)


@tagged("post_install", "-at_install")
class TestHooks(MergeCommon, BulkCommon):
    """The examples of docs/hooks.md, each loaded as another addon's extension and tried."""

    def _extend(self, title):
        """Load the example of a section into the registry, which forgets it after the test."""
        namespace = {
            "__name__": MODULE,
            "api": api,
            "fields": fields,
            "models": models,
            "Domain": Domain,
            "SQL": SQL,
        }
        (code,) = EXAMPLE.findall(read_hooks()[title])
        exec(compile(code, f"docs/hooks.md: {title}", "exec"), namespace)  # noqa: S102
        self.addCleanup(models.MetaModel._module_to_models__.pop, ADDON)
        self.addCleanup(self.registry.reset_changes)
        for definition in models.MetaModel._module_to_models__[ADDON]:
            model = self.registry[definition._name]
            self.addCleanup(setattr, model, "_base_classes__", model._base_classes__)
            add_to_registry(self.registry, definition)
        self.registry._setup_models__(self.env.cr, [])

    # The file -------------------------------------------------------------------------------

    def test_each_hook_is_there_and_its_example_extends_it(self):
        hooks = read_hooks()
        self.assertGreater(len(hooks), 7)
        for title, text in hooks.items():
            (code,) = EXAMPLE.findall(text)
            with self.subTest(title):
                self.assertLessEqual(len(code.splitlines()), 10)
                self.assertTrue(HOOK.findall(text))
                for model, name, parameters in HOOK.findall(text):
                    method = getattr(self.registry[model], name.replace("<kind>", "convert"))
                    names = [word.partition("=")[0] for word in parameters.split(", ")]
                    self.assertEqual(
                        [n.strip("_") for n in inspect.signature(method).parameters], names
                    )
                    self.assertIn(f'_inherit = "{model}"', code)
                    self.assertRegex(code, rf"def {name.replace('<kind>', 'star')}\(")

    def test_each_example_is_tried(self):
        tried = re.findall(r'self\._extend\(\s*"([^"]+)"', inspect.getsource(type(self)))
        self.assertEqual(sorted(tried), sorted(read_hooks()))

    # Each example ---------------------------------------------------------------------------

    def test_keys(self):
        one, other = self._create(
            {"website": "https://noor.example.com"}, {"website": "https://Noor.example.com/"}
        )
        self.env.flush_all()
        self.assertFalse(one._find_similar()[one])
        self._extend("What a lead is recognised by")
        self.env["crm.lead"]._fill_match_keys(again=True)
        self.assertEqual(one._find_similar()[one], {other.id: {"company"}})
        other.website = "https://other.example.com"
        self.env.flush_all()
        self.assertFalse(one._find_similar()[one])

    def test_search(self):
        self.lead.city = "بندر انزلی"
        found = [("display_name", "ilike", "بندرانزلي")]
        self.env.flush_all()
        self.assertFalse(self.lead.search(found))
        self._extend("What a record is found by")
        self.env["crm.lead"]._fill_search_text(again=True)
        self.assertEqual(self.lead.search(found), self.lead)
        self.lead.city = "رشت"
        self.assertFalse(self.lead.search(found))

    def test_conversion(self):
        self._extend("Which leads are converted")
        without, other = self._create_leads(2)
        other.phone = "0935 000 0202"
        with self.assertRaisesRegex(UserError, f"“{without.name}” has no phone."):
            self._open_window(without)
        bulk = self._convert(without | other, deduplicate=False)
        self.assertEqual(self._get_states(bulk), {without: "left_out", other: "done"})
        self.assertIn("has no phone.", bulk.problem_ids.reason)
        self.assertEqual((without.type, other.type), ("lead", "opportunity"))
        # A duplicate that was not selected is not brought along either.
        twins = self._create_leads(2, email_from="twin@bulk.example.com")
        twins[0].phone = "0935 000 0303"
        bulk = self._convert(twins[0])
        self.assertEqual(bulk.line_ids.lead_id, twins[0])
        self.assertEqual(twins.mapped("type"), ["opportunity", "lead"])

    def test_approval(self):
        self.env["res.config.settings"].create({"use_lead_approval": True}).execute()
        small, large = self._create_leads(2, user_id=self.user_sales_salesman.id)
        small.expected_revenue, large.expected_revenue = 999, 1000
        leads = (small | large).with_user(self.user_sales_salesman)
        self.assertEqual(leads.mapped("can_qualify"), [False, False])
        self._extend("Who converts leads")
        self.assertEqual(leads.mapped("can_qualify"), [True, False])
        leads[0].convert_opportunity(leads.partner_id)
        with self.assertRaisesRegex(UserError, "is converted by the leader"):
            leads[1].convert_opportunity(leads.partner_id)
        self.assertEqual(leads.mapped("type"), ["opportunity", "lead"])

    def test_customers(self):
        self._extend("What a new customer gets")
        self._open_window(self.lead, action="create", name="convert").action_apply()
        self.assertEqual(self.lead.partner_id.ref, f"LEAD-{self.lead.id}")
        leads = self._create_leads(2)
        # All together: nobody calls it.
        self.patch(type(leads), "_create_customers_one_by_one", None)
        self._convert(leads, action="create", deduplicate=False)
        self.assertEqual(leads.mapped("partner_id.ref"), [f"LEAD-{lead.id}" for lead in leads])

    def test_merging(self):
        self._extend("Which records are merged")
        self.leads[1].referred = "همکار"
        window = self.env["crm.merge.opportunity"].with_context(
            active_model="crm.lead", active_ids=self.leads.ids
        )
        window = window.create({})
        reason = "A partner referred it, and it stays by itself."
        self.assertEqual(window.left_out_text, f"“{self.leads[1].name}”: {reason}")
        with self.assertRaisesRegex(UserError, reason):
            self._merge(self.leads)
        window.action_merge()
        self.assertEqual(self.leads.filtered("active"), self.leads[:2])

    def test_merged_values(self):
        self._extend("Which fields a merge fills")
        for lead, revenue in zip(self.leads, (0, 300, 40), strict=True):
            lead.expected_revenue = revenue
        merged = self._merge(self.leads)
        self.assertEqual(merged.expected_revenue, 340)
        line = merged.merge_line_ids.filtered(lambda line: line.field_name == "expected_revenue")
        self.assertIn("300", line.others)
        merged.action_undo_merge()
        self.assertEqual(self.leads.mapped("expected_revenue"), [0, 300, 40])

    def test_relations(self):
        self._extend("What stays with a merged record")
        absorbed = self.leads[1]
        call = self.env["crm.phonecall"].create({"name": "تماس", "opportunity_id": absorbed.id})
        message = absorbed.message_post(body="پیام")
        merged = self._merge(self.leads)
        self.assertEqual(message.res_id, merged.id)
        self.assertEqual(call.opportunity_id, absorbed)

    def test_rows_of_merged_records(self):
        self._extend("Which rows hold nobody up")
        link = {"relation": "crm.lost.reason", "on_delete": "restrict"}
        self._add_field("crm.lead.participant", "x_reason_id", "many2one", **link)
        person = self.env["res.partner"].create({"name": "همراه"})
        reasons = self.env["crm.lost.reason"].create([{"name": "یک"}, {"name": "دو"}])
        for lead, reason in zip(self.leads, reasons, strict=False):
            lead.participant_ids = [
                Command.create({"partner_id": person.id, "x_reason_id": reason.id})
            ]
        merged = self._merge(self.leads)
        (twin,) = self.leads[1].participant_ids
        self.assertEqual(twin.x_reason_id, reasons[1])
        reasons[1].unlink()
        self.assertFalse(twin.x_reason_id)
        # A record that was not merged holds its own, as ever.
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.cr.savepoint():
            reasons[0].unlink()
        self.assertEqual(merged.participant_ids.x_reason_id, reasons[0])

    def test_deletion(self):
        self.lead.action_set_lost()
        self.assertNotIn("losses", self.lead.get_deletion_warning())
        self._extend("What is deleted with a record")
        self.assertIn("losses: 1", self.lead.get_deletion_warning())

    def test_contacts(self):
        self._extend("What counts as contact")
        self.assertFalse(self.leads[1].last_contact_date)
        note = self.env["crm.lead.note"].create({"lead_id": self.leads[1].id, "body": "دیدار"})
        self.leads.invalidate_recordset(["last_contact_date"])
        self.assertEqual(self.leads[1].last_contact_date, note.create_date)
        without = self.env["crm.lead"].search([("last_contact_date", "=", False)])
        self.assertEqual(self.leads & without, self.leads - self.leads[1])

    def test_losses(self):
        self._extend("What is remembered of a loss")
        self.lead.description = "<p>گران بود</p>"
        self.lead.action_set_lost()
        self.assertEqual(self.lead.loss_ids.note, "<p>گران بود</p>")

    def test_quotations(self):
        self._extend("What a new quotation of a recovery has")
        opportunity = self.leads[2]
        opportunity.partner_id = self.contact_1
        opportunity.action_set_lost()
        self.env["crm.lead.recover"].create(
            {"lead_ids": [Command.set(opportunity.ids)], "with_quotation": True}
        ).action_recover()
        self.assertEqual(opportunity.order_ids.client_order_ref, opportunity.name)

    def test_bulk_runs(self):
        self._extend("A bulk run of one's own")
        leads = self._create_leads(3)
        gone, left = leads[0], leads[1:]
        bulk = self.env["crm.lead.bulk"]._prepare("star", leads)
        self.assertEqual(set(leads.mapped("priority")), {"0"})
        self.assertEqual(bulk.display_name, "Star (3)")
        gone.unlink()
        bulk._start()
        self.assertEqual(left.mapped("priority"), ["3", "3"])
        self.assertEqual((bulk.state, bulk.done_count, bulk.failed_count), ("done", 2, 1))

    def test_figures(self):
        self._extend("What a figure on a team's card counts")
        team = self.env["crm.team"].create({"name": "تیم نمونه"})
        _without, starred = self._create_leads(2, type="opportunity", team_id=team.id)
        starred.priority = "1"
        self.env.flush_all()
        self.assertEqual(team.open_opportunity_count, 1)
        action = team.action_open_figure_opportunities()
        self.assertEqual(self.env["crm.lead"].search(action["domain"]), starred)

    def test_calendar(self):
        self._extend("What a planned call is in the calendar")
        tomorrow = fields.Datetime.add(fields.Datetime.now(), days=1)
        call = self.env["crm.phonecall"].create(
            {"name": "پیگیری", "opportunity_id": self.lead.id, "date": tomorrow}
        )
        self.assertEqual(call.activity_id.calendar_event_id.privacy, "private")
