import { checkChannel } from './check-channel.js';
import { checkNames } from './check-names.js';
import { checkNodes } from './check-nodes.js';
import { checkPorts } from './check-ports.js';
import type { Mistake } from './mistake.js';
import type { Topology } from './schema.js';

/** What the shape alone cannot say: names that must be unique, known, or able to do what they are named for. */
export const checkTopology = (topology: Topology): readonly Mistake[] => [
  ...checkNames(topology),
  ...checkNodes(topology),
  ...topology.channels.flatMap((channel, index) => checkChannel(topology, channel, index)),
  ...checkPorts(topology),
];
