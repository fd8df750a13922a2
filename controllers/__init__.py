from . import guide
