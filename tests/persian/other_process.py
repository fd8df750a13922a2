"""What another process finds in Persian spellings. `odoo shell` runs this in a database without the addon.

The addon comes and goes in the meantime, as others install and uninstall it. Each time it is asked
to, this process looks, as it does when it gets a request, whether the database has changed.
"""

import json
import time

from odoo import api
from odoo.modules.registry import Registry


def look(name):
    """Return what a search finds, in the database and in memory, after the registry was told."""
    registry = Registry(name).check_signaling()
    with registry.cursor() as cr:
        tags = api.Environment(cr, 1, {})["crm.tag"]
        domain = [("name", "ilike", "مشتریان کلیدی")]
        found = {
            "database": len(tags.search(domain)),
            "memory": len(tags.search([]).filtered_domain(domain)),
            "accents": len(tags.search([("name", "ilike", "Jose")])),
            "has_unaccent": bool(registry.has_unaccent),
        }
        cr.rollback()
    return found


def answer(env, folder):
    """Answer each question: a file that is there, whose answer is another one.

    :param env: odoo.api.Environment
    :param folder: pathlib.Path, where the files are; one called `end` ends this
    """
    name = env.cr.dbname
    # Whoever installs must not wait for this one.
    env.cr.commit()
    while not (folder / "end").exists():
        for question in sorted(folder.glob("*.asked")):
            (folder / f"{question.stem}.partial").write_text(json.dumps(look(name)))
            (folder / f"{question.stem}.partial").rename(folder / f"{question.stem}.answer")
            question.unlink()
        time.sleep(0.1)
