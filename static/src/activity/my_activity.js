import { ListActivity, listActivity } from "@mail/views/web/fields/list_activity/list_activity";
import { registry } from "@web/core/registry";

const { ActivityButton } = ListActivity.components;

/** The clock of a record, as far as my own next activity goes; where I have none, of all. */
class MyActivityButton extends ActivityButton {
    get buttonClass() {
        const { my_activity_date_deadline: deadline, my_activity_icon: icon } =
            this.props.record.data;
        if (!deadline) {
            return super.buttonClass;
        }
        const today = luxon.DateTime.local().startOf("day");
        const days = deadline.startOf("day").diff(today, "days").days;
        const state = days < 0 ? "text-danger" : days > 0 ? "text-success" : "text-warning";
        return `${state} ${icon || "fa-tasks"}`;
    }

    get title() {
        return this.props.record.data.my_activity_name || super.title;
    }
}

/**
 * My Activities: what stands beside my deadline is mine, and not what somebody else has to do
 * before (features.md #145).
 */
export class MyListActivity extends ListActivity {
    static components = { ...ListActivity.components, ActivityButton: MyActivityButton };

    get summaryText() {
        return this.props.record.data.my_activity_name || super.summaryText;
    }
}

registry.category("fields").add("list_my_activity", {
    ...listActivity,
    component: MyListActivity,
    fieldDependencies: [
        ...listActivity.fieldDependencies,
        { name: "my_activity_date_deadline", type: "date" },
        { name: "my_activity_icon", type: "char" },
        { name: "my_activity_name", type: "char" },
    ],
});
