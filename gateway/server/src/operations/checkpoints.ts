/** The arrows of the write path, in order. A process killed at any of them leaves an operation that the next
 *  one brings to its end; tests kill it at each. */
export const arrows = [
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

/** All points at which a process can be killed. */
export const checkpoints = [
  ...arrows,
  /** The refusal is in the database; nobody has been told. */
  'refused',
  /** A block came and holds; nothing of it is in the database. */
  'judged',
  /** The block and the outcomes that it tells are in the database; nobody who waits has been told. */
  'stored',
] as const;

export type CheckpointName = (typeof checkpoints)[number];

/** Called at each point. Does nothing but in tests and under fault injection. */
export type Checkpoint = (name: CheckpointName) => Promise<void>;

export const noCheckpoint: Checkpoint = () => Promise.resolve();
