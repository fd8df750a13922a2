from unittest.mock import patch

from odoo.tests import tagged

from ...models.merge.relation_mover import RelationMover
from .common import MergeCommon
from .database_rows import compare_rows, read_rows

STEPS_OF_MERGE = (
    *("_get_merge_texts", "_merge_data", "_merge_log_summary", "_merge_dependences"),
    *("write", "_absorb", "_store_match_keys", "_prepare_merge_lines"),
)
STEPS_OF_MOVER = ("move", "_tell_orm")
STEPS_OF_UNDO = ("_move_back", "_restore_rows", "_log_undo")


class Broken(Exception):
    """What goes wrong in the middle."""


@tagged("post_install", "-at_install")
class TestLeadMergeFailure(MergeCommon):
    """A failure in the middle of a merge or its undoing leaves nothing changed (#32, B1)."""

    def _assert_nothing_stays(self, owner, step, call):
        self.flush_tracking()
        before = read_rows(self.cr)
        with (
            self.subTest(step=step),
            self.assertRaises(Broken),
            self.env.cr.savepoint(),
            patch.object(owner, step, side_effect=Broken, autospec=True) as broken,
        ):
            call()
        broken.assert_called()
        self.env.invalidate_all(flush=False)
        self.assertEqual(compare_rows(before, read_rows(self.cr)), {})

    def test_32_a_merge_is_whole_or_not_at_all(self):
        self.leads[1].write({"referred": "معرف", "phone": "0935 000 0202"})
        self.leads[1].message_post(body="پیام")
        for step in STEPS_OF_MERGE:
            leads = self.registry["crm.lead"]
            self._assert_nothing_stays(leads, step, lambda: self._merge(self.leads))
        for step in STEPS_OF_MOVER:
            self._assert_nothing_stays(RelationMover, step, lambda: self._merge(self.leads))
        self._merge(self.leads)

    def test_b1_undoing_is_whole_or_not_at_all(self):
        self.leads[1].write({"referred": "معرف", "phone": "0935 000 0202"})
        self.leads[1].message_post(body="پیام")
        merge = self._merge(self.leads).survived_merge_ids
        for step in STEPS_OF_UNDO:
            self._assert_nothing_stays(self.registry["crm.lead.merge"], step, merge.action_undo)
        self._assert_nothing_stays(self.registry["crm.lead"], "_write_rows", merge.action_undo)
        merge.action_undo()
        self.assertFalse(self.leads.absorbed_by_merge_id)
