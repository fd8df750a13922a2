from . import (
    test_lead_duplicate_group,
    test_lead_duplicates_tour,
    test_lead_import,
    test_lead_keys,
    test_lead_keys_many,
    test_lead_keys_shared,
    test_lead_keys_typed,
    test_lead_keys_version,
    test_lead_notice,
    test_lead_similar,
)
