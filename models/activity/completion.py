from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL
from odoo.tools.sql import column_exists, create_column


class MailActivity(models.Model):
    """Who completed an activity: core keeps the day alone (features.md #124)."""

    _inherit = "mail.activity"  # pylint: disable=consider-merging-classes-inherited

    done_user_id = fields.Many2one(
        "res.users",
        "Completed by",
        compute="_compute_done_user_id",
        store=True,
        help="Who marked the activity as done.",
    )

    def _auto_init(self):
        # Odoo would otherwise say of every activity there is that whoever installs has done it.
        if not column_exists(self.env.cr, self._table, "done_user_id"):
            create_column(self.env.cr, self._table, "done_user_id", "int4")
            self._fill_done_users()
        return super()._auto_init()

    @api.model
    def _fill_done_users(self):
        """Who completed what was done before: the author of the message about it in the chatter.

        Where there is none, whoever was the last to touch the activity.
        """
        subtype_id = self.env["ir.model.data"]._xmlid_to_res_id("mail.mt_activities")
        self.env.cr.execute(
            SQL(
                """
                UPDATE mail_activity activity
                   SET done_user_id = coalesce(
                       (
                           SELECT author.id
                             FROM mail_message message
                             JOIN res_users author ON author.partner_id = message.author_id
                            WHERE message.model = activity.res_model
                              AND message.res_id = activity.res_id
                              AND message.subtype_id = %(subtype)s
                              AND message.mail_activity_type_id = activity.activity_type_id
                              AND message.date::date = activity.date_done
                         ORDER BY abs(extract(epoch FROM message.date - activity.write_date))
                            LIMIT 1
                       ),
                       activity.write_uid
                   )
                 WHERE activity.active IS NOT TRUE AND activity.done_user_id IS NULL
                """,
                subtype=subtype_id or 0,
            )
        )

    @api.depends("active")
    def _compute_done_user_id(self):
        planned = self.filtered("active")
        planned.done_user_id = False
        # Whoever came first, as with core's `date_done`.
        (self - planned).filtered(lambda done: not done.done_user_id).done_user_id = self.env.user

    @api.model_create_multi
    def create(self, vals_list):
        activities = super().create(vals_list)
        activities._recompute_recordset(["done_user_id"])
        # A default of the context is as good a forgery as a value.
        self._refuse_forged_done_user(activities.sudo().done_user_id)
        return activities

    def write(self, vals):
        if vals.get("done_user_id"):
            self._refuse_forged_done_user(self.env["res.users"].browse(vals["done_user_id"]))
        result = super().write(vals)
        # Now, while it is known who does it.
        self._recompute_recordset(["done_user_id"])
        return result

    def _refuse_forged_done_user(self, users):
        """Nobody says that somebody else has completed an activity.

        :param users: res.users, whom the values name
        :raises AccessError: somebody else is among them
        """
        if not self.env.su and users - self.env.user:
            raise AccessError(
                self.env._("Who completed an activity is noted when it is marked as done.")
            )
