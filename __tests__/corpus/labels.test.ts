import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { env, stdout } from 'node:process';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { judge } from '../../src/engine/judge-changes.ts';
import { compareText } from '../../src/model/location.ts';
import { gatherFiles } from '../support/check-files.ts';

/** What a person read out of a pair. */
interface Label {
  readonly key: string;
  /** The side that cannot be read; nothing is compared then. */
  readonly unreadable?: 'base' | 'head' | 'both';
  readonly changes?: readonly LabelledChange[];
}

interface LabelledChange {
  readonly kind: string;
  readonly subject: string;
  readonly element?: string | number | boolean;
  readonly class: string;
  readonly why: string;
}

const corpus = env['CORPUS_DIR'];
const isThere = corpus !== undefined && existsSync(join(corpus, 'pairs.tsv'));
if (!isThere) stdout.write('labels of the corpus pairs are skipped: set CORPUS_DIR to the folder of the corpus\n');

const { pairs }: { readonly pairs: readonly Label[] } = parse(
  readFileSync(join(import.meta.dirname, '../fixtures/pairs/labels.yaml'), 'utf8'),
);

describe('the labels', () => {
  it('give every change a class and a reason', () => {
    expect(new Set(pairs.map(({ key }) => key)).size).toBe(130);
    const changes = pairs.flatMap(({ changes: own = [] }) => own);
    expect(changes.filter(({ why }) => why.split(' ').length < 2)).toEqual([]);
  });
});

describe.skipIf(!isThere)('every labelled pair is judged as a person judged it', () => {
  it.each(pairs.map((label) => [label.key, label] as const))('%s', async (key, label) => {
    const read = (side: string): string => readFileSync(join(corpus ?? '', 'pairs', `${key}.${side}.yaml`), 'utf8');
    const path = 'specs/contracts/outputs/x.yaml';
    const { input } = await gatherFiles({ base: { [path]: read('old') }, head: { [path]: read('new') }, tip: {} });
    const readable = [input.base, input.head].map(({ project }) => project.contracts.length === 1);
    if (label.unreadable !== undefined) {
      expect(readable).toEqual([label.unreadable === 'head', label.unreadable === 'base']);
      return;
    }
    // What a file of an older version cannot say yet is a change all the same.
    const found = judge(input.changes, { input, from: input.base.project }).map(({ change, class: name }) =>
      line({ kind: change.kind, subject: change.subject, element: change.element, class: name }),
    );
    expect(found.sort(compareText)).toEqual((label.changes ?? []).map(line).sort(compareText));
  });
});

function line(change: {
  readonly kind: string;
  readonly subject: string;
  readonly element?: LabelledChange['element'] | undefined;
  readonly class: string;
}): string {
  const element = change.element === undefined ? '' : ` (${change.element})`;
  return `${change.class} ${change.kind} ${change.subject}${element}`;
}
