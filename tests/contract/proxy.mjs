// Prism between the client and the server: it finds the operation in the document, judges request and answer by it,
// and passes the request on. Its library and not its process: with --errors that answers a wrong request itself,
// without it parses a body and writes it anew, and what is no JSON never arrives; so the forwarder is ours. Prism's
// judgement of a request is kept, never used to turn the request away.
import http from "node:http";

const ANSWER_MS = 30_000;
const SILENT = { info() {}, warn() {}, error() {}, debug() {}, trace() {}, fatal() {}, child: () => SILENT };
const ERROR = 0; // a severity of Prism's

export class Proxy {
    constructor(require, port) {
        this.prism = require("@stoplight/prism-http");
        this.port = port;
        this.agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
        this.instance = this.prism.createInstance(
            { isProxy: true, upstream: new URL(`http://127.0.0.1:${port}`), errors: false, checkSecurity: true,
              validateRequest: true, validateResponse: true, mock: {} },
            { logger: SILENT,
              forward: ({ data }) => () => async () => ({ _tag: "Right", right: await this.pass(data.wire) }) });
    }

    async read(file) {
        this.operations = await this.prism.getHttpOperationsFromSpec(file);
    }

    // {status, headers, text, body, wrongRequest: […], wrongAnswer: […]}
    async send({ method, target, headers = {}, bytes }) {
        const wire = { method: method.toUpperCase(), target, headers: { ...headers }, bytes };
        if (bytes !== undefined) wire.headers["content-length"] = String(Buffer.byteLength(bytes));
        const url = new URL(target, "http://localhost");
        const query = {};
        for (const name of url.searchParams.keys()) {
            const all = url.searchParams.getAll(name);
            query[name] = all.length === 1 ? all[0] : all;
        }
        const asked = { method, url: { path: url.pathname, query }, headers: wire.headers, body: parsed(bytes) };
        const done = await this.instance.request({ ...asked, wire }, this.operations)();
        if (done._tag === "Left") throw done.left;
        const { output, validations } = done.right;
        return {
            status: output.statusCode,
            headers: output.headers,
            text: output.text,
            body: output.body,
            wrongRequest: validations.input.filter((one) => one.severity === ERROR && one.code !== 401),
            // A status that the document does not know is only a warning to Prism.
            wrongAnswer: validations.output,
        };
    }

    pass({ method, target, headers, bytes }) {
        return new Promise((resolve, reject) => {
            const where = { host: "127.0.0.1", port: this.port, agent: this.agent };
            const asked = http.request({ ...where, method, path: target, headers }, (answer) => {
                const parts = [];
                answer.on("data", (part) => parts.push(part));
                answer.on("error", reject);
                answer.on("end", () => {
                    const text = Buffer.concat(parts).toString("utf8");
                    const isJson = (answer.headers["content-type"] ?? "").includes("json");
                    resolve({ statusCode: answer.statusCode, headers: answer.headers, text,
                        body: isJson ? parsed(text) : text || undefined });
                });
            });
            asked.setTimeout(ANSWER_MS, () => asked.destroy(new Error("no answer in time")));
            asked.on("error", reject);
            asked.end(bytes);
        });
    }
}

function parsed(bytes) {
    if (bytes === undefined) return undefined;
    try {
        return JSON.parse(Buffer.isBuffer(bytes) ? bytes.toString("utf8") : bytes);
    } catch {
        return String(bytes);
    }
}
