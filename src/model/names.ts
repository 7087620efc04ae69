import type { Casing } from './governance.ts';

const patterns: { readonly [casing in Casing]: RegExp } = {
  // dbt writes stg_<source>__<table>: two underscores are snake_case too.
  snake_case: /^_*[a-z0-9]+(?:_+[a-z0-9]+)*_*$/,
  camelCase: /^[a-z][a-zA-Z0-9]*$/,
  PascalCase: /^[A-Z][a-zA-Z0-9]*$/,
  UPPER_CASE: /^[A-Z0-9]+(?:_[A-Z0-9]+)*$/,
  'kebab-case': /^[a-z0-9]+(?:-[a-z0-9]+)*$/,
};

/** Whether a name is written in a casing style. */
export function hasCasing(name: string, casing: Casing): boolean {
  return patterns[casing].test(name);
}

/** The words of a name in any casing, lower case: `customerID` → customer, id. */
export function wordsOf(name: string): readonly string[] {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll(/(?<=[A-Z])(?=[A-Z][a-z])/g, '_')
    .toLowerCase()
    .split(/[^a-z0-9à-ÿ]+/)
    .filter(Boolean);
}

/** The same words in a casing style. */
export function toCasing(name: string, casing: Casing): string {
  const words = wordsOf(name);
  switch (casing) {
    case 'snake_case':
      return words.join('_');
    case 'UPPER_CASE':
      return words.join('_').toUpperCase();
    case 'kebab-case':
      return words.join('-');
    case 'camelCase':
      return words.map((word, index) => (index === 0 ? word : capital(word))).join('');
    case 'PascalCase':
      return words.map(capital).join('');
  }
}

function capital(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}

/** Whether a term's words stand side by side in a name: `email` in `customer_email`, not in `emailed_at`. */
export function containsTerm(name: string, term: string): boolean {
  return `_${wordsOf(name).join('_')}_`.includes(`_${wordsOf(term).join('_')}_`);
}
