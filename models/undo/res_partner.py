from collections import defaultdict

from odoo import api, models, tools
from odoo.tools import SQL

# What is there as soon as the contact is, or belongs to it: the contact itself and its companies,
# its followers, its external name, and what a bulk run remembers of it.
NO_USE = {
    "ir.model.data.res_id",
    "mail.followers.res_id",
    "res.partner.commercial_partner_id",
    "res.partner.parent_id",
}
# Of what stands on the contact, these count alone: what somebody has put there.
PUT_THERE = {
    "ir.attachment.res_id": SQL("res_field IS NULL"),
    "mail.message.res_id": SQL(
        "message_type NOT IN ('notification', 'auto_comment', 'user_notification')"
    ),
}


class ResPartner(models.Model):
    """Whether somebody needs a customer that a conversion made, when it is undone (B6)."""

    _inherit = "res.partner"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    @tools.ormcache()
    def _get_relations_of_use(self):
        """Everything that can point to a contact, as `_get_relations` has it of leads.

        :returns: tuple of Relation
        """
        relations = self.env["crm.lead"]._walk_relations(self._name)
        return tuple(relation for relation in relations if relation.key not in NO_USE)

    def _find_uses(self, leads=()):
        """What points to the contacts of self, whoever may read it; in one query.

        :param leads: crm.lead, records that do not count, for they are about to let go
        :returns: dict, a contact's id to a set of the names of models
        """
        uses = defaultdict(set)
        if not self:
            return uses
        self.env.flush_all()
        of_leads = tuple(leads.ids) if leads else (0,)
        rows = self.env.execute_query(
            SQL(" UNION ").join(
                self._select_uses(relation, of_leads) for relation in self._get_relations_of_use()
            )
        )
        for partner_id, model in rows:
            uses[partner_id].add(model)
        return uses

    def _select_uses(self, relation, lead_ids):
        column = SQL.identifier(relation.column)
        partner_id, ids = column, tuple(self.ids)
        if relation.is_text:
            partner_id = SQL("split_part(%s, ',', 2)::int", column)
            ids = tuple(f"{self._name},{number}" for number in self.ids)
        conditions = [SQL("%s IN %s", column, ids)]
        if relation.model_column:
            model_field = self.env[relation.model]._fields[relation.model_column]
            of_model = self._name
            if model_field.type == "many2one":
                of_model = self.env["ir.model"]._get_id(self._name)
            conditions.append(SQL("%s = %s", SQL.identifier(relation.model_column), of_model))
        if relation.key in PUT_THERE:
            conditions.append(PUT_THERE[relation.key])
        if relation.model == "crm.lead":
            conditions.append(SQL("%s NOT IN %s", SQL.identifier(relation.row), lead_ids))
        return SQL(
            "SELECT %s, %s FROM %s WHERE %s",
            partner_id,
            relation.model,
            SQL.identifier(relation.table),
            SQL(" AND ").join(conditions),
        )

    def _archive_unused(self, leads=(), dry=False):
        """Archive contacts that a conversion made, where nobody has changed or used them since.

        They are archived and not deleted: who converts leads need not be allowed to delete contacts.

        :param leads: crm.lead, as for `_find_uses`
        :param dry: bool, whether to say what would happen alone
        :returns: tuple: res.partner that are archived; and dict, of those that stay: a contact's id
            to the reason, a sentence
        """
        # Whoever undoes it need not be able to read them all.
        partners = self.exists().sudo().filtered("active").with_env(self.env)
        writable = partners._filtered_access("write")
        reasons = {
            partner.id: self.env._("You may not change the customer that was made for it.")
            for partner in partners - writable
        }
        uses = writable.sudo()._find_uses(leads)
        names = self.env["crm.lead"]._name_models(
            {name for found in uses.values() for name in found}
        )
        for partner in writable.sudo():
            if partner.id in uses:
                reasons[partner.id] = self.env._(
                    "“%(customer)s” stays a customer, for it is in use: %(uses)s.",
                    customer=partner.name,
                    uses=tools.format_list(
                        self.env, sorted(names.get(name, name) for name in uses[partner.id])
                    ),
                )
            elif partner.write_date > partner.create_date:
                reasons[partner.id] = self.env._(
                    "“%(customer)s” stays a customer, for somebody has changed it since.",
                    customer=partner.name,
                )
        # A company stays with its people: those that stay, and those that others have added.
        going = writable.filtered(lambda partner: partner.id not in reasons)
        children = self.sudo().search([("parent_id", "in", going.ids), ("id", "not in", going.ids)])
        for partner in children.parent_id:
            reasons[partner.id] = self.env._(
                "The company “%(company)s” stays, for it has contacts.", company=partner.name
            )
        going = going.filtered(lambda partner: partner.id not in reasons)
        if not dry:
            going.action_archive()
        return going, reasons
