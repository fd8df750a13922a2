from . import (
    test_lead_approval,
    test_lead_back,
    test_lead_company,
    test_lead_convert,
    test_lead_convert_concurrency,
    test_lead_convert_shown,
    test_lead_convert_tour,
    test_lead_convert_window,
)
