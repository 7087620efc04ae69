/**
 * A JSON object whose lists have one entry per line, so that two branches that each add an entry merge; in the order of its keys, with
 * a final newline. Keys of `undefined` are left out.
 */
export function linedJson(data: { readonly [key: string]: unknown }): string {
  const members = Object.entries(data).filter(([, value]) => value !== undefined);
  return `{\n${members.map(([key, value]) => `  ${JSON.stringify(key)}: ${memberText(value)}`).join(',\n')}\n}\n`;
}

function memberText(value: unknown): string {
  if (!Array.isArray(value) || value.length === 0) return JSON.stringify(value);
  return `[\n${value.map((entry) => `    ${JSON.stringify(entry)}`).join(',\n')}\n  ]`;
}
