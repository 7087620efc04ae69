/** What a node of a picture is; each has its own outline. */
export type PictureShape = 'table' | 'contract' | 'source' | 'exposure';

/** Where the eye shall go: what somebody changed, and what that hits. */
export type PictureMark = 'changed' | 'hit';

/** One box. Labels are untrusted text. */
export interface PictureNode {
  readonly label: string;
  readonly shape: PictureShape;
  readonly mark?: PictureMark;
}

/** One arrow between nodes, by their index. */
export interface PictureEdge {
  readonly from: number;
  readonly to: number;
  readonly label?: string;
  /** `dashed`: only decides, or not proven. */
  readonly line: 'solid' | 'dashed';
}

/** A small graph to be drawn from left to right. */
export interface Picture {
  readonly nodes: readonly PictureNode[];
  readonly edges: readonly PictureEdge[];
}

/** Longest label, in UTF-16 units: wider boxes make the whole picture unreadable. */
const maxLabelChars = 80;

const outlines: { readonly [shape in PictureShape]: readonly [open: string, close: string] } = {
  table: ['["', '"]'],
  contract: ['[["', '"]]'],
  source: ['[("', '")]'],
  exposure: ['(["', '"])'],
};

/** Strokes that can be told apart on GitHub's light and dark page. */
const strokes: { readonly [mark in PictureMark]: string } = {
  changed: 'stroke:#cf222e,stroke-width:3px',
  hit: 'stroke:#bf8700,stroke-width:2px',
};

/** The picture as a Mermaid flowchart (12.3), without a fence. No text of a label can end it, style it or run anything. */
export function mermaidOf({ nodes, edges }: Picture): string {
  const marks = (['changed', 'hit'] as const).filter((mark) => nodes.some((node) => node.mark === mark));
  return [
    'flowchart LR',
    ...nodes.map((node, index) => `  ${nodeText(node, index)}`),
    ...edges.map((edge) => `  ${edgeText(edge)}`),
    ...marks.map((mark) => `  classDef ${mark} ${strokes[mark]}`),
    '',
  ].join('\n');
}

function nodeText({ label, shape, mark }: PictureNode, index: number): string {
  const [open, close] = outlines[shape];
  return `n${index}${open}${mermaidLabel(label)}${close}${mark === undefined ? '' : `:::${mark}`}`;
}

function edgeText({ from, to, label, line }: PictureEdge): string {
  const arrow = line === 'solid' ? '-->' : '-.->';
  return `n${from} ${arrow}${label === undefined || label === '' ? '' : `|"${mermaidLabel(label)}"|`} n${to}`;
}

/**
 * Untrusted text for a label in double quotes: all but letters, digits and a few harmless marks is written as an entity (`#35;`),
 * which Mermaid decodes after it has read the chart; what hides or reorders text becomes U+FFFD.
 */
function mermaidLabel(text: string): string {
  const shown = text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu, '\ufffd')
    .trim();
  const capped = shown.length <= maxLabelChars ? shown : `${cutBefore(shown, maxLabelChars - 1)}…`;
  const escaped = capped.replaceAll(
    /[^\p{L}\p{N}\p{M} _.,/()+→…\ufffd-]/gu,
    (char) => `#${char.codePointAt(0) ?? 0xfffd};`,
  );
  return escaped === '' ? '#9251;' : escaped;
}

function cutBefore(text: string, end: number): string {
  const cut = text.slice(0, end);
  return /[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut;
}
