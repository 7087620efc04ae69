import { fileStart } from '../../model/location.ts';
import type { RuleContext } from '../../model/rule.ts';
import { defineRule } from '../define-rule.ts';

const path = 'specs/product-canvas/vision.md';
const vision = { [path]: '# Vision\n' };
const bots = [{ path, author: 'writer[bot]' }];

/** A specification that a bot has written must be approved by a person. */
export default defineRule({
  id: 'gate/bot-written-spec',
  kind: 'change',
  gate: 'owner',
  ignorable: false,
  summary: 'A specification that a bot has written must be approved by a person.',
  why: 'Specifications say what people want; code may be generated from them, but not the wish itself. Somebody with write access approves the pull request in its present state, and the check is run again (by the event "pull_request_review", or by hand). Approvals of earlier commits and of bots do not count. Only GitHub knows who wrote and who approved: elsewhere the rule says nothing.',
  severity: 'error',
  since: '0.1.0',
  options: {
    trusted: {
      type: 'texts',
      default: [],
      description: 'Logins of bots whose specifications need no approval.',
    },
  },
  examples: [
    {
      name: 'a canvas that a bot wrote and nobody approved',
      head: vision,
      authors: { bots, approvals: [] },
      findings: [`${path}:1 ${path}`],
    },
    { name: 'a canvas that a person approved', head: vision, authors: { bots, approvals: ['ana'] }, findings: [] },
    { name: 'a canvas that a person wrote', head: vision, authors: { bots: [], approvals: [] }, findings: [] },
    { name: 'outside of a pull request nobody can tell', head: vision, authors: { bots }, findings: [] },
  ],
  check(context) {
    const { authors } = context.facts;
    if (authors?.approvals === undefined || authors.approvals.length > 0) return;
    const trusted = trustedBots(context);
    for (const { path: file, author } of authors.bots) {
      if (trusted.has(author.toLowerCase())) continue;
      const isThere = context.project.paths?.has(file) !== false;
      context.report({
        subject: file,
        at: fileStart(file),
        ...(isThere ? {} : { side: 'base' }),
        values: { path: file, author },
        key: [author],
      });
    }
  },
});

function trustedBots({ options }: RuleContext): ReadonlySet<string> {
  const { trusted } = options;
  const names = Array.isArray(trusted) ? trusted : [];
  return new Set(names.flatMap((name: unknown) => (typeof name === 'string' ? [name.toLowerCase()] : [])));
}
