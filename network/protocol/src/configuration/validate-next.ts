import { capabilitiesOf } from './section-rules.js';
import { isMigratable } from './capabilities.js';
import { elementName } from './elements.js';
import { mspIdOf } from './members.js';
import { ConfigRefused } from './refused.js';
import type { ChannelSections, ConsortiumSection, OrganisationSection } from './sections.js';

/** Check that one configuration may follow another: what no update may change, however many agree to it. */
export function requireSuccession(current: ChannelSections, next: ChannelSections): void {
  requireConsensusType(current, next);
  requireMspIds(current.orderer.organisations, next.orderer.organisations);
  requireMspIds(current.application.organisations, next.application.organisations);
  requireConsortiums(current.consortiums, next.consortiums);
}

function requireConsensusType(current: ChannelSections, next: ChannelSections): void {
  if (isMigratable(capabilitiesOf(current))) return;
  const [before, after] = [current, next].map(({ orderer }) => orderer.values.ConsensusType?.type);
  if (before !== after)
    throw new ConfigRefused(
      `${elementName('value', '/Channel/Orderer/ConsensusType')}: below channel capability V1_4_2 it cannot change from ${before} to ${after}; raise the capability first`,
    );
}

type Organisations = readonly OrganisationSection[];

function requireMspIds(current: Organisations, next: Organisations): void {
  for (const { name, values } of current) {
    const successor = next.find((one) => one.name === name);
    if (successor === undefined) continue;
    const element = elementName('value', `${successor.path}/MSP`);
    const [before, after] = [values.MSP, successor.values.MSP].map(
      (definition) => definition && mspIdOf(definition, element),
    );
    if (before !== after)
      throw new ConfigRefused(
        `${element}: an organisation keeps its MSP id, so ${before} cannot become ${after}; add another organisation instead`,
      );
  }
}

function requireConsortiums(
  current: readonly ConsortiumSection[] | undefined,
  next: readonly ConsortiumSection[] | undefined,
): void {
  if ((current === undefined) !== (next === undefined))
    throw new ConfigRefused(
      `${elementName('group', '/Channel/Consortiums')}: a channel cannot gain or lose its consortiums`,
    );
  for (const { name, organisations } of current ?? [])
    requireMspIds(organisations, next?.find((one) => one.name === name)?.organisations ?? []);
}
