"""What the three drivers share: cases come as JSON lines on standard input, verdicts leave as JSON lines on standard output."""

import json
import os
import sys
import tempfile


def read_cases():
    """The cases of standard input."""
    return [json.loads(line) for line in sys.stdin if line.strip()]


def run(compare):
    """Answers every case with compare(before path, after path); a case that the peer cannot read is said to be so."""
    with claimed_output() as answer, tempfile.TemporaryDirectory() as folder:
        for case in read_cases():
            paths = [_write(folder, side, case[side]) for side in ("before", "after")]
            try:
                answer({"key": case["key"], "entries": compare(*paths)})
            except Exception as problem:  # noqa: BLE001 (whatever the peer throws means that it has no verdict)
                answer({"key": case["key"], "unable": type(problem).__name__})


class claimed_output:
    """Keeps standard output for the answers: whatever the peer prints goes to standard error."""

    def __enter__(self):
        self._answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
        os.dup2(2, 1)
        return self._answer

    def __exit__(self, *_):
        self._answers.close()

    def _answer(self, value):
        self._answers.write(json.dumps(value) + "\n")


def _write(folder, side, text):
    path = os.path.join(folder, f"{side}.yaml")
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    return path
