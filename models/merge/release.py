from odoo import api, models, tools
from odoo.tools import SQL


class Base(models.AbstractModel):
    """What only a merged record has can be deleted, as in core, where merged records are gone."""

    _inherit = "base"  # pylint: disable=consider-merging-classes-inherited

    @api.ondelete(at_uninstall=False)
    def _unlink_release_absorbed(self):
        leads = self.env.get("crm.lead")
        if leads is not None and self._name in leads._get_fields_holding():
            leads.sudo()._release(self)


class CrmLead(models.Model):
    _inherit = "crm.lead"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_rows_of_absorbed(self):
        """Which rows of a model hold nobody up, for they belong to merged records.

        :returns: dict, the name of a model to SQL, a condition on `row`
        """
        return {
            "crm.lead": SQL("row.absorbed_by_merge_id IS NOT NULL"),
            "crm.lead.loss": SQL(
                "(row.is_inherited OR EXISTS (SELECT FROM crm_lead lead "
                "WHERE lead.id = row.lead_id AND lead.absorbed_by_merge_id IS NOT NULL))"
            ),
        }

    @api.model
    @tools.ormcache()
    def _get_fields_holding(self):
        """Fields that keep the record to which they point from being deleted.

        :returns: dict, the name of a model to a tuple of (model, field) that point to it
        """
        result = {}
        for name in self._get_rows_of_absorbed():
            for field in self.env[name]._fields.values():
                if (
                    field.type == "many2one"
                    and field.store
                    and not field.required
                    and field.ondelete == "restrict"
                ):
                    holding = result.get(field.comodel_name, ())
                    result[field.comodel_name] = (*holding, (name, field.name))
        return result

    @api.model
    def _release(self, records):
        """Empty the fields of merged records that would keep records from being deleted.

        By a statement, for merged records are frozen. Undoing the merge tells what is missing.

        :param records: a recordset that is going to be deleted
        """
        self.env.flush_all()
        conditions = self._get_rows_of_absorbed()
        for model, name in self._get_fields_holding()[records._name]:
            self.env.cr.execute(
                SQL(
                    """
                    WITH held AS (
                        SELECT row.id, row.%(column)s AS value FROM %(table)s row
                         WHERE row.%(column)s IN %(ids)s AND %(condition)s
                    )
                    UPDATE %(table)s AS row SET %(column)s = NULL FROM held
                     WHERE row.id = held.id RETURNING row.id, held.value
                    """,
                    table=SQL.identifier(self.env[model]._table),
                    column=SQL.identifier(name),
                    ids=tuple(records.ids),
                    condition=conditions[model],
                )
            )
            released = dict(self.env.cr.fetchall())
            self.env[model].browse(released).invalidate_recordset([name], flush=False)
            if model == self._name and released:
                self._log_released(name, released)

    @api.model
    def _log_released(self, name, value_by_id):
        """Let the merges know what a record had: undoing them asks whether it is there."""
        self.env.cr.execute(
            SQL(
                """
                UPDATE crm_lead_merge log SET changes = coalesce(log.changes, '{}') || released.of_log
                  FROM (
                       SELECT lead.absorbed_by_merge_id, jsonb_object_agg(
                                  lead.id::text,
                                  coalesce(log.changes -> lead.id::text, '{}') || jsonb_build_object(
                                      %(name)s::text, jsonb_build_array(released.value::text, NULL)
                                  )) AS of_log
                         FROM unnest(%(ids)s::int[], %(values)s::int[]) AS released(id, value)
                         JOIN crm_lead lead ON lead.id = released.id
                         JOIN crm_lead_merge log ON log.id = lead.absorbed_by_merge_id
                        GROUP BY lead.absorbed_by_merge_id
                       ) AS released
                 WHERE log.id = released.absorbed_by_merge_id
                """,
                name=name,
                ids=list(value_by_id),
                values=list(value_by_id.values()),
            )
        )
        self.env["crm.lead.merge"].invalidate_model(["changes"], flush=False)


class CrmLeadMerge(models.Model):
    _inherit = "crm.lead.merge"  # pylint: disable=consider-merging-classes-inherited

    def _undo(self):
        """An opportunity whose stage was deleted meanwhile comes back in the first one."""
        leads = super()._undo()
        changes = self.sudo().changes or {}
        lost = leads.sudo().filtered(
            lambda lead: not lead.stage_id and changes.get(str(lead.id), {}).get("stage_id")
        )
        if lost:
            self.env.add_to_compute(lost._fields["stage_id"], lost)
        return leads
