import type { Problem } from '../../model/project.ts';
import type { Engines } from '../engines.ts';
import { findSyntaxFault, locateNode } from './first-error.ts';
import type { SyntaxNode } from './grammar.ts';
import { notJudged } from './not-judged.ts';

/** The first syntax error of an HCL file (Terraform and its relatives); at most one problem. */
export function checkHcl(engines: Engines, path: string, text: string): readonly Problem[] {
  const source = maskExponents(text.replace(/^\uFEFF/, ''));
  return engines.hcl.read(source, (root) => inspect(path, root)) ?? [notJudged(path)];
}

/** The grammar does not know `1e5`; digits of the same width keep every position. */
export function maskExponents(text: string): string {
  return text.replaceAll(/\b\d+(?:\.\d+)?[eE][+-]?\d+\b/g, (number) => '1'.repeat(number.length));
}

function inspect(path: string, root: SyntaxNode): readonly Problem[] {
  const fault = findSyntaxFault(root);
  if (fault !== undefined) {
    const { kind, what, near, node } = fault;
    return [
      {
        kind: 'code',
        at: locateNode(path, node),
        key: 'hcl-syntax',
        message: `compile.hcl-${kind === 'missing' && near.trim() === '' ? 'missing-at-end' : kind}`,
        values: { what, near },
      },
    ];
  }
  const broken = root.descendantsOfType('template_literal').find(isBrokenOverLines);
  if (broken === undefined) return [];
  return [
    { kind: 'code', at: locateNode(path, broken), key: 'hcl-syntax', message: 'compile.hcl-line-break', values: {} },
  ];
}

/** Text in quotes ends on its line; only heredocs go over several. */
function isBrokenOverLines(literal: SyntaxNode): boolean {
  return literal.text.includes('\n') && /^(?:string_lit|quoted_template)$/.test(literal.parent?.type ?? '');
}
