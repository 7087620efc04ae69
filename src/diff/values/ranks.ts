import { classificationRank } from '../../model/classification.ts';
import type { LogicalType } from '../../model/contract.ts';
import type { Comparison, RankComparison } from './comparison.ts';
import { bySpelling, foldCase, foldWord } from '../../model/words.ts';

/** Compares severities of quality rules; without one a rule fails, as with `error`. Words of one rank are the same. */
export function compareSeverities(before: string | undefined, after: string | undefined): RankComparison {
  const [base, head] = [severityWord(before), severityWord(after)];
  if (base === head) return 'same';
  return byRank(severityRanks.get(base), severityRanks.get(head)) ?? 'unknown';
}

/**
 * Compares classifications by how much they protect; without one there is no protection. Other words of the same rank (`pii`,
 * `confidential`) are `unknown`: masking policies tell them apart.
 */
export function compareClassifications(before: string | undefined, after: string | undefined): RankComparison {
  const [base, head] = [foldWord(before ?? ''), foldWord(after ?? '')];
  if (base === head) return 'same';
  if (base === '') return 'raised';
  if (head === '') return 'lowered';
  const compared = byRank(classificationRank(base), classificationRank(head));
  return compared === undefined || compared === 'same' ? 'unknown' : compared;
}

/** Ranks from the least to the most, each with its words. */
function ranksOf(...words: readonly string[]): ReadonlyMap<string, number> {
  return new Map(words.flatMap((line, rank) => line.split(' ').map((word) => [word, rank] as const)));
}

const severityRanks = ranksOf(
  'info information informational notice low minor trivial debug informacao informativo baixa baixo',
  'warning warn medium moderate aviso alerta media medio',
  'error err fail failure critical blocker fatal severe high major erro critico critica bloqueante alta alto',
);

function severityWord(text: string | undefined): string {
  const word = foldWord(text ?? '');
  return word === '' ? 'error' : word;
}

function byRank(before: number | undefined, after: number | undefined): RankComparison | undefined {
  if (before === undefined || after === undefined) return undefined;
  if (before === after) return 'same';
  return after > before ? 'raised' : 'lowered';
}

/** Compares what a role may do: `tightened` where access is taken away. Nothing said, and unknown words, cannot be compared. */
export function compareAccess(before: string | undefined, after: string | undefined): Comparison {
  if (foldCase(before ?? '') === foldCase(after ?? '')) return 'same';
  const [base, head] = [levelOf(before), levelOf(after)];
  if (base === undefined || head === undefined) return 'unknown';
  if (base === head) return 'same';
  return head < base ? 'tightened' : 'loosened';
}

const levels = ['none', 'read', 'write', 'admin'] as const;

const levelNames = bySpelling({
  none: 'none no denied nenhum',
  read: 'read r ro readonly reader select viewer view query consume leitura leitor consulta',
  write: 'write w rw readwrite writer editor edit modify escrita gravacao',
  admin: 'admin administrator owner own all full manage manager administrador dono total',
});

/** The most that a list of privileges allows; a list with an unknown word allows an unknown amount. */
function levelOf(access: string | undefined): number | undefined {
  const words = foldCase(access ?? '')
    .replaceAll(/\bread[ _/-](only|write)\b/g, 'read$1')
    .split(/[\s,;/+&|]+/)
    .filter((word) => !['', 'access', 'and', 'acesso', 'e', 'de'].includes(word));
  const found = words.map((word) => levelNames.get(word));
  if (found.length === 0 || found.includes(undefined)) return undefined;
  return Math.max(...found.map((level) => levels.findIndex((name) => name === level)));
}

/**
 * Compares the `format` option of integers and numbers by the values it holds. A format that is not given is not taken for ODCS's
 * default (`i32`): hardly anyone means it.
 */
export function compareFormats(
  logicalType: LogicalType | undefined,
  before: string | undefined,
  after: string | undefined,
): 'same' | 'widened' | 'narrowed' | 'unknown' {
  if (before === after) return 'same';
  const [base, head] = [formatOf(logicalType, before), formatOf(logicalType, after)];
  if (base === undefined || head === undefined) return 'unknown';
  if (holds(head, base)) return 'widened';
  return holds(base, head) ? 'narrowed' : 'unknown';
}

interface NumericFormat {
  readonly family: string;
  readonly bits: number;
}

const families: { readonly [type: string]: RegExp } = {
  integer: /^([iu])(8|16|32|64|128)$/,
  number: /^(f)(32|64)$/,
};

function formatOf(type: LogicalType | undefined, format: string | undefined): NumericFormat | undefined {
  const [, family, bits] = families[type ?? '']?.exec(format ?? '') ?? [];
  return family === undefined ? undefined : { family, bits: Number(bits) };
}

/** A signed format needs one bit more than the unsigned one that it holds. */
function holds(wide: NumericFormat, narrow: NumericFormat): boolean {
  if (wide.family === narrow.family) return wide.bits >= narrow.bits;
  return wide.family === 'i' && narrow.family === 'u' && wide.bits > narrow.bits;
}
