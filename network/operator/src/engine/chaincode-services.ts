import type { DeployedChaincode } from '../deployed-chaincode.js';
import { chaincodeServerName } from '../pki/plan.js';
import { chaincodesOf } from '../ports.js';
import type { ProcessSpec } from '../process/child.js';
import type { ConfigPlan } from './devnet-config.js';

/** An organisation's process of a chaincode: what it serves, where, and how it is started. */
export type ChaincodeService = {
  readonly msp: string;
  readonly organisation: string;
  readonly packageId: string;
  readonly process: ProcessSpec;
};

/** One process per chaincode and organisation with a peer, as on real Fabric. */
export function chaincodeServices(
  plan: ConfigPlan & { readonly chaincodes: readonly DeployedChaincode[] },
): ChaincodeService[] {
  const { topology, chaincodes } = plan;
  return topology.organisations
    .filter(({ peers }) => peers.length > 0)
    .flatMap(({ msp, name }) => {
      const names = chaincodesOf(msp, topology.channels);
      const own = chaincodes.filter((chaincode) => names.includes(chaincode.name));
      return own.map((chaincode) => ({
        msp,
        organisation: name,
        packageId: chaincode.package.id,
        process: chaincodeSpec(plan, { msp, name, chaincode }),
      }));
    });
}

function chaincodeSpec(
  { folder, ports }: ConfigPlan,
  {
    msp,
    name,
    chaincode,
  }: { readonly msp: string; readonly name: string; readonly chaincode: DeployedChaincode },
): ProcessSpec {
  const processName = `chaincode-${chaincode.name}-${name.toLowerCase()}`;
  const { certificate, key } = folder.identity(msp, chaincodeServerName).tls;
  return {
    name: processName,
    script: chaincode.script,
    arguments: chaincode.arguments ?? [],
    environment: {
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? folder.compileCache,
      CORE_PEER_LOCALMSPID: msp,
      CHAINCODE_ID: chaincode.package.id,
      CHAINCODE_SERVER_ADDRESS: `127.0.0.1:${ports.chaincodePort(msp, chaincode.name)}`,
      CHAINCODE_TLS_CERT_FILE: certificate,
      CHAINCODE_TLS_KEY_FILE: key,
      CHAINCODE_TLS_CLIENT_CACERT_FILE: folder.authority(msp, 'chaincode').certificate,
    },
    log: folder.log(processName),
  };
}
