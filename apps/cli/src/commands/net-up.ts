import { setTimeout as delay } from 'node:timers/promises';
import { readDescription } from '@argosy/operator/description';
import { runFolder } from '@argosy/operator/run-folder';
import { startInBackground } from '../net/background.js';
import { CommandFailure } from '../net/command-failure.js';
import { exitCode } from '../net/exit-codes.js';
import type { Up } from '../net/happenings.js';
import { hostNetwork } from '../net/host.js';
import type { HostedNetwork } from '../net/host.js';
import { hint, print, printJson, upText, wantsJson } from '../net/presentation.js';
import { showProgress } from '../net/progress.js';
import type { NetworkRecord } from '../net/record.js';
import { findRunning } from '../net/running.js';
import type { Running } from '../net/running.js';
import { fromCaller, placeOf, topologyFile } from '../places.js';
import { watchLifetime } from '../run/lifetime.js';

export type NetUpFlags = {
  readonly profile?: string;
  readonly topology?: string;
  readonly home?: string;
  readonly portBase?: number;
  readonly foreground?: boolean;
  readonly timeout?: number;
  readonly engine: 'devnet';
  readonly json?: boolean;
};

/** Bring a network up, in the background unless said. Answers the exit code. */
export async function netUp(flags: NetUpFlags): Promise<number> {
  const wanted = wantedNetwork(flags);
  const json = wantsJson(flags);
  const before = await whatIsUp(wanted, flags);
  if (before !== undefined) return tellUp(before, json);
  requireSameProfile(wanted);
  return flags.foreground === true ? runInForeground(wanted, json) : bringUp(wanted, flags, json);
}

function wantedNetwork(flags: NetUpFlags): HostedNetwork {
  const { profile = 'starter', engine, topology } = flags;
  const file = topology === undefined ? topologyFile : fromCaller(topology, process.env);
  return { ...placeOf(flags, process.env), topologyFile: file, profile, engine };
}

const patienceMilliseconds = 60_000;
/** Between taking the folder and saying so in it passes a moment; who says nothing for longer is no network of ours. */
const silenceMilliseconds = 3_000;
const betweenMilliseconds = 100;

/** The network that runs from the folder, if it is the wanted one; one that is coming up or ending is waited for.
 *  Refuses where another one runs. */
async function whatIsUp(wanted: HostedNetwork, flags: NetUpFlags): Promise<Up | undefined> {
  const since = performance.now();
  for (;;) {
    const running = await findRunning(wanted.home);
    const patience = running.by === 'us' ? patienceMilliseconds : silenceMilliseconds;
    if (running.by === 'nobody') return undefined;
    if (running.by === 'us' && running.record.state !== 'stopping') {
      requireSame(running.record, wanted, flags);
      if (running.record.state === 'up') return upBefore(wanted, running.record);
    }
    if (performance.now() - since > patience) throw stuck(wanted, running);
    await delay(betweenMilliseconds);
  }
}

function requireSame(record: NetworkRecord, wanted: HostedNetwork, flags: NetUpFlags): void {
  const { profile, portBase, pid, state } = record;
  const differs =
    profile !== wanted.profile ? `profile ${profile}` : portBaseDiffers(record, flags);
  if (differs === undefined) return;
  throw new CommandFailure(exitCode.conflict, {
    what: `Another network is ${state === 'up' ? 'up' : 'coming up'} from ${wanted.home}`,
    why: `It has ${differs}; it runs in process ${pid} on the ports from ${portBase} on.`,
    fix: 'Use that one, stop it with `argosy net down`, or start another with --home DIR --port-base N.',
  });
}

const portBaseDiffers = ({ portBase }: NetworkRecord, flags: NetUpFlags): string | undefined =>
  flags.portBase === undefined || flags.portBase === portBase
    ? undefined
    : `the base port ${portBase}`;

function stuck(
  { home }: HostedNetwork,
  running: Exclude<Running, { readonly by: 'nobody' }>,
): CommandFailure {
  const why =
    running.by === 'us'
      ? `The process ${running.record.pid} is ${running.record.state} there for more than ${patienceMilliseconds / 1_000} seconds.`
      : `The process ${running.pid} holds it.`;
  return new CommandFailure(exitCode.conflict, {
    what: `${home} is in use`,
    why,
    fix: 'End that process, or start another network with --home DIR --port-base N.',
  });
}

/** A run folder is of one profile: its keys and first blocks are made for that. */
function requireSameProfile({ home, profile }: HostedNetwork): void {
  const folder = runFolder(home);
  const made = readDescription(folder);
  if (made === undefined || made.profile === profile) return;
  throw new CommandFailure(exitCode.conflict, {
    what: `${home} holds a network of profile ${made.profile}`,
    why: `Its keys and ledgers were made for that, and not for ${profile}.`,
    fix: `Remove it with \`argosy net reset\`, or start this one with --home DIR.`,
  });
}

async function bringUp(wanted: HostedNetwork, flags: NetUpFlags, json: boolean): Promise<number> {
  const lifetime = watchLifetime(process.env);
  const progress = showProgress({ json });
  const background = startInBackground(wanted, progress.happening);
  try {
    const first = await Promise.race([background.up, lifetime.ended, timeIsUp(flags)]);
    progress.end();
    if (first !== undefined && 'event' in first) return tellUp(first, json);
    await background.abandon();
    if (first === undefined) throw tooSlow(flags);
    return first.by === 'signal' ? first.exitCode : exitCode.failed;
  } catch (failure) {
    progress.end();
    // Somebody else may have been quicker: then theirs counts.
    const theirs = await theirsUp(wanted, flags);
    if (theirs !== undefined) return tellUp(theirs, json);
    throw failure;
  } finally {
    lifetime.release();
  }
}

const timeIsUp = ({ timeout }: NetUpFlags): Promise<undefined> =>
  timeout === undefined
    ? new Promise(() => undefined)
    : delay(timeout * 1_000, undefined, { ref: false });

const tooSlow = ({ timeout = 0 }: NetUpFlags): CommandFailure =>
  new CommandFailure(exitCode.timeout, {
    what: `The network was not up within ${timeout} seconds`,
    why: 'It was ended again.',
    fix: 'Give it longer; what it has made is kept for the next start.',
  });

async function theirsUp(wanted: HostedNetwork, flags: NetUpFlags): Promise<Up | undefined> {
  const running = await findRunning(wanted.home);
  return running.by === 'us' ? whatIsUp(wanted, flags) : undefined;
}

async function runInForeground(wanted: HostedNetwork, json: boolean): Promise<number> {
  const lifetime = watchLifetime(process.env);
  const progress = showProgress({ json });
  const hosted = hostNetwork(
    { ...wanted, foreground: true },
    { happening: progress.happening, death: lifetime.fail },
  );
  let why: string | undefined;
  try {
    const first = await Promise.race([hosted.network, lifetime.ended]);
    progress.end();
    if ('by' in first) return first.by === 'signal' ? first.exitCode : exitCode.failed;
    const up = upBefore(wanted, { ...wanted });
    if (!json)
      print(`${upText({ ...up, already: false })}\nCtrl-C stops everything; the ledgers stay.`);
    const end = await lifetime.ended;
    if (end.by !== 'death') return exitCode.done;
    why = end.failure.message;
    throw end.failure;
  } finally {
    progress.end();
    await hosted.stop(why);
    lifetime.release();
  }
}

function upBefore(
  { home, engine }: HostedNetwork,
  { portBase, profile }: Pick<NetworkRecord, 'portBase' | 'profile'>,
): Up {
  const folder = runFolder(home);
  const description = readDescription(folder);
  if (description === undefined) throw new Error(`${folder.network} is missing`);
  const { about, organisations, peers, orderers, channels } = description;
  return {
    event: 'up',
    already: true,
    engine,
    about,
    profile,
    home,
    portBase,
    network: folder.network,
    organisations: organisations.length,
    peers: peers.length,
    orderers: orderers.length,
    channels: channels.map(({ name }) => name),
    milliseconds: 0,
  };
}

function tellUp(up: Up, json: boolean): number {
  // A program was told by the line of the event itself, unless nothing happened.
  if (json && up.already) printJson(up);
  if (!json) {
    print(upText(up));
    hint([
      ['argosy net status', 'what runs, and how far it is'],
      ['argosy net logs -f', 'what it says'],
      ['argosy net clock +6d', 'move its clock'],
      ['argosy net down', 'stop it; keys and ledgers stay'],
    ]);
  }
  return exitCode.done;
}
