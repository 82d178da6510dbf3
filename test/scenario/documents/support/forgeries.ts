import { join } from 'node:path';
import { storedBlocks } from 'argosy/audit/stored-blocks';
import { documentsFoundIn } from 'argosy/audit/found-documents';
import type { Quarantined } from 'argosy/audit/found-documents';
import type { ChannelName } from './clients.js';
import type { Simulator } from '@argosy/ledger/simulator';
import { writeNew } from './forged-records.js';
import type { ForgedDocument } from './forged-documents.js';
import type { Forger } from './forger.js';
import type { Harbour } from './harbour.js';
import { staff } from './people.js';
import { said } from './said.js';

/** One way to forge a document, with these peers' signatures. */
export interface Variant {
  readonly signers: readonly string[];
  /** Whom the record names as its guards. */
  readonly guards: readonly string[];
  readonly sealedFor: readonly string[];
  readonly hasPolicy: boolean;
}

/** What became of a forged document. */
export interface Forged extends Variant {
  readonly document: ForgedDocument;
  readonly reference: string;
  readonly code: number;
  /** What the contracts say of it. */
  readonly read: string;
}

/**
 * What these peers can try: the guards as they should be, or none but themselves; seals of all guards, of those alone who sign,
 * or none; and with or without a policy of the key.
 */
export function variantsOf({ bound }: ForgedDocument, signers: readonly string[]): Variant[] {
  const own = bound.filter((msp) => signers.includes(msp));
  const chosen = [
    { guards: bound, sealedFor: bound },
    { guards: bound, sealedFor: own },
    { guards: bound, sealedFor: [] },
    { guards: [...signers].sort(), sealedFor: signers },
  ];
  return chosen.flatMap((it) => [true, false].map((hasPolicy) => ({ ...it, signers, hasPolicy })));
}

/** Forge a document in many ways at once, each under a reference of its own. */
export function forgeAll(
  { clients }: Harbour,
  forger: Forger,
  { document, variants }: { document: ForgedDocument; variants: readonly Variant[] },
): Promise<readonly Forged[]> {
  return Promise.all(
    variants.map(async (variant, index): Promise<Forged> => {
      const { signers, guards, sealedFor, hasPolicy } = variant;
      const { channel } = document;
      const reference = `${document.what.slice(0, 2).toUpperCase()}${index}`;
      const record = { ...document.make(reference), guards };
      const policy = hasPolicy && guards.length > 0 ? { policy: guards } : {};
      const run = (simulator: Simulator) => {
        writeNew(simulator, { record, sealedFor, ...policy });
      };
      const { code } = await forger.commit({ channel, signers, run });
      const [name, ...parts] = document.read(reference);
      const read = said(await clients.as(staff.amara).read(channel, name, ...parts));
      return { ...variant, document, reference, code, read };
    }),
  );
}

/** What the auditor finds on a channel, from block 0 on, that counts for nothing. */
export async function quarantinedOn(
  { network }: Harbour,
  channel: ChannelName,
): Promise<readonly Quarantined[]> {
  const file = join(network.folder.devnet, 'ledgers', channel, 'blocks.bin');
  return (await documentsFoundIn(storedBlocks(file), 'argosy')).quarantined;
}

/** What of it lacks the consent of those whom it binds. */
export async function unsealedOn(
  harbour: Harbour,
  channel: ChannelName,
): Promise<readonly Quarantined[]> {
  return (await quarantinedOn(harbour, channel)).filter(({ reason }) => reason === 'unsealed');
}

/** `ImportBank+Carrier`. */
export function namesOfSigners(signers: readonly string[]): string {
  return signers.length === 0 ? 'nobody' : signers.map((it) => it.replace('MSP', '')).join('+');
}
