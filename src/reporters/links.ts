/** Where the documentation of a rule is published; undefined for the rules that a repository has written itself. */
export function ruleUrl(id: string): string | undefined {
  if (id.startsWith('custom/')) return undefined;
  return `https://github.com/dataengos/gatekeeper/blob/v1/docs/rules/${id.split('/').map(encodeURIComponent).join('/')}.md`;
}
