import type { DeployedChaincode } from '@argosy/operator/deployed-chaincode';
import { chaincodePackage } from '@argosy/operator/package';
import type { Organisation, Topology } from '@argosy/operator/topology/schema';
import { ApplicationPolicy } from '@argosy/protocol/messages/policies';
import type { parseSignaturePolicy } from '@argosy/protocol/policy-syntax';
import { encode } from '@argosy/protocol/wire';
import type { ChaincodeFolder } from './chaincode-folder.js';
import type { readCollections } from './collections.js';

/** The user that applications of Fabric's samples act as, beside each organisation's administrator. */
export const sampleUser = { id: 'user1', name: 'User1' } as const;
export const sampleOrderer = {
  msp: 'OrdererMSP',
  domain: 'example.com',
  host: 'orderer',
} as const;

/** What somebody wants of the network. */
export type TestNetwork = {
  readonly organisations: number;
  readonly channel: string;
  readonly chaincode: string;
};

/** The network that Fabric's samples are written for: organisations with one peer each, one orderer, one channel. */
export function testNetwork({ organisations: count, channel, chaincode }: TestNetwork): Topology {
  const organisations = Array.from({ length: count }, (_, index): Organisation => {
    const name = `Org${index + 1}`;
    return {
      msp: `${name}MSP`,
      name,
      domain: `${name.toLowerCase()}.example.com`,
      peers: ['peer0'],
      people: [],
      users: [sampleUser.id],
    };
  });
  const of = organisations.map(({ msp }) => msp);
  // Fabric's usual rule for channels: most of the organisations.
  const majority = { outOf: Math.floor(count / 2) + 1, of };
  return {
    profile: 'devnet',
    organisations,
    orderers: [sampleOrderer],
    channels: [
      {
        name: channel,
        members: of.map((msp) => ({ msp })),
        endorsement: majority,
        lifecycle: majority,
        consensus: 'etcdraft',
        consenters: [sampleOrderer.msp],
        chaincodes: [chaincode],
      },
    ],
    chaincodes: [],
  };
}

/** How a chaincode is defined on the channel. */
export type DefinitionChoices = {
  readonly collections?: ReturnType<typeof readCollections>;
  readonly policy?: ReturnType<typeof parseSignaturePolicy>;
  readonly initRequired: boolean;
};

/** A folder's chaincode as the network deploys it, served by the runner. */
export function folderChaincode(
  { path, version, serve }: ChaincodeFolder,
  {
    name,
    runner,
    choices,
  }: {
    readonly name: string;
    readonly runner: string;
    readonly choices: DefinitionChoices;
  },
): DeployedChaincode {
  const { collections, policy, initRequired } = choices;
  return {
    name,
    version,
    package: chaincodePackage(name, version),
    server: runner,
    script: runner,
    arguments: [path],
    probe: probeOf({ initRequired, isOwnServer: serve !== undefined }),
    definition: {
      initRequired,
      ...(collections === undefined ? {} : { collections }),
      ...(policy === undefined
        ? {}
        : { validationParameter: encode(ApplicationPolicy, { signaturePolicy: policy }) }),
    },
  };
}

/** What every contract answers, whatever it does: its description. One that serves itself may have none, and any answer will do. */
function probeOf(of: { readonly initRequired: boolean; readonly isOwnServer: boolean }) {
  const query = { function: 'org.hyperledger.fabric:GetMetadata', arguments: [] };
  if (of.initRequired) return { ...query, answer: 'has not been initialized' };
  return { ...query, answer: of.isOwnServer ? '' : '"contracts"' };
}
