import type { ModelColumns, OutputColumn } from '../model/columns.ts';
import type { Location } from '../model/location.ts';
import type { RuleContext } from '../model/rule.ts';
import type { KeyColumn } from './incremental-keys.ts';
import { materializationOf, type ModelFacts, modelsOf } from './layers.ts';

/** Why a column is another one at every run. */
export interface Volatile {
  /** `clock`: the time of the run. `random`: chance, or a sequence. `count`: the number of the row. */
  readonly kind: 'clock' | 'random' | 'count';
  /** The function: `gen_random_uuid`. */
  readonly call: string;
  /** Where the asked model names the column. */
  readonly at: Location;
  /** Where a model before it makes the value. */
  readonly from?: Location;
}

/** Answers why a key column is another one at every run, as far as functions tell; undefined where nothing says so. */
export function volatileColumns(context: RuleContext): (key: KeyColumn) => Volatile | undefined {
  const models = modelsOf(context);
  const world: World = {
    columns: new Map((context.facts.columns ?? []).map((each) => [each.path, each])),
    models: new Map(models.map((facts) => [`${facts.root} ${facts.model.name}`, facts])),
  };
  return ({ facts, column, isAlone }) => {
    const first = outputOf(world, facts, column);
    if (first === undefined) return undefined;
    // A list that grows while it is walked: each column of each model is looked at once.
    const asked = [{ facts, output: first }];
    const seen = new Set<OutputColumn>([first]);
    for (const each of asked) {
      const { at } = each.output;
      const found = volatileCall(each, isAlone);
      if (found !== undefined) return { ...found, at: first.at, ...(each.output === first ? {} : { from: at }) };
      for (const next of before(world, each)) {
        if (!seen.has(next.output)) asked.push(next);
        seen.add(next.output);
      }
    }
    return undefined;
  };
}

interface World {
  readonly columns: ReadonlyMap<string, ModelColumns>;
  readonly models: ReadonlyMap<string, ModelFacts>;
}

interface Asked {
  readonly facts: ModelFacts;
  readonly output: OutputColumn;
}

/** The columns of other models that a column holds the values of; what an incremental model has written stays as it is. */
function before(world: World, { facts, output }: Asked): readonly Asked[] {
  return (output.origins ?? []).flatMap(({ from, column, role }) => {
    const model = from.kind === 'ref' && role === 'value' ? world.models.get(`${facts.root} ${from.name}`) : undefined;
    if (model === undefined || materializationOf(model)?.value === 'incremental') return [];
    const next = outputOf(world, model, column);
    return next === undefined ? [] : [{ facts: model, output: next }];
  });
}

function outputOf({ columns }: World, { model }: ModelFacts, column: string): OutputColumn | undefined {
  return columns.get(model.path)?.columns.find(({ name }) => name.toLowerCase() === column.toLowerCase());
}

function volatileCall({ output }: Asked, isAlone: boolean): Pick<Volatile, 'kind' | 'call'> | undefined {
  const { calls = [], origins = [], type } = output;
  // A function that is given a column makes the same of the same: a UUID of a name, numbers of a column.
  const given = new Set(origins.flatMap((origin) => origin.calls));
  const random = calls.find((call) => randoms.has(call) && !given.has(call));
  if (random !== undefined) return { kind: 'random', call: random };
  const isCut = type?.family === 'date' || calls.some((call) => cuts.has(call));
  const clock = isCut ? undefined : calls.find((call) => clocks.has(call) && !given.has(call));
  if (clock !== undefined) return { kind: 'clock', call: clock };
  const isOnlyNumber =
    isAlone && origins.every(({ role, calls: around }) => role === 'condition' || around.includes('over'));
  const count = isOnlyNumber ? calls.find((call) => call === 'row_number') : undefined;
  return count === undefined ? undefined : { kind: 'count', call: count };
}

const randoms = new Set(
  (
    'random rand randn randstr uuid uuid_string gen_random_uuid uuid_generate_v1 uuid_generate_v4 generate_uuid uuidv4 uuidv7 ' +
    'newid newsequentialid nextval seq1 seq2 seq4 seq8 monotonically_increasing_id gen_random_bytes generateuuidv4'
  ).split(' '),
);

const clocks = new Set(
  (
    'now current_timestamp localtimestamp getdate getutcdate sysdate sysdatetime sysutcdatetime systimestamp current_datetime ' +
    'clock_timestamp statement_timestamp transaction_timestamp get_current_timestamp unix_timestamp current_time localtime'
  ).split(' '),
);

/** Functions that leave of a moment only its day, or less. */
const cuts = new Set(
  (
    'date_trunc trunc date to_date timestamp_trunc datetime_trunc format_date format_timestamp to_char strftime date_format ' +
    'year month week quarter extract date_part datepart last_day day'
  ).split(' '),
);
