import { z } from 'zod';
import {
  chaincodeName,
  channelName,
  collectionName,
  domain,
  label,
  msp,
  organisationName,
  profileName,
  systemId,
} from './names.js';

/** The roles that staff can hold; contracts read them from the certificate. */
export const staffRoles = [
  'trader',
  'tradeOfficer',
  'tradeSupervisor',
  'licensingOfficer',
  'carrierOfficer',
  'portOfficer',
  'customsOfficer',
  'auditor',
  'administrator',
] as const;

const text = z.string().min(1);
const policy = z.strictObject({ outOf: z.int().min(1), of: z.array(msp).min(1) });
const person = z.strictObject({ id: label, name: text, role: z.enum(staffRoles) });
/** A program of an organisation, which acts on its own: it holds a role as people do. */
const system = z.strictObject({ id: systemId, name: text, role: z.enum(staffRoles) });
const consensus = z.enum(['BFT', 'etcdraft']);
const consenters = z.array(msp).min(1);
const peers = z.array(label);

const organisation = z.strictObject({
  msp,
  name: organisationName,
  domain,
  /** The names of its peers; without one it is sponsored on each of its channels. */
  peers: peers.default([]),
  people: z.array(person).default([]),
  /** Programs that act in its name, such as a bank's core system. */
  systems: z.array(system).optional(),
  /** Who has an identity and no role: clients of other programs. */
  users: z.array(label).optional(),
});

const orderer = z.strictObject({
  msp,
  domain,
  /** What its node is called in the domain. */
  host: label.optional(),
});

/** Private data of a chaincode on a channel: only its members' clients read and write it, only their peers keep it. */
const collection = z.strictObject({
  name: collectionName,
  members: z.array(msp).min(1),
  /** How many of its members must sign what is written to it; any that have a peer, unless they are named. */
  endorsement: policy.partial({ of: true }),
  /** At how many other peers the data must be before a peer endorses it: one where two members have a peer, unless said. */
  requiredPeerCount: z.int().min(0).optional(),
  /** After how many blocks peers forget its data; never unless said. */
  blockToLive: z.int().min(0).default(0),
});

const channel = z.strictObject({
  name: channelName,
  members: z.array(z.strictObject({ msp, sponsor: msp.optional() })).min(1),
  endorsement: policy,
  lifecycle: policy,
  consensus: consensus.default('BFT'),
  /** The organisations whose orderers agree on its blocks; all of them unless said. */
  consenters: consenters.optional(),
  chaincodes: z.array(z.string()).min(1),
  /** By the chaincode that they belong to. */
  collections: z.record(z.string(), z.array(collection).min(1)).optional(),
});

const chaincode = z.strictObject({
  name: chaincodeName,
  package: text,
  server: text,
  probe: z.strictObject({ function: text, arguments: z.array(z.string()), answer: text }),
});

/** What a profile changes of a channel. */
const channelChange = z.strictObject({
  endorsement: policy.optional(),
  lifecycle: policy.optional(),
  consensus: consensus.optional(),
  consenters: consenters.optional(),
});

/** What a profile makes of the description: it leaves organisations, orderers or channels out, adds peers or orderers, and
 *  changes channels. */
const profile = z.strictObject({
  only: z
    .strictObject({
      organisations: z.array(msp).min(1).optional(),
      orderers: z.array(msp).min(1).optional(),
      channels: z.array(z.string()).min(1).optional(),
    })
    .optional(),
  peers: z.record(z.string(), peers.min(1)).optional(),
  orderers: z.array(orderer).min(1).optional(),
  channels: z.record(z.string(), channelChange).optional(),
});

/** The form of topology.yaml. */
export const descriptionSchema = z.strictObject({
  organisations: z.array(organisation).min(1),
  orderers: z.array(orderer).min(1),
  channels: z.array(channel).min(1),
  chaincodes: z.array(chaincode).min(1),
  profiles: z
    .record(
      profileName,
      z.preprocess((it) => it ?? {}, profile),
    )
    .refine((all) => Object.keys(all).length > 0, 'expected at least one profile')
    .default({ starter: {} }),
});

export type Description = Readonly<z.infer<typeof descriptionSchema>>;
export type Profile = Description['profiles'][string];

export type Organisation = Readonly<Description['organisations'][number]>;
export type OrdererOrganisation = Readonly<Description['orderers'][number]>;
export type Person = Organisation['people'][number];
export type System = NonNullable<Organisation['systems']>[number];
export type Chaincode = Readonly<Description['chaincodes'][number]>;
export type Channel = Readonly<Description['channels'][number]> & {
  readonly consenters: readonly string[];
};
/** Private data on a channel, as described. */
export type Collection = Readonly<z.infer<typeof collection>>;

export type ChannelPolicy = Channel['endorsement'];

/** The network that is to run: a description with one of its profiles applied. Nothing that uses it knows of profiles. */
export type Topology = {
  readonly profile: string;
  readonly organisations: readonly Organisation[];
  readonly orderers: readonly OrdererOrganisation[];
  readonly channels: readonly Channel[];
  readonly chaincodes: readonly Chaincode[];
};
