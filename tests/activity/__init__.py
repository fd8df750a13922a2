from . import (
    test_activities,
    test_activities_done,
    test_activities_mine,
    test_activities_tour,
    test_activity_day,
)
