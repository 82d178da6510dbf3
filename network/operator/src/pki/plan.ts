import { runFolder } from '../run-folder.js';
import type { AuthorityKind } from '../run-folder.js';
import type { Organisation, Topology } from '../topology/schema.js';

export type OrganisationalUnit = 'client' | 'peer' | 'admin' | 'orderer';

/** One identity to be made: an enrolment certificate, a TLS certificate, or both. */
export type IdentityPlan = {
  readonly msp: string;
  readonly name: string;
  readonly commonName: string;
  readonly enrolment?: {
    readonly unit: OrganisationalUnit;
    readonly attributes?: Readonly<Record<string, string>>;
  };
  readonly tlsFrom?: Exclude<AuthorityKind, 'enrolment'>;
};

export type MspPlan = {
  readonly msp: string;
  readonly domain: string;
  readonly authorities: readonly AuthorityKind[];
  readonly identities: readonly IdentityPlan[];
};

/** The identity that a service of ours uses to read blocks in an organisation's name. */
export const indexerName = 'indexer';
export const adminName = 'admin';
export const consenterName = 'consenter';
export const chaincodeServerName = 'chaincode-server';
export const chaincodeClientName = 'chaincode-client';

/** Which authorities and identities a network needs: per MSP, in the topology's order. */
export function planMaterial(topology: Topology): readonly MspPlan[] {
  return [
    ...topology.organisations.map(planOrganisation),
    ...topology.orderers.map(({ msp, domain }): MspPlan => ({
      msp,
      domain,
      authorities: ['enrolment', 'tls'],
      identities: [
        admin(msp, domain),
        {
          msp,
          name: consenterName,
          commonName: `${consenterName}.${domain}`,
          enrolment: { unit: 'orderer' },
          tlsFrom: 'tls',
        },
      ],
    })),
  ];
}

function planOrganisation(organisation: Organisation): MspPlan {
  const { msp, domain, peers, people, users = [] } = organisation;
  return {
    msp,
    domain,
    // The chaincode link has a small authority of its own: any other TLS certificate of the organisation,
    // such as a client's, would otherwise be let in.
    authorities: peers.length > 0 ? ['enrolment', 'tls', 'chaincode'] : ['enrolment', 'tls'],
    identities: [
      admin(msp, domain),
      client(msp, indexerName, `${indexerName}.${domain}`, {}),
      ...users.map((id) => client(msp, id, id, {})),
      ...people.map(({ id, role }) => client(msp, id, id, { 'argosy.role': role })),
      ...peers.flatMap((peer) => planPeer(organisation, peer)),
    ],
  };
}

const admin = (msp: string, domain: string): IdentityPlan => ({
  msp,
  name: adminName,
  commonName: `${adminName}.${domain}`,
  enrolment: { unit: 'admin' },
});

const client = (
  msp: string,
  name: string,
  commonName: string,
  attributes: Readonly<Record<string, string>>,
): IdentityPlan => ({
  msp,
  name,
  commonName,
  enrolment: {
    unit: 'client',
    // The first three are what Fabric CA itself writes into every certificate that it issues.
    attributes: {
      'hf.Affiliation': '',
      'hf.EnrollmentID': commonName,
      'hf.Type': 'client',
      ...attributes,
    },
  },
});

function planPeer({ msp, domain }: Organisation, peer: string): IdentityPlan[] {
  const commonName = `${peer}.${domain}`;
  return [
    { msp, name: peer, commonName, enrolment: { unit: 'peer' }, tlsFrom: 'tls' },
    { msp, name: chaincodeServerName, commonName: `chaincode.${domain}`, tlsFrom: 'chaincode' },
    { msp, name: chaincodeClientName, commonName, tlsFrom: 'chaincode' },
  ];
}

/** The files that the plan stands for, relative to the material's own folder. */
export function filesOf(plans: readonly MspPlan[]): readonly string[] {
  const { authority, identity } = runFolder('');
  return plans
    .flatMap(({ msp, authorities, identities }) => [
      ...authorities.map((kind) => authority(msp, kind)),
      ...identities.flatMap((it) => {
        const files = identity(it.msp, it.name);
        return [
          ...(it.enrolment === undefined ? [] : [files]),
          ...(it.tlsFrom === undefined ? [] : [files.tls]),
        ];
      }),
    ])
    .flatMap(({ certificate, key }) => [certificate, key]);
}
