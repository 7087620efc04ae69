import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Text files of a repository by path. */
export interface Files {
  readonly [path: string]: string;
}

/** The contract that the pull request breaks. */
export const mrrReport = 'specs/contracts/data-products/finance/mrr_report.yaml';

/** The contract that it adds columns to. */
export const churnReport = 'specs/contracts/data-products/marketing/churn_report.odcs.yaml';

const removedColumn = `      - name: paying_customers
        logicalType: integer
        physicalType: bigint
        required: true
        description: Customers with at least one charge that was not refunded.
        logicalTypeOptions:
          minimum: 0
`;

const addedColumns = `      - name: lastCurrency
        logicalType: string
        physicalType: varchar
        description: Currency of the customer's charges.
      - name: billing_email
        logicalType: string
        physicalType: varchar
        description: Address that the last invoice went to.
`;

const marts = 'implementation/dbt_project/models/marts';
const mrrModel = `${marts}/fct_mrr_report.sql`;
const churnModel = `${marts}/fct_churn_report.sql`;
const removedSql = ',\n    count(distinct customer_id) as paying_customers';

/** Every file below `folder`, by path with `/`. */
export function readFiles(folder: string): Files {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const files = entries.map((entry): [string, string] => {
    const path = join(entry.parentPath, entry.name);
    return [path.slice(folder.length + 1).replaceAll('\\', '/'), readFileSync(path, 'utf8')];
  });
  return Object.fromEntries(files.filter(([path]) => !path.startsWith('.git/')));
}

/**
 * What the pull request does: a column of a published report is gone, two columns are promised (one in camelCase, one an e-mail
 * address without a classification) that no model gives yet, no version is raised and nothing is generated again.
 */
export function breakThings(files: Files): Files {
  const churn = edit(files, churnReport, ['name: Churn report\n', 'name: Churn report with currencies\n']);
  return {
    [mrrReport]: edit(files, mrrReport, [removedColumn, '']),
    [mrrModel]: edit(files, mrrModel, [removedSql, '']),
    [churnReport]: `${churn}${addedColumns}`,
  };
}

/** What its author does by hand after the review; suggestions are committed as they are, and artifacts by one command. */
export function mendThings(files: Files): Files {
  const quality = '    quality:\n      - metric: rowCount\n';
  const sums = 'as mrr';
  const currency = 'max(customer_email_hash) as customer_email_hash';
  const result = 'customers.customer_email_hash';
  const churn = edit(files, churnModel, [currency, `max(currency) as last_currency,\n        ${currency}`]);
  const given = `customers.last_currency,\n    ${result} as billing_email,\n    ${result},`;
  return {
    [mrrReport]: edit(files, mrrReport, [quality, removedColumn + quality]),
    [mrrModel]: edit(files, mrrModel, [sums, sums + removedSql]),
    [churnModel]: edit({ [churnModel]: churn }, churnModel, [`${result},`, given]),
  };
}

function edit(files: Files, path: string, [before, after]: readonly [before: string, after: string]): string {
  const text = files[path] ?? '';
  if (text.split(before).length !== 2)
    throw new Error(`"${path}" is not as the demo expects: ${JSON.stringify(before)}`);
  return text.replace(before, () => after);
}

/** Commits a suggestion as GitHub's button does: its lines take the place of the lines that the comment is about. */
export function commitSuggestion(
  text: string,
  place: { readonly start: number; readonly end: number; readonly body: string },
): string {
  const [, , block] = /^(`{3,})suggestion\n([\s\S]*?)^\1$/m.exec(place.body) ?? [];
  if (block === undefined) throw new Error('the comment has no suggestion');
  const lines = text.split('\n');
  lines.splice(place.start - 1, place.end - place.start + 1, ...block.split('\n').slice(0, -1));
  return lines.join('\n');
}
