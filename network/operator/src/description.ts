import { existsSync, readFileSync } from 'node:fs';
import { reasonOf } from '@argosy/protocol/reason';
import { z } from 'zod';
import type { DeployedChaincode } from './deployed-chaincode.js';
import type { Engine } from './engine/engine.js';
import { writeFileAtomically } from './files.js';
import { OperatorError } from './operator-error.js';
import type { PortPlan } from './ports.js';
import type { RunFolder } from './run-folder.js';
import type { Topology } from './topology/schema.js';

const text = z.string();
const names = z.array(text).readonly();
const policy = z.object({ outOf: z.int(), of: names }).readonly();
const operator = z.object({ url: text, tlsCa: text }).readonly();
const people = z
  .array(z.object({ id: text, name: text, role: text }).readonly())
  .readonly()
  .default([]);
const node = { msp: text, name: text, endpoint: text, tlsCa: text };

/** network.json: what runs from a run folder, for every other program. Files are named by absolute paths. */
const descriptionSchema = z
  .object({
    /** Which engine runs it, and what a person should know of that. */
    engine: z.enum(['devnet', 'compose', 'processes']),
    about: text,
    profile: text,
    portBase: z.int(),
    organisations: z
      .array(z.object({ msp: text, name: text, domain: text, people }).readonly())
      .readonly(),
    peers: z.array(z.object({ ...node, operations: operator.optional() }).readonly()).readonly(),
    orderers: z
      .array(z.object({ ...node, admin: operator, operations: operator.optional() }).readonly())
      .readonly(),
    authorities: z
      .array(
        z.object({ msp: text, url: text, tlsCa: text, names: z.record(text, text) }).readonly(),
      )
      .readonly(),
    channels: z
      .array(
        z
          .object({
            name: text,
            genesisBlock: text,
            consensus: z.enum(['BFT', 'etcdraft']),
            consenters: names,
            members: z.array(z.object({ msp: text, sponsor: text.optional() }).readonly()),
            endorsement: policy,
            lifecycle: policy,
            chaincodes: names,
          })
          .readonly(),
      )
      .readonly(),
    chaincodes: z
      .array(z.object({ name: text, version: text, packageId: text }).readonly())
      .readonly(),
    /** Only of a network for development: its control server, and the file with the token that it asks for. */
    controls: z.object({ url: text, tokenFile: text }).readonly().optional(),
  })
  .readonly();

export type NetworkDescription = z.infer<typeof descriptionSchema>;

/** Say in the run folder what runs from it. */
export function writeDescription(of: {
  readonly engine: Engine;
  readonly topology: Topology;
  readonly folder: RunFolder;
  readonly ports: PortPlan;
  readonly chaincodes: readonly DeployedChaincode[];
}): void {
  const { engine, topology, folder } = of;
  const { peers, orderers, authorities, controls } = engine;
  const description = {
    engine: engine.name,
    about: engine.description,
    profile: topology.profile,
    portBase: of.ports.base,
    organisations: topology.organisations.map(({ msp, name, domain, people }) => ({
      ...{ msp, name, domain },
      people,
    })),
    peers,
    orderers,
    authorities,
    channels: topology.channels.map((channel) => ({
      ...channel,
      genesisBlock: folder.genesisBlock(channel.name),
    })),
    chaincodes: of.chaincodes.map(({ name, version, package: { id } }) => ({
      name,
      version,
      packageId: id,
    })),
    ...(controls === undefined ? {} : { controls }),
  };
  writeFileAtomically(folder.network, `${JSON.stringify(description, undefined, 2)}\n`);
}

/** What runs, or ran last, from a run folder; undefined where nothing ever did. Refuses what it cannot read. */
export function readDescription({ network }: RunFolder): NetworkDescription | undefined {
  if (!existsSync(network)) return undefined;
  try {
    return descriptionSchema.parse(JSON.parse(readFileSync(network, 'utf8')));
  } catch (failure) {
    throw new OperatorError({
      what: `${network} cannot be read`,
      why: `${reasonOf(failure)}.`,
      fix: 'It is written anew by each start from this folder.',
    });
  }
}
