from odoo import Command
from odoo.tests import tagged

from .canary_common import CanaryCommon
from .canary_world import word
from .rpc_client import find_context_keys

# What Odoo reads itself is sent as Odoo's client sends it.
KEYS_OF_USER = {"lang", "tz", "uid", "company", "allowed_company_ids", "active_test"}
KEYS_OF_ODOO = ("default_", "active_", "mail_", "orig_activity_ids")
GROUPED = ("char", "many2one", "selection", "boolean")


@tagged("post_install", "-at_install")
class TestCanary(CanaryCommon):
    """Nobody reads what is hidden from them, whatever they call and whatever they send.

    A new model, field, method or key of the context is in it by itself.
    """

    # Reading ----------------------------------------------------------------------------------

    def test_no_way_of_reading_tells_what_is_hidden(self):
        models = self._get_models()
        self.assertLessEqual(
            {"crm.lead", "crm.lead.merge", "crm.phonecall", "sale.order"}, {*models}
        )
        for client in self.clients:
            for model in models:
                fields = client.get_fields(model)
                if fields:
                    self._read_records(client, model, fields)
                    self._read_groups(client, model, fields)
                    self._ask_by_lead(client, model, fields)
        self._assert_nothing_told()

    def _read_records(self, client, model, fields):
        specification = self._get_specification(fields)
        found = self._ask(client, model, "search_read", [], list(fields), limit=80)
        ids = [row["id"] for row in found] if isinstance(found, list) else []
        self._ask(client, model, "web_search_read", [], specification, limit=80)
        self._ask(client, model, "name_search", "", [])
        self._ask(client, model, "get_views", [[False, "form"], [False, "list"]])
        # What is stored is refused together; what is computed, each by itself, so that one field
        # that is refused hides no other that is told.
        computed = [name for name, field in fields.items() if not field.get("store")]
        for record_id in self._get_hidden_ids(model):
            self._ask(client, model, "web_read", [record_id], specification)
            told = self._ask(client, model, "read", [record_id], computed)
            for name in [] if isinstance(told, list) else computed:
                self._ask(client, model, "read", [record_id], [name])
        paths = [path for name in fields for path in (name, f"{name}/id", f"{name}/.id")]
        self._ask(client, model, "export_data", ids, paths)

    def _read_groups(self, client, model, fields):
        for name, field in fields.items():
            if not field.get("store"):
                continue
            if field["type"] in GROUPED:
                self._ask(client, model, "formatted_read_group", [], [name], ["__count"])
                sets = [[name], []]
                self._ask(client, model, "formatted_read_grouping_sets", [], sets, ["__count"])
                bar = {"field": name, "colors": {word("a"): "danger"}}
                self._ask(client, model, "read_progress_bar", [], name, bar)
            elif field["type"] in ("float", "monetary"):
                self._ask(client, model, "formatted_read_group", [], [], [f"{name}:max"])

    def _ask_by_lead(self, client, model, fields):
        """Say that a record is of a hidden lead, and ask for records by what is hidden of it."""
        specification = self._get_specification(fields)
        to_leads = {name: f for name, f in fields.items() if f.get("relation") == "crm.lead"}
        defaults = {
            f"default_{name}": self.hidden_a.id
            if field["type"] == "many2one"
            else [Command.set(self.hidden_a.ids)]
            for name, field in to_leads.items()
        }
        self._ask(client, model, "default_get", list(fields), context=defaults)
        for name, field in to_leads.items():
            for place, lead in (("a", self.hidden_a), ("b", self.hidden_b)):
                value = lead.id if field["type"] == "many2one" else [Command.link(lead.id)]
                self._ask(client, model, "onchange", [], {name: value}, [name], specification)
                if place in self.attackers[client.user] and field.get("searchable"):
                    for path in ("email_from", "match_keys", "description"):
                        domain = [(f"{name}.{path}", "ilike", word(place))]
                        count = client.call(model, "search_count", [domain])
                        if isinstance(count, int) and count:
                            self.leaks.append(f"{client.user.login}: {model} by {domain}: {count}")

    # Contexts ---------------------------------------------------------------------------------

    def _get_forged_values(self, key):
        ids = self.hidden_a.id, self.hidden_b.id, self.own_call.id
        values = (*ids, list(ids), ids[:1], False)
        if key.startswith(KEYS_OF_ODOO):
            return values
        texts = ("email_from", "description", "referred", "recurring_revenue", "no_such_field")
        values += (-1, 2**40, 1.5, True, [], *texts)
        if key in self._get_keys_of_cache():
            return values
        return (*values, {"type": "opportunity", "phone": ids[0]}, [[ids[0]]])

    def _get_keys_of_cache(self):
        """Keys by which Odoo keeps values apart: what cannot be one it refuses itself."""
        fields = self.env["crm.lead"]._fields.values()
        return {key for field in fields for key in self.registry.field_depends_context[field]}

    def test_no_context_tells_what_is_hidden(self):
        keys = find_context_keys() - KEYS_OF_USER
        self.assertLessEqual({"similar_to", "crm_lead_merge", "bulk_run"}, keys)
        # Named by a constant.
        self.assertLessEqual({"persian_jalali_groups", "persian_calendar_reader"}, keys)
        names = (
            "display_name",
            "similar_reasons",
            "is_not_duplicate",
            "merged_text",
            "survivor_id",
        )
        of_lead = {name: {} for name in names}
        pointed = {"opportunity_id": {"fields": {"display_name": {}}}}
        for client in self.clients:
            for key in sorted(keys):
                for value in self._get_forged_values(key):
                    context = {key: value}
                    if client.user == self.portal:
                        args = ([self.order.id], pointed)
                        self._ask(client, "sale.order", "web_read", *args, context=context)
                        continue
                    args = ([], {"opportunity_id": self.hidden_a.id}, ["opportunity_id"], pointed)
                    self._ask(client, "calendar.event", "onchange", *args, context=context)
                    if client.user != self.employee:
                        args = ([], of_lead)
                        self._ask(client, "crm.lead", "web_search_read", *args, context=context)
        self._assert_nothing_told()

    def test_what_is_similar_is_no_oracle(self):
        """Whether the records that one may read are like a hidden one is not told either."""
        for client in self.clients[2:]:
            hidden = self.hidden_b if client.user == self.all_documents else self.hidden_a
            leads = client.call("crm.lead", "search_read", [[], ["id"]])
            ids = [row["id"] for row in leads]
            for key, record in (
                ("similar_to", hidden),
                ("similar_to_phonecall", hidden.phonecall_ids[:1]),
            ):
                names = ["similar_reasons", "is_not_duplicate"]
                plain = client.call("crm.lead", "read", [ids, names])
                told = client.call("crm.lead", "read", [ids, names], context={key: record.id})
                self.assertEqual(plain, told)
                domain = [("is_not_duplicate", "=", True)]
                found = client.call("crm.lead", "search", [domain], context={key: record.id})
                self.assertFalse(found)
        self._assert_nothing_told()

    def test_no_context_changes_what_is_written(self):
        """A write, a creation and a deletion of one's own do the same whatever the context says."""
        client = self.clients[2]
        lead = self.mine
        writes = {
            "phone": "0912 000 0000",
            "email_from": "new@common.example",
            "type": "opportunity",
        }

        def settle():
            self.env.invalidate_all()
            created = self.env["crm.lead"].search([("name", "=", "Created")])
            names = [
                "type",
                "phone",
                "email_from",
                "team_id",
                "stage_id",
                "active",
                "absorbed_by_merge_id",
            ]
            return (
                (lead | created).read([*names, "won_status"], load=None),
                self.partner.read(["phone", "email"]),
            )

        def outcome(context):
            states = []
            call = ("crm.lead", "write", [lead.ids, writes])
            client.call(*call, context=context, check=lambda: states.append(settle()))
            vals = {"name": "Created", "type": "lead"}

            def without_id():
                leads, partners = settle()
                states.append(([{**row, "id": 0} for row in leads], partners))

            client.call("crm.lead", "create", [[vals]], context=context, check=without_id)
            return states

        expected = outcome({})
        for key in sorted(find_context_keys() - KEYS_OF_USER):
            if key.startswith(KEYS_OF_ODOO):
                continue
            for value in self._get_forged_values(key):
                with self.subTest(key=key, value=value):
                    self.assertEqual(outcome({key: value}), expected)
        self._assert_nothing_told()
