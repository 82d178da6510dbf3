import { hasPeerOn } from './check-member.js';
import { repeated } from './mistake.js';
import type { Mistake } from './mistake.js';
import type { Path } from './profile.js';
import type { Channel, Topology } from './schema.js';

type Which = { readonly part: 'endorsement' | 'lifecycle'; readonly at: Path };

/** Whether a policy can be met, and by whom it may be. */
export function checkPolicy(topology: Topology, channel: Channel, { part, at }: Which): Mistake[] {
  const { outOf, of } = channel[part];
  const path = [...at, part];
  const policy = `the ${part} policy of ${channel.name}`;
  const mentions = of.map((name, nth) => ({ name, path: [...path, 'of', nth] }));
  return [
    ...repeated(mentions, (msp) => ({
      what: `${policy} names ${msp} twice`,
      why: "An organisation's signature counts once.",
      fix: 'Remove one of them.',
    })),
    ...mentions
      .filter(({ name }) => !hasPeerOn(topology, channel, name))
      .map(({ name, path: place }) => ({ path: place, ...unable(name, channel, policy) })),
    ...mentions
      .filter(({ name }) => audits(topology, name))
      .map(({ name, path: place }) => ({
        path: place,
        what: `${policy} names ${name}, whose people audit`,
        why: 'Whoever judges what was written does not take part in writing it.',
        fix: 'Leave it out; it reads every channel that it is a member of.',
      })),
    ...unmeetable(policy, { outOf, of, path }),
  ];
}

const unable = (msp: string, channel: Channel, policy: string) => ({
  what: `${policy} names ${msp}, which has no peer on ${channel.name}`,
  why: 'Only peers of members endorse; a policy that waits for others might never be met.',
  fix: `Leave ${msp} out, or name its sponsor.`,
});

/** A policy that asks for more signatures than it names organisations could never be met. */
function unmeetable(
  policy: string,
  {
    outOf,
    of,
    path,
  }: { readonly outOf: number; readonly of: readonly string[]; readonly path: Path },
): Mistake[] {
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

const audits = ({ organisations }: Topology, msp: string): boolean =>
  organisations.some((it) => it.msp === msp && it.people.some(({ role }) => role === 'auditor'));
