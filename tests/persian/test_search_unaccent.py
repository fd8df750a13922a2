import json
from contextlib import contextmanager

from odoo.modules.db import FunctionStatus
from odoo.tests import TransactionCase, tagged
from odoo.tools import SQL, mute_logger

from ...tools.persian import unaccent
from ...tools.settings import ADDON
from ..uninstalling import keep_registry, uninstall

LOGGER = "odoo.addons.crm_lead_qualification.models.persian.search"
MOVED = "odoo.addons.crm_lead_qualification.tools.persian.unaccent"


@tagged("post_install", "-at_install")
class TestSearchUnaccent(TransactionCase):
    """Our function among others of its name: it takes their place, and gives it back."""

    def setUp(self):
        super().setUp()
        keep_registry(self)
        self.search = self.env["persian.search"]
        # As the database was before the addon came.
        self.indexes = self._read_indexes()
        self.search._uninstall()

    def _read_indexes(self):
        return dict(
            self.env.execute_query(
                SQL(
                    "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema "
                    "AND (indexdef ~ 'gin_trgm_ops' OR indexname ~ '__(equal|persian)_index$')"
                )
            )
        )

    def _read_functions(self):
        return self.env.execute_query(
            SQL(
                "SELECT pronamespace::regnamespace::text, proname, provolatile, prosrc FROM pg_proc "
                "WHERE proname ~ 'unaccent|crm_lead_qualification_fold' ORDER BY 1, 2, 3, 4"
            )
        )

    def _install(self):
        self.search.init()
        self.search._synchronize_indexes()

    def _search(self, text):
        return self.tags.search([("name", "ilike", text), ("id", "in", self.tags.ids)])

    def _create_tags(self):
        self.tags = self.env["crm.tag"].create([{"name": "José كريمي"}, {"name": "Jose کریمی"}])

    def _assert_both_alike(self, is_accent_folded):
        """Persian spellings are alike, accents only where they were."""
        self.assertEqual(self._search("کریمی"), self.tags)
        for text in ("jose", "josé", "José كريمي"):
            expected = self.tags if is_accent_folded else self._search(text)
            self.assertEqual(self._search(text), expected)
            domain = [("name", "ilike", text)]
            self.assertEqual(self.tags.filtered_domain(domain), expected.sorted("id"))
        if not is_accent_folded:
            self.assertEqual(len(self._search("jose")), 1)

    @contextmanager
    def _as_other_role(self):
        """As a role that is no superuser and owns none of what is there."""
        self.env.cr.execute("CREATE ROLE search_tester NOSUPERUSER")
        self.env.cr.execute("GRANT CREATE, USAGE ON SCHEMA public TO search_tester")
        self.env.cr.execute("SET LOCAL ROLE search_tester")
        yield
        self.env.cr.execute("RESET ROLE")

    # Alone ------------------------------------------------------------------------------------

    def test_it_goes_and_comes_with_its_indexes(self):
        self.assertFalse(self._read_functions())
        plain = self._read_indexes()
        self.assertFalse([name for name, text in plain.items() if "unaccent" in text])
        self.assertIn("(name gin_trgm_ops)", plain["crm_lead__name_index"])
        self.assertEqual(self.registry.has_unaccent, FunctionStatus.MISSING)
        self._create_tags()
        self.assertEqual(len(self._search("کریمی")), 1)
        self._install()
        self.assertEqual(self._read_indexes(), self.indexes)
        self.assertIn("unaccent((name)::text)", self.indexes["crm_lead__name_index"])
        self.assertIn("hash (name)", self.indexes["crm_lead__name__equal_index"])
        self._assert_both_alike(is_accent_folded=False)
        self.search._uninstall()
        self.assertEqual(self._read_indexes(), plain)
        self.assertFalse(self._read_functions())

    def test_an_index_of_a_site_stays_when_it_goes(self):
        self._install()
        self.env.cr.execute(
            "CREATE INDEX search_own_index ON res_partner "
            "USING gin (unaccent(name::text) gin_trgm_ops) WHERE active"
        )
        self.search._uninstall()
        self.assertRegex(
            self._read_indexes()["search_own_index"],
            r"gin \(+name\)+::text\)* gin_trgm_ops\) WHERE",
        )

    def test_indexes_serve(self):
        self._install()
        self.env.cr.execute("SET LOCAL enable_seqscan = off")
        for domain, name in (
            ([("contact_name", "ilike", "كريمي")], "crm_lead__contact_name_index"),
            (
                [("email_normalized", "=", "a@b.example.com")],
                "crm_lead__email_normalized__equal_index",
            ),
        ):
            query = self.env["crm.lead"].with_context(active_test=False)._search(domain)
            plan = self.env.execute_query(SQL("EXPLAIN %s", query.select()))
            self.assertIn(name, "\n".join(line for (line,) in plan))

    def test_an_index_of_another_module_is_brought_in_line(self):
        """Of a module that is loaded after this one, which Odoo has built before."""
        self._install()
        self.env.cr.execute("DROP INDEX crm_lead__name_index")
        self.env.cr.execute(
            "CREATE INDEX crm_lead__name_index ON crm_lead USING gin (name gin_trgm_ops)"
        )
        self.patch(self.registry, "updated_modules", ["somebody"])
        self.search._register_hook()
        self.assertEqual(self._read_indexes(), self.indexes)

    def test_another_version_builds_the_indexes_anew(self):
        self._install()
        comment = json.dumps({ADDON: 0})
        self.env.cr.execute(SQL("COMMENT ON FUNCTION unaccent(text) IS %s", comment))
        name = "crm_lead__name_index"
        read_file = SQL("SELECT pg_relation_filenode(%s)", name)
        before = self.env.execute_query(read_file)
        self.search.init()
        self.assertNotEqual(self.env.execute_query(read_file), before)
        before = self.env.execute_query(read_file)
        self.search.init()
        self.assertEqual(self.env.execute_query(read_file), before)

    def test_uninstalling_the_addon_removes_it(self):
        self._install()
        uninstall(self)
        self.assertFalse(self._read_functions())

    def test_a_second_process_finds_it(self):
        self._install()
        self.registry.has_unaccent = FunctionStatus.MISSING
        self.registry.unaccent = self.registry.unaccent_python = lambda x: x
        self.search._register_hook()
        self.assertEqual(self.registry.has_unaccent, FunctionStatus.INDEXABLE)
        self.assertEqual(self.registry.unaccent("x"), "unaccent(x)")
        self.assertEqual(self.registry.unaccent_python("كé"), "کé")

    # Beside the extension ------------------------------------------------------------------------

    def _test_extension(self, *statements):
        self.env.cr.execute("CREATE EXTENSION unaccent")
        for statement in statements:
            self.env.cr.execute(statement)
        self.search._tell_registry()
        self.search._synchronize_indexes()
        functions, indexes = self._read_functions(), self._read_indexes()
        # A site's own, which goes on to stand on the extension wherever it is.
        self.env.cr.execute("CREATE VIEW search_own AS SELECT unaccent(name) FROM crm_lead")
        self._create_tags()
        self.assertEqual(self._search("jose"), self.tags)
        self._install()
        self.assertEqual(unaccent.find(self.env.cr).ours["before"], "extension")
        self.assertEqual(self.registry.has_unaccent, FunctionStatus.INDEXABLE)
        self.assertEqual(self._read_indexes(), self.indexes)
        self._assert_both_alike(is_accent_folded=True)
        self.assertFalse(self.search._get_missing())
        # As a dump restores it.
        self.env.cr.execute(
            SQL("ALTER FUNCTION %s(text) STABLE", SQL.identifier(ADDON, "unaccent"))
        )
        self._install()
        self.assertEqual(unaccent.find(self.env.cr, schema=ADDON).volatility, "i")
        self.search._uninstall()
        self.search._synchronize_indexes()
        self.assertEqual(self._read_functions(), functions)
        self.assertEqual(self._read_indexes(), indexes)
        self.assertEqual(self._search("jose"), self.tags)
        rows = self.env.execute_query(
            SQL("SELECT pg_get_viewdef('search_own'::regclass) ~ ' unaccent'")
        )
        self.assertEqual(rows, [(True,)])
        self.assertFalse(
            self.env.execute_query(SQL("SELECT FROM pg_namespace WHERE nspname = %s", ADDON))
        )

    def test_the_extension_as_postgresql_brings_it(self):
        with mute_logger("py.warnings"):
            self._test_extension()

    def test_the_extension_as_odoo_makes_it(self):
        self._test_extension("ALTER FUNCTION unaccent(text) IMMUTABLE")

    def test_the_extension_stays_where_code_names_it(self):
        self.env.cr.execute("CREATE EXTENSION unaccent")
        self.env.cr.execute(
            "CREATE FUNCTION own_fold(text) RETURNS text LANGUAGE sql IMMUTABLE "
            "AS $$ SELECT public.unaccent('public.unaccent', $1) $$"
        )
        functions = self._read_functions()
        with self.assertLogs(LOGGER, "WARNING") as logs:
            self.search.init()
        self.assertIn("own_fold(text)", logs.output[0])
        self.assertEqual(self._read_functions(), functions)
        self.assertEqual(self.registry.has_unaccent, FunctionStatus.PRESENT)
        self.assertIn("own_fold", self.search._get_missing()[0])

    def test_the_extension_of_another_owner(self):
        self.env.cr.execute("CREATE EXTENSION unaccent")
        functions = self._read_functions()
        with self._as_other_role(), self.assertLogs(LOGGER, "WARNING"):
            self.search.init()
            _reason, statement = self.search._get_missing()
        self.assertEqual(self._read_functions(), functions)
        settings = self.env["res.config.settings"].create({})
        self.assertIn("ALTER EXTENSION unaccent", settings.persian_search_statement)
        # What the settings ask the administrator to do is enough.
        self.env.cr.execute(statement)
        self.env.cr.execute("SET LOCAL ROLE search_tester")
        self.search.init()
        self.assertFalse(self.search._get_missing())
        self.env.cr.execute("SELECT unaccent('José كريمي')")
        self.assertEqual(self.env.cr.fetchone(), ("Jose کریمی",))
        # Only that administrator can take it back; searches stay as they were.
        with self.assertLogs(MOVED, "WARNING"):
            unaccent.remove(self.env.cr)
        self.env.cr.execute("SELECT unaccent('José كريمي')")
        self.assertEqual(self.env.cr.fetchone(), ("Jose كريمي",))
        self.assertEqual(unaccent.find(self.env.cr).volatility, "s")
        self.env.cr.execute("RESET ROLE")

    # Beside a function of the site ---------------------------------------------------------------

    def _create_own(self, kind="IMMUTABLE"):
        kind = SQL("IMMUTABLE") if kind == "IMMUTABLE" else SQL("STABLE")
        self.env.cr.execute(
            SQL(
                "CREATE FUNCTION unaccent(text) RETURNS text LANGUAGE sql %s "
                "AS $$ SELECT translate($1, 'é', 'e') $$",
                kind,
            )
        )

    def test_a_function_of_the_site_is_called_first(self):
        for kind in ("IMMUTABLE", "STABLE"):
            with self.subTest(kind=kind), self.env.cr.savepoint(flush=False) as savepoint:
                self._create_own(kind)
                functions = self._read_functions()
                self._create_tags()
                self._install()
                self._assert_both_alike(is_accent_folded=True)
                self.assertEqual(self._read_indexes(), self.indexes)
                self.search._uninstall()
                self.assertEqual(self._read_functions(), functions)
                self.env.flush_all()
                savepoint.rollback()

    def test_a_function_of_another_owner(self):
        self._create_own()
        functions = self._read_functions()
        with self._as_other_role(), self.assertLogs(LOGGER, "WARNING"):
            self.search.init()
            _reason, statement = self.search._get_missing()
        self.assertEqual(self._read_functions(), functions)
        self.env.cr.execute(statement)
        self.env.cr.execute("SET LOCAL ROLE search_tester")
        self.search.init()
        self.assertFalse(self.search._get_missing())
        self.env.cr.execute("RESET ROLE")

    def test_a_role_that_may_create_nothing(self):
        self.env.cr.execute("CREATE ROLE search_tester NOSUPERUSER")
        self.env.cr.execute("REVOKE CREATE ON SCHEMA public FROM public")
        self.env.cr.execute("SET LOCAL ROLE search_tester")
        with self.assertLogs(LOGGER, "WARNING"):
            self.search.init()
        _reason, statement = self.search._get_missing()
        self.env.cr.execute("RESET ROLE")
        self.assertEqual(self.registry.has_unaccent, FunctionStatus.MISSING)
        self._create_tags()
        self.assertEqual(len(self._search("کریمی")), 1)
        # Leads, customers and calls are found all the same.
        lead = self.env["crm.lead"].create({"name": "x", "contact_name": "علي كريمي"})
        self.assertIn(lead, lead.search([("display_name", "ilike", "کریمی")]))
        self.env.cr.execute(statement)
        self.env.cr.execute("SET LOCAL ROLE search_tester")
        self.search.init()
        self.assertFalse(self.search._get_missing())
        self.env.cr.execute("RESET ROLE")

    def test_the_settings_say_nothing_where_nothing_is_missing(self):
        self._install()
        settings = self.env["res.config.settings"].create({})
        self.assertFalse(settings.persian_search_missing or settings.persian_search_statement)
