"""What the rule checks share: the files of the tree, the text of C++ without its comments, and the closing line."""

import os
import pathlib
import re
import sys

TOP = pathlib.Path(__file__).resolve().parent.parent
SKIPPED = {".git", ".build", ".data", "node_modules", "__pycache__"}


def files(*suffixes, under=("",)):
    """Relative paths (with "/") of all files of the tree that end so, sorted."""
    found = []
    for folder in under:
        for where, folders, names in os.walk(TOP / folder):
            folders[:] = sorted(name for name in folders if name not in SKIPPED)
            for name in names:
                if not suffixes or name.endswith(suffixes):
                    found.append(pathlib.Path(where, name).relative_to(TOP).as_posix())
    return sorted(set(found))


def read(path):
    return (TOP / path).read_text(encoding="utf-8")


PIECES = re.compile(
    r'R"(?P<raw>\w*)\((?:.|\n)*?\)(?P=raw)"'  # raw text
    r'|"(?:\\.|[^"\\\n])*"'  # text
    r"|(?<![0-9a-fA-F])'(?:\\.|[^'\\\n])+'"  # a character, not the separator of 1'000
    r"|//[^\n]*|/\*(?:.|\n)*?\*/"
)


def code_only(text, keep_texts=False):
    """C++ with comments (and texts, unless kept) blanked; line numbers stay."""

    def blank(match):
        piece = match.group(0)
        if keep_texts and not piece.startswith("/"):
            return piece
        return re.sub(r"[^\n]", " ", piece)

    return PIECES.sub(blank, text)


class Report:
    """Counts named promises; each one either holds or lists what breaks it."""

    def __init__(self, title):
        self.title = title
        self.passed = 0
        self.failed = 0

    def promise(self, sentence, faults):
        faults = list(faults)
        if not faults:
            self.passed += 1
            return
        self.failed += 1
        print(f"{self.title}: broken: {sentence}")
        for fault in faults[:40]:
            print(f"    {fault}")
        if len(faults) > 40:
            print(f"    and {len(faults) - 40} more")

    def close(self):
        print(f"{self.passed} passed, {self.failed} failed")
        sys.exit(1 if self.failed or not self.passed else 0)
