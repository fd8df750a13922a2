from odoo import api, fields, models

from ..tools.settings import set_setting


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    merge_survivor = fields.Selection(
        [
            ("oldest", "The oldest record survives, and a merge can be undone"),
            ("most_advanced", "As in Odoo: the most advanced survives, the others are deleted"),
        ],
        "Merging",
        default="oldest",
        config_parameter="crm_lead_qualification.merge_survivor",
    )
    merge_maximum = fields.Integer(
        "Records merged at once",
        compute="_compute_merge_maximum",
        inverse="_inverse_merge_maximum",
        help="A limit against mistakes.",
    )
    is_merge_final = fields.Boolean(
        "Delete merged records for good",
        compute="_compute_is_merge_final",
        store=True,
        readonly=False,
        help="A merge can be undone until then.",
    )
    merge_retention_days = fields.Integer(
        "Days until merged records are deleted",
        compute="_compute_is_merge_final",
        store=True,
        readonly=False,
        help="0: at once.",
    )
    use_lead_approval = fields.Boolean(
        "Conversion on approval",
        config_parameter="crm_lead_qualification.lead_approval",
        help="Leads are converted by the leader of their sales team or a sales manager; others ask "
        "them to.",
    )
    lost_reason_required = fields.Boolean(
        "Lost reason required",
        config_parameter="crm_lead_qualification.lost_reason_required",
        help="Nobody marks a lead or an opportunity as lost without a reason.",
    )
    fallback_user_id = fields.Many2one(
        "res.users",
        "Fallback salesperson",
        domain=lambda self: [
            ("share", "=", False),
            ("all_group_ids", "in", self.env.ref("sales_team.group_sale_salesman").ids),
        ],
        config_parameter="crm_lead_qualification.fallback_user_id",
        help="Gets what comes in without sales team and salesperson. Where rule-based assignment is "
        "on, what its daily run leaves without a team.",
    )

    group_use_phonecalls = fields.Boolean(
        "Phone calls",
        implied_group="crm_lead_qualification.group_use_phonecalls",
        help="All users log and plan phone calls.",
    )

    def _compute_merge_maximum(self):
        self.merge_maximum = self.env["crm.lead"]._get_merge_maximum()

    def _inverse_merge_maximum(self):
        for settings in self:
            set_setting(self.env, "merge_maximum", max(settings.merge_maximum, 2))

    @api.depends("company_id")
    def _compute_is_merge_final(self):
        days = self.env["crm.lead.merge"]._get_retention_days()
        self.is_merge_final = days is not None
        # What comes up with the tick is no trap: 0 deletes at once.
        self.merge_retention_days = 90 if days is None else days

    def set_values(self):
        result = super().set_values()
        days = max(self.merge_retention_days, 0) if self.is_merge_final else False
        # False takes the parameter away; 0 is a number of days.
        set_setting(self.env, "merge_retention_days", days if days is False else str(days))
        return result
