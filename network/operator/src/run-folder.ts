import { join } from 'node:path';

/** Enrolment: who signs transactions. TLS: who serves. Chaincode: the link between a peer and its chaincode. */
export type AuthorityKind = 'enrolment' | 'tls' | 'chaincode';

/** PEM files of a certificate and its key. */
export type KeyPairFiles = { readonly certificate: string; readonly key: string };
export type IdentityFiles = KeyPairFiles & { readonly tls: KeyPairFiles };

/** Where a network keeps what it made and what it recorded. */
export type RunFolder = {
  readonly home: string;
  /** Certificates and keys of everybody, and the authorities' certificates. */
  readonly material: string;
  readonly manifest: string;
  readonly devnet: string;
  readonly devnetConfig: string;
  /** The token of the devnet's control server, which makes it. */
  readonly controlToken: string;
  readonly gateway: string;
  readonly gatewayConfig: string;
  readonly network: string;
  readonly processes: string;
  readonly compileCache: string;
  /** How a development network's clock was moved; absent as long as it was not. */
  readonly clock: string;
  readonly identity: (msp: string, name: string) => IdentityFiles;
  /** The key is there only where the network runs its authorities itself. */
  readonly authority: (msp: string, kind: AuthorityKind) => KeyPairFiles;
  /** Where an organisation's authorities keep their keys and registries. */
  readonly authorityHome: (msp: string) => string;
  /** The secret of the first registrar of an organisation's authorities. */
  readonly registrarSecret: (msp: string) => string;
  /** Whom an organisation's authorities know from the beginning, with their secrets. */
  readonly knownIdentities: (msp: string) => string;
  /** What a system of an organisation signs in with. */
  readonly systemSecret: (id: string) => string;
  /** The first block of each channel. */
  readonly channels: string;
  readonly genesisBlock: (channel: string) => string;
  readonly log: (process: string) => string;
};

export function runFolder(home: string): RunFolder {
  const material = join(home, 'material');
  return {
    home,
    material,
    manifest: join(material, 'manifest.json'),
    devnet: join(home, 'devnet'),
    devnetConfig: join(home, 'devnet.json'),
    controlToken: join(home, 'control.token'),
    gateway: join(home, 'gateway'),
    gatewayConfig: join(home, 'gateway.json'),
    network: join(home, 'network.json'),
    processes: join(home, 'processes.json'),
    compileCache: join(home, 'compile-cache'),
    clock: join(home, 'devnet', 'clock.json'),
    identity: (msp, name) => {
      const file = (it: string): string => join(material, msp, 'identities', name, it);
      return {
        certificate: file('certificate.pem'),
        key: file('key.pem'),
        tls: { certificate: file('tls-certificate.pem'), key: file('tls-key.pem') },
      };
    },
    authority: (msp, kind) => ({
      certificate: join(material, msp, 'authorities', `${kind}.pem`),
      key: join(home, 'authorities', msp, kind, 'ca-key.pem'),
    }),
    authorityHome: (msp) => join(home, 'authorities', msp),
    registrarSecret: (msp) => join(home, 'secrets', `${msp}-registrar`),
    knownIdentities: (msp) => join(home, 'secrets', `${msp}-identities.json`),
    systemSecret: (id) => join(home, 'systems', `${id}.secret`),
    channels: join(home, 'channels'),
    genesisBlock: (channel) => join(home, 'channels', `${channel}.block`),
    log: (process) => join(home, 'logs', `${process}.log`),
  };
}
