"""`pyodcs diff` without a start per case: what its command does, for every case of standard input."""

import pyodcs
from peer_driver import run


def compare(before, after):
    old, new = (pyodcs.parse_file(path).get("contract") for path in (before, after))
    if old is None or new is None:
        raise ValueError("failed to parse one or both contracts")
    changes = pyodcs.diff(old, new).get("changes", [])
    return [{"path": change["path"], "level": change["kind"].lower(), "rule": change["code"]} for change in changes]


run(compare)
