// The OpenAPI document as the sequences need it: operations with their parts looked up, and whose id each path
// parameter is.
const METHODS = ["get", "post", "put", "patch", "delete"];
const ID = /^\^([a-z]{3})_\[0-7\]/;

export class Contract {
    constructor(document) {
        this.document = document;
        this.kinds = this.kindsByProperty();
        this.operations = [];
        for (const [template, item] of Object.entries(document.paths))
            for (const method of METHODS)
                if (item[method]) this.operations.push(this.operation(template, method, item));
        this.reads = new Set(this.operations.filter((one) => one.method === "get").map((one) => one.template));
        for (const one of this.operations) one.shown = this.shownBy(one);
    }

    of(part) {
        while (part?.$ref) part = part.$ref.split("/").slice(1).reduce((at, name) => at[name], this.document);
        return part;
    }

    // Prefix of the ids that a text may hold, or undefined.
    kindOf(schema) {
        return ID.exec(this.of(schema)?.pattern ?? "")?.[1];
    }

    operation(template, method, item) {
        const said = item[method];
        const parameters = [...(item.parameters ?? []), ...(said.parameters ?? [])].map((one) => this.of(one));
        const header = (name) => parameters.find((one) => one.in === "header" && one.name === name);
        const content = this.of(said.requestBody)?.content?.["application/json"];
        return {
            name: `${method.toUpperCase()} ${template}`,
            method,
            template,
            isPublic: (said.security ?? []).length === 0,
            permission: /Permission: `([a-z_.]+)`/.exec(said.description)?.[1],
            path: parameters.filter((one) => one.in === "path"),
            query: parameters.filter((one) => one.in === "query"),
            isKeyed: header("Idempotency-Key") !== undefined,
            match: header("If-Match") ? (header("If-Match").required ? "demanded" : "allowed") : undefined,
            body: content && { schema: content.schema, example: content.example },
        };
    }

    // {basket} is the id that other descriptions call "basket"; {member}, whose object they call "id", by its page.
    kindsByProperty() {
        const found = {};
        const walk = (schema) => {
            for (const [name, part] of Object.entries(schema?.properties ?? {})) {
                const kind = this.kindOf(part);
                if (kind && name !== "id") found[name] ??= kind;
                if (!part.$ref) walk(part);
            }
            if (schema?.items && !schema.items.$ref) walk(schema.items);
        };
        Object.values(this.document.components.schemas).forEach(walk);
        for (const [template, item] of Object.entries(this.document.paths)) {
            const last = /\{(\w+)\}$/.exec(template)?.[1];
            const schema = this.of(item.get?.responses?.["200"])?.content?.["application/json"]?.schema;
            const kind = this.kindOf(this.of(schema)?.properties?.id);
            if (last && kind) found[last] = kind;
        }
        return found;
    }

    // The template of the nearest thing above a writing operation that can be looked at.
    shownBy(operation) {
        const parts = operation.template.split("/");
        for (let length = parts.length; length > 3; --length) {
            const above = parts.slice(0, length).join("/");
            if (this.reads.has(above) && above.includes("{")) return above;
        }
        return undefined;
    }
}
