import { resolve } from 'node:path';
import { inFewFiles } from '@argosy/operator/few-files';

/** The devnet in few files, which starts sooner; or as it was compiled, where that is newer or there are no such files. */
export const devnetProgram = (repository: string): string => inFewFiles(devnetModules(repository));

/** The devnet as it was compiled: for whoever wants to know which module does what. */
export const devnetModules = (repository: string): string =>
  resolve(repository, 'network/devnet/dist/main.js');
