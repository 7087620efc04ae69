import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

interface Lock {
  readonly packages: {
    readonly [path: string]: {
      readonly resolved?: string;
      readonly optionalDependencies?: { readonly [name: string]: string };
    };
  };
}

const lock: Lock = JSON.parse(readFileSync(join(import.meta.dirname, '..', 'package-lock.json'), 'utf8'));

it('holds the package of every platform: npm ci refuses a lock file that lacks one', () => {
  const wanted = Object.values(lock.packages).flatMap((entry) => Object.keys(entry.optionalDependencies ?? {}));
  expect(wanted.filter((name) => !Object.hasOwn(lock.packages, `node_modules/${name}`))).toEqual([]);
});

it('names no registry', () => {
  expect(Object.entries(lock.packages).filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
});
