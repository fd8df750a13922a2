import { expect, getFixture, test } from "@odoo/hoot";

function type(input, text) {
    for (const data of text) {
        const event = new InputEvent("beforeinput", { data, bubbles: true, cancelable: true });
        if (input.dispatchEvent(event)) {
            document.execCommand("insertText", false, data);
        }
    }
}

function addInput(kind) {
    const input = document.createElement("input");
    input.type = kind;
    getFixture().append(input);
    input.focus();
    return input;
}

test("the browser's own field of numbers takes Persian digits", () => {
    const input = addInput("number");
    input.addEventListener("input", () => expect.step(input.value));
    type(input, "۱٢3");
    expect(input).toHaveValue(123);
    expect.verifySteps(["1", "12", "123"]);
});

test("a field of text keeps them as they are typed", () => {
    const input = addInput("text");
    type(input, "۱٢3");
    expect(input).toHaveValue("۱٢3");
});
