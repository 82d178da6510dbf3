import { z } from 'zod';

const msp = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9]*MSP$/, 'expected letters and digits ending in MSP');
const domain = z.string().regex(/^[a-z0-9]+([.-][a-z0-9]+)*$/, 'expected a lower-case domain name');
const label = z.string().regex(/^[a-z][a-z0-9]*$/, 'expected lower-case letters and digits');
const policy = z.strictObject({ outOf: z.int().min(1), of: z.array(msp).min(1) });

/** The roles that staff can hold; the contract reads them from the certificate. */
export const staffRoles = ['trader', 'tradeOfficer'] as const;

const person = z.strictObject({
  id: label,
  name: z.string().min(1),
  role: z.enum(staffRoles),
});

const organisation = z.strictObject({
  msp,
  name: z.string().min(1),
  domain,
  peers: z
    .array(label)
    .max(1, 'more than one peer for an organisation is not supported')
    .default([]),
  people: z.array(person).default([]),
});

const channel = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9.-]*$/, "expected Fabric's channel name form"),
  members: z.array(z.strictObject({ msp, sponsor: msp.optional() })).min(1),
  endorsement: policy,
  lifecycle: policy,
  chaincode: z.string(),
});

const chaincode = z.strictObject({
  name: z
    .string()
    .regex(/^[a-zA-Z0-9]+([-_][a-zA-Z0-9]+)*$/, "expected Fabric's chaincode name form"),
  package: z.string().min(1),
  server: z.string().min(1),
  probe: z.strictObject({
    function: z.string().min(1),
    arguments: z.array(z.string()),
    answer: z.string().min(1),
  }),
});

export const topologySchema = z.strictObject({
  organisations: z.array(organisation).min(1),
  orderers: z.array(z.strictObject({ msp, domain })).min(1),
  channels: z.array(channel).min(1),
  chaincodes: z.array(chaincode).min(1),
});

export type Topology = Readonly<z.infer<typeof topologySchema>>;
export type Organisation = Topology['organisations'][number];
export type OrdererOrganisation = Topology['orderers'][number];
export type Person = Organisation['people'][number];
export type Channel = Topology['channels'][number];
export type Chaincode = Topology['chaincodes'][number];
export type ChannelPolicy = Channel['endorsement'];
