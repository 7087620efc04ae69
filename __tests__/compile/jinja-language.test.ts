import { describe, expect, test } from 'vitest';
import { buildMacroLibrary } from '../../src/compile/jinja/macro-library.ts';
import { renderModel } from '../../src/compile/jinja/render.ts';
import { languageCases } from './jinja-cases.ts';

const macros = buildMacroLibrary([]);

describe('the template language', () => {
  test.each(languageCases)('$name', ({ template, output }) => {
    const result = renderModel({
      path: 'm.sql',
      text: template,
      name: 'm',
      vars: {},
      macros,
      packages: [],
      project: 'p',
    });
    expect({ state: result.state, reason: result.reason, sql: result.renditions[0]?.sql }).toEqual({
      state: 'rendered',
      reason: undefined,
      sql: output,
    });
  });
});
