/** A version with the numbers that it lacks (`1.0` → `1.0.0`); undefined where it is no version, lacks none, or has a `v` that may mean something else. */
export function fillVersion(version: string): string | undefined {
  if (!/^(?:0|[1-9]\d{0,8})(?:\.(?:0|[1-9]\d{0,8}))?$/.test(version)) return undefined;
  return version.includes('.') ? `${version}.0` : `${version}.0.0`;
}
