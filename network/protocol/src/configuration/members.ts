import { BytesCache } from '../bytes-cache.js';
import { FabricMSPConfig } from '../messages/msp.js';
import type { MSPConfig } from '../messages/msp.js';
import { Msp } from '../msp.js';
import type { MspVersion } from '../msp.js';
import { MspManager } from '../msp-manager.js';
import { reasonOf } from '../reason.js';
import { decode } from '../wire.js';
import type { Decoded } from '../wire.js';
import { elementName } from './elements.js';
import { sameBytes, sameUnknown } from './equal.js';
import { ConfigRefused } from './refused.js';
import type { ChannelSections } from './sections.js';

type Definition = Decoded<typeof MSPConfig>;

/** An MSP with what it was made from: while that stays, the MSP and what it remembers of identities stay too. */
interface ConfiguredMsp {
  readonly definition: Definition;
  readonly version: MspVersion;
  readonly msp: Msp;
}

/** The MSPs of a configuration by MSP id. */
export type ConfiguredMsps = ReadonlyMap<string, ConfiguredMsp>;

/** `FABRIC`, and the kind that hides who signs. */
const mspType = { fabric: 0, idemix: 1 } as const;

/**
 * Set up the MSPs of all organisations. Refuses an MSP that cannot be set up, one without id, and two definitions under one id.
 * An MSP of `previous` whose definition did not change is taken over.
 */
export function configureMsps(
  { application, orderer, consortiums = [] }: ChannelSections,
  version: MspVersion,
  previous: ConfiguredMsps = new Map(),
): ConfiguredMsps {
  const organisations = [
    ...application.organisations,
    ...orderer.organisations,
    ...consortiums.flatMap((consortium) => consortium.organisations),
  ];
  const msps = new Map<string, ConfiguredMsp>();
  for (const { path, values } of organisations) {
    const element = elementName('value', `${path}/MSP`);
    const definition = values.MSP ?? { type: mspType.fabric, config: new Uint8Array(0) };
    const id = mspIdOf(definition, element);
    const known = msps.get(id);
    if (known === undefined)
      msps.set(
        id,
        reuse(previous.get(id), definition, version) ?? setUp(definition, version, element),
      );
    else if (!sameDefinition(known.definition, definition))
      throw new ConfigRefused(
        `${element}: MSP ${id} is defined differently by another organisation; make the definitions equal`,
      );
  }
  return msps;
}

/** The manager of these MSPs. The previous one stays where none changed, and hands on what it read of those that did not. */
export function managerOf(
  configured: ConfiguredMsps,
  before?: ConfiguredMsps,
  manager?: MspManager,
): MspManager {
  const kept =
    before?.size === configured.size &&
    [...configured].every(([id, one]) => before.get(id) === one);
  if (kept && manager !== undefined) return manager;
  return new MspManager(
    [...configured.values()].map(({ msp }) => msp),
    manager,
  );
}

/** The MSP id that an organisation's definition states. */
export function mspIdOf(definition: Definition, element: string): string {
  if (definition.type !== mspType.fabric)
    throw new ConfigRefused(
      `${element}: this node judges MSPs of type ${mspType.fabric} (FABRIC), not of type ${definition.type}`,
    );
  const { name } = read(() => decode(FabricMSPConfig, definition.config), element);
  if (name === '') throw new ConfigRefused(`${element}: an MSP must have an id; set its name`);
  return name;
}

function reuse(
  previous: ConfiguredMsp | undefined,
  definition: Definition,
  version: MspVersion,
): ConfiguredMsp | undefined {
  if (previous?.version !== version) return undefined;
  return sameDefinition(previous.definition, definition) ? previous : undefined;
}

function setUp(definition: Definition, version: MspVersion, element: string): ConfiguredMsp {
  const { config } = definition;
  const alike = knownMsps.get(version) ?? new BytesCache<Msp>(KNOWN_MSPS);
  knownMsps.set(version, alike);
  const known = alike.get(config)?.value;
  const msp = known ?? read(() => new Msp(decode(FabricMSPConfig, config), { version }), element);
  if (known === undefined) alike.set(config, msp);
  return { definition, version, msp };
}

const KNOWN_MSPS = 256;

/**
 * MSPs by what they were made of, which is all that they depend on: the channels of a network have the same members, and a
 * configuration is read by everybody who has to do with it. Setting one up takes about a millisecond.
 */
const knownMsps = new Map<MspVersion, BytesCache<Msp>>();

function read<T>(action: () => T, element: string): T {
  try {
    return action();
  } catch (error) {
    throw new ConfigRefused(`${element}: the MSP cannot be set up: ${reasonOf(error)}`);
  }
}

const sameDefinition = (a: Definition, b: Definition): boolean =>
  a.type === b.type &&
  sameBytes(a.config, b.config) &&
  sameUnknown(a.$unknown ?? new Uint8Array(0), b.$unknown ?? new Uint8Array(0));
