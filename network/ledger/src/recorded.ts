import type { BlockMessage } from '@argosy/protocol/block';
import { headerOf, metadataOf } from '@argosy/protocol/block';
import { Metadata } from '@argosy/protocol/messages/common';
import { validationCodeName } from '@argosy/protocol/validation-code';
import { decode } from '@argosy/protocol/wire';
import type { Verdict } from './verdict.js';

/** What a stored block says of its transactions is not what judging them again says. */
export class RecordDiffers extends Error {
  override readonly name = 'RecordDiffers';
}

/** What judging a block came to. */
export interface Judgement {
  readonly verdicts: readonly Verdict[];
  /** Undefined where the chain has no commit hashes. */
  readonly hash: Uint8Array | undefined;
}

/** Throws RecordDiffers, with block, transaction, what was expected and what is stored, where a block's record is another. */
export function requireRecorded(block: BlockMessage, { verdicts, hash }: Judgement): void {
  const { number } = headerOf(block);
  const flags = metadataOf(block, 'transactionsFilter');
  if (flags.length !== verdicts.length) {
    const counts = `${flags.length} flags are stored for ${verdicts.length} transactions`;
    throw new RecordDiffers(`block ${number}: ${counts}`);
  }
  for (const [index, { code, reason }] of verdicts.entries()) {
    const stored = flags[index] ?? code;
    if (stored === code) continue;
    const because = reason === '' ? '' : ` (${reason})`;
    throw new RecordDiffers(
      `block ${number}, transaction ${index}: expected ${validationCodeName(code)}${because}, found ${validationCodeName(stored)}`,
    );
  }
  if (hash === undefined) return;
  const storedHash = decode(Metadata, metadataOf(block, 'commitHash')).value;
  if (Buffer.compare(storedHash, hash) === 0) return;
  throw new RecordDiffers(
    `block ${number}: expected commit hash ${hex(hash)}, found ${hex(storedHash)}`,
  );
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
