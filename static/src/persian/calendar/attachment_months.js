import { Attachment } from "@mail/core/common/attachment_model";
import { patch } from "@web/core/utils/patch";
import { toJalali } from "./jalali_datetime";
import { usesJalali } from "./switch";

/** The panel of attachments puts those of a month together. */
patch(Attachment.prototype, {
    get monthYear() {
        if (!usesJalali() || !this.create_date) {
            return super.monthYear;
        }
        const { monthLong, year } = toJalali(this.create_date);
        return `${monthLong} ${year}`;
    },
});
