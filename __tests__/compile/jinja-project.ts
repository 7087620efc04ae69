import { buildMacroLibrary } from '../../src/compile/jinja/macro-library.ts';
import { type RenderResult, renderModel } from '../../src/compile/jinja/render.ts';
import type { Json } from '../../src/model/contract.ts';

/** What a template is rendered in; the project is called `shop`. */
export interface JinjaProject {
  /** `package/file` → text. */
  readonly macros?: { readonly [path: string]: string };
  readonly dialect?: string;
  readonly vars?: { readonly [name: string]: Json };
  readonly packages?: readonly string[];
}

/** Renders `models/orders.sql`. */
export function renderIn(project: JinjaProject, text: string): RenderResult {
  const files = Object.entries(project.macros ?? {}).map(([path, source]) => {
    const owner = path.split('/')[0] ?? '';
    return { package: owner, path: `macros/${path}`, oid: path, text: source };
  });
  return renderModel({
    path: 'models/orders.sql',
    text,
    name: 'orders',
    vars: project.vars ?? {},
    macros: buildMacroLibrary(files),
    packages: project.packages ?? [],
    project: 'shop',
    dialect: project.dialect ?? 'duckdb',
  });
}
