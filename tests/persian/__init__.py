from . import (
    test_persian,
    test_persian_terms,
)
