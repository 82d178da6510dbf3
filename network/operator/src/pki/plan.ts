import { runFolder } from '../run-folder.js';
import type { AuthorityKind, KeyPairFiles, RunFolder } from '../run-folder.js';
import type { OrdererOrganisation, Organisation, Person, Topology } from '../topology/schema.js';

/** An identity's type is its organisational unit in the MSP, and so its role. */
export type IdentityType = 'client' | 'peer' | 'admin' | 'orderer';

/** One certificate that somebody needs, by one of the organisation's authorities. */
export type CertificatePlan = {
  readonly msp: string;
  readonly kind: AuthorityKind;
  /** The name in the certificate, under which the authority registers it. */
  readonly id: string;
  readonly type: IdentityType;
  /** Written into the certificate by the authority. */
  readonly attributes: Readonly<Record<string, string>>;
  /** The names of a listener; a client's own name only. None where it does not speak TLS. */
  readonly hosts: readonly string[];
  readonly files: (folder: RunFolder) => KeyPairFiles;
  /** Whether a channel's configuration holds it, so that another would have to be put there first. */
  readonly isInChannels: boolean;
};

export type MspPlan = {
  readonly msp: string;
  readonly domain: string;
  readonly authorities: readonly AuthorityKind[];
  readonly certificates: readonly CertificatePlan[];
};

/** The identity that a service of ours uses to read blocks in an organisation's name. */
export const indexerName = 'indexer';
export const adminName = 'admin';
export const consenterName = 'consenter';
export const chaincodeServerName = 'chaincode-server';
/** The attribute in which contracts read what somebody may do, and what they read there of an organisation's administrator. */
const roleAttribute = 'argosy.role';
const administratorRole: Person['role'] = 'administrator';
/** With what a peer goes to its organisation's chaincode. */
export const chaincodeClientName = (peer: string): string => `${peer}-chaincode-client`;

/** Which certificates a network needs: per MSP, in the topology's order. */
export const planMaterial = ({ organisations, orderers }: Topology): readonly MspPlan[] => [
  ...organisations.map(planOrganisation),
  ...orderers.map(planOrderer),
];

function planOrganisation({
  msp,
  domain,
  peers,
  people,
  systems = [],
  users = [],
}: Organisation): MspPlan {
  const at = { msp, domain };
  const links = [
    tls({
      ...at,
      kind: 'chaincode',
      id: `chaincode.${domain}`,
      type: 'client',
      name: chaincodeServerName,
    }),
    ...peers.map((peer) =>
      tls({
        ...at,
        kind: 'chaincode',
        id: `${peer}.${domain}`,
        type: 'peer',
        name: chaincodeClientName(peer),
      }),
    ),
  ];
  // For TLS only where there are nodes to operate: these ask for a certificate of their own organisation.
  const administrator: Wanted = {
    ...at,
    id: `${adminName}.${domain}`,
    type: 'admin',
    name: adminName,
    attributes: { [roleAttribute]: administratorRole },
  };
  return {
    msp,
    domain,
    // The chaincode link has a small authority of its own: any other TLS certificate of the organisation,
    // such as a client's, would otherwise be let in.
    authorities: peers.length > 0 ? ['enrolment', 'tls', 'chaincode'] : ['enrolment', 'tls'],
    certificates: [
      ...(peers.length > 0 ? links : []),
      ...(peers.length > 0 ? pair(administrator) : [signing(administrator)]),
      ...peers.flatMap((peer) =>
        pair({ ...at, id: `${peer}.${domain}`, type: 'peer', name: peer }),
      ),
      signing({ ...at, id: `${indexerName}.${domain}`, type: 'client', name: indexerName }),
      ...users.map((id) => signing({ ...at, id, type: 'client', name: id })),
      ...[...people, ...systems].map(({ id, role }) =>
        signing({
          ...at,
          id,
          type: 'client',
          name: id,
          attributes: { [roleAttribute]: role },
        }),
      ),
    ],
  };
}

function planOrderer({ msp, domain, host = consenterName }: OrdererOrganisation): MspPlan {
  const at = { msp, domain };
  const consenter = pair({
    ...at,
    id: `${host}.${domain}`,
    type: 'orderer',
    name: consenterName,
  });
  return {
    msp,
    domain,
    authorities: ['enrolment', 'tls'],
    certificates: [
      ...consenter.map((it) => ({ ...it, isInChannels: true })),
      ...pair({ ...at, id: `${adminName}.${domain}`, type: 'admin', name: adminName }),
    ],
  };
}

type Wanted = Pick<CertificatePlan, 'msp' | 'id' | 'type'> & {
  /** The name of the identity in the run folder. */
  readonly name: string;
  readonly kind?: AuthorityKind;
  readonly attributes?: CertificatePlan['attributes'];
};

/** For signing, and for TLS beside it. */
const pair = (wanted: Wanted): CertificatePlan[] => [signing(wanted), tls(wanted)];

const signing = ({ msp, id, type, name, attributes = {} }: Wanted): CertificatePlan => ({
  msp,
  kind: 'enrolment',
  id,
  type,
  attributes,
  hosts: [],
  files: (folder) => {
    const { certificate, key } = folder.identity(msp, name);
    return { certificate, key };
  },
  isInChannels: false,
});

const tls = ({ msp, id, type, name, kind = 'tls' }: Wanted): CertificatePlan => ({
  msp,
  kind,
  id,
  type,
  attributes: {},
  hosts: [id, 'localhost', '127.0.0.1'],
  files: (folder) => folder.identity(msp, name).tls,
  isInChannels: false,
});

/** The files that the plan stands for, relative to the run folder. */
export function filesOf(plans: readonly MspPlan[]): readonly string[] {
  const folder = runFolder('');
  return plans.flatMap(({ msp, authorities, certificates }) => [
    ...authorities.map((kind) => folder.authority(msp, kind).certificate),
    ...certificates.flatMap(({ files }) => Object.values(files(folder))),
  ]);
}
