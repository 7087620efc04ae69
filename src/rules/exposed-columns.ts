import { physicalNameOf } from '../model/contract.ts';
import type { ClassificationTerm } from '../model/governance.ts';
import type { Location } from '../model/location.ts';
import type { Project } from '../model/project.ts';
import type { RuleContext } from '../model/rule.ts';
import type { SqlOrigin, SqlOutput, SqlTaken } from '../model/sql-shape.ts';
import { type ModelFacts, modelsOf, readsOf } from './layers.ts';
import { containsTerm } from './names.ts';
import { personalKindOfName, saysOtherwise } from './personal-data.ts';
import { tableNames } from './products-of.ts';

/** A column of a model's result that hands on what must be masked. */
export interface Exposure {
  /** As the result calls it. */
  readonly column: string;
  /** The column that the term is about. */
  readonly origin: string;
  readonly term: ClassificationTerm;
  /** Where the result names it, or the star that brings it. */
  readonly at: Location;
  /** Where the model names it; absent where a star brings it. */
  readonly output?: SqlOutput;
}

/** Answers which columns each model hands on with nothing around them that could mask them, as far as the models tell. */
export function exposureReader(
  context: RuleContext,
  terms: readonly ClassificationTerm[],
): (facts: ModelFacts) => readonly Exposure[] {
  const world = readWorld(context, terms);
  return (facts) => exposuresOf(world, facts);
}

/** The models by project and name, and which calls hand a value on as it is. */
interface World {
  readonly terms: readonly ClassificationTerm[];
  readonly project: Project;
  readonly models: ReadonlyMap<string, ModelFacts>;
  /** Macros of the library that do not mask. */
  readonly harmless: ReadonlySet<string>;
  /** What was found of columns of models, so that each is followed once. */
  readonly known: Map<string, boolean>;
  /** What was found of models, by path. */
  readonly exposed: Map<string, readonly Exposure[]>;
}

function readWorld(context: RuleContext, terms: readonly ClassificationTerm[]): World {
  const macros = context.governance.macros?.macros ?? [];
  return {
    terms,
    project: context.project,
    models: new Map(modelsOf(context).map((facts) => [`${facts.root} ${facts.model.name}`, facts])),
    harmless: new Set(macros.flatMap(({ name, masks }) => (masks || isHash(name) ? [] : [name.toLowerCase()]))),
    known: new Map(),
    exposed: new Map(),
  };
}

/** A library need not say of these that they mask: `dbt_utils.generate_surrogate_key`, `hash_text`. */
function isHash(macro: string): boolean {
  return /surrogate_key|md5|sha[-_]?\d|hash|hmac|fingerprint|encrypt|tokeni[sz]e/i.test(macro);
}

function exposuresOf(world: World, facts: ModelFacts): readonly Exposure[] {
  const { path } = facts.model;
  const known = world.exposed.get(path);
  if (known !== undefined) return known;
  // Models that read each other, which dbt refuses, expose nothing to each other.
  world.exposed.set(path, []);
  const named = (facts.shape?.outputs ?? []).flatMap((output) => namedExposure(world, facts, output) ?? []);
  const all = [...named, ...starExposures(world, facts)];
  world.exposed.set(path, all);
  return all;
}

function starExposures(world: World, facts: ModelFacts): readonly Exposure[] {
  const own = new Set((facts.shape?.outputs ?? []).map(({ name }) => name.toLowerCase()));
  const found = new Map<string, Exposure>();
  for (const star of facts.shape?.taken ?? []) {
    for (const { column, origin, term } of exposedBelow(world, facts, star)) {
      const key = column.toLowerCase();
      const isLeftOut = own.has(key) || found.has(key) || star.except.includes(key);
      if (!isLeftOut) found.set(key, { column, origin, term, at: star.at });
    }
  }
  return [...found.values()];
}

function namedExposure(world: World, facts: ModelFacts, output: SqlOutput): Exposure | undefined {
  const handed = (output.origins ?? []).filter((origin) => handsOn(world, origin) && !isNamedPart(output, origin));
  const given = handed.flatMap((origin) => exposedOrigin(world, facts, origin) ?? []);
  const term = world.terms.find((each) => given.some((one) => one.term === each));
  const first = given.find((each) => each.term === term);
  return first === undefined ? undefined : { ...first, column: output.name, at: output.at, output };
}

/** What a column of something that the model reads is about, if it is open there. */
function exposedOrigin(
  world: World,
  facts: ModelFacts,
  origin: SqlOrigin,
): Pick<Exposure, 'origin' | 'term'> | undefined {
  const { column, from } = origin;
  const below = from?.kind === 'ref' ? world.models.get(`${facts.root} ${from.name}`) : undefined;
  const open = below && exposuresOf(world, below).find((each) => each.column.toLowerCase() === column);
  if (open !== undefined) return { origin: open.origin, term: open.term };
  const term = world.terms.find((each) => holdsTerm(column, each));
  if (term === undefined) return undefined;
  const isMasked = below === undefined ? isMaskedBelow(world, facts, column) : givesMasked(world, below, column);
  return isMasked ? undefined : { origin: column, term };
}

/** What is exposed of a thing that a star takes all columns of; nothing where its columns are not known. */
function exposedBelow(
  world: World,
  { root }: ModelFacts,
  { kind, name }: SqlTaken,
): readonly Pick<Exposure, 'column' | 'origin' | 'term'>[] {
  if (kind === 'ref') {
    const below = world.models.get(`${root} ${name}`);
    return below === undefined ? [] : exposuresOf(world, below);
  }
  return columnsOfSource(world.project, root, name).flatMap((column) => {
    const term = world.terms.find((each) => holdsTerm(column, each));
    return term === undefined ? [] : [{ column, origin: column, term }];
  });
}

/** Columns of a source's table, where exactly one contract of a source can be meant. */
function columnsOfSource({ dbt, contracts }: Project, root: string, name: string): readonly string[] {
  const dot = name.indexOf('.');
  const source = name.slice(0, dot);
  const table = name.slice(dot + 1);
  const declared = dbt
    .find((each) => each.root === root)
    ?.sources.find((each) => each.source === source && each.table === table);
  const names = new Set([table, declared?.identifier ?? table].map((each) => each.toLowerCase()));
  const found = contracts
    .filter(({ direction }) => direction === 'input')
    .flatMap((contract) => contract.schema.map((object) => ({ contract, object })))
    .filter(({ object }) => tableNames(object).some((each) => names.has(each.toLowerCase())));
  const near = found.filter(({ contract: { id, path } }) => containsTerm(`${id} ${path}`, source));
  const [only, ...others] = near.length > 0 ? near : found;
  if (only === undefined || others.length > 0) return [];
  return only.object.properties.map(physicalNameOf);
}

/** `email` in `customer_email`; not in `email_hash`, `email_verified` or `emailed_at`. */
function holdsTerm(column: string, { term }: ClassificationTerm): boolean {
  if (!containsTerm(column, term) || saysOtherwise(column)) return false;
  return personalKindOfName(term) === undefined || personalKindOfName(column) !== undefined;
}

/** Functions whose result still tells the value. */
const formats = new Set(
  (
    'upper lower initcap trim ltrim rtrim btrim cast try_cast safe_cast convert try_convert to_char to_varchar to_text string ' +
    'coalesce nullif ifnull nvl isnull nvl2 if iff iif decode max min any_value first_value last_value nth_value first last ' +
    'lag lead max_by min_by greatest least mode concat concat_ws replace array_agg string_agg listagg group_concat unaccent ' +
    'normalize lpad rpad arbitrary reverse format base64 base64_encode to_base64 encode hex hex_encode to_hex array ' +
    'array_construct struct named_struct object_construct json_build_object jsonb_build_object to_json to_jsonb ' +
    'to_json_string to_variant json_object collect_list collect_set'
  ).split(' '),
);

/** Functions that take a part: a part of personal data is personal too. */
const parts = new Set(
  'left right substr substring mid split split_part regexp_substr regexp_extract substring_index strtok'.split(' '),
);

function handsOn({ harmless }: World, { calls }: SqlOrigin): boolean {
  return calls.every((call) => formats.has(call) || parts.has(call) || harmless.has(call.toLowerCase()));
}

/** `split_part(email, '@', 2) as email_domain`: a part that is called what is not personal. */
function isNamedPart({ name }: SqlOutput, { column, calls }: SqlOrigin): boolean {
  return calls.some((call) => parts.has(call)) && personalKindOfName(column) !== undefined && isOtherPart(name);
}

function isOtherPart(name: string): boolean {
  return /(?:^|_)(?:domain|dominio|ddd|area_code)$/i.test(name);
}

/** Whether a model that this one reads gives a column of the name that is masked, or of which it cannot be told. */
function isMaskedBelow(world: World, facts: ModelFacts, column: string): boolean {
  const key = `${facts.model.path} ${column}`;
  const known = world.known.get(key);
  if (known !== undefined) return known;
  // Models that read each other mask nothing.
  world.known.set(key, false);
  const isMasked = readsOf(facts).some(({ kind, name }) => {
    const below = kind === 'ref' ? world.models.get(`${facts.root} ${name}`) : undefined;
    return below !== undefined && givesMasked(world, below, column);
  });
  world.known.set(key, isMasked);
  return isMasked;
}

function givesMasked(world: World, below: ModelFacts, column: string): boolean {
  const { outputs = [], stars = [] } = below.shape ?? {};
  const output = outputs.find(({ name }) => name.toLowerCase() === column);
  // A star hands on what the next model below has.
  if (output === undefined) return stars.length > 0 && isMaskedBelow(world, below, column);
  const { origins } = output;
  if (origins === undefined) return true;
  return !origins.some((origin) => handsOn(world, origin) && !isMaskedBelow(world, below, origin.column));
}
