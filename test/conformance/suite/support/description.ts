import { existsSync, readFileSync } from 'node:fs';
import { runFolder, type RunFolder } from '@argosy/operator/run-folder';
import type { MspSpec } from '@argosy/protocol/config-group';
import { z } from 'zod';
import type { Pair } from '../../../../network/devnet/test-support/certificates.js';
import { runFolderPath } from './settings.js';

const operated = z.object({ url: z.string(), tlsCa: z.string() });

/** What `network.json` says of a network that is up, as far as the suite needs it. */
const description = z.object({
  engine: z.string(),
  peers: z.array(
    z.object({
      msp: z.string(),
      name: z.string(),
      endpoint: z.string(),
      tlsCa: z.string(),
      operations: operated.optional(),
    }),
  ),
  orderers: z.array(
    z.object({
      msp: z.string(),
      name: z.string(),
      endpoint: z.string(),
      tlsCa: z.string(),
      admin: operated,
      operations: operated.optional(),
    }),
  ),
  channels: z.array(z.object({ name: z.string(), genesisBlock: z.string() })),
  chaincodes: z.array(z.object({ name: z.string(), version: z.string(), packageId: z.string() })),
  controls: z.object({ url: z.string(), tokenFile: z.string() }).optional(),
});

export type Description = z.infer<typeof description>;
export type PeerAddress = Description['peers'][number];
export type OrdererAddress = Description['orderers'][number];

const text = (file: string): string => readFileSync(file, 'utf8');

const pairOf = (files: { readonly certificate: string; readonly key: string }): Pair => ({
  certificate: text(files.certificate),
  key: text(files.key),
});

/** A run folder as the suite reads it: what is up, and everybody's keys. */
export class Material {
  readonly description: Description;
  private readonly folder: RunFolder;

  constructor(home = runFolderPath()) {
    this.folder = runFolder(home);
    this.description = description.parse(JSON.parse(text(this.folder.network)));
  }

  /** What somebody signs with. */
  identity(msp: string, name: string): Pair {
    return pairOf(this.folder.identity(msp, name));
  }

  /** What a node shows on its connections. */
  tls(msp: string, name: string): Pair {
    return pairOf(this.folder.identity(msp, name).tls);
  }

  /** What an organisation's operator shows to the servers that are for operators alone. */
  operator(msp: string): Pair {
    const { tls } = this.folder.identity(msp, 'admin');
    return existsSync(tls.certificate) ? pairOf(tls) : this.tls(msp, 'consenter');
  }

  /** An organisation's own authority, to make certificates that nobody would enrol; only where its key is at hand. */
  authority(msp: string): Pair {
    return pairOf(this.folder.authority(msp, 'enrolment'));
  }

  /** How an organisation stands in a channel's configuration. */
  msp(msp: string): MspSpec {
    return {
      mspId: msp,
      rootCertificate: text(this.folder.authority(msp, 'enrolment').certificate),
      tlsRootCertificate: text(this.folder.authority(msp, 'tls').certificate),
    };
  }
}
