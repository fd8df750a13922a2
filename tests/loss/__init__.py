from . import (
    test_lead_lost,
    test_lead_recover,
)
