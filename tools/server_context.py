"""What only code on the server can put into a context, and what a client claims there.

A context comes from the client as JSON: numbers, texts, lists. It carries no Python object, so what
is one of these was put there by code; whatever else stands under such a key is ignored.
"""

# The largest number that the id of a record can be.
LARGEST_ID = 2**31 - 1


class ServerFlag:
    """A switch that one method of this addon sets for another."""

    def __repr__(self):
        return "<set by the server>"


ON = ServerFlag()


def is_on(env, name):
    """Whether code on the server has switched something on.

    :param env: odoo.api.Environment
    :param name: str, a key of the context
    :returns: bool, False for whatever a client sends
    """
    return env.context.get(name) is ON


def get_claimed_record(env, model, name):
    """The record that a context names, if the user may read it.

    Asked with the user's own rights, in sudo too: names and related fields are computed there.

    :param env: odoo.api.Environment
    :param model: str, the name of a model
    :param name: str, a key of the context that holds an id, or a list of one
    :returns: a recordset of one or none, in `env`
    """
    record_id = env.context.get(name)
    if isinstance(record_id, list | tuple) and len(record_id) == 1:
        record_id = record_id[0]
    records = env[model]
    if type(record_id) is not int or not 0 < record_id <= LARGEST_ID:
        return records
    # Without the claim: a search on the way would ask for it anew.
    record = records.sudo(False).with_context(**{name: None}).browse(record_id).exists()
    return record.with_env(env) if record and record.has_access("read") else records


class Merge:
    """A merge that is going on, or that a window has prepared.

    It goes along in the context under `crm_lead_merge`, from its beginning to its end.
    """

    def __init__(self, choices=None, is_undoable=True, goes_on=False):
        """
        :param choices: dict, the name of a field to the id of the record whose value is chosen;
            and `type`, to what the result becomes
        :param is_undoable: bool, False for Odoo's own merge
        :param goes_on: bool, whether more belongs to the merge, and is undone with it; whoever says
            so calls `end` after it
        """
        self.choices = dict(choices or {})
        self.is_undoable = is_undoable
        self.goes_on = goes_on
        # Functions that remember what the merge has changed.
        self.at_end = []
        # The id of a survivor to that of its crm.lead.merge, as soon as there is one.
        self.log_ids = {}

    def end(self):
        """Remember what has changed since the merge began."""
        for remember in self.at_end:
            remember()


def get_merge(env):
    """The merge that is going on.

    :param env: odoo.api.Environment
    :returns: Merge, or None
    """
    merge = env.context.get("crm_lead_merge")
    return merge if isinstance(merge, Merge) else None
