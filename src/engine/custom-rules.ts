import type { CustomRule } from '../model/custom-rule.ts';
import { violationOf } from '../load/custom-rules/violation-of.ts';
import { fillMessage, type Lang } from '../model/messages.ts';
import { fitsPath } from '../model/owners.ts';
import type { Rule, RuleContext } from '../model/rule.ts';
import { type CustomElement, elementReader } from './custom-elements.ts';

/** The rules that a repository has written itself, as rules like any other. Their messages are in `lang`, else in English. */
export function customRules(definitions: readonly CustomRule[], lang: Lang): readonly Rule[] {
  const elementsOf = elementReader();
  return definitions.map((definition) => ({
    id: definition.id,
    kind: 'lint',
    gate: 'lint',
    summary: messageOf(definition, lang),
    why: `${definition.path}:${definition.at.line}`,
    severity: definition.severity,
    since: '',
    examples: [],
    check(context) {
      for (const element of elementsOf(context, definition.select)) judge(definition, element, { context, lang });
    },
  }));
}

interface Run {
  readonly context: RuleContext;
  readonly lang: Lang;
}

/** One finding per element, at the first value that does not fit. */
function judge(definition: CustomRule, element: CustomElement, { context, lang }: Run): void {
  const { paths, when, then } = definition;
  const segments = element.path.split('/');
  if (paths.length > 0 && !paths.some((pattern) => fitsPath(pattern, segments))) return;
  if (when !== undefined && violationOf(when, element.value) !== undefined) return;
  const place = violationOf(then.value, element.value);
  if (place === undefined) return;
  const { subject, name, contract = '' } = element;
  const values = { name, subject, contract };
  context.report({
    subject,
    at: element.placeOf(place),
    said: fillMessage(messageOf(definition, lang), values),
    values,
    related: [{ at: definition.at, message: 'defined' }],
  });
}

function messageOf({ message }: CustomRule, lang: Lang): string {
  return (lang === 'en' ? undefined : message[lang]) ?? message.en;
}
