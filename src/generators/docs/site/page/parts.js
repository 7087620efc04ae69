import { h, name, to } from './dom.js';
import { count, rankOf, t, titleOf } from './site-data.js';

const knownStatuses = ['active', 'draft', 'proposed', 'deprecated', 'retired'];

/** A status in its colour. */
export function statusBadge(status) {
  if (status === undefined) return undefined;
  const kind = knownStatuses.includes(status) ? status : 'other';
  return h('span', { class: `badge status-${kind}` }, knownStatuses.includes(status) ? t(`status.${status}`) : status);
}

export function versionBadge(version) {
  return h('span', { class: 'badge version' }, version);
}

export function directionBadge(direction) {
  return h('span', { class: 'badge direction', title: t(`direction.${direction}-why`) }, t(`direction.${direction}`));
}

export function classificationBadge(classification) {
  if (classification === undefined) return undefined;
  return h('span', { class: `badge rank-${rankOf(classification)}` }, classification);
}

export function tagLinks(tags) {
  return tags.length === 0 ? undefined : h('span', { class: 'tags' }, tags.map(tagLink));
}

export function tagLink(tag) {
  return h('a', { class: 'tag', href: to('search', tag) }, name(tag));
}

export function ownerLink(username) {
  return username === undefined ? undefined : h('a', { href: to('owner', username) }, name(username));
}

export function contractLink(contract) {
  return h('a', { href: to('contract', contract.key) }, name(titleOf(contract)));
}

/** A contract in a list. */
export function contractCard(contract) {
  const { id, version, status, direction, purpose, domain, owner, objects } = contract;
  const columns = objects.reduce((sum, object) => sum + object.columns.length, 0);
  const known = [domain, owner, count('column', columns)].filter((fact) => fact !== undefined);
  return h(
    'a',
    { class: 'card', href: to('contract', contract.key) },
    h(
      'span',
      { class: 'card-head' },
      h('strong', {}, name(titleOf(contract))),
      h('span', { class: 'badges' }, directionBadge(direction), statusBadge(status), versionBadge(version)),
    ),
    h('code', {}, name(id)),
    purpose && h('span', { class: 'card-text' }, name(purpose)),
    h(
      'span',
      { class: 'card-facts' },
      known.map((fact) => name(fact)),
    ),
  );
}

/** A part of a page with its heading; nothing where it has no content. */
export function section(key, ...content) {
  const shown = content.flat(Infinity).filter((part) => part !== undefined && part !== false && part !== '');
  if (shown.length === 0) return undefined;
  const id = `section-${key}`;
  return h('section', { 'aria-labelledby': id }, h('h2', { id }, t(`title.${key}`)), shown);
}

/** What a page says where there is nothing to show. */
export function empty(key, values) {
  return h('p', { class: 'empty' }, t(`empty.${key}`, values));
}

/** A table; cells are nodes or texts, and a column without any is left out. Narrow windows scroll it, so it can be reached by keyboard. */
export function table(columns, rows, { label } = {}) {
  if (rows.length === 0) return undefined;
  const shown = columns.map((key, at) => [key, at]).filter(([, at]) => rows.some((cells) => !isEmpty(cells[at])));
  const head = shown.map(([key]) => h('th', { scope: 'col' }, t(`word.${key}`)));
  const body = rows.map((cells) =>
    h(
      'tr',
      {},
      shown.map(([, at]) => h('td', {}, cells[at])),
    ),
  );
  return scrolled(label, h('table', {}, h('thead', {}, h('tr', {}, head)), h('tbody', {}, body)));
}

/** Something that may be wider than the window. */
export function scrolled(label, content) {
  return h('div', { class: 'scroll', tabindex: 0, role: 'group', 'aria-label': label }, content);
}

function isEmpty(cell) {
  return cell === undefined || cell === '' || cell === false || (Array.isArray(cell) && cell.every(isEmpty));
}

/** Names and what they stand for; entries without a value are left out. */
export function facts(entries) {
  const shown = entries.filter(([, value]) => value !== undefined && value !== '');
  return h(
    'dl',
    {},
    shown.map(([key, value]) => h('div', {}, h('dt', {}, t(`word.${key}`)), h('dd', {}, value))),
  );
}
