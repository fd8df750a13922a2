{
    "name": "CRM Lead Qualification",
    "summary": "Leads that are qualified, converted and merged without losing anything, in Persian",
    "version": "19.0.1.0.0",
    "category": "Sales/CRM",
    "author": "CRM Lead Qualification contributors",
    "license": "AGPL-3",
    "depends": [
        "crm",
        "sale_crm",
        "crm_phonecall",
    ],
    "external_dependencies": {"python": ["phonenumbers"]},
    "data": [
        "views/crm_lead_views.xml",
        "views/crm_team_views.xml",
        "wizard/crm_lead_to_opportunity_views.xml",
    ],
    "demo": [
        "demo/res_users_demo.xml",
        "demo/crm_team_demo.xml",
        "demo/res_partner_demo.xml",
        "demo/crm_lead_demo.xml",
        "demo/crm_opportunity_demo.xml",
        "demo/mail_message_demo.xml",
        "demo/mail_activity_demo.xml",
        "demo/calendar_event_demo.xml",
        "demo/sale_order_demo.xml",
        "demo/crm_phonecall_demo.xml",
    ],
    "assets": {
        "web.assets_tests": [
            "crm_lead_qualification/static/tests/tours/**/*",
        ],
    },
}
