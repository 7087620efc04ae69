import type { Contract } from '../../model/contract.ts';
import type { DbtProject } from '../../model/dbt.ts';
import type { Lang } from '../../model/messages.ts';
import type { LeftOut, PackedFile } from '../packages/package-files.ts';
import type { PackageInfo } from '../packages/package-manifest.ts';
import { codeText, packageReadme, packageText, shellBlock } from '../packages/package-readme.ts';
import type { DbtSettings } from './dbt-settings.ts';

/** What the page of a dbt project's package tells. */
export interface WarehouseReadme {
  readonly generator: string;
  readonly lang: Lang;
  readonly dbt: DbtProject;
  readonly info: PackageInfo;
  readonly contracts: readonly Contract[];
  readonly settings: DbtSettings;
  readonly leftOut: readonly LeftOut[];
}

/** README.md of the package: dbt is given its profile from outside, because it says where the data and the credentials are. */
export function warehouseReadme(request: WarehouseReadme): PackedFile {
  const { generator, lang, dbt, info, contracts, settings, leftOut } = request;
  const values = { profile: codeText(settings.profile), adapter: codeText(dbt.dialect ?? '') };
  const deploy = [
    packageText(lang, dbt.dialect === undefined ? 'profile' : 'profile-adapter', values),
    '',
    ...shellBlock(['export DBT_PROFILES_DIR=/etc/dbt', ...(settings.hasPackages ? ['dbt deps'] : []), 'dbt build']),
    ...settings.outside.map(({ folder }) => `\n${packageText(lang, 'outside', { folder: codeText(folder) })}`),
  ];
  const intro = [packageText(lang, 'warehouse', { root: codeText(dbt.root), count: info.files.length })];
  return packageReadme({ generator, lang, info, contracts, leftOut, intro, deploy });
}
