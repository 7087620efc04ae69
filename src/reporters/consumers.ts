import type { Finding, Impact } from '../model/finding.ts';
import type { Lang } from '../model/messages.ts';
import type { Report } from '../model/report.ts';
import { hurtBy, hurtsSomebody, say } from './words.ts';

/** How names are written: as code in Markdown, as they are (but visible) on a terminal. */
export interface ConsumerView {
  readonly lang: Lang;
  readonly code: (text: string) => string;
  /** Consumers that are named; the others are counted. */
  readonly limit: number;
}

/** Who in the repository is hit: "model `fct_mrr` (`revenue-data`) and 2 more"; undefined where nobody is known. */
export function consumersText(impact: readonly Impact[], view: ConsumerView): string | undefined {
  if (impact.length === 0) return undefined;
  const named = impact.slice(0, view.limit).map((each) => consumerText(each, view));
  const left = impact.length - named.length;
  return `${named.join(', ')}${left > 0 ? ` ${say(view.lang, 'and-more', { n: left })}` : ''}`;
}

/** Who relies on what changed, and which of them are known: "readers of this output: model …", or that none is. */
export function brokenText(who: string, impact: readonly Impact[], view: ConsumerView): string {
  const known = consumersText(impact, view);
  return known === undefined ? `${who}; ${say(view.lang, 'nobody-known')}` : `${who}: ${known}`;
}

/**
 * Whom a finding hits: where it tells a change that hurts, who relies on that side and which of them are known, or that none is;
 * of other findings, as those about versions, only who is known. Undefined where there is nothing to say.
 */
export function hurtText(finding: Finding, report: Report, view: ConsumerView): string | undefined {
  const change = report.changes.find((each) => {
    return hurtsSomebody(each) && each.subject === finding.subject && each.class === finding.class;
  });
  if (change === undefined) return consumersText(finding.impact, view);
  return brokenText(hurtBy(view.lang, change), finding.impact, view);
}

/** Owners stand as code too: a handle in prose would ping its owner at every push. */
function consumerText({ kind, name, owner }: Impact, { lang, code }: ConsumerView): string {
  const of = owner === undefined || owner === '' ? '' : ` (${code(owner)})`;
  return `${say(lang, `impact.${kind}`)} ${code(name)}${of}`;
}
