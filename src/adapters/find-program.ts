import { access, constants, stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';

/** The first program of this name on `path` (the variable PATH); undefined where there is none. */
export async function findOnPath(name: string, path = ''): Promise<string | undefined> {
  for (const folder of path.split(delimiter)) {
    // A relative folder would be one of the judged tree.
    if (!isAbsolute(folder)) continue;
    for (const file of [name, `${name}.exe`]) if (await isProgram(join(folder, file))) return join(folder, file);
  }
  return undefined;
}

/** Whether there is a file that may be executed. */
export async function isProgram(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile() !== true) return false;
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
