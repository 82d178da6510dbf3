import { allowsAcls, isBftChannel, isMigratable, unknownCapability } from './capabilities.js';
import type { CapabilitySection } from './capabilities.js';
import { parseDuration } from './duration.js';
import { elementName } from './elements.js';
import { ConfigRefused } from './refused.js';
import type { ChannelSections, OrdererSection } from './sections.js';

const HASHING_ALGORITHMS = ['SHA256', 'SHA3_256'];
const HASHING_WIDTH = 0xffff_ffff;
const NO_BATCH = { maxMessageCount: 0, absoluteMaxBytes: 0, preferredMaxBytes: 0 };

/** Check what the values of a configuration say. Refuses what a peer refuses, and capabilities that this node does not know. */
export function requireRules(channel: ChannelSections): void {
  requireCapabilities(channel);
  requireChannel(channel);
  requireBatches(channel.orderer);
  requireEndpoints(channel);
  if (
    channel.application.values.ACLs !== undefined &&
    !allowsAcls(capabilitiesOf(channel.application))
  )
    refuse('/Channel/Application/ACLs', 'access rules need application capability V1_2 or later');
}

/** The names of the capabilities of a section. */
export function capabilitiesOf(section: {
  readonly values: ChannelSections['values'] | ChannelSections['application']['values'];
}): string[] {
  const names = section.values.Capabilities?.capabilities.map(({ key }) => key) ?? [];
  return [...new Set(names)];
}

function requireCapabilities(channel: ChannelSections): void {
  const { orderer, application } = channel;
  requireKnown('channel', channel.path, capabilitiesOf(channel));
  requireKnown('application', application.path, capabilitiesOf(application));
  if (orderer.values.Capabilities !== undefined) return;
  const without = 'capabilities of the channel or the application need those of the orderer first';
  if (channel.values.Capabilities !== undefined) refuse('/Channel/Capabilities', without);
  if (application.values.Capabilities !== undefined)
    refuse('/Channel/Application/Capabilities', without);
}

function requireKnown(section: CapabilitySection, path: string, names: readonly string[]): void {
  const unknown = unknownCapability(section, names);
  if (unknown === undefined) return;
  refuse(
    `${path}/Capabilities`,
    `capability ${unknown} asks for rules that this node does not know, so it cannot follow the channel; use a version of it that does`,
  );
}

function requireChannel({ values, path }: ChannelSections): void {
  const algorithm = values.HashingAlgorithm?.name ?? '';
  if (!HASHING_ALGORITHMS.includes(algorithm))
    refuse(
      `${path}/HashingAlgorithm`,
      `the algorithm is one of ${HASHING_ALGORITHMS.join(', ')}, not "${algorithm}"`,
    );
  const width = values.BlockDataHashingStructure?.width ?? 0;
  if (width !== HASHING_WIDTH)
    refuse(`${path}/BlockDataHashingStructure`, `the width is ${HASHING_WIDTH}, not ${width}`);
}

function requireBatches({ values, path }: OrdererSection): void {
  const { maxMessageCount, absoluteMaxBytes, preferredMaxBytes } = values.BatchSize ?? NO_BATCH;
  const element = `${path}/BatchSize`;
  if (maxMessageCount === 0) refuse(element, 'the number of messages must not be 0');
  if (absoluteMaxBytes === 0) refuse(element, 'the absolute maximum must not be 0');
  if (preferredMaxBytes === 0) refuse(element, 'the preferred maximum must not be 0');
  if (preferredMaxBytes > absoluteMaxBytes)
    refuse(element, 'the preferred maximum must not exceed the absolute one');
  if (batchTimeoutNanoseconds(values) <= 0n)
    refuse(
      `${path}/BatchTimeout`,
      `the timeout is a duration above zero, such as 2s, not "${values.BatchTimeout?.timeout ?? ''}"`,
    );
}

/** The batch timeout; zero where it cannot be read. */
export const batchTimeoutNanoseconds = (values: OrdererSection['values']): bigint =>
  parseDuration(values.BatchTimeout?.timeout ?? '') ?? 0n;

function requireEndpoints(channel: ChannelSections): void {
  const capabilities = capabilitiesOf(channel);
  const rules = { bft: isBftChannel(capabilities), own: isMigratable(capabilities) };
  const shared = channel.values.OrdererAddresses?.addresses ?? [];
  const element = `${channel.path}/OrdererAddresses`;
  if (!rules.own && shared.length === 0)
    refuse(element, 'below capability V1_4_2 a channel names its orderers here');
  if (rules.bft && shared.length > 0)
    refuse(element, 'under capability V3_0 each organisation names its own orderers instead');
  for (const { path, values } of channel.orderer.organisations)
    requireOwnEndpoints(`${path}/Endpoints`, values.Endpoints?.addresses, rules);
}

function requireOwnEndpoints(
  element: string,
  addresses: readonly string[] | undefined,
  { bft, own }: { readonly bft: boolean; readonly own: boolean },
): void {
  if (!own && addresses !== undefined)
    refuse(element, 'an organisation may name its orderers from capability V1_4_2 on');
  if (bft && (addresses ?? []).length === 0)
    refuse(element, 'under capability V3_0 an ordering organisation names an address');
}

function refuse(path: string, rule: string): never {
  throw new ConfigRefused(`${elementName('value', path)}: ${rule}`);
}
