from unittest.mock import patch

from odoo.tests import tagged

from ...tools.batch import remembering
from .common import SpeedCommon


@tagged("post_install", "-at_install")
class TestAnswers(SpeedCommon):
    """What a batch remembers is forgotten as soon as it is no longer true."""

    def test_a_stage_that_is_deleted_is_found_no_more(self):
        stages = self.env["crm.stage"]
        stage = stages.create({"name": "For a while"})
        with remembering(self.env):
            self.assertEqual(stages.search([("name", "=", "For a while")]), stage)
            stage.unlink()
            self.assertFalse(stages.search([("name", "=", "For a while")]))

    def test_a_team_that_is_deleted_gets_nothing(self):
        teams = self.env["crm.team"]
        team = teams.create({"name": "For a while", "member_ids": self.user_fa.ids})
        with remembering(self.env):
            self.assertEqual(teams._get_default_team_id(user_id=self.user_fa.id), team)
            team.unlink()
            found = teams._get_default_team_id(user_id=self.user_fa.id)
            self.assertEqual(found.exists(), found)

    def test_a_member_that_is_deleted_brings_no_team(self):
        teams = self.env["crm.team"]
        team = teams.create({"name": "For a while", "sequence": 99, "member_ids": self.user_fa.ids})
        with remembering(self.env):
            self.assertEqual(teams._get_default_team_id(user_id=self.user_fa.id), team)
            team.crm_team_member_ids.unlink()
            self.assertNotEqual(teams._get_default_team_id(user_id=self.user_fa.id), team)

    def test_what_is_asked_while_something_changes_is_asked_again(self):
        stages = self.env["crm.stage"]
        stage = stages.create({"name": "Nearly won"})
        model = self.registry["crm.stage"]
        core = model.check_access
        asked = []

        def check(records, operation):
            if operation == "write":
                asked.append(stages.search([("is_won", "=", True)]))
            return core(records, operation)

        with remembering(self.env):
            with patch.object(model, "check_access", check):
                stage.is_won = True
            self.assertNotIn(stage, asked[0])
            self.assertIn(stage, stages.search([("is_won", "=", True)]))
