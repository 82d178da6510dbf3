import { createRequire } from 'node:module';

interface FabricLogger {
  getLogger(name: string): object;
  setLevel(level: string): void;
}

// To be imported before the contracts. Refusals are what these tests are about; as log lines they
// would bury the report. Jest loads CommonJS before any module runs, so that the loggers of both
// packages have their level already, and setting it changes the variable to a word that no logger understands.
for (const path of ['fabric-contract-api/lib/logger.js', 'fabric-shim/lib/logger.js']) {
  const logger = createRequire(import.meta.url)(path) as FabricLogger;
  logger.setLevel('critical');
  // winston formats each line before it asks for its level: half of the time of a call. All loggers of a package have this class.
  const derived: unknown = Object.getPrototypeOf(logger.getLogger(''));
  Object.assign(Object(Object.getPrototypeOf(derived)), { log: quiet, write: quiet });
}
process.env['CORE_CHAINCODE_LOGGING_LEVEL'] = 'critical';

function quiet(): boolean {
  return true;
}
