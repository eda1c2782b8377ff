// Bodies out of JSON schemas: as the document wants them, with one thing wrong, or made to break a reader.
// An id stands as {"$id": "bsk", pick: 3} until it is known which ids there are.
const ID_TEXT = /^([a-z]{3})_[0-7][0-9a-hjkmnp-tv-z]{25}$/;
const DEPTH_MAX = 6;
const DAY = 86_400_000;
const WORDS = ["Polku", "Yksi sana", "ä", "Ünïcode 🌲", "a\u0000b", "  reuna  ", "'; DROP TABLE x; --", "<b>&amp;",
    "\u202e", "x".repeat(400)];

export function makeBodies(fc, contract, today) {
    const day = (offset) => new Date(Date.parse(today) + offset * DAY).toISOString().slice(0, 10);
    const id = (kind) => fc.nat(1000).map((pick) => ({ $id: kind, pick }));

    function text(schema) {
        const kind = contract.kindOf(schema);
        if (kind) return id(kind);
        if (schema.format === "date") return fc.integer({ min: -60, max: 800 }).map(day);
        if (schema.format === "date-time")
            return fc.integer({ min: -60, max: 800 }).map((at) => `${day(at)}T06:00:00Z`);
        const examples = schema.examples ?? [];
        const { minLength = 0, maxLength = 1e9 } = schema;
        const fits = (word) => [...word].length >= minLength && [...word].length <= maxLength;
        if (!schema.pattern || schema.pattern === "\\S") {
            const words = [...examples, ...WORDS].filter(fits);
            return words.length ? fc.constantFrom(...words) : fc.constant("x".repeat(schema.minLength ?? 1));
        }
        // What stands before the @ of an address has 64 characters at most: no pattern without look-ahead says that.
        const made = fc.stringMatching(new RegExp(schema.pattern)).filter((one) => fits(one) && one.indexOf("@") <= 64);
        return examples.length ? fc.oneof(fc.constantFrom(...examples), made) : made;
    }

    function valid(part, depth = 0) {
        const schema = contract.of(part);
        if (schema.enum) return fc.constantFrom(...schema.enum);
        switch (schema.type) {
            case "string":
                return text(schema);
            case "boolean":
                return fc.boolean();
            case "integer": {
                const min = schema.minimum ?? -1000;
                const max = schema.maximum ?? 1000;
                const usual = (schema.examples ?? []).concat([min, max]);
                return fc.oneof(fc.constantFrom(...usual), fc.integer({ min, max: Math.min(max, min + 5000) }));
            }
            case "array": {
                const bounds = { minLength: schema.minItems ?? 0, maxLength: Math.min(schema.maxItems ?? 3, 3) };
                bounds.maxLength = Math.max(bounds.maxLength, bounds.minLength);
                const items = depth > DEPTH_MAX ? fc.constant(null) : valid(schema.items, depth + 1);
                return schema.uniqueItems
                    ? fc.uniqueArray(items, { ...bounds, selector: JSON.stringify })
                    : fc.array(items, bounds);
            }
            case "object": {
                const parts = {};
                for (const [name, one] of Object.entries(schema.properties ?? {}))
                    parts[name] = valid(one, depth + 1);
                return fc.record(parts, { requiredKeys: schema.required ?? [] });
            }
        }
        return fc.constant(null);
    }

    const withIds = (value) => {
        if (Array.isArray(value)) return value.map(withIds);
        if (value && typeof value === "object")
            return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, withIds(one)]));
        const kind = typeof value === "string" && ID_TEXT.exec(value)?.[1];
        return kind ? { $id: kind, pick: 0 } : value;
    };

    const wrongs = [null, true, -1, 0, 1.5, 1e30, "", " ", [], {}, "\ud800", "x".repeat(5000), 9007199254740993,
        "2026-02-30", "org_01k5d3rkg00000000000000000", ["a", "a"], { fi: "a" }];
    const change = fc.record({ at: fc.nat(400), how: fc.constantFrom("replace", "replace", "remove", "add"),
        wrong: fc.constantFrom(...wrongs) });

    const wild = fc.oneof(
        fc.integer({ min: 2, max: 20000 }).map((depth) => "[".repeat(depth)),
        fc.integer({ min: 2, max: 3000 }).map((depth) => `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`),
        fc.json(),
        fc.constantFrom("", " ", "{", "null", '"x"', "[]", "{}", '{"a":1,"a":2}', '{"a":1e999999}', '{"a":-0}',
            '{"a":NaN}', `{"a":${"9".repeat(400)}}`, '{"name":"\\ud800"}', '{"\\udc00":1}', '{"a":"\u0001"}',
            "\ufeff{}", '{"a":1}{}', "{'a':1}", `{"a":"${"y".repeat(70000)}"}`, "\u0000"),
        fc.uint8Array({ minLength: 1, maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
    );

    return {
        // {kind, value | bytes, change}: what becomes of it is known when it is sent.
        of(body) {
            if (!body) return fc.constant({ kind: "none" });
            const whole = fc.oneof(fc.constant(withIds(body.example ?? {})), valid(body.schema));
            return fc.oneof(
                { weight: 6, arbitrary: fc.record({ kind: fc.constant("valid"), value: whole }) },
                { weight: 3, arbitrary: fc.record({ kind: fc.constant("almost"), value: whole, change }) },
                { weight: 1, arbitrary: fc.record({ kind: fc.constant("wild"), bytes: wild }) },
                { weight: 1, arbitrary: fc.constant({ kind: "none" }) },
            );
        },
    };
}

function places(value, path = []) {
    const found = [path];
    if (value && typeof value === "object" && !("$id" in value))
        for (const name of Object.keys(value)) found.push(...places(value[name], [...path, name]));
    return found;
}

// One thing in it is otherwise: a member replaced, gone, or one too many.
function changed(value, { at, how, wrong }) {
    const all = places(value);
    const path = all[at % all.length];
    if (path.length === 0)
        return how === "add" && value && typeof value === "object" ? { ...value, unheard_of: wrong } : wrong;
    const copy = structuredClone(value);
    const last = path[path.length - 1];
    const owner = path.slice(0, -1).reduce((one, name) => one[name], copy);
    if (how === "remove") Array.isArray(owner) ? owner.splice(Number(last), 1) : delete owner[last];
    else if (how === "add" && !Array.isArray(owner)) owner.unheard_of = wrong;
    else owner[last] = wrong;
    return copy;
}

// The body's text, with ids that `choose(kind, pick)` knows; JSON.stringify escapes an unpaired surrogate.
export function bodyText(plan, choose) {
    if (plan.kind === "none") return undefined;
    if (plan.kind === "wild") return plan.bytes;
    const filled = (value) => {
        if (Array.isArray(value)) return value.map(filled);
        if (!value || typeof value !== "object") return value;
        if ("$id" in value) return choose(value.$id, value.pick);
        return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, filled(one)]));
    };
    return JSON.stringify(filled(plan.kind === "almost" ? changed(plan.value, plan.change) : plan.value));
}
