from collections import defaultdict

from odoo import api, models
from odoo.tools import split_every

from ...tools.batch import is_as_core, remembering

# The arguments of the message that Odoo posts for each new record.
CREATION = {"message_post": {"body", "author_id", "subtype_id"}}
SUBSCRIBING = (
    *("_message_auto_subscribe", "_message_auto_subscribe_followers"),
    "_message_auto_subscribe_notify",
)
# Odoo compares each follower with all others of the call.
FOLLOWED_TOGETHER = 100


class CrmLead(models.Model):
    """The followers and the messages of records that are created together."""

    _inherit = "crm.lead"  # pylint: disable=consider-merging-classes-inherited

    @api.model_create_multi
    def create(self, vals_list):
        with remembering(self.env), self._posting_together(CREATION) as outbox:
            if outbox and is_as_core(self, SUBSCRIBING):
                outbox.subscriptions = []
            return super().create(vals_list)

    def _track_discard(self):
        # Odoo calls this as soon as it has posted the messages of all new records, and before
        # anything else happens to them.
        outbox = self._get_outbox()
        if outbox and outbox.arguments is CREATION and not outbox.is_closed:
            self._send(outbox)
        return super()._track_discard()

    def _message_auto_subscribe(self, updated_values, followers_existing_policy="skip"):
        outbox = self._get_outbox()
        waits = outbox and not outbox.is_closed and outbox.subscriptions is not None
        if waits and followers_existing_policy == "update":
            outbox.subscriptions.append((self, updated_values))
            return None
        return super()._message_auto_subscribe(updated_values, followers_existing_policy)

    def _subscribe_together(self, subscriptions):
        """Subscribe those who follow because of what records are created with.

        :param subscriptions: list of (crm.lead, dict of the values of its creation)
        """
        subtypes = self.env["mail.message.subtype"]
        names = {"user_id"}.union(*subtypes._get_auto_subscription_subtypes(self._name)[4].values())
        alike = defaultdict(list)
        for lead, values in subscriptions:
            key = tuple(values.get(name) for name in sorted(names))
            alike[lead.env, key].append((lead.id, values))
        for (env, _key), together in alike.items():
            for part in split_every(FOLLOWED_TOGETHER, together):
                leads = self.browse([lead_id for lead_id, _values in part]).with_env(env)
                leads._message_auto_subscribe(part[0][1], followers_existing_policy="update")
