import type { ColumnOrigin } from './columns.ts';
import { mermaidOf, type PictureShape } from './picture.ts';

/** One station of a column on its way through the repository. */
export interface LineageStep {
  /** What has the column there: `stripe.charges`, `stg_stripe__charges`, `churn-report/churn`. */
  readonly relation: string;
  readonly column: string;
  /** What it is drawn as; a `table` where it is left out. */
  readonly shape?: PictureShape;
  /** What happens to it on the way here, the outermost first (see `ColumnOrigin.calls`); empty at the first station and where it passes as it is. */
  readonly calls: readonly string[];
  /** Whether its values come here, or only decide what does. */
  readonly role: ColumnOrigin['role'];
}

/** The way of one column, from where it comes to where it goes. */
export type LineagePath = readonly LineageStep[];

/** The way in one line: `charges.email → stg_stripe__charges.email → int_customers.contact (lower) → fct_churn.contact`. */
export function pathText(path: LineagePath): string {
  return path
    .map((step) => `${stationText(step)}${step.calls.length === 0 ? '' : ` (${callsText(step)})`}`)
    .join(' → ');
}

/** The way as a small Mermaid flowchart, without a fence; the first station is marked as what matters. */
export function pathPicture(path: LineagePath): string {
  return mermaidOf({
    nodes: path.map((step, index) => ({
      label: stationText(step),
      shape: step.shape ?? 'table',
      ...(index === 0 ? { mark: 'changed' } : index === path.length - 1 ? { mark: 'hit' } : {}),
    })),
    edges: path.slice(1).map((step, index) => ({
      from: index,
      to: index + 1,
      label: callsText(step),
      line: step.role === 'value' ? 'solid' : 'dashed',
    })),
  });
}

/** What happens to a column in one step, the outermost first: `lower, trim`; a macro by its name. */
export function callsText({ calls }: Pick<LineageStep, 'calls'>): string {
  return calls.map((call) => call.replace(/^macro:/, '')).join(', ');
}

function stationText({ relation, column }: LineageStep): string {
  return `${relation}.${column}`;
}
