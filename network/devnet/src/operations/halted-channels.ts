import type { Channel } from '../channel.js';

/** Something of a node that does not do what it should. */
export interface FailedCheck {
  readonly component: string;
  readonly reason: string;
}

/** The channels that take no more transactions, for a block could not be committed. */
export const haltedChannels = (
  channels: Iterable<{
    readonly id: string;
    readonly ordering: Pick<Channel['ordering'], 'halted'>;
  }>,
): FailedCheck[] =>
  [...channels].flatMap(({ id, ordering: { halted } }) =>
    halted === undefined
      ? []
      : [
          {
            component: `channel ${id}`,
            reason: `it has halted: ${halted}; mend that and start the network again`,
          },
        ],
  );
