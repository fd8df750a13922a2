from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL, format_list

from .crm_lead import STRONG_KINDS

# Of what the records of a group share, and of their salespersons, so many are named.
NAMED = 3


class CrmLeadDuplicateGroup(models.Model):
    """Open records that strong keys tie together: each such group once (features.md #19, B8).

    There is nothing to keep up to date: the groups are worked out when they are read, of the
    records that the user may change. A group of other records is another one, with another number.
    """

    _name = "crm.lead.duplicate.group"
    _description = "Group of similar leads"
    _auto = False
    _order = "lead_count desc, newest_date desc, id"
    _rec_name = "value"
    # What is read is `_table_sql`; this tells the registry that there is no table.
    _table_query = "SELECT"

    state = fields.Selection(
        [("open", "Possible Duplicates"), ("ignored", "Ignored")], "Status", readonly=True
    )
    kinds = fields.Char("Kinds of reasons", readonly=True)
    # Texts, for all of it is shown, however narrow the column is.
    reasons = fields.Text(compute="_compute_reasons", compute_sudo=False)
    value = fields.Text("E-mail, phone or customer", compute="_compute_value", compute_sudo=False)
    lead_count = fields.Integer("Number of records", readonly=True)
    newest_date = fields.Datetime("Newest record", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    lead_ids = fields.Many2many(
        "crm.lead",
        string="Leads and opportunities",
        compute="_compute_leads",
        compute_sudo=False,
        search="_search_leads",
    )
    owners = fields.Char("Salesperson", compute="_compute_owners", compute_sudo=False)

    @property
    def _table_sql(self):
        clusters = self._work_out()
        columns = [
            list(clusters),
            [cluster.state for cluster in clusters.values()],
            # In the order of the reasons, so that equal ones are written alike.
            [
                ",".join(kind for kind in STRONG_KINDS if kind in dict(cluster.keys))
                for cluster in clusters.values()
            ],
            [len(cluster.ids) for cluster in clusters.values()],
            [cluster.newest for cluster in clusters.values()],
            [cluster.company_id for cluster in clusters.values()],
        ]
        return SQL(
            """(
                SELECT id, state, kinds, lead_count, company_id,
                       to_timestamp(newest) AT TIME ZONE 'UTC' AS newest_date
                  FROM unnest(%s::bigint[], %s::varchar[], %s::varchar[], %s::int[], %s::bigint[],
                              %s::int[])
                    AS cluster(id, state, kinds, lead_count, newest, company_id)
            )""",
            *columns,
        )

    @api.model
    def _work_out(self):
        """All groups of the user, by their numbers, and what is in them for whoever reads them.

        :returns: dict, a number to a Cluster
        """
        clusters = {cluster.number: cluster for cluster in self.env["crm.lead"]._find_clusters()}
        # A number always stands for the same records. The transaction forgets it at its end.
        self.env.cr.cache.setdefault(self._name, {}).update(clusters)
        return clusters

    def _get_clusters(self):
        """What is in the groups of self.

        :returns: dict, a group to a Cluster, but for those that are not there any more
        """
        known = self.env.cr.cache.get(self._name, {})
        if not known.keys() >= set(self._ids):
            known = known | self._work_out()
        return {group: known[group.id] for group in self if group.id in known}

    # What the list says ---------------------------------------------------------------------

    @api.depends("lead_count")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_leads(self):
        # Whatever is known of a group, what the user may not open is not there.
        clusters = self._get_clusters()
        ids = {group: clusters[group].ids if group in clusters else [] for group in self}
        leads = self.env["crm.lead"].with_context(active_test=False)
        everything = [lead_id for members in ids.values() for lead_id in members]
        # With all that is read of them: record by record, rules would be asked one by one.
        found = leads.search_fetch([("id", "in", everything)])
        readable = set(found.ids)
        for group, members in ids.items():
            group.lead_ids = leads.browse([lead_id for lead_id in members if lead_id in readable])

    @api.model
    def _search_leads(self, operator, value):
        """Groups with records that the user finds and may read, as a search of leads finds them."""
        if operator not in ("in", "any"):
            return NotImplemented
        clusters = self._work_out()
        among = [lead_id for cluster in clusters.values() for lead_id in cluster.ids]
        leads = self.env["crm.lead"].with_context(active_test=False)
        wanted = Domain("id", "in", value) if operator == "in" else Domain(value)
        found = set(leads.search(Domain("id", "in", among) & wanted).ids)
        numbers = [n for n, cluster in clusters.items() if not found.isdisjoint(cluster.ids)]
        return Domain("id", "in", numbers)

    @api.depends("kinds")
    @api.depends_context("lang")
    def _compute_reasons(self):
        """Why the records are here, every reason that two of them have."""
        labels = dict(
            self.env["crm.lead.match.key"]._fields["kind"]._description_selection(self.env)
        )
        for group in self:
            kinds = (group.kinds or "").split(",")
            group.reasons = format_list(self.env, [labels[kind] for kind in kinds if kind])

    @api.depends("lead_ids")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_value(self):
        """What the records share, told to those who may read one of them."""
        clusters = self._get_clusters()
        partner_ids = [
            int(value)
            for cluster in clusters.values()
            for kind, value in cluster.keys
            if kind == "partner"
        ]
        # Whoever reads a record reads the name of its contact.
        partners = self.env["res.partner"].sudo().browse(partner_ids).exists()
        names = {str(partner.id): partner.display_name for partner in partners}
        for group in self:
            values = []
            told = group in clusters and group.lead_ids
            for kind, value in clusters[group].keys if told else []:
                # Behind the number of an office stands the person, as a key.
                text = names.get(value) if kind == "partner" else value.partition("|")[0]
                if text and text not in values:
                    values.append(text)
            group.value = self._name_first(values, "\n")

    @api.depends("lead_ids")
    @api.depends_context("uid", "allowed_company_ids", "lang")
    def _compute_owners(self):
        for group in self:
            # Whoever reads a record reads the name of its salesperson.
            names = [lead.user_id.name for lead in group.lead_ids.sudo()]
            names = dict.fromkeys(name or self.env._("No salesperson") for name in names)
            group.owners = self._name_first(list(names), ", ")

    @api.model
    def _name_first(self, texts, separator):
        more = ["…"] if len(texts) > NAMED else []
        return separator.join(texts[:NAMED] + more) or False

    # What the buttons do --------------------------------------------------------------------

    def _check_there(self, state=None):
        """Refuse groups that were merged or told apart since the list was loaded.

        :param state: str, in which they must be; None: whichever
        :raises UserError: there is one
        """
        if self.exists() != self or any(
            not group.lead_ids or state not in (None, group.state) for group in self
        ):
            raise UserError(
                self.env._(
                    "These records are no duplicates any more: somebody has merged or changed "
                    "them. Load the list anew."
                )
            )

    def action_open(self):
        """Open the records of the group side by side, all of them ticked, to merge them.

        :returns: dict, a window action
        :raises UserError: it is no group any more
        """
        self.ensure_one()
        self._check_there()
        return self.lead_ids.browse()._open_comparison(self.lead_ids)

    def action_compare(self):
        """Open the records of the group side by side, none of them ticked.

        :returns: dict, a window action
        :raises UserError: it is no group any more
        """
        self.ensure_one()
        self._check_there()
        leads = self.lead_ids
        return leads.browse()._open_comparison(leads.browse(), compared=leads)

    def action_merge_in_bulk(self):
        """Show what merging these groups would do, all of them when none is chosen (B6).

        :returns: dict, a window action with the preview
        :raises UserError: one of them is no group any more, or is ignored
        """
        self._check_there("open")
        groups = self or self.search([("state", "=", "open")])
        bulk = self.env["crm.lead.bulk"]._prepare("merge", groups.lead_ids)
        return bulk.with_env(self.env).action_open()

    def action_dismiss(self):
        """Say that no two records of these groups are the same (features.md B4).

        They come up again when one of them gets a key that ties it to another in a new way.

        :returns: dict, an action that tells it and offers to take it back
        :raises UserError: one of them is no group any more, or has more records than are merged at
            once: of its pairs there are too many
        :raises AccessError: the user may not change one of the records
        """
        self._check_there("open")
        leads = self.lead_ids
        maximum = leads._get_merge_maximum()
        for group in self:
            if len(group.lead_ids) > maximum:
                raise UserError(
                    self.env._(
                        "The group of “%(lead)s” has %(count)s records, and at most %(maximum)s are "
                        "told apart at once. Open the group, and tell them apart there.",
                        lead=group.lead_ids[0].display_name,
                        count=len(group.lead_ids),
                        maximum=maximum,
                    )
                )
        leads.check_access("write")
        similar = leads._get_similar(STRONG_KINDS, among=leads)[0]
        self.env["crm.lead.match.dismissal"]._write_pairs(
            [(lead.id, other_id) for lead, others in similar.items() for other_id in others],
            dismissed=True,
        )
        message = self.env._(
            "They do not come up as duplicates any more: %(names)s.",
            names=format_list(self.env, [lead.display_name for lead in leads[:NAMED]])
            + ("…" if len(leads) > NAMED else ""),
        )
        return leads._add_undo(None, message, leads, "action_undo_not_duplicates")

    def action_undismiss(self):
        """Take back that the records of these groups were told apart (features.md B4).

        :raises UserError: one of them is not ignored any more
        :raises AccessError: the user may not change one of the records
        """
        self._check_there("ignored")
        self.lead_ids.check_access("write")
        dismissals = self.env["crm.lead.match.dismissal"]
        apart = dismissals._get_apart(self.lead_ids.ids)
        pairs = [
            (lead_id, other_id)
            for group in self
            for lead_id in group.lead_ids.ids
            for other_id in apart.get(lead_id, set()).intersection(group.lead_ids.ids)
        ]
        dismissals._write_pairs(pairs, dismissed=False)
