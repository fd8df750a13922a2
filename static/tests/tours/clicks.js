/** Counts the clicks of a person from one step of a tour to another. */
export class Clicks {
    start(content, trigger) {
        return {
            content,
            trigger,
            run: () => {
                this.count = 0;
                this.listener = (ev) => {
                    this.count += ev.target.closest("label") ? 0 : 1;
                };
                document.addEventListener("click", this.listener, true);
            },
        };
    }

    end(content, trigger, most) {
        return {
            content: `${content}, after at most ${most} clicks`,
            trigger,
            run: () => {
                document.removeEventListener("click", this.listener, true);
                if (!this.count || this.count > most) {
                    throw new Error(`${content}: ${this.count} clicks`);
                }
            },
        };
    }
}
