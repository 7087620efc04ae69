import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyFixes, type EditableText } from '../../src/engine/fix.ts';
import { fixInRounds, type Judged } from '../../src/engine/fix-rounds.ts';
import type { Edit, Finding } from '../../src/model/finding.ts';

/** Replaces `[start, end)` of line 1 of `a.yaml`, or of another line or file. */
function edit(
  columns: readonly [number, number],
  text: string,
  place: number | { line: number; path: string } = 1,
): Edit {
  const { line, path } = typeof place === 'number' ? { line: place, path: 'a.yaml' } : place;
  return { path, startLine: line, startColumn: columns[0], endLine: line, endColumn: columns[1], text };
}

function finding(edits: readonly Edit[], more: Partial<Finding> = {}): Finding {
  const [first] = edits;
  return {
    rule: 'spec/example',
    severity: 'error',
    path: first?.path ?? 'a.yaml',
    line: first?.startLine ?? 1,
    column: first?.startColumn ?? 1,
    side: 'head',
    subject: 'a',
    message: `m${first?.startLine ?? 0}:${first?.startColumn ?? 0}`,
    fingerprint: `f${first?.startLine ?? 0}:${first?.startColumn ?? 0}`,
    introduced: true,
    waiver: null,
    fix: { title: 'repair', edits },
    impact: [],
    related: [],
    ...more,
  };
}

function apply(findings: readonly Finding[], files: { readonly [path: string]: string }) {
  const result = applyFixes(findings, (path): EditableText => {
    const text = files[path];
    return text === undefined ? { reason: 'unreadable' } : { text };
  });
  return {
    texts: Object.fromEntries(result.texts),
    applied: result.applied.map(({ fingerprint }) => fingerprint),
    left: result.left.map((each) => `${each.finding.fingerprint} ${each.reason}`),
  };
}

describe('applyFixes', () => {
  const text = 'one two\nthree\n';

  it('does the repairs of several findings, in any order', () => {
    const findings = [
      finding([edit([1, 6], 'THREE', 2)]),
      finding([edit([5, 8], 'TWO')]),
      finding([edit([1, 4], 'ONE')]),
    ];
    const expected = { texts: { 'a.yaml': 'ONE TWO\nTHREE\n' }, applied: ['f1:1', 'f1:5', 'f2:1'], left: [] };
    expect(apply(findings, { 'a.yaml': text })).toEqual(expected);
    expect(apply(findings.toReversed(), { 'a.yaml': text })).toEqual(expected);
  });

  it('does a repair of several files as a whole or not at all', () => {
    const rename = finding([edit([1, 4], 'ONE'), edit([1, 2], 'X', { line: 9, path: 'b.yaml' })]);
    expect(apply([rename], { 'a.yaml': text, 'b.yaml': 'x\n' })).toEqual({
      texts: {},
      applied: [],
      left: ['f1:1 misfit'],
    });
    expect(apply([rename], { 'a.yaml': text })).toEqual({ texts: {}, applied: [], left: ['f1:1 unreadable'] });
  });

  it.each([
    ['that share text', edit([1, 4], 'ONE'), edit([3, 6], 'x')],
    ['that insert at one place', edit([1, 1], 'a'), edit([1, 1], 'b')],
    ['of which one inserts at the end of the other', edit([1, 4], 'ONE'), edit([4, 4], 'x')],
  ])('leaves the second of two repairs %s', (_, first, second) => {
    const result = apply([finding([first], { fingerprint: 'first' }), finding([second], { fingerprint: 'second' })], {
      'a.yaml': text,
    });
    expect(result).toMatchObject({ applied: ['first'], left: ['second overlap'] });
  });

  it('does both of two repairs that meet', () => {
    const findings = [finding([edit([1, 4], 'ONE')]), finding([edit([4, 5], '_')])];
    expect(apply(findings, { 'a.yaml': text })).toMatchObject({ texts: { 'a.yaml': 'ONE_two\nthree\n' }, left: [] });
  });

  it('does once what two findings ask for', () => {
    const same = [finding([edit([1, 4], 'ONE')]), finding([edit([1, 4], 'ONE')], { rule: 'spec/other' })];
    expect(apply(same, { 'a.yaml': text })).toEqual({
      texts: { 'a.yaml': 'ONE two\nthree\n' },
      applied: ['f1:1', 'f1:1'],
      left: [],
    });
  });

  it.each([
    ['nothing changes', [edit([1, 4], 'one')]],
    ['the line is shorter', [edit([1, 99], 'x')]],
    ['there is no such line', [edit([1, 1], 'x', 9)]],
    ['its own edits overlap', [edit([1, 4], 'x'), edit([2, 5], 'y')]],
    ['it ends before it starts', [edit([4, 1], 'x')]],
    ['it has no edits', []],
  ])('leaves a repair where %s', (_, edits) => {
    expect(apply([finding(edits)], { 'a.yaml': text })).toMatchObject({ texts: {}, applied: [] });
  });

  it.each([
    ['Windows', 'one\r\ntwo\r\n', 'new\r\none\r\ntwo\r\n'],
    ['Unix', 'one\ntwo\n', 'new\none\ntwo\n'],
    ['neither: one line without an end', 'one', 'new\none'],
  ])('ends inserted lines as the lines around them: %s', (_, before, after) => {
    expect(apply([finding([edit([1, 1], 'new\n')])], { 'a.yaml': before }).texts).toEqual({ 'a.yaml': after });
  });

  it('leaves everything outside of the edits as it is', () => {
    const word = fc.stringMatching(/^[a-z# "'é\t]{1,6}$/);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(word, fc.constantFrom('\n', '\r\n')), { minLength: 1, maxLength: 8 }),
        fc.array(fc.tuple(fc.nat(7), fc.nat(5), fc.nat(5), fc.stringMatching(/^[A-Z]{0,3}$/)), { maxLength: 6 }),
        (lines, changes) => {
          const before = lines.map(([line, end]) => line + end).join('');
          const findings = changes.map(([line, from, length, replacement], index) =>
            finding([edit([from + 1, from + 1 + length], replacement, line + 1)], { fingerprint: `f${index}` }),
          );
          const { texts, applied, left } = apply(findings, { 'a.yaml': before });
          expect(applied.length + left.length).toBe(findings.length);
          const after = texts['a.yaml'] ?? before;
          // Capitals come from edits only, so without them and what was replaced both texts are the same letters in order.
          expect(isSubsequence(after.replaceAll(/[A-Z]/g, ''), before)).toBe(true);
          expect(after.split('\n').length).toBe(before.split('\n').length);
        },
      ),
    );
  });
});

function isSubsequence(part: string, whole: string): boolean {
  let at = 0;
  for (const character of whole) if (character === part[at]) at++;
  return at >= part.length;
}

/** Judges one file by a function of its text. */
function world(files: Map<string, string | Uint8Array>, judge: (text: string) => readonly Finding[]) {
  const bytesOf = (path: string): Uint8Array | undefined => {
    const content = files.get(path);
    return typeof content === 'string' ? new TextEncoder().encode(content) : content;
  };
  return {
    read: async (path: string) => bytesOf(path),
    judge: async (edited: ReadonlyMap<string, Uint8Array>): Promise<Judged> => {
      const text = new TextDecoder().decode(edited.get('a.yaml') ?? bytesOf('a.yaml'));
      return { fixable: judge(text), others: 2, text: () => text };
    },
  };
}

async function run(before: string | Uint8Array, judge: (text: string) => readonly Finding[]) {
  const { files, applied, left, others } = await fixInRounds(world(new Map([['a.yaml', before]]), judge));
  return {
    files: files.map(({ path, after }) => [path, new TextDecoder('utf-8', { ignoreBOM: true }).decode(after)]),
    applied: applied.length,
    left: left.map(({ reason }) => reason),
    others,
  };
}

describe('fixInRounds', () => {
  it('goes on until nothing is left: repairs that touch wait for their turn', async () => {
    const outcome = await run('aXbX\n', (text) => {
      const at = text.indexOf('X') + 1;
      return at === 0 ? [] : [finding([edit([at, at + 1], '')])];
    });
    expect(outcome).toEqual({ files: [['a.yaml', 'ab\n']], applied: 2, left: [], others: 2 });
  });

  it('undoes a repair that does not help, and does the others', async () => {
    const outcome = await run('bad ugly\n', (text) => [
      finding([edit([1, 1], '!')], { fingerprint: 'vain', message: 'always there' }),
      ...(text.includes('ugly') ? [finding([edit([5, 9], 'fair')], { message: 'ugly' })] : []),
    ]);
    expect(outcome).toEqual({ files: [['a.yaml', 'bad fair\n']], applied: 1, left: ['ineffective'], others: 2 });
  });

  it('stops where repairs lead to each other for ever', async () => {
    const outcome = await run('1\n', (text) => [
      finding([edit([1, text.trim().length + 1], `${Number(text) + 1}`)], { message: `not ${text}` }),
    ]);
    expect(outcome).toMatchObject({ files: [['a.yaml', '13\n']], applied: 12, left: ['rounds'] });
  });

  it('keeps the byte order mark and what the line ends are', async () => {
    const outcome = await run('\uFEFFbad\r\nend\r\n', (text) =>
      text.startsWith('bad') ? [finding([edit([1, 4], 'good')])] : [],
    );
    expect(outcome.files).toEqual([['a.yaml', '\uFEFFgood\r\nend\r\n']]);
  });

  it('edits the line ends of the disk where git has others', async () => {
    const outcome = await fixInRounds({
      read: async () => new TextEncoder().encode('bad\r\nend\r\n'),
      judge: async (edited) => ({
        fixable: edited.size === 0 ? [finding([edit([1, 4], 'good')])] : [],
        others: 0,
        text: () => (edited.size === 0 ? 'bad\nend\n' : 'good\nend\n'),
      }),
    });
    expect(outcome.files.map(({ after }) => new TextDecoder().decode(after))).toEqual(['good\r\nend\r\n']);
  });

  it('leaves a file that is not the one that was judged, and one that cannot be edited', async () => {
    const judged: Judged = {
      fixable: [
        finding([edit([1, 4], 'x')]),
        finding([edit([1, 4], 'x', { line: 1, path: 'link.yaml' })], { message: 'link' }),
      ],
      others: 0,
      text: () => 'one\n',
    };
    const outcome = await fixInRounds({
      judge: async () => judged,
      read: async (path) => (path === 'a.yaml' ? new TextEncoder().encode('other\n') : undefined),
    });
    expect(outcome.left.map(({ reason }) => reason)).toEqual(['changed', 'unreadable']);
    expect(outcome.files).toEqual([]);
  });

  it('raises the version when all the rest is repaired', async () => {
    const order: string[] = [];
    await run('aX 1\n', (text) => {
      const isBroken = text.includes('X');
      order.push(text.trim());
      const version = finding([edit([text.indexOf('1') + 1, text.indexOf('1') + 2], '2')], {
        rule: 'contract/version-not-bumped',
        message: 'version',
      });
      return [...(text.includes('1') ? [version] : []), ...(isBroken ? [finding([edit([2, 3], '')])] : [])];
    });
    expect(order).toEqual(['aX 1', 'a 1', 'a 2']);
  });
});
