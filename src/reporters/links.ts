/** Where the documentation of a rule is published. */
export function ruleUrl(id: string): string {
  return `https://github.com/dataengos/gatekeeper/blob/v1/docs/rules/${id.split('/').map(encodeURIComponent).join('/')}.md`;
}
