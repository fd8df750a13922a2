import re
from collections import defaultdict
from typing import NamedTuple

from odoo import api, models, tools
from odoo.fields import Domain

from ...tools.unique_index import ColumnIndexes, read_unique_indexes
from .relation_statements import RelationStatements

# Numbers of records beside a model which no field declares as such, and no name gives away.
MODEL_OF_NUMBER = {
    "mail.alias.alias_force_thread_id": "alias_model_id",
    "mail.alias.alias_parent_thread_id": "alias_parent_model_id",
}


class Relation(NamedTuple):
    """A column of the database that points to leads."""

    key: str
    # Whose records point; of a relation of two, the model on the other side.
    model: str
    table: str
    column: str
    # A column with the model's name beside the number, or None.
    model_column: str | None
    # What tells the rows apart: 'id', or the other column of a relation of two.
    row: str
    # 'crm.lead,12' in place of 12
    is_text: bool


class CrmLead(models.Model):
    """What points to a lead, from every module and from the fields of a site's own (#32)."""

    _inherit = "crm.lead"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_relations_not_moved(self):
        """Relations that stay with an absorbed record, by the reason.

        :returns: dict, the key of a relation to why it is not moved
        """
        return {
            "ir.model.data.res_id": "An external name is the name of that very record.",
            "crm.lead.match.key.lead_id": "Keys are computed: those of the absorbed count here.",
            "crm.lead.match.dismissal.lead_id": "A pair is in the order of its numbers: see there.",
            "crm.lead.match.dismissal.other_id": "A pair is in the order of its numbers.",
            "crm.lead.loss.lead_id": "That a record was lost is a fact of its own.",
            "crm.lead.bulk.line.lead_id": "What was done with a record is a fact.",
            "crm.lead.bulk.line.survivor_id": "What it was merged into is a fact.",
            "crm.lead.merge.survivor_id": "Where an earlier merge led is a fact.",
            "crm.lead.merge.line.origin_id": "Where a value came from is a fact.",
            # Values of the record itself, which are united by `_merge_data`.
            "crm_tag_rel.lead_id": "The tags of a record are its own; the survivor gets them too.",
        }

    @api.model
    @tools.ormcache()
    def _get_relations(self):
        """Every stored many2one, many2many, reference and many2one_reference to a lead.

        And numbers beside the name of a model, which older code has instead. Found in the registry,
        so that a module that nobody here knows is served too. Windows (transient models) are left
        out: they end with the day.

        :returns: tuple of Relation
        """
        skipped = self._get_relations_not_moved()
        return tuple(
            relation for relation in self._walk_relations(self._name) if relation.key not in skipped
        )

    @api.model
    def _walk_relations(self, target):
        """Every relation to a model, of whatever module.

        :param target: str, the name of the model
        :returns: iterable of Relation
        """
        relations = {}
        for name in self.env.registry:
            model = self.env[name]
            if model._abstract or model._transient or not model._auto:
                continue
            for field in model._fields.values():
                for relation in self._get_relations_of_field(model, field, target):
                    # A relation of two is a field on either side.
                    relations.setdefault((relation.table, relation.column), relation)
        return relations.values()

    @api.model
    def _get_relations_of_field(self, model, field, target):
        """The columns by which a field points to a model: none, one, or both of leads with leads."""
        if not field.store or field.company_dependent:
            return
        if field.type == "many2many" and not self.env[field.comodel_name]._transient:
            sides = (model._name, field.column1), (field.comodel_name, field.column2)
            for (name, column), (other_name, other) in (sides, sides[::-1]):
                if name == target:
                    # Named by its table: which side's field comes first may change with a module.
                    key = f"{field.relation}.{column}"
                    yield Relation(key, other_name, field.relation, column, None, other, False)
        if not field.column_type:
            return
        model_field = self._get_model_field(model, field)
        if (
            (field.type == "many2one" and field.comodel_name == target)
            or field.type == "reference"
            or (model_field and model_field.store)
        ):
            yield Relation(
                f"{model._name}.{field.name}",
                model._name,
                model._table,
                field.name,
                model_field.name if model_field else None,
                "id",
                field.type == "reference",
            )

    @api.model
    def _get_model_field(self, model, field):
        """The field that says of which model a number is, or None when it is no such number."""
        if field.type == "many2one_reference":
            return model._fields[field.model_field]
        if field.type != "integer":
            return None
        names = [MODEL_OF_NUMBER.get(f"{model._name}.{field.name}")]
        if re.fullmatch(r"(.+_)?res_id", field.name):
            names += [field.name.removesuffix("id") + "model"]
            names += ["model"] if field.name == "res_id" else []
        return next((model._fields[name] for name in names if name in model._fields), None)

    @api.model
    @tools.ormcache()
    def _get_unique_indexes(self):
        """Unique indexes that a column which points to a lead has a part in.

        :returns: dict, (table, column) to ColumnIndexes
        """
        columns = [(relation.table, relation.column) for relation in self._get_relations()]
        return read_unique_indexes(self.env.cr, columns)

    @api.model
    def _get_indexes_of(self, relation):
        """:returns: ColumnIndexes of a relation's column"""
        return self._get_unique_indexes().get((relation.table, relation.column), ColumnIndexes())

    @api.model
    @tools.ormcache()
    def _get_relation_rounds(self):
        """The relations in parts that one statement can move: it updates a table once.

        :returns: tuple of tuples of Relation
        """
        rounds = defaultdict(list)
        relations = self._get_relations()
        for number, relation in enumerate(relations):
            earlier = sum(other.table == relation.table for other in relations[:number])
            rounds[earlier].append(relation)
        return tuple(tuple(group) for group in rounds.values())

    @api.model
    @tools.ormcache("relations")
    def _get_move_statement(self, relations):
        """The statement that moves the rows of relations, made once.

        :param relations: tuple of Relation
        :returns: SQL as `RelationStatements.move_all` gives it
        """
        return RelationStatements(self.env).move_all(relations)

    @api.model
    @tools.ormcache()
    def _get_company_fields(self):
        """Many2one fields to leads that have a value for each company.

        :returns: tuple of tuples of two str: a model and a field
        """
        return tuple(
            (name, field.name)
            for name, model in self.env.registry.items()
            if not model._abstract and not model._transient
            for field in model._fields.values()
            if field.company_dependent
            and field.store
            and field.type == "many2one"
            and field.comodel_name == self._name
        )

    @api.model
    @tools.ormcache()
    def _get_property_fields(self):
        """Fields with properties, and where these are defined.

        :returns: tuple of tuples of four str: model, field, model and field of the definition
        """
        found = []
        for name in self.env.registry:
            model = self.env[name]
            if model._abstract or model._transient or not model._auto:
                continue
            for field in model._fields.values():
                if field.type == "properties" and field.store:
                    parent = model._fields[field.definition_record].comodel_name
                    found.append((name, field.name, parent, field.definition_record_field))
        return tuple(found)

    @api.model
    def _get_model_of_relation(self, key):
        """The model whose records a key of `RelationMover.move` is about.

        :param key: str
        :returns: str, the key itself where its module is gone
        """
        relation = next((r for r in self._get_relations() if r.key == key), None)
        if relation:
            return relation.model
        model = key.partition(":")[0].rpartition(".")[0]
        return model if model in self.env else key

    @api.model
    def _name_models(self, names):
        """The names of models in the user's language.

        :param names: iterable of str, technical names
        :returns: dict, a technical name to a name for people
        """
        models_ = self.env["ir.model"].sudo().search(Domain("model", "in", list(names)))
        return {model.model: model.name for model in models_}
