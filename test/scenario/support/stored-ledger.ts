import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { headerOf } from '@argosy/protocol/block';
import type { BlockMessage } from '@argosy/protocol/block';
import { Block } from '@argosy/protocol/messages/common';
import { decode, encode } from '@argosy/protocol/wire';
import { runFolder } from '@argosy/operator/run-folder';
import { storedBlocks } from 'argosy/audit/stored-blocks';

/** A copy of what a network has stored, which a test can change. */
export class StoredLedger {
  readonly home = mkdtempSync(join(tmpdir(), 'argosy-stored-'));

  constructor(from: string) {
    const [source, copy] = [runFolder(from), runFolder(this.home)];
    cpSync(source.channels, copy.channels, { recursive: true });
    cpSync(join(source.devnet, 'ledgers'), join(copy.devnet, 'ledgers'), { recursive: true });
    writeFileSync(copy.network, readFileSync(source.network, 'utf8').replaceAll(from, this.home));
  }

  file(channel: string): string {
    return join(runFolder(this.home).devnet, 'ledgers', channel, 'blocks.bin');
  }

  async blocks(channel: string): Promise<readonly Uint8Array[]> {
    const blocks: Uint8Array[] = [];
    for await (const block of storedBlocks(this.file(channel))) blocks.push(block);
    return blocks;
  }

  /** Store other blocks in place of a channel's. */
  async rewrite(
    channel: string,
    change: (blocks: readonly Uint8Array[]) => readonly Uint8Array[],
  ): Promise<void> {
    const blocks = change(await this.blocks(channel));
    mkdirSync(dirname(this.file(channel)), { recursive: true });
    writeFileSync(this.file(channel), Buffer.concat(blocks.flatMap((it) => [lengthOf(it), it])));
  }

  dispose(): void {
    rmSync(this.home, { recursive: true, force: true });
  }
}

function lengthOf({ length }: Uint8Array): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(length);
  return bytes;
}

/** Change one block of a list. */
export const changed =
  (number: number, change: (block: BlockMessage) => BlockMessage) =>
  (blocks: readonly Uint8Array[]): readonly Uint8Array[] =>
    blocks.map((bytes) => {
      const block = decode(Block, bytes);
      return Number(headerOf(block).number) === number ? encode(Block, change(block)) : bytes;
    });

/** With one bit of a piece of metadata turned over. */
export function withMetadataBit(
  { header, data, metadata }: BlockMessage,
  slot: number,
  place: number,
): BlockMessage {
  const pieces = metadata?.metadata ?? [];
  const turned = pieces.map((piece, index) => (index === slot ? withBit(piece, place) : piece));
  return { header, data, metadata: { metadata: turned } };
}

/** With one bit of its first transaction turned over. */
export function withDataBit({ header, data, metadata }: BlockMessage): BlockMessage {
  const [first = new Uint8Array(0), ...others] = data?.data ?? [];
  return {
    header,
    data: { data: [withBit(first, Math.floor(first.length / 2)), ...others] },
    metadata,
  };
}

function withBit(bytes: Uint8Array, place: number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  const at = place < 0 ? copy.length + place : place;
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
}
