import { audits, hasPeerOn } from './check-member.js';
import { repeated } from './mistake.js';
import type { Mistake } from './mistake.js';
import type { Path } from './profile.js';
import type { Channel, ChannelPolicy, Topology } from './schema.js';

/** A policy, where it stands, and what mistakes call it. */
type Placed = ChannelPolicy & {
  readonly policy: string;
  readonly path: Path;
  /** Why an organisation cannot sign, where it cannot. */
  readonly unable: (msp: string) => Omit<Mistake, 'path'> | undefined;
};

/** Whether a policy can be met, and by whom it may be. */
export function checkPolicy(topology: Topology, placed: Placed): Mistake[] {
  const { policy, of, path, unable } = placed;
  const mentions = of.map((name, nth) => ({ name, path: [...path, 'of', nth] }));
  return [
    ...repeated(mentions, (msp) => ({
      what: `${policy} names ${msp} twice`,
      why: "An organisation's signature counts once.",
      fix: 'Remove one of them.',
    })),
    ...mentions.flatMap(({ name, path: place }) => {
      const told = unable(name);
      return told === undefined ? [] : [{ path: place, ...told }];
    }),
    ...mentions
      .filter(({ name }) => audits(topology, name))
      .map(({ name, path: place }) => ({
        path: place,
        what: `${policy} names ${name}, whose people audit`,
        why: 'Whoever judges what was written does not take part in writing it.',
        fix: 'Leave it out; it reads every channel that it is a member of.',
      })),
    ...unmeetable(placed),
  ];
}

type Which = { readonly part: 'endorsement' | 'lifecycle'; readonly at: Path };

/** One of a channel's own policies. */
export function checkChannelPolicy(
  topology: Topology,
  channel: Channel,
  { part, at }: Which,
): Mistake[] {
  const policy = `the ${part} policy of ${channel.name}`;
  const unable = (msp: string) =>
    hasPeerOn(topology, channel, msp)
      ? undefined
      : {
          what: `${policy} names ${msp}, which has no peer on ${channel.name}`,
          why: 'Only peers of members endorse; a policy that waits for others might never be met.',
          fix: `Leave ${msp} out, or name its sponsor.`,
        };
  return checkPolicy(topology, { ...channel[part], policy, path: [...at, part], unable });
}

/** A policy that asks for more signatures than it names organisations could never be met. */
function unmeetable({ policy, outOf, of, path }: Placed): Mistake[] {
  const names = new Set(of).size;
  if (outOf <= names) return [];
  return [
    {
      path: [...path, 'outOf'],
      what: `${policy} asks for ${outOf} of ${names} organisations`,
      why: 'It could never be met.',
      fix: `Ask for ${names} or fewer, or name more organisations.`,
    },
  ];
}
