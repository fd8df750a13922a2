from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common import SPELLINGS, SearchCase


@tagged("post_install", "-at_install")
class TestSearchRights(SearchCase):
    """Nobody finds by the box what they may not read."""

    def test_own_documents_alone_are_found_by_whoever_sees_own_documents(self):
        self.other.user_id = self.manager
        self.other.contact_name = "علی‌رضا کریمی"
        for text in SPELLINGS[:6]:
            found = self._search_box("leads", text, user=self.user)
            self.assertIn(self.lead.id, found.ids)
            self.assertNotIn(self.other.id, found.ids)
            self.assertIn(self.other.id, self._search_box("leads", text).ids)

    def test_portal_users_search_as_in_odoo(self):
        portal = new_test_user(self.env, "search portal", "base.group_portal")
        portal.partner_id.write({"email": "portal@example.com", "phone": "09121234567"})
        partners = self.env["res.partner"].with_user(portal)
        own = [("id", "=", portal.partner_id.id)]
        self.assertEqual(
            partners.search([("display_name", "ilike", "portal"), *own]), portal.partner_id
        )
        self.assertFalse(partners.search([("display_name", "ilike", "09121234567"), *own]))

    def test_nobody_reads_or_searches_the_text_itself(self):
        for found in self.found.values():
            record = found.with_user(self.manager)
            self.assertNotIn("search_text", record.fields_get())
            with self.assertRaises(AccessError):
                record.read(["search_text"])
            with self.assertRaises(AccessError):
                record.search([("search_text", "like", "karimi")])

    def test_a_call_tells_nothing_of_a_lead_that_is_hidden(self):
        self.other.write({"user_id": self.manager.id, "email_from": "secret@hidden.example.com"})
        call = self.env["crm.phonecall"].create(
            {
                "name": "تماس",
                "direction": "out",
                "opportunity_id": self.other.id,
                "user_id": self.user.id,
            }
        )
        self.assertNotIn(call.id, self._search_box("calls", "secret@hidden", user=self.user).ids)
