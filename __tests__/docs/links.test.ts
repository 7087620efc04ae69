import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';
import { documents, readText, root } from './files.ts';

describe('links of the documents', () => {
  it.each(documents())('%s', (path) => {
    expect(linksOf(readText(path)).flatMap((link) => brokenLink(path, link))).toEqual([]);
  });

  it('finds a link to nothing', () => {
    const found = ['docs/nothing.md', '#nothing', 'CHANGELOG.md#nothing', 'CHANGELOG.md', 'https://example.com'];
    expect(found.flatMap((link) => brokenLink('README.md', link))).toEqual([
      'docs/nothing.md: no such file',
      '#nothing: no such heading',
      'CHANGELOG.md#nothing: no such heading',
    ]);
  });
});

/** Targets of links and images, outside of code. */
function linksOf(markdown: string): readonly string[] {
  const prose = markdown.replaceAll(/^(`{3,})[\s\S]*?^\1$/gm, '').replaceAll(/(?<!\[)`[^`\n]*`(?!\])/g, '');
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1] ?? '');
}

function brokenLink(from: string, link: string): readonly string[] {
  if (/^(?:https?|mailto):/.test(link)) return [];
  const [file = '', anchor] = link.split('#', 2);
  const target = file === '' ? from : normalize(join(dirname(from), file));
  if (!existsSync(join(root, target))) return [`${link}: no such file`];
  if (anchor === undefined || headingsOf(readText(target)).includes(anchor)) return [];
  return [`${link}: no such heading`];
}

/** Anchors as GitHub makes them: lower case, punctuation left out, blanks as hyphens. */
function headingsOf(markdown: string): readonly string[] {
  return [...markdown.matchAll(/^#+ (.*)$/gm)].map((match) =>
    (match[1] ?? '')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
}
