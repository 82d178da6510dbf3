// To be imported before a program: its clock is off by years, its stopwatch by as much, and its dice show another number.
const years = Number(process.env['REPLICA_YEARS'] ?? 0);
const shiftMs = years * 366 * 24 * 60 * 60 * 1000;

if (years !== 0) {
  const Clock = Date;
  const moved = () => Clock.now() + shiftMs;
  globalThis.Date = new Proxy(Clock, {
    construct: (target, args: unknown[]) =>
      Reflect.construct(target, args.length === 0 ? [moved()] : args) as Date,
    apply: () => new Clock(moved()).toString(),
    get: (target, name): unknown => (name === 'now' ? moved : Reflect.get(target, name)),
  });
  const stopwatch = performance.now.bind(performance);
  performance.now = () => stopwatch() + Math.abs(shiftMs);
  const { bigint } = process.hrtime;
  process.hrtime.bigint = () => bigint() + BigInt(Math.abs(shiftMs)) * 1_000_000n;
  Math.random = () => 1 / years ** 2;
}
