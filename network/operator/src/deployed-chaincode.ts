import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { reasonOf } from '@argosy/protocol/reason';
import type { Definition } from './definition.js';
import { inFewFiles } from './few-files.js';
import { OperatorError } from './operator-error.js';
import { chaincodePackage } from './package.js';
import type { ChaincodePackage } from './package.js';
import type { Chaincode } from './topology/schema.js';

/** A chaincode with what follows from its npm package: version, Fabric's package and the program that serves it, in few files where
 *  there are such. */
export type DeployedChaincode = Omit<Chaincode, 'package'> & {
  readonly version: string;
  readonly package: ChaincodePackage;
  readonly script: string;
  readonly arguments?: readonly string[];
  /** What its definition says, where that is not as usual. */
  readonly definition?: Partial<
    Pick<Definition, 'collections' | 'validationParameter' | 'initRequired'>
  >;
};

const manifest = z.object({ version: z.string().regex(/^[A-Za-z0-9_.+-]+$/) });

/** Requires: the package's folder, found relative to the topology file, with its package.json. */
export function deployedChaincode(chaincode: Chaincode, topologyFile: string): DeployedChaincode {
  const folder = resolve(dirname(topologyFile), chaincode.package);
  const file = join(folder, 'package.json');
  try {
    const { version } = manifest.parse(JSON.parse(readFileSync(file, 'utf8')));
    return {
      ...chaincode,
      version,
      package: chaincodePackage(chaincode.name, version),
      script: inFewFiles(join(folder, chaincode.server)),
    };
  } catch (failure) {
    throw new OperatorError({
      what: `The chaincode ${chaincode.name} has no usable package`,
      why: `${file}: ${reasonOf(failure)}.`,
      fix: 'Correct chaincodes.package in the network description.',
    });
  }
}
