/** One peer's chaincode process: how it differs from that of another. */
export interface Replica {
  readonly name: string;
  readonly zone: string;
  readonly locale: string;
  /** By how many years its clock is wrong. */
  readonly years: number;
  /** In which order the members of a command's objects reach it. */
  readonly members: 'asSent' | 'reversed' | 'shuffled';
  /** What it is given as bytes: buffers, plain arrays, or buffers that are a part of larger ones. */
  readonly bytes: 'buffers' | 'plain' | 'parts';
  /** Whether every other answer of its peer comes later than the next. */
  readonly isOvertaken: boolean;
  /** Whether it is another organisation's than the one that the caller would ask. */
  readonly isElsewhere: boolean;
}

export const replicas = {
  plain: {
    name: 'plain',
    zone: 'UTC',
    locale: 'C',
    years: 0,
    members: 'asSent',
    bytes: 'buffers',
    isOvertaken: false,
    isElsewhere: false,
  },
  ahead: {
    name: 'ahead',
    zone: 'Pacific/Kiritimati',
    locale: 'tr_TR.UTF-8',
    years: 9,
    members: 'reversed',
    bytes: 'plain',
    isOvertaken: false,
    isElsewhere: true,
  },
  behind: {
    name: 'behind',
    zone: 'America/St_Johns',
    locale: 'sv_SE.UTF-8',
    years: -30,
    members: 'shuffled',
    bytes: 'parts',
    isOvertaken: true,
    isElsewhere: false,
  },
} as const satisfies Record<string, Replica>;

export type ReplicaName = keyof typeof replicas;

export function isReplicaName(name: string): name is ReplicaName {
  return Object.hasOwn(replicas, name);
}
