import type { MSPConfig } from '../messages/msp.js';
import { reasonOf } from '../reason.js';
import { decode } from '../wire.js';
import type { Decoded, MessageType } from '../wire.js';
import { elementName } from './elements.js';
import { ConfigRefused } from './refused.js';
import {
  applicationValues,
  channelValues,
  consortiumValues,
  memberValues,
  ordererOrganisationValues,
  ordererValues,
  organisationValues,
} from './section-values.js';
import type { TreeGroup } from './tree.js';

type Values<T> = { readonly [K in keyof T]?: Decoded<T[K]> };

/** A group of the configuration with its values read. */
interface Section<T> {
  readonly path: string;
  readonly name: string;
  readonly values: Values<T>;
}
/** What the groups of organisations have in common wherever they stand. */
export type OrganisationSection = Section<{ readonly MSP: typeof MSPConfig }>;
export type OrdererSection = Section<typeof ordererValues> & {
  readonly organisations: readonly Section<typeof ordererOrganisationValues>[];
};
export type ApplicationSection = Section<typeof applicationValues> & {
  readonly organisations: readonly Section<typeof memberValues>[];
};
export interface ConsortiumSection {
  readonly name: string;
  readonly organisations: readonly OrganisationSection[];
}

/** A channel configuration by its sections, every value read as what it is. */
export type ChannelSections = Section<typeof channelValues> & {
  readonly orderer: OrdererSection;
  readonly application: ApplicationSection;
  readonly consortiums: readonly ConsortiumSection[] | undefined;
};

const ROOT = '/Channel';
const SECTIONS = ['Application', 'Orderer', 'Consortiums'];

/** Read the sections of a configuration. Refuses groups and values that have no place in it, and values that cannot be read. */
export function readSections(root: TreeGroup): ChannelSections {
  for (const name of root.groups.keys()) {
    if (!SECTIONS.includes(name))
      throw new ConfigRefused(
        `${elementName('group', `${ROOT}/${name}`)}: a channel has the groups ${SECTIONS.join(', ')} and no other; remove it`,
      );
  }
  const channel = section(root, ROOT, 'Channel', channelValues);
  return {
    ...channel,
    orderer: sectionWithOrganisations(root, 'Orderer', ordererValues, ordererOrganisationValues),
    application: sectionWithOrganisations(root, 'Application', applicationValues, memberValues),
    consortiums: readConsortiums(root),
  };
}

function sectionWithOrganisations<S extends Table, O extends Table>(
  root: TreeGroup,
  name: string,
  values: S,
  valuesOfOrganisation: O,
): Section<S> & { organisations: Section<O>[] } {
  const path = `${ROOT}/${name}`;
  const group = root.groups.get(name);
  if (group === undefined)
    throw new ConfigRefused(
      `${elementName('group', path)} is missing; without it no block can be judged`,
    );
  const organisations = readOrganisations(group, path, valuesOfOrganisation);
  return { ...section(group, path, name, values), organisations };
}

function readConsortiums(root: TreeGroup): ConsortiumSection[] | undefined {
  const path = `${ROOT}/Consortiums`;
  const group = root.groups.get('Consortiums');
  if (group === undefined) return undefined;
  return [...group.groups].map(([name, consortium]) => {
    section(consortium, `${path}/${name}`, name, consortiumValues);
    const organisations = readOrganisations(consortium, `${path}/${name}`, organisationValues);
    return { name, organisations };
  });
}

function readOrganisations<O extends Table>(
  parent: TreeGroup,
  parentPath: string,
  values: O,
): Section<O>[] {
  return [...parent.groups].map(([name, group]) => {
    const path = `${parentPath}/${name}`;
    if (group.groups.size > 0)
      throw new ConfigRefused(
        `${elementName('group', path)}: an organisation has no groups of its own; remove them`,
      );
    return section(group, path, name, values);
  });
}

type Table = Readonly<Record<string, MessageType<unknown>>>;

function section<T extends Table>(
  group: TreeGroup,
  path: string,
  name: string,
  types: T,
): Section<T> {
  const values = [...group.values].map(([key, { value }]) => {
    const element = elementName('value', `${path}/${key}`);
    const type = Object.hasOwn(types, key) ? types[key] : undefined;
    if (type === undefined)
      throw new ConfigRefused(
        `${element}: the group has the values ${Object.keys(types).join(', ')} and no other; remove it`,
      );
    return [key, readValue(type, value, element)] as const;
  });
  // Each value was read as the type that the table names for it.
  return { path, name, values: Object.fromEntries(values) as Values<T> };
}

function readValue(type: MessageType<unknown>, value: Uint8Array, element: string): unknown {
  try {
    return decode(type, value);
  } catch (error) {
    throw new ConfigRefused(`${element} is not a ${type.name}: ${reasonOf(error)}; correct it`);
  }
}
