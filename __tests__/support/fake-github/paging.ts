import type { Reply } from './call.ts';
import { asList, asObject, isObject } from './read.ts';

/** One page of an answer's list, and the Link header that leads to the others. */
export interface Page {
  readonly body: unknown;
  readonly link: string | undefined;
}

const DEFAULT_SIZE = 30;
const MAX_SIZE = 100;

/** Cuts a list as GitHub does: 30 items where `per_page` is not given, never more than 100. */
export function pageOf(reply: Reply, url: URL): Page {
  const list = reply.paged === undefined ? reply.body : asObject(reply.body)[reply.paged];
  if (!Array.isArray(list)) return { body: reply.body, link: undefined };
  const size = Math.min(positive(url.searchParams.get('per_page'), DEFAULT_SIZE), MAX_SIZE);
  const page = positive(url.searchParams.get('page'), 1);
  const last = Math.max(1, Math.ceil(list.length / size));
  const shown = asList(list).slice((page - 1) * size, page * size);
  const body = reply.paged !== undefined && isObject(reply.body) ? { ...reply.body, [reply.paged]: shown } : shown;
  return { body, link: linkHeader(url, { page, last }) };
}

function positive(text: string | null, otherwise: number): number {
  const number = Number(text ?? otherwise);
  return Number.isInteger(number) && number > 0 ? number : otherwise;
}

function linkHeader(url: URL, { page, last }: { page: number; last: number }): string | undefined {
  const to = (target: number, rel: string): string => {
    const other = new URL(url);
    other.searchParams.set('page', String(target));
    return `<${other.href}>; rel="${rel}"`;
  };
  const links: string[] = [];
  if (page > 1) links.push(to(page - 1, 'prev'));
  if (page < last) links.push(to(page + 1, 'next'), to(last, 'last'));
  if (page > 1) links.push(to(1, 'first'));
  return links.length === 0 ? undefined : links.join(', ');
}
