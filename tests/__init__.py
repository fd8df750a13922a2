# Odoo looks for modules whose names begin with test_ here.
from . import (
    test_beside_oca,
    test_clock,
    test_docs,
    test_keyboard_tour,
    test_override_order,
    test_screens_axe,
    test_small_screen_tour,
    test_tours,
)
from .activity import *
from .bulk import *
from .convert import *
from .deal import *
from .guide import *
from .importing import *
from .lead import *
from .loss import *
from .merge import *
from .persian import *
from .phonecall import *
from .search import *
from .similar import *
from .speed import *
from .team import *
from .trust import *
from .upgrades import *
