/** Where a node starts and ends: UTF-16 offsets of the normalised template, end exclusive. */
interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Keyword {
  readonly name: string;
  readonly value: Expression;
}

/** Arguments as written: positional, `name=value`, `*list`, `**dict`. */
export interface Arguments {
  readonly positional: readonly Expression[];
  readonly named: readonly Keyword[];
  readonly spread?: Expression;
  readonly spreadNamed?: Expression;
}

export type BinaryOperator = '+' | '-' | '*' | '/' | '//' | '%' | '**' | '~';
export type CompareOperator = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | 'not in';

export type Literal = null | boolean | string | { readonly integer: number } | { readonly float: number };

export type NameNode = Span & { readonly kind: 'name'; readonly name: string };
export type CallNode = Span & { readonly kind: 'call'; readonly callee: Expression; readonly args: Arguments };

/** An expression of a template. */
export type Expression =
  | NameNode
  | CallNode
  | (Span & { readonly kind: 'literal'; readonly value: Literal })
  | (Span & { readonly kind: 'list' | 'tuple'; readonly items: readonly Expression[] })
  | (Span & { readonly kind: 'dict'; readonly entries: readonly (readonly [Expression, Expression])[] })
  | (Span & { readonly kind: 'attribute'; readonly target: Expression; readonly name: string })
  | (Span & { readonly kind: 'item'; readonly target: Expression; readonly key: Expression })
  | (Span & { readonly kind: 'slice'; readonly parts: readonly (Expression | undefined)[] })
  | (Span & { readonly kind: 'filter'; readonly target?: Expression; readonly name: string; readonly args: Arguments })
  | (Span & { readonly kind: 'test'; readonly target: Expression; readonly name: string; readonly args: Arguments })
  | (Span & { readonly kind: 'unary'; readonly operator: 'not' | '-' | '+'; readonly operand: Expression })
  | (Span & {
      readonly kind: 'logic';
      readonly operator: 'and' | 'or';
      readonly left: Expression;
      readonly right: Expression;
    })
  | (Span & {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    })
  | (Span & {
      readonly kind: 'compare';
      readonly first: Expression;
      readonly rest: readonly { readonly operator: CompareOperator; readonly operand: Expression }[];
    })
  | (Span & {
      readonly kind: 'condition';
      readonly test: Expression;
      readonly consequent: Expression;
      readonly otherwise?: Expression;
    });

/** What can stand left of `=` in `set` and before `in` in `for`. */
export type Target =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'field'; readonly name: string; readonly field: string }
  | { readonly kind: 'tuple'; readonly items: readonly Target[] };

export interface Parameter {
  readonly name: string;
  readonly fallback?: Expression;
}

/** A macro, a generic test (`test_<name>`) or the body of a `call` block. */
export type MacroNode = Span & {
  readonly kind: 'macro';
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly body: readonly Statement[];
  /** Whether the body mentions `varargs` and `kwargs`: only then are surplus arguments allowed. */
  readonly takesVarargs: boolean;
  readonly takesKwargs: boolean;
};

/** A statement of a template. */
export type Statement =
  | MacroNode
  | (Span & { readonly kind: 'text'; readonly text: string })
  | (Span & { readonly kind: 'print' | 'do'; readonly value: Expression })
  | (Span & {
      readonly kind: 'if';
      readonly branches: readonly { readonly test: Expression; readonly body: readonly Statement[] }[];
      readonly otherwise: readonly Statement[];
    })
  | (Span & {
      readonly kind: 'for';
      readonly target: Target;
      readonly iterable: Expression;
      readonly condition?: Expression;
      readonly body: readonly Statement[];
      readonly otherwise: readonly Statement[];
    })
  | (Span & { readonly kind: 'break' | 'continue' })
  | (Span & { readonly kind: 'set'; readonly target: Target; readonly value: Expression })
  | (Span & {
      readonly kind: 'set-block';
      readonly target: Target;
      readonly filter?: Expression;
      readonly body: readonly Statement[];
    })
  | (Span & { readonly kind: 'call-block'; readonly call: CallNode; readonly macro: MacroNode })
  | (Span & { readonly kind: 'filter-block'; readonly filter: Expression; readonly body: readonly Statement[] })
  | (Span & {
      readonly kind: 'with';
      readonly assignments: readonly { readonly target: Target; readonly value: Expression }[];
      readonly body: readonly Statement[];
    })
  | (Span & { readonly kind: 'scope'; readonly body: readonly Statement[] });
