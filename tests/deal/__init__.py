from . import (
    test_lead_note,
    test_lead_organization,
    test_lead_participant,
    test_lead_participant_merge,
)
