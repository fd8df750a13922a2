from . import test_search_box, test_search_fill, test_search_rights
