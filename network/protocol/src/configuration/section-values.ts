/** Which values a group of the configuration may have, and what each is. */
import {
  ACLs,
  AnchorPeers,
  BatchSize,
  BatchTimeout,
  BlockDataHashingStructure,
  Capabilities,
  ChannelRestrictions,
  ConsensusType,
  Consortium,
  HashingAlgorithm,
  KafkaBrokers,
  OrdererAddresses,
  Orderers,
} from '../messages/configuration.js';
import { MSPConfig } from '../messages/msp.js';
import { Policy } from '../messages/policies.js';

export const channelValues = {
  HashingAlgorithm,
  BlockDataHashingStructure,
  OrdererAddresses,
  Orderers,
  Consortium,
  Capabilities,
};
export const ordererValues = {
  ConsensusType,
  BatchSize,
  BatchTimeout,
  KafkaBrokers,
  ChannelRestrictions,
  Orderers,
  Capabilities,
};
export const ordererOrganisationValues = { MSP: MSPConfig, Endpoints: OrdererAddresses };
export const applicationValues = { ACLs, Capabilities };
export const memberValues = { MSP: MSPConfig, AnchorPeers };

export const consortiumValues = { ChannelCreationPolicy: Policy };
export const organisationValues = { MSP: MSPConfig };
