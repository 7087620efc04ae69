/** A part of an expression that is no literal. References are made of names that {@link labelOf} or this generator made. */
export type HclExpression =
  /** `var.region`, `snowflake_account_role.reader.name`. */
  | { readonly kind: 'reference'; readonly path: readonly string[] }
  | { readonly kind: 'index'; readonly of: HclExpression; readonly key: HclValue }
  | { readonly kind: 'call'; readonly name: string; readonly arguments: readonly HclValue[] }
  /** `"text ${expression} text"`. */
  | { readonly kind: 'template'; readonly parts: readonly (string | HclExpression)[] }
  /** `of[*].name`. */
  | { readonly kind: 'splat'; readonly of: HclExpression; readonly name: string }
  | { readonly kind: 'equals'; readonly left: HclExpression; readonly right: HclValue }
  | { readonly kind: 'map'; readonly entries: readonly (readonly [key: string, value: HclValue])[] };

/** A value of an attribute; texts are texts, whatever signs they hold. */
export type HclValue = string | number | boolean | null | readonly HclValue[] | HclExpression;

/** `name = value`; one without value is left out. */
type HclAttributes = { readonly [name: string]: HclValue | undefined };

/** `type "label" "label" { … }`. */
export interface HclBlock {
  readonly type: string;
  readonly labels: readonly string[];
  readonly attributes: HclAttributes;
  readonly blocks: readonly HclBlock[];
  /** Lines above the block. */
  readonly comments: readonly string[];
  /** The attribute that names what it makes, and the name: a block of another label may make the same. */
  readonly makes?: { readonly attribute: string; readonly name: string };
}

/** A block with its attributes, and the blocks in it. */
export function block(head: readonly string[], attributes: HclAttributes, blocks: readonly HclBlock[] = []): HclBlock {
  const [type = '', ...labels] = head;
  return { type, labels, attributes, blocks, comments: [] };
}

/** A resource; `provider` is the alias of another than the default configuration. */
export function resource(
  {
    type,
    label,
    provider,
  }: { readonly type: string; readonly label: string; readonly provider?: HclExpression | undefined },
  attributes: HclAttributes,
  blocks: readonly HclBlock[] = [],
): HclBlock {
  return block(['resource', type, label], { provider, ...attributes }, blocks);
}

/** The block with lines above it. */
export function commented(comments: readonly string[], of: HclBlock): HclBlock {
  return { ...of, comments };
}

/** The block as the one that makes what has a name. */
export function making(attribute: string, name: string, of: HclBlock): HclBlock {
  return { ...of, makes: { attribute, name } };
}

/** `a.b.c`. */
export function reference(...path: readonly string[]): HclExpression {
  return { kind: 'reference', path };
}

/** `name(…)`. */
export function call(name: string, ...given: readonly HclValue[]): HclExpression {
  return { kind: 'call', name, arguments: given };
}

/** A text with expressions in it: template`"${database}"`. */
export function template(texts: TemplateStringsArray, ...values: readonly HclExpression[]): HclExpression {
  return { kind: 'template', parts: texts.flatMap((text, at) => [text, ...values.slice(at, at + 1)]) };
}

/** `{ key = value }`, in the given order; keys are texts. */
export function map(entries: readonly (readonly [key: string, value: HclValue])[]): HclExpression {
  return { kind: 'map', entries };
}

/** How an existing resource is taken over; nothing where the id has signs that a shell would read. */
export function importLines(address: string, id: string): readonly string[] {
  return /^[\w./:-]+$/.test(id) ? [`Where it exists already: terraform import ${address} ${id}`] : [];
}
