// Random sequences of requests, generated from the OpenAPI document that the server itself hands out, played
// against that server with Prism as the judge between them.
//     node main.mjs KORI KORI_ADMIN MODULES      MODULES: the folder where package-lock.json was installed
// KORI_SEED plays a seed again, KORI_LONG=1 plays longer. Prints "N passed, N failed" at the end.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { makeBodies } from "./bodies.mjs";
import { Contract } from "./document.mjs";
import { Player } from "./play.mjs";
import { Proxy } from "./proxy.mjs";
import { ServerUnderTest } from "./server.mjs";
import { makeSteps } from "./steps.mjs";

const [kori, koriAdmin, modules] = process.argv.slice(2).map((word) => path.resolve(word));
const require = createRequire(path.join(modules, "package.json"));
const fc = require("fast-check");

const isLong = process.env.KORI_LONG !== undefined;
const SEQUENCES_MAX = isLong ? 20_000 : 1_500;
const SEQUENCE_STEPS_MAX = 12;
const PLAY_MS = (isLong ? 15 * 60 : 60) * 1_000;
const SHRINK_MS = 30_000;
// What part of the operations must have been done at least once: with less, the sequences got nowhere.
const REACHED_MIN = 0.3;
const seed = process.env.KORI_SEED ? Number(process.env.KORI_SEED) : Date.now() % 2 ** 31;

let passed = 0;
let failed = 0;

function tell(isWell, what) {
    isWell ? ++passed : ++failed;
    console.log(`${isWell ? "ok " : "RED"} ${what}`);
}

// {role: permissions}, as the platform gives them to everybody.
function dutiesOf(file) {
    const duties = {};
    for (const { role, permissions } of JSON.parse(readFileSync(file, "utf8")))
        for (const one of permissions ?? []) (duties[role] ??= new Set()).add(one);
    return duties;
}

async function fetchDocument(server) {
    const answer = await fetch(`http://127.0.0.1:${server.port}/openapi.json`);
    const text = await answer.text();
    const file = path.join(server.folder, "openapi.json");
    writeFileSync(file, text);
    return { file, document: JSON.parse(text) };
}

async function playAll(player, steps) {
    const until = Date.now() + PLAY_MS;
    let played = 0;
    let broken;
    const sequence = fc.array(steps, { minLength: 1, maxLength: SEQUENCE_STEPS_MAX, size: "max" });
    const property = fc.asyncProperty(sequence, async (plans) => {
        if (Date.now() > until + (broken ? SHRINK_MS : 0)) return;
        try {
            await player.play(plans);
            ++played;
        } catch (error) {
            broken = error;
            throw error;
        }
    });
    const result = await fc.check(property, { seed, numRuns: SEQUENCES_MAX, endOnFailure: false,
        interruptAfterTimeLimit: PLAY_MS + SHRINK_MS, markInterruptAsFailure: false });
    passed += played;
    if (result.failed || broken) {
        console.log(`${result.numShrinks} times made smaller; the smallest that was seen to fail:`);
        const error = result.errorInstance ?? broken;
        console.log(JSON.stringify((result.counterexample?.[0] ?? []).slice(0, error.steps), null, 1));
        console.log(error.message);
        tell(false, `sequences hold (KORI_SEED=${seed})`);
    } else console.log(`ok  ${played} sequences`);
}

function tellCoverage(player, contract) {
    const statuses = {};
    const untried = [];
    const undone = [];
    for (const { name } of contract.operations) {
        const seen = Object.entries(player.seen.get(name) ?? {});
        for (const [status, count] of seen) statuses[status] = (statuses[status] ?? 0) + count;
        if (seen.length === 0) untried.push(name);
        if (!seen.some(([status]) => status < 400)) undone.push(name);
    }
    const requests = Object.values(statuses).reduce((sum, one) => sum + one, 0);
    console.log(`${requests} requests of the sequences' own: ${JSON.stringify(statuses)}`);
    console.log(`always refused: ${undone.join(", ")}`);
    if (failed > 0) return; // it ended early
    const all = contract.operations.length;
    tell(untried.length === 0, `all ${all} operations were tried ${untried.join(", ")}`);
    tell(all - undone.length >= REACHED_MIN * all, `${all - undone.length} of them were done at least once`);
}

async function main() {
    console.log(`KORI_SEED=${seed}`);
    const server = new ServerUnderTest(kori, koriAdmin);
    try {
        const accounts = server.seed();
        await server.start();
        const { file, document } = await fetchDocument(server);
        const contract = new Contract(document);
        const proxy = new Proxy(require, server.port);
        await proxy.read(file);
        const player = new Player(contract, proxy, accounts, dutiesOf("config/law/duties.json"));
        await player.begin();
        tell(player.users.every((user) => user.token), `${player.users.length} users signed in`);
        const today = (await proxy.send({ method: "get", target: "/api/v1/clock" })).body.today;
        await playAll(player, makeSteps(fc, contract, makeBodies(fc, contract, today), accounts.length));
        tellCoverage(player, contract);
        tell((await server.stop()) === 0, "the server ended as it should");
        const complaints = server.complaints();
        tell(complaints.length === 0, `no broken promise in the log ${complaints.slice(0, 5).join("\n")}`);
        const check = server.admin("check");
        tell(check.isWell, `kori-admin check: ${check.said}`);
    } catch (error) {
        tell(false, error.stack);
    } finally {
        server.remove();
    }
    console.log(`${passed} passed, ${failed} failed`);
    process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
}

await main();
