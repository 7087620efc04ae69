import { hasColumn, type LogicalType, physicalNameOf, type Property } from '../../model/contract.ts';
import type { Governance, NamingPolicy } from '../../model/governance.ts';
import { hasCasing, toCasing } from '../../model/names.ts';
import { identifier, isUsableName } from '../dbt/test-call.ts';
import { maskMacros } from '../dbt-macros/mask-macros.ts';
import { type MaskKind, maskOfProperty } from '../dbt-macros/mask-policy.ts';
import type { PlannedTable } from '../dbt/plan-sources.ts';
import { quoteName } from '../dbt/quote-name.ts';

/** A column of a staging model. */
export interface StagedColumn {
  readonly property: Property;
  /** SQL of the source's column. */
  readonly raw: string;
  /** What is done with it: SQL, or a template that gives SQL. */
  readonly expression: string;
  readonly effort: 'none' | 'cast' | 'mask';
  readonly mask?: MaskKind;
  /** Its name in the model, and the SQL of that. */
  readonly name: string;
  readonly alias: string;
}

/** The columns of a source's table as its staging model gives them: renamed, typed and masked, in the order of the contract. */
export function stagedColumns(
  { object, dbt: { dialect } }: PlannedTable,
  governance: Governance,
): readonly StagedColumn[] {
  const taken = new Set<string>();
  return object.properties.filter(isStageable).map((property) => {
    const raw = quoteName(physicalNameOf(property), dialect);
    const mask = maskOfProperty(property, governance)?.kind;
    const suffix = mask === undefined ? '' : mask === 'hash' ? '_hash' : '_masked';
    const name = unlessTaken(`${stagedName(property, governance.naming)}${suffix}`, taken);
    const shared = { property, raw, name, alias: quoteName(name, dialect) };
    if (mask !== undefined)
      return { ...shared, mask, effort: 'mask', expression: `{{ ${maskMacro(mask, governance)}('${raw}') }}` };
    const type = castType(property, dialect);
    return type === undefined
      ? { ...shared, effort: 'none', expression: raw }
      : { ...shared, effort: 'cast', expression: `cast(${raw} as ${type})` };
  });
}

/** Whether a property is a column whose name can be written. */
export function isStageable(property: Property): boolean {
  return hasColumn(property) && isUsableName(physicalNameOf(property));
}

/** Where the macro library names another macro that hashes or masks, and not `mask_pii`, it is that. */
function maskMacro(kind: MaskKind, { macros }: Governance): string {
  const { name } = maskMacros[kind];
  const library = macros?.macros ?? [];
  if (kind !== 'hash' || library.some((macro) => macro.name === name)) return name;
  const own = library.find((macro) => macro.masks && /^\w+$/.test(macro.name) && macro.parameters.length <= 1);
  return own?.name ?? name;
}

function stagedName({ name, logicalType }: Property, naming: NamingPolicy | undefined): string {
  const casing = naming?.columnCasing?.casing ?? 'snake_case';
  const cased = hasCasing(name, casing) ? name : toCasing(name, casing);
  const plain = /^[A-Za-z_][\w-]*$/.test(cased) ? cased : identifier(name);
  return withAffix(/^[A-Za-z_]/.test(plain) ? plain : `column_${plain}`.replace(/_$/, ''), logicalType?.value, naming);
}

/** With the prefix or suffix that the naming policy wants for its kind of type. */
function withAffix(name: string, type: LogicalType | undefined, naming: NamingPolicy | undefined): string {
  const rule = naming?.columns.find(({ columns }) => columns === type);
  if (rule === undefined) return name;
  const { prefixes, suffixes } = rule;
  const hasAffix = prefixes.some((each) => name.startsWith(each)) || suffixes.some((each) => name.endsWith(each));
  if (hasAffix) return name;
  return prefixes[0] === undefined ? `${name}${suffixes[0] ?? ''}` : `${prefixes[0]}${name}`;
}

function unlessTaken(name: string, taken: Set<string>): string {
  let count = 1;
  const numbered = (): string => (count === 1 ? name : `${name}_${count}`);
  while (taken.has(numbered().toLowerCase())) count++;
  taken.add(numbered().toLowerCase());
  return numbered();
}

/** The type that the contract means, where the source keeps it as something else; all warehouses know these names. */
function castType({ logicalType, physicalType }: Property, dialect: string | undefined): string | undefined {
  const wanted = logicalType?.value;
  const kept = physicalKind(physicalType?.value);
  if (wanted === undefined || kept === undefined) return undefined;
  if (wanted === 'boolean' && dialect === 'redshift') return undefined;
  if (kept === 'text') return textCasts[wanted];
  return (wanted === 'date' || wanted === 'timestamp') && kept !== wanted ? wanted : undefined;
}

const textCasts: { readonly [type in LogicalType]?: string } = {
  date: 'date',
  timestamp: 'timestamp',
  integer: 'bigint',
  number: 'decimal(38, 9)',
  boolean: 'boolean',
};

function physicalKind(type: string | undefined): 'text' | 'date' | 'timestamp' | undefined {
  if (type === undefined) return undefined;
  if (/^(?:n?varchar2?|n?char|character|text|string|n?clob)\b/i.test(type)) return 'text';
  if (/^date$/i.test(type)) return 'date';
  return /^(?:timestamp|datetime)/i.test(type) ? 'timestamp' : undefined;
}
