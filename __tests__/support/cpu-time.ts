import { cpuUsage } from 'node:process';

/** Milliseconds of processor time that an action takes in this process: what else runs on the machine does not count. */
export function cpuTimeOf(action: () => void): number {
  const before = cpuUsage();
  action();
  const { user, system } = cpuUsage(before);
  return (user + system) / 1000;
}
