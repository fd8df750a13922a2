from . import (
    test_canary,
    test_canary_methods,
    test_log_defaults,
    test_trust,
)
