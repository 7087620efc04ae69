import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { siteScript, siteStyle, siteTemplate } from '../../../generated/site.ts';
import { type Lang, translate } from '../../../model/messages.ts';
import { linedJson } from '../../catalog/json-lines.ts';
import { headerText } from '../../define-generator.ts';
import type { CatalogView } from '../catalog.ts';
import type { LogFile } from '../changes/change-logs.ts';
import { siteTexts } from './site-texts.ts';

/** What the site shows. */
export interface SiteSource {
  readonly view: CatalogView;
  readonly logs: readonly LogFile[];
  readonly lang: Lang;
}

/**
 * The site: one HTML file that loads nothing. Its policy (CSP) allows exactly its own script and style, by their hashes; the data is no
 * script, and the script shows it as text only.
 */
export function sitePage({ view, logs, lang }: SiteSource): string {
  const data = linedJson({
    lang,
    texts: siteTexts(lang),
    ...view.catalog,
    logs: logs.map(({ contract, log: { version, previous, lines } }) => ({
      contract: view.keys.get(contract.path),
      version,
      previous,
      lines,
    })),
  });
  const values: { readonly [name: string]: string } = {
    header: headerText('docs', 'the specifications in specs/'),
    lang,
    title: translate(lang, 'docs.site.title.site'),
    noscript: translate(lang, 'docs.site.noscript'),
    'script-hash': hashSource(siteScript),
    'style-hash': hashSource(siteStyle),
    style: siteStyle,
    script: siteScript,
    data: `\n${jsonInHtml(data)}`,
  };
  return siteTemplate.replaceAll(/\{\{([\w-]+)\}\}/g, (whole, name: string) => values[name] ?? whole);
}

/** JSON that no reader of HTML takes for a tag or comment, and no reader of JavaScript for a line end; the same data. */
function jsonInHtml(json: string): string {
  return json.replaceAll(
    /[<>&\u2028\u2029]/g,
    (char) => `\\u${(char.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  );
}

/** A hash as a content security policy writes it (CSP Level 3, "hash-source"). */
function hashSource(text: string): string {
  return `sha256-${btoa(String.fromCodePoint(...sha256(utf8ToBytes(text))))}`;
}
