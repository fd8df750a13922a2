import inspect
from contextlib import contextmanager

from odoo.models import MAGIC_COLUMNS
from odoo.tests import tagged
from odoo.tools import SQL

from .canary_common import CanaryCommon
from .rpc_client import RolledBackError

ADDON = "odoo.addons.crm_lead_qualification."
# Verbs of the ORM, which take values of their own.
VERBS = {"create", "write", "unlink", "copy_data", "load", "web_save", "default_get", "onchange"}
VERBS |= {"web_read", "formatted_read_group", "formatted_read_grouping_sets", "read_progress_bar"}
# What a client sends to a method that takes something.
ARGUMENTS = {
    "msg_dict": {},
    "vals": {},
    "values": {},
    "vals_list": [{}],
    "names": [],
    "fields": [],
    "ids": [],
    "specification": {"display_name": {}},
}
NOT_THERE = 2**31 - 1
SINGLETON = "Expected singleton"


@tagged("post_install", "-at_install")
class TestCanaryMethods(CanaryCommon):
    """No public method tells what is hidden, changes it, or lets somebody in."""

    def _get_methods(self, model):
        """Public methods that this addon has written for a model.

        :returns: dict, a name to a function
        """
        methods = {}
        for cls in type(self.env[model]).__mro__:
            if not cls.__module__.startswith(ADDON):
                continue
            for name, value in vars(cls).items():
                function = inspect.unwrap(value) if inspect.isfunction(value) else None
                if function and not name.startswith("_") and name not in VERBS:
                    methods.setdefault(name, function)
        return methods

    def _get_arguments(self, function):
        parameters = list(inspect.signature(function).parameters.values())[1:]
        return {
            p.name: ARGUMENTS.get(p.name)
            for p in parameters
            if p.default is p.empty and p.kind not in (p.VAR_POSITIONAL, p.VAR_KEYWORD)
        }

    def _get_contexts(self):
        hidden = self.hidden_a | self.hidden_b
        call = hidden.phonecall_ids[:1]
        yield {}
        yield {"active_model": "crm.lead", "active_ids": hidden.ids, "active_id": hidden[0].id}
        yield {"active_model": "crm.phonecall", "active_ids": call.ids, "active_id": call.id}
        yield {
            "similar_to": hidden[0].id,
            "similar_to_phonecall": call.id,
            "default_opportunity_id": hidden[0].id,
            "default_lead_id": hidden[0].id,
            "default_phonecall_id": call.id,
        }

    # What is hidden stays as it is --------------------------------------------------------------

    def _settle(self, client):
        """The rows of what is hidden from a user, those beside them, and what the user may read."""
        self.env.flush_all()
        leads = self.hidden_leads.filtered(lambda lead: not self._is_told(client, lead))
        tables = ("crm_lead", "id"), ("crm_lead_note", "lead_id"), ("crm_lead_loss", "lead_id")
        tables += ("crm_phonecall", "opportunity_id"), ("crm_lead_participant", "lead_id")
        rows = {}
        for table, column in tables:
            self.cr.execute(
                SQL(
                    "SELECT to_jsonb(t) FROM %s t WHERE %s = ANY(%s) ORDER BY id",
                    SQL.identifier(table),
                    SQL.identifier(column),
                    leads.ids,
                )
            )
            # An attacker's own call is no secret.
            found = [row for (row,) in self.cr.fetchall()]
            rows[table] = [row for row in found if row.get("user_id") != client.user.id]
        self.cr.execute(
            "SELECT res_id, partner_id FROM mail_followers "
            "WHERE res_model = 'crm.lead' AND res_id = ANY(%s) ORDER BY 1, 2",
            [leads.ids],
        )
        rows["mail_followers"] = self.cr.fetchall()
        readable = leads.with_user(client.user).with_context(**client.base_context)
        return {**rows, "readable": readable._filtered_access("read").ids}

    def _is_told(self, client, lead):
        place = "a" if lead == self.hidden_a else "b"
        return place not in self.attackers[client.user]

    def _try(self, client, model, method, *args, **kwargs):
        """Call a method; what is hidden from the user is afterwards what it was."""
        before = self._settle(client)

        def check():
            after = self._settle(client)
            for name in before:
                if before[name] != after[name]:
                    call = f"{client.user.login}: {model}.{method}{args} {kwargs}"
                    self.leaks.append(f"{call} changes {name}")

        return self._ask(client, model, method, *args, check=check, **kwargs)

    @contextmanager
    def _rolled_back(self):
        try:
            with self.env.cr.savepoint():
                yield
                raise RolledBackError
        except RolledBackError:
            self.env.transaction.clear()

    def test_no_method_lets_anybody_in(self):
        count = 0
        for client in self.clients:
            for model in self._get_models():
                for name, function in self._get_methods(model).items():
                    count += 1
                    self._call_in_every_way(client, model, name, function)
        self.assertGreater(count, 100)
        self._assert_nothing_told()

    def _call_in_every_way(self, client, model, name, function):
        kwargs = self._get_arguments(function)
        if getattr(getattr(type(self.env[model]), name), "_api_model", False):
            ways = [()]
        else:
            hidden = self._get_hidden_ids(model)
            ways = [(hidden,), ([],), ([NOT_THERE],), *(([record_id],) for record_id in hidden[:3])]
            if model == "crm.lead":
                ways.append((self.mine.ids,))
        for args in ways:
            # Of one record or none, what a context names is as good as of many.
            contexts = self._get_contexts() if args in (ways[0], ways[-1]) else ({},)
            for context in contexts:
                known = len(client.crashes)
                self._try(client, model, name, *args, context=context, **kwargs)
                if args and len(args[0]) != 1:
                    # What is for one record says so to a program.
                    client.crashes[known:] = [
                        crash for crash in client.crashes[known:] if SINGLETON not in crash
                    ]

    # Windows ------------------------------------------------------------------------------------

    def test_no_window_lets_anybody_in(self):
        windows = [name for name in self._get_models() if self.env[name]._transient]
        self.assertLessEqual({"crm.merge.opportunity", "crm.lead.recover"}, set(windows))
        for client in self.clients:
            for model in windows:
                for hidden in (self.hidden_a, self.hidden_b):
                    with self._rolled_back():
                        self._use_window(client, model, hidden)
        self._assert_nothing_told()

    def _use_window(self, client, model, hidden):
        context = {"active_model": "crm.lead", "active_ids": hidden.ids, "active_id": hidden.id}
        context["active_ids"] = (hidden | self.mine).ids
        vals = self._prepare_window(model, hidden)
        ids = self._ask(client, model, "create", [vals], context=context, keep=True)
        if not isinstance(ids, list):
            return
        fields = client.get_fields(model)
        specification = self._get_specification(fields)
        self._ask(client, model, "web_read", ids, specification, context=context)
        buttons = self._get_methods(model).keys() | {
            name for name in dir(type(self.env[model])) if name.startswith("action_")
        }
        for name in sorted(buttons - {"action_archive", "action_unarchive"}):
            self._try(client, model, name, ids, context=context)

    def _prepare_window(self, model, hidden):
        """Values that point to a hidden record wherever they can."""
        pointed = {
            "crm.lead": hidden,
            "crm.phonecall": hidden.phonecall_ids[:1],
            "mail.activity": hidden.activity_ids[:1],
        }
        vals = {}
        for name, field in self.env[model]._fields.items():
            if not field.store or name in MAGIC_COLUMNS:
                continue
            if field.comodel_name in pointed:
                ids = pointed[field.comodel_name].ids
                is_one = field.type == "many2one"
                vals[name] = ids[:1] and ids[0] if is_one else [[6, 0, ids]]
            elif field.required and field.type in ("char", "text"):
                vals[name] = "x"
        return vals

    # Writing ------------------------------------------------------------------------------------

    def test_no_value_lets_anybody_in(self):
        """Values that point to what is hidden, on one's own records and on new ones."""
        for client in self.clients:
            for model in self._get_models():
                if self.env[model]._transient or not client.get_fields(model):
                    continue
                own = self._get_own_ids(client, model)
                for name, field in self.env[model]._fields.items():
                    if (
                        field.comodel_name == "crm.lead"
                        and field.type == "many2one"
                        and field.store
                    ):
                        for hidden in self.hidden_a | self.hidden_b:
                            self._point_to(client, model, own, {name: hidden.id})
        self._assert_nothing_told()

    def _get_own_ids(self, client, model):
        own = {
            (self.own, "crm.phonecall"): self.own_call,
            (self.all_documents, "crm.phonecall"): self.other_call,
            (self.employee, "calendar.event"): self.event,
            (self.own, "crm.lead"): self.mine,
        }
        return own.get((client.user, model), self.env[model]).ids

    def _point_to(self, client, model, own, vals):
        late = {"date": "2099-01-01 10:00:00", "state": "open", "name": "x"}
        ways = [vals]
        if model == "crm.phonecall":
            ways += [{**vals, **late}, {**vals, **late, "user_id": client.user.id}]
        for values in ways:
            if own:
                self._try(client, model, "write", own, values)
            if model in ("crm.phonecall", "crm.lead.note", "crm.lead.participant"):
                whole = {"body": "x", "partner_id": self.partner.id, **values, "name": "x"}
                known = self.env[model]._fields
                whole = {name: value for name, value in whole.items() if name in known}
                self._try(client, model, "create", [whole])
