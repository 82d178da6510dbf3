import type { Stage } from '../../support/stage.js';
import type { Row } from '../row.js';
import type { Scene } from '../scene.js';
import type { Script } from '../script.js';
import { configurationScripts } from './configuration.js';
import { creatorSignatureRows } from './creator-signature.js';
import { endorsementRows } from './endorsement.js';
import { policyScripts } from './policy.js';
import { repetitionScripts } from './repetition.js';
import { transactionRows } from './transaction.js';
import { versionRows } from './version.js';
import { writeRows } from './write.js';

/** What is changed in one transaction, by class. */
export const rowsByClass: Readonly<Record<string, readonly Row[]>> = {
  transaction: [...transactionRows, ...creatorSignatureRows],
  endorsement: endorsementRows,
  write: writeRows,
  version: versionRows,
};

/** What is changed in one transaction and shows in others, by class; each on a ledger that others use, too. */
export const sceneScriptsByClass: Readonly<Record<string, readonly Script<Scene>[]>> = {
  repetition: repetitionScripts,
  policy: policyScripts,
};

/** As those, each on a ledger of its own. */
export const stageScriptsByClass: Readonly<Record<string, readonly Script<Stage>[]>> = {
  configuration: configurationScripts,
};
