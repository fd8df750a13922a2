"""Users who call the RPC interface, and what they may be told."""

import re

from odoo.fields import Domain

from ...tools.persian_text import fold
from .canary_world import NAME, PLACES, CanaryWorld, word
from .rpc_client import Client


def read_texts(result):
    """What a result says, and the names that it shows of records pointed to.

    Odoo shows these to whoever may read the record that points, and so they are looked at apart.

    :param result: what JSON can hold
    :returns: tuple of two str: texts, names
    """
    texts, names = [], []
    _collect(result, texts, names)
    return tuple(re.sub(r"[\s,٬]", "", fold(" ".join(part))) for part in (texts, names))


def _collect(result, texts, names):
    if isinstance(result, dict):
        for key, value in result.items():
            _collect(value, names if key == "display_name" else texts, names)
    elif isinstance(result, list):
        is_name = len(result) == 2 and isinstance(result[0], int) and isinstance(result[1], str)
        for item in result:
            _collect(item, names if is_name else texts, names)
    else:
        texts.append(str(result))


class CanaryCommon(CanaryWorld):
    def setUp(self):
        super().setUp()
        self.leaks = []
        self.clients = [Client(self.env, user) for user in self.attackers]

    # What is looked at ------------------------------------------------------------------------

    def _get_models(self):
        """The addon's own models, and whatever has a field to leads.

        :returns: list of str
        """
        names = []
        for name, model in self.env.registry.items():
            ours = model._original_module == "crm_lead_qualification"
            points = any(field.comodel_name == "crm.lead" for field in model._fields.values())
            if (ours or points) and not model._abstract:
                names.append(name)
        return sorted(names)

    def _get_hidden_ids(self, model):
        """Ids of records beside a hidden lead, whoever may read them."""
        records = self.env[model].with_context(active_test=False)
        if model == "crm.lead":
            return (self.hidden_leads | self.with_group | self.noted).ids
        domains = [
            Domain(name, "in", self.hidden_leads.ids)
            for name, field in records._fields.items()
            if field.comodel_name == "crm.lead" and field.store
        ]
        found = records.search(Domain.OR(domains), limit=10) if domains else records
        return (found or records.search([], limit=2)).ids

    def _ask(self, client, model, method, *args, **kwargs):
        """Call a method and look for words of hidden places in what it says.

        :returns: the result
        """
        result = client.call(model, method, args, **kwargs)
        texts, names = read_texts(result)
        for place in self.attackers[client.user]:
            says = [word(place) in texts + names, PLACES[place] in texts + names]
            if any(says) or f"{NAME}{place}" in texts:
                call = f"{client.user.login}: {model}.{method}{args} {kwargs}"
                self.leaks.append(f"{call} tells of {place}")
        return result

    def _assert_nothing_told(self):
        crashes = [crash for client in self.clients for crash in client.crashes]
        for found in (self.leaks, crashes):
            problems = list(dict.fromkeys(found))
            self.assertFalse(problems, f"{len(problems)}:\n" + "\n".join(problems[:40]))

    def _get_specification(self, fields):
        return {
            name: {"fields": {"display_name": {}}} if field.get("relation") else {}
            for name, field in fields.items()
        }
