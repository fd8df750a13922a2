from hypothesis import given
from hypothesis import strategies as st

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import email_normalize_all

from ...tools.server_context import Merge
from . import merge_world
from .database_rows import compare_rows, read_counters, rows_of
from .merge_invariants import MergeInvariants, rounds

ADDRESS = ("street", "street2", "zip", "city", "state_id", "country_id")
# Fields that hold one value: the survivor's own, or the first that there is.
FILLED = (
    *("name", "contact_name", "partner_name", "function", "phone", "email_from", "website"),
    *("referred", "reveal_id", "expected_revenue", "color", "date_deadline"),
    *("date_automation_last", "source_id", "medium_id", "campaign_id", "lang_id", "partner_id"),
)
# Values that are taken together or not at all, by the name under which they are chosen.
BLOCKS = {"street": ADDRESS, "recurring_revenue": ("recurring_revenue", "recurring_plan")}
EMPTY = (None, "", 0, False)

choices = st.dictionaries(
    st.sampled_from([*FILLED, *BLOCKS]), st.integers(0, 7), max_size=4
) | st.just({})
records = merge_world.leads(owners=("mine", "nobody", "other"))


@tagged("post_install", "-at_install")
class TestLeadMergeProperty(MergeInvariants):
    """Any records, any user: nothing is lost in a merge, and it can be undone (#32, B1, B3)."""

    @rounds(45)
    @given(
        specs=st.lists(records, min_size=2, max_size=8), level=merge_world.level, choices=choices
    )
    def test_32_b1_any_merge_loses_nothing_and_is_undone(self, specs, level, choices):
        if level == "own":
            # Others' documents are refused, see below.
            specs = [{**s, "owner": "mine" if s["owner"] == "other" else s["owner"]} for s in specs]
        with self._example():
            user = self.users[level]
            leads = self.build(specs, user)
            before = self._settle()
            counters = read_counters(self.cr)
            notes, links = self._read_notes(), self._read_links()
            choices = {name: leads[number % len(leads)].id for name, number in choices.items()}
            merging = leads.with_user(user).with_context(crm_lead_merge=Merge(choices))
            merged = merging.merge_opportunity().with_env(self.env)
            after = self._settle()
            rows = self._rows_of(before, leads)
            self.assertEqual(merged.id, rows[0]["id"])
            self._assert_nothing_lost(before, after, merged, leads - merged)
            self._assert_nothing_points(after, merged, leads - merged)
            self._assert_links_moved(links, merged, leads - merged)
            self._assert_participants(before, after, merged, leads)
            for reader, read in self._read_notes().items():
                self.assertLessEqual(read, notes[reader], reader.login)
            self._assert_values(rows, self._rows_of(after, merged)[0], choices)
            self._assert_united(leads.with_context(active_test=False), specs, merged)
            self._assert_origins(rows, self._rows_of(after, merged)[0], merged)
            self._assert_computed(merged)
            merged.with_user(user).action_undo_merge()
            self._assert_undone(before, self._settle(), leads)
            self.assertEqual(read_counters(self.cr), counters)
            self.assertEqual(self._read_notes(), notes)

    @rounds(12)
    @given(
        specs=st.lists(
            merge_world.leads(("mine", "nobody", "other"), ("open", "lost", "won")),
            min_size=2,
            max_size=5,
        ),
        level=merge_world.level,
    )
    def test_26_what_cannot_be_merged_is_refused_and_nothing_changes(self, specs, level):
        won = any(spec["state"] == "won" for spec in specs)
        others = level == "own" and any(spec["owner"] == "other" for spec in specs)
        if not won and not others:
            specs = [*specs, {**specs[0], "state": "won"}]
        with self._example():
            leads = self.build(specs, self.users[level])
            before = self._settle()
            with self.assertRaises(UserError):
                leads.with_user(self.users[level]).merge_opportunity()
            self.assertEqual(compare_rows(before, self._settle()), {})

    # What the result says -------------------------------------------------------------------

    def _assert_values(self, rows, result, choices):
        """Its own value, or else the first that there is, unless the user chose another (#34)."""
        for name in FILLED:
            filled = [row for row in rows if row[name] not in EMPTY]
            chosen = [row for row in filled if row["id"] == choices.get(name)]
            if filled:
                self.assertEqual(result[name], (chosen or filled)[0][name], name)
            else:
                self.assertIn(result[name], EMPTY, name)
        for name, block in BLOCKS.items():
            filled = [row for row in rows if any(row[part] not in EMPTY for part in block)]
            chosen = [row for row in filled if row["id"] == choices.get(name)]
            if not chosen and name == "street" and filled:
                said = {part: filled[0][part] for part in ADDRESS if filled[0][part]}
                agreeing = [row for row in filled if said.items() <= row.items()]
                chosen = [max(agreeing, key=lambda row: sum(bool(row[part]) for part in ADDRESS))]
            for part in block if filled else ():
                wanted = (chosen or filled)[0][part]
                self.assertEqual(result[part] or None, wanted or None, part)
        self._assert_decided(rows, result)

    def _assert_decided(self, rows, result):
        """What the merge decides by rules of its own: people, type, state and stage."""
        salespeople = [row for row in rows if row["user_id"]]
        teams = [row["team_id"] for row in (*salespeople[:1], *rows) if row["team_id"]]
        self.assertEqual(result["user_id"], (salespeople or rows)[0]["user_id"])
        self.assertEqual(result["team_id"], teams[0] if teams else None)
        opportunities = [row for row in rows if row["type"] == "opportunity"]
        self.assertEqual(result["type"], "opportunity" if opportunities else "lead")
        self.assertEqual(result["active"], rows[0]["active"])
        self.assertEqual(result["won_status"], rows[0]["won_status"])
        for name in ("create_date", "create_uid"):
            self.assertEqual(result[name], rows[0][name])
        if rows[0]["active"]:
            self.assertIsNone(result["lost_reason_id"], "an open record is not lost for a reason")
        self.assertEqual(result["priority"], max(row["priority"] for row in rows))
        conversions = [row["date_conversion"] for row in rows if row["date_conversion"]]
        if conversions:
            self.assertEqual(result["date_conversion"], min(conversions))
        else:
            becomes = rows[0]["type"] != result["type"]
            self.assertEqual(bool(result["date_conversion"]), becomes)
        stages = [row["stage_id"] for row in opportunities if row["active"]]
        furthest = self.env["crm.stage"].browse(stages).sorted("sequence")[-1:]
        wanted = furthest or self.env["crm.stage"].browse(rows[0]["stage_id"] or ())
        stage = self.env["crm.stage"].browse(result["stage_id"])
        if result["team_id"] and wanted.team_ids and result["team_id"] not in wanted.team_ids.ids:
            # The team does not have that stage.
            self.assertFalse(stage.team_ids)
        else:
            self.assertEqual(stage, wanted)

    def _assert_united(self, leads, specs, merged):
        """What can be united is: tags, copied addresses, descriptions, properties (#34)."""
        self.assertEqual(merged.tag_ids, leads.tag_ids)
        addresses = [set(email_normalize_all(lead.email_cc or "")) for lead in leads]
        united = email_normalize_all(merged.email_cc or "")
        self.assertEqual(set(united), set().union(*addresses))
        self.assertEqual(len(united), len(set(united)), "each address once")
        for spec in specs:
            text = spec["values"].get("description", "")
            if "br" not in text:
                self.assertIn(text, merged.description or "")

    def _assert_participants(self, before, after, merged, leads):
        """Everybody takes part once, with whatever was said; the rest stands in the origins."""

        def read(reading, ids):
            rows = rows_of(reading, "crm_lead_participant")
            return sorted((row for row in rows if row["lead_id"] in ids), key=lambda row: row["id"])

        order = [row["id"] for row in self._rows_of(before, leads)]
        said = sorted(read(before, order), key=lambda row: order.index(row["lead_id"]))
        kept = {row["partner_id"]: row for row in read(after, [merged.id])}
        self.assertEqual(kept.keys(), {row["partner_id"] for row in said})
        for name in ("role", "note"):
            for partner, row in kept.items():
                values = [r[name] for r in said if r["partner_id"] == partner and r[name]]
                self.assertIn(row[name], values or [None], name)
        lines = merged.merge_line_ids.filtered(lambda ln: ln.field_name.startswith("participant_"))
        told = "".join(line.others + (line.chosen or "") for line in lines)
        for row in said:
            if row["note"] and row["note"] != kept[row["partner_id"]]["note"]:
                self.assertIn(row["note"], told)

    def _assert_origins(self, rows, result, merged):
        """Every value that the result does not have stands in the origins, with its record (B3)."""
        lines = {line.field_name: line for line in merged.survived_merge_ids.line_ids}
        for name in (*FILLED, *BLOCKS):
            block = BLOCKS.get(name, (name,))
            winner = None
            for row in rows:
                if all(row[part] in EMPTY for part in block):
                    continue
                if all((row[part] or None) == (result[part] or None) for part in block):
                    winner = winner or row["id"]
                    continue
                others = {other["id"] for other in lines[name].other_values}
                self.assertIn(row["id"], others, name)
            if winner and winner != merged.id:
                self.assertEqual(lines[name].origin_id.id, winner, name)
        properties = [dict(row["lead_properties"] or {}) for row in rows]
        for name in merge_world.PROPERTIES:
            values = [said.get(name) for said in properties if said.get(name) not in EMPTY]
            kept = (result["lead_properties"] or {}).get(name)
            if kept in EMPTY and values:
                self.assertIn(f"lead_properties.{name.title()}", lines)
