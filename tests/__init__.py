from . import (
    test_lead_convert,
    test_lead_convert_concurrency,
    test_lead_setting,
    test_lead_team,
    test_tours,
)
