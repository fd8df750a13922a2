from . import (
    test_phonecall,
    test_phonecall_plan,
)
