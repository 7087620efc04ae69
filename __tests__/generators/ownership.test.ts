import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Artifact, ArtifactState } from '../../src/model/artifact.ts';
import type { Contract } from '../../src/model/contract.ts';
import { compareArtifacts } from '../../src/generators/ownership/compare.ts';
import { generateArtifacts } from '../../src/generators/generate.ts';
import { lockPath } from '../../src/generators/ownership/lock.ts';
import { mergeThreeWays } from '../../src/generators/ownership/merge.ts';
import { contract, object, property } from '../drift/contracts.ts';
import { memoryTree } from '../support/memory-tree.ts';
import { dbtProject, model, project } from './shop.ts';

const names = ['a', 'b', 'c', 'd', 'e', 'f'] as const;
const enabled = { all: false, 'dbt-properties': true, catalog: true };

/** What the specifications say: columns of one table, each with a description. */
type Spec = ReadonlyMap<string, string>;
type Files = { readonly [path: string]: string };

function contractOf(spec: Spec): Contract {
  const properties = [...spec].map(([name, description]) =>
    property(name, { required: true, description: `Column ${name}: ${description}.` }),
  );
  return contract({
    path: 'specs/contracts/outputs/orders.yaml',
    id: 'orders',
    schema: [object('orders', properties)],
  });
}

function generatedFrom(spec: Spec): readonly Artifact[] {
  return generateArtifacts(project([contractOf(spec)], [dbtProject([model('orders')])]), { enabled }).artifacts;
}

interface World {
  readonly files: Files;
  /** Specifications of the last merge base, and of now. */
  readonly base: Spec;
  readonly head: Spec;
}

function statesOf({ files, base, head }: World): readonly ArtifactState[] {
  return compareArtifacts(generatedFrom(head), memoryTree(files), {
    base: new Map(generatedFrom(base).map(({ path, content }) => [path, content])),
  });
}

/** `dataengos generate --write`. */
function written(world: World): Files {
  const files = new Map(Object.entries(world.files));
  for (const { path, status, content } of statesOf(world)) {
    if (status === 'orphaned') files.delete(path);
    else if (content !== undefined) files.set(path, content);
  }
  return Object.fromEntries(files);
}

const yamlPath = Object.keys(written({ files: {}, base: new Map(), head: new Map([['a', 'x']]) })).find((path) =>
  path.endsWith('__contract.yml'),
);

/** One step of a repository's life. */
type Step =
  | { readonly kind: 'describe' | 'remove'; readonly column: string; readonly text: string }
  | { readonly kind: 'insert' | 'replace'; readonly file: number; readonly line: number }
  | { readonly kind: 'write' | 'merge' };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('describe' as const, 'remove' as const),
    column: fc.constantFrom(...names),
    text: fc.constantFrom('one', 'two', 'three'),
  }),
  fc.record({
    kind: fc.constantFrom('insert' as const, 'replace' as const),
    file: fc.nat(5),
    line: fc.nat(40),
  }),
  fc.record({ kind: fc.constantFrom('write' as const, 'merge' as const) }),
);

describe('a line that somebody wrote', () => {
  it('is never lost, whatever the specifications and the generator do', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 5, maxLength: 40 }), (steps) => {
        let world: World = { files: {}, base: new Map([['a', 'one']]), head: new Map([['a', 'one']]) };
        world = { ...world, files: written(world) };
        const lines = new Map<string, string>();
        steps.forEach((each, at) => {
          world = taken(each, world, { at, lines });
          for (const [line, path] of lines) expect(world.files[path]?.split('\n')).toContain(line);
        });
      }),
      { numRuns: 100 },
    );
  });
});

interface Hand {
  readonly at: number;
  /** Lines that a person wrote, and the files that they are in. */
  readonly lines: Map<string, string>;
}

function taken(each: Step, world: World, { at, lines }: Hand): World {
  switch (each.kind) {
    case 'describe':
      return { ...world, head: new Map([...world.head, [each.column, each.text]]) };
    case 'remove':
      return { ...world, head: new Map([...world.head].filter(([name]) => name !== each.column)) };
    case 'write':
      return { ...world, files: written(world) };
    // The branch is merged with everything generated: what it says is where the next one starts.
    case 'merge':
      return { files: written(world), base: world.head, head: world.head };
    default:
      return { ...world, files: edited(each, world.files, { at, lines }) };
  }
}

/** A person adds or changes a line of a generated file. The lock is nobody's to edit. */
function edited(
  { kind, file, line }: Extract<Step, { readonly kind: 'insert' | 'replace' }>,
  files: Files,
  { at, lines }: Hand,
): Files {
  const paths = Object.keys(files).filter((path) => path !== lockPath);
  const path = paths[file % Math.max(paths.length, 1)];
  const text = path === undefined ? undefined : files[path];
  if (path === undefined || text === undefined) return files;
  const all = text.split('\n');
  const place = line % all.length;
  const own = `# written by hand ${at}`;
  // A person may replace what a person wrote.
  const [replaced = ''] = all.splice(place, kind === 'replace' ? 1 : 0, own);
  lines.delete(replaced);
  lines.set(own, path);
  return { ...files, [path]: all.join('\n') };
}

describe('a file that was edited by hand', () => {
  const before = new Map(names.map((name) => [name, 'one']));
  const start = written({ files: {}, base: before, head: before });
  const path = yamlPath ?? '';
  const text = start[path] ?? '';

  function stateAfter(files: Files, head: Spec): ArtifactState | undefined {
    return statesOf({ files: { ...start, ...files }, base: before, head }).find((state) => state.path === path);
  }

  it('has the line and what the specifications changed elsewhere', () => {
    const commented = text.replace('      - name: a\n', '      # our own\n      - name: a\n');
    const state = stateAfter({ [path]: commented }, new Map([...before, ['f', 'two']]));
    expect([state?.status, state?.merge]).toEqual(['edited', 'clean']);
    expect(state?.content).toBe(commented.replace('Column f: one.', 'Column f: two.'));
  });

  it('is left alone where both changed the same line', () => {
    const changed = text.replace('Column f: one.', 'Column f: mine.');
    const state = stateAfter({ [path]: changed }, new Map([...before, ['f', 'two']]));
    expect([state?.status, state?.merge, state?.content]).toEqual(['edited', 'conflict', undefined]);
  });

  it('keeps its entry in the lock while it is in conflict, so that the change is not forgotten', () => {
    const changed = { ...start, [path]: text.replace('Column f: one.', 'Column f: mine.') };
    const head = new Map([...before, ['f', 'two']]);
    const once = written({ files: changed, base: before, head });
    const again = statesOf({ files: once, base: before, head }).find((state) => state.path === path);
    expect(again?.merge).toBe('conflict');
  });

  it('is merged once: a second generation has nothing to add', () => {
    const commented = text.replace('      - name: a\n', '      # our own\n      - name: a\n');
    const head = new Map([...before, ['f', 'two']]);
    const once = written({ files: { ...start, [path]: commented }, base: before, head });
    expect(written({ files: once, base: before, head })).toEqual(once);
    const state = statesOf({ files: once, base: before, head }).find((each) => each.path === path);
    expect([state?.status, state?.merge]).toEqual(['edited', 'unneeded']);
  });

  it('is not deleted when no specification asks for it any more', () => {
    const files = { ...start, [path]: `${text}# mine\n` };
    const artifacts = generateArtifacts(project([], []), { enabled }).artifacts;
    const states = compareArtifacts(artifacts, memoryTree(files));
    expect(states.find((state) => state.path === path)?.status).toBe('edited');
  });
});

describe('merging three texts', () => {
  it.each([
    { title: 'nothing changed', texts: ['a\nb\n', 'a\nb\n', 'a\nb\n'], merged: 'a\nb\n' },
    { title: 'only the hand', texts: ['a\nb\n', 'a\nx\nb\n', 'a\nb\n'], merged: 'a\nx\nb\n' },
    { title: 'only the specifications', texts: ['a\nb\n', 'a\nb\n', 'a\nc\n'], merged: 'a\nc\n' },
    { title: 'both alike', texts: ['a\nb\n', 'a\nc\n', 'a\nc\n'], merged: 'a\nc\n' },
    { title: 'both differently', texts: ['a\nb\n', 'a\nc\n', 'a\nd\n'], merged: undefined },
    { title: 'a hand that deletes what changes', texts: ['a\nb\nc\n', 'a\nc\n', 'a\nd\nc\n'], merged: undefined },
  ])('$title', ({ texts: [base = '', hand = '', generated = ''], merged }) => {
    expect(mergeThreeWays({ base, edited: hand, generated })).toBe(merged);
  });

  it('gives up on texts that repeat one line without end', () => {
    const lines = 'x\n'.repeat(5000);
    expect(mergeThreeWays({ base: lines, edited: `${lines}y\n`, generated: `${lines}z\n` })).toBeUndefined();
  });
});
