import { h, name, s, to } from './dom.js';
import { layOut } from './layout.ts';
import { columnPart, relationPart } from './part.ts';
import { section } from './parts.js';
import { edges, relationsById, steps, t } from './site-data.js';

const headHeight = 40;
const rowHeight = 22;
const charWidth = 7.3;
const maxChars = 34;
const margin = 12;

/** The way of some objects, or of one of their columns, as a picture with its words below. */
export function lineageSection(objects, [object, column]) {
  const traced = objects.flatMap((each) => tracedColumns(each));
  const wanted = traced.find((each) => each.object === object && each.column === column);
  const picture = h('div', { class: 'picture', tabindex: 0, role: 'group', 'aria-label': t('title.lineage') });
  const words = h('details', {});
  const show = (choice) => {
    const graph = { edges, steps };
    const starts = choice === undefined ? objects.map(({ relation }) => relation) : [choice.end[0]];
    const part = choice === undefined ? relationPart(graph, starts) : columnPart(graph, choice.end);
    picture.replaceChildren(
      part.edges.length === 0 ? h('p', { class: 'empty' }, t('empty.lineage')) : draw(part, new Set(starts)),
    );
    words.replaceChildren(h('summary', {}, t('as-text')), wordsOf(part));
    words.hidden = part.edges.length === 0;
  };
  show(wanted);
  return section('lineage', traced.length === 0 ? undefined : chooser(traced, wanted, show), picture, words);
}

/** The columns of which the lineage knows a way, with the names that it has for them. */
function tracedColumns({ relation, name: object, columns }) {
  const known = new Map(
    steps
      .flatMap(({ from, to: end }) => [from, end])
      .filter(([id]) => id === relation)
      .map((end) => [end[1].toLowerCase(), end]),
  );
  return columns.flatMap((each) => {
    const end = known.get((each.physicalName ?? each.name).toLowerCase()) ?? known.get(each.name.toLowerCase());
    return end === undefined ? [] : [{ object, column: each.name, end }];
  });
}

function chooser(traced, wanted, show) {
  const options = traced.map((each, at) =>
    h('option', { value: at, selected: each === wanted }, `${each.object}.${each.column}`),
  );
  const change = (event) => show(event.target.value === '' ? undefined : traced[Number(event.target.value)]);
  return h(
    'label',
    { class: 'chooser' },
    h('span', {}, t('lineage-of')),
    h('select', { change }, h('option', { value: '' }, t('whole-tables')), options),
  );
}

function draw(part, starts) {
  const boxes = new Map([...part.nodes].map(([id, columns]) => [id, boxOf(id, columns)]));
  const tables = new Map(
    part.edges.map((edge) => ends(edge)).map(([from, end]) => [JSON.stringify([from, end]), { from, to: end }]),
  );
  const layout = layOut({ nodes: [...boxes.values()], edges: [...tables.values()] });
  const placed = new Map(layout.nodes.map(({ id, x, y }) => [id, { ...boxes.get(id), x: x + margin, y: y + margin }]));
  const lanes = new Map(layout.edges.map(({ from, to: end, points }) => [JSON.stringify([from, end]), points]));
  const [width, height] = [layout.width + 2 * margin, layout.height + 2 * margin];
  const svg = s(
    'svg',
    {
      viewBox: `0 0 ${Math.ceil(width)} ${Math.ceil(height)}`,
      role: 'img',
      'aria-label': t('picture', { n: part.nodes.size }),
    },
    s(
      'defs',
      {},
      s(
        'marker',
        {
          id: 'tip',
          viewBox: '0 0 8 8',
          refX: 7,
          refY: 4,
          markerWidth: 7,
          markerHeight: 7,
          orient: 'auto-start-reverse',
        },
        s('path', { d: 'M0 0L8 4L0 8z', class: 'tip' }),
      ),
    ),
    part.edges.map((edge) => arrow(edge, placed, lanes)),
    [...placed.values()].map((box) => drawBox(box, starts.has(box.id))),
  );
  svg.style.setProperty('--width', `${Math.ceil(width)}px`);
  return h('div', {}, svg, part.left > 0 && h('p', { class: 'muted' }, t('left-out', { n: part.left })));
}

/** The relations that an arrow joins, whether it joins columns or these themselves. */
function ends({ from, to: end }) {
  return [from, end].map((key) => placeOf(key)[0]);
}

function placeOf(key) {
  if (relationsById.has(key) || !key.startsWith('[')) return [key];
  return JSON.parse(key);
}

function boxOf(id, columns) {
  const { name: title = id, kind = 'table', contract } = relationsById.get(id) ?? {};
  const longest = Math.max(...[title, ...columns].map((text) => Math.min(maxChars, [...text].length)), 12);
  return {
    id,
    title,
    kind,
    contract,
    columns,
    width: longest * charWidth + 28,
    height: headHeight + columns.length * rowHeight + (columns.length > 0 ? 6 : 0),
  };
}

function drawBox({ id, title, kind, contract, columns, x, y, width, height }, isStart) {
  const rows = columns.map((column, at) =>
    s('text', { x: x + 14, y: y + headHeight + at * rowHeight + 15, class: 'row' }, short(column)),
  );
  const box = s(
    'g',
    { class: `box kind-${kind}${isStart ? ' start' : ''}`, 'data-relation': id },
    s('title', {}, `${t(`kind.${kind}`)}: ${title}`),
    s('rect', { x, y, width, height, rx: 7 }),
    s('rect', { x, y, width: 4, height, rx: 2, class: 'edge-mark' }),
    s('text', { x: x + 14, y: y + 15, class: 'kind' }, t(`kind.${kind}`)),
    s('text', { x: x + 14, y: y + 31, class: 'title' }, short(title)),
    rows,
  );
  return contract === undefined ? box : s('a', { href: to('contract', contract) }, box);
}

function short(text) {
  const chars = [...text];
  return chars.length <= maxChars ? text : `${chars.slice(0, maxChars - 1).join('')}…`;
}

function arrow({ from, to: end, kind }, placed, lanes) {
  const [start, stop] = [portOf(from, placed, 'right'), portOf(end, placed, 'left')];
  if (start === undefined || stop === undefined) return undefined;
  const key = JSON.stringify(ends({ from, to: end }));
  const points = (lanes.get(key) ?? []).map((point) => ({ x: point.x + margin, y: point.y + margin }));
  return s('path', { d: curve([start, ...points, stop]), class: `arrow step-${kind}`, 'marker-end': 'url(#tip)' });
}

function portOf(key, placed, side) {
  const [id, column] = placeOf(key);
  const box = placed.get(id);
  if (box === undefined) return undefined;
  const row = column === undefined ? -1 : box.columns.indexOf(column);
  const y =
    row === -1
      ? box.y + (column === undefined ? box.height / 2 : headHeight / 2)
      : box.y + headHeight + row * rowHeight + 11;
  return { x: side === 'left' ? box.x : box.x + box.width, y };
}

function curve([first, ...rest]) {
  let last = first;
  let path = `M${first.x} ${first.y}`;
  for (const point of rest) {
    const bend = Math.max(24, Math.abs(point.x - last.x) / 2);
    path += `C${last.x + bend} ${last.y} ${point.x - bend} ${point.y} ${point.x} ${point.y}`;
    last = point;
  }
  return path;
}

/** The arrows of the picture for those who cannot see it. */
function wordsOf(part) {
  const items = part.edges.map(({ from, to: end, kind }) => {
    const note = kind === 'as-is' ? '' : h('small', {}, t(`step.${kind}`));
    return h('li', {}, name(stationText(from)), ' → ', name(stationText(end)), note);
  });
  return h('ul', { class: 'arrows', role: 'list' }, items);
}

function stationText(key) {
  const [id, column] = placeOf(key);
  const title = relationsById.get(id)?.name ?? id;
  return column === undefined ? title : `${title}.${column}`;
}
