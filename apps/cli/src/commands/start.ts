import { setTimeout as delay } from 'node:timers/promises';
import type { Network } from '@argosy/operator/network';
import { OperatorError } from '@argosy/operator/operator-error';
import { defaultProfile } from '@argosy/operator/topology/read';
import { verifyNetwork } from '../audit/verify-network.js';
import type { Ending } from '../deal/ending.js';
import { runDeal } from '../deal/run.js';
import { tellFailure } from '../failure.js';
import { organisationUrl } from '../gateway/local-http.js';
import { awaitGateway, startGateway } from '../gateway/start.js';
import { output } from '../output.js';
import type { Output } from '../output.js';
import { hostNetwork } from '../net/host.js';
import type { Hosted } from '../net/host.js';
import { defaultDeal, placeOf, topologyFile } from '../places.js';
import { foundRegisters } from '../register/found.js';
import { watchLifetime } from '../run/lifetime.js';
import type { End, Lifetime } from '../run/lifetime.js';

export type StartFlags = {
  readonly once?: boolean;
  readonly json?: boolean;
  readonly home?: string;
  readonly portBase?: number;
};

/** When an act fails because a process died, the death is the reason, and its news comes a moment later. */
const deathNewsMilliseconds = 300;

/** Start everything, play a sample deal, and stay up. Answers the exit code. */
export async function start(flags: StartFlags): Promise<number> {
  const lifetime = watchLifetime(process.env);
  const tell = output({ json: flags.json === true });
  const hosted = begin(flags, { lifetime, tell });
  try {
    const ending = await orEnd(run(hosted, tell), lifetime);
    if ('by' in ending) return exitCodeOf(ending);
    if (flags.once === true) {
      await hosted.stop();
      tell({ event: 'ended', ...ending });
      return 0;
    }
    tell({ event: 'ended', ...ending });
    tellUp(await hosted.network, tell);
    return exitCodeOf(await lifetime.ended, { complete: true });
  } catch (failure) {
    const end = await Promise.race([lifetime.ended, delay(deathNewsMilliseconds)]);
    if (end !== undefined) return exitCodeOf(end);
    tellFailure(failure);
    return 1;
  } finally {
    await hosted.stop();
    lifetime.release();
  }
}

type Means = { readonly lifetime: Lifetime; readonly tell: Output };

function begin(flags: StartFlags, { lifetime, tell }: Means): Hosted {
  const place = placeOf(flags, process.env);
  return hostNetwork(
    { ...place, topologyFile, profile: defaultProfile, engine: 'devnet', foreground: true },
    {
      happening: (happening) => {
        // That the network is up is only half of what was asked for.
        if (happening.event === 'start')
          tell({ event: 'start', engine: happening.about, home: happening.home });
        else if (happening.event !== 'up') tell(happening);
      },
      death: lifetime.fail,
    },
  );
}

async function run(hosted: Hosted, tell: Output): Promise<Ending> {
  // The gateway opens its database while the network starts, and waits for the peers by itself.
  const serving = hosted.prepared.then(startGateway);
  serving.catch(() => undefined);
  const network = await hosted.network;
  const { topology } = network;
  const since = performance.now();
  const founded = await foundRegisters(network);
  if (founded.length > 0) {
    const detail = `members and calendars of ${founded.join(', ')}`;
    tell({ event: 'step', step: 'register', detail, milliseconds: performance.now() - since });
  }
  const { url, milliseconds } = await serving;
  tell({ event: 'step', step: 'gateway', detail: `REST on ${url}`, milliseconds });
  const heights = await awaitGateway(network);
  // Counted from the start of this process on.
  const ready = { detail: 'the network and its gateways', milliseconds: performance.now() };
  tell({ event: 'step', step: 'ready', ...ready });
  const ending = await runDeal({ file: defaultDeal, gateway: url, heights, topology, tell });
  if (!ending.isSettled) throw new Error(ending.sentence);
  await audit(network, tell);
  return ending;
}

/** The auditor closes the deal: everything is judged anew from the first block on. Refuses a network where anything differs. */
async function audit({ folder }: Network, tell: Output): Promise<void> {
  const { differences } = await verifyNetwork({ home: folder.home, isUp: true }, tell);
  if (differences.length === 0) return;
  throw new OperatorError({
    what: 'The audit found differences',
    why: 'They are named above.',
    fix: `Keep ${folder.home} as evidence; \`argosy ledger audit\` names them again.`,
  });
}

/** The work's result, or what ended the run before. */
async function orEnd<T>(work: Promise<T>, { ended }: Lifetime): Promise<T | End> {
  // When the run ends early, the work fails soon after, and that is no news.
  work.catch(() => undefined);
  return Promise.race([work, ended]);
}

function exitCodeOf(end: End, { complete = false } = {}): number {
  switch (end.by) {
    case 'death':
      tellFailure(end.failure);
      return 1;
    case 'parent':
      return complete ? 0 : 1;
    case 'signal':
      return complete ? 0 : end.exitCode;
  }
}

function tellUp({ topology, ports }: Network, tell: Output): void {
  const gateway = `http://localhost:${ports.gateway}`;
  const people = topology.organisations.flatMap(({ name: organisation, people: staff }) =>
    staff.map(({ id, name }) => {
      return { id, name, organisation, url: organisationUrl(gateway, organisation) };
    }),
  );
  const urls = [
    { name: 'Organisations', url: gateway },
    { name: 'API reference', url: `${gateway}/docs` },
  ];
  tell({ event: 'up', urls, people });
}
