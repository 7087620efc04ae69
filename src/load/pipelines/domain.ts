/** The folder below `specs/pipelines/` that a file lies in; empty for a file directly below it. */
export function domainOf(path: string): string {
  const folders = path.split('/').slice(2, -1);
  return folders[0] ?? '';
}
