import { defineConfig } from 'vitest/config';
import { listMissingTools } from './__tests__/support/missing-tools.ts';

export default defineConfig({
  plugins: [listMissingTools()],
  test: {
    include: ['__tests__/**/*.test.ts'],
    setupFiles: ['__tests__/support/property-tests.ts'],
    // Most files wait for programs that they started: a core would stand idle.
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
