from . import (
    test_calendar_choice,
    test_calendar_documents,
    test_calendar_groups,
    test_calendar_import,
    test_calendar_texts,
    test_calendar_tour,
    test_core_dates_hoot,
    test_numbers_tour,
    test_persian,
    test_persian_hoot,
    test_persian_number_import,
    test_persian_terms,
)
