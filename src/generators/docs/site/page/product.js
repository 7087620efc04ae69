import { h, name } from './dom.js';
import { lineageSection } from './lineage.js';
import { levelTable } from './contract.js';
import { contractCard, facts, ownerLink, section, statusBadge, versionBadge } from './parts.js';
import { contractsByKey, t } from './site-data.js';

/** One data product: what it gives, what it is made from, who needs it. */
export function productPage({
  id,
  name: title,
  version,
  status,
  domain,
  owner,
  description,
  path,
  outputs,
  inputs,
  consumers,
}) {
  const [given, made] = [outputs, inputs].map((keys) =>
    keys.map((key) => contractsByKey.get(key)).filter((each) => each !== undefined),
  );
  return [
    h('p', { class: 'crumbs' }, h('a', { href: '#/products' }, t('title.products'))),
    h('h1', {}, name(title)),
    h('p', { class: 'lead-line' }, h('code', {}, name(id)), statusBadge(status), version && versionBadge(version)),
    h(
      'div',
      { class: 'columns' },
      h(
        'div',
        { class: 'main-column' },
        description && h('p', { class: 'purpose' }, name(description)),
        section('outputs', cards(given)),
        section('inputs', cards(made)),
      ),
      h(
        'aside',
        { 'aria-label': t('title.facts') },
        facts([
          ['owner', ownerLink(owner)],
          ['domain', domain && name(domain)],
          ['file', path && h('code', { class: 'path' }, name(path))],
        ]),
        h('h2', {}, t('title.consumers')),
        consumers.length === 0
          ? h('p', { class: 'empty' }, t('empty.consumers'))
          : h('ul', { class: 'people', role: 'list' }, consumers.map(consumerItem)),
      ),
    ),
    h(
      'div',
      { class: 'wide-column' },
      lineageSection(
        given.flatMap(({ objects }) => objects),
        [],
      ),
      section('service-levels', levelTable(given.flatMap(({ serviceLevels }) => serviceLevels))),
    ),
  ];
}

function cards(contracts) {
  return contracts.length === 0
    ? undefined
    : h(
        'ul',
        { class: 'cards', role: 'list' },
        contracts.map((each) => h('li', {}, contractCard(each))),
      );
}

function consumerItem({ text, scope, path, line }) {
  return h(
    'li',
    {},
    name(text),
    scope === 'domain' && h('small', {}, t('of-domain')),
    h('small', {}, h('code', { class: 'path' }, name(`${path}:${line}`))),
  );
}
