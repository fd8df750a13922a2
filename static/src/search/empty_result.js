import { _t } from "@web/core/l10n/translation";
import { formatList } from "@web/core/l10n/utils";
import { patch } from "@web/core/utils/patch";
import { ActionHelper } from "@web/views/action_helper";

const GROUPINGS = ["groupBy", "dateGroupBy"];

/** Whether the user has added this to what the screen was opened with. */
function isSearched({ autocompleteValue: typed }, { type, isDefault, defaultAutocompleteValue }) {
    const isOther = typed && typed.label !== defaultAutocompleteValue?.label;
    // A favorite that opens by itself is of the user's own making.
    return !GROUPINGS.includes(type) && (!isDefault || type === "favorite" || isOther);
}

/**
 * On screens of CRM a search that finds nothing says so. What the action says of an empty screen
 * (“Nothing was merged yet”) would be wrong: there are records, and the search leaves them out.
 */
patch(ActionHelper.prototype, {
    get isOfCrm() {
        const { searchModel, config } = this.env;
        // An action that was made for the moment has no name.
        const names = [searchModel?.resModel || "", config?.actionXmlId || ""];
        return names[0].startsWith("crm.") || names[1].startsWith("crm_lead_qualification.");
    },

    /** What was searched for and not found, or false where the user has not searched. */
    get notFound() {
        const { searchModel } = this.env;
        if (
            !this.isOfCrm ||
            !searchModel?.query?.some((element) =>
                isSearched(element, searchModel.searchItems[element.searchItemId]),
            )
        ) {
            return false;
        }
        const facets = searchModel.facets.filter(({ type }) => type !== "groupBy");
        const texts = facets.map(({ values, separator }) => values.join(` ${separator} `));
        return _t("Nothing was found for “%s”.", formatList(texts));
    },

    get showDefaultHelper() {
        return super.showDefaultHelper && !this.notFound;
    },
});
