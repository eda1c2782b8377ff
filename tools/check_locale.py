#!/usr/bin/env python3
"""Every sentence of a refusal exists in Finnish and Swedish, with the same placeholders, and no translation is unused.

    tools/check_locale.py            compare the sources with config/locale/{fi,sv}.json; exit 1 with a line per fault
    tools/check_locale.py --list     print what is missing as a JSON skeleton per language, with the English text

A rule is found where its name and its English sentence stand side by side in the sources:

    refuse(Fault::conflict, "basket.closed", "The basket no longer takes offers.")
    FieldError{pointer, "field.too_long", "Please write at most {max} characters.", …}

where a name is compared and its sentence returned, and where a refusal names its rule but computes its sentence. A name
that is only an ending (text + ".transition_not_listed") is translated once, as "*.transition_not_listed".
"""

import json
import pathlib
import re
import sys

from checks import Report

ROOT = pathlib.Path(__file__).resolve().parent.parent
FOLDERS = ["core", "procurement", "marketplace", "tools"]
LANGUAGES = ["fi", "sv"]

LITERAL = r'"(?:[^"\\\n]|\\.)*"'
LITERALS = rf"{LITERAL}(?:\s*{LITERAL})*"
RULE = r'"((?:[a-z][a-z0-9_]*)?(?:\.[a-z](?:[a-z0-9_]*[a-z0-9])?)+)"'
PAIR = re.compile(rf"{RULE}\s*\}}?\s*,\s*({LITERALS})(?=\s*[,)}}])")
REFUSED = re.compile(rf"refuse\(\s*Fault::\w+\s*,[^;]*?{RULE}")
CONSTANT = re.compile(
    rf"constexpr\s+(?:std::string_view|const char\*|char)\s+(?:const\s+)?(\w+)(?:\[\])?\s*=\s*{RULE}\s*;"
)
COMPARED = re.compile(rf"==\s*(?:{RULE}|(\w+))\s*\)\s*\{{?\s*return\s+({LITERALS})\s*;")
ANY_RULE = re.compile(RULE)
PLACEHOLDER = re.compile(r"\{(\w+)\}")


def without_comments(text):
    """Comments become blanks; literals stay, so that a URL is not cut."""
    token = re.compile(rf'{LITERAL}|\'(?:[^\'\\\n]|\\.)\'|//[^\n]*|/\*.*?\*/', re.S)
    return token.sub(lambda m: m.group(0) if m.group(0)[0] in "\"'" else " ", text)


def joined(literals):
    return "".join(json.loads(part, strict=False) if "\\'" not in part else part[1:-1]
                   for part in re.findall(LITERAL, literals))


def is_sentence(text):
    return bool(text) and (text[0].isupper() or text[0] == "{") and (" " in text or text[-1] in ".?!")


def key_of(rule):
    return "*" + rule if rule.startswith(".") else rule


class Sources:
    def __init__(self):
        self.english = {}  # rule -> {sentence: first place}
        self.needed = {}   # rule -> first place, also when its sentence is computed
        self.named = set()  # every literal that looks like a rule: may be translated

    def read(self, path):
        text = without_comments(path.read_text(encoding="utf-8"))
        place = str(path.relative_to(ROOT))
        constants = {name: rule for name, rule in CONSTANT.findall(text)}
        self.named.update(key_of(rule) for rule in ANY_RULE.findall(text))
        for rule, literals in PAIR.findall(text):
            self.found(rule, joined(literals), place)
        for rule, name, literals in COMPARED.findall(text):
            if rule or name in constants:
                self.found(rule or constants[name], joined(literals), place)
        for rule in REFUSED.findall(text):
            self.needed.setdefault(key_of(rule), place)

    def found(self, rule, sentence, place):
        if is_sentence(sentence):
            self.needed.setdefault(key_of(rule), place)
            self.english.setdefault(key_of(rule), {}).setdefault(sentence, place)

    def sentence(self, rule):
        return next(iter(self.english.get(rule, {})), None)


def read_sources():
    sources = Sources()
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in (".cpp", ".hpp"):
                sources.read(path)
    return sources


def covers(translations, rule):
    return rule in translations or "*" + rule[rule.rfind("."):] in translations


def faults_of(sources, language, translations):
    faults = []
    for rule, place in sorted(sources.needed.items()):
        if not covers(translations, rule):
            faults.append(f"{language}.json lacks {rule} ({place})")
    endings = {"*" + rule[rule.rfind("."):] for rule in sources.needed}
    for rule, sentence in translations.items():
        if rule not in sources.needed and rule not in sources.named and rule not in endings:
            faults.append(f"{language}.json has {rule}, which no source names")
            continue
        english = sources.english.get(rule)
        if not english:
            continue
        known = set().union(*(PLACEHOLDER.findall(text) for text in english))
        for name in sorted(set(PLACEHOLDER.findall(sentence)) - known):
            faults.append(f"{language}.json: {rule} uses {{{name}}}, which the English sentence lacks")
    return faults


def main():
    sources = read_sources()
    faults = []
    missing = {}
    for language in LANGUAGES:
        path = ROOT / "config" / "locale" / f"{language}.json"
        translations = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        faults += faults_of(sources, language, translations)
        missing[language] = {rule: sources.sentence(rule) or "" for rule in sorted(sources.needed)
                             if not covers(translations, rule)}
    for rule, sentences in sorted(sources.english.items()):
        if len(sentences) > 1:
            faults.append(f"{rule} has {len(sentences)} English sentences, so a translation cannot fit all: " +
                          "; ".join(f"{text!r} ({place})" for text, place in sentences.items()))
    if "--list" in sys.argv[1:]:
        print(json.dumps(missing, indent=2, ensure_ascii=False))
        return
    report = Report("locale")
    report.promise("every refusal has a Finnish and a Swedish sentence that fits, and no sentence is left over", faults)
    report.close()


if __name__ == "__main__":
    main()
