from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import clean_context, format_list

from ..tools.server_context import ON

# More names than these are told by their number.
MAXIMUM_NAMES = 10
# Ten years; a date has an end.
MAXIMUM_DAYS = 3650


class CrmLeadRecover(models.TransientModel):
    """Recover lost and archived records: back into the pipeline, with what may win them (#82)."""

    _name = "crm.lead.recover"
    _description = "Recover lost leads and opportunities"

    lead_ids = fields.Many2many("crm.lead", string="Records", context={"active_test": False})
    stage = fields.Selection(
        [("first", "The first stage"), ("keep", "The stage that it was in")],
        "Back to",
        default="first",
        required=True,
    )
    # The menus give a default to a field user_id: here it would be given away unseen.
    salesperson_id = fields.Many2one("res.users", domain=[("share", "=", False)])
    activity_type_id = fields.Many2one(
        "mail.activity.type",
        "Plan",
        domain=[("res_model", "in", [False, "crm.lead"])],
        help="An activity for the salesperson of each record.",
    )
    activity_days = fields.Integer("In days", default=1)
    activity_summary = fields.Char("Summary")
    template_id = fields.Many2one(
        "mail.template", "Send e-mail", domain=[("model", "=", "crm.lead")]
    )
    with_quotation = fields.Boolean(
        "Offer a discount",
        help="The last quotation is copied; where there is none, an empty one is made.",
    )
    discount = fields.Float("Discount (%)", default=10.0)
    notice = fields.Html("Left out", compute="_compute_notice")

    @api.depends("lead_ids", "salesperson_id", "template_id", "with_quotation")
    def _compute_notice(self):
        """What cannot be done, and for which records: told before (features.md #82)."""
        for wizard in self:
            obstacles = wizard.lead_ids._get_recovery_obstacles()
            leads = wizard.lead_ids - wizard.lead_ids.browse().union(*obstacles)
            omissions = leads._get_recovery_omissions(
                wizard.salesperson_id, bool(wizard.template_id), wizard.with_quotation
            )
            texts = {
                "user": self.env._("Stays with its salesperson, for it is of another company:"),
                "email": self.env._("No e-mail, for it has no address:"),
                "quotation": self.env._(
                    "No quotation, for it is a lead, has no customer, or its team makes none:"
                ),
                "lines": self.env._("An empty quotation, for there is none to copy:"),
            }
            lines = list(obstacles.values())
            lines += [
                f"{texts[key]} {wizard._format_names(left)}"
                for key, left in omissions.items()
                if left
            ]
            wizard.notice = Markup("<br/>").join(lines) if lines else False

    def _format_names(self, leads):
        names = leads[:MAXIMUM_NAMES].mapped("display_name")
        if more := len(leads) - len(names):
            names.append(self.env._("%(count)s more", count=more))
        return format_list(self.env, names)

    def action_recover(self):
        """Recover the records, and do what the window says (features.md #82, #83, #85).

        What cannot be done for one of them stops no other.

        :returns: dict, an action that closes the window
        :raises UserError: nothing can be recovered, or a number makes no sense
        """
        self.ensure_one()
        self._check_values()
        # Another user may have been quicker.
        self.lead_ids._filtered_access("write")._lock_or_refuse()
        obstacles = self.lead_ids._get_recovery_obstacles()
        leads = self.lead_ids - self.lead_ids.browse().union(*obstacles)
        if not leads:
            raise UserError("\n".join(obstacles.values()) or self.env._("Choose records first."))
        self._recover(leads.with_context(clean_context(self.env.context)))
        return {"type": "ir.actions.act_window_close"}

    def _recover(self, leads):
        left_out = leads._get_recovery_omissions(
            self.salesperson_id, bool(self.template_id), self.with_quotation
        )
        leads.with_context(keep_lost_stage=ON).action_restore()
        orders = leads.env["sale.order"]
        if self.with_quotation:
            orders = (leads - left_out["quotation"])._create_recovery_quotations(self.discount)
        if self.salesperson_id:
            given = leads - left_out["user"]
            given.write({"user_id": self.salesperson_id.id})
            given_orders = orders.sudo().filtered(lambda order: order.opportunity_id in given)
            given_orders.user_id = self.salesperson_id
        # Whoever gives a record away may not be able to read it any more.
        leads = leads.sudo()
        if self.stage == "first":
            leads._move_to_first_stage()
        if self.activity_type_id:
            leads._plan_recovery_activities(
                self.activity_type_id, self.activity_days, self.activity_summary
            )
        if recipients := self.template_id and leads - left_out["email"]:
            # In the queue of outgoing e-mail.
            recipients.message_mail_with_source(self.template_id, force_send=False)

    def _check_values(self):
        """Refuse numbers that make no sense.

        :raises UserError: there is one
        """
        if self.activity_type_id and self.activity_days < 0:
            raise UserError(
                self.env._("The activity would be planned in the past. Enter 0 days or more.")
            )
        if self.activity_type_id and self.activity_days > MAXIMUM_DAYS:
            raise UserError(
                self.env._("Enter at most %(maximum)s days for the activity.", maximum=MAXIMUM_DAYS)
            )
        if self.with_quotation and not 0 < self.discount < 100:
            raise UserError(self.env._("Enter a discount above 0 and below 100 percent."))
        if self.template_id and self.template_id.model != "crm.lead":
            raise UserError(self.env._("Choose an e-mail template for leads and opportunities."))
