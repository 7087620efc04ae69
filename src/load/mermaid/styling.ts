import type { Statement } from './statements.ts';

/** Statements that only say how a flowchart looks, each in a form that mermaid takes. */
const word = String.raw`(?!(?:end|graph|flowchart|subgraph|style|class|interpolate|direction|click|href|call)\b)[a-z]+(?:-[a-z]+)*`;
const value = String.raw`(?:#[\da-fA-F]{3,8}|\d+(?:\.\d+)?(?:px|em|pt|%)?|${word})`;
const style = `[a-z]+(?:-[a-z]+)*:${value}(?: ${value})*`;
const styles = `${style}(?:,${style})*`;
const id = String.raw`[A-Za-z_]\w*(?:[.-]\w+)*`;
const ids = `${id}(?:,${id})*`;
const styling = [
  new RegExp(`^classDef ${ids} ${styles}$`),
  new RegExp(`^class ${ids} [A-Za-z]\\w*(?:-\\w+)*$`),
  new RegExp(`^style (${id}) ${styles}$`),
  new RegExp(`^linkStyle (default|\\d+(?:,\\d+)*) ${styles}$`),
  new RegExp(`^click ${id} (?:href )?"[^"]*"(?: "[^"]*")?(?: _(?:self|blank|parent|top))?$`),
  /^direction (?:TB|TD|BT|LR|RL)$/,
] as const;

const keywords = /^(?:classDef|class|style|linkStyle|click|direction)(?=\s|$)/;

/** What a statement of looks says of the graph; `known` is false where it is none that mermaid takes. */
export interface Styling {
  readonly keyword: string;
  readonly known: boolean;
  /** The node that `style` names: mermaid makes one where there is none. */
  readonly node?: string;
  /** The highest edge that `linkStyle` counts, from 0. */
  readonly edge?: number;
}

/** Reads a statement of looks; undefined for every other statement. */
export function readStyling({ text, trailing }: Pick<Statement, 'text' | 'trailing'>): Styling | undefined {
  const keyword = keywords.exec(text)?.[0];
  if (keyword === undefined) return undefined;
  // `direction --> a` is an edge: the word is a name too.
  if (keyword === 'direction' && !/^direction\s+\w+$/.test(text)) return undefined;
  const plain = text.replaceAll(/\s+/g, ' ');
  const found = styling.map((form) => form.exec(plain)).find((match) => match !== null);
  // Mermaid wants the end of the line directly behind the name of a class.
  const isCut = keyword === 'class' && trailing !== '';
  if (found === undefined || found === null || isCut) return { keyword, known: false };
  const [, named = ''] = found;
  if (keyword === 'style') return { keyword, known: true, node: named };
  if (keyword === 'linkStyle' && named !== 'default')
    return { keyword, known: true, edge: Math.max(...named.split(',').map(Number)) };
  return { keyword, known: true };
}
