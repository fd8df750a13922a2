from odoo import models
from odoo.tools import SQL


class CrmLead(models.Model):
    """The rows of leads as they are stored: what a merge remembers, and an undo writes back (B1)."""

    _inherit = "crm.lead"  # pylint: disable=consider-merging-classes-inherited

    def _get_merge_snapshot(self):
        """The rows of the leads as they are stored, and what is united with others' there.

        Numbers are texts, so that they come back with every decimal that they had. What a record is
        searched in follows from the rest.

        :returns: dict, a lead's id to a dict of its columns, with its tags and followers
        """
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT id, (
                           SELECT jsonb_object_agg(key, CASE jsonb_typeof(value)
                                      WHEN 'number' THEN to_jsonb(value::text) ELSE value END)
                             FROM jsonb_each(to_jsonb(crm_lead) - 'search_text')
                       ) || jsonb_build_object(
                           'tag_ids', (SELECT coalesce(jsonb_agg(tag_id ORDER BY tag_id), '[]')
                                         FROM crm_tag_rel WHERE lead_id = crm_lead.id),
                           'message_follower_ids',
                                      (SELECT coalesce(jsonb_agg(id ORDER BY id), '[]')
                                         FROM mail_followers
                                        WHERE res_model = 'crm.lead' AND res_id = crm_lead.id))
                  FROM crm_lead WHERE id IN %s
                """,
                tuple(self.ids),
            )
        )
        return dict(rows)

    def _stored_behind_orm(self, names):
        """Tell the ORM that columns of these leads were written by a statement.

        What other records compute from them is computed anew; the leads' own columns are as they
        were meant to be, but for the keys of similar records and what they are searched in.
        """
        self.env.invalidate_all(flush=False)
        self.modified([name for name in names if name in self._fields])
        searched = self & self.env.records_to_compute(self._fields["search_text"])
        for field in self._fields.values():
            if field.store and field.compute:
                self.env.remove_to_compute(field, self)
        self._store_match_keys()
        searched._store_search_text()
