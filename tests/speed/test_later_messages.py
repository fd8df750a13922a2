from unittest.mock import patch

from odoo import SUPERUSER_ID, api
from odoo.tests import tagged

from ...models.lead.fallback import CrmLead as FallbackLead
from ...models.speed.messages import OUTBOX
from .common import RandomWork, SpeedCommon


@tagged("post_install", "-at_install")
class TestLaterMessages(SpeedCommon):
    """What is posted beside the messages of a batch is posted as if there were none."""

    def _create_in_turn(self, **values):
        """Records by the user and in the language that Odoo posts their messages in."""
        leads = self.env["crm.lead"].with_user(SUPERUSER_ID).with_context(lang="en_US")
        return leads.create(
            [
                {"name": f"Later {number}", "type": "lead", "user_id": False, **values}
                for number in range(3)
            ]
        )

    def test_the_fallback_salesperson_is_written_to_by_their_team(self):
        """They and their team come after the messages of the creation: replies go to the team."""
        self.user_sales_leads.lang = "en_US"
        self.env["res.config.settings"].create(
            {"fallback_user_id": self.user_sales_leads.id}
        ).execute()
        self.env["ir.config_parameter"].set_param("crm.lead.auto.assignment", False)
        self._check_same(lambda: self._create_in_turn(team_id=False))
        lead = self._create_in_turn(team_id=False)[:1]
        letter = self.env["mail.message"].search(
            [
                ("model", "=", "crm.lead"),
                ("res_id", "=", lead.id),
                ("message_type", "=", "user_notification"),
            ]
        )
        self.assertIn(lead.team_id.alias_id.alias_full_name, letter.reply_to)

    def test_another_addon_posts_in_the_same_creation(self):
        """Who was subscribed meanwhile is told, and each message has one that it answers."""
        core = FallbackLead.create
        subtype = self.env.ref("crm.mt_lead_create")

        @api.model_create_multi
        def create(leads, vals_list):
            created = core(leads, vals_list)
            for lead in created:
                lead.message_post(body="First", subtype_id=subtype.id)
                lead.message_subscribe(self.followers.ids, subtype.ids)
                lead.message_post(body="Second", subtype_id=subtype.id)
            return created

        with patch.object(FallbackLead, "create", create):
            self._check_same(lambda: self._create_in_turn(team_id=self.team.id))
            lead = self._create_in_turn(team_id=self.team.id)[:1]
        messages = lead.message_ids.sorted("id")
        self.assertTrue(all(message.parent_id for message in messages[1:]))
        self.assertEqual(messages[2].notified_partner_ids & self.followers, self.followers)

    def test_a_savepoint_while_followers_are_found(self):
        """It clears the data of the transaction; the messages are written all the same."""
        followers = self.registry["mail.followers"]
        core = followers._insert_followers
        cleared = []

        def insert(records, *args, **kwargs):
            result = core(records, *args, **kwargs)
            data = self.cr.precommit.data
            if data.get(OUTBOX) and data[OUTBOX].is_closed:
                data.clear()
                cleared.append(True)
            return result

        with patch.object(followers, "_insert_followers", insert):
            self._check_same(lambda: self._create_in_turn(team_id=self.team_followed.id))
        self.assertTrue(cleared)

    def test_another_addon_that_reads_messages_sees_what_was_tracked(self):
        model = self.registry["mail.message"]
        core = model.create
        tracked = []

        @api.model_create_multi
        def create(messages, vals_list):
            for values in vals_list:
                if commands := values.get("tracking_value_ids"):
                    values["subject"] = f"{len(commands)} values"
                    tracked.append(commands)
            return core(messages, vals_list)

        with patch.object(model, "create", create):
            self._check_same(lambda: RandomWork(self, 1).run())
        self.assertTrue(tracked)

    def test_another_addon_gets_the_tracked_values_of_a_message(self):
        model = self.registry["mail.tracking.value"]
        core = model.create
        counts = []

        @api.model_create_multi
        def create(records, vals_list):
            counts.append(len(vals_list))
            for values in vals_list:
                values["old_value_text"] = f"one of {len(vals_list)}"
            return core(records, vals_list)

        leads = self._create_in_turn(team_id=self.team.id)
        values = {"expected_revenue": 250, "user_id": self.user_sales_manager.id}
        with patch.object(model, "create", create):
            self._check_same(lambda: leads.write(values))
        self.assertTrue(counts)
