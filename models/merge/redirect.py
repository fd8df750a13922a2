from collections import defaultdict
from typing import NamedTuple

from odoo import api, models, tools
from odoo.exceptions import UserError

from ...tools.server_context import is_on


class Column(NamedTuple):
    """A field that points to a lead, as the values of a record name it."""

    name: str
    # Fields that say of which model the number is: by its name, or by its row of ir.model.
    model_names: tuple
    # 'crm.lead,12' in place of 12
    is_text: bool


class Base(models.AbstractModel):
    """What is made for a record that was merged into another goes to its survivor (#32)."""

    _inherit = "base"

    def _prepare_create_values(self, vals_list):
        vals_list = self._redirect_values(vals_list)
        # Once more for what defaults have added.
        return self._redirect_values(super()._prepare_create_values(vals_list))

    def write(self, vals):
        columns = self._get_columns_redirected()
        if not columns or not any(column.name in vals for column in columns):
            return super().write(vals)
        columns = [column for column in columns if column.name in vals]
        vals_by_records = self._redirect_written(vals, columns)
        for records, redirected in vals_by_records.items():
            super(Base, records).write(redirected)
            if redirected is not vals and not self.env.su:
                # The rights were asked for where the record was, and where it was meant to go.
                records.check_access("write")
        return True

    def _get_columns_redirected(self):
        """The fields of this model that point to leads and are redirected.

        :returns: tuple of Column, empty for most models
        """
        leads = self.env.get("crm.lead")
        # While this addon is being uninstalled its fields go first.
        if leads is None or "absorbed_by_merge_id" not in leads._fields:
            return ()
        return leads._get_columns_by_model().get(self._name, ())

    def _redirect_values(self, vals_list):
        """Values of new records, with survivors in place of absorbed leads.

        :param vals_list: list of dict
        :returns: list of dict; `vals_list` itself where there is nothing to redirect
        """
        columns = self._get_columns_redirected()
        if not columns:
            return vals_list
        leads = self.env["crm.lead"]
        named = [
            (number, column, lead_id)
            for number, vals in enumerate(vals_list)
            for column in columns
            if (lead_id := leads._get_lead_id_named(column, vals))
        ]
        survivors = leads._find_survivor_ids({lead_id for _number, _column, lead_id in named})
        if not survivors:
            return vals_list
        vals_list = list(vals_list)
        for number, column, lead_id in named:
            if lead_id in survivors:
                value = self._redirect_to(column, survivors[lead_id])
                vals_list[number] = {**vals_list[number], column.name: value}
        return vals_list

    def _redirect_to(self, column, survivor_id):
        """The value of a column for a survivor, which reads anew what it has of this model.

        Core tells the record that the values named.

        :param column: Column
        :param survivor_id: int
        :returns: int or str
        """
        leads = self.env["crm.lead"]
        names = [
            name
            for name, field in leads._fields.items()
            if field.type == "one2many" and field.comodel_name == self._name
        ]
        leads.browse(survivor_id).invalidate_recordset(names, flush=False)
        return f"{leads._name},{survivor_id}" if column.is_text else survivor_id

    def _redirect_written(self, vals, columns):
        """What is written on which records: of some the number is that of a lead, of others not.

        :param vals: dict
        :param columns: list of Column that are in `vals`
        :returns: dict, a recordset to its values; `vals` itself where nothing is redirected
        """
        leads = self.env["crm.lead"]
        untold = [
            column
            for column in columns
            if column.model_names and not any(name in vals for name in column.model_names)
        ]
        groups = {(): self}
        if untold:
            # The model stays what it is on the record.
            groups = self.sudo().grouped(
                lambda record: tuple(
                    getattr(value := record[column.model_names[0]], "id", value)
                    for column in untold
                )
            )
        result = {}
        for model_names, records in groups.items():
            known = {
                column.model_names[0]: name
                for column, name in zip(untold, model_names, strict=False)
            }
            redirected = vals
            for column in columns:
                lead_id = leads._get_lead_id_named(column, {**known, **vals})
                survivors = leads._find_survivor_ids({lead_id} if lead_id else ())
                if survivors:
                    value = self._redirect_to(column, survivors[lead_id])
                    redirected = {**redirected, column.name: value}
            result[records.with_env(self.env)] = redirected
        return result


class CrmLead(models.Model):
    _inherit = "crm.lead"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_relations_not_redirected(self):
        """Relations that are moved by a merge, and refuse a record that was merged already.

        :returns: dict, the key of a relation to why it is not redirected
        """
        return {
            "crm.lead.participant.lead_id": "A participant is refused, and told why.",
            "crm.lead.note.lead_id": "A personal note is refused: others read the survivor's.",
        }

    @api.model
    @tools.ormcache()
    def _get_columns_by_model(self):
        """The fields by which records are made for leads, by their model.

        :returns: dict, the name of a model to a tuple of Column
        """
        columns = defaultdict(list)
        skipped = self._get_relations_not_redirected()
        for relation in self._get_relations():
            if relation.row != "id" or relation.key in skipped:
                continue
            model_names = ()
            if relation.model_column:
                model_names = (relation.model_column,)
                # Whoever makes an activity names the row of ir.model, and the name comes from it.
                related = self.env[relation.model]._fields[relation.model_column].related
                if related and related.endswith(".model"):
                    model_names += (related.removesuffix(".model"),)
            columns[relation.model].append(Column(relation.column, model_names, relation.is_text))
        return {model: tuple(of_model) for model, of_model in columns.items()}

    @api.model
    def _get_lead_id_named(self, column, vals):
        """The lead that values name in a column.

        :param column: Column
        :param vals: dict, values of a record
        :returns: int, or None when they name none
        """
        value = vals.get(column.name)
        if not value:
            return None
        if column.is_text:
            model, _comma, number = str(value).partition(",")
            return int(number) if model == self._name and number.isdecimal() else None
        if column.model_names and not self._is_model_named(column, vals):
            return None
        if vals.get("res_field") and column.name == "res_id":
            # The file of a field is the record's own value.
            return None
        return value if type(value) is int and value > 0 else None

    @api.model
    def _is_model_named(self, column, vals):
        for name in column.model_names:
            if value := vals.get(name):
                return value in (self._name, self.env["ir.model"]._get_id(self._name))
        return False

    @api.model
    def _find_survivor_ids(self, lead_ids):
        """The final survivors of those of the leads that were merged into another.

        :param lead_ids: collection of int; some may be no leads at all
        :returns: dict, the id of an absorbed lead to that of its survivor; not of those whose
            survivor was deleted
        """
        if not lead_ids or is_on(self.env, "stay_on_absorbed"):
            return {}
        leads = self.sudo().with_context(active_test=False)
        known = self._fields["absorbed_by_merge_id"]._get_cache(leads.env)
        unknown = [lead_id for lead_id in lead_ids if lead_id not in known]
        if unknown:
            leads.search_fetch([("id", "in", unknown)], ["absorbed_by_merge_id"], order="id")
        absorbed = leads.browse(lead_id for lead_id in lead_ids if known.get(lead_id))
        return {
            lead.id: survivor.id for lead in absorbed if (survivor := lead._get_final_survivor())
        }

    # What core does on an absorbed record ---------------------------------------------------

    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        survivor = self._get_final_survivor()
        return super(CrmLead, survivor or self).message_subscribe(partner_ids, subtype_ids)

    def _message_subscribe(self, partner_ids=None, subtype_ids=None, customer_ids=None):
        survivor = self._get_final_survivor()
        return super(CrmLead, survivor or self)._message_subscribe(
            partner_ids, subtype_ids, customer_ids=customer_ids
        )

    def _update_revenues_from_so(self, order):
        """An order of a record whose survivor was deleted is confirmed all the same."""
        return super(CrmLead, self._get_final_survivor())._update_revenues_from_so(order)

    def redirect_lead_opportunity_view(self):
        """Core's window on a record, and a sentence where the record was deleted.

        :returns: dict, a window action
        :raises UserError: there is no record any more
        """
        if not self:
            raise UserError(
                self.env._("There is nothing to open any more: the record was deleted.")
            )
        return super().redirect_lead_opportunity_view()
