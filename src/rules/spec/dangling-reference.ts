import {
  allProperties,
  type Contract,
  contractSubject,
  type Property,
  type SchemaObject,
} from '../../model/contract.ts';
import { meansFile, readReference, type Reference, renameInReference } from '../../model/contract-reference.ts';
import type { Fix } from '../../model/finding.ts';
import type { Location } from '../../model/location.ts';
import type { RuleContext, RuleFinding } from '../../model/rule.ts';
import { suggest } from '../../model/suggest.ts';
import { defineRule } from '../define-rule.ts';
import { exampleContract } from '../example.ts';
import { followNames, type NamedNode, namesBelow, objectNames } from '../follow-names.ts';
import { placeOf, replaceValue } from '../replace-text.ts';

const path = 'specs/contracts/outputs/sales.yaml';
const others = 'specs/contracts/outputs/customers.yaml';
const customers = exampleContract({
  id: 'customers',
  object: 'customers',
  columns: ['name: id, logicalType: integer, description: Id.'],
});

/** A relationship must lead to a property that exists. */
export default defineRule({
  id: 'spec/dangling-reference',
  kind: 'lint',
  gate: 'lint',
  summary: 'A relationship must lead to a property that exists.',
  why: 'Joins, tests of foreign keys and impact analysis follow relationships; one that leads nowhere is left out by all of them in silence. A file that is not in this repository is not judged.',
  severity: 'error',
  since: '0.1.0',
  examples: [
    {
      name: 'a column that the table does not have',
      head: { [path]: withReference('sales.parent') },
      findings: [`${path}:15 sales/sales.order`],
    },
    {
      name: 'a misspelt table',
      head: { [path]: withReference('/schema/sale/properties/id') },
      findings: [`${path}:15 sales/sales.order`],
    },
    {
      name: 'a table that no contract of the repository describes is a warning',
      head: { [path]: withReference('warehouses.id'), [others]: customers },
      findings: [`${path}:15 sales/sales.order`],
    },
    {
      name: 'a column that the contract of another file does not have',
      head: { [path]: withReference('customers.yaml#/schema/customers/properties/code'), [others]: customers },
      findings: [`${path}:15 sales/sales.order`],
    },
    {
      name: 'a table that relates a column it does not have',
      head: {
        [path]: `${withReference('sales.id')}    relationships:
      - { from: sales.ordr, to: sales.id }
`,
      },
      findings: [`${path}:17 sales/sales`],
    },
    { name: 'a column of the same contract', head: { [path]: withReference('sales.id') }, findings: [] },
    {
      name: 'a table of another contract of the repository',
      head: { [path]: withReference('customers.id'), [others]: customers },
      findings: [],
    },
    {
      name: 'a file that is not in this repository',
      head: { [path]: withReference('https://example.com/orders.yaml#/schema/orders/properties/id') },
      findings: [],
    },
  ],
  check(context) {
    const known = new Set(context.project.contracts.flatMap(objectNames));
    for (const contract of context.project.contracts)
      for (const end of endsOf(contract)) judgeEnd(context, { ...end, contract, known });
  },
});

/** One end of a relationship that must lead to something. */
interface End {
  readonly target: string;
  readonly subject: string;
  /** The relationship. */
  readonly at: Location;
}

interface JudgedEnd extends End {
  readonly contract: Contract;
  /** Names of all schema objects of the repository, in lower case. */
  readonly known: ReadonlySet<string>;
}

function endsOf(contract: Contract): readonly End[] {
  return contract.schema.flatMap((object) => [
    ...endsOfObject(contract, object),
    ...endsOfProperties(contract, object),
  ]);
}

function endsOfObject({ id }: Contract, { name, relationships }: SchemaObject): readonly End[] {
  const subject = contractSubject(id, name);
  return relationships.flatMap(({ from, to, at }) => [...from, ...to].map((target) => ({ target, subject, at })));
}

function endsOfProperties({ id }: Contract, object: SchemaObject): readonly End[] {
  return [...allProperties(object)].flatMap(({ property, path: names }) =>
    ownRelationships(property).map(({ to, at }) => ({ target: to, subject: contractSubject(id, ...names), at })),
  );
}

function ownRelationships({ relationships }: Property): Property['relationships'] {
  return relationships.filter(({ ofObject }) => !ofObject);
}

function judgeEnd(context: RuleContext, end: JudgedEnd): void {
  const reference = readReference(end.contract, end.target);
  // A single name is no reference at all, which the reader says already.
  if (reference === undefined || (reference.names.length === 1 && !end.target.includes('/'))) return;
  const contract = targetContract(context, end, reference);
  const missing = contract === undefined ? undefined : missingName(contract, reference.names);
  if (contract === undefined || missing === undefined) return;
  const isElsewhere = missing.index === 0 && reference.file === undefined && end.known.has(missing.name.toLowerCase());
  if (!isElsewhere) context.report(findingOf(context, { end, contract, reference, missing }));
}

/** The contract that is meant, where that is certain. */
function targetContract({ project }: RuleContext, { contract }: JudgedEnd, { file }: Reference): Contract | undefined {
  if (file === undefined || file === contract.path) return contract;
  if (file.includes('://')) return undefined;
  const exact = project.contracts.find((each) => each.path === file);
  if (exact !== undefined) return exact;
  const [first, ...more] = project.contracts.filter((each) => meansFile(file, each));
  // Several files of one name: nobody can say which is meant.
  return more.length > 0 ? undefined : first;
}

interface Missing {
  /** Index of the first name that leads nowhere. */
  readonly index: number;
  readonly name: string;
  /** What could stand there. */
  readonly candidates: readonly NamedNode[];
}

/** The first name that leads nowhere; undefined where all lead somewhere, or nothing is described of where they lead. */
function missingName({ schema }: Contract, names: readonly string[]): Missing | undefined {
  for (const [index, name] of names.entries()) {
    if (followNames(schema, names.slice(0, index + 1)).length > 0) continue;
    // A name may hold dots: more of the reference can be its name.
    if (followNames(schema, names).length > 0) return undefined;
    const candidates = index === 0 ? schema : followNames(schema, names.slice(0, index)).flatMap(namesBelow);
    return candidates.length === 0 ? undefined : { index, name, candidates };
  }
  return undefined;
}

interface Dangling {
  readonly end: JudgedEnd;
  readonly contract: Contract;
  readonly reference: Reference;
  readonly missing: Missing;
}

function findingOf(context: RuleContext, { end, contract, reference, missing }: Dangling): RuleFinding {
  const { target, subject, at } = end;
  const { index, name, candidates } = missing;
  const names = [...new Set(candidates.map((each) => each.name))];
  const meant = onlySuggestion(name, names);
  const element = index === 0 ? 'object' : 'property';
  const isUnknown = index === 0 && meant === undefined && reference.file === undefined;
  return {
    subject,
    at: placeOf(context, at, target) ?? { path: at.path, line: at.line, column: at.column },
    ...(isUnknown ? { severity: 'warning' } : {}),
    message: meant === undefined ? element : `${element}-suggest`,
    values: {
      target,
      name,
      where: contractSubject(contract.id, ...reference.names.slice(0, index)),
      known: listed(names),
      suggestion: meant ?? '',
    },
    key: [target],
    related: at.path === contract.path ? [] : [{ at: contract.at, message: 'see' }],
    fix: meant === undefined ? undefined : fixOf(context, { end, contract, reference, missing }, meant),
  };
}

/** What was probably meant, where only one thing can be. */
function onlySuggestion(name: string, names: readonly string[]): string | undefined {
  const meant = suggest(name, names);
  const other = suggest(
    name,
    names.filter((each) => each !== meant),
  );
  return other === undefined ? meant : undefined;
}

const maxListed = 12;

function listed(names: readonly string[]): string {
  const shown = names.slice(0, maxListed).map((name) => `"${name}"`);
  return [...shown, ...(names.length > maxListed ? ['…'] : [])].join(', ');
}

/** Only where the corrected reference leads somewhere, and stands in one place. */
function fixOf(context: RuleContext, { end, contract, reference, missing }: Dangling, meant: string): Fix | undefined {
  const text = renameInReference(end.target, missing.index, meant);
  const leads = followNames(contract.schema, reference.names.with(missing.index, meant)).length > 0;
  if (!leads || !/^[\w-]+$/.test(meant)) return undefined;
  const at = placeOf(context, end.at, end.target);
  const edit = at === undefined ? undefined : replaceValue(context, { value: end.target, at }, text);
  return edit === undefined ? undefined : { title: text, edits: [edit] };
}

/** Two columns, of which `order` on line 15 refers to a target. */
function withReference(target: string): string {
  return exampleContract({
    columns: [
      'name: id, logicalType: integer, description: Id.',
      `name: order, logicalType: integer, description: Order., relationships: [{ to: '${target}' }]`,
    ],
  });
}
