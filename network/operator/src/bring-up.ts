import { ensureChannels } from './channel.js';
import { defineChaincodes, installPackages } from './deploy-network.js';
import type { DeployedChaincode } from './deployed-chaincode.js';
import { writeDescription } from './description.js';
import type { Engine } from './engine/engine.js';
import { joinOrderers } from './joins/join-orderers.js';
import { joinPeers } from './joins/join-peers.js';
import { withMembers } from './members.js';
import { Material } from './pki/material.js';
import type { PortPlan } from './ports.js';
import type { RunFolder } from './run-folder.js';
import type { Topology } from './topology/schema.js';

export type Step = {
  readonly step: 'authorities' | 'identities' | 'channels' | 'nodes' | 'joined' | 'chaincode';
  readonly detail: string;
  readonly milliseconds: number;
};

/** What is to run, from where, and on what. */
export type BringUp = {
  readonly topology: Topology;
  readonly folder: RunFolder;
  readonly ports: PortPlan;
  readonly chaincodes: readonly DeployedChaincode[];
  readonly engine: Engine;
  /** What the network takes for the present. */
  readonly now: () => Date;
  /** Called after each step, with what it did. */
  readonly onStep: (step: Step) => void;
  /** Called when keys, channels and ports are there, and the processes are being started. */
  readonly onPrepared: () => void;
};

/** Bring a network up, whatever of it is there already. Resolves when every peer answers for its chaincode. A chaincode that
 *  cannot be started ends it at once, however far the nodes are. */
export async function bringUp(of: BringUp): Promise<void> {
  const { topology, folder } = of;
  const failed = new AbortController();
  const report = stepReporter(of.onStep);
  const material = Material.open(topology, folder, of.now());
  writeDescription(of);
  const { identities, chaincode, nodes } = await (material.isComplete
    ? startWithMaterial(of, report)
    : startWithoutMaterial(of, material, report));
  try {
    const prepared = identities.then(of.onPrepared);
    const deploying = deployOn(nodes, of, { report, failed: failed.signal });
    const [deployed] = await Promise.all([deploying, chaincode, prepared]);
    report('chaincode', deployed.join(', '));
  } catch (failure) {
    failed.abort();
    throw failure;
  }
}

/** What needs the nodes, one after another, until the start has failed. Answers a sentence for each definition. */
async function deployOn(
  nodes: Promise<void>,
  of: BringUp,
  { report, failed }: { readonly report: Report; readonly failed: AbortSignal },
): Promise<readonly string[]> {
  await nodes;
  failed.throwIfAborted();
  const { peers } = of.engine;
  report('nodes', peers.map(({ name, endpoint }) => `${name} on ${endpoint}`).join(', '));
  return withMembers(of, async (members) => {
    const joins = Promise.all([joinOrderers(of), joinPeers(of, members)]);
    const [joined] = await Promise.all([joins, installPackages(of, members)]);
    failed.throwIfAborted();
    report('joined', describeJoins(joined));
    return defineChaincodes(of, members);
  });
}

type Report = (step: Step['step'], detail: string) => void;
/** What has begun and is waited for later. */
type Begun = {
  /** Everybody has a certificate, and each channel its first block. */
  readonly identities: Promise<void>;
  readonly chaincode: Promise<void>;
  readonly nodes: Promise<void>;
};

/** Everything is started at once. */
async function startWithMaterial(of: BringUp, report: Report): Promise<Begun> {
  const { engine } = of;
  const channels = ensureChannels(of, of.now());
  const chaincode = begin(() => engine.startChaincode());
  const nodes = begin(() => engine.startNodes());
  await engine.startAuthorities();
  report('authorities', describeAuthorities(engine));
  report('identities', 'as enrolled before');
  report('channels', describeChannels(channels));
  return { identities: Promise.resolve(), chaincode, nodes };
}

/** Authorities first: the rest needs what they certify. Each part begins as soon as it has its certificates. The chaincode, which
 *  takes longest to start, comes first, and people last. */
async function startWithoutMaterial(
  of: BringUp,
  material: Material,
  report: Report,
): Promise<Begun> {
  const { engine } = of;
  const authorities = begin(() => engine.startAuthorities());
  material.makeKeys();
  await authorities;
  report('authorities', describeAuthorities(engine));
  // Each is to be resolved with what has then begun.
  const chaincode = Promise.withResolvers<undefined>();
  const nodes = Promise.withResolvers<undefined>();
  const enrolled = material.enrol(engine.authorities, {
    links: () => {
      chaincode.resolve(engine.startChaincode().then(() => undefined));
    },
    nodes: () => {
      report('channels', describeChannels(ensureChannels(of, of.now())));
      nodes.resolve(engine.startNodes().then(() => undefined));
    },
  });
  for (const { reject } of [chaincode, nodes]) enrolled.catch(reject);
  return {
    identities: begin(async () => {
      report('identities', `${await enrolled} certificates issued`);
    }),
    chaincode: begin(() => chaincode.promise),
    nodes: begin(() => nodes.promise),
  };
}

/** Whoever waits for it later hears of its failure. */
function begin(start: () => Promise<void>): Promise<void> {
  const begun = start();
  begun.catch(() => undefined);
  return begun;
}

function stepReporter(onStep: BringUp['onStep']): Report {
  let since = performance.now();
  return (step, detail) => {
    const now = performance.now();
    onStep({ step, detail, milliseconds: now - since });
    since = now;
  };
}

const describeAuthorities = ({ authorities }: Engine): string =>
  `of ${authorities.length} organisations`;

const describeChannels = (made: readonly string[]): string =>
  made.length === 0 ? 'as made before' : `first block made of ${made.join(', ')}`;

const describeJoins = ([orderers, peers]: readonly number[]): string =>
  orderers === 0 && peers === 0
    ? 'as joined before'
    : `${orderers ?? 0} times an orderer joined a channel, ${peers ?? 0} times a peer`;
