import { readFileSync, writeFileSync } from 'node:fs';
import type { Ledger } from '@argosy/ledger/ledger';
import type { PrivateSet } from '@argosy/ledger/private-data/private-set';
import type { BlockMessage } from '@argosy/protocol/block';
import { Block } from '@argosy/protocol/messages/common';
import { decode, encode } from '@argosy/protocol/wire';

/** A block as it comes from an orderer, and the clear data that comes with it. */
export interface Delivery {
  readonly block: BlockMessage;
  readonly privateData: readonly PrivateSet[];
}

/** What a ledger is given from its beginning on. */
export interface Course {
  readonly genesisBlock: Uint8Array;
  readonly memberOf: readonly string[];
  readonly deliveries: readonly Delivery[];
}

/** Commit what a ledger has not yet. */
export async function goOn(ledger: Ledger, { deliveries }: Course): Promise<void> {
  for (const { block, privateData } of deliveries.slice(Number(ledger.height) - 1)) {
    await ledger.commit(block, { privateData });
  }
}

/** Hand a course to another process. */
export function writeCourse(file: string, { genesisBlock, memberOf, deliveries }: Course): void {
  const text = JSON.stringify({
    genesisBlock: base64(genesisBlock),
    memberOf,
    deliveries: deliveries.map(({ block, privateData }) => ({
      block: base64(encode(Block, block)),
      privateData: privateData.map((set) => ({
        ...set,
        block: String(set.block),
        rwset: base64(set.rwset),
      })),
    })),
  });
  writeFileSync(file, text);
}

interface CourseFile {
  readonly genesisBlock: string;
  readonly memberOf: readonly string[];
  readonly deliveries: readonly {
    readonly block: string;
    readonly privateData: readonly (Omit<PrivateSet, 'block' | 'rwset'> & {
      readonly block: string;
      readonly rwset: string;
    })[];
  }[];
}

export function readCourse(path: string): Course {
  const { genesisBlock, memberOf, deliveries }: CourseFile = JSON.parse(readFileSync(path, 'utf8'));
  return {
    genesisBlock: Buffer.from(genesisBlock, 'base64'),
    memberOf,
    deliveries: deliveries.map(({ block, privateData }) => ({
      block: decode(Block, Buffer.from(block, 'base64')),
      privateData: privateData.map((set) => ({
        ...set,
        block: BigInt(set.block),
        rwset: Buffer.from(set.rwset, 'base64'),
      })),
    })),
  };
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
