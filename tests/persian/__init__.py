from . import (
    test_calendar_choice,
    test_calendar_groups,
    test_persian,
    test_persian_terms,
)
