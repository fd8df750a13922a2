import { onWillStart } from "@odoo/owl";
import { loadBundle } from "@web/core/assets";
import { formatDuration } from "@web/core/l10n/dates";
import { localization } from "@web/core/l10n/localization";
import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";
import { ControlPanel } from "@web/search/control_panel/control_panel";
import { CalendarCommonRenderer } from "@web/views/calendar/calendar_common/calendar_common_renderer";
import { CalendarYearRenderer } from "@web/views/calendar/calendar_year/calendar_year_renderer";
import { StatusBarDurationField } from "@mail/views/fields/statusbar_duration/statusbar_duration_field";

/**
 * Texts that Odoo puts together from parts, so that no translation file can reach them. English
 * stays as it is.
 */
patch(ControlPanel.prototype, {
    getViewLabel(name) {
        return _t("%s View", name);
    },
});

for (const renderer of [CalendarCommonRenderer, CalendarYearRenderer]) {
    patch(renderer.prototype, {
        setup() {
            super.setup();
            onWillStart(async () => {
                await loadBundle("web.fullcalendar_lib");
                // What a screen reader says with the number of a week; FullCalendar takes it from
                // nowhere else.
                for (const locale of window.FullCalendar.globalLocales) {
                    locale.weekTextLong ??= _t("Week").toString();
                }
            });
        },
    });
}

patch(StatusBarDurationField.prototype, {
    getAllItems() {
        const items = super.getAllItems();
        // The narrow form of minutes and hours is Latin in Persian.
        if (localization.code?.startsWith("fa")) {
            const durations = this.props.record.data.duration_tracking || {};
            for (const item of items.filter((item) => item.shortTimeInStage)) {
                item.shortTimeInStage = formatDuration(durations[item.value], true).split(
                    /[,،]| و /,
                )[0];
            }
        }
        return items;
    },
});
