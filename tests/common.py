from odoo import Command

from odoo.addons.crm.tests.common import TestCrmCommon
from odoo.addons.mail.tests.common import mail_new_test_user


class QualificationCommon(TestCrmCommon):
    """A site with leads switched on, a team with them and a team without.

    Users come from core's tower: user_sales_manager, user_sales_leads (all documents, member of
    sales_team_1) and user_sales_salesman (own documents).
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.group_use_lead = cls.env.ref("crm.group_use_lead")
        cls._switch_leads(True)
        cls.team = cls.sales_team_1
        cls.team_without_leads = cls.env["crm.team"].create(
            {
                "name": "تیم آزمون بدون سرنخ",
                "use_leads": False,
                "alias_name": "vip.test",
                "company_id": False,
            }
        )
        cls.user_vip = mail_new_test_user(
            cls.env,
            login="user_vip",
            name="نگار ویژه",
            email="negar@vip.example.com",
            groups="sales_team.group_sale_salesman_all_leads",
        )
        cls.team_without_leads.member_ids = cls.user_vip
        cls.user_portal = mail_new_test_user(
            cls.env, login="user_qualification_portal", groups="base.group_portal"
        )
        cls.country_ir = cls.env.ref("base.ir")
        cls.lead = cls.env["crm.lead"].create(
            {
                "name": "سفارش ۲۰ میز اداری",
                "type": "lead",
                "user_id": cls.user_sales_leads.id,
                "team_id": cls.team.id,
                "contact_name": "مریم رضایی",
                "partner_name": "شرکت چاپ پارس",
                "email_from": "maryam@pars.example.com",
                "phone": "۰۹۱۲۵۵۵۰۱۰۱",
                "function": "مدیر خرید",
                "website": "https://pars.example.com",
                "street": "خیابان ولیعصر",
                "city": "تهران",
                "country_id": cls.country_ir.id,
            }
        )

    @classmethod
    def _switch_leads(cls, on):
        """Settings > CRM > Leads, by its effect alone: an implied group."""
        command = Command.link if on else Command.unlink
        cls.env.ref("base.group_user").implied_ids = [command(cls.group_use_lead.id)]

    def _open_window(self, lead, user=None, **values):
        """The convert window as the form's button opens it, by the user given."""
        return (
            self.env["crm.lead2opportunity.partner"]
            .with_user(user or self.env.user)
            .with_context(active_model="crm.lead", active_id=lead.id, active_ids=lead.ids)
            .create(values)
        )

    def _chatter_changes(self, lead):
        """Old and new value of each tracked field that the chatter of the lead shows."""
        self.flush_tracking()
        return {
            value.field_id.name: (
                value.old_value_char or value.old_value_integer,
                value.new_value_char or value.new_value_integer,
            )
            for value in lead.message_ids.sudo().tracking_value_ids
        }
