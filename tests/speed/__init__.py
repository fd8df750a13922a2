from . import (
    test_later_messages,
    test_restoring,
    test_same_rows,
    test_write_queries,
)
