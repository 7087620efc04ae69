import { allProperties, type Property } from '../model/contract.ts';
import { groupBy } from '../model/group-by.ts';
import type { NamingPolicy } from '../model/governance.ts';
import type { Fix } from '../model/finding.ts';
import type { Project } from '../model/project.ts';
import type { RuleContext } from '../model/rule.ts';
import { affixValues, hasAffix } from './column-affix.ts';
import { type PlacedProperty, propertiesOf } from './contract-places.ts';
import type { NameMistake } from './name-mistake.ts';
import { hasCasing, toCasing } from '../model/names.ts';
import { placeOf, replaceValue } from './replace-text.ts';
import { countUses, isKnownTo } from './word-uses.ts';

/** The columns of contracts whose names break the policy: in another casing, or without the prefix or suffix of their kind. */
export function columnMistakes(context: RuleContext, naming: NamingPolicy): readonly NameMistake[] {
  const holders = holdersByProperty(context.project);
  const found = [...propertiesOf(context.project)].flatMap((placed) => {
    // `items`, `map.key` and `map.value` have no name of their own.
    if (/^[[{]/.test(placed.property.name)) return [];
    const mistake = casingMistake(naming, placed) ?? affixMistake(naming, placed);
    if (mistake === undefined) return [];
    return [{ placed, mistake: unlessTaken(mistake, placed.property, holders.get(placed.property)) }];
  });
  const uses = countUses(context, new Set(found.map(({ placed }) => placed.property.name.toLowerCase())));
  return found.map(({ placed, mistake }) => ({ ...mistake, ...fixOf(context, placed, { mistake, uses }) }));
}

/** Which properties of a table, or of one object in it, have a name; names are in lower case. */
type Holders = ReadonlyMap<string, readonly Property[]>;

/** For every property, the names of all that stand beside it. */
function holdersByProperty({ contracts }: Project): ReadonlyMap<Property, Holders> {
  const found = new Map<Property, Holders>();
  for (const object of contracts.flatMap(({ schema }) => schema)) {
    const lists = [object.properties, ...[...allProperties(object)].map(({ property }) => property.properties)];
    for (const properties of lists) {
      const holders = groupBy(properties, ({ name }) => name.toLowerCase());
      for (const property of properties) found.set(property, holders);
    }
  }
  return found;
}

/** A name that another column of the table has is no repair. */
function unlessTaken(mistake: NameMistake, property: Property, holders: Holders | undefined): NameMistake {
  const others = holders?.get(mistake.values['suggestion']?.toLowerCase() ?? '') ?? [];
  const isTaken = others.some((other) => other !== property);
  return isTaken ? { ...mistake, message: `${mistake.message}${takenSuffix}` } : mistake;
}

/** Ends the message of a mistake whose new name is taken. */
const takenSuffix = '-taken';

function casingMistake(
  { columnCasing: rule }: NamingPolicy,
  { property, subject }: PlacedProperty,
): NameMistake | undefined {
  const { name, at } = property;
  if (rule === undefined || hasCasing(name, rule.casing)) return undefined;
  const values = { casing: rule.casing, suggestion: toCasing(name, rule.casing) };
  return { message: 'column-casing', subject, at, name, rule: rule.at, values };
}

function affixMistake({ columns }: NamingPolicy, { property, subject }: PlacedProperty): NameMistake | undefined {
  const { name, at, logicalType } = property;
  const rule = columns.find((each) => each.columns === logicalType?.value && !hasAffix(name, each));
  if (rule === undefined) return undefined;
  const values = { kind: `rules.kinds.${rule.columns}`, ...affixValues(name, rule) };
  return { message: 'column-affix', subject, at, name, rule: rule.at, values };
}

interface Repair {
  readonly mistake: NameMistake;
  readonly uses: ReadonlyMap<string, number>;
}

/**
 * A new name is certain for a column that only its contract names, that base does not have, and that the repository itself
 * makes: the columns of a source are called as the source calls them.
 */
function fixOf(
  context: RuleContext,
  { contract, property }: PlacedProperty,
  { mistake, uses }: Repair,
): { readonly fix?: Fix } {
  const { name, at } = property;
  const suggestion = mistake.values['suggestion'];
  const isOurs = contract.direction === 'output' || property.physicalName !== undefined;
  if (
    suggestion === undefined ||
    mistake.message.endsWith(takenSuffix) ||
    !isOurs ||
    uses.get(name.toLowerCase()) !== 1
  )
    return {};
  if (isKnownTo(context, contract.path, name)) return {};
  const place = placeOf(context, at, name);
  const edit = place === undefined ? undefined : replaceValue(context, { value: name, at: place }, suggestion);
  return edit === undefined ? {} : { fix: { title: `${name} → ${suggestion}`, edits: [edit] } };
}
