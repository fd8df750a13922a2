import { HtmlViewer } from "@html_editor/components/html_viewer/html_viewer";
import { Message } from "@mail/core/common/message";
import { Activity } from "@mail/core/web/activity";
import { useEffect, useRef } from "@odoo/owl";
import { patch } from "@web/core/utils/patch";
import { CalendarCommonRenderer } from "@web/views/calendar/calendar_common/calendar_common_renderer";
import { isolateTexts, orderDocument } from "./html_texts";

patch(HtmlViewer.prototype, {
    processReadonlyContent(container) {
        super.processReadonlyContent(container);
        orderDocument(container);
    },
});

patch(Message.prototype, {
    prepareMessageBody(bodyEl) {
        super.prepareMessageBody(bodyEl);
        if (bodyEl) {
            orderDocument(bodyEl);
        }
    },
});

patch(Activity.prototype, {
    setup() {
        super.setup();
        const note = useRef("persianNote");
        useEffect(
            (el) => {
                if (el) {
                    orderDocument(el);
                }
            },
            () => [note.el, String(this.props.activity.note)],
        );
    },
});

patch(CalendarCommonRenderer.prototype, {
    onEventContent() {
        const content = super.onEventContent(...arguments);
        for (const node of content.domNodes || []) {
            isolateTexts(node);
        }
        return content;
    },
});
