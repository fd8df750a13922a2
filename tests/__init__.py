from . import (
    test_lead_convert,
    test_lead_convert_concurrency,
    test_lead_convert_window,
    test_lead_duplicate_group,
    test_lead_merge,
    test_lead_merge_undo,
    test_lead_merge_window,
    test_lead_setting,
    test_lead_similar,
    test_lead_team,
    test_lead_types,
    test_tours,
)
