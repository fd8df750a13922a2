from . import (
    test_lead_delete,
    test_lead_fallback,
    test_lead_form,
    test_lead_inbox,
    test_lead_pipeline,
    test_lead_setting,
    test_lead_team,
    test_lead_types,
    test_lead_undo,
    test_row_buttons,
)
