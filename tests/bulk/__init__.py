from . import (
    test_lead_bulk_convert,
    test_lead_bulk_killed,
    test_lead_bulk_merge,
    test_lead_bulk_notes,
    test_lead_bulk_preview,
    test_lead_bulk_queue,
    test_lead_bulk_undo,
    test_lead_bulk_undo_since,
)
