import { expect, test } from 'vitest';
import { noteAction } from '../../src/reporters/note-actions.ts';
import { renderReleaseNotes } from '../../src/reporters/release-notes.ts';
import { changeKinds } from '../../src/model/change.ts';
import { say } from '../../src/reporters/words.ts';
import { actingText } from './markdown-scan.ts';
import { makeChange, makeReport, nastyReport } from './reports.ts';

const texts = { reasonOf: () => 'readers lose it', adviceOf: () => 'keep it' };

test('contracts that come and go stand apart', () => {
  const changes = [
    makeChange({ kind: 'contract.added', contract: 'churn', subject: 'churn', class: 'compatible', after: 'Churn' }),
    makeChange({ kind: 'contract.removed', contract: 'mrr', subject: 'mrr', before: 'MRR' }),
  ];
  expect(renderReleaseNotes(makeReport({ changes }), texts)).toBe(
    [
      '## Data that goes away',
      '',
      '- **`mrr`** contract removed. Readers lose it.',
      '  - What to do: stop reading it before you take this version, or read what takes its place.',
      '  - If that does not suit you, the owner could: keep it.',
      '',
      '## New data',
      '',
      '- `churn`',
      '',
    ].join('\n'),
  );
});

test('where nothing changes for readers, the notes say so and fold the words', () => {
  const changes = [makeChange({ kind: 'description.changed', class: 'docs', before: 'a', after: 'b' })];
  expect(renderReleaseNotes(makeReport({ changes }), texts).split('\n')).toEqual([
    '## What changes for you in `mrr-report`',
    '',
    'Nothing changes for you.',
    '',
    '<details>',
    '<summary>Words and other things that change nothing for you (1)</summary>',
    '',
    '- **`mrr.net_mrr`** description changed: `a` → `b`',
    '',
    '</details>',
    '',
  ]);
  expect(renderReleaseNotes(makeReport(), texts)).toBe('Nothing changes for you.\n');
});

test('a version that is not raised yet stands as the one that is needed', () => {
  const bump = { contract: 'mrr-report', path: 'x', from: '1.4.0', to: '1.4.0', next: '2.0.0' } as const;
  const bumps = [{ ...bump, required: 'major', declared: 'none', ok: false } as const];
  const notes = renderReleaseNotes(makeReport({ changes: [makeChange()], bumps, lang: 'pt-BR' }), texts);
  expect(notes.split('\n').slice(0, 3)).toEqual([
    '## O que muda para você em `mrr-report` 2.0.0',
    '',
    'Em comparação com a versão 1.4.0.',
  ]);
});

test.each(changeKinds)('%s has something to do', (kind) => {
  expect(say('pt-BR', `notes.action.${noteAction(kind)}`)).not.toContain('notes.action');
});

test('nothing in notes can mention, tag or hide anything', () => {
  const acting = actingText(renderReleaseNotes(nastyReport(), texts));
  expect(acting.match(/@[\w-]|#\d|<!--|!\[/g)).toBeNull();
  expect(acting.match(/<[^>]*>?/g)).toBeNull();
});
