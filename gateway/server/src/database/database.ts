/** One statement with its parameters, `$1` and so on. */
export interface Statement {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

export interface Answer {
  readonly rows: readonly Record<string, unknown>[];
  readonly affectedRows: number;
}

/** What one role may do: run statements in a schema of its own, all or none of them. */
export interface RoleDatabase {
  readonly role: string;
  /** Where new tables are made: the schema of the role's own name, unless another was asked for. */
  readonly schema: string;
  /** Run statements as one transaction, each seeing what the ones before it did. Runs that are sent without waiting may take place in
   *  any order. Refuses: DatabaseError; then none of the statements has taken effect, unless its outcome is unknown. */
  run(statements: readonly Statement[]): Promise<readonly Answer[]>;
  /** The same role in another schema that it owns, `<role>_…`, made at the first use. What is not there is looked for in the
   *  schema of the role's own name. */
  in(schema: string): Promise<RoleDatabase>;
}

/** A PostgreSQL, embedded or a server: a role per organisation, with schemas of its own. */
export interface Database {
  /** The handle of one role; role and schema are created at the first use.
   *  Refuses: a name that is none, a role whose schemas another process works in. */
  as(role: string): Promise<RoleDatabase>;
  /** Call `listener` whenever the database answers again after it was away. */
  onReturn(listener: () => void): void;
  close(): Promise<void>;
}

/** A failure that the database reported, with PostgreSQL's code (SQLSTATE) where there is one. */
export class DatabaseError extends Error {
  constructor(
    message: string,
    readonly code: string | undefined,
  ) {
    super(message);
    this.name = 'DatabaseError';
  }

  /** The server cannot be asked now: it is away, starts, stops, or has no connection left. */
  get isUnavailable(): boolean {
    return this.code !== undefined && /^(08|57P|53)/.test(this.code);
  }

  /** The connection broke while the transaction was under way: whether it was committed has to be looked up. */
  get isOutcomeUnknown(): boolean {
    return this.code === databaseCodes.outcomeUnknown;
  }

  /** Another transaction was in the way, and nothing has taken effect: the same again may succeed. */
  get isSerialization(): boolean {
    return this.code === databaseCodes.serialization || this.code === databaseCodes.deadlock;
  }

  /** A statement took longer than it may. */
  get isTimeout(): boolean {
    return this.code === databaseCodes.cancelled || this.code === databaseCodes.lockTimeout;
  }

  /** The values are at fault and not the database, so that trying again is of no use. */
  get isData(): boolean {
    return this.code?.startsWith('22') === true;
  }
}

/** The codes of PostgreSQL that are told apart. */
export const databaseCodes = {
  cannotConnect: '08001',
  connectionLost: '08006',
  outcomeUnknown: '08007',
  serialization: '40001',
  deadlock: '40P01',
  lockTimeout: '55P03',
  cancelled: '57014',
  duplicate: '42710',
} as const;
