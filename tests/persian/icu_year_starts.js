// The day of March that each Jalali year from 1300 to 1501 begins with, as ICU has it, less 20.
// `node tests/persian/icu_year_starts.js > tests/persian/icu_year_starts.txt` writes them anew.
const format = new Intl.DateTimeFormat("en-u-ca-persian-nu-latn", {
    month: "numeric",
    day: "numeric",
    timeZone: "UTC",
});
let starts = "";
for (let year = 1921; year <= 2122; year++) {
    const day = [20, 21, 22].find((day) => format.format(Date.UTC(year, 2, day)).startsWith("1/1"));
    starts += day - 20;
}
console.log(starts);
