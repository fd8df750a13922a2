from contextlib import contextmanager

from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..undo.rows import LOG_COLUMNS

# A question that was answered by a conversion is not asked again.
NOT_RESTORED = {"qualification_user_id", "qualification_date"}


class CrmLeadBulk(models.Model):
    """What a run changes and makes, remembered on its lines so that it can be undone (B6)."""

    _inherit = "crm.lead.bulk"  # pylint: disable=consider-merging-classes-inherited

    @contextmanager
    def _remembering(self, lines, leads):
        """Remember on lines what is done with their records here.

        :param lines: crm.lead.bulk.line
        :param leads: crm.lead, their records as the requester sees them
        """
        if not leads:
            yield leads
            return
        before = leads._get_merge_snapshot()
        ((newest,),) = self.env.execute_query(SQL("SELECT coalesce(max(id), 0) FROM res_partner"))
        yield leads
        changes = leads._find_row_changes(before)
        for line in lines.filtered(lambda line: line.lead_id.id in changes):
            row = changes[line.lead_id.id]
            row = {name: pair for name, pair in row.items() if name not in NOT_RESTORED}
            customer = line.lead_id.sudo().partner_id
            # This transaction sees none of the contacts that others make meanwhile.
            made = [partner.id for partner in (customer, customer.parent_id) if partner.id > newest]
            if row.keys() - LOG_COLUMNS:
                row = leads._complete_synced(row, before[line.lead_id.id])
                row = leads._complete_units(row, before[line.lead_id.id])
                line.changes = {"row": row, "partners": made}

    @contextmanager
    def _remembering_one(self, lead):
        """Remember the conversion of one lead in its window, so that its toast undoes it (#17).

        :param lead: crm.lead
        :returns: crm.lead.bulk, in sudo
        """
        now = self.env.cr.now()
        bulk = self.sudo().create(
            {
                "kind": "convert",
                "is_single": True,
                "state": "done",
                "start_date": now,
                "end_date": now,
            }
        )
        bulk._write_plan([bulk._prepare_line(lead, 1) | {"state": "done", "outcome": "convert"}])
        with bulk._remembering(bulk.line_ids, lead):
            yield bulk


class CrmLead(models.Model):
    _inherit = "crm.lead"  # pylint: disable=consider-merging-classes-inherited

    def _note_edited(self, names):
        # Without a contact nothing is as the contact has it.
        leads = self.sudo().filtered("partner_id")
        of_contact = [("lead_id", "in", leads.ids), ("changes", "!=", False)]
        for line in self.env["crm.lead.bulk.line"].sudo().search(of_contact):
            known = set(line.changes.get("edited", ()))
            if not names <= known:
                line.changes = {**line.changes, "edited": sorted(names | known)}
        return super()._note_edited(names)


class CrmLeadBulkLine(models.Model):
    _inherit = "crm.lead.bulk.line"  # pylint: disable=consider-merging-classes-inherited

    # What the record was before and after: for undoing it.
    changes = fields.Json(groups="base.group_system", readonly=True)

    def _get_remembered(self, origin):
        """The lines of the run that is undone, of the records of self.

        :param origin: crm.lead.bulk
        """
        domain = Domain("bulk_id", "=", origin.id) & Domain("lead_id", "in", self.lead_id.ids)
        return self.search(domain & Domain("state", "=", "done")).filtered("changes")

    def _archive_partners_made(self, env, leads=(), dry=False):
        """Archive the contacts that were made for the records of lines, and that nobody uses.

        :param env: odoo.api.Environment, of whoever undoes it
        :param leads, dry: as for `_archive_unused`
        :returns: tuple: set of ids of contacts that are archived; and dict, of those that stay, as
            `_archive_unused` gives it
        """
        ids = (number for line in self for number in line.changes["partners"])
        made = env["res.partner"].browse(dict.fromkeys(ids))
        archived, staying = made._archive_unused(leads, dry=dry)
        return set(archived.ids), staying
