import type { Problem } from '../model/project.ts';

/** What the files of one role hold, and what is wrong with them. */
export interface Loaded<Item> {
  readonly items: readonly Item[];
  readonly problems: readonly Problem[];
}
