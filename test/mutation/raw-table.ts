/**
 * What becomes of a block in which one byte is another, by what the byte belongs to. Written by hand from the specification of a
 * block: the header names its predecessor and its data, the consenters sign the header and slot 0, and nobody signs the rest.
 */
import type { Position } from '../support/block-layout.js';

/** `spare` is for a block with more good signatures than it needs: one of them may be bad. */
export type RawOutcome =
  | 'undecodable'
  | 'chain'
  | 'data hash'
  | 'signatures'
  | 'flags'
  | 'commit hash'
  | 'accepted'
  | 'spare';

export interface RawRule {
  /** Of a block that a node is given. */
  readonly outcomes: readonly RawOutcome[];
  /** Of a block that it stored, and judges again; where it is not the same. */
  readonly again?: readonly RawOutcome[];
  readonly because: string;
}

export const rawTable: Readonly<Record<Position, RawRule>> = {
  number: {
    outcomes: ['undecodable', 'chain'],
    because: 'the next block has one number; a longer one swallows what follows it',
  },
  'previous hash': { outcomes: ['chain'], because: 'it must be the hash of the last header' },
  'data hash': { outcomes: ['data hash'], because: 'it must be the hash of the transactions' },
  'header framing': {
    outcomes: ['undecodable', 'chain', 'data hash'],
    because: 'a header field is lost or another',
  },
  transaction: { outcomes: ['data hash'], because: 'the hash is over every byte of them' },
  'data framing': {
    outcomes: ['undecodable', 'chain', 'data hash'],
    because: 'other bytes are transactions then, or other fields the header',
  },
  'signed metadata': {
    outcomes: ['signatures'],
    because: 'each signature is over the metadata, its own header and the block header',
  },
  'signature header': {
    outcomes: ['signatures', 'spare'],
    because: 'the header is signed, and names the signer',
  },
  signature: {
    outcomes: ['signatures', 'spare'],
    because: 'a signature with another byte holds for nothing',
  },
  'signature framing': {
    outcomes: ['undecodable', 'signatures', 'spare'],
    because: 'a signature is lost, or what was signed is another',
  },
  'metadata framing': {
    outcomes: ['undecodable', 'chain', 'data hash', 'signatures', 'accepted'],
    again: ['undecodable', 'chain', 'data hash', 'signatures', 'flags', 'commit hash', 'accepted'],
    because:
      'the signatures are lost, or read as header or transactions; or slots that nobody signs are lost',
  },
  'other slot framing': {
    outcomes: ['undecodable', 'chain', 'data hash', 'accepted'],
    again: ['undecodable', 'chain', 'data hash', 'flags', 'commit hash', 'accepted'],
    because: 'slots 1 to 4 are not signed; where they end, other fields may begin',
  },
  'last config slot': {
    outcomes: ['accepted'],
    because: 'a copy of what slot 0 holds under the signatures; nobody reads it',
  },
  flags: {
    outcomes: ['accepted'],
    again: ['flags'],
    because:
      "the sender's claim: each node sets its own, and compares those that it stored when it judges them again",
  },
  'orderer slot': { outcomes: ['accepted'], because: 'unused; nobody reads it' },
  'commit hash slot': {
    outcomes: ['accepted'],
    again: ['commit hash', 'undecodable'],
    because:
      "the sender's claim: each node sets its own, and compares those that it stored when it judges them again",
  },
};

/** The words by which a refusal names what is wrong. */
export const refusals: Readonly<Partial<Record<RawOutcome, RegExp>>> = {
  chain: /the next block is|does not follow the last block|no header/,
  'data hash': /data hash is not that of its transactions/,
  signatures: /too few consenters signed it|its signatures cannot be read/,
  flags: /flags are stored for|transaction \d+: expected \w+.*, found/,
  'commit hash': /expected commit hash/,
};
