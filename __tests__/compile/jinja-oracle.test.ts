import { execFileSync } from 'node:child_process';
import { env } from 'node:process';
import { describe, expect, test } from 'vitest';
import { languageCases } from './jinja-cases.ts';

const python = env.PYTHON_JINJA2;

const program = `
import json, sys, jinja2
environment = jinja2.Environment(extensions=['jinja2.ext.do', 'jinja2.ext.loopcontrols'])
templates = json.load(sys.stdin)
json.dump([environment.from_string(template).render() for template in templates], sys.stdout)
`;

describe('Python Jinja2 as the oracle of the same table', () => {
  test.skipIf(python === undefined)(
    'prints every case byte for byte (set PYTHON_JINJA2 to a Python with jinja2 3.1)',
    () => {
      const input = JSON.stringify(languageCases.map(({ template }) => template));
      const answers: unknown = JSON.parse(execFileSync(python ?? '', ['-c', program], { input, encoding: 'utf8' }));
      expect(answers).toEqual(languageCases.map(({ output }) => output));
    },
  );
});
