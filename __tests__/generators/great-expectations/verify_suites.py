"""Loads expectation suites and, where data is given, validates them; JSON on standard input and output.

Expectations run in GX on pandas. GX has no engine for DuckDB, so queries are formatted by GX as it formats them for a database and run
on DuckDB.
"""
import json
import sys
import warnings
from importlib.resources import files

warnings.simplefilter("ignore")

import duckdb
import great_expectations as gx
from jsonschema import Draft202012Validator
from great_expectations.expectations.metrics import query_metric_provider as queries

QUERY = "unexpected_rows_expectation"
schemas = files("great_expectations.expectations.core") / "schemas"
index = json.loads((schemas / "index.json").read_text())["expectations"]
validators = {}


def schema_errors(expectation):
    kind = expectation["type"]
    if kind not in index:
        return [f"no schema of {kind}"]
    if kind not in validators:
        schema = json.loads((schemas / index[kind]["schema_file"]).read_text())
        validators[kind] = Draft202012Validator(schema)
    flat = {**expectation["kwargs"], **{k: v for k, v in expectation.items() if k not in ("type", "kwargs")}}
    return [error.message for error in validators[kind].iter_errors(flat)]


def load(suite):
    errors = [error for each in suite["expectations"] for error in schema_errors(each)]
    try:
        # An expectation of a type that GX does not know is only logged, and missing from the suite.
        loaded = len(gx.ExpectationSuite(**suite).expectations)
    except ValueError as refusal:
        return {"name": suite["name"], "loaded": 0, "errors": [*errors, str(refusal)]}
    return {"name": suite["name"], "loaded": loaded, "errors": errors}


def named(meta):
    column = meta["element"].split(".", 1)[1] if "." in meta["element"] else ""
    return f"{column}/{meta['check']}"


def run_query(connection, table, query):
    batch = f"(SELECT * FROM {table})"
    if not queries._query_has_join_clause(query):
        batch = queries.render_derived_table_alias(f"SELECT * FROM {table}", "subselect", "duckdb")
    sql = queries.QueryMetricProvider._format_query(query, batch=batch)
    return connection.sql(f"SELECT COUNT(*) FROM ({sql}) AS counted").fetchall()[0][0] == 0


def frame_of(connection, table):
    relation = connection.sql(f"SELECT * FROM {table}")
    frame = relation.df()
    for column, kind in zip(relation.columns, relation.types):
        if str(kind) == "DATE":
            frame[column] = frame[column].dt.date
    return frame


def raised(info):
    flat = info.to_json_dict() if hasattr(info, "to_json_dict") else info
    if "raised_exception" in flat:
        return flat["raised_exception"]
    return any(each["raised_exception"] for each in flat.values())


def validate(context, connection, job):
    suite, table = job["suite"], job["table"]
    connection.sql("".join(job["statements"]))
    native = {**suite, "expectations": [each for each in suite["expectations"] if each["type"] != QUERY]}
    batch = context.get_batch({"dataframe": frame_of(connection, table)})
    results = batch.validate(gx.ExpectationSuite(**native)).results
    broken = [str(each.exception_info)[:2000] for each in results if raised(each.exception_info)]
    failed = [named(each.expectation_config.meta) for each in results if not each.success]
    for each in suite["expectations"]:
        if each["type"] == QUERY and not run_query(connection, table, each["kwargs"]["unexpected_rows_query"]):
            failed.append(named(each["meta"]))
    connection.sql("".join(job["restore"]))
    return {"failed": sorted(set(failed)), "broken": broken, "results": len(results)}


def arguments_of(entry):
    schema = json.loads((schemas / entry["schema_file"]).read_text())
    return {"all": sorted(schema["properties"]), "required": schema.get("required", [])}


request = json.load(sys.stdin)
context = gx.get_context(mode="ephemeral")
context.variables.progress_bars = {"globally": False}
asset = context.data_sources.add_pandas("rows").add_dataframe_asset("rows")
definition = asset.add_batch_definition_whole_dataframe("rows")
connection = duckdb.connect()
connection.sql("SET TimeZone = 'UTC'")
connection.sql("".join(request["setup"]))
answer = {
    "loads": [load(suite) for suite in request["suites"]],
    "runs": [validate(definition, connection, job) for job in request["jobs"]],
    "expectations": {kind: arguments_of(entry) for kind, entry in index.items()},
}
json.dump(answer, sys.stdout)
