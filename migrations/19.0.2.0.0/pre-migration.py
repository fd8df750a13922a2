"""Rename the links between leads and merges, and bring up to date rules that no upgrade writes.

The first release called the merge that absorbed a lead `merge_id`, and the merges that a lead
survived `merge_ids`: one letter apart, and opposite.
"""

from odoo.tools import SQL
from odoo.tools.sql import column_exists

MODULE = "crm_lead_qualification"
NEW_NAMES = {"merge_id": "absorbed_by_merge_id", "merge_ids": "survived_merge_ids"}
# Texts of Python that name fields: in quotes, alone or at the start of a path.
TEXTS = [
    ("ir_filters", "domain", "row.model_id = 'crm.lead'"),
    ("ir_filters", "context", "row.model_id = 'crm.lead'"),
    ("ir_filters", "sort", "row.model_id = 'crm.lead'"),
    (
        "ir_rule",
        "domain_force",
        "row.model_id = (SELECT id FROM ir_model WHERE model = 'crm.lead')",
    ),
]
# Who reads a personal note: as it was, and without those from whom a merge hides it.
NOTE_RULE = "crm_lead_note_read_rule"
OLD_NOTE_DOMAIN = (
    "['|', '|', ('user_id', '=', user.id), ('lead_id.user_id', '=', user.id), "
    "('lead_id.message_partner_ids', 'in', user.partner_id.ids)]"
)
NEW_NOTE_DOMAIN = (
    "['|', ('user_id', '=', user.id), '&', ('hidden_from_ids', 'not in', user.partner_id.ids), "
    "'|', ('lead_id.user_id', '=', user.id), "
    "('lead_id.message_partner_ids', 'in', user.partner_id.ids)]"
)


# Filled in parts by the upgrade; Odoo would compute all of them at once, in memory.
SEARCHED = ("res_partner", "crm_lead", "crm_phonecall")


def migrate(cr, _version):
    for table in SEARCHED:
        cr.execute(
            SQL("ALTER TABLE %s ADD COLUMN IF NOT EXISTS search_text text", SQL.identifier(table))
        )
    if column_exists(cr, "crm_lead", "merge_id"):
        rename_column(cr)
    for old, new in NEW_NAMES.items():
        rename_field(cr, old, new)
        rename_in_logs(cr, old, new)
    update_note_rule(cr)


def rename_column(cr):
    cr.execute("ALTER TABLE crm_lead RENAME COLUMN merge_id TO absorbed_by_merge_id")
    cr.execute(
        "ALTER INDEX IF EXISTS crm_lead__merge_id_index "
        "RENAME TO crm_lead__absorbed_by_merge_id_index"
    )
    cr.execute(
        "SELECT FROM pg_constraint "
        "WHERE conrelid = 'crm_lead'::regclass AND conname = 'crm_lead_merge_id_fkey'"
    )
    if cr.rowcount:
        cr.execute(
            "ALTER TABLE crm_lead RENAME CONSTRAINT crm_lead_merge_id_fkey "
            "TO crm_lead_absorbed_by_merge_id_fkey"
        )


def rename_field(cr, old, new):
    """Rename a field of leads where records keep its name, or start a path with it."""
    cr.execute(
        "UPDATE ir_model_fields SET name = %s WHERE model = 'crm.lead' AND name = %s", [new, old]
    )
    cr.execute(
        "UPDATE ir_model_data SET name = %s WHERE module = %s AND name = %s",
        [f"field_crm_lead__{new}", MODULE, f"field_crm_lead__{old}"],
    )
    cr.execute(
        """
        UPDATE ir_exports_line line
           SET name = regexp_replace(line.name, %s, %s)
          FROM ir_exports export
         WHERE export.id = line.export_id AND export.resource = 'crm.lead' AND line.name ~ %s
        """,
        [f"^{old}(?=$|/)", new, f"^{old}(?=$|/)"],
    )
    # Also ours: a view is validated together with those that are loaded after it.
    cr.execute(
        """
        UPDATE ir_ui_view
           SET arch_db = regexp_replace(arch_db::text, %s, %s, 'g')::jsonb
         WHERE model = 'crm.lead' AND arch_db::text ~ %s
        """,
        [rf"\y{old}\y", new, rf"\y{old}\y"],
    )
    for table, column, condition in TEXTS:
        cr.execute(
            SQL(
                "UPDATE %(table)s row SET %(column)s = regexp_replace(%(column)s, %(old)s, %(new)s, 'g') "
                "WHERE %(condition)s AND %(column)s ~ %(old)s",
                table=SQL.identifier(table),
                column=SQL.identifier(column),
                condition=SQL(condition),  # pylint: disable=sql-injection
                old=rf"""(?<=['"]){old}(?=[.:'" ])""",
                new=new,
            )
        )


def rename_in_logs(cr, old, new):
    """Rename a column in the logs of merges, which undo them by it."""
    cr.execute(
        """
        UPDATE crm_lead_merge log
           SET changes = (
                   SELECT jsonb_object_agg(
                              lead.key,
                              CASE WHEN lead.value ? %(old)s
                                   THEN (lead.value - %(old)s)
                                        || jsonb_build_object(%(new)s, lead.value -> %(old)s)
                                   ELSE lead.value
                               END)
                     FROM jsonb_each(log.changes) AS lead)
         WHERE jsonb_typeof(log.changes) = 'object' AND log.changes::text LIKE %(like)s
        """,
        {"old": old, "new": new, "like": f'%"{old}"%'},
    )


def update_note_rule(cr):
    """Hide notes from those who could not read them before a merge; a rule of their own stays."""
    cr.execute(
        """
        UPDATE ir_rule rule
           SET domain_force = %s
          FROM ir_model_data data
         WHERE data.module = %s AND data.name = %s AND data.model = 'ir.rule'
           AND data.res_id = rule.id AND rule.domain_force = %s
        """,
        [NEW_NOTE_DOMAIN, MODULE, NOTE_RULE, OLD_NOTE_DOMAIN],
    )
