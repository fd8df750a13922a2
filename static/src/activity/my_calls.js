import { Component, onWillStart, status, useState } from "@odoo/owl";
import { crmKanbanView } from "@crm/views/crm_kanban/crm_kanban_view";
import { deserializeDateTime, toLocaleDateTimeString } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { Record } from "@web/model/record";
import { SearchModel } from "@web/search/search_model";
import { listView } from "@web/views/list/list_view";
import { LeadListController } from "../lead/lead_list";

/** As many calls are named; of more, only the number is told. */
const SHOWN = 3;

/**
 * Above My Activities: calls that I still have to make and that belong to no record, so that no row
 * of the list can be theirs (features.md #145).
 */
export class MyCalls extends Component {
    static template = "crm_lead_qualification.MyCalls";
    static components = { Record };
    static props = {};

    setup() {
        // What a number of a form or a list dials, these dial too.
        this.phoneField = registry.category("fields").get("phone");
        this.phoneProps = this.phoneField.extractProps({ options: { enable_sms: false } });
        this.phoneFields = { partner_phone: { name: "partner_phone", type: "char" } };
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ calls: [], count: 0 });
        onWillStart(() => this.load());
    }

    get domain() {
        return [
            ["user_id", "=", user.userId],
            ["state", "in", ["open", "pending"]],
            ["opportunity_id", "=", false],
        ];
    }

    async load() {
        const mayCall = await user.hasGroup("crm_lead_qualification.group_use_phonecalls");
        // Whoever has gone on meanwhile needs no calls.
        if (!mayCall || status(this) === "destroyed") {
            return;
        }
        const { records, length } = await this.orm.webSearchRead("crm.phonecall", this.domain, {
            specification: {
                name: {},
                date: {},
                contact_name: {},
                partner_id: { fields: { display_name: {} } },
                partner_phone: {},
            },
            order: "date, id",
            limit: SHOWN,
        });
        Object.assign(this.state, { calls: records, count: length });
    }

    getCaller(call) {
        return call.partner_id?.display_name || call.contact_name || "";
    }

    getDate(call) {
        return call.date
            ? toLocaleDateTimeString(deserializeDateTime(call.date), { showSeconds: false })
            : "";
    }

    isLate(call) {
        return Boolean(call.date) && deserializeDateTime(call.date) < luxon.DateTime.now();
    }

    get more() {
        return this.state.count > SHOWN
            ? _t("All %s calls without a lead", this.state.count)
            : false;
    }

    open(call) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "crm.phonecall",
            res_id: call.id,
            views: [[false, "form"]],
        });
    }

    openAll() {
        return this.action.doAction({
            type: "ir.actions.act_window",
            name: _t("My calls without a lead"),
            res_model: "crm.phonecall",
            domain: this.domain,
            views: [
                [false, "list"],
                [false, "form"],
            ],
        });
    }
}

class MyActivitiesListController extends LeadListController {
    static template = "crm_lead_qualification.MyActivitiesList";
    static components = { ...LeadListController.components, MyCalls };
}

class MyActivitiesKanbanController extends crmKanbanView.Controller {
    static template = "crm_lead_qualification.MyActivitiesKanban";
    static components = { ...crmKanbanView.Controller.components, MyCalls };
}

/** On a telephone the stages would be columns beside the screen: there they are by their days. */
class MyActivitiesSearchModel extends SearchModel {
    load(config) {
        return super.load(this.env.isSmall ? { ...config, defaultGroupBy: undefined } : config);
    }
}

registry.category("views").add("crm_my_activities_list", {
    ...listView,
    Controller: MyActivitiesListController,
});

registry.category("views").add("crm_my_activities_kanban", {
    ...crmKanbanView,
    Controller: MyActivitiesKanbanController,
    SearchModel: MyActivitiesSearchModel,
});
