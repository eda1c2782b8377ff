#!/usr/bin/env python3
"""Lets validators that are not ours judge the golden notices and spoilt copies of them.

They lie beside this tree, in KORI_SHARED or ../shared, under standards: the rules of eForms and of Hilma (they need
Java, Saxon-HE and xmllint) and the schemas of OCDS (they need node with ajv, ajv-draft-04 and ajv-formats, as the
linters of tests/openapi bring them). What is not there is said to be skipped; what is there must accept the good and
refuse the bad.
"""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
TOP = HERE.parent.parent.parent
GOLDEN = HERE / "golden"
STANDARDS = pathlib.Path(os.environ.get("KORI_SHARED") or TOP.parent / "shared") / "standards"
SAXON = pathlib.Path("/usr/share/java/Saxon-HE.jar")
SCHEMAS = {"16": "ContractNotice", "20": "ContractNotice", "29": "ContractAwardNotice", "33": "ContractAwardNotice"}
SUBTYPES = ["16", "20", "29", "33", "E3", "E4"]
SECONDS = 900  # the most that one validator may take

passed = failed = 0


def promise(sentence, kept, note=""):
    global passed, failed
    passed, failed = passed + bool(kept), failed + (not kept)
    if not kept:
        print(f"RED {sentence} {note}")


def skip(what, why):
    print(f"  skipped: {what}: {why}", flush=True)


def run(words, folder=None):
    return subprocess.run(words, cwd=folder, capture_output=True, text=True, timeout=SECONDS, check=False)


# Each takes the text of a good document and spoils one thing; the name says what.
BAD_XML = {
    "wrong-code": lambda text: re.sub(r'("dps-usage">)[a-z-]+<', r"\1dps-all<", text),
    "no-buyer": lambda text: re.sub(r"\s*<cac:ContractingParty>.*?</cac:ContractingParty>", "", text, flags=re.S),
    "date-without-offset": lambda text: re.sub(r"(<cbc:IssueDate>[0-9-]{10})\+0[23]:00", r"\1", text),
}
BAD_JSON = {
    "wrong-code": lambda text: re.sub(r'("type": "closed",\s*"status": ")\w+"', r'\1over"', text),
    "misspelt-field": lambda text: re.sub(r'("buyer": \{\s*"id": "[^"]*"),\s*"name"', r'\1, "nimi"', text),
    "no-ocid": lambda text: re.sub(r'"ocid": "[^"]*",', "", text),
    # A moment without an offset passes this validator; our own tests hold that promise.
    "day-without-time": lambda text: re.sub(r'("endDate": "[0-9-]{10})[^"]*"', r'\1"', text, count=1),
    "amount-in-quotes": lambda text: re.sub(r'"amount": ([0-9.]+)', r'"amount": "\1"', text, count=1),
}


def spoilt(folder, good, kinds):
    """Writes the bad copies of a golden file; every kind must change it."""
    text = good.read_text(encoding="utf-8")
    for kind, spoil in kinds.items():
        bad = spoil(text)
        promise(f"{good.name}: {kind} is another text", bad != text)
        copy = folder / f"bad-{kind}-{good.name}"
        copy.write_text(bad, encoding="utf-8")
        yield copy


def judge_ocds(folder):
    places = [TOP / ".build" / "openapi-lint", TOP / ".build" / "contract",
              pathlib.Path(os.environ.get("KORI_LINT_DIR") or ""),
              pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache") / "kori-openapi-lint"]
    ready = [place for place in places if all((place / "node_modules" / name).is_dir()
                                              for name in ("ajv", "ajv-draft-04", "ajv-formats"))]
    if not shutil.which("node") or not ready:
        skip("the schemas of OCDS", "node with ajv, ajv-draft-04 and ajv-formats is not here")
        return
    tool, schema = STANDARDS / "_tools/ocds-validate.mjs", STANDARDS / "ocds/profile/dps-release-schema.json"
    for kind in ("release-package", "record-package"):
        good = GOLDEN / f"{kind}.json"

        def verdict(file):
            # Exit 2: a field that the schema does not know, which OCDS allows and we do not.
            return run(["node", str(tool), str(schema), kind, str(file)], ready[0])

        result = verdict(good)
        promise(f"OCDS accepts {good.name}", result.returncode == 0, result.stdout + result.stderr)
        for bad in spoilt(folder, good, BAD_JSON):
            result = verdict(bad)
            promise(f"OCDS refuses {bad.name}", result.returncode in (1, 2) and "Error" not in result.stderr,
                    result.stdout + result.stderr)


def judge_schemas(folder):
    if not shutil.which("xmllint"):
        skip("the schemas of UBL", "xmllint is not here")
        return
    for subtype, name in SCHEMAS.items():
        schema = STANDARDS / f"eforms/schemas/maindoc/UBL-{name}-2.3.xsd"

        def accepts(file):
            return run(["xmllint", "--noout", "--nonet", "--schema", str(schema), str(file)]).returncode == 0

        for good in sorted(GOLDEN.glob(f"{subtype}-*.xml")):
            # UBL does not know the Finnish extension, which stands at the end of the root.
            plain = folder / f"plain-{good.name}"
            text = re.sub(r"\s*<hilma:NationalExtension.*</hilma:NationalExtension>", "",
                          good.read_text(encoding="utf-8"), flags=re.DOTALL)
            plain.write_text(text, encoding="utf-8")
            promise(f"UBL accepts {good.name}", accepts(plain))
            plain.write_text(text.replace("cbc:IssueDate>", "cbc:IssuedOn>"), encoding="utf-8")
            promise(f"UBL refuses {good.name} with an element that it does not know", not accepts(plain))


def judge_eforms(folder):
    if not shutil.which("java") or not shutil.which("xmllint") or not SAXON.exists():
        skip("the rules of eForms and Hilma", "java, xmllint or Saxon-HE (libsaxonhe-java) is not here")
        return
    tool = STANDARDS / "_tools/eforms-check.sh"
    for subtype in SUBTYPES:
        goods = sorted(GOLDEN.glob(f"{subtype}-*.xml"))
        bads = list(spoilt(folder, goods[0], BAD_XML))
        result = run([str(tool), subtype, *map(str, [*goods, *bads])])
        found = {file.name: [] for file in [*goods, *bads]}  # the rules that each file breaks, of all three sets
        lines = re.findall(r"^(\S+) (\S+) errors:\[(.*?)\] warnings", result.stdout, re.MULTILINE)
        for _, name, errors in lines:
            found[name].extend(re.findall(r'"([^"]+)"', errors))
        promise(f"three sets of rules judged subtype {subtype}", len(lines) == 3 * len(found), result.stderr[-500:])
        for file in goods:
            promise(f"the rules accept {file.name}", not found[file.name], " ".join(found[file.name]))
        for file in bads:
            promise(f"the rules refuse {file.name}", found[file.name])


def main():
    goods = sorted(GOLDEN.glob("*.xml"))
    promise("there are golden notices of every subtype", {file.name.split("-")[0] for file in goods} == set(SUBTYPES))
    for file in GOLDEN.glob("*.json"):
        json.loads(file.read_text(encoding="utf-8"))
    if not STANDARDS.is_dir():
        skip("every validator", "there is no ../shared/standards beside this tree, nor in KORI_SHARED")
    else:
        with tempfile.TemporaryDirectory() as name:
            for judge in (judge_ocds, judge_schemas, judge_eforms):
                judge(pathlib.Path(name))
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
