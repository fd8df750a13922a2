from collections import defaultdict
from contextlib import contextmanager

from odoo import models
from odoo.tools import SQL

from ...tools.batch import is_as_core, remembering

OUTBOX = "crm_lead_qualification.outbox"
# What is passed over, or asked for many records at once.
POSTING = (
    *("message_post", "_message_log", "_message_log_batch", "_message_create", "_message_track"),
    *("_message_post_after_hook", "_notify_thread", "_notify_get_recipients"),
    *("_message_compute_parent_id", "_notify_get_reply_to", "_mail_get_alias_domains"),
)
# Models that get the rows of many messages at once, and a message without its tracked values.
WRITTEN = ("mail.message", "mail.tracking.value")
# The arguments of what Odoo posts for tracked values. Whoever posts something else wants it at once.
TRACKING = {
    "message_post": {"body", "author_id", "subtype_id", "tracking_value_ids"},
    "_message_log": {"body", "author_id", "tracking_value_ids"},
}
PARENTS = """
    SELECT lead.id, (
            SELECT last.id
              FROM (
                    SELECT id, message_type, date, create_date
                      FROM mail_message
                     WHERE model = %s AND res_id = lead.id
                       AND message_type IS DISTINCT FROM 'user_notification'
                     ORDER BY date DESC, id DESC LIMIT 200
                   ) AS last
             ORDER BY (last.message_type IN ('comment', 'email')) DESC,
                      coalesce(last.date, last.create_date) DESC, last.id DESC
             LIMIT 1
           )
      FROM unnest(%s) AS lead(id)
"""


class Prepared(Exception):  # noqa: N818
    """Stops Odoo where it would write a message that it has prepared."""

    def __init__(self, thread, values):
        super().__init__("A message is prepared")
        self.thread = thread
        self.values = values


class Outbox:
    """Messages of a batch that are still to be written."""

    def __init__(self, arguments):
        """
        :param arguments: dict, the name of a method to the names of the arguments that are put off
        """
        self.arguments = arguments
        # A record, the name of a method and its arguments.
        self.calls = []
        self.is_preparing = False
        # Records and the values that they are created with, for which somebody may follow them; None:
        # whoever follows does so at once.
        self.subscriptions = None
        # The records whose messages are being written, and what was asked for all of them.
        self.ids = []
        self.answers = {}
        self.is_closed = False

    def take(self, record, method, kwargs):
        """Put a call off, if it is one of those that are.

        :returns: bool
        """
        if self.is_closed or len(record) != 1 or kwargs.keys() != self.arguments.get(method):
            return False
        if any(record.id == other.id for other, _method, _kwargs in self.calls[-1:]):
            # The second message of a record answers the first.
            return False
        self.calls.append((record, method, kwargs))
        return True


class CrmLead(models.Model):
    """Messages that Odoo writes one by one: prepared by Odoo one by one, written together.

    Odoo's own methods make the values of each message, and are stopped where they would write it.
    What they look up is looked up for all records, and after the statements that write all messages
    each goes on as in Odoo: to the hook after it, and to whoever is notified.
    """

    _inherit = "crm.lead"  # pylint: disable=consider-merging-classes-inherited

    def _message_track(self, fields_iter, initial_values_dict):
        with remembering(self.env), self._posting_together(TRACKING):
            return super()._message_track(fields_iter, initial_values_dict)

    @contextmanager
    def _posting_together(self, arguments):
        """Write together, at the end of this, what is posted in it.

        :param arguments: dict, see `Outbox`
        """
        data = self.env.cr.precommit.data
        outer = data.pop(OUTBOX, None)
        outbox = Outbox(arguments) if self._can_post_together() else None
        if outbox:
            data[OUTBOX] = outbox
        try:
            yield outbox
            if outbox and not outbox.is_closed:
                data[OUTBOX] = outbox
                self._send(outbox)
        finally:
            data.pop(OUTBOX, None)
            if outer:
                data[OUTBOX] = outer

    def _can_post_together(self):
        return is_as_core(self, POSTING) and all(
            is_as_core(self.env[name], ["create"]) for name in WRITTEN
        )

    def _get_outbox(self):
        return self.env.cr.precommit.data.get(OUTBOX)

    def message_post(self, **kwargs):
        outbox = self._get_outbox()
        if outbox and outbox.take(self, "message_post", kwargs):
            return self.env["mail.message"]
        return super().message_post(**kwargs)

    def _message_log(self, **kwargs):
        outbox = self._get_outbox()
        if outbox and outbox.take(self, "_message_log", kwargs):
            return self.env["mail.message"]
        return super()._message_log(**kwargs)

    # Writing --------------------------------------------------------------------------------

    def _send(self, outbox):
        """Write the messages of an outbox, which takes no more from here on.

        :param outbox: Outbox
        """
        outbox.is_closed = True
        self._subscribe_together(outbox.subscriptions or ())
        outbox.ids = [lead.id for lead, _method, _kwargs in outbox.calls]
        try:
            messages = self._write_messages(
                [
                    message
                    for call in outbox.calls
                    if (message := self._prepare_message(outbox, *call))
                ]
            )
            for message, thread, values, is_posted in messages:
                if is_posted:
                    thread._message_post_after_hook(message, values)
                    thread._notify_thread(message, values)
        finally:
            # What is posted later finds other followers, other messages and other teams.
            outbox.ids, outbox.answers = [], {}

    def _prepare_message(self, outbox, lead, method, kwargs):
        """The values of a message, as Odoo makes them.

        :param outbox: Outbox
        :param lead: crm.lead
        :param method: str, `message_post` or `_message_log`
        :param kwargs: dict, its arguments
        :returns: tuple of the record that it is written for, dict and bool, whether it is posted; None
            when nothing is left to write
        """
        # A savepoint clears the data of the transaction.
        self.env.cr.precommit.data[OUTBOX] = outbox
        outbox.is_preparing = True
        try:
            getattr(super(CrmLead, lead), method)(**kwargs)
        except Prepared as prepared:
            return prepared.thread, prepared.values, method == "message_post"
        finally:
            outbox.is_preparing = False
        return None

    def _message_create(self, values_list):
        outbox = self._get_outbox()
        if outbox and outbox.is_preparing:
            raise Prepared(self, values_list[0])
        return super()._message_create(values_list)

    def _write_messages(self, prepared):
        """Write messages, then the values that were tracked, in as few statements as the ORM needs.

        :param prepared: list of what `_prepare_message` returns
        :returns: list of tuples: a message and the rest of what it was prepared as
        """
        by_env = defaultdict(list)
        for message in prepared:
            by_env[message[0].env].append(message)
        result, tracked = [], []
        for rest in by_env.values():
            threads = rest[0][0]
            messages = threads._message_create(
                [{**values, "tracking_value_ids": False} for _thread, values, _posted in rest]
            )
            for message, (thread, values, is_posted) in zip(messages, rest, strict=True):
                for _command, _id, vals in values.get("tracking_value_ids") or ():
                    tracked.append({**vals, "mail_message_id": message.id})
                result.append((message, thread, values, is_posted))
        if tracked:
            self.env["mail.tracking.value"].sudo().create(tracked)
        return result

    # Asked for all --------------------------------------------------------------------------

    def _ask_together(self, name, key, ask):
        """Ask for all records of a batch what is asked for one of them.

        :param name: str, what is asked
        :param key: tuple, what else the answer depends on
        :param ask: function of records
        :returns: what `ask` returns, None when there is no batch or it is not about this record
        """
        outbox = self._get_outbox()
        if not outbox or len(self) != 1 or self.id not in outbox.ids:
            return None
        key = (self.env, name, *key)
        if key not in outbox.answers:
            outbox.answers[key] = ask(self.browse(outbox.ids))
        return outbox.answers[key]

    def _message_compute_parent_id(self, parent_id):
        parents = None
        if not parent_id and self._mail_flat_thread:
            parents = self._ask_together("parent", (), lambda leads: leads._find_parents())
        if parents is None:
            return super()._message_compute_parent_id(parent_id)
        return parents[self.id]

    def _find_parents(self):
        """The message that the next one of each record answers, as Odoo chooses it.

        :returns: dict, the id of a record to that of a message or False
        """
        self.env["mail.message"].flush_model()
        self.env.cr.execute(SQL(PARENTS, self._name, self.ids))
        return {lead_id: parent_id or False for lead_id, parent_id in self.env.cr.fetchall()}

    def _notify_get_reply_to(self, default=None, author_id=False):
        answers = self._ask_together(
            "reply to",
            (default, author_id),
            lambda leads: super()._notify_get_reply_to(default=default, author_id=author_id),
        )
        if answers is None:
            return super()._notify_get_reply_to(default=default, author_id=author_id)
        return {self.id: answers[self.id]}

    def _mail_get_alias_domains(self, default_company=False):
        answers = self._ask_together(
            "alias domain",
            (default_company,),
            lambda leads: super()._mail_get_alias_domains(default_company=default_company),
        )
        if answers is None:
            return super()._mail_get_alias_domains(default_company=default_company)
        return {self.id: answers[self.id]}
