from lxml import etree

from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestRowButtons(TransactionCase):
    """Buttons of a row leave its room to names and amounts."""

    def test_a_button_with_an_icon_says_its_name_in_the_tooltip(self):
        for name in ("crm_case_tree_view_oppor", "crm_lead_view_list_activities"):
            view = self.env.ref(f"crm.{name}")
            arch = etree.fromstring(self.env["crm.lead"].get_view(view.id, "list")["arch"])
            buttons = arch.findall("./button[@icon]")
            self.assertGreater(len(buttons), 2)
            for button in buttons:
                self.assertFalse(button.get("string"), button.get("name"))
                self.assertTrue(button.get("title"), button.get("name"))
            # Those above the list, for what is selected, keep theirs.
            self.assertTrue(all(b.get("string") for b in arch.findall("./header/button")))
