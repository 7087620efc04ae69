import { changesPage } from './changes.js';
import { contractPage } from './contract.js';
import { h, to } from './dom.js';
import { homePage, productsPage } from './home.js';
import { empty } from './parts.js';
import { levelsPage, ownerPage, ownersPage } from './people.js';
import { productPage } from './product.js';
import { searchPage } from './search-page.js';
import { contractsByKey, owners, productsById, t } from './site-data.js';

const menu = [
  ['contracts', '#/'],
  ['products', '#/products'],
  ['owners', '#/owners'],
  ['service-levels', '#/service-levels'],
  ['changes', '#/changes'],
];

/** Pages without a name of something behind them. */
const lists = { products: productsPage, owners: ownersPage, 'service-levels': levelsPage, changes: changesPage };

const main = h('main', { id: 'main', tabindex: -1 });
const links = menu.map(([key, href]) => h('a', { href }, t(`title.${key}`)));
const field = h('input', {
  type: 'search',
  id: 'search',
  placeholder: t('search'),
  'aria-label': t('search'),
  autocomplete: 'off',
  spellcheck: 'false',
  maxlength: 200,
  input: searchSoon,
});

document
  .getElementById('app')
  .append(
    h('a', { class: 'skip', href: '#main', click: skip }, t('skip')),
    h(
      'header',
      {},
      h('a', { class: 'brand', href: '#/' }, h('span', { class: 'logo', 'aria-hidden': 'true' }), t('title.site')),
      h(
        'form',
        { role: 'search', submit: (event) => event.preventDefault() },
        field,
        h('kbd', { 'aria-hidden': 'true' }, '/'),
      ),
      h('nav', { 'aria-label': t('menu') }, links),
      h(
        'button',
        { type: 'button', class: 'theme', click: turnLight, title: t('theme'), 'aria-label': t('theme') },
        '◐',
      ),
    ),
    main,
    h('footer', {}, t('footer')),
  );

addEventListener('hashchange', () => route(true));
addEventListener('keydown', (event) => {
  if (
    event.key === '/' &&
    !/^(?:INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName) &&
    !event.ctrlKey &&
    !event.metaKey
  ) {
    event.preventDefault();
    field.focus();
    field.select();
  }
});
route(false);

/** Shows the page that the address names. */
function route(isMove) {
  const [kind = '', ...names] = namesIn(location.hash);
  const [page, title] = pageOf(kind, names);
  main.replaceChildren(...page.flat(Infinity).filter((part) => part instanceof Node || typeof part === 'string'));
  document.title = title === undefined ? t('title.site') : `${title} · ${t('title.site')}`;
  for (const [at, [key]] of menu.entries()) {
    if (!isCurrent(key, kind)) links[at].removeAttribute('aria-current');
    else {
      links[at].setAttribute('aria-current', 'page');
      // Narrow windows show a part of the menu only.
      links[at].parentNode.scrollLeft = links[at].offsetLeft - 16;
    }
  }
  if (kind !== 'search') field.value = '';
  else if (document.activeElement !== field) field.value = names[0] ?? '';
  if (isMove && kind !== 'search') arrive();
}

function namesIn(hash) {
  try {
    return hash.replace(/^#\/?/, '').split('/').map(decodeURIComponent);
  } catch {
    return ['not-found'];
  }
}

function pageOf(kind, names) {
  const [first] = names;
  switch (kind) {
    case '':
      return [homePage()];
    case 'search':
      return [searchPage(first ?? ''), first];
    case 'products':
    case 'owners':
    case 'service-levels':
    case 'changes':
      return [lists[kind](), t(`title.${kind}`)];
    default:
      return onePage(kind, names) ?? [[h('h1', {}, t('title.not-found')), empty('not-found')]];
  }
}

function onePage(kind, [key, ...names]) {
  const contract = kind === 'contract' ? contractsByKey.get(key) : undefined;
  if (contract !== undefined) return [contractPage(contract, names), contract.name ?? contract.id];
  const product = kind === 'product' ? productsById.get(key) : undefined;
  if (product !== undefined) return [productPage(product), product.name];
  const owner = kind === 'owner' ? owners.find(({ username }) => username === key) : undefined;
  return owner === undefined ? undefined : [ownerPage(owner), owner.username];
}

function isCurrent(key, kind) {
  return key === kind || (key === 'contracts' && (kind === '' || kind === 'contract')) || key === `${kind}s`;
}

/** Where somebody who cannot see the page hears that it is another one; and where the address names a column, there. */
function arrive() {
  const wanted = document.getElementById('wanted');
  if (wanted === null) scrollTo(0, 0);
  else wanted.scrollIntoView({ block: 'center' });
  main.focus({ preventScroll: true });
}

function skip(event) {
  event.preventDefault();
  main.focus();
}

let waiting;

function searchSoon() {
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    const query = field.value.trim();
    const isSearch = location.hash.startsWith('#/search/');
    if (isSearch) history.replaceState(undefined, '', query === '' ? '#/' : to('search', query));
    else if (query !== '') history.pushState(undefined, '', to('search', query));
    route(false);
  }, 80);
}

function turnLight() {
  const root = document.documentElement;
  const isDark =
    root.dataset.theme === undefined
      ? matchMedia('(prefers-color-scheme: dark)').matches
      : root.dataset.theme === 'dark';
  root.dataset.theme = isDark ? 'light' : 'dark';
}
