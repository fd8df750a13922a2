from . import (
    test_numbers_tour,
    test_persian,
    test_persian_hoot,
    test_persian_number_import,
    test_persian_terms,
)
