import { type Contract, contractSubject, type Property, type SchemaObject } from '../../model/contract.ts';
import type { Location } from '../../model/location.ts';
import type { RuleContext } from '../../model/rule.ts';
import { defineRule } from '../define-rule.ts';
import { exampleContract } from '../example.ts';

const path = 'specs/contracts/outputs/sales.yaml';

/** Two things of one place must not have the same name. */
export default defineRule({
  id: 'spec/duplicate-name',
  kind: 'lint',
  gate: 'lint',
  summary: 'Two things of one place must not have the same name.',
  why: 'Tools that keep things by name lose one of the two in silence, and no change of it is noticed any more. Give one of them another name, or delete it.',
  severity: 'error',
  since: '0.1.0',
  fast: true,
  examples: [
    {
      name: 'a column is written twice',
      head: {
        [path]: exampleContract({
          columns: [
            'name: total, logicalType: number, description: Total.',
            'name: total, logicalType: string, description: Total.',
          ],
        }),
      },
      findings: [`${path}:15 sales/sales.total`],
    },
    {
      name: 'two columns have the same name in the warehouse',
      head: {
        [path]: exampleContract({
          columns: [
            'name: total, logicalType: number, description: Total.',
            'name: sum, physicalName: total, logicalType: number, description: Sum.',
          ],
        }),
      },
      findings: [`${path}:15 sales/sales.sum`],
    },
    {
      name: 'every column has a name of its own',
      head: {
        [path]: exampleContract({
          columns: [
            'name: total, logicalType: number, description: Total.',
            'name: state, logicalType: string, description: State.',
          ],
        }),
      },
      findings: [],
    },
  ],
  check(context) {
    for (const contract of context.project.contracts) {
      const inContract = { context, contract, path: [] };
      reportTwice(contract.schema.map(columnLike), { ...inContract, element: 'schema object' });
      reportTwice(contract.servers.map(serverLike), { ...inContract, element: 'server' });
      for (const object of contract.schema) {
        const inObject = { context, contract, path: [object.name] };
        reportProperties(object.properties, inObject);
        reportRules(object, inObject);
      }
    }
  },
});

/** Something with names that must differ from those of its siblings. */
interface Named {
  readonly name: string;
  readonly keys: readonly Key[];
  readonly at: Location;
}

/** What tools may keep a thing by. */
interface Key {
  readonly kind: 'name' | 'physical' | 'id';
  readonly value: string;
}

interface Place {
  readonly context: RuleContext;
  readonly contract: Contract;
  /** Names that lead to the list. */
  readonly path: readonly string[];
}

function columnLike({ id, name, physicalName, at }: Property | SchemaObject): Named {
  return { name, keys: [...keyOf('name', name), ...keyOf('physical', physicalName ?? name), ...keyOf('id', id)], at };
}

function serverLike({ server, at }: Contract['servers'][number]): Named {
  return { name: server, keys: keyOf('name', server), at };
}

function keyOf(kind: Key['kind'], value: string | undefined): readonly Key[] {
  return value === undefined ? [] : [{ kind, value }];
}

function reportProperties(properties: readonly Property[], place: Place): void {
  reportTwice(properties.map(columnLike), { ...place, element: 'property' });
  for (const property of properties) {
    const inner = { ...place, path: [...place.path, property.name] };
    reportRules(property, inner);
    reportProperties(property.properties, inner);
  }
}

/** Only names and ids that are given: most quality rules have neither. */
function reportRules({ quality }: Property | SchemaObject, place: Place): void {
  const named = quality.flatMap(({ name, id, at }): Named[] => {
    const keys = [...keyOf('name', name), ...keyOf('id', id)];
    return keys.length === 0 ? [] : [{ name: name ?? id ?? '', keys, at }];
  });
  reportTwice(named, { ...place, element: 'quality rule' });
}

function reportTwice(
  list: readonly Named[],
  { context, contract, path: names, element }: Place & { element: string },
): void {
  const seen = new Map<string, Location>();
  const seenAt = ({ kind, value }: Key): Location | undefined => seen.get(`${kind} ${value}`);
  for (const each of list) {
    const shared = each.keys.find((key) => seenAt(key) !== undefined);
    const first = shared && seenAt(shared);
    for (const key of each.keys) if (seenAt(key) === undefined) seen.set(`${key.kind} ${key.value}`, each.at);
    if (shared === undefined || first === undefined) continue;
    const isNode = element === 'property' || element === 'schema object';
    context.report({
      subject: contractSubject(contract.id, ...names, ...(isNode ? [each.name] : [])),
      at: { path: each.at.path, line: each.at.line, column: each.at.column },
      message: shared.kind === 'name' ? 'message' : shared.kind,
      values: { element, name: each.name, shared: shared.value, where: contractSubject(contract.id, ...names) },
      key: [element, each.name],
      related: [{ at: first, message: 'see' }],
    });
  }
}
