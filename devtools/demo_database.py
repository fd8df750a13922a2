"""The database of `./dev run`."""

from .addon import ADDON, CHECKOUT, LANG
from .console import say
from .databases import ASSETS, building, ensure_base, install
from .sources import addon_fingerprint

DEFAULT_DB = f"crm_{CHECKOUT}"
# A script for `odoo shell`. It loads the demo data as Odoo would load them together with its own.
DEMO = f"""
# The company and its prices move to Iran first, so that no quotation is in another currency. The
# symbol of the rial is a word, because few fonts have its sign.
rial = env.ref('base.IRR')
rial.write({{'active': True, 'symbol': 'ریال', 'position': 'after', 'rounding': 1}})
company = {{'currency_id': rial.id, 'country_id': env.ref('base.ir').id, 'name': 'بازرگانی نمونه پارس'}}
env.company.write(company)
# It was made before, in the currency that Odoo begins with.
env['product.pricelist'].search([]).write({{'currency_id': rial.id, 'name': 'قیمت‌های عمومی'}})
# What Odoo knows of a company by its e-mail, it asks a third party. A demo tells nobody anything.
env['ir.config_parameter'].set_param('crm.iap.lead.enrich.setting', 'manual')
env.ref('crm_iap_enrich.ir_cron_lead_enrichment').active = False
from odoo.modules.loading import load_data
from odoo.modules.module_graph import ModuleGraph
graph = ModuleGraph(env.cr, mode='load')
graph.extend([m.name for m in env['ir.module.module'].search([('state', '=', 'installed')])])
# Odoo accepts a value for create_date only while a registry is being loaded.
env.registry.ready = False
# What Odoo says in the chatter while they are made is Persian too.
persian = env(su=True, context={{**env.context, 'lang': {LANG!r}}})
load_data(persian, {{}}, 'init', kind='demo', package=graph[{ADDON!r}])
env.registry.ready = True
env['ir.module.module'].search([('name', '=', {ADDON!r})]).demo = True
env.cr.commit()
"""
# CRM becomes the first application, so that it opens after the login.
SET_UP = """
env.ref('base.group_user').implied_ids += env.ref('crm.group_use_lead')
env.ref('crm.crm_menu_root').sequence = 1
users = env['res.users'].with_context(active_test=False).search([('share', '=', False), ('id', '!=', 1)])
users.write({'lang': '$LANG', 'tz': 'Asia/Tehran'})
env.company.partner_id.lang = '$LANG'
env.ref('base.user_admin').name = {'fa_IR': 'مدیر سیستم'}.get('$LANG', 'Administrator')
env['ir.default'].set('res.partner', 'lang', '$LANG')
env.cr.commit()
"""


def ensure_run_database(place, name, lang, reset):
    """Create or upgrade the database; it has only our demo data, so that all of it is Persian."""
    if reset:
        place.pg.drop(name)
    # A newer base does not replace the database: what the user has entered there stays.
    sources = addon_fingerprint()
    built_from, _space, built_lang = place.pg.databases().get(name, "").partition(" ")
    if not built_from:
        create_run_database(place, name, lang)
    else:
        if built_from != sources:
            say(f"The addon has changed: upgrading {name}")
            upgrade = ("-d", name, "-u", ADDON, "--stop-after-init", "--no-http")
            place.run_odoo(f"Upgrading {ADDON}", "upgrade.log", *upgrade)
        if built_lang != lang:
            set_up_users(place, name, lang)
    place.pg.mark(name, f"{sources} {lang}")


def create_run_database(place, name, lang):
    base = ensure_base(place, demo=False)
    with building(place, name, base) as partial:
        fill_run_database(place, partial, lang)


def fill_run_database(place, name, lang):
    """Install the addon with its demo data into a copy of a base."""
    say(f"Installing {ADDON} with its demo data into the database {name}")
    install(place, name, [ADDON], f"Installing {ADDON}", "install-run.log")
    shell = ("shell", "-d", name, "--no-http")
    place.run_odoo("Loading the demo data", "demo.log", *shell, script=DEMO)
    set_up_users(place, name, lang)


def set_up_users(place, name, lang):
    script = SET_UP.replace("$LANG", lang) + ASSETS
    shell = ("shell", "-d", name, "--no-http")
    place.run_odoo("Preparing the users", "users.log", *shell, script=script)
