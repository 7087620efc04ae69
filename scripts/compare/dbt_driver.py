"""dbt's own contract check over all cases at once: `dbt parse` of the models before the change, then
`dbt ls --select state:modified.contract --state …` over the models after it.

Each case brings its models before and after: {"key", "before": [model], "after": [model]}, a model being its properties.
Models are named `<prefix>__<name>`, the prefix being the case's, so that all cases live in one project.
"""

import json
import os
import tempfile

from dbt.cli.main import dbtRunner
from peer_driver import claimed_output, read_cases

PROJECT = {"name": "compared", "version": "1.0", "profile": "compared", "model-paths": ["models"]}
PROFILE = {"compared": {"target": "dev", "outputs": {"dev": {"type": "duckdb", "path": ":memory:"}}}}


def write_project(folder, models):
    os.makedirs(os.path.join(folder, "models"))
    for path, content in (("dbt_project.yml", PROJECT), ("profiles.yml", PROFILE), ("models/models.yml", {"models": models})):
        with open(os.path.join(folder, path), "w", encoding="utf-8") as file:
            json.dump(content, file)
    for model in models:
        with open(os.path.join(folder, "models", model["name"] + ".sql"), "w", encoding="utf-8") as file:
            file.write("select 1 as id\n")


def invoke(folder, arguments, callbacks=()):
    places = ["--project-dir", folder, "--profiles-dir", folder, "--target-path", os.path.join(folder, "target")]
    result = dbtRunner(callbacks=list(callbacks)).invoke(arguments + places + ["--no-partial-parse"])
    if not result.success:
        raise SystemExit(f"dbt {arguments[0]}: {result.exception}")
    return result.result


def main():
    cases = read_cases()
    broken = {}

    def listen(event):
        if event.info.name == "UnversionedBreakingChange":
            broken.setdefault(event.data.model_name, []).extend(event.data.breaking_changes)

    with claimed_output() as answer, tempfile.TemporaryDirectory() as folder:
        before, after = (os.path.join(folder, side) for side in ("before", "after"))
        write_project(before, [model for case in cases for model in case["before"]])
        write_project(after, [model for case in cases for model in case["after"]])
        invoke(before, ["parse"])
        select = ["--select", "state:modified.contract", "--state", os.path.join(before, "target"), "--output", "name"]
        changed = set(invoke(after, ["ls", *select], [listen]))
        for case in cases:
            answer({"key": case["key"], "entries": entries(case, broken, changed)})


def entries(case, broken, changed):
    """What dbt says of a case's models, sorted."""
    names = sorted({model["name"] for side in ("before", "after") for model in case[side]})
    found = [{"path": name, "level": "breaking", "rule": text.split(":")[0]} for name in names for text in broken.get(name, [])]
    return found + [{"path": name, "level": "changed", "rule": "modified.contract"} for name in names if name in changed]


main()
