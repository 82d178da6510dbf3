import { createRequire } from 'node:module';

interface FabricLogger {
  setLevel(level: string): void;
}

// To be imported before the contracts. Refusals are what these tests are about; as log lines they
// would bury the report. Jest loads CommonJS before any module runs, so that the loggers of both
// packages have their level already, and setting it changes the variable to a word that no logger understands.
for (const path of ['fabric-contract-api/lib/logger.js', 'fabric-shim/lib/logger.js']) {
  (createRequire(import.meta.url)(path) as FabricLogger).setLevel('critical');
}
process.env['CORE_CHAINCODE_LOGGING_LEVEL'] = 'critical';
