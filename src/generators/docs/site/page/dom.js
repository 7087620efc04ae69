/** Builds an element. Texts become text nodes, so nothing of the data is ever read as HTML. */
export function h(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

const svgNamespace = 'http://www.w3.org/2000/svg';

/** Builds an element of a picture. */
export function s(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(svgNamespace, tag), attributes, children);
}

function fill(element, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    if (typeof value === 'function') element.addEventListener(key, value);
    else element.setAttribute(key, value === true ? '' : String(value));
  }
  element.append(...children.flat(Infinity).filter((child) => child !== undefined && child !== false && child !== ''));
  return element;
}

/** A link to a page of the site: `#/contract/orders`. */
export function to(...parts) {
  return `#/${parts.map((part) => encodeURIComponent(String(part).toWellFormed())).join('/')}`;
}

/** A link that leaves the page: only schemes that cannot run anything; other texts stay texts. */
export function outside(url, text = url) {
  if (!/^(?:https?|mailto):/i.test(url)) return h('span', {}, text);
  return h('a', { href: url, rel: 'noopener noreferrer' }, text);
}

/** Untrusted text, isolated from the direction of what stands around it; it may be broken anywhere only where it has long words. */
export function name(text) {
  return h('bdi', { class: /\S{33}/.test(text) ? 'long' : undefined }, text);
}

const chunk = 60;

/** A list that grows as it is scrolled, so that a thousand entries cost as much as the first sixty. */
export function lazyList(items, { draw, more, ...attributes }) {
  const list = h('ul', { role: 'list', ...attributes });
  const button = h('button', { type: 'button', class: 'more', click: grow }, more);
  const box = h('div', {}, list, button);
  const observer = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && grow(), {
    rootMargin: '600px',
  });
  let shown = 0;
  function grow() {
    list.append(...items.slice(shown, shown + chunk).map((item) => h('li', {}, draw(item))));
    shown = Math.min(items.length, shown + chunk);
    button.hidden = shown === items.length;
    if (button.hidden) observer.disconnect();
  }
  grow();
  if (!button.hidden) observer.observe(button);
  addEventListener('beforeprint', () => box.isConnected && items.length <= 500 && all());
  function all() {
    while (shown < items.length) grow();
  }
  return box;
}
