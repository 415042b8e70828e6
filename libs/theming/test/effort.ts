/** Milliseconds of processor time since `from` (of `process.cpuUsage()`): what work costs, however busy the machine is. */
export function effortSince(from: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(from);
  return (user + system) / 1000;
}
