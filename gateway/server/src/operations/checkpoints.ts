/** The arrows of the write path, in order. A process killed at any of them leaves an operation that the next
 *  one brings to its end; tests kill it at each. */
export const checkpoints = [
  /** The request is in the database. */
  'received',
  /** The peers have endorsed; nothing of it is in the database. */
  'proposed',
  /** The signed envelope is in the database. */
  'endorsed',
  /** The envelope was handed over; its outcome is not in the database. */
  'submitted',
  /** The outcome is in the database; nobody has been told. */
  'settled',
] as const;

export type CheckpointName = (typeof checkpoints)[number];

/** Called at each arrow. Does nothing but in tests and under fault injection. */
export type Checkpoint = (name: CheckpointName) => Promise<void>;

export const noCheckpoint: Checkpoint = () => Promise.resolve();
