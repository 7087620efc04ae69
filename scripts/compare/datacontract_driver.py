"""`datacontract breaking` without a start per case: what its command does, for every case of standard input."""

import sys

from datacontract.data_contract import DataContract
from peer_driver import run

perspective = sys.argv[1]


def compare(before, after):
    v1, v2 = (DataContract(data_contract_file=path, inline_references=False) for path in (before, after))
    result = v1.breaking(v2, perspective=perspective)
    return [{"path": entry.path, "level": entry.level.value, "rule": entry.rule_id} for entry in result.entries]


run(compare)
