import { h, lazyList, name } from './dom.js';
import { levelTable } from './contract.js';
import { contractCard, contractLink, empty, ownerLink } from './parts.js';
import { contracts, count, owners, t } from './site-data.js';

/** Who answers for what. */
export function ownersPage() {
  return [
    h('h1', {}, t('title.owners')),
    owners.length === 0 ? empty('owners') : lazyList(owners, { draw: ownerCard, more: t('more'), class: 'cards' }),
  ];
}

function ownerCard({ username, name: full, roles, teams, contracts: owned }) {
  return h(
    'article',
    { class: 'card still' },
    h(
      'span',
      { class: 'card-head' },
      h('strong', {}, ownerLink(username)),
      h('span', { class: 'muted' }, count('contract', owned.length)),
    ),
    full && h('span', {}, name(full)),
    h(
      'span',
      { class: 'card-facts' },
      [...teams, ...roles].map((text) => name(text)),
    ),
    h(
      'ul',
      { class: 'plain', role: 'list' },
      owned.slice(0, 6).map((contract) => h('li', {}, contractLink(contract))),
    ),
    owned.length > 6 && h('small', { class: 'muted' }, t('and-more', { n: owned.length - 6 })),
  );
}

/** One owner with all contracts. */
export function ownerPage({ username, name: full, roles, teams, contracts: owned }) {
  return [
    h('p', { class: 'crumbs' }, h('a', { href: '#/owners' }, t('title.owners'))),
    h('h1', {}, name(full ?? username)),
    h(
      'p',
      { class: 'lead-line' },
      h('code', {}, name(username)),
      [...roles, ...teams].map((text) => h('span', { class: 'badge' }, name(text))),
    ),
    lazyList(owned, { draw: contractCard, more: t('more'), class: 'cards' }),
  ];
}

/** All service levels by contract. */
export function levelsPage() {
  const promised = contracts.filter(({ serviceLevels }) => serviceLevels.length > 0);
  return [
    h('h1', {}, t('title.service-levels')),
    promised.length === 0
      ? empty('service-levels')
      : lazyList(promised, { draw: levelCard, more: t('more'), class: 'cards wide' }),
  ];
}

function levelCard(contract) {
  return h('article', { class: 'card still' }, h('h2', {}, contractLink(contract)), levelTable(contract.serviceLevels));
}
