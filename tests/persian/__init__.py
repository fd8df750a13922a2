from . import (
    test_calendar_choice,
    test_calendar_tour,
    test_persian,
    test_persian_hoot,
    test_persian_terms,
)
