/** A text of Markdown with spaces in the place of its HTML comments: places stay. One that is not closed is no comment. */
export function withoutComments(text: string): string {
  let rest = '';
  let from = 0;
  for (let start = text.indexOf('<!--'); start !== -1; start = text.indexOf('<!--', from)) {
    const close = text.indexOf('-->', start + 4);
    if (close === -1) break;
    rest += text.slice(from, start) + text.slice(start, close + 3).replaceAll(/[^\r\n]/g, ' ');
    from = close + 3;
  }
  return rest + text.slice(from);
}
