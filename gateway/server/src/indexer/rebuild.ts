import type { RoleDatabase } from '../database/database.js';
import type { LedgerPort } from '../ledger/port.js';
import type { Indexer } from './indexer.js';
import {
  dropReadModel,
  dropReadModelsBefore,
  readModelAt,
  servedGeneration,
  serveGeneration,
} from './read-model-schemas.js';
import type { ServedSchema } from './served-schema.js';

export interface RebuildPorts {
  readonly channel: string;
  readonly organisation: RoleDatabase;
  readonly ledger: Pick<LedgerPort, 'height'>;
  /** What is served now, and who keeps it up. */
  readonly served: ServedSchema;
  readonly indexer: Indexer;
  /** An indexer for the new read model, which tells nobody of its blocks. */
  readonly indexerOf: (readModel: RoleDatabase) => Indexer;
  readonly stopping: AbortSignal;
}

const patienceMilliseconds = 250;

/** Build the read model of a channel again from block 0, beside the one that is served and goes on; when the new one has all blocks of
 *  the old, it takes its place in one SQL statement. Whatever ends this early leaves the old one as it is. Answers the number of
 *  blocks. Refuses: blocks that do not verify, a gateway that stops. */
export async function rebuildReadModel(ports: RebuildPorts): Promise<bigint> {
  const { channel, organisation, served, indexer } = ports;
  const earlier = await servedGeneration(organisation, channel);
  const which = { channel, generation: earlier + 1 };
  // What an attempt that did not come to its end has left.
  await dropReadModel(organisation, which);
  const next = await readModelAt(organisation, which);
  const builder = ports.indexerOf(next);
  await builder.start();
  try {
    await catchUp(builder, ports);
    await indexer.stop();
    try {
      // The served one may have stored a block more before it stopped.
      await reach(builder, ports.stopping, () => indexer.height);
      await builder.stop();
      await serveGeneration(organisation, which);
      await served.switchTo(next);
    } finally {
      await indexer.start();
    }
  } finally {
    await builder.stop();
  }
  await dropReadModelsBefore(organisation, which);
  return builder.height;
}

async function catchUp(
  builder: Indexer,
  { ledger, indexer, stopping }: RebuildPorts,
): Promise<void> {
  const end = await ledger.height();
  await reach(builder, stopping, () => (indexer.height > end ? indexer.height : end));
}

async function reach(builder: Indexer, stopping: AbortSignal, goal: () => bigint): Promise<void> {
  while (builder.height < goal()) {
    if (builder.state === 'refused') throw new Error(builder.refusal);
    if (stopping.aborted) throw new Error('The gateway stops.');
    await builder.reached(goal(), patienceMilliseconds);
  }
}
