import { reasonOf } from '@argosy/protocol/reason';

const levels: ReadonlyMap<string, string> = new Map(
  Object.entries({
    payload: 'Level(-2)',
    debug: 'debug',
    info: 'info',
    notice: 'info',
    warn: 'warn',
    warning: 'warn',
    error: 'error',
    critical: 'error',
    dpanic: 'dpanic',
    panic: 'panic',
    fatal: 'fatal',
  }).flatMap(([name, level]) => [
    [name, level],
    [name.toUpperCase(), level],
  ]),
);
const LOGGER = /^[A-Za-z0-9_#:-]+(\.[A-Za-z0-9_#:-]+)*$/;
const DEFAULT_LEVEL = 'info';

/**
 * A specification of what is logged, such as `ledger,gossip=warn:info`, in the form in which a node shows it: levels after the names
 * of loggers, one by one in their order, the level of all others last. Throws a node's words.
 */
export function normalisedLogSpec(spec: string): string {
  let others = DEFAULT_LEVEL;
  const single = new Map<string, string>();
  try {
    for (const field of spec.split(':')) {
      const { loggers, level } = readField(field);
      if (loggers === undefined) others = level;
      for (const logger of loggers ?? []) single.set(logger, level);
    }
  } catch (error) {
    const why = reasonOf(error);
    throw new Error(`invalid logging specification '${spec}': ${why}`, { cause: error });
  }
  return [...[...single].map((entry) => entry.join('=')).sort(), others].join(':');
}

interface Field {
  /** Undefined where the level is that of all others. */
  readonly loggers?: readonly string[];
  readonly level: string;
}

function readField(field: string): Field {
  if (field === '') return { level: DEFAULT_LEVEL };
  const [names = '', name, ...more] = field.split('=');
  if (/^=[^=]*$/.test(field)) throw new Error(`no logger specified in segment '${field}'`);
  const level = levels.get(name ?? names);
  if (level === undefined || more.length > 0) throw new Error(`bad segment '${field}'`);
  return name === undefined ? { level } : { loggers: loggersIn(names), level };
}

function loggersIn(names: string): readonly string[] {
  const loggers = names.split(',');
  for (const logger of loggers) requireLogger(logger);
  return loggers;
}

/** A name with a dot at its end stands for the logger of exactly that name. */
function requireLogger(logger: string): void {
  if (!LOGGER.test(logger.replace(/\.$/, ''))) throw new Error(`bad logger name '${logger}'`);
}
