import { h, lazyList, name, to } from './dom.js';
import { empty, versionBadge } from './parts.js';
import { contractsByKey, logs, t, titleOf } from './site-data.js';

/** Versions with what they changed, newest first. */
export function logList(entries) {
  return h(
    'ol',
    { class: 'logs', role: 'list' },
    entries.map((log) => h('li', {}, logEntry(log))),
  );
}

function logEntry({ version, previous, lines }) {
  return [
    h(
      'p',
      { class: 'log-head' },
      versionBadge(version),
      h('span', { class: 'muted' }, t('after', { version: previous })),
    ),
    lines.length === 0
      ? h('p', { class: 'muted' }, t('nothing-changed'))
      : h(
          'ul',
          { class: 'log-lines', role: 'list' },
          lines.map(({ subject, text }) => h('li', {}, h('code', {}, name(subject)), h('span', {}, name(text)))),
        ),
  ];
}

/** The change logs of all contracts. */
export function changesPage() {
  return [
    h('h1', {}, t('title.changes')),
    logs.length === 0 ? empty('changes') : lazyList(logs, { draw: logCard, more: t('more'), class: 'cards wide' }),
  ];
}

function logCard(log) {
  const contract = contractsByKey.get(log.contract);
  const title =
    contract === undefined
      ? name(log.contract)
      : h('a', { href: to('contract', contract.key) }, name(titleOf(contract)));
  return h('article', { class: 'card still' }, h('h2', {}, title), logEntry(log));
}
