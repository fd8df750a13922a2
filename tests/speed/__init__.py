from . import (
    test_answers,
    test_later_messages,
    test_restoring,
    test_same_rows,
    test_write_queries,
)
