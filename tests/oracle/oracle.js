// What citeproc-js gives. One JSON document a line on the standard input, one a line on the output.
//
// First line: {"package": folder of the npm package, "locales": {language: xml}}
// Each other: {"style": xml, "locale": tag or "", "items": [CSL-JSON], "uncited": [ids], "citations":
// [citations as processCitationCluster takes them]}
// -> {"citations": [html], "entries": [[id, html]]} or {"error"}.
"use strict";

const fs = require("fs");
const readline = require("readline");

// The package says things on the console; the output is ours alone.
console.log = console.info = console.debug = console.error;

const MARK = "\u0000";

let CSL;
let locales;

function run(job) {
    const items = new Map(job.items.map((item) => [String(item.id), JSON.stringify(item)]));
    const system = {
        retrieveLocale: (language) => locales[language] || false,
        // It writes into what it is given. An item with a system_id is told to the next function.
        retrieveItem: (id) => ({ ...JSON.parse(items.get(String(id))), system_id: String(id) }),
        // The lists of ids and of entries are not parallel where an item prints nothing.
        embedBibliographyEntry: (id) => MARK + id,
    };
    const engine = new CSL.Engine(system, job.style, job.locale || undefined, Boolean(job.locale));
    const cited = job.citations.flatMap((it) => it.citationItems.map((cite) => cite.id));
    engine.updateItems([...new Set(cited)]);
    // Before any citation: what is rendered is not touched again when uncited items change numbers.
    engine.updateUncitedItems(job.uncited);
    const citations = render(engine, job.citations);
    const bibliography = engine.makeBibliography();
    const entries = bibliography ? bibliography[1].map(split) : [];
    return { citations, entries };
}

// The last text of each citation: one that comes later can change it.
function render(engine, citations) {
    const before = [];
    const texts = [];
    for (const citation of citations) {
        const flag = CSL.ASSUME_ALL_ITEMS_REGISTERED;
        const changed = engine.processCitationCluster(citation, before, [], flag)[1];
        before.push([citation.citationID, citation.properties.noteIndex]);
        for (const [place, text] of changed) {
            texts[place] = text;
        }
    }
    return texts;
}

// An item that prints nothing in a numeric style gets an error text, and no mark.
function split(entry) {
    const [html, id] = entry.trim().split(MARK);
    return [id === undefined || id === "undefined" ? html : id, html];
}

function answer(line) {
    const message = JSON.parse(line);
    if (CSL === undefined) {
        CSL = require(message.package);
        locales = message.locales;
        return { version: CSL.PROCESSOR_VERSION };
    }
    try {
        return run(message);
    } catch (error) {
        return { error: String((error && error.stack) || error) };
    }
}

readline.createInterface({ input: process.stdin, terminal: false }).on("line", (line) => {
    fs.writeSync(1, JSON.stringify(answer(line)) + "\n");
});
