import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { describeWithTool } from '../support/real-tools.ts';
import { languageCases } from './jinja-cases.ts';

const program = `
import json, sys, jinja2
environment = jinja2.Environment(extensions=['jinja2.ext.do', 'jinja2.ext.loopcontrols'])
templates = json.load(sys.stdin)
json.dump([environment.from_string(template).render() for template in templates], sys.stdout)
`;

describeWithTool('dbt', 'Python Jinja2 as the oracle of the same table', (dbt) => {
  test('prints every case byte for byte', () => {
    const input = JSON.stringify(languageCases.map(({ template }) => template));
    const printed = execFileSync(dbt.bin('python'), ['-c', program], { input, encoding: 'utf8' });
    const answers: unknown = JSON.parse(printed);
    expect(answers).toEqual(languageCases.map(({ output }) => output));
  });
});
