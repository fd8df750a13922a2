import { Component, onWillStart } from "@odoo/owl";
import { useService } from "@web/core/utils/hooks";
import { patch } from "@web/core/utils/patch";
import { ActionHelper } from "@web/views/action_helper";

const MODEL = "crm.lead.duplicate.group";

/** Where there are no duplicates: how many are ignored, and a button that shows them. */
export class IgnoredDuplicates extends Component {
    static template = "crm_lead_qualification.IgnoredDuplicates";
    static props = {};

    setup() {
        this.orm = useService("orm");
        this.count = 0;
        onWillStart(async () => {
            this.count = await this.orm.searchCount(MODEL, [["state", "=", "ignored"]]);
        });
    }

    show() {
        const { searchModel } = this.env;
        const [ignored] = searchModel.getSearchItems((item) => item.name === "ignored");
        searchModel.clearQuery();
        searchModel.toggleSearchItem(ignored.id);
    }
}

ActionHelper.components = { ...ActionHelper.components, IgnoredDuplicates };

patch(ActionHelper.prototype, {
    get isOfDuplicates() {
        return this.env.searchModel?.resModel === MODEL;
    },
});
