from datetime import timedelta

from odoo import fields
from odoo.tools import mute_logger

from ...tools.server_context import Merge
from ..common import QualificationCommon


class MergeCommon(QualificationCommon):
    """Three records of one customer, each a day younger than the one before."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.country_id = cls.country_ir
        cls.leads = cls.lead | cls._create(
            {"name": "همان مشتری، سرنخ", "type": "lead"},
            {"name": "همان مشتری، فرصت", "type": "opportunity"},
        )
        cls._set_ages(cls.leads)

    @classmethod
    def _create(cls, *values):
        default = {"user_id": cls.user_sales_leads.id, "team_id": cls.team.id, "name": "رکورد"}
        return cls.env["crm.lead"].create([{**default, **vals} for vals in values])

    @classmethod
    def _set_ages(cls, leads):
        """The first is the oldest."""
        leads.flush_recordset()
        now = fields.Datetime.now()
        for number, lead in enumerate(leads):
            cls.env.cr.execute(
                "UPDATE crm_lead SET create_date = %s WHERE id = %s",
                [now - timedelta(days=len(leads) - number), lead.id],
            )
        leads.invalidate_recordset(["create_date"])

    def _merge(self, leads, user=None, **choices):
        leads = leads.with_user(user or self.user_sales_leads)
        return (
            leads.with_context(crm_lead_merge=Merge(choices)).merge_opportunity().with_env(self.env)
        )

    def _add_field(self, model, name, kind, **values):
        """A field as an administrator makes it; the registry forgets it after the test."""
        self.addCleanup(self.registry.reset_changes)
        with mute_logger("odoo.models", "odoo.schema"):
            self.env["ir.model.fields"].create(
                {
                    "model_id": self.env["ir.model"]._get_id(model),
                    "name": name,
                    "field_description": name,
                    "ttype": kind,
                    **values,
                }
            )
