// Plays a sequence of plans against the server, and judges every answer.
import { bodyText } from "./bodies.mjs";

const ID_IN_TEXT = /"([a-z]{3}_[0-7][0-9a-hjkmnp-tv-z]{25})"/g;
const GARBAGE = ["..%2F..", "%00", "a%20b", "x".repeat(300), "bsk_", "org_zzzzzzzzzzzzzzzzzzzzzzzzzz",
    "%F0%9F%8C%B2", "-1", "ORG_01K5D3RKG00000000000000000", "0", ";", "*"];
// A schema cannot say what a check digit is, nor which cursors were handed out.
const CHECKED_FURTHER = /(business_id|identity_code|cpv|\?after)$/;
const LEARNED_MAX = 60; // ids of one kind that a caller remembers; the demo's are fewer

class Broken extends Error {}

export class Player {
    constructor(contract, proxy, accounts, duties) {
        Object.assign(this, { contract, proxy, accounts, duties, count: 0 });
        this.byName = new Map(contract.operations.map((one) => [one.name, one]));
        this.seen = new Map(); // operation → {status: how often}
        this.users = [];
        this.goneTokens = ["kori_this-was-never-given-to-anybody"];
    }

    // Signs everybody in and lets him look at whatever he may list.
    async begin() {
        const lists = this.contract.operations.filter((one) => one.method === "get" && one.path.length === 0);
        for (const account of this.accounts) {
            const user = { ...account, own: {} };
            await this.signIn(user);
            this.users.push(user);
            for (const one of lists.filter((list) => !list.isPublic || user === this.users[0]))
                await this.look(user, one.template);
            if (user !== this.users[0]) for (const kind of ["org", "prg", "bsk"]) // what the public sees
                user.own[kind] = [...new Set([...(user.own[kind] ?? []), ...(this.users[0].own[kind] ?? [])])];
            await this.lookCloser(user);
        }
    }

    // At a few things of each kind: what stands in them is his as well.
    async lookCloser(user) {
        for (const one of this.contract.operations)
            if (one.method === "get" && one.path.length === 1 && this.may(user, one))
                for (const id of (user.own[this.contract.kinds[one.path[0].name]] ?? []).slice(0, 3))
                    await this.look(user, one.template.replace(/\{\w+\}/, id));
    }

    async look(user, target) {
        learn(user.own, (await this.proxy.send({ method: "get", target, headers: bearer(user.token) })).text);
    }

    may(user, operation) {
        return user.roles.some((role) => this.duties[role]?.has(operation.permission));
    }

    // Who cannot (any more) has no token.
    async signIn(user) {
        const { email, password } = user;
        const answer = await this.proxy.send({ method: "post", target: "/api/v1/sign-in",
            headers: { "content-type": "application/json", "idempotency-key": this.freshKey() },
            bytes: JSON.stringify({ email, password }) });
        user.token = answer.body?.token;
        user.roles ??= answer.body?.roles ?? [];
    }

    freshKey() {
        return `contract-key-number-${++this.count}`;
    }

    // Throws Broken, with the steps so far as they went over the wire.
    async play(plans) {
        const memory = { recent: {}, keys: [], story: [] };
        for (const user of this.users) if (!user.token) await this.signIn(user);
        for (const [index, plan] of plans.entries()) {
            try {
                if (plan.act === "sign out") await this.signOut(this.users[plan.user], memory);
                else await this.call(this.byName.get(plan.operation), plan, memory);
            } catch (error) {
                if (!(error instanceof Broken)) error.message = `the test or the connection broke: ${error.message}`;
                error.steps = index + 1; // what comes after them plays no part
                error.message += `\n  over the wire:\n    ${memory.story.join("\n    ")}`;
                throw error;
            }
        }
    }

    async signOut(user, memory) {
        if (!user?.token) return;
        const answer = await this.send(memory, { method: "post", target: "/api/v1/sign-out",
            headers: { ...bearer(user.token), "idempotency-key": this.freshKey() } });
        demand(answer.status === 204 || this.hasTouchedMembers, "a member could not sign out", answer);
        this.forgetToken(user);
    }

    async call(operation, plan, memory) {
        const caller = this.caller(operation, plan.who);
        const choose = (choice) => (kind) => this.id(kind, choice, caller.user, memory);
        const target = this.target(operation, plan, choose);
        const bytes = bodyText(plan.body, (kind, pick) => choose({ ...plan.ids, pick: plan.ids.pick + pick })(kind));
        const headers = { ...caller.headers };
        if (plan.language) headers["accept-language"] = plan.language;
        if (bytes !== undefined && plan.type !== "absent") headers["content-type"] = plan.type;
        this.addKey(headers, operation, plan, memory);
        const shown = operation.method !== "get" && operation.shown && this.shownTarget(operation, target);
        await this.addMatch(headers, plan, shown, caller, memory);
        const look = () => this.send(memory, { method: "get", target: shown, headers: caller.headers });
        const before = plan.looks && shown ? await look() : undefined;

        const request = { method: operation.method, target, headers, bytes };
        const answer = await this.send(memory, request, operation, "unheard_of" in plan.query);
        this.demandFence(operation, caller, answer);
        if (operation.isKeyed && !/^[!-~]{16,255}$/.test(headers["idempotency-key"] ?? ""))
            demand(answer.status >= 400, "a call without a key was taken", answer);
        if (operation.match === "demanded" && !headers["if-match"])
            demand(answer.status >= 400, "a change without If-Match was taken", answer);
        if (operation.match && ['"0-old"', "no quotes"].includes(headers["if-match"]))
            demand(answer.status >= 400, "a change of something that was seen otherwise was taken", answer);

        if (answer.status < 300) {
            learn(memory.recent, answer.text);
            this.takeNote(operation, caller);
            if (operation.isKeyed && plan.repeats) await this.demandSameAgain(request, answer, caller, memory);
        } else if (before) {
            const after = await look();
            demand(before.status === after.status && (before.status !== 200 || before.text === after.text),
                `a refused call changed what ${shown} shows from\n    ${before.text}\n  to`, after);
        }
    }

    // Every answer passes here: nothing breaks, everything is as the document says.
    // A name in the query that the document does not know is refused, although OpenAPI has no word for that.
    async send(memory, request, operation, isUnheardOf = false) {
        const answer = await this.proxy.send(request);
        memory.story.push(`${request.method.toUpperCase()} ${request.target} ${JSON.stringify(request.headers)} ` +
            `${shortened(request.bytes)} → ${answer.status} ${shortened(answer.text)}`);
        const seen = this.seen.get(operation?.name) ?? {};
        seen[answer.status] = (seen[answer.status] ?? 0) + 1;
        if (operation) this.seen.set(operation.name, seen);

        demand(answer.status < 500, "the server broke", answer);
        const { wrongAnswer, wrongRequest } = answer;
        const saying = (what, faults) => `${what}: ${JSON.stringify(faults)}`;
        demand(wrongAnswer.length === 0, saying("the answer is not as the document says", wrongAnswer), answer);
        if (answer.status >= 400) demandProblem(answer);
        const isEmpty = /=(&|$)/.test(request.target); // to Prism an empty value is none
        if (wrongRequest.length > 0 || isUnheardOf)
            demand(answer.status >= 400, saying("a request against the document was taken", wrongRequest), answer);
        else if (operation && answer.body?.rule === "http.fields" && !isEmpty)
            demand(answer.body.errors.some(({ pointer }) => CHECKED_FURTHER.test(pointer)),
                "a request as the document wants it was refused for its shape", answer);
        return answer;
    }

    // What takes tokens away, and from whom.
    takeNote(operation, caller) {
        if (operation.name === "POST /api/v1/sign-out") this.forgetToken(caller.user);
        if (operation.method !== "get" && /members|password/.test(operation.template)) this.hasTouchedMembers = true;
    }

    forgetToken(user) {
        this.goneTokens.push(user.token);
        user.token = undefined;
    }

    demandFence(operation, caller, answer) {
        if (caller.user?.token && answer.status === 401 && answer.body?.rule === "access.token_unknown") {
            demand(this.hasTouchedMembers, "a token was forgotten", answer);
            this.forgetToken(caller.user);
        }
        const isStopped = [401, 404].includes(answer.status) || answer.body?.rule === "http.bad_target";
        if (caller.isNobody && !operation.isPublic) demand(isStopped, "nobody was let in", answer);
        if (caller.isGone) demand(isStopped, "a token that is not valid was let in", answer);
    }

    async demandSameAgain(request, answer, caller, memory) {
        const again = await this.send(memory, request);
        const isSame = again.status === answer.status && again.text === answer.text &&
            ["etag", "location", "content-type"].every((name) => again.headers[name] === answer.headers[name]);
        const isForgotten = again.status === 401 && caller.user && !caller.user.token; // he signed himself out
        demand(isSame || isForgotten,
            `the same key with the same request: first ${answer.status} ${answer.text}, then`, again);
    }

    caller(operation, { how, pick }) {
        if (how === "nobody") return { isNobody: true, headers: {} };
        if (how === "garbage" || how === "gone") {
            const token = how === "gone" ? this.goneTokens[pick % this.goneTokens.length] : "kori_garbage";
            return { isGone: true, headers: bearer(token) };
        }
        const may = how === "fitting" && operation.permission
            ? this.users.filter((user) => user.token && this.may(user, operation))
            : [];
        const among = may.length ? may : this.users.filter((user) => user.token);
        const user = among[pick % among.length];
        return user ? { user, headers: bearer(user.token) } : { isNobody: true, headers: {} };
    }

    id(kind, { how, pick }, user, memory) {
        const own = user?.own[kind] ?? [];
        const foreign = this.users.flatMap((one) => one.own[kind] ?? []).filter((one) => !own.includes(one));
        const recent = [...(memory.recent[kind] ?? [])].reverse();
        const pools = { own, foreign, recent: recent.length ? recent : own };
        if (how === "garbage") return decodeURIComponentSafely(GARBAGE[pick % GARBAGE.length]);
        const pool = pools[how] ?? [];
        const absent = `${kind ?? "obj"}_01k5d3rkg0000000000000${String(pick % 10000).padStart(4, "0")}`;
        return pool.length ? pool[pick % pool.length] : absent;
    }

    target(operation, plan, choose) {
        const values = operation.path.map((one, index) => {
            const choice = plan.path[index];
            if (choice.how === "garbage") return [one.name, GARBAGE[choice.pick % GARBAGE.length]];
            const kind = this.contract.kinds[one.name];
            const isId = (this.contract.of(one.schema).pattern ?? "").includes("_[0-7]");
            return [one.name, encodeURIComponent(isId ? choose(choice)(kind) : one.example ?? "297")];
        });
        const path = values.reduce((at, [name, value]) => at.replace(`{${name}}`, value), operation.template);
        const query = Object.entries(plan.query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
        return query.length ? `${path}?${query.join("&")}` : path;
    }

    shownTarget(operation, target) {
        return target.split("?")[0].split("/").slice(0, operation.shown.split("/").length).join("/");
    }

    addKey(headers, operation, plan, memory) {
        if (operation.method === "get" || plan.key === "absent") return;
        const used = memory.keys.length ? memory.keys[memory.keys.length - 1] : undefined;
        headers["idempotency-key"] = plan.key === "bad" ? "short" : (plan.key === "used" && used) || this.freshKey();
        memory.keys.push(headers["idempotency-key"]);
    }

    async addMatch(headers, plan, shown, caller, memory) {
        if (!shown || plan.match === "absent") return;
        const wrong = { stale: '"0-old"', garbage: "no quotes", any: "*" };
        if (plan.match !== "right") {
            headers["if-match"] = wrong[plan.match];
            return;
        }
        const answer = await this.send(memory, { method: "get", target: shown, headers: caller.headers });
        if (answer.headers.etag) headers["if-match"] = answer.headers.etag;
    }
}

function bearer(token) {
    return token ? { authorization: `Bearer ${token}` } : {};
}

function learn(pool, text) {
    for (const [, id] of text.matchAll(ID_IN_TEXT)) {
        const kind = (pool[id.slice(0, 3)] ??= []);
        if (!kind.includes(id)) kind.push(id);
        if (kind.length > LEARNED_MAX) kind.shift();
    }
}

function demandProblem(answer) {
    const { headers, body, status } = answer;
    const isWhole = /^application\/problem\+json/.test(headers["content-type"] ?? "") && body?.status === status &&
        body.type === `urn:kori:rule:${body.rule}` && /^urn:kori:request:\S+$/.test(body.instance ?? "") &&
        body.title?.length > 0;
    demand(isWhole, "a refusal is not problem details", answer);
}

function demand(holds, what, answer) {
    if (holds) return;
    throw new Broken(`${what}: ${answer.status} ${JSON.stringify(answer.headers)} ${shortened(answer.text, 1500)}`);
}

function shortened(bytes, most = 300) {
    const text = bytes === undefined ? "" : String(bytes);
    return text.length > most ? `${text.slice(0, most)}… (${text.length})` : text;
}

function decodeURIComponentSafely(text) {
    try {
        return decodeURIComponent(text);
    } catch {
        return text;
    }
}
