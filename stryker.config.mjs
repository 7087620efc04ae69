import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Every line of rules and diff that decides something is broken once, and a test must notice: `npm run mutate`. */
export default {
  mutate: ['src/rules/**/*.ts', 'src/diff/**/*.ts'],
  testRunner: 'in-process',
  plugins: ['./scripts/mutation/runner.ts'],
  inProcess: {
    files: [
      '__tests__/diff/**/*.test.ts',
      '__tests__/rules/**/*.test.ts',
      '__tests__/golden/**/*.test.ts',
      '__tests__/drift/**/*.test.ts',
      '__tests__/engine/{compatibility-rows,notice,scope,trust}.test.ts',
      '__tests__/reporters/secrets.test.ts',
    ],
    // Laws take seconds each, and the golden findings say all that the examples say, rule by rule.
    exclude: ['__tests__/diff/laws/**', '__tests__/rules/examples.test.ts'],
  },
  warnings: { unknownOptions: false },
  coverageAnalysis: 'perTest',
  // Summaries, reasons and examples of rules are values of the module: data, not decisions.
  ignoreStatic: true,
  disableTypeChecks: false,
  concurrency: 2,
  tempDirName: join(tmpdir(), 'dataengos-mutation'),
  ignorePatterns: ['/*', '!/src', '!/__tests__', '!/rules', '!/schemas', '!/docs', '!/examples', '!/scripts', '!/package.json', '!/*.md', '!/action.yml'],
  reporters: ['json'],
  jsonReporter: { fileName: '.mutation/report.json' },
};
