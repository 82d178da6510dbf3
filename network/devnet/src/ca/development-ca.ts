import { FolderLock } from '@argosy/ledger/folder-lock';
import type { Ca } from './ca.js';
import type { ConfiguredIdentities } from './configured-identities.js';
import { certifyListener } from './listener.js';
import { caName } from './names.js';
import type { CaPart } from './names.js';
import { openCa } from './open-ca.js';
import type { Bootstrap } from './open-ca.js';
import { serveCa } from './server.js';
import type { CaServer, ServerOptions } from './server.js';
import { CaService } from './service.js';
import type { Settings } from './settings.js';
import { realSurroundings } from './surroundings.js';
import type { Surroundings } from './surroundings.js';

export type DevelopmentCaOptions = {
  /** The name that requests may use; the TLS CA beside it is `tls.<name>`, that of the chaincode link `chaincode.<name>`. */
  readonly name: string;
  readonly organisation: string;
  /** The registrar that is there from the start, with every right. */
  readonly bootstrap: Bootstrap;
  /** Who else is known from the start, and to which of the CAs. */
  readonly identities?: Partial<ConfiguredIdentities>;
  /** Where keys and registry are kept; without it they end with the process. */
  readonly folder?: string;
  readonly port?: number;
  /** Whether it speaks TLS, with a certificate of its own TLS CA. */
  readonly tls: boolean;
  /** Whether there is a third CA, for the links between peers and their chaincode. */
  readonly certifiesChaincode?: boolean;
  readonly settings?: Partial<Settings>;
  readonly surroundings?: Partial<Surroundings>;
};

export type DevelopmentCa = {
  readonly url: string;
  readonly name: string;
  readonly tlsName: string;
  /** The roots of enrolment and of TLS, in PEM. */
  readonly chainPem: string;
  readonly tlsChainPem: string;
  close(): Promise<void>;
};

/** Start the development CA of one organisation on this machine: an enrolment CA, and beside it a TLS CA and perhaps one for the
 *  chaincode link. Throws FolderHeld where another process has the folder. */
export async function startDevelopmentCa(options: DevelopmentCaOptions): Promise<DevelopmentCa> {
  const lock = options.folder === undefined ? undefined : await FolderLock.take(options.folder);
  const opened: Ca[] = [];
  try {
    const [enrolment, tls, ...others] = await openAll(options, opened);
    const server = await serveCa(
      new CaService(enrolment, tls, ...others),
      serverOptions(options, tls),
    );
    return {
      url: server.url,
      name: enrolment.name,
      tlsName: tls.name,
      chainPem: enrolment.chainPem,
      tlsChainPem: tls.chainPem,
      close: () => close({ server, opened, lock }),
    };
  } catch (error) {
    await close({ opened, lock });
    throw error;
  }
}

async function openAll(options: DevelopmentCaOptions, opened: Ca[]): Promise<[Ca, Ca, ...Ca[]]> {
  const surroundings = { ...realSurroundings, ...options.surroundings };
  const open = async (part: CaPart): Promise<Ca> => {
    const identities = options.identities?.[part] ?? [];
    const name = caName(options.name, part);
    const ca = await openCa(options, { part, name, identities }, surroundings);
    opened.push(ca);
    return ca;
  };
  const link = options.certifiesChaincode === true ? [open('chaincode')] : [];
  const [[enrolment, tls], more] = await Promise.all([
    Promise.all([open('enrolment'), open('tls')]),
    Promise.all(link),
  ]);
  return [enrolment, tls, ...more];
}

const serverOptions = ({ port = 0, tls }: DevelopmentCaOptions, tlsCa: Ca): ServerOptions => ({
  port,
  ...(tls ? { tls: certifyListener(tlsCa) } : {}),
});

async function close(of: {
  readonly server?: CaServer;
  readonly opened: readonly Ca[];
  readonly lock: FolderLock | undefined;
}): Promise<void> {
  await of.server?.close();
  for (const { registry } of of.opened) registry.close();
  await of.lock?.release();
}
