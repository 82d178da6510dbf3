import { devnetDescription } from '@argosy/operator/engine/devnet';
import { startNetwork } from '@argosy/operator/network';
import type { Network } from '@argosy/operator/network';
import { awaitGateway } from '../gateway/start.js';
import { programs } from '../places.js';
import { openDesk } from './desk.js';
import type { Desk } from './desk.js';
import type { NetHappening } from './happenings.js';
import { readRecord, removeRecord, writeRecord } from './record.js';
import type { NetworkRecord } from './record.js';

/** Which network to run, and where. */
export type HostedNetwork = {
  readonly home: string;
  readonly portBase: number;
  readonly topologyFile: string;
  readonly profile: string;
  readonly engine: 'devnet';
  /** Whether it runs in somebody's terminal; in the background unless said. */
  readonly foreground?: boolean;
};

export type Hosted = {
  /** Keys, channels and ports are there, and the processes are being started. */
  readonly prepared: Promise<Network>;
  /** Resolves when everything answers. */
  readonly network: Promise<Network>;
  /** Stop everything, at any moment. With a reason where nobody asked for it. */
  stop(why?: string): Promise<void>;
};

/** How long an orderly end may take before what is left is killed: nothing is left five seconds after Ctrl-C. */
const graceMilliseconds = 4_000;

/** Run a network in this process: start it, keep its record in the run folder, and take questions about it.
 *  Refuses when another process runs one from the same folder. */
export function hostNetwork(
  wanted: HostedNetwork,
  on: {
    readonly happening: (happening: NetHappening) => void;
    /** A process died for good: the network has to be stopped. */
    readonly death: (failure: Error) => void;
  },
): Hosted {
  const { home, profile, portBase, topologyFile, engine, foreground = false } = wanted;
  const begun = performance.now();
  on.happening({ event: 'start', engine, about: devnetDescription, profile, home });
  const starting = startNetwork({
    home,
    topologyFile,
    profile,
    portBase,
    devnetProgram: programs.devnet,
    onStep: (step) => {
      on.happening({ event: 'step', ...step });
    },
    onDeath: on.death,
    onRestart: ({ name, how }) => {
      on.happening({ event: 'restart', process: name, how });
    },
  });
  const record = (state: NetworkRecord['state'], why?: string): void => {
    const { pid } = process;
    const since = new Date().toISOString();
    const told = why === undefined ? {} : { why };
    const network = { profile, engine, portBase, topologyFile, foreground };
    writeRecord(home, { pid, state, ...network, since, ...told });
  };
  const halt = new AbortController();
  const stopping = halt.signal;
  let desk: Desk | undefined;
  const run = async (): Promise<Network> => {
    await starting.locked;
    record('starting');
    const network = await starting.network;
    desk = await openDesk(home, {
      processes: () => network.engine.status(),
      restart: (name) => restart(network, name, on.death),
    });
    if (stopping.aborted) await desk.close();
    else record('up');
    on.happening(upHappening(network, wanted, performance.now() - begun));
    return network;
  };
  const network = run();
  network.catch(() => undefined);
  const isOurs = (): boolean => readRecord(home)?.pid === process.pid;
  return {
    prepared: starting.prepared,
    network,
    stop: async (why) => {
      halt.abort();
      if (isOurs()) record('stopping');
      await desk?.close();
      await starting.stop(graceMilliseconds);
      if (!isOurs()) return;
      if (why === undefined) removeRecord(home);
      else record('ended', why);
    },
  };
}

/** Resolves when requests can be served as before. A process that was ended and does not start again leaves a network that is none. */
async function restart(
  network: Network,
  name: string,
  onDeath: (failure: Error) => void,
): Promise<void> {
  const { engine } = network;
  const isKnown = engine.status().some((it) => it.name === name);
  try {
    await engine.restart(name, graceMilliseconds);
  } catch (failure) {
    // The answer goes out first.
    if (isKnown && failure instanceof Error)
      setImmediate(() => {
        onDeath(failure);
      });
    throw failure;
  }
  await awaitGateway(network);
}

const upHappening = (
  { topology, folder }: Network,
  { home, profile, portBase, engine }: HostedNetwork,
  milliseconds: number,
): NetHappening => ({
  event: 'up',
  already: false,
  engine,
  about: devnetDescription,
  profile,
  home,
  portBase,
  network: folder.network,
  organisations: topology.organisations.length,
  peers: topology.organisations.flatMap(({ peers }) => peers).length,
  orderers: topology.orderers.length,
  channels: topology.channels.map(({ name }) => name),
  milliseconds,
});
