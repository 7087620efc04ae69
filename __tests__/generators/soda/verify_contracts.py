"""Checks Soda contracts against Soda's own schema and verifies them on DuckDB; JSON on standard input and output."""
import json
import sys
import warnings
from importlib.resources import files

warnings.simplefilter("ignore")

import duckdb
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML
from soda_core.common.yaml import ContractYamlSource
from soda_core.contracts.contract_verification import ContractVerificationSession
from soda_duckdb.common.data_sources.duckdb_data_source import DuckDBDataSourceImpl

SCHEMA = "soda_data_contract_json_schema_1_0_0.json"
validator = Draft202012Validator(json.loads((files("soda_core.contracts") / SCHEMA).read_text()))


def check(contract):
    document = YAML(typ="safe").load(contract)
    errors = [f"{error.json_path}: {error.message}" for error in validator.iter_errors(document)]
    session = ContractVerificationSession.execute(
        contract_yaml_sources=[ContractYamlSource.from_str(contract)], only_validate_without_execute=True
    )
    return {"errors": errors, "parsing": session.get_errors()}


def verify(source, connection, job):
    connection.sql("".join(job["statements"]))
    session = ContractVerificationSession.execute(
        contract_yaml_sources=[ContractYamlSource.from_str(job["contract"])], data_source_impls=[source]
    )
    outcomes = {"PASSED": [], "FAILED": [], "WARN": [], "NOT_EVALUATED": [], "EXCLUDED": []}
    for result in session.contract_verification_results:
        for each in result.check_results:
            name = each.check.qualifier or each.check.type
            outcomes[each.outcome.name].append(f"{each.check.column_name or ''}/{name}")
    connection.sql("".join(job["restore"]))
    return {"outcomes": {name: sorted(checks) for name, checks in outcomes.items()}, "errors": session.get_errors()}


request = json.load(sys.stdin)
connection = duckdb.connect()
connection.sql("SET TimeZone = 'UTC'")
connection.sql("".join(request["setup"]))
source = DuckDBDataSourceImpl.from_existing_cursor(connection, "duckdb")
answer = {
    "checks": [check(contract) for contract in request["contracts"]],
    "runs": [verify(source, connection, job) for job in request["jobs"]],
}
sys.stdout.write("\nANSWER" + json.dumps(answer))
