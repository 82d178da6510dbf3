/** What a closed loop of clients measured. */
export interface Measurement {
  readonly clients: number;
  readonly operations: number;
  readonly perSecond: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  /** CPU milliseconds per operation, by process. */
  readonly processor: ReadonlyMap<string, number>;
  readonly failures: ReadonlyMap<string, number>;
}

export interface Load {
  readonly clients: number;
  readonly seconds: number;
  readonly warmUpSeconds: number;
  readonly operation: (client: number) => Promise<unknown>;
  readonly processorTimes: () => ReadonlyMap<string, number>;
}

/** Run clients that each wait for an answer before they ask again; what happens while warming up is not counted. */
export async function measure(load: Load): Promise<Measurement> {
  await run(load, load.warmUpSeconds);
  const before = load.processorTimes();
  const own = process.cpuUsage();
  const since = performance.now();
  const { latencies, failures } = await run(load, load.seconds);
  const seconds = (performance.now() - since) / 1000;
  const { user, system } = process.cpuUsage(own);
  const used = new Map(
    [...load.processorTimes()].map(([name, ms]) => [name, ms - (before.get(name) ?? 0)]),
  );
  used.set('clients', (user + system) / 1000);
  const sorted = latencies.sort((a, b) => a - b);
  return {
    clients: load.clients,
    operations: sorted.length,
    perSecond: sorted.length / seconds,
    p50: sorted[Math.floor(sorted.length / 2)] ?? NaN,
    p95: sorted[Math.floor(sorted.length * 0.95)] ?? NaN,
    p99: sorted[Math.floor(sorted.length * 0.99)] ?? NaN,
    processor: new Map([...used].map(([name, ms]) => [name, ms / sorted.length])),
    failures,
  };
}

async function run(
  { clients, operation }: Load,
  seconds: number,
): Promise<{ latencies: number[]; failures: Map<string, number> }> {
  const latencies: number[] = [];
  const failures = new Map<string, number>();
  const end = performance.now() + seconds * 1000;
  const loop = async (client: number): Promise<void> => {
    while (performance.now() < end) {
      const since = performance.now();
      try {
        await operation(client);
        latencies.push(performance.now() - since);
      } catch (error) {
        const text = error instanceof Error ? error.message : String(error);
        failures.set(text, (failures.get(text) ?? 0) + 1);
      }
    }
  };
  await Promise.all(Array.from({ length: clients }, (_, client) => loop(client)));
  return { latencies, failures };
}
