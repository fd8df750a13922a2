from .models.persian.choices import forget_site_choices


def pre_init_hook(env):
    """Make the columns of what is computed before the models are loaded.

    Odoo would otherwise fill them for all leads at once, in memory and without a word.
    """
    env.cr.execute(
        "ALTER TABLE crm_lead ADD COLUMN IF NOT EXISTS match_keys text, "
        "ADD COLUMN IF NOT EXISTS organization_id integer, "
        "ADD COLUMN IF NOT EXISTS search_text text"
    )
    env.cr.execute("ALTER TABLE res_partner ADD COLUMN IF NOT EXISTS search_text text")
    env.cr.execute("ALTER TABLE crm_phonecall ADD COLUMN IF NOT EXISTS search_text text")


def post_init_hook(env):
    # No row is written into indexes that the searches from here on do not use. They are built anew
    # when the installation ends: by then the rows of before are gone, and not in them either.
    env["persian.search"]._drop_unaccent_indexes(stale=True)
    env["crm.lead"]._fill_columns()
    env["mail.activity.type"]._suggest_email_after_call()
    env["crm.lead.loss"]._fill()


def uninstall_hook(env):
    """Leave other modules with their own words, and merged records with a trace."""
    env["crm.lead.merge"]._leave_trace()
    for code, _name in env["res.lang"].get_installed():
        env["ir.module.module"]._restore_core_terms(code)
    env["res.lang"]._drop_jalali_functions()
    env["persian.search"]._uninstall()
    # After what builds indexes of Odoo anew.
    env["crm.phonecall"]._drop_indexes()
    env["res.country.state"]._give_provinces_to_site()
    forget_site_choices(env)
