import { expect, test } from '@jest/globals';
import type { BlockMessage } from '@argosy/protocol/block';
import {
  Block,
  ChannelHeader,
  Envelope,
  Payload,
  headerType,
} from '@argosy/protocol/messages/common';
import { encode } from '@argosy/protocol/wire';
import type { CommittedBlock } from './committed-block.js';
import { commitAhead } from './pipeline.js';
import type { PreparedBlock } from './prepared-block.js';

/** A ledger that only notes in which order it is asked, and where things go wrong. */
class NotingLedger {
  readonly log: string[] = [];
  mostAhead = 0;
  #ahead = 0;

  constructor(private readonly faults: { prepare?: bigint; commit?: bigint } = {}) {}

  async prepare(block: BlockMessage): Promise<PreparedBlock> {
    const { number } = block.header!;
    this.log.push(`prepare ${number}`);
    this.mostAhead = Math.max(this.mostAhead, ++this.#ahead);
    // A later block is ready sooner.
    await new Promise((resolve) => setTimeout(resolve, 10 - Number(number)));
    if (number === this.faults.prepare) throw new Error(`cannot prepare ${number}`);
    return { block } as PreparedBlock;
  }

  async commitPrepared({ block }: PreparedBlock): Promise<CommittedBlock> {
    const { number } = block.header!;
    await new Promise((resolve) => setTimeout(resolve, 1));
    if (number === this.faults.commit) throw new Error(`cannot commit ${number}`);
    this.#ahead--;
    this.log.push(`commit ${number}`);
    return { number } as CommittedBlock;
  }
}

const SIZE = 1000;

const block = (number: number, ...types: number[]): Uint8Array => {
  const entries = types.map((type) => {
    const channelHeader = encode(ChannelHeader, { type, extension: Buffer.alloc(SIZE) });
    return encode(Envelope, { payload: encode(Payload, { header: { channelHeader } }) });
  });
  return encode(Block, { header: { number: BigInt(number) }, data: { data: entries } });
};
const { endorserTransaction: ordinary, config } = headerType;
const chain = (count: number): Uint8Array[] =>
  Array.from({ length: count }, (_, i) => block(i, ordinary));

async function run(
  ledger: NotingLedger,
  blocks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  lookAheadBytes = 1_000_000,
): Promise<bigint[]> {
  const numbers: bigint[] = [];
  for await (const { number } of commitAhead(ledger, blocks, { lookAheadBytes }))
    numbers.push(number);
  return numbers;
}

test('blocks are committed in their order, however soon they are ready', async () => {
  const ledger = new NotingLedger();
  expect(await run(ledger, chain(6))).toEqual([0n, 1n, 2n, 3n, 4n, 5n]);
  expect(ledger.mostAhead).toBe(6);
});

test('no more is read ahead of the block that is committed than allowed, but one block always', async () => {
  const some = new NotingLedger();
  expect(await run(some, chain(9), 3 * SIZE)).toHaveLength(9);
  expect(some.mostAhead).toBe(1 + 3);
  const one = new NotingLedger();
  expect(await run(one, chain(4), 0)).toHaveLength(4);
  expect(one.mostAhead).toBe(1 + 1);
});

test('blocks after a configuration do not wait for it', async () => {
  const ledger = new NotingLedger();
  await run(ledger, [block(0, ordinary), block(1, config), block(2, ordinary)]);
  const { log } = ledger;
  expect(log.indexOf('prepare 2')).toBeLessThan(log.indexOf('commit 0'));
});

test.each([
  ['that cannot be prepared', { prepare: 3n }, /cannot prepare 3/],
  ['that cannot be committed', { commit: 3n }, /cannot commit 3/],
])('a block %s is told when those before it are committed', async (_, faults, message) => {
  const ledger = new NotingLedger(faults);
  const numbers: bigint[] = [];
  const all = async (): Promise<void> => {
    for await (const { number } of commitAhead(ledger, chain(6))) numbers.push(number);
  };
  await expect(all()).rejects.toThrow(message);
  expect(numbers).toEqual([0n, 1n, 2n]);
  expect(ledger.log).toContain('prepare 5');
  expect(ledger.log).not.toContain('commit 4');
});

test('a source that breaks, and bytes that are no block, are told in their turn', async () => {
  const broken = async function* (): AsyncGenerator<Uint8Array> {
    yield* chain(3);
    throw new Error('the file ends here');
  };
  const ledger = new NotingLedger();
  await expect(run(ledger, broken())).rejects.toThrow('the file ends here');
  expect(ledger.log.filter((line) => line.startsWith('commit'))).toHaveLength(3);
  const rubbish = new NotingLedger();
  await expect(run(rubbish, [...chain(2), Buffer.of(0xff), ...chain(1)])).rejects.toThrow();
  expect(rubbish.log.filter((line) => line.startsWith('commit'))).toHaveLength(2);
});

test('who wants no more blocks closes the source', async () => {
  let closed = false;
  const source = function* (): Generator<Uint8Array> {
    try {
      yield* chain(100);
    } finally {
      closed = true;
    }
  };
  const ledger = new NotingLedger();
  for await (const { number } of commitAhead(ledger, source(), { lookAheadBytes: 3 * SIZE })) {
    if (number === 1n) break;
  }
  expect(closed).toBe(true);
  expect(ledger.log).not.toContain('prepare 6');
});
