"""Renders templates with dbt's own Jinja environment and macros: what the template renderer is compared with.

Reads {"projects": [{"name", "macros", "packages", "models", "vars", "dialect"}]} from standard input and writes
{"dbtMacros": [{"path", "text"}], "allMacroFiles": [...], "projects": [[{"outputs": [...]} or {"error": "…"}]]}.
What the host gives to templates (references, configuration, variables) is a stub, the same one as on the other side.
"""
import datetime
import hashlib
import json
import pathlib
import re
import sys

import dbt.include.global_project
import pytz
import yaml
from dbt_common.clients.jinja import MacroReturn, get_dbt_macro_name, get_environment

include = pathlib.Path(dbt.include.global_project.PACKAGE_PATH).parent
# Macros that only write text; the others run dbt or ask a warehouse, which a stub stands for on both sides.
written = ["macros/utils", "macros/etc/datetime.sql", "macros/adapters/timestamps.sql", "macros/get_custom_name"]


class Moment(datetime.datetime):
    """Every clock of a template shows the same moment, on both sides."""

    @classmethod
    def now(cls, tz=None):
        return cls(2024, 1, 1, tzinfo=tz)

    utcnow = today = now


class Day(datetime.date):
    @classmethod
    def today(cls):
        return cls(2024, 1, 1)


started_at = Moment.now()
# Adapters that fall back to another one's macros, and those that quote names with backticks.
parents = {"redshift": ["postgres"], "databricks": ["spark"]}
backticks = {"bigquery", "databricks", "spark"}


def quoted(name, dialect):
    return f"`{name}`" if dialect in backticks else f'"{name}"'


def refuse(message="", *_args, **_kwargs):
    raise RuntimeError(f"raised: {message}")


def macro_files(folders):
    for package in ("global_project", "duckdb"):
        for folder in folders:
            root = include / package / folder
            for path in sorted([root] if root.suffix == ".sql" else root.glob("**/*.sql")):
                if path.exists():
                    yield {"path": f"{package}/{path.relative_to(include / package)}", "text": path.read_text()}


environment = get_environment(None, capture_macros=False)


class Relation:
    def __init__(self, schema, identifier, dialect):
        self.database, self.schema, self.identifier = "database", schema, identifier
        self.name = self.table = self.alias = identifier
        self.metadata = {"type": "Relation"}
        self.type, self.dialect = "table", dialect
        self.is_table, self.is_view, self.is_cte = True, False, False

    def __str__(self):
        parts = (self.schema, self.identifier)
        return ".".join(part if re.fullmatch(r"[A-Za-z_]\w*", part) else quoted(part, self.dialect) for part in parts)

    __repr__ = __str__

    def include(self, **_kwargs):
        return self

    quote = include

    def render(self):
        return str(self)

    # dbt's relations are mappings.
    def get(self, key, default=None):
        return getattr(self, key, default)

    def __getitem__(self, key):
        return getattr(self, key)

    def __iter__(self):
        return iter(("database", "schema", "identifier"))

    def __len__(self):
        return 3


__import__("collections").abc.Mapping.register(Relation)


class Fields:
    def __init__(self, **fields):
        self.__dict__.update(fields)


class Package:
    """The macros of a package: items, so that the sandbox gives those with an underscore too."""

    def __init__(self, macros):
        self.__macros = macros

    def __getitem__(self, name):
        return self.__macros[name]


class Behavior:
    """Behaviour flags are off."""

    def __getattr__(self, _name):
        return {}


def numeric_type(name, precision, scale):
    return name if precision is None or scale is None else f"{name}({precision},{scale})"


class Flags(Fields):
    """Every other flag is off."""

    def __getattr__(self, _name):
        return False


class Exceptions:
    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return (lambda *_args, **_kwargs: "") if name == "warn" else refuse


def target(project):
    places = {name: "database" for name in ("database", "dbname", "project", "catalog")}
    people = {name: name for name in ("user", "role", "warehouse", "schema")}
    names = {"name": "default", "target_name": "default", "profile_name": project["name"], "dataset": "schema"}
    return {**places, **people, **names, "type": project["dialect"], "threads": 1}


class Config:
    def __init__(self):
        self.values = {}

    def __call__(self, *args, **kwargs):
        for values in (*args, kwargs):
            self.values.update(values)
        return ""

    def get(self, name, default=None, *_validator):
        return self.values.get(name, default)


class Variables:
    def __init__(self, values, project):
        own = values.get(project)
        self.values = {**values, **(own if isinstance(own, dict) else {})}

    def __call__(self, name, *default, **named):
        values = [*default, *named.values()]
        return self.values.get(name, values[0]) if values else self.values[name]

    def has_var(self, name):
        return name in self.values


def raise_return(value):
    raise MacroReturn(value)


class Macro:
    """A macro, looked up in its file only when it is called: all names are there by then."""

    def __init__(self, template, name, context):
        self.template, self.name, self.context = template, name, context

    def __call__(self, *args, **kwargs):
        macro = getattr(self.template.make_module(self.context, False), get_dbt_macro_name(self.name))
        try:
            return macro(*args, **kwargs)
        except MacroReturn as returned:
            return returned.value


class Rendering:
    def __init__(self, project, model, incremental):
        self.project, self.asked = project, False
        self.base = self.host(project, model, incremental)
        self.packages = {}
        for macro in project["macros"]:
            self.packages.setdefault(macro["package"], {}).update(self.macros_of(macro))
        for owner in self.packages:
            self.contexts[owner].update(self.context_of(owner))

    def host(self, project, model, incremental):
        def is_incremental():
            self.asked = True
            return incremental

        owners = [macro["package"] for macro in project["macros"]]
        self.contexts = {name: {} for name in ("dbt", project["name"], *project["packages"], *owners)}
        config = Config()
        now = Fields(datetime=Moment, date=Day, time=datetime.time, timedelta=datetime.timedelta)
        dialect = project["dialect"]

        def ref(*names, version=None, v=None):
            number = version if version is not None else v
            return Relation("ref__", names[-1] if number is None else f"{names[-1]}_v{number}", dialect)

        return {
            "ref": ref,
            "source": lambda source, table: Relation(f"src__{source}", table, dialect),
            "this": Relation("this__", model["name"], dialect),
            "config": config,
            "var": Variables(project["vars"], project["name"]),
            "env_var": lambda _name, default: default,
            "is_incremental": is_incremental,
            "should_full_refresh": lambda: False,
            "execute": True,
            "return": raise_return,
            "log": lambda *_args, **_kwargs: "",
            "print": lambda *_args, **_kwargs: "",
            "target": target(project),
            "model": {"name": model["name"]},
            "database": "database",
            "schema": "schema",
            "invocation_id": "00000000-0000-0000-0000-000000000000",
            "flags": Flags(WHICH="compile", INVOCATION_COMMAND="dbt compile"),
            "exceptions": Exceptions(),
            "project_name": project["name"],
            "run_started_at": started_at,
            "modules": Fields(datetime=now, re=re, pytz=pytz),
            "adapter": Fields(behavior=Behavior(), dispatch=self.dispatch, type=lambda: dialect, quote=lambda name: quoted(name, dialect)),
            "api": Fields(Column=Fields(translate_type=lambda name: name, numeric_type=numeric_type)),
            "try_or_compiler_error": lambda _message, call, *args: call(*args),
            "tojson": lambda value, default=None, sort_keys=False: json.dumps(value, sort_keys=sort_keys),
            "fromjson": lambda text, default=None: json.loads(text),
            "fromyaml": lambda text, default=None: yaml.safe_load(text),
            "local_md5": lambda text: hashlib.md5(text.encode()).hexdigest(),
            "set": lambda values=(): set(values),
            "zip": lambda *lists: list(zip(*lists)),
        }

    def macros_of(self, file):
        try:
            template = compiled(file["text"])
        except Exception:  # a file that cannot be read has no macros, on both sides
            return {}
        context = self.contexts[file["package"]]
        names = re.findall(r"{%-?\s*macro\s+(\w+)\s*\(", file["text"])
        return {name: Macro(template, name, context) for name in names}

    def context_of(self, owner):
        spaces = {name: Package(macros) for name, macros in self.packages.items()}
        own = self.packages.get(owner, {})
        layers = (self.base, self.packages["dbt"], self.packages.get(self.project["name"], {}), own)
        names = {name: value for layer in layers for name, value in layer.items()}
        return {**names, **spaces, "ref": self.base["ref"], "source": self.base["source"]}

    def dispatch(self, name, macro_namespace=None):
        others = [macro_namespace] if macro_namespace else list(self.packages)
        for owner in (self.project["name"], *others, "dbt"):
            for prefix in (self.project["dialect"], *parents.get(self.project["dialect"], []), "default"):
                if f"{prefix}__{name}" in self.packages.get(owner, {}):
                    return self.packages[owner][f"{prefix}__{name}"]
        raise KeyError(name)

    def render(self, text):
        return compiled(text).render(self.context_of(self.project["name"]))


templates = {}


def compiled(text):
    if text not in templates:
        templates[text] = environment.from_string(text)
    return templates[text]


def render(project, model):
    try:
        full = Rendering(project, model, False)
        outputs = [full.render(model["text"])]
    except Exception as error:  # whoever asked shows it
        return {"error": told(error)}
    if not full.asked or not may_be_incremental(full):
        return {"outputs": outputs}
    try:
        return {"outputs": [*outputs, Rendering(project, model, True).render(model["text"])]}
    except Exception as error:
        return {"outputs": outputs, "stopped": told(error)}


def told(error):
    return f"{type(error).__name__}: {error}"


def may_be_incremental(rendering):
    """dbt answers is_incremental() with true only for a model that is materialized so."""
    materialized = rendering.base["config"].get("materialized")
    return materialized in (None, "incremental") or "{" in str(materialized)


request = json.load(sys.stdin)
dbt_macros = list(macro_files(written))
for project in request["projects"]:
    project["macros"] = [{"package": "dbt", **file} for file in dbt_macros] + project["macros"]
answer = {
    "dbtMacros": dbt_macros,
    "allMacroFiles": list(macro_files(["macros"])),
    "projects": [[render(project, model) for model in project["models"]] for project in request["projects"]],
}
json.dump(answer, sys.stdout)
