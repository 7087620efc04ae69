import { serviceLevelOf } from '../../model/service-levels.ts';
import { slaMetricOf } from '../../model/slas.ts';
import { foldWord } from '../../model/words.ts';

const english: readonly string[] = [
  'latency',
  'freshness',
  'frequency',
  'availability',
  'retention',
  'time_of_availability',
];
const portuguese: readonly string[] = [
  'latencia',
  'frescor',
  'frequencia',
  'disponibilidade',
  'retencao',
  'horario_de_disponibilidade',
];

/** The levels that a message names, and that a misspelt one is compared with: those of the language of the file's keys, else of both. */
export function levelsLike(keys: readonly string[]): readonly string[] {
  const isPortuguese = keys.some((key) => portuguese.includes(key));
  const isEnglish = keys.some((key) => english.includes(key));
  if (isPortuguese === isEnglish) return [...english, ...portuguese];
  return isPortuguese ? portuguese : english;
}

/** Whether the word names a service level that the standard or usage knows. */
export function isKnownLevel(name: string): boolean {
  return slaMetricOf(name) !== 'other' || serviceLevelOf(name) !== undefined;
}

/** Equal for two spellings of one level. */
export function levelKey(name: string): string {
  return serviceLevelOf(name) ?? foldWord(name);
}
