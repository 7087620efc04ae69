import { compareText } from '../../model/location.ts';
import type { GeneratorContext } from '../define-generator.ts';

/** The Dagster project that the definitions go into. */
export interface DagsterProject {
  /** Its folder. */
  readonly root: string;
  /** Folder of its definitions. */
  readonly defs: string;
  /** Files that a new project needs, by path; ours only until they exist. */
  readonly skeleton: { readonly [path: string]: string };
}

/** The first project below `implementation/` that `dg` knows, else a new one. */
export function dagsterProject({ paths, read }: Pick<GeneratorContext, 'paths' | 'read'>): DagsterProject {
  const files = paths.filter((path) => path.startsWith('implementation/') && path.endsWith('/pyproject.toml'));
  for (const path of files.toSorted(compareText)) {
    const module = moduleOf(read(path) ?? '');
    const root = path.slice(0, path.lastIndexOf('/'));
    if (module === undefined) continue;
    const inside = module.replaceAll('.', '/');
    const isBelowSrc = paths.some((each) => each.startsWith(`${root}/src/${inside}/`));
    const skeleton = root === newRoot && module === newModule ? newFiles() : {};
    return { root, defs: `${root}/${isBelowSrc ? 'src/' : ''}${inside}/defs`, skeleton };
  }
  return { root: newRoot, defs: `${newRoot}/${newModule}/defs`, skeleton: newFiles() };
}

/** The module of a project of `dg`; undefined for other Python projects. */
function moduleOf(toml: string): string | undefined {
  if (!/^\[tool\.dg(?:\.project)?\]/m.test(toml)) return undefined;
  return /^root_module ?= ?["']([A-Za-z_][\w.]*)["']/m.exec(toml)?.[1];
}

const newRoot = 'implementation/orchestration/dagster';
const newModule = 'dataengos_dagster';

function newFiles(): { readonly [path: string]: string } {
  return {
    [`${newRoot}/pyproject.toml`]: `[project]
name = "dataengos-dagster"
version = "0.1.0"
requires-python = ">=3.10"
dependencies = ["dagster>=1.13,<2", "dagster-dbt>=0.29,<1"]

[dependency-groups]
dev = ["dagster-dg-cli", "dagster-webserver"]

[tool.dg]
directory_type = "project"

[tool.dg.project]
root_module = "${newModule}"
`,
    [`${newRoot}/${newModule}/__init__.py`]:
      '"""Definitions of Dagster; those below defs/dataengos/ are generated."""\n',
    [`${newRoot}/${newModule}/definitions.py`]: `"""Everything below defs/ is loaded from here."""

from pathlib import Path

from dagster import Definitions, definitions, load_from_defs_folder


@definitions
def defs() -> Definitions:
    return load_from_defs_folder(path_within_project=Path(__file__).parent)
`,
    [`${newRoot}/${newModule}/defs/__init__.py`]: '"""Each folder below holds the definitions of one thing."""\n',
  };
}
