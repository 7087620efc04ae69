import { type Lang, translate } from '../../../model/messages.ts';

/** What the page says, by groups of keys below `docs.site` in the message catalogues. */
const keys: { readonly [group: string]: string } = {
  '': 'search skip menu theme filters all more and-more footer trace other-versions after nothing-changed lineage-of whole-tables picture as-text left-out found of-domain',
  title:
    'site contracts products owners service-levels changes search facts team support links lineage quality columns servers access outputs inputs consumers not-found',
  word: 'usage limitations owner team domain tenant product tags standard file direction status column type classification description enum transform reference property value element source server environment location role access',
  mark: 'primaryKey required unique critical deprecated',
  status: 'active draft proposed deprecated retired',
  direction: 'output input output-why input-why',
  kind: 'contract source seed snapshot table model exposure',
  step: 'as-is changed masked condition',
  count: ['contract', 'product', 'column', 'owner', 'consumer', 'tag']
    .map((each) => `${each}.one ${each}.other`)
    .join(' '),
  empty: 'filter products owners service-levels changes columns consumers lineage search search-hint not-found',
};

/** All texts of the page in one language, by their keys below `docs.site`. */
export function siteTexts(lang: Lang): { readonly [key: string]: string } {
  const all = Object.entries(keys).flatMap(([group, names]) =>
    names.split(' ').map((name) => (group === '' ? name : `${group}.${name}`)),
  );
  return Object.fromEntries(all.map((key) => [key, translate(lang, `docs.site.${key}`)]));
}
