import { createRequire } from 'node:module';

interface FabricLogger {
  setLevel(level: string): void;
}

// To be imported before the contracts. Refusals are what these tests are about; as log lines they
// would bury the report. Jest loads CommonJS before any module runs, so that the decorators' logger
// has its level already, and setting it changes the variable to a word that no logger understands.
const loggerPath = 'fabric-contract-api/lib/logger.js';
const logger = createRequire(import.meta.url)(loggerPath) as FabricLogger;
logger.setLevel('critical');
process.env['CORE_CHAINCODE_LOGGING_LEVEL'] = 'critical';
