import { h, name, to } from './dom.js';
import { classificationBadge, scrolled, tagLinks } from './parts.js';
import { contracts, t } from './site-data.js';

/** The columns of a schema object; `wanted` is the name of the one to be seen. */
export function columnTable(contract, object, wanted) {
  if (object.columns.length === 0) return undefined;
  const isClassified = object.columns.some(({ classification }) => classification !== undefined);
  const keys = ['column', 'type', isClassified && 'classification', 'description'].filter(Boolean);
  const head = keys.map((key) => h('th', { scope: 'col' }, t(`word.${key}`)));
  const rows = object.columns.map((column) => {
    const isWanted = column.name === wanted;
    const link = h(
      'a',
      { class: 'column', href: to('contract', contract.key, object.name, column.name), title: t('trace') },
      name(column.name),
    );
    return h(
      'tr',
      { class: isWanted && 'wanted', id: isWanted && 'wanted' },
      h('th', { scope: 'row' }, link, marksOf(column)),
      h('td', {}, typeOf(column)),
      isClassified && h('td', {}, classificationBadge(column.classification)),
      h('td', { class: 'words' }, wordsOf(contract, column)),
    );
  });
  const content = h('table', { class: 'column-table' }, h('thead', {}, h('tr', {}, head)), h('tbody', {}, rows));
  return scrolled(t('title.columns'), content);
}

function marksOf(column) {
  const marks = ['primaryKey', 'required', 'unique', 'critical', 'deprecated'].filter((mark) => column[mark]);
  return h(
    'span',
    { class: 'marks' },
    marks.map((mark) => h('span', { class: `mark mark-${mark}` }, t(`mark.${mark}`))),
  );
}

function typeOf({ type, logicalType }) {
  if (type === undefined && logicalType === undefined) return '';
  const isTwo = type !== undefined && logicalType !== undefined && type.toLowerCase() !== logicalType.toLowerCase();
  return [h('code', {}, name(type ?? logicalType)), isTwo && h('small', {}, name(logicalType))];
}

function wordsOf(contract, column) {
  const { description, businessName, options = {}, enum: values, quality, references, transform, tags } = column;
  return [
    businessName && h('b', { class: 'business' }, name(businessName)),
    description && h('span', {}, name(description)),
    values &&
      h(
        'small',
        {},
        `${t('word.enum')}: `,
        name(values.map((value) => (typeof value === 'string' ? value : JSON.stringify(value))).join(', ')),
      ),
    Object.keys(options).length > 0 &&
      h(
        'small',
        {},
        Object.entries(options).map(([key, value]) =>
          h('code', {}, name(`${key}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)),
        ),
      ),
    transform && h('small', {}, `${t('word.transform')}: `, h('code', {}, name(transform))),
    references.map((target) => h('small', {}, `${t('word.reference')}: `, referenceLink(contract, target))),
    quality.length > 0 && ruleList(quality),
    tagLinks(tags),
  ];
}

/** A link to the column of this contract, or of the one whose id the target starts with; else the words alone. */
function referenceLink(contract, target) {
  const [first, ...rest] = target.split('.');
  const path = rest.length === 0 ? [] : rest;
  const inside = contract.objects.find((object) => object.name === first);
  if (inside !== undefined) return h('a', { href: to('contract', contract.key, first, ...path) }, name(target));
  const other = contracts.find(({ id, objects }) => id === first || objects.some((object) => object.name === first));
  if (other === undefined) return h('code', {}, name(target));
  const names = other.id === first ? path : [first, ...path];
  return h('a', { href: to('contract', other.key, ...names) }, name(target));
}

/** Checks of quality in words and signs. */
export function ruleList(rules) {
  return h(
    'ul',
    { class: 'rules', role: 'list' },
    rules.map(({ demand, description, severity, dimension }) =>
      h(
        'li',
        {},
        h('code', {}, name(demand)),
        description && h('span', {}, name(description)),
        [severity, dimension].filter(Boolean).map((text) => h('small', {}, name(text))),
      ),
    ),
  );
}
