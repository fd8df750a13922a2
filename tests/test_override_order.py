from collections import defaultdict

from odoo.tests import TransactionCase, tagged

OURS = "odoo.addons.crm_lead_qualification.models."
# Methods that several files of this addon override, the first to be asked first. The order is that of
# models/__init__.py and of the capabilities' own: where it changes, read what it changes.
ORDER = {
    "base_import.import": {
        "_get_import_words": ["persian.import_words", "importing.headers"],
        "execute_import": ["persian.import_dates", "importing.columns"],
    },
    "crm.lead": {
        "_compute_search_text": ["search.crm_lead", "search.crm_search_mixin"],
        "_prepare_search_text": ["search.crm_lead", "search.crm_search_mixin"],
        # Each row is written once; customers are searched in first.
        "_fill_columns": ["search.crm_lead", "similar.keys", "lead.fill"],
        "_prepare_columns": ["deal.organization", "search.crm_lead", "similar.keys", "lead.fill"],
        # A call finds its records by itself, before those that a lead is similar to.
        "_compute_similar_reasons": ["phonecall.crm_lead", "similar.crm_lead"],
        "_get_lead_of_context": ["phonecall.crm_lead", "similar.crm_lead"],
        "_get_view": ["activity.move", "lead.row_buttons"],
        # Whether a record can be converted at all comes before who may do it.
        "_get_conversion_obstacles": ["convert.approval", "lead.crm_lead"],
        "_get_deleted_with": ["deal.crm_lead_participant", "deal.crm_lead_note", "lead.deletion"],
        "_handle_won_lost": ["deal.sales", "loss.crm_lead"],
        "_merge_dependences": ["merge.crm_lead", "similar.dismissal", "loss.crm_lead"],
        # A merge is refused before anybody is asked to qualify what it would convert.
        "_merge_opportunity": ["merge.crm_lead", "convert.approval"],
        # What a forger claims is refused before anybody is given the record.
        "create": [
            *("speed.creation", "deal.organization", "merge.absorbed"),
            *("lead.fallback", "lead.crm_lead"),
        ],
        "_message_log": ["speed.messages", "bulk.messages"],
        "_note_edited": ["bulk.remembering", "merge.survivor"],
        "message_post": ["speed.messages", "bulk.messages", "merge.absorbed"],
        # What is restored is said by the capability; the values are written together in the end.
        "action_restore": ["speed.restoring", "loss.restore"],
        # What stays is taken out first; losses go to the survivor before the record goes.
        "unlink": ["merge.absorbed", "loss.crm_lead", "lead.deletion"],
        # An absorbed record is refused before anything is made of the values.
        "write": [
            *("speed.restoring", "merge.survivor", "merge.absorbed", "convert.approval"),
            *("loss.crm_lead", "lead.crm_lead"),
        ],
    },
    "crm.lead.merge": {
        "_move_back": ["deal.crm_lead_participant", "merge.undo"],
        "_undo": ["merge.release", "merge.undo"],
        # Participants are united before what was merged may be deleted for good.
        "_write_logs": ["deal.crm_lead_participant", "merge.crm_lead_merge"],
    },
    "crm.phonecall": {
        "_compute_search_text": ["search.crm_phonecall", "search.crm_search_mixin"],
        "_get_search_domain": ["search.crm_phonecall", "search.crm_search_mixin"],
        "_prepare_search_text": ["search.crm_phonecall", "search.crm_search_mixin"],
        # The summary is found or made before anything is planned under its name.
        "create": ["phonecall.summary", "phonecall.plan", "phonecall.crm_phonecall"],
        "write": ["phonecall.plan", "phonecall.crm_phonecall"],
    },
    "crm.team": {
        # The month of another calendar comes before that of Odoo.
        "_compute_invoice_figures": ["persian.month_figures", "team.dashboard"],
        "_get_month_start": ["persian.month_figures", "team.dashboard"],
        "create": ["speed.answers", "lead.crm_team"],
    },
    "res.partner": {
        "_compute_search_text": ["search.res_partner", "search.crm_search_mixin"],
        "_get_fields_searched": ["search.res_partner", "search.crm_search_mixin"],
        "_prepare_search_text": ["search.res_partner", "search.crm_search_mixin"],
    },
    # Each adds what it knows of the user.
    "ir.http": {
        "session_info": [
            *("persian.weekend", "persian.toman", "persian.face"),
            *("persian.calendar_choice", "persian.amounts"),
        ],
    },
    "mail.activity": {
        "write": ["phonecall.mail_activity", "activity.completion", "activity.calendar"],
    },
}


@tagged("post_install", "-at_install")
class TestOverrideOrder(TransactionCase):
    """The order in which capabilities override each other is said here, not left to a name."""

    maxDiff = None

    def test_what_is_overridden_twice_is_in_the_order_that_is_said(self):
        found = {}
        for name, model in self.registry.items():
            files = defaultdict(list)
            for cls in model.__mro__:
                # What is in `base` is at the bottom of every model.
                if cls.__module__.startswith(OURS) and cls._name != "base":
                    for attribute, value in vars(cls).items():
                        if callable(value) and not attribute.startswith("__"):
                            files[attribute].append(cls.__module__.removeprefix(OURS))
            twice = {method: places for method, places in files.items() if len(places) > 1}
            if twice:
                found[name] = twice
        self.assertEqual(found, ORDER)
