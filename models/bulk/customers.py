from odoo import api, models

from ...tools.disjoint_sets import DisjointSets


class CrmLeadBulk(models.Model):
    """Which customers a bulk conversion links and makes, known before it does (features.md B6)."""

    _inherit = "crm.lead.bulk"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _plan_customers(self, leads, results, options):
        """Where the customer of each result comes from, in the values of its line.

        :param leads: crm.lead
        :param results: dict, crm.lead that become one, to the values of a line; `shared` among them
            is what must not be made twice
        :param options: as for `_plan`
        """
        found = {}
        if options.action == "each_exist_or_create":
            # By what a merge makes of several: the first address that there is.
            found = leads._find_customers(
                {
                    component[0]: component._get_customer_email()
                    for component in results
                    if not component.partner_id
                }
            )
        keys, created = set(), []
        for component, vals in results.items():
            if options.action == "exist" and options.partner_id:
                vals["customer"] = "linked"
            elif component.partner_id:
                vals["customer"] = "kept"
            elif options.action in ("nothing", "exist"):
                vals["customer"] = "none"
            elif found.get(component[0]):
                vals["customer"] = "linked"
            elif not component._names_customer():
                vals["customer"] = "nobody"
            else:
                key = component[0].id
                if options.action == "each_exist_or_create":
                    key = component._get_customer_email() or key
                vals["shared"] = (key,)
                if key in keys:
                    vals["customer"] = "linked"
                else:
                    created.append(component)
                keys.add(key)
        self._plan_companies(created, results)

    @api.model
    def _plan_companies(self, components, results):
        """Of customers that are made: whether their company is there, or is made on the way.

        :param components: list of crm.lead
        :param results: dict as for `_plan_customers`
        """
        leads = self.env["crm.lead"]
        companies = leads._find_companies(
            {
                component[0]: named
                for component in components
                if (named := component._get_company_named())
            }
        )
        made = set()
        for component in components:
            vals = results[component]
            is_there = bool(component.organization_id)
            if component[0] in companies:
                key, partner = companies[component[0]]
                is_there = bool(partner) or key in made
                if not partner:
                    made.add(key)
                    vals["shared"] += (key,)
            person = component._get_new_customer_name()
            company = component.filtered("partner_name")[:1].partner_name
            vals["customer_name"] = person or (not is_there and company)
            if not is_there:
                vals["customer"] = "created"
            elif person:
                vals["customer"] = "joined"
            else:
                vals["customer"] = "linked"

    @api.model
    def _find_first_sharing(self, keys_of_all):
        """What belongs together, for it shares a key, directly or through others.

        :param keys_of_all: list of tuple of keys
        :returns: list of int, for each its own index or that of the first that it belongs to
        """
        sets, firsts = DisjointSets(), {}
        for index, keys in enumerate(keys_of_all):
            for key in keys:
                sets.unite(index, ("key", key))
        return [firsts.setdefault(sets.find(index), index) for index in range(len(keys_of_all))]
