import type { KeyPairFiles } from '@argosy/operator/run-folder';
import { connectionProfile, profileYaml } from './connection-profile.js';

/*
 * Keys and certificates in the folders in which Fabric's samples look for them, and under the names by which they open them. The
 * test network names one and the same file differently, depending on the tool that made it; where samples open both, both are there.
 */

export type LayoutIdentity = {
  /** `User1`, `peer0`. */
  readonly name: string;
  readonly signing: KeyPairFiles;
};
export type LayoutNode = LayoutIdentity & { readonly port: number; readonly tls: KeyPairFiles };

/** An organisation as the layout knows it: paths are of PEM files. */
type LayoutMember = {
  readonly msp: string;
  readonly domain: string;
  readonly authority: string;
  readonly tlsAuthority: string;
  readonly users: readonly LayoutIdentity[];
};
export type LayoutOrganisation = LayoutMember & {
  /** `Org1`. */
  readonly name: string;
  readonly peers: readonly LayoutNode[];
  readonly ca: CaAddress;
};
export type CaAddress = {
  readonly name: string;
  readonly port: number;
  /** The authority that certified its listener. */
  readonly tlsAuthority: string;
};
export type LayoutOrderers = LayoutMember & { readonly orderers: readonly LayoutNode[] };

export type LayoutNetwork = {
  readonly organisations: readonly LayoutOrganisation[];
  readonly orderers: LayoutOrderers;
};

/** One file of the layout, by its path under `organizations`: another file's content, or a text of its own. */
export type LayoutFile = { readonly path: string } & (
  { readonly from: string } | { readonly text: string }
);

/** Every file of the layout. `read` gives what a PEM file holds. */
export function layoutFiles(
  { organisations, orderers }: LayoutNetwork,
  read: (file: string) => string,
): readonly LayoutFile[] {
  return [
    ...organisations.flatMap((it) => organisationFiles(it, read)),
    ...memberFiles('ordererOrganizations', orderers),
    ...orderers.orderers.flatMap((it) =>
      nodeFiles('ordererOrganizations', 'orderers', orderers, it),
    ),
  ];
}

function organisationFiles(
  organisation: LayoutOrganisation,
  read: (file: string) => string,
): LayoutFile[] {
  const { domain, name, peers } = organisation;
  const profile = connectionProfile(organisation, read);
  const file = `peerOrganizations/${domain}/connection-${name.toLowerCase()}`;
  return [
    ...memberFiles('peerOrganizations', organisation),
    ...peers.flatMap((peer) => nodeFiles('peerOrganizations', 'peers', organisation, peer)),
    { path: `${file}.json`, text: `${JSON.stringify(profile, undefined, 4)}\n` },
    { path: `${file}.yaml`, text: profileYaml(profile) },
  ];
}

/** What both kinds of organisations have. */
function memberFiles(kind: string, member: LayoutMember): LayoutFile[] {
  const { domain, authority, tlsAuthority, users } = member;
  const root = `${kind}/${domain}`;
  return [
    { path: `${root}/ca/ca.${domain}-cert.pem`, from: authority },
    { path: `${root}/tlsca/tlsca.${domain}-cert.pem`, from: tlsAuthority },
    ...mspFiles(`${root}/msp`, member),
    ...users.flatMap((user) => {
      const folder = `${root}/users/${user.name}@${domain}`;
      return [
        ...mspFiles(`${folder}/msp`, member),
        ...signerFiles(`${folder}/msp`, `${user.name}@${domain}`, user),
        { path: `${folder}/tls/ca.crt`, from: tlsAuthority },
      ];
    }),
  ];
}

function nodeFiles(
  kind: string,
  nodes: string,
  member: LayoutMember,
  node: LayoutNode,
): LayoutFile[] {
  const { domain, tlsAuthority } = member;
  const name = `${node.name}.${domain}`;
  const folder = `${kind}/${domain}/${nodes}/${name}`;
  return [
    ...mspFiles(`${folder}/msp`, member),
    ...signerFiles(`${folder}/msp`, name, node),
    { path: `${folder}/tls/ca.crt`, from: tlsAuthority },
    { path: `${folder}/tls/tlscacerts/tls-ca.pem`, from: tlsAuthority },
    { path: `${folder}/tls/server.crt`, from: node.tls.certificate },
    { path: `${folder}/tls/server.key`, from: node.tls.key },
  ];
}

/** An MSP folder without a signer: whom to trust, and which unit of a certificate is which role. */
function mspFiles(folder: string, { domain, authority, tlsAuthority }: LayoutMember): LayoutFile[] {
  return [
    { path: `${folder}/cacerts/ca.${domain}-cert.pem`, from: authority },
    { path: `${folder}/tlscacerts/tlsca.${domain}-cert.pem`, from: tlsAuthority },
    { path: `${folder}/config.yaml`, text: nodeUnits(`cacerts/ca.${domain}-cert.pem`) },
  ];
}

/** A folder of keys holds one: some samples take whatever file comes first. */
const signerFiles = (folder: string, name: string, { signing }: LayoutIdentity): LayoutFile[] => [
  { path: `${folder}/signcerts/${name}-cert.pem`, from: signing.certificate },
  { path: `${folder}/signcerts/cert.pem`, from: signing.certificate },
  { path: `${folder}/keystore/priv_sk`, from: signing.key },
];

const nodeUnits = (certificate: string): string =>
  [
    'NodeOUs:',
    '  Enable: true',
    ...['client', 'peer', 'admin', 'orderer'].flatMap((unit) => [
      `  ${unit.charAt(0).toUpperCase()}${unit.slice(1)}OUIdentifier:`,
      `    Certificate: ${certificate}`,
      `    OrganizationalUnitIdentifier: ${unit}`,
    ]),
    '',
  ].join('\n');
