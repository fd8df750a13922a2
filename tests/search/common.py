from lxml import etree

from odoo.tests import TransactionCase, new_test_user
from odoo.tools.safe_eval import safe_eval

VIEWS = {
    "leads": ("crm.lead", "crm.view_crm_case_leads_filter"),
    "pipeline": ("crm.lead", "crm.view_crm_case_opportunities_filter"),
    "forecast": ("crm.lead", "crm.crm_lead_view_search_forecast"),
    "customers": ("res.partner", "base.view_res_partner_filter"),
    "calls": ("crm.phonecall", "crm_phonecall.view_crm_case_phonecalls_filter"),
}
# One person and company, in every spelling that the box finds them by.
SPELLINGS = (
    *("علی رضا کریمی", "علی‌رضا کریمی", "علیرضا کریمی", "عليرضا كريمي", "كريمي عليرضا", "کَریمی"),
    *("پارس آرا", "پارس‌آرا", "پارسارا", "پارس ارا کریمی"),
    *("a.karimi@pars.example.com", "A.KARIMI@pars", "karimi pars"),
    *("0912 777 0001", "۰۹۱۲۷۷۷۰۰۰۱", "٠٩١٢٧٧٧٠٠٠١", "+98 912 777 0001", "00989127770001"),
    *("۷۷۷ ۰۰۰۱", "0912777", "کریمی ۷۷۷ ۰۰۰۱"),
)


class SearchCase(TransactionCase):
    """A lead, an opportunity, a customer and a call of one person, stored as an Arabic keyboard types."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.country_id = cls.env.ref("base.ir")
        groups = "sales_team.group_sale_salesman"
        cls.user = new_test_user(cls.env, "search user", groups)
        cls.manager = new_test_user(cls.env, "search manager", "sales_team.group_sale_manager")
        person = {
            "contact_name": "علي‌رضا كريمي",
            "partner_name": "پارس آرا",
            "email_from": "A.Karimi@pars.example.com",
            "user_id": cls.user.id,
        }
        cls.lead, cls.opportunity, cls.other = cls.env["crm.lead"].create(
            [
                {"name": "سفارش میز", "type": "lead", "phone": "۰۹۱۲ ۷۷۷ ۰۰۰۱", **person},
                {"name": "سفارش صندلی", "type": "opportunity", "phone": "+989127770001", **person},
                {"name": "کس دیگر", "contact_name": "رضا علوی", "phone": "0912 777 0002"},
            ]
        )
        company = cls.env["res.partner"].create({"name": "پارس آرا", "is_company": True})
        cls.customer = cls.env["res.partner"].create(
            {
                "name": "علي‌رضا كريمي",
                "parent_id": company.id,
                "email": "A.Karimi@pars.example.com",
                "phone": "0912-777-0001",
                "ref": "C-1405/7",
            }
        )
        cls.call = cls.env["crm.phonecall"].create(
            {"name": "تماس", "partner_phone": "۰۹۱۲۷۷۷۰۰۰۱", "direction": "in", **person}
        )
        cls.found = {
            "leads": cls.lead,
            "pipeline": cls.opportunity,
            "forecast": cls.opportunity,
            "customers": cls.customer,
            "calls": cls.call,
        }

    def _get_box_domain(self, view, text):
        """What the first field of a search view searches, which is what Enter does."""
        model, xmlid = VIEWS[view]
        view_id = self.env.ref(xmlid).id
        arch = self.env[model].with_user(self.manager).get_view(view_id, "search")["arch"]
        field = etree.fromstring(arch).find(".//field")
        return safe_eval(field.get("filter_domain"), {"self": text})

    def _search_box(self, view, text, user=None):
        """What the web client reads when somebody types a text into a search box and presses Enter."""
        model, _xmlid = VIEWS[view]
        records = self.env[model].with_user(user or self.manager)
        found = records.web_search_read(
            self._get_box_domain(view, text), {"display_name": {}}, limit=80, count_limit=10001
        )
        return records.browse(row["id"] for row in found["records"]).sudo(False)
