/**
 * Take the pictures of README.md, the store page and the guide for users; `./dev screenshots` starts
 * it with a server.
 *
 * node screenshots.js ADDRESS FOLDER [NAME...]
 *
 * FOLDER has a folder "description" and, for the guide, one a language. A name is that of a file
 * without its end, or of a folder: "leads", "guide/fa", "guide/fa/leads".
 *
 * A screen is opened by its action, not by menus and buttons, so that a picture needs no change here
 * when one of these moves.
 */

const path = require("node:path");
const { chromium } = require("playwright-core");
const guide = require("./guide_pictures.js");
const { Client } = require("./web_client.js");

const SIZE = { width: 1366, height: 768 };

const [address, folder, ...names] = process.argv.slice(2);

const { SIMILAR } = guide;
/** Who sees the pictures of README.md, and who those of the guide: a salesperson. */
const LOGINS = { description: "manager", guide: "sara" };
/** The languages of the guide, and what Odoo calls them. The last one stays for other pictures. */
const LANGUAGES = { en: "en_US", fa: "fa_IR" };

// In the order in which they are taken: the last ones change the data.
const PICTURES = {
    pipeline: (client) => client.showUnfiltered("crm.crm_lead_action_pipeline"),
    leads: (client) => client.show("crm.crm_lead_all_leads"),
    teams: (client) => client.show("sales_team.crm_team_action_pipeline"),
    async convert(client) {
        const ids = await client.find([["email_from", "=like", "mirzaei@%"]]);
        await client.showLead(ids[0]);
        await client.openWindow("crm.action_crm_lead2opportunity_partner", ids);
    },
    async similar(client) {
        const [id] = await client.find(SIMILAR);
        await client.showLead(id);
        await client.open(await client.call("action_show_potential_duplicates", [[id]]));
    },
    async call(client) {
        const ids = await client.find([
            ["type", "=", "opportunity"],
            ["phone", "!=", false],
        ]);
        await client.showUnfiltered("crm.crm_lead_action_my_activities");
        await client.open(await client.call("action_log_call", [ids.slice(0, 1)]));
    },
    async recover(client) {
        const ids = await client.find([
            ["won_status", "=", "lost"],
            ["type", "=", "opportunity"],
        ]);
        await client.show("crm.crm_lead_opportunities", {
            additionalContext: { search_default_filter_won_status_lost: 1 },
            viewType: "list",
        });
        await client.openWindow("crm_lead_qualification.action_crm_lead_recover", ids);
        await client.click(".modal [name=with_quotation] input");
    },
    async bulk(client) {
        await client.show("crm.crm_lead_all_leads");
        const leads = await client.find([
            ["type", "=", "lead"],
            ["active", "=", true],
        ]);
        await client.openWindow("crm.action_crm_send_mass_convert", leads.slice(0, 16));
        await client.click(".modal [name=action_preview]");
        await client.waitFor(".o_form_view [name=preview_notice]");
    },
    async merge(client) {
        await client.openMerge(SIMILAR);
    },
    async origins(client) {
        await guide.showMerged(client);
        await client.click(".o_notebook .nav-link[name=origins]");
    },
};

/** All pictures in the order in which they are taken: [name, language, function]. */
function listPictures() {
    const pictures = (language, shows) =>
        Object.entries(shows).map(([name, show]) => [
            path.join("guide", language, name),
            LANGUAGES[language],
            show,
        ]);
    const { origins, ...others } = PICTURES;
    const described = (shows) =>
        Object.entries(shows).map(([name, show]) => [
            path.join("description", name),
            LANGUAGES.fa,
            show,
        ]);
    return [
        ...Object.keys(LANGUAGES).flatMap((language) => pictures(language, guide.PICTURES)),
        ...described(others),
        // A salesperson undoes what they have merged themselves, so they are the first to merge.
        ...pictures("fa", guide.CHANGING),
        ...pictures("en", guide.CHANGING),
        ...described({ origins }),
    ];
}

/** Whether somebody who gives these names wants a picture. */
function isAsked(picture) {
    const isNamed = (name) =>
        [name, path.join("description", name)].includes(picture) ||
        picture.startsWith(`${name}${path.sep}`);
    return !names.length || names.some(isNamed);
}

async function logIn(browser, login) {
    const context = await browser.newContext({
        viewport: SIZE,
        locale: "fa-IR",
        timezoneId: "Asia/Tehran",
        reducedMotion: "reduce",
    });
    const client = new Client(await context.newPage(), address, login, LANGUAGES.fa);
    await client.start();
    return client;
}

async function takePicture(client, lang, file, show) {
    await client.speak(lang);
    await client.page.goto(`${address}/odoo`);
    await client.settle();
    const part = await show(client).catch(async (error) => {
        await client.page.screenshot({ path: `${file}.failed.png` });
        throw error;
    });
    await client.take(file, part);
}

async function main() {
    const pictures = listPictures().filter(([name]) => isAsked(name));
    if (!pictures.length) {
        throw new Error(`There is no picture ${names.join(", ")}.`);
    }
    const browser = await chromium.launch({
        executablePath: process.env.BROWSER,
        args: [
            ...["--no-sandbox", "--force-color-profile=srgb", "--font-render-hinting=none"],
            // What is drawn again in parts differs by a pixel at round corners.
            ...["--disable-gpu", "--disable-partial-raster", "--disable-skia-runtime-opts"],
        ],
        env: {
            ...process.env,
            LD_PRELOAD: process.env.BROWSER_LD_PRELOAD,
            WALL_CLOCK_STOPPED: process.env.BROWSER_WALL_CLOCK_STOPPED,
        },
    });
    try {
        const clients = {};
        for (const [name, lang, show] of pictures) {
            const login = LOGINS[name.split(path.sep)[0]];
            clients[login] ||= await logIn(browser, login);
            await takePicture(clients[login], lang, path.join(folder, `${name}.png`), show);
            console.log(`${name}.png`);
        }
    } finally {
        await browser.close();
    }
}

main().catch((error) => {
    console.error(error);
    process.exitCode = 1;
});
