from . import (
    test_same_rows,
    test_write_queries,
)
