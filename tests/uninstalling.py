from ..hooks import uninstall_hook

# What a registry knows of the database, and a database that is rolled back does not tell it.
KNOWN = ("has_unaccent", "unaccent", "unaccent_python", "has_persian_order")


def keep_registry(test):
    """Let the registry search as it does now when a test has ended."""
    registry = test.env.registry
    for name in KNOWN:
        test.addCleanup(setattr, registry, name, getattr(registry, name))


def uninstall(test):
    """Do in a test what an uninstallation begins with; no test calls the hook in another way."""
    keep_registry(test)
    uninstall_hook(test.env)
