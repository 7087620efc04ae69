/** What `email -> PII -> Confidential -> Policy: hash_sha256` says. `unread` is a step that has no meaning. */
export interface Chain {
  readonly term: string;
  readonly level?: string;
  readonly pii?: boolean;
  readonly policy?: string;
  readonly unread?: string;
}

const arrow = /->|→|=>/;

/** Levels that need no definition in the file, in English and Portuguese, lower case. */
const commonLevels: ReadonlySet<string> = new Set([
  'public',
  'internal',
  'confidential',
  'restricted',
  'sensitive',
  'secret',
  'público',
  'publico',
  'pública',
  'publica',
  'interno',
  'interna',
  'confidencial',
  'restrito',
  'restrita',
  'sensível',
  'sensivel',
  'secreto',
  'secreta',
]);

/** Whether a text is a chain. */
export function hasArrow(text: string): boolean {
  return arrow.test(text);
}

/**
 * Reads a chain. The first step is the term; `PII`, a level and a policy follow in any order.
 * A level is a common one or one of `levels` (lower case); what is neither is the policy.
 */
export function parseChain(text: string, levels: ReadonlySet<string>): Chain {
  const [term = '', ...steps] = text.split(arrow).map((step) => step.trim());
  let chain: Chain = { term };
  for (const step of steps) chain = { ...chain, ...readStep(step, chain, levels) };
  return chain;
}

function readStep(step: string, chain: Chain, levels: ReadonlySet<string>): Partial<Chain> {
  const { name, value } = splitName(step);
  if (value === '') return { unread: step };
  if (name === undefined && value.toLowerCase() === 'pii') return { pii: true };
  if (name === 'level' || (name === undefined && isLevel(value, levels))) return once(chain.level, { level: value });
  return once(chain.policy, { policy: value });
}

/** A chain says each thing once. */
function once(
  said: string | undefined,
  step: { readonly level: string } | { readonly policy: string },
): Partial<Chain> {
  return said === undefined ? step : { unread: Object.values(step).join('') };
}

/** `Policy: hash` is named; any other colon belongs to the value. */
function splitName(step: string): { readonly name?: 'level' | 'policy'; readonly value: string } {
  const colon = step.indexOf(':');
  const name = step.slice(0, Math.max(colon, 0)).trim().toLowerCase();
  const value = step.slice(colon + 1).trim();
  if (['policy', 'política', 'politica'].includes(name)) return { name: 'policy', value };
  if (['level', 'classification', 'nível', 'nivel'].includes(name)) return { name: 'level', value };
  return { value: step };
}

function isLevel(value: string, levels: ReadonlySet<string>): boolean {
  return commonLevels.has(value.toLowerCase()) || levels.has(value.toLowerCase());
}
