// The two programs: a demo area seeded into a fresh folder, served over plain HTTP on loopback, checked at the end.
import { spawn, spawnSync } from "node:child_process";
import { createWriteStream, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const SEED_MS = 120_000;
const START_MS = 60_000;
const STOP_MS = 40_000;
const CHEAP = ["--password-memory-bytes", "8192", "--password-operations", "1"];

export class ServerUnderTest {
    constructor(kori, koriAdmin) {
        this.kori = kori;
        this.koriAdmin = koriAdmin;
        this.folder = mkdtempSync(path.join(tmpdir(), "kori-contract-"));
        this.data = path.join(this.folder, "data");
        this.log = path.join(this.folder, "log");
    }

    admin(...words) {
        const done = spawnSync(this.koriAdmin, [...words, "--data", this.data, ...CHEAP],
            { encoding: "utf8", timeout: SEED_MS });
        return { isWell: done.status === 0, said: `${done.stdout}${done.stderr}` };
    }

    // [{email, password}]: everybody of the demo.
    seed() {
        const { isWell, said } = this.admin("demo");
        if (!isWell) throw new Error(`the demo was not seeded: ${said}`);
        return [...said.matchAll(/^ {2}(\S+@\S+) +(\S+)$/gm)].map(([, email, password]) => ({ email, password }));
    }

    async start() {
        this.process = spawn(this.kori, ["--data", this.data, "--port", "0", "--tls", "no", ...CHEAP],
            { stdio: ["ignore", "pipe", "pipe"] });
        this.process.stderr.pipe(createWriteStream(this.log));
        this.ended = new Promise((resolve) => this.process.once("exit", resolve));
        this.port = await new Promise((resolve, reject) => {
            let said = "";
            const late = setTimeout(() => reject(new Error(`the server did not start: ${said}`)), START_MS);
            this.process.stdout.on("data", (bytes) => {
                said += bytes;
                const port = /Kori serves on http:\/\/\S+:(\d+)/.exec(said)?.[1];
                if (!port) return;
                clearTimeout(late);
                resolve(Number(port));
            });
            this.process.once("exit", () => reject(new Error(`the server ended: ${said}`)));
        });
    }

    // Its exit code; null when it had to be killed.
    async stop() {
        if (!this.process) return null;
        this.process.kill("SIGTERM");
        const killing = setTimeout(() => this.process.kill("SIGKILL"), STOP_MS);
        const code = await this.ended;
        clearTimeout(killing);
        return code;
    }

    // What it logged about promises of its own that it broke.
    complaints() {
        return readFileSync(this.log, "utf8").split("\n").filter((line) => line.includes('"level":"error"'));
    }

    remove() {
        this.process?.kill("SIGKILL");
        rmSync(this.folder, { recursive: true, force: true });
    }
}
