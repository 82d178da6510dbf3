/*
 * What contracts must not do. They run at several peers at once, whose results have to be equal to the byte; what they answer,
 * announce or log is read by everybody; and a range that they read in a transaction makes it collide with every other.
 */

const determinism = 'Peers would differ: results, events and state have to be equal to the byte.';
const leakage =
  'Confidential terms are read in confidential-contract.ts alone, and go nowhere else.';

/** Globals that differ between peers, or write where others read. */
export const contractGlobals = [
  ...['Date', 'Intl', 'fetch', 'performance', 'crypto', 'process', 'WeakRef', 'Function'],
  ...['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'FinalizationRegistry'],
  'console',
].map((name) => ({ name, message: determinism }));

/** Node's modules but hashing, and of that nothing made by chance. */
export const contractImports = {
  paths: [
    {
      name: 'node:crypto',
      allowImportNames: ['createHash'],
      message: 'Contracts hash; chance and keys differ between peers.',
    },
  ],
  patterns: [
    {
      regex: '^(?:node:(?!crypto$)|(?:fs|net|http|https|os|child_process|worker_threads)(?:/|$))',
      message: 'Contracts touch nothing but the ledger.',
    },
  ],
};

const method = (names) => `MemberExpression[property.name=/^(?:${names})$/]`;

export const contractSyntax = [
  {
    selector: method('random|toLocale[A-Za-z]*|localeCompare|getTimezoneOffset'),
    message: determinism,
  },
  {
    selector: 'ForInStatement',
    message: 'The order of members is not the order of keys: use Object.keys and sort.',
  },
  {
    selector: 'Program > VariableDeclaration[kind="let"]',
    message: 'What a peer remembers from one transaction to the next, another may not.',
  },
  {
    selector: 'Literal[raw=/^[0-9]*[.][0-9]+$/]',
    message: 'Amounts are integers of minor units.',
  },
  {
    selector: method('parseFloat|toFixed|toPrecision'),
    message: 'Amounts are integers of minor units.',
  },
  {
    selector: method(
      'getStateByRange(?:WithPagination)?|getStateByPartialCompositeKey(?:WithPagination)?|getQueryResult(?:WithPagination)?|getPrivateDataByRange|getPrivateDataByPartialCompositeKey|getPrivateDataQueryResult|getHistoryForKey',
    ),
    message:
      'A range that a transaction reads collides with every write into it. Read by key; lists are the read model’s.',
  },
  {
    selector: method('createCompositeKey|splitCompositeKey'),
    message: 'Keys are made by documentKey, which refuses the separator within a part.',
  },
  {
    selector: method('setStateValidationParameter'),
    message: 'A key’s policy is set once, when its record is created: see seals.ts.',
  },
  {
    selector: method('setEvent'),
    message: 'A transaction announces once: use announce of the context.',
  },
  {
    selector: method('invokeChaincode'),
    message: 'A contract reads its own channel only.',
  },
  {
    selector: method('getTransient|getPrivateData'),
    message: leakage,
  },
];

/** The places that a rule is about, and that alone may do it. */
export const contractExceptions = {
  'confidential-contract.ts': ['getTransient|getPrivateData'],
  'seals.ts': ['setStateValidationParameter'],
  'trade-context.ts': ['setEvent'],
};

/** The rules for one file: all of them, but what is its own business. */
export function contractSyntaxFor(file) {
  const own = (contractExceptions[file] ?? []).map(method);
  return contractSyntax.filter(({ selector }) => !own.includes(selector));
}
