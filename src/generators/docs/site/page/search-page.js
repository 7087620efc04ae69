import { h, lazyList, name, to } from './dom.js';
import { classificationBadge, contractCard, empty, ownerLink } from './parts.js';
import { indexOf, markedParts, search } from './search.ts';
import { contracts, count, owners, products, t, tags, titleOf } from './site-data.js';

/** Made when somebody searches for the first time: folding all texts takes a moment where there are many. */
let indexes;

function searchIndexes() {
  indexes ??= {
    contract: indexOf(
      contracts.map((each) => ({
        name: titleOf(each),
        words: [
          each.id,
          each.purpose,
          each.domain,
          each.owner,
          each.dataProduct,
          ...each.tags,
          ...each.objects.map((object) => `${object.name} ${object.physicalName ?? ''}`),
        ].join(' '),
        item: each,
      })),
    ),
    product: indexOf(
      products.map((each) => ({
        name: each.name,
        words: [each.id, each.description, each.domain].join(' '),
        item: each,
      })),
    ),
    column: indexOf(
      contracts.flatMap((contract) =>
        contract.objects.flatMap((object) => object.columns.map((column) => columnEntry(contract, object, column))),
      ),
    ),
    owner: indexOf(
      owners.map((each) => ({
        name: each.username,
        words: [each.name, ...each.roles, ...each.teams].join(' '),
        item: each,
      })),
    ),
    tag: indexOf([...tags].map(([tag, places]) => ({ name: tag, words: '', item: { tag, places } }))),
  };
  return indexes;
}

function columnEntry(contract, object, column) {
  const { name: title, physicalName, businessName, description, classification } = column;
  const words = [
    physicalName,
    businessName,
    description,
    classification,
    object.name,
    titleOf(contract),
    ...column.tags,
  ].join(' ');
  return { name: title, words, item: { contract, object, column } };
}

/** What a query finds, by kind. */
export function searchPage(query) {
  const draws = { contract: contractCard, product: productRow, column: columnRow, owner: ownerRow, tag: tagRow };
  const found = Object.entries(searchIndexes()).map(([kind, index]) => ({ kind, items: search(index, query) }));
  const total = found.reduce((sum, { items }) => sum + items.length, 0);
  return [
    h('h1', {}, t('title.search')),
    h(
      'p',
      { class: 'muted', role: 'status' },
      total === 0 ? t('empty.search', { query }) : t('found', { n: total, query }),
    ),
    found
      .filter(({ items }) => items.length > 0)
      .map(({ kind, items }) => foundSection(kind, { items, query, draw: draws[kind] })),
    total === 0 && query !== '' && empty('search-hint'),
  ];
}

function foundSection(kind, { items, query, draw }) {
  const list = lazyList(items, {
    draw: (item) => draw(item, query),
    more: t('more'),
    class: kind === 'contract' ? 'cards' : 'rows',
  });
  return h('section', { class: `found found-${kind}` }, h('h2', {}, count(kind, items.length)), list);
}

function marked(text, query) {
  return h(
    'bdi',
    {},
    markedParts(text, query).map((part) => (part.hit ? h('mark', {}, part.text) : part.text)),
  );
}

function columnRow({ contract, object, column }, query) {
  return h(
    'a',
    { class: 'row-link', href: to('contract', contract.key, object.name, column.name) },
    h('code', {}, name(`${object.name}.`), marked(column.name, query)),
    classificationBadge(column.classification),
    h('small', {}, name(titleOf(contract))),
    column.description && h('span', {}, marked(column.description, query)),
  );
}

function productRow(product, query) {
  return h(
    'a',
    { class: 'row-link', href: to('product', product.id) },
    h('strong', {}, marked(product.name, query)),
    product.description && h('span', {}, marked(product.description, query)),
  );
}

function ownerRow({ username, contracts: owned }) {
  return h('div', { class: 'row-link' }, ownerLink(username), h('small', {}, count('contract', owned.length)));
}

function tagRow({ tag, places }) {
  const links = places.slice(0, 12).map(({ contract, object, column }) => {
    const names = [object?.name, column?.name].filter((each) => each !== undefined);
    return h('a', { href: to('contract', contract.key, ...names) }, name([titleOf(contract), ...names].join(' › ')));
  });
  return h(
    'div',
    { class: 'row-link' },
    h('span', { class: 'tag' }, name(tag)),
    links,
    places.length > 12 && h('small', {}, t('and-more', { n: places.length - 12 })),
  );
}
