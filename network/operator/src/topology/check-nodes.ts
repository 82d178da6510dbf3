import type { Mistake } from './mistake.js';
import type { Topology } from './schema.js';

/** Nodes that would have nothing to do: usually something was forgotten. */
export function checkNodes({ orderers, channels }: Topology): Mistake[] {
  const ordering = new Set(channels.flatMap(({ consenters }) => consenters));
  return orderers.flatMap(({ msp }, index) =>
    ordering.has(msp)
      ? []
      : [
          {
            path: ['orderers', index, 'msp'],
            what: `${msp} orders no channel`,
            why: 'Every channel names other consenters.',
            fix: "Add it to a channel's consenters, or remove it.",
          },
        ],
  );
}
