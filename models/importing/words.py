"""What people write above the columns of their files, and the fields that they mean by it."""

# What is meant, and the fields for it. Where there are several, the first that is free is taken.
FIELDS = {
    "crm.lead": {
        "subject": ("name",),
        "name": ("name", "contact_name"),
        "name_of_person": ("contact_name", "name"),
        "full_name": ("contact_name",),
        "first_name": ("contact_name",),
        "last_name": ("contact_name",),
        # That of a site with several companies, only where there is another column for the
        # customer's: the labels of the two are one word.
        "company": ("partner_name", "company_id"),
        "company_name": ("partner_name",),
        "phone": ("phone",),
        "email": ("email_from",),
        "city": ("city",),
        "street": ("street",),
        "street2": ("street2",),
        "state": ("state_id",),
        "zip": ("zip",),
        "country": ("country_id",),
        "website": ("website",),
        "function": ("function",),
        "notes": ("description",),
        "revenue": ("expected_revenue",),
    },
    "res.partner": {
        "name": ("name",),
        "name_of_person": ("name",),
        "full_name": ("name",),
        "first_name": ("name",),
        "last_name": ("name",),
        "company": ("company_name", "company_id"),
        "company_name": ("company_name",),
        "phone": ("phone",),
        "email": ("email",),
        "city": ("city",),
        "street": ("street",),
        "street2": ("street2",),
        "state": ("state_id",),
        "zip": ("zip",),
        "country": ("country_id",),
        "website": ("website",),
        "function": ("function",),
        "notes": ("comment",),
        "tax_id": ("vat",),
        "registry": ("company_registry",),
        "reference": ("ref",),
    },
}
# Columns that one field takes together.
TOGETHER = ({"first_name", "last_name"}, {"phone"})

WORDS = {
    "subject": (
        *("lead", "lead name", "lead title", "opportunity", "opportunity name"),
        *("deal", "deal name", "deal title", "subject", "topic"),
    ),
    "name": ("name",),
    "full_name": (
        *("full name", "name and surname", "contact name", "contact person", "contact full name"),
        *("person", "person name", "customer name", "client name"),
    ),
    "first_name": ("first name", "given name", "forename"),
    "last_name": ("last name", "surname", "family name"),
    "company": ("company", "organization", "organisation", "business", "employer"),
    "company_name": ("company name", "organization name", "organisation name", "business name"),
    "phone": (
        *("phone", "phone number", "phone no", "telephone", "telephone number", "tel", "tel no"),
        *("mobile", "mobile number", "mobile phone", "mobile no", "cell", "cell phone"),
        *("cell number", "contact number", "work phone", "business phone", "home phone"),
        *("landline", "phone mobile"),
    ),
    "email": ("email", "mail", "email address", "mail id", "email id", "work email"),
    "city": ("city", "town"),
    "street": (
        *("street", "address", "street address", "address line", "address line 1", "address 1"),
        *("mailing address", "postal address"),
    ),
    "street2": ("street 2", "address line 2", "address 2"),
    "state": ("state", "province", "state province"),
    "zip": ("zip", "zip code", "postal code", "postcode", "zip postal code"),
    "country": ("country",),
    "website": ("website", "site", "web", "web page", "url", "homepage"),
    "function": ("job position", "job title", "job", "position", "role"),
    "notes": ("notes", "note", "description", "comment", "comments", "remarks"),
    "revenue": ("expected revenue", "amount", "revenue", "value", "deal value", "budget"),
    "tax_id": ("tax id", "tax number", "vat", "vat number", "national id"),
    "registry": ("company id", "registration number"),
    "reference": ("reference", "ref", "customer number", "customer code"),
}
