import type { Artifact } from '../../model/artifact.ts';
import type { Contract, Property, SchemaObject } from '../../model/contract.ts';
import type { DbtProject } from '../../model/dbt.ts';
import type { Governance, MacroLibrary } from '../../model/governance.ts';
import { compareText } from '../../model/location.ts';
import { maskedTerms } from '../../model/masking.ts';
import type { Project } from '../../model/project.ts';
import { type Generated, type Generator, type GeneratorNote, headerText } from '../define-generator.ts';
import { emitYaml } from '../yaml/emit-yaml.ts';
import { noteOnFile } from '../note.ts';
import { definedMacros } from './defined-macros.ts';
import { maskMacros, type MaskMacro } from './mask-macros.ts';
import { last4Macro, maskKinds, maskOf, maskOfProperty } from './mask-policy.ts';

const name = 'dbt-macros';

/** `macros/dataengos/mask_pii.sql` and the other macros that the classification policy or the macro library asks for. */
export const dbtMacrosGenerator: Generator = {
  name,
  summary: 'Macros that mask personal data, for each adapter.',
  isDefault: true,
  readsAll: true,
  generate(project) {
    const wanted = wantedMacros(project);
    const files = project.dbt.map((dbt) => macroFiles(dbt, wanted, project));
    return { artifacts: files.flat(), notes: [...policyNotes(project.governance), ...libraryNotes(project)] };
  },
};

/** Those that columns of sources are masked with, those of the policy's words, and those that the library names. */
function wantedMacros({ contracts, governance }: Project): readonly MaskMacro[] {
  const terms = maskedTerms(governance);
  const columns = terms.length > 0 ? [] : contracts.filter(isInput).flatMap(({ schema }) => schema.flatMap(columnsOf));
  const masks = [
    ...terms.map((term) => maskOf(term.policy ?? '', governance)),
    ...columns.flatMap((column) => maskOfProperty(column, governance) ?? []),
  ];
  const kinds = new Set(masks.map(({ kind }) => kind));
  const named = new Set((governance.macros?.macros ?? []).map((macro) => macro.name));
  return maskKinds
    .filter((kind) => kinds.has(kind) || named.has(maskMacros[kind].name))
    .map((kind) => maskMacros[kind]);
}

function isInput({ direction }: Contract): boolean {
  return direction === 'input';
}

function columnsOf({ properties }: SchemaObject): readonly Property[] {
  return properties;
}

/** Where a person, or a package, already defines a macro of that name, it is theirs: dbt refuses two in one project. */
function macroFiles(
  dbt: DbtProject,
  wanted: readonly MaskMacro[],
  { governance, contracts }: Project,
): readonly Artifact[] {
  const taken = definedMacros(
    dbt.macros.filter(
      (file) => file.package === dbt.name && !wanted.some((macro) => pathOf(dbt, macro.name) === file.path),
    ),
  );
  const macros = wanted.filter((macro) => !taken.has(macro.name));
  if (macros.length === 0) return [];
  const policies = [governance.classification?.path, governance.macros?.path].filter((path) => path !== undefined);
  const sources = (policies.length > 0 ? policies : contracts.filter(isInput).map(({ path }) => path)).toSorted(
    compareText,
  );
  const from = policies.length > 0 ? sources.join(' and ') : 'the input contracts in specs/';
  const header = headerText(name, from).replace('edit the contract', policies.length > 0 ? 'edit the policy' : '$&');
  const owned = { ownership: 'owned', generator: name, sources } as const;
  return [
    ...macros.map((macro) => ({
      path: pathOf(dbt, macro.name),
      content: `{# ${header} #}\n${macro.text}`,
      ...owned,
    })),
    {
      path: inMacros(dbt, '_dataengos__macros.yml'),
      content: emitYaml(header, { macros: macros.map(macroEntry) }),
      ...owned,
    },
  ];
}

function macroEntry({ name: macro, description }: MaskMacro) {
  const column = { name: 'column', type: 'string', description: 'SQL of a column, such as its name.' };
  return { name: macro, description, arguments: [column] };
}

function pathOf(dbt: DbtProject, macro: string): string {
  return inMacros(dbt, `${macro}.sql`);
}

function inMacros({ root }: DbtProject, file: string): string {
  return `${root === '' ? '' : `${root}/`}macros/dataengos/${file}`;
}

/** Policies that are carried out in another way than their words say. */
function policyNotes(governance: Governance): readonly GeneratorNote[] {
  return maskedTerms(governance).flatMap(({ term, policy = '', at }) => {
    const { kind, instead } = maskOf(policy, governance);
    if (instead === undefined) return [];
    const values = { term, policy, macro: maskMacros[kind].name, wanted: last4Macro };
    return [noteOnFile({ generator: name, at }, `dbt-macros.policy-${instead}`, values)];
  });
}

/** Macros that the library names, and that neither a person, a package nor this generator defines. */
function libraryNotes(project: Project): Generated['notes'] {
  const library: MacroLibrary | undefined = project.governance.macros;
  const generated = new Set(wantedMacros(project).map((macro) => macro.name));
  if (library === undefined) return [];
  return project.dbt.flatMap((dbt) => {
    const defined = definedMacros(dbt.macros);
    const packages = new Set([...dbt.packages, 'dbt']);
    return library.macros
      .filter(({ name: macro }) => {
        const [first = ''] = macro.split('.');
        return !macro.includes('.') && !packages.has(first) && !defined.has(macro) && !generated.has(macro);
      })
      .map(({ name: macro, at }) =>
        noteOnFile({ generator: name, at }, 'dbt-macros.not-defined', { macro, project: dbt.name }),
      );
  });
}
