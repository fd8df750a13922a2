/** In a narrower column nothing can be told from anything else. */
const LEAST = 60;
/** A column is made wider for its cells where so many of them, at least, are whole then. */
const WHOLE = 0.7;

/**
 * Divide a width among columns, so that as many cells as possible are whole.
 *
 * Where most cells of a column cannot be, its pixels are worth more in another.
 *
 * @param {number} total
 * @param {{least: number, needs: number[]}[]} columns what the header of each needs, and its cells
 * @returns {number[]} their widths; whatever nobody needs is for all alike
 */
export function divideWidth(total, columns) {
    const widths = columns.map(({ least }) => Math.max(least, LEAST));
    let rest = total - sum(widths);
    for (let step = findStep(columns, widths, rest); step; step = findStep(columns, widths, rest)) {
        rest -= step.width - widths[step.index];
        widths[step.index] = step.width;
    }
    const cut = columns.map(({ needs }, i) => needs.filter((need) => need > widths[i]).length);
    const shares = sum(cut) ? cut : columns.map(() => 1);
    return widths.map((width, i) => Math.floor(width + (rest * shares[i]) / sum(shares)));
}

/** The step that makes the most cells whole for a pixel. */
function findStep(columns, widths, rest) {
    const steps = columns.flatMap(({ needs }, index) => {
        const count = (width) => needs.filter((need) => need <= width).length;
        const before = count(widths[index]);
        return [...new Set(needs)]
            .filter((width) => width > widths[index] && width - widths[index] <= rest)
            .filter((width) => count(width) >= needs.length * WHOLE)
            .map((width) => ({
                index,
                width,
                worth: (count(width) - before) / (width - widths[index]),
            }));
    });
    return steps.sort((a, b) => b.worth - a.worth)[0];
}

function sum(numbers) {
    return numbers.reduce((total, number) => total + number, 0);
}
