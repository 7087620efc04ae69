import { describe, expect, it, test } from 'vitest';
import { rules } from '../../src/generated/rules.ts';
import { type Lang, langs, translateRule } from '../../src/model/messages.ts';
import type { Rule } from '../../src/model/rule.ts';
import { explainRule } from '../../src/reporters/explain.ts';
import { renderSarif } from '../../src/reporters/sarif.ts';
import { makeFinding, makeReport } from './reports.ts';

const asked: Rule = {
  id: 'gate/bot-written-spec',
  kind: 'change',
  gate: 'owner',
  summary: 'A promise.',
  why: 'A reason.',
  severity: 'error',
  since: '0.1.0',
  options: {
    trusted: { type: 'texts', default: [], description: 'Whom it trusts.' },
    unheard: { type: 'number', default: 1, description: 'What no catalogue has.' },
  },
  examples: [],
  check: () => undefined,
};

function page(lang: Lang): readonly string[] {
  return explainRule(asked, { lang, reports: [] }).split('\n');
}

describe('a page of a rule', () => {
  it('says in English what the file of the rule says', () => {
    expect(page('en')).toEqual(
      expect.arrayContaining(['A promise.', 'A reason.', '- `trusted` (texts): Whom it trusts.']),
    );
  });

  it('says it in Portuguese where the catalogue has it', () => {
    const lines = page('pt-BR');
    expect(lines[2]).toBe('Uma especificação escrita por um bot precisa ser aprovada por uma pessoa.');
    expect(lines[4]).toMatch(/^As especificações dizem o que as pessoas querem;/);
    expect(lines).toContain('- `trusted` (texts): Logins de bots cujas especificações não precisam de aprovação.');
    expect(lines).toContain('- `unheard` (number): What no catalogue has.');
  });

  it('says since when only where that is known: rules of the repository have no release', () => {
    expect([severityLine('0.1.0'), severityLine('')]).toEqual([
      'Default severity: error. Gate: owner. Since 0.1.0. Change it in `dataengos.yaml`:',
      'Default severity: error. Gate: owner. Change it in `dataengos.yaml`:',
    ]);
  });

  it('keeps what a rule of the repository says in its own words', () => {
    const own = { id: 'custom/own', summary: 'Uma regra própria.', why: 'Por isso.' };
    expect(langs.map((lang) => translateRule(own, lang))).toEqual([own, own]);
  });
});

describe.each(rules.map((rule) => [rule.id, rule] as const))('%s', (_id, rule) => {
  const told = translateRule(rule, 'pt-BR');

  it('is a sentence and a reason in both languages', () => {
    const texts = [rule.summary, rule.why, told.summary, told.why];
    expect(texts.filter((text) => !/^(?:\p{Lu}|"|dbt ).*\.$/u.test(text))).toEqual([]);
    expect(told.summary).not.toBe(rule.summary);
    expect(told.why).not.toBe(rule.why);
  });

  it('names the same keys, files, rules and figures in both languages', () => {
    expect(namesIn(told.why)).toEqual(namesIn(rule.why));
    expect(namesIn(told.summary)).toEqual(namesIn(rule.summary));
  });
});

/** Words that no language translates: paths, rule ids, variables, keys with a separator, and numbers. */
function namesIn(text: string): readonly string[] {
  return [...text.matchAll(/\$\{\w+\}|[\w-]+\/[\w/-]*|\b[a-z]+[_-][a-z_]+\b(?=")|\w+\.ya?ml|\d+(?:\.\d+)*/g)]
    .map(([name]) => name)
    .sort();
}

test('the rules of a SARIF log are told in the language of the report', () => {
  const removed = rules.filter(({ id }) => id === 'contract/property-removed');
  const log: unknown = JSON.parse(
    renderSarif(makeReport({ lang: 'pt-BR', findings: [makeFinding({ rule: 'contract/property-removed' })] }), removed),
  );
  expect(log).toMatchObject({
    runs: [
      {
        tool: {
          driver: {
            rules: [
              {
                id: 'contract/property-removed',
                shortDescription: { text: 'Uma coluna publicada não pode desaparecer.' },
                help: { text: expect.stringMatching(/^Uma coluna publicada não pode desaparecer\.\n\nToda consulta,/) },
              },
            ],
          },
        },
      },
    ],
  });
});

function severityLine(since: string): string | undefined {
  const lines = explainRule({ ...asked, since }, { lang: 'en', reports: [] }).split('\n');
  return lines.find((each) => each.startsWith('Default severity'));
}
