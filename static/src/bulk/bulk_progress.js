import { onWillUnmount, useEffect } from "@odoo/owl";
import { registry } from "@web/core/registry";
import {
    ProgressBarField,
    progressBarField,
} from "@web/views/fields/progress_bar/progress_bar_field";

// Often enough to be seen moving, seldom enough for a server with many users.
const SECONDS = 3;

/** How far a bulk run is, looked up again as long as it runs. */
export class BulkProgress extends ProgressBarField {
    setup() {
        super.setup();
        useEffect(
            (state) => {
                clearInterval(this.timer);
                if (state === "waiting") {
                    this.timer = setInterval(() => this.props.record.load(), SECONDS * 1000);
                }
            },
            () => [this.props.record.data.state],
        );
        onWillUnmount(() => clearInterval(this.timer));
    }
}

registry.category("fields").add("bulk_progress", {
    ...progressBarField,
    component: BulkProgress,
    fieldDependencies: [{ name: "state", type: "selection" }],
});
