import { pairsOf } from './container-methods.ts';
import { toPlainJson } from './json-values.ts';
import { printValue } from './print-value.ts';
import { makeRelation, quoteIfNeeded, type RelationParts } from './relation.ts';
import type { Recording, Session } from './session.ts';
import { fail, needsWarehouse } from './stop.ts';
import { argument, type CallArgs, HostObject, hostFunction, none, type Value } from './values.ts';

/** Schemas of the sentinel names that references render to: no real table is called so. */
export const sentinelSchemas = { ref: 'ref__', source: 'src__', this: 'this__' } as const;

/** `ref`, `source`, `this` and `config` of one rendering. */
export function referenceValues(session: Session): readonly (readonly [string, Value])[] {
  const { name, dialect } = session.request;
  return [
    ['ref', resolver('ref', (args) => callRef(args, session))],
    ['source', resolver('source', (args) => callSource(args, session))],
    ['this', sentinel({ schema: sentinelSchemas.this, identifier: name, reference: { kind: 'ref', name } }, dialect)],
    ['config', configObject(session)],
  ];
}

/** `ref.config` and the like exist in dbt: they lead to its running configuration. */
function resolver(name: string, call: (args: CallArgs) => Value): HostObject {
  return new HostObject(name, { call, attribute: (member) => needsWarehouse(`${name}.${member}`, 'needs-run') });
}

type Sentinel = Required<Pick<RelationParts, 'schema' | 'identifier' | 'reference'>>;

function sentinel(parts: Sentinel, dialect: string | undefined): HostObject {
  const { schema, identifier } = parts;
  return makeRelation({ ...parts, text: `${quoteIfNeeded(schema, dialect)}.${quoteIfNeeded(identifier, dialect)}` });
}

function callRef(args: CallArgs, session: Session): Value {
  const names = args.positional.map((value) => (typeof value === 'string' ? value : fail('bad-ref')));
  const [first, second] = names;
  const name = second ?? first;
  if (first === undefined || name === undefined || names.length > 2) return fail('bad-ref');
  const given = args.named.get('version') ?? args.named.get('v') ?? none;
  const version = given === none ? undefined : printValue(given);
  const at = session.here();
  session.recording.refs.push({ name, ...(second && { package: first }), ...(version && { version }), at });
  const identifier = version === undefined ? name : `${name}_v${version}`;
  const reference = { kind: 'ref', name: identifier } as const;
  return sentinel({ schema: sentinelSchemas.ref, identifier, reference }, session.request.dialect);
}

function callSource(args: CallArgs, session: Session): Value {
  const [source, table] = args.positional;
  if (typeof source !== 'string' || typeof table !== 'string') return fail('bad-source');
  session.recording.sources.push({ source, table, at: session.here() });
  const reference = { kind: 'source', name: `${source}.${table}` } as const;
  return sentinel(
    { schema: `${sentinelSchemas.source}${source}`, identifier: table, reference },
    session.request.dialect,
  );
}

function configObject(session: Session): HostObject {
  const { config } = session.recording;
  const read = (args: CallArgs): Value =>
    config.get(printValue(argument(args, 0, 'name') ?? '')) ?? argument(args, 1, 'default') ?? none;
  const nothing = hostFunction('config', () => '');
  const attributes = new Map<string, Value>([
    ['get', hostFunction('config.get', read)],
    ['require', hostFunction('config.require', read)],
    ['meta_get', hostFunction('config.meta_get', (args) => argument(args, 1, 'default') ?? none)],
    ['meta_require', hostFunction('config.meta_require', (args) => argument(args, 1, 'default') ?? none)],
    ['set', nothing],
    ['persist_relation_docs', hostFunction('config.persist_relation_docs', () => false)],
    ['persist_column_docs', hostFunction('config.persist_column_docs', () => false)],
  ]);
  return new HostObject('config', {
    call: (args) => recordConfig(args, session.recording),
    attribute: (name) => attributes.get(name),
  });
}

function recordConfig(args: CallArgs, recording: Recording): Value {
  const entries = args.positional.flatMap(pairsOf).map(([name, value]) => [printValue(name), value] as const);
  for (const [name, value] of [...entries, ...args.named]) {
    recording.config.set(name, value);
    recording.plainConfig.set(name, toPlainJson(value));
  }
  return '';
}
