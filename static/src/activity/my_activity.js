import { ListActivity, listActivity } from "@mail/views/web/fields/list_activity/list_activity";
import { registry } from "@web/core/registry";
import { formatChar } from "@web/views/fields/formatters";

const { ActivityButton } = ListActivity.components;

/** What I have to do next, as names are shown; nothing where the record has a warning to tell first. */
function getMyActivity({ data }) {
    return data.activity_exception_decoration ? "" : formatChar(data.my_activity_name);
}

/** The clock of a record, as far as my own next activity goes; where I have none, of all. */
class MyActivityButton extends ActivityButton {
    get buttonClass() {
        const {
            activity_exception_decoration: exception,
            my_activity_date_deadline: deadline,
            my_activity_icon: icon,
        } = this.props.record.data;
        if (exception || !deadline) {
            return super.buttonClass;
        }
        const today = luxon.DateTime.local().startOf("day");
        const days = deadline.startOf("day").diff(today, "days").days;
        const state = days < 0 ? "text-danger" : days > 0 ? "text-success" : "text-warning";
        return `${state} ${icon || "fa-tasks"}`;
    }

    get title() {
        return getMyActivity(this.props.record) || super.title;
    }
}

/**
 * My Activities: what stands beside my deadline is mine, and not what somebody else has to do
 * before (features.md #145).
 */
export class MyListActivity extends ListActivity {
    static components = { ...ListActivity.components, ActivityButton: MyActivityButton };

    get summaryText() {
        return getMyActivity(this.props.record) || super.summaryText;
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
