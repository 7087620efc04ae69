import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Finding } from '../../src/model/finding.ts';
import { logAnnotations, neutralizeLog } from '../../src/publish/log-commands.ts';
import { finding, manyFindings, report } from './build.ts';

function messagesOf(lines: readonly string[]): readonly (string | undefined)[] {
  return lines.map((line) => line.split('::')[2]);
}

describe('logAnnotations', () => {
  const rows: readonly (readonly [string, Partial<Finding>, string])[] = [
    [
      'an error',
      {},
      '::error file=specs/a.yaml,line=12,col=5,title=contract/property-removed::column "total" was removed from "orders"',
    ],
    [
      'a warning on a range of one line',
      { severity: 'warning', endColumn: 9, message: 'm' },
      '::warning file=specs/a.yaml,line=12,col=5,endColumn=8,title=contract/property-removed::m',
    ],
    [
      'information on several lines',
      { severity: 'info', endLine: 14, message: 'm' },
      '::notice file=specs/a.yaml,line=12,endLine=14,title=contract/property-removed::m',
    ],
    ['a removed line', { side: 'base', message: 'm' }, '::error title=contract/property-removed::specs/a.yaml:12: m'],
    [
      'hostile text',
      { path: 'a:b,c%\n::error::x.yaml', message: '100%\r\n::set-output name=x::y ##[error]z\u202e' },
      '::error file=a%3Ab%2Cc%25%0A%3A%3Aerror%3A%3Ax.yaml,line=12,col=5,title=contract/property-removed::100%25 ::set-output name=x::y # #[error]z\ufffd',
    ],
  ];
  test.each(rows)('%s', (_, change, line) => {
    expect(logAnnotations(report([finding(change)]))).toEqual([line]);
  });

  test('prints ten of each level, errors before warnings, and counts the rest', () => {
    const findings = [
      ...manyFindings(12).map((each) => ({ ...each, severity: 'warning' as const })),
      ...manyFindings(11),
    ];
    const lines = logAnnotations(report(findings));
    expect(lines.map((line) => line.split(' ')[0])).toEqual([
      ...Array(10).fill('::error'),
      ...Array(10).fill('::warning'),
      'and',
    ]);
    expect(lines.at(-1)).toBe('and 3 more findings; the step summary has them all');
  });

  test('leaves out what cannot fail the run, and puts what the change brought first', () => {
    const waiver = { rule: 'r', subject: 's', reason: 'because', approver: 'lead', expires: '2027-01-31' };
    const findings = [finding({ introduced: false, message: 'old' }), finding({ waiver }), finding({ message: 'new' })];
    expect(messagesOf(logAnnotations(report(findings)))).toEqual(['new']);
    expect(messagesOf(logAnnotations(report(findings, { scope: 'all' })))).toEqual(['new', 'old']);
  });
});

describe('neutralizeLog', () => {
  test.each([
    ['a command', '::error::x', ': :error::x'],
    ['a command after spaces', ' \t::error::x', '  : :error::x'],
    ['a command on a second line', 'a\n::error::x', 'a ::error::x'],
    ['an old command', 'a ##[error]x', 'a # #[error]x'],
    ['an old command behind a hash', '###[error]x', '## #[error]x'],
    ['hidden text', 'a\u202eb\u0007c\u200b', 'a\ufffdb\u2407c\ufffd'],
    ['harmless text', 'a::b # [c]', 'a::b # [c]'],
  ])('%s', (_, text, shown) => {
    expect(neutralizeLog(text)).toBe(shown);
  });

  test('leaves nothing that the runner takes for a command', () => {
    const piece = fc.constantFrom(
      '::',
      ':',
      '#',
      '##[',
      '[',
      '\n',
      '\r',
      ' ',
      '\u2028',
      '\u00a0',
      '\u000b',
      'error',
      '\u202e',
    );
    fc.assert(
      fc.property(
        fc.array(piece).map((pieces) => pieces.join('')),
        (text) => {
          const shown = neutralizeLog(text);
          expect(shown).not.toMatch(/[\r\n\u0085\u2028\u2029]/);
          expect(shown.trimStart().startsWith('::')).toBe(false);
          expect(shown.includes('##[')).toBe(false);
        },
      ),
    );
  });
});
