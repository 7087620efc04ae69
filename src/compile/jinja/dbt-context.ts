import { md5 } from '@noble/hashes/legacy.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { pairsOf } from './container-methods.ts';
import { readJson, readYaml, writeJson, writeYaml } from './json-values.ts';
import { checkSize } from './limits.ts';
import { datetimeModule, pytzModule, startedAt } from './moment.ts';
import { printValue } from './print-value.ts';
import { referenceValues } from './references.ts';
import { regexModule } from './regex-module.ts';
import { createRelation, quoteIdentifier } from './relation.ts';
import type { RenderRequest, Session } from './session.ts';
import { ReturnSignal } from './return-signal.ts';
import { fail, needsVariable, needsWarehouse } from './stop.ts';
import { findVariable } from './variables.ts';
import {
  argument,
  type CallArgs,
  Dict,
  HostObject,
  hostFunction,
  isTruthy,
  iterate,
  Namespace,
  none,
  numberOf,
  Tuple,
  type Value,
  ValueSet,
} from './values.ts';

type Entries = readonly (readonly [string, Value])[];

/** The names that dbt gives to a model's template. `dispatch` looks macros up. No clock, environment or warehouse is behind them. */
export function dbtContext(session: Session, dispatch: (args: CallArgs) => Value): ReadonlyMap<string, Value> {
  const context = new Map<string, Value>([
    ...pythonFunctions,
    ...notationFunctions,
    ...silentFunctions,
    ...constants,
    ...referenceValues(session),
    ...projectValues(session),
    ['adapter', adapterObject(session.request, dispatch)],
    ['api', apiObject(session.request)],
    ['exceptions', exceptionsObject],
    [
      'modules',
      objectOf('modules', [
        ['datetime', datetimeModule],
        ['pytz', pytzModule],
        ['re', regexModule],
      ]),
    ],
    ['graph', warehouseObject('graph')],
  ]);
  context.set('builtins', new Dict(context));
  return context;
}

function objectOf(name: string, members: Entries, missing?: (member: string) => Value): HostObject {
  const attributes = new Map(members);
  return new HostObject(name, { attribute: (member) => attributes.get(member) ?? missing?.(member) });
}

/** An object whose every attribute is known only when dbt runs. */
function warehouseObject(name: string): HostObject {
  return objectOf(name, [], (member) => needsWarehouse(`${name}.${member}`, 'needs-run'));
}

function first(args: CallArgs): Value {
  return args.positional[0] ?? none;
}

const pythonFunctions: Entries = [
  ['range', hostFunction('range', makeRange)],
  ['dict', hostFunction('dict', (args) => makeDict(args))],
  ['list', hostFunction('list', (args) => (args.positional.length === 0 ? [] : [...iterate(first(args))]))],
  ['set', hostFunction('set', (args) => new ValueSet(args.positional.length === 0 ? [] : iterate(first(args))))],
  ['set_strict', hostFunction('set_strict', (args) => new ValueSet(iterate(first(args))))],
  ['zip', hostFunction('zip', ({ positional }) => zipLists(positional))],
  ['zip_strict', hostFunction('zip_strict', ({ positional }) => zipLists(positional))],
  ['namespace', hostFunction('namespace', makeNamespace)],
];

const notationFunctions: Entries = [
  ['tojson', hostFunction('tojson', toJsonText)],
  [
    'fromjson',
    hostFunction('fromjson', (args) => readJson(printValue(first(args))) ?? argument(args, 1, 'default') ?? none),
  ],
  [
    'toyaml',
    hostFunction('toyaml', (args) => writeYaml(first(args), isTruthy(argument(args, 2, 'sort_keys') ?? false))),
  ],
  [
    'fromyaml',
    hostFunction('fromyaml', (args) => readYaml(printValue(first(args))) ?? argument(args, 1, 'default') ?? none),
  ],
  ['local_md5', hostFunction('local_md5', (args) => bytesToHex(md5(utf8ToBytes(printValue(first(args))))))],
  ['return', new HostObject('return', { call: returnValue, carries: true })],
  ['render', hostFunction('render', first)],
  [
    'try_or_compiler_error',
    hostFunction('try_or_compiler_error', ({ positional: [, callee, ...rest], named }) =>
      tryCall(callee, { positional: rest, named }),
    ),
  ],
];

/** What only speaks to people or to a running dbt: it prints nothing. */
const silentFunctions: Entries = ['log', 'print', 'debug', 'write', 'doc'].map((name) => [
  name,
  hostFunction(name, () => ''),
]);

const noInvocation = '00000000-0000-0000-0000-000000000000';

/**
 * `execute` is true, as in `dbt compile`: what stands under `{% if execute %}` is the SQL that will run. Where that needs
 * the warehouse, the model is unknown; with false it would render to SQL that nobody ever runs.
 */
const constants: Entries = [
  ['execute', true],
  ['dbt_version', '1.12.3'],
  ['invocation_id', noInvocation],
  ['thread_id', 'Thread-1'],
  ['run_started_at', startedAt],
  ['database', 'database'],
  ['schema', 'schema'],
  ['selected_resources', []],
  ['dbt_metadata_envs', new Dict()],
  ['invocation_args_dict', new Dict()],
  [
    'flags',
    objectOf(
      'flags',
      [
        ['WHICH', 'compile'],
        ['INVOCATION_COMMAND', 'dbt compile'],
      ],
      () => false,
    ),
  ],
];

const exceptionsObject = objectOf(
  'exceptions',
  [
    ['warn', hostFunction('exceptions.warn', () => '')],
    ...['raise_compiler_error', 'raise_not_implemented', 'raise_fail_fast_error', 'raise_contract_error'].map(
      (name) => [name, hostFunction(name, (args) => fail('raised', { message: printValue(first(args)) }))] as const,
    ),
  ],
  (name) => hostFunction(name, (args) => fail('raised', { message: printValue(first(args)) })),
);

function returnValue(args: CallArgs): never {
  throw new ReturnSignal(first(args), args.writings?.get(0));
}

function tryCall(callee: Value | undefined, args: CallArgs): Value {
  const call = callee instanceof HostObject ? callee.abilities.call : undefined;
  return call === undefined ? fail('not-callable', { type: 'nothing' }) : call(args);
}

function makeRange({ positional }: CallArgs): Value {
  const numbers = positional.map((value) => numberOf(value) ?? fail('bad-argument', { type: 'no number' }));
  const [start = 0, stop = 0, step = 1] = numbers.length === 1 ? [0, ...numbers] : numbers;
  if (step === 0) return fail('bad-argument', { type: 'step 0' });
  const length = Math.max(0, Math.ceil((stop - start) / step));
  checkSize(length);
  return Array.from({ length }, (_none, index) => start + index * step);
}

function makeDict({ positional: [source], named }: CallArgs): Value {
  return new Dict([...(source === undefined ? [] : pairsOf(source)), ...named]);
}

function makeNamespace({ positional: [source], named }: CallArgs): Value {
  const namespace = new Namespace();
  if (source !== undefined) for (const [name, value] of pairsOf(source)) namespace.fields.set(printValue(name), value);
  for (const [name, value] of named) namespace.fields.set(name, value);
  return namespace;
}

function zipLists(lists: readonly Value[]): Value {
  const columns = lists.map(iterate);
  const length = columns.length === 0 ? 0 : Math.min(...columns.map((column) => column.length));
  return Array.from({ length }, (_none, row) => new Tuple(columns.map((column) => column[row] ?? none)));
}

function toJsonText(args: CallArgs): Value {
  const sortKeys = isTruthy(argument(args, 2, 'sort_keys') ?? false);
  return writeJson(first(args), { sortKeys }) ?? argument(args, 1, 'default') ?? none;
}

function projectValues(session: Session): Entries {
  const { request, recording } = session;
  return [
    ['var', varObject(request)],
    ['env_var', hostFunction('env_var', readEnvironment)],
    ['is_incremental', hostFunction('is_incremental', () => askIncremental(session))],
    ['should_full_refresh', hostFunction('should_full_refresh', () => false)],
    ['target', targetDict(request)],
    ['project_name', request.project],
    ['model', modelDict(request, recording.config)],
  ];
}

function askIncremental({ recording, isIncremental }: Session): boolean {
  recording.asksIncremental = true;
  return isIncremental;
}

/** The environment of this process is never read: the template is not ours, and the environment holds secrets. */
function readEnvironment(args: CallArgs): Value {
  const name = printValue(argument(args, 0, 'var') ?? '');
  return argument(args, 1, 'default') ?? needsVariable('env_var', name);
}

function varObject(request: RenderRequest): HostObject {
  const read = (args: CallArgs): Value => {
    const name = printValue(argument(args, 0, 'var_name') ?? '');
    return findVariable(request, name) ?? argument(args, 1, 'default') ?? needsVariable('var', name);
  };
  const hasVar = hostFunction('has_var', (args) => findVariable(request, printValue(first(args))) !== undefined);
  return new HostObject('var', { call: read, attribute: (name) => (name === 'has_var' ? hasVar : undefined) });
}

/** A neutral target: no name that templates test for, and no place that exists. */
function targetDict({ dialect, project }: RenderRequest): Dict {
  return new Dict([
    ['name', 'default'],
    ['target_name', 'default'],
    ['profile_name', project],
    ['type', dialect ?? ''],
    ['schema', 'schema'],
    ['dataset', 'schema'],
    ['database', 'database'],
    ['dbname', 'database'],
    ['project', 'database'],
    ['catalog', 'database'],
    ['user', 'user'],
    ['role', 'role'],
    ['warehouse', 'warehouse'],
    ['threads', 1],
  ]);
}

function modelDict({ name, path, project, text }: RenderRequest, config: ReadonlyMap<string, Value>): Dict {
  return new Dict([
    ['name', name],
    ['alias', name],
    ['unique_id', `model.${project}.${name}`],
    ['resource_type', 'model'],
    ['package_name', project],
    ['database', 'database'],
    ['schema', 'schema'],
    ['path', path],
    ['original_file_path', path],
    ['raw_code', text],
    ['language', 'sql'],
    ['description', ''],
    ['fqn', [project, name]],
    ['tags', []],
    ['meta', new Dict()],
    ['columns', new Dict()],
    ['config', new Dict(config)],
  ]);
}

function adapterObject(request: RenderRequest, dispatch: (args: CallArgs) => Value): HostObject {
  const members: Entries = [
    ['dispatch', hostFunction('adapter.dispatch', dispatch)],
    ['quote', hostFunction('adapter.quote', (args) => quoteIdentifier(printValue(first(args)), request.dialect))],
    ['quote_as_configured', hostFunction('adapter.quote_as_configured', first)],
    ['type', hostFunction('adapter.type', () => request.dialect ?? '')],
    ['behavior', behaviorFlags],
  ];
  return objectOf('adapter', members, (name) => hostFunction(name, () => needsWarehouse(`adapter.${name}`)));
}

/** Behaviour flags of adapters are off; what a macro asks of one (`no_warn`) is off too. */
const behaviorFlags = objectOf('adapter.behavior', [], () => new Dict());

/** The types that `api.Column` writes; what a column really is, only the warehouse knows. */
const columnClass = objectOf(
  'api.Column',
  [
    ['translate_type', hostFunction('api.Column.translate_type', first)],
    ['string_type', hostFunction('api.Column.string_type', (args) => `varchar(${printValue(first(args))})`)],
    ['numeric_type', hostFunction('api.Column.numeric_type', numericType)],
  ],
  (name) => needsWarehouse(`api.Column.${name}`, 'needs-run'),
);

function numericType({ positional: [name = 'numeric', precision = none, scale = none] }: CallArgs): Value {
  if (precision === none || scale === none) return name;
  return `${printValue(name)}(${printValue(precision)},${printValue(scale)})`;
}

function apiObject({ dialect }: RenderRequest): HostObject {
  const create = hostFunction('api.Relation.create', (args) => createRelation(args.named, dialect));
  return objectOf('api', [
    ['Relation', objectOf('api.Relation', [['create', create]])],
    ['Column', columnClass],
  ]);
}
