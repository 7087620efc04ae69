/** The folder below `specs/pipelines/` that a file lies in; empty for a file directly below it, or in its folder of assets. */
export function domainOf(path: string): string {
  const [folder = ''] = path.split('/').slice(2, -1);
  return folder === 'assets' ? '' : folder;
}
