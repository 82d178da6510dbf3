import { oneOf } from './mistake.js';
import type { Mistake } from './mistake.js';
import type { Path } from './profile.js';
import type { Description, Profile } from './schema.js';

/** What a profile names must be there to be changed or left. */
export function checkProfile(description: Description, name: string, profile: Profile): Mistake[] {
  const at: Path = ['profiles', name];
  const organisations = description.organisations.map(({ msp }) => msp);
  const orderers = description.orderers.map(({ msp }) => msp);
  const channels = description.channels.map((it) => it.name);
  const { only = {} } = profile;
  const left = {
    organisations: organisations.filter((it) => only.organisations?.includes(it) ?? true),
    channels: channels.filter((it) => only.channels?.includes(it) ?? true),
  };
  const listed = (part: 'organisations' | 'orderers' | 'channels') =>
    (only[part] ?? []).map((it, nth) => ({ name: it, path: [...at, 'only', part, nth] }));
  const changed = (part: 'peers' | 'channels') =>
    Object.keys(profile[part] ?? {}).map((it) => ({ name: it, path: [...at, part, it] }));
  return [
    ...unknown(listed('organisations'), 'organisation', organisations),
    ...unknown(listed('orderers'), 'orderer organisation', orderers),
    ...unknown(listed('channels'), 'channel', channels),
    ...unknown(changed('peers'), 'organisation', left.organisations),
    ...unknown(changed('channels'), 'channel', left.channels),
  ];
}

const unknown = (
  mentions: readonly { readonly name: string; readonly path: Path }[],
  kind: string,
  known: readonly string[],
): Mistake[] =>
  mentions
    .filter(({ name }) => !known.includes(name))
    .map(({ name, path }) => ({
      path,
      what: `the profile names the ${kind} ${name}`,
      why: `It has no such ${kind}: ${oneOf(known)}.`,
      fix: 'Name one of these, or remove it.',
    }));
