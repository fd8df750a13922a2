from . import test_guide_http, test_guide_pages
