from . import test_team_dashboard
