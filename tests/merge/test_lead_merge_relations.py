import itertools
import re

from odoo import Command
from odoo.tests import tagged
from odoo.tools import SQL

from .common import MergeCommon

# Numbers of records that the walk below cannot tell to be a lead's, with the reason why a merge
# has nothing to do with them.
NO_LEADS = {
    "ir.filters.embedded_parent_res_id": (
        "A filter of a window inside a record. No model is beside the number but that of the "
        "embedded window, and embedded windows are made for projects alone."
    ),
}
NUMBERS = itertools.count()
# Columns of a row made by SQL that its table's constraints ask for.
VALUES = {
    "mail_activity": {"summary": "x"},
    "ir_embedded_actions": {"python_method": "x", "name": '{"en_US": "x"}'},
    "crm_phonecall": {"name": "x", "state": "open"},
}


@tagged("post_install", "-at_install")
class TestLeadMergeRelations(MergeCommon):
    """A merge leaves no relation behind, whatever is installed (features.md #32).

    `./dev test` runs this beside all of Odoo's addons that have to do with leads, too.
    """

    # What points to a lead, found without the help of the engine -------------------------------

    def _walk_registry(self):
        """Columns that may point to a lead, by the registry: (table, column) to the field."""
        found = {}
        for name in self.env.registry:
            model = self.env[name]
            if model._abstract or model._transient or not self._is_table(model._table):
                continue
            for field in model._fields.values():
                for column in self._walk_field(model, field):
                    found.setdefault(column, str(field))
        return found

    def _walk_field(self, model, field):
        if not field.store or field.type == "one2many":
            return
        if field.type == "many2many":
            other = self.env[field.comodel_name]
            if other._name == "crm.lead":
                yield field.relation, field.column2
            if model._name == "crm.lead" and not other._transient:
                yield field.relation, field.column1
        elif (
            field.type in ("reference", "many2one_reference")
            or (field.type == "many2one" and field.comodel_name == "crm.lead")
            or (field.type == "integer" and re.search("(^|_)(res|thread)_id$", field.name))
        ):
            yield model._table, field.name

    def _is_table(self, name):
        self.env.cr.execute(
            "SELECT FROM pg_class WHERE relname = %s AND relkind IN ('r', 'p')", [name]
        )
        return bool(self.env.cr.rowcount)

    def _walk_foreign_keys(self):
        """Columns with a foreign key to leads, but for those of windows (transient models)."""
        passing = {model._table for model in self.env.values() if model._transient}
        passing |= {
            field.relation
            for model in self.env.values()
            for field in model._fields.values()
            if field.type == "many2many"
            and field.store
            and (model._transient or self.env[field.comodel_name]._transient)
        }
        self.env.cr.execute(
            """
            SELECT class.relname, attribute.attname
              FROM pg_constraint con
              JOIN pg_class class ON class.oid = con.conrelid
              JOIN pg_attribute attribute
                ON attribute.attrelid = con.conrelid AND attribute.attnum = ANY(con.conkey)
             WHERE con.contype = 'f' AND con.confrelid = 'crm_lead'::regclass
            """
        )
        return {column for column in self.env.cr.fetchall() if column[0] not in passing}

    def _get_column(self, key):
        """The column that a key of `_get_relations_not_moved` names."""
        place, _dot, column = key.rpartition(".")
        return (self.env[place]._table if place in self.env else place), column

    def test_32_every_relation_is_moved_or_has_a_reason(self):
        leads = self.env["crm.lead"]
        handled = {(relation.table, relation.column) for relation in leads._get_relations()}
        reasons = leads._get_relations_not_moved() | NO_LEADS
        handled |= {self._get_column(key) for key in reasons}
        found = self._walk_registry()
        left = {field for column, field in found.items() if column not in handled}
        self.assertFalse(left, "A merge would leave these behind")
        self.assertFalse(
            self._walk_foreign_keys() - handled, "A merge would leave these rows behind"
        )

    def test_32_relations_are_columns(self):
        leads = self.env["crm.lead"]
        columns = [(relation.table, relation.column) for relation in leads._get_relations()]
        # Those of the reasons too.
        columns += [self._get_column(key) for key in [*leads._get_relations_not_moved(), *NO_LEADS]]
        for table, column in columns:
            with self.subTest(table=table, column=column):
                self.env.cr.execute(
                    "SELECT FROM information_schema.columns "
                    "WHERE table_name = %s AND column_name = %s",
                    [table, column],
                )
                self.assertTrue(self.env.cr.rowcount)

    # Each of them moved, and back --------------------------------------------------------------

    def _insert(self, table, values):
        """Write a row with whatever its table asks for, and return its id, if it has one."""
        self.env.cr.execute(
            """
            SELECT column_name, data_type, character_maximum_length,
                   (SELECT confrelid::regclass::text
                      FROM pg_constraint con
                      JOIN pg_attribute att
                        ON att.attrelid = con.conrelid AND att.attnum = con.conkey[1]
                     WHERE contype = 'f' AND con.conrelid = to_regclass(table_name)
                       AND attname = column_name)
              FROM information_schema.columns
             WHERE table_name = %s AND is_nullable = 'NO' AND column_default IS NULL
            """,
            [table],
        )
        simple = {
            "boolean": False,
            # There are texts that no other row may have.
            "character varying": f"x{next(NUMBERS)}",
            "text": "x",
            "jsonb": '{"en_US": "x"}',
            "date": "2026-01-01",
            "timestamp without time zone": "2026-01-01",
        }
        row = VALUES.get(table, {}) | values
        for name, kind, length, target in self.env.cr.fetchall():
            if name not in row:
                value = "x" if length else simple.get(kind, 1)
                row[name] = self._find_any(target) if target else value
        returning = SQL("RETURNING id") if self._has_column(table, "id") else SQL()
        self.env.cr.execute(
            SQL(
                "INSERT INTO %s (%s) VALUES %s %s",
                SQL.identifier(table),
                SQL(", ").join(SQL.identifier(name) for name in row),
                tuple(row.values()),
                returning,
            )
        )
        return self.env.cr.fetchone()[0] if returning else None

    def _has_column(self, table, column):
        self.env.cr.execute(
            "SELECT FROM information_schema.columns WHERE table_name = %s AND column_name = %s",
            [table, column],
        )
        return bool(self.env.cr.rowcount)

    def _find_any(self, table):
        self.env.cr.execute(SQL("SELECT max(id) FROM %s", SQL.identifier(table)))
        return self.env.cr.fetchone()[0] or self._insert(table, {})

    def _point(self, relation, lead):
        """Write a row that points to a lead, and return what tells it apart."""
        values = {relation.column: f"crm.lead,{lead.id}" if relation.is_text else lead.id}
        if relation.model_column:
            field = self.env[relation.model]._fields[relation.model_column]
            model = self.env["ir.model"]._get("crm.lead")
            values[relation.model_column] = model.id if field.type == "many2one" else model.model
        if relation.row == "id":
            return self._insert(relation.table, values)
        values[relation.row] = self._insert(self.env[relation.model]._table, {})
        self._insert(relation.table, values)
        return values[relation.row]

    def _get_target(self, relation, row):
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "SELECT %s FROM %s WHERE %s = %s",
                SQL.identifier(relation.column),
                SQL.identifier(relation.table),
                SQL.identifier(relation.row),
                row,
            )
        )
        target = self.env.cr.fetchone()[0]
        return int(target.partition(",")[2]) if relation.is_text else target

    def _assert_moved_and_back(self, relations):
        absorbed = self.leads[1]
        rows = [(relation, self._point(relation, absorbed)) for relation in relations]
        self.env.invalidate_all()
        survivor = self._merge(self.leads)
        for relation, row in rows:
            with self.subTest("moved", relation=relation.key):
                self.assertEqual(self._get_target(relation, row), survivor.id)
        survivor.action_undo_merge()
        for relation, row in rows:
            with self.subTest("back", relation=relation.key):
                self.assertEqual(self._get_target(relation, row), absorbed.id)

    def test_32_every_relation_moves_and_comes_back(self):
        self._assert_moved_and_back(self.env["crm.lead"]._get_relations())

    # Fields of a site's own ---------------------------------------------------------------------

    def _get_new_relations(self, before):
        return [r for r in self.env["crm.lead"]._get_relations() if r not in before]

    def test_32_fields_of_the_site(self):
        before = self.env["crm.lead"]._get_relations()
        lead = {"relation": "crm.lead"}
        self._add_field("res.partner", "x_lead_id", "many2one", **lead)
        self._add_field("res.partner", "x_lead_ids", "many2many", **lead)
        self._add_field("res.country", "x_lead_id", "many2one", **lead)
        self._add_field(
            "res.partner",
            "x_ref",
            "reference",
            selection_ids=[Command.create({"value": "crm.lead", "name": "Lead"})],
        )
        relations = self._get_new_relations(before)
        self.assertEqual(len(relations), 4)
        self._assert_moved_and_back(relations)

    def test_32_links_among_leads(self):
        """A link to another record moves; one among the merged records stays as it was."""
        self._add_field("crm.lead", "x_parent_id", "many2one", relation="crm.lead")
        self._add_field("crm.lead", "x_friend_ids", "many2many", relation="crm.lead")
        survivor, absorbed, third = self.leads
        stranger = self._create({"name": "دیگری"})
        stranger.write({"x_parent_id": absorbed.id, "x_friend_ids": [Command.set(absorbed.ids)]})
        absorbed.write(
            {"x_parent_id": third.id, "x_friend_ids": [Command.set((stranger | third).ids)]}
        )
        self._merge(self.leads)
        self.assertEqual(stranger.x_parent_id, survivor)
        self.assertEqual(stranger.x_friend_ids, survivor)
        self.assertEqual(survivor.x_friend_ids, stranger)
        self.assertEqual(absorbed.x_parent_id, third)
        self.assertEqual(absorbed.with_context(active_test=False).x_friend_ids, third)
        survivor.action_undo_merge()
        self.assertEqual(stranger.x_parent_id, absorbed)
        self.assertEqual(stranger.x_friend_ids, absorbed)
        self.assertFalse(survivor.x_friend_ids)
        self.assertEqual(absorbed.x_friend_ids, stranger | third)

    def _add_unique(self, *columns):
        self.env.cr.execute(
            SQL(
                "CREATE UNIQUE INDEX ON res_partner (%s)",
                SQL(", ").join(SQL.identifier(column) for column in columns),
            )
        )
        self.env.registry.clear_cache()

    def _link_partners(self, leads):
        partners = self.env["res.partner"].create(
            [{"name": lead.name, "x_lead_id": lead.id} for lead in leads]
        )
        partners.flush_recordset()
        return partners

    def test_32_of_rows_that_may_be_there_once_the_first_moves(self):
        self._add_field("res.partner", "x_lead_id", "many2one", relation="crm.lead")
        self._add_unique("x_lead_id")
        survivor, *absorbed = self.leads
        first, second = self._link_partners(self.leads[1:])
        self._merge(self.leads)
        self.assertEqual(first.x_lead_id, survivor)
        self.assertEqual(second.x_lead_id, absorbed[1])
        survivor.action_undo_merge()
        self.assertEqual(first.x_lead_id, absorbed[0])

    def test_32_a_survivor_that_has_its_own_keeps_it(self):
        self._add_field("res.partner", "x_lead_id", "many2one", relation="crm.lead")
        self._add_unique("x_lead_id")
        partners = self._link_partners(self.leads)
        self._merge(self.leads)
        self.assertEqual([partner.x_lead_id for partner in partners], list(self.leads))

    def test_32_empty_values_do_not_make_a_row_the_same(self):
        self._add_field("res.partner", "x_lead_id", "many2one", relation="crm.lead")
        self._add_unique("x_lead_id", "ref")
        partners = self._link_partners(self.leads)
        self._merge(self.leads)
        self.assertEqual(partners.x_lead_id, self.lead)

    def test_32_a_reference_that_may_be_there_once(self):
        self._add_field(
            "res.partner",
            "x_ref",
            "reference",
            selection_ids=[Command.create({"value": "crm.lead", "name": "Lead"})],
        )
        self._add_unique("x_ref")
        first, second = partners = self._link_partners_by_reference(self.leads[1:])
        self._merge(self.leads)
        self.assertEqual(first.x_ref, self.lead)
        self.assertEqual(second.x_ref, self.leads[2])
        self.lead.action_undo_merge()
        self.assertEqual([partner.x_ref for partner in partners], list(self.leads[1:]))

    def _link_partners_by_reference(self, leads):
        partners = self.env["res.partner"].create(
            [{"name": lead.name, "x_ref": f"crm.lead,{lead.id}"} for lead in leads]
        )
        partners.flush_recordset()
        return partners
