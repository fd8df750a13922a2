from . import (
    test_import_columns,
    test_import_headers,
    test_import_summary,
)
