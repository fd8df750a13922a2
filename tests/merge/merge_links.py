"""What points to a lead in ways of its own: rows under indexes, values inside JSON, participants
and personal notes."""

from typing import NamedTuple

from hypothesis import strategies as st

from odoo.tools import SQL, mute_logger

from ..common import QualificationCommon


class Index(NamedTuple):
    """What the database lets stand once at a lead."""

    # A statement, with the name of the table for %s.
    statement: str
    # Of a row's value, what tells the rows of one lead apart; None where nothing is in the way.
    key: object


UNIQUE = "CREATE UNIQUE INDEX ON %s "
# By the kind that a row says it is of. In a table of their own those that cannot be modelled: one
# of them lets all rows of a table be moved one by one.
INDEXES = {
    "x_merge_row": {
        "free": Index("", lambda value: None),
        "partial": Index(UNIQUE + "(x_lead_id) WHERE x_kind = 'partial'", lambda value: ""),
        "expression": Index(
            UNIQUE + "(x_lead_id, lower(x_value)) WHERE x_kind = 'expression'",
            lambda value: value and value.lower(),
        ),
        "included": Index(
            UNIQUE + "(x_lead_id) INCLUDE (x_value) WHERE x_kind = 'included'", lambda value: ""
        ),
        "empty": Index(
            UNIQUE + "(x_lead_id, x_value) NULLS NOT DISTINCT WHERE x_kind = 'empty'",
            lambda value: value or "",
        ),
    },
    "x_merge_opaque": {
        "free": Index("", lambda value: None),
        "lead": Index(
            UNIQUE + "((x_lead_id %% 1000000), x_value) WHERE x_kind = 'lead'", lambda value: value
        ),
        "exclusion": Index(
            "ALTER TABLE %s ADD EXCLUDE USING hash (x_lead_id WITH =) WHERE (x_kind = 'exclusion')",
            lambda value: "",
        ),
    },
}
ROWS = [(table, kind) for table, kinds in INDEXES.items() for kind in kinds]
TABLES = tuple(table.replace(".", "_") for table in INDEXES)
ROLES = [False, "buyer", "user"]
SAID = [False, "تصمیم با اوست", "Ask <b>first</b>"]

links = {
    "rows": st.lists(
        st.tuples(st.sampled_from(ROWS), st.sampled_from([False, "a", "A", "b%s"])), max_size=4
    ),
    "participants": st.dictionaries(
        st.integers(0, 2),
        st.tuples(st.sampled_from(ROLES), st.sampled_from(SAID)),
        max_size=3,
    ),
    # Whose personal notes: of a salesperson, or of nobody who has to do with the lead.
    "notes": st.lists(st.integers(0, 1), max_size=2),
    # The companies in which a contact names the lead, and the properties in which a lead does.
    "companies": st.sets(st.integers(0, 1)),
    "named": st.sets(st.sampled_from(["one", "many"])),
}


def get_key(table, row):
    """What of the same key may stand once at a lead; None where nothing is in the way.

    :param table: str
    :param row: dict, a row as the database has it
    """
    key = INDEXES[table][row["x_kind"]].key(row["x_value"])
    return None if key is None or key is False else (row["x_kind"], key)


class MergeLinks(QualificationCommon):
    """Tables under every kind of index, and the fields and records that leads are linked by."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        env = cls.env(context={**cls.env.context, "tracking_disable": True})
        cls.people = cls.contact_1 | cls.contact_2
        cls.people |= env["res.partner"].create({"name": "همراه", "company_id": False})
        cls.companies = cls.env.company | env["res.company"].create({"name": "شرکت دیگر"})
        cls._make_tables()
        cls.linking_contacts = env["res.partner"].create([{"name": "یک"}, {"name": "دو"}])
        definition = [
            {"name": "one", "string": "One", "type": "many2one", "comodel": "crm.lead"},
            {"name": "many", "string": "Many", "type": "many2many", "comodel": "crm.lead"},
            {"name": "text", "string": "Text", "type": "char"},
        ]
        linking_team = env["crm.team"].create(
            {"name": "تیم پیوندها", "company_id": False, "lead_properties_definition": definition}
        )
        cls.linking_lead = env["crm.lead"].create(
            {"name": "نام‌برنده", "type": "lead", "user_id": False, "team_id": linking_team.id}
        )

    @classmethod
    def _make_tables(cls):
        with mute_logger("odoo.models", "odoo.schema", "odoo.registry"):
            fields = [
                {"name": "x_lead_id", "ttype": "many2one", "relation": "crm.lead"},
                {"name": "x_kind", "ttype": "char"},
                {"name": "x_value", "ttype": "char"},
            ]
            for table in INDEXES:
                cls.env["ir.model"].create(
                    {
                        "name": table,
                        "model": table,
                        "field_id": [
                            (0, 0, {**vals, "field_description": vals["name"]}) for vals in fields
                        ],
                    }
                )
            cls.env["ir.model.fields"].create(
                {
                    "model_id": cls.env["ir.model"]._get_id("res.partner"),
                    "name": "x_company_lead_id",
                    "field_description": "x_company_lead_id",
                    "ttype": "many2one",
                    "relation": "crm.lead",
                    "company_dependent": True,
                }
            )
        for table, kinds in INDEXES.items():
            for index in kinds.values():
                if index.statement and cls._has(index):
                    cls.env.cr.execute(SQL(index.statement, SQL.identifier(table)))
        cls.env.registry.clear_cache()

    @classmethod
    def _has(cls, index):
        """NULLS NOT DISTINCT came with PostgreSQL 15."""
        return "NULLS" not in index.statement or cls.env.cr._cnx.server_version >= 150000

    def _link(self, leads, specs):
        """Make what `links` drew for the leads.

        :param leads: crm.lead, as nobody in particular
        :param specs: list of dict, one a lead
        """
        env = leads.env
        vals_by_model = {"x_merge_row": [], "x_merge_opaque": []}
        participants, notes = [], []
        authors = self.user_sales_leads | self.user_sales_salesman
        for lead, spec in zip(leads, specs, strict=True):
            seen = set()
            for (table, kind), value in spec["rows"]:
                key = get_key(table, {"x_kind": kind, "x_value": value or None})
                if key is None or (table, key) not in seen:
                    seen.add((table, key))
                    vals_by_model[table].append(
                        {"x_lead_id": lead.id, "x_kind": kind, "x_value": value}
                    )
            participants += [
                {
                    "lead_id": lead.id,
                    "partner_id": self.people[number].id,
                    "role": role,
                    "note": note,
                }
                for number, (role, note) in spec["participants"].items()
            ]
            notes += [
                {"lead_id": lead.id, "user_id": authors[number].id, "body": f"یادداشت {lead.id}"}
                for number in spec["notes"]
            ]
            for number in spec["companies"]:
                contact = self.linking_contacts[lead.id % 2].with_env(env)
                contact.with_company(self.companies[number]).x_company_lead_id = lead
        for model, vals_list in vals_by_model.items():
            env[model].create(vals_list)
        env["crm.lead.participant"].create(participants)
        env["crm.lead.note"].create(notes)
        named = {
            name: leads.browse(
                lead.id for lead, spec in zip(leads, specs, strict=True) if name in spec["named"]
            )
            for name in ("one", "many")
        }
        self.linking_lead.with_env(env).lead_properties = {
            "one": named["one"][:1].id,
            "many": named["many"].ids,
            "text": "متن",
        }

    # What must hold -------------------------------------------------------------------------

    def _read_links(self):
        """Where values inside JSON lead to.

        :returns: dict, the place of a value to the ids in it
        """
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                SELECT id::text || '.' || key, value FROM res_partner, jsonb_each(x_company_lead_id)
                 UNION ALL
                SELECT key, value FROM crm_lead, jsonb_each(lead_properties)
                 WHERE id = %s AND key IN ('one', 'many')
                """,
                self.linking_lead.id,
            )
        )
        return {
            place: value if isinstance(value, list) else [value]
            for place, value in self.env.cr.fetchall()
        }

    def _read_notes(self):
        """Which personal notes each user reads, through the rules.

        :returns: dict, res.users to a set of ids
        """
        self.env.invalidate_all()
        users = self.user_sales_leads | self.user_sales_salesman | self.user_sales_manager
        return {
            user: set(self.env["crm.lead.note"].with_user(user).search([]).ids)
            for user in users | self.user_vip
        }

    def _assert_links_moved(self, before, survivor, absorbed):
        """What is inside JSON leads to the survivor now, once."""
        after = self._read_links()
        for place, ids in before.items():
            wanted = {survivor.id if number in absorbed.ids else number for number in ids}
            self.assertEqual(len(after[place]), len(set(after[place])), place)
            self.assertEqual(set(after[place]), wanted, place)

    def _assert_stays(self, table, row, rows_of_table, survivor):
        """A row that stays does so because the survivor has the same."""
        if table == "crm_lead_participant":
            keys = {other["partner_id"] for other in rows_of_table if other["lead_id"] == survivor}
            self.assertIn(row["partner_id"], keys)
            return
        keys = {get_key(table, other) for other in rows_of_table if other["x_lead_id"] == survivor}
        self.assertIn(get_key(table, row), keys - {None}, row)
