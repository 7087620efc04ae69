import { type Contract, type Json, physicalNameOf, type Property, type QualityRule } from '../../model/contract.ts';
import { isWarning } from '../dbt/thresholds.ts';
import { ownerOf } from '../owner.ts';
import { type Complain, isTextColumn, type QualityCheck } from '../quality/check.ts';
import { isRecord } from '../quality/implementation.ts';
import type { ObjectChecks, PlacedRule } from '../quality/object-checks.ts';
import { serverType, warehouseOf } from '../quality/warehouse.ts';
import { customExpectation, isOurEngine } from './custom.ts';
import { type Expected, nativeExpectations } from './expectations.ts';
import { unexpectedRows } from './queries.ts';
import { typeList } from './types.ts';

type Data = { readonly [key: string]: Json };

/** An expectation suite as JSON holds it; `gx.ExpectationSuite(**suite)` reads it. */
export interface Suite {
  readonly name: string;
  readonly expectations: readonly Data[];
  readonly meta: Data;
}

/** The suite of one object; what GX cannot express is said through `complain`. */
export function suiteOf(checks: ObjectChecks, complain: Complain): Suite {
  const { contract, object, columns } = checks;
  const context = { checks, complain };
  return {
    name: `${contract.id}.${object.name}`,
    expectations: [
      ...(columns.length === 0 ? [] : [written(columnSet(checks), { key: 'columns' }, context)]),
      ...columns.flatMap((property) => columnType(property, context)),
      ...checks.checks.flatMap((check) => ofCheck(check, context)),
      ...checks.customs.flatMap((custom) => ofCustom(custom, context)),
    ],
    meta: suiteMeta(checks),
  };
}

interface Context {
  readonly checks: ObjectChecks;
  readonly complain: Complain;
}

/** What is said about an expectation: the check that it comes from. */
type Said = Pick<QualityCheck, 'key'> & Partial<Pick<QualityCheck, 'property' | 'rule'>>;

/** Whatever order: a contract does not promise one. Sources may have further columns, what we promise has not. */
function columnSet({ contract, columns }: ObjectChecks): Expected {
  const kwargs = { column_set: columns.map(physicalNameOf), exact_match: contract.direction === 'output' };
  return { type: 'expect_table_columns_to_match_set', kwargs };
}

function columnType(property: Property, context: Context): readonly Data[] {
  // In pandas an integer column with a null is a float, and GX has no names for its texts and dates: only databases are asked.
  const names = isSql(context.checks.contract) ? typeList(property) : undefined;
  if (names === undefined) return [];
  const kwargs = { column: physicalNameOf(property), type_list: names };
  return [written({ type: 'expect_column_values_to_be_in_type_list', kwargs }, { key: 'type', property }, context)];
}

/** Whether GX reaches the rows by SQL: it has no engine for DuckDB, whose users hand it data frames. */
function isSql(contract: Contract): boolean {
  return warehouseOf(contract) !== undefined && serverType(contract) !== 'duckdb';
}

function ofCheck(check: QualityCheck, context: Context): readonly Data[] {
  const { complain } = context;
  const place = { ...(check.property === undefined ? {} : { property: check.property }), at: check.at };
  const pattern = check.measure.kind === 'invalid' ? check.measure.pattern : undefined;
  if (pattern !== undefined && !isPortable(pattern, context.checks.contract)) {
    complain('pattern-not-portable', place, { pattern });
    return [];
  }
  // pandas makes texts of what a pattern is held against, databases refuse it.
  const needsCast = pattern !== undefined && check.property !== undefined && !isTextColumn(check.property);
  const native = needsCast && isSql(context.checks.contract) ? [] : nativeExpectations(check);
  if (native.length > 0) return native.map((expected) => written(expected, check, context));
  const query = unexpectedRows(check, context.checks.contract);
  if ('refused' in query) {
    complain(query.refused, place, { check: check.key });
    return [];
  }
  const expected = { type: 'unexpected_rows_expectation', kwargs: { unexpected_rows_query: query.sql } };
  return [written(expected, check, context)];
}

/** Python knows look-around and back references, most databases do not; character classes such as `\p{L}` are the other way round. */
function isPortable(pattern: string, contract: Contract): boolean {
  if (isSql(contract)) return !/\(\?<?[=!]|\\[1-9]/.test(pattern) || warehouseOf(contract)?.backtracks === true;
  return !/\\[pP]\{|\(\?<[A-Za-z]/.test(pattern);
}

/** Rules of an engine with a generator of its own are for that one. */
function ofCustom(custom: PlacedRule, context: Context): readonly Data[] {
  const { rule, property } = custom;
  if (!isOurEngine(rule.engine)) {
    const place = { ...(property === undefined ? {} : { property }), at: rule.at };
    if (!/^(dbt|soda)/i.test(rule.engine ?? '')) {
      context.complain('rule-engine', place, { rule: rule.name ?? rule.id ?? '', engine: rule.engine ?? '' });
    }
    return [];
  }
  const expected = customExpectation(custom, context.complain);
  if (expected === undefined) return [];
  const { type, kwargs, meta, severity } = expected;
  const key = rule.id ?? rule.name ?? 'custom';
  const data = written({ type, kwargs }, { key, rule, ...(property === undefined ? {} : { property }) }, context);
  const said = isRecord(data['meta']) ? data['meta'] : {};
  return [{ ...data, meta: { ...meta, ...said }, ...(severity === undefined ? {} : { severity }) }];
}

function written({ type, kwargs }: Expected, { key, property, rule }: Said, { checks }: Context): Data {
  const element = [checks.object.name, ...(property === undefined ? [] : [property.name])].join('.');
  const severity = rule === undefined ? undefined : severityOf(rule);
  const description = rule?.description ?? rule?.name;
  return {
    type,
    kwargs,
    meta: { contract: checks.contract.id, element, check: key, ...ruleMeta(rule) },
    ...(severity === undefined ? {} : { severity }),
    ...(description === undefined ? {} : { description }),
  };
}

/** GX knows three severities, and takes none for critical. */
function severityOf({ severity }: QualityRule): string | undefined {
  if (severity === undefined) return undefined;
  if (/^info/i.test(severity)) return 'info';
  return isWarning(severity) ? 'warning' : 'critical';
}

function ruleMeta(rule: QualityRule | undefined): Data {
  if (rule === undefined) return {};
  const { dimension, businessImpact, schedule, scheduler, tags } = rule;
  const texts = { dimension, business_impact: businessImpact, schedule, scheduler };
  return { ...given(texts), ...(tags.length === 0 ? {} : { tags }) };
}

function suiteMeta({ contract, object, texts }: ObjectChecks): Data {
  const { id, version, domain, dataProduct } = contract;
  const notes = texts.flatMap(({ rule, property }) => {
    const text = rule.description ?? rule.name;
    return text === undefined ? [] : [property === undefined ? text : `${property.name}: ${text}`];
  });
  return {
    contract: id,
    contract_version: version.value,
    element: object.name,
    ...given({ domain, data_product: dataProduct, owner: ownerOf(contract) }),
    ...(notes.length === 0 ? {} : { notes: { format: 'string', content: notes } }),
  };
}

function given(texts: { readonly [name: string]: string | undefined }): { readonly [name: string]: string } {
  return Object.fromEntries(
    Object.entries(texts).flatMap(([name, text]) => (text === undefined ? [] : [[name, text] as const])),
  );
}
