import { compareText } from '../../../../model/location.ts';
import { h, lazyList, name, to } from './dom.js';
import { contractCard, empty, statusBadge, versionBadge } from './parts.js';
import { contracts, count, owners, products, t } from './site-data.js';

/** What the list of contracts can be narrowed by. */
const filters = ['direction', 'status', 'domain'];

/** The list of all contracts with its filters. */
export function homePage() {
  const chosen = {};
  const results = h('div', {});
  const summary = h('p', { class: 'muted', role: 'status' });
  const show = () => {
    const fit = contracts.filter((contract) => filters.every((key) => !chosen[key] || contract[key] === chosen[key]));
    summary.textContent = count('contract', fit.length);
    results.replaceChildren(
      fit.length === 0 ? empty('filter') : lazyList(fit, { draw: contractCard, more: t('more'), class: 'cards' }),
    );
  };
  const pick = (key) => (event) => {
    chosen[key] = event.target.value;
    show();
  };
  show();
  return [
    h('h1', {}, t('title.contracts')),
    tiles(),
    h(
      'form',
      { class: 'filters', 'aria-label': t('filters'), submit: (event) => event.preventDefault() },
      filters.map((key) => select(key, pick(key))),
    ),
    summary,
    results,
  ];
}

function tiles() {
  const columns = contracts.reduce(
    (sum, { objects }) => sum + objects.reduce((all, each) => all + each.columns.length, 0),
    0,
  );
  const counts = [
    ['contract', contracts.length, '#/'],
    ['product', products.length, '#/products'],
    ['column', columns, '#/'],
    ['owner', owners.length, '#/owners'],
  ];
  return h(
    'div',
    { class: 'tiles' },
    counts.map(([thing, n, href]) => {
      const [number, ...words] = count(thing, n).split(' ');
      return h('a', { class: 'tile', href }, h('b', {}, number), h('span', {}, words.join(' ')));
    }),
  );
}

function select(key, change) {
  const values = [...new Set(contracts.map((contract) => contract[key]).filter((value) => value !== undefined))].sort(
    compareText,
  );
  if (values.length < 2) return undefined;
  const textOf = (value) => (key === 'direction' ? t(`direction.${value}`) : value);
  return h(
    'label',
    {},
    h('span', {}, t(`word.${key}`)),
    h(
      'select',
      { change },
      h('option', { value: '' }, t('all')),
      values.map((value) => h('option', { value }, textOf(value))),
    ),
  );
}

/** The list of all data products. */
export function productsPage() {
  return [
    h('h1', {}, t('title.products')),
    products.length === 0
      ? empty('products')
      : lazyList(products, { draw: productCard, more: t('more'), class: 'cards' }),
  ];
}

function productCard({ id, name: title, version, status, description, domain, owner, outputs, consumers }) {
  const known = [
    domain,
    owner,
    count('contract', outputs.length),
    consumers.length > 0 && count('consumer', consumers.length),
  ];
  return h(
    'a',
    { class: 'card', href: to('product', id) },
    h(
      'span',
      { class: 'card-head' },
      h('strong', {}, name(title)),
      h('span', { class: 'badges' }, statusBadge(status), version && versionBadge(version)),
    ),
    h('code', {}, name(id)),
    description && h('span', { class: 'card-text' }, name(description)),
    h(
      'span',
      { class: 'card-facts' },
      known.filter(Boolean).map((fact) => name(fact)),
    ),
  );
}
