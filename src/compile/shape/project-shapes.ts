import type { DbtProject } from '../../model/dbt.ts';
import type { SqlShape } from '../../model/sql-shape.ts';
import type { Memo } from '../compile-request.ts';
import { shapeOf } from './model-shape.ts';

/** The shapes of a project's SQL models, in their order. Each text is read once per memo, whatever tree it is in. */
export function projectShapes({ models, dialect }: DbtProject, memo: Memo): readonly SqlShape[] {
  return models.flatMap((model) => {
    const key = `${model.oid} ${dialect ?? ''} ${model.name} ${model.path}`;
    return memo.once('sql-shape', key, () => shapeOf(model, dialect)) ?? [];
  });
}
