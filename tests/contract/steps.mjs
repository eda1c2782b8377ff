// One step of a sequence, as a plan: which route, as whom, about what, with what. What it comes to depends on the
// answers before it, so a plan holds no ids and shrinks freely.
export function makeSteps(fc, contract, bodies, usersCount) {
    const weighted = (...pairs) =>
        fc.oneof(...pairs.map(([weight, value]) => ({ weight, arbitrary: fc.constant(value) })));
    const chosen = fc.record({
        how: weighted([6, "own"], [8, "recent"], [1, "foreign"], [1, "absent"], [1, "garbage"]),
        pick: fc.nat(1000),
    });
    const who = fc.record({
        how: weighted([10, "fitting"], [2, "any"], [1, "nobody"], [1, "garbage"], [1, "gone"]),
        pick: fc.nat(1000),
    });
    const headers = {
        key: weighted([10, "fresh"], [1, "used"], [1, "absent"], [1, "bad"]),
        match: weighted([6, "right"], [2, "absent"], [1, "stale"], [1, "garbage"], [1, "any"]),
        type: weighted([30, "application/json"], [2, "application/json; charset=utf-8"], [1, "text/plain"],
            [1, "absent"]),
        language: weighted([3, "fi"], [1, "sv"], [1, "en"], [1, "xx;q=9"], [1, ""]),
    };

    const badValue = fc.constantFrom("", "-1", "x", "999999999999999999999", "2026-02-30", "\u0000", "ä", "%");

    function query(operation) {
        const parts = {};
        for (const one of operation.query) {
            const schema = contract.of(one.schema);
            const usual = [...(schema.enum ?? schema.examples ?? []), one.example, schema.minimum]
                .filter((value) => value !== undefined);
            if (usual.length && one.name !== "after") parts[one.name] = fc.constantFrom(...usual).map(String);
        }
        const good = fc.record(parts, { requiredKeys: [] });
        const names = operation.query.map((one) => one.name);
        const bad = fc.tuple(good, fc.constantFrom("unheard_of", ...names), badValue);
        return fc.oneof({ weight: 6, arbitrary: good },
            { weight: 1, arbitrary: bad.map(([values, name, value]) => ({ ...values, [name]: value })) });
    }

    const calls = contract.operations.map((operation) => ({
        weight: operation.method === "get" ? 1 : 2,
        arbitrary: fc.record({
            act: fc.constant("call"),
            operation: fc.constant(operation.name),
            who,
            path: fc.tuple(...operation.path.map(() => chosen)),
            ids: chosen, // in the body
            query: query(operation),
            body: bodies.of(operation.body),
            repeats: weighted([2, false], [1, true]),
            looks: weighted([3, false], [1, true]),
            ...headers,
        }),
    }));
    return fc.oneof(
        { weight: 40, arbitrary: fc.oneof(...calls) },
        { weight: 1, arbitrary: fc.record({ act: fc.constant("sign out"), user: fc.nat(usersCount - 1) }) },
    );
}
