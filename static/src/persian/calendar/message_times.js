import { Message } from "@mail/core/common/message";
import { formatDateTime } from "@web/core/l10n/dates";
import { patch } from "@web/core/utils/patch";
import { usesJalali } from "./switch";

const { DateTime } = luxon;

/** A message keeps the time that its author read; the reader's is in its element. */
patch(Message.prototype, {
    prepareMessageBody(bodyEl) {
        super.prepareMessageBody(...arguments);
        if (!bodyEl || !usesJalali()) {
            return;
        }
        for (const el of bodyEl.querySelectorAll("time[datetime]")) {
            const moment = DateTime.fromSQL(el.getAttribute("datetime"));
            if (moment.isValid) {
                el.textContent = formatDateTime(moment);
            }
        }
    },
});
