import { h, name, outside, to } from './dom.js';
import { lineageSection } from './lineage.js';
import { logList } from './changes.js';
import { columnTable, ruleList } from './columns.js';
import {
  contractLink,
  directionBadge,
  facts,
  ownerLink,
  section,
  statusBadge,
  table,
  tagLinks,
  versionBadge,
} from './parts.js';
import { contractsByKey, logsByContract, productsByContract, t, titleOf } from './site-data.js';

/** Everything about one contract; `object` and `column` are shown first where a link names them. */
export function contractPage(contract, [object, column]) {
  const { id, version, status, direction, owner, purpose, usage, limitations, objects } = contract;
  const product = productsByContract.get(contract.key);
  return [
    h(
      'p',
      { class: 'crumbs' },
      h('a', { href: '#/' }, t('title.contracts')),
      product && [' / ', h('a', { href: to('product', product.id) }, name(product.name))],
    ),
    h('h1', {}, name(titleOf(contract))),
    h(
      'p',
      { class: 'lead-line' },
      h('code', {}, name(id)),
      directionBadge(direction),
      statusBadge(status),
      versionBadge(version),
      ownerLink(owner),
    ),
    h(
      'div',
      { class: 'columns' },
      h(
        'div',
        { class: 'main-column' },
        purpose && h('p', { class: 'purpose' }, name(purpose)),
        usage && h('p', {}, h('b', {}, `${t('word.usage')}: `), name(usage)),
        limitations && h('p', {}, h('b', {}, `${t('word.limitations')}: `), name(limitations)),
        objects.map((each) => objectSection(contract, each, each.name === object ? column : undefined)),
      ),
      h('aside', { 'aria-label': t('title.facts') }, aside(contract)),
    ),
    h(
      'div',
      { class: 'wide-column' },
      lineageSection(objects, object === undefined ? [] : [object, column]),
      section('service-levels', levelTable(contract.serviceLevels)),
      section('servers', serverTable(contract.servers)),
      section('access', accessTable(contract.roles)),
      section('changes', versionsOf(contract)),
    ),
  ];
}

function aside({ path, owner, team, domain, tenant, dataProduct, tags, apiVersion, support, links }) {
  return [
    facts([
      ['owner', ownerLink(owner)],
      ['team', team.name && name(team.name)],
      ['domain', domain && name(domain)],
      ['tenant', tenant && name(tenant)],
      ['product', dataProduct && name(dataProduct)],
      ['tags', tagLinks(tags)],
      ['standard', `ODCS ${apiVersion}`],
      ['file', h('code', { class: 'path' }, name(path))],
    ]),
    team.members.length > 0 && h('h2', {}, t('title.team')),
    team.members.length > 0 &&
      h(
        'ul',
        { class: 'people', role: 'list' },
        team.members.map(({ username, role }) => h('li', {}, ownerLink(username), role && h('small', {}, name(role)))),
      ),
    support.length > 0 && h('h2', {}, t('title.support')),
    support.length > 0 &&
      h(
        'ul',
        { class: 'people', role: 'list' },
        support.map(({ channel, url, description }) =>
          h('li', {}, url ? outside(url, channel) : name(channel), description && h('small', {}, name(description))),
        ),
      ),
    links.length > 0 && h('h2', {}, t('title.links')),
    links.length > 0 &&
      h(
        'ul',
        { class: 'people', role: 'list' },
        links.map(({ type, url }) => h('li', {}, outside(url), h('small', {}, name(type)))),
      ),
  ];
}

function objectSection(contract, object, column) {
  const {
    name: title,
    physicalName,
    physicalType,
    description,
    granularity,
    tags,
    quality,
    columns,
    deprecated,
  } = object;
  const heading = `object-${title}`;
  return h(
    'section',
    { 'aria-labelledby': heading, class: 'object' },
    h(
      'h2',
      { id: heading },
      name(title),
      deprecated && h('span', { class: 'badge status-deprecated' }, t('mark.deprecated')),
    ),
    h(
      'p',
      { class: 'muted' },
      [physicalType, physicalName !== title && physicalName].filter(Boolean).map((text) => h('code', {}, name(text))),
      tagLinks(tags),
    ),
    description && h('p', {}, name(description)),
    granularity && h('p', { class: 'muted' }, name(granularity)),
    columnTable(contract, object, column),
    columns.length === 0 && h('p', { class: 'empty' }, t('empty.columns')),
    quality.length > 0 && [h('h3', {}, t('title.quality')), ruleList(quality)],
  );
}

/** Service levels with where they are written. */
export function levelTable(levels) {
  const rows = levels.map(({ property, value, element, description, path, line }) => [
    name(property),
    h('b', {}, name(value)),
    element && h('code', {}, name(element)),
    [
      description && h('span', {}, name(description), ' '),
      h('small', {}, h('code', { class: 'path' }, name(`${path}:${line}`))),
    ],
  ]);
  return table(['property', 'value', 'element', 'source'], rows, { label: t('title.service-levels') });
}

function serverTable(servers) {
  const rows = servers.map(({ server, type, environment, fields }) => [
    name(server),
    name(type),
    environment && name(environment),
    Object.entries(fields).map(([key, value]) => h('small', {}, h('code', {}, name(`${key}: ${value}`)))),
  ]);
  return table(['server', 'type', 'environment', 'location'], rows, { label: t('title.servers') });
}

function accessTable(roles) {
  const rows = roles.map(({ role, access, description }) => [
    name(role),
    access && name(access),
    description && name(description),
  ]);
  return table(['role', 'access', 'description'], rows, { label: t('title.access') });
}

function versionsOf({ key, otherVersions }) {
  const others = otherVersions.map((each) => contractsByKey.get(each)).filter((each) => each !== undefined);
  const logs = logsByContract.get(key) ?? [];
  return [
    others.length > 0 &&
      h(
        'p',
        {},
        `${t('other-versions')}: `,
        others.map((each) => [contractLink(each), ' ', versionBadge(each.version), ' ']),
      ),
    logs.length > 0 ? logList(logs) : h('p', { class: 'empty' }, t('empty.changes')),
  ];
}
