import {
  contractExceptions,
  contractGlobals,
  contractImports,
  contractSyntaxFor,
} from './contract-rules.js';

// What a package must not touch, as lint rules, so that an editor shows it while it is typed.

const tests = '**/*.test.ts';
// What starts the contracts is no contract: the process around them, and Fabric's router loaded by its path.
const server = ['server.ts', 'server/**', 'fabric-chaincode.ts'].map(
  (name) => `chaincode/contracts/src/${name}`,
);

/** Each package with the packages of ours that it may import. */
const imports = {
  'chaincode/domain': [],
  'chaincode/contracts': ['domain'],
  'network/protocol': [],
  'network/ledger': ['protocol'],
  'network/devnet': ['ledger', 'protocol'],
  'network/operator': ['devnet', 'ledger', 'protocol'],
  'gateway/server': ['domain', 'protocol', 'ledger'],
  'apps/cli': ['operator', 'gateway', 'devnet', 'ledger', 'protocol', 'domain'],
};

/** Node's own modules and foreign packages, where a package may not have all of them. */
const modules = {
  'chaincode/domain': {
    group: ['node:*', 'fabric-*', '@hyperledger/*', '@grpc/*'],
    message: 'The rules are pure: no input, no output, no Fabric.',
  },
  'network/protocol': {
    regex: '^(?!\\.{1,2}/|node:crypto$|node:buffer$)',
    message: 'The protocol is pure: relative imports, node:crypto and node:buffer only.',
  },
};

const randomness = {
  name: 'node:crypto',
  importNames: ['randomBytes', 'randomFill', 'randomFillSync', 'randomInt', 'randomUUID']
    .concat(['getRandomValues', 'webcrypto', 'subtle', 'default'])
    .concat(['generateKey', 'generateKeySync', 'generateKeyPair', 'generateKeyPairSync']),
  message: 'Take randomness as an argument.',
};

const pureGlobals = ['Date', 'Intl', 'fetch', 'process', 'performance', 'crypto', 'console']
  .concat(['setTimeout', 'setInterval', 'setImmediate', 'WebSocket', 'XMLHttpRequest'])
  .map((name) => ({ name, message: 'This package is pure: take it as an argument.' }));

const noRandom = {
  object: 'Math',
  property: 'random',
  message: 'Two peers would get two answers.',
};

export const fences = [
  ...Object.entries(imports).map(importFence),
  {
    files: ['chaincode/domain/src/**/*.ts', 'network/protocol/src/**/*.ts'],
    ignores: [tests],
    rules: {
      'no-restricted-globals': ['error', ...pureGlobals],
      'no-restricted-properties': ['error', noRandom],
    },
  },
  {
    // A whole network is simulated from a seed. What talks with the world outside is named here.
    files: ['network/ledger/src/**/*.ts', 'network/devnet/src/**/*.ts'],
    ignores: [
      tests,
      'network/ledger/src/folder-lock.ts',
      ...['ambient', 'main', 'within', 'ca/surroundings', 'controls/token'].map(
        (name) => `network/devnet/src/${name}.ts`,
      ),
    ],
    rules: {
      'no-restricted-globals': [
        'error',
        ...['performance', 'setTimeout', 'setInterval', 'crypto'].map((name) => ({
          name,
          message: 'Take clock, timers and randomness as an argument (Ambient).',
        })),
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'Take the clock as an argument (Ambient).' },
        {
          object: 'Math',
          property: 'random',
          message: 'Take randomness as an argument (Ambient).',
        },
      ],
      'no-restricted-syntax': [
        'error',
        fromOutside("NewExpression[callee.name='Date'][arguments.length=0]", 'the clock'),
        fromOutside(
          "ImportDeclaration[source.value='node:crypto'] ImportSpecifier[imported.name=/^(random|generateKey)/]",
          'randomness',
        ),
        fromOutside(
          'ImportDeclaration[source.value=/^node:timers/] ImportSpecifier[imported.name=/^set(Timeout|Interval)$/]',
          'timers',
        ),
      ],
    },
  },
  contractFence({ files: ['chaincode/contracts/src/**/*.ts'], file: '' }),
  ...Object.keys(contractExceptions).map((file) =>
    contractFence({ files: [`chaincode/contracts/src/${file}`], file }),
  ),
];

/** The chaincode server is a process like others; the contracts run on several peers at once. */
function contractFence({ files, file }) {
  return {
    files,
    ignores: [tests, ...server],
    rules: {
      'no-restricted-globals': ['error', ...contractGlobals],
      'no-restricted-properties': ['error', noRandom],
      'no-restricted-syntax': ['error', ...contractSyntaxFor(file)],
    },
  };
}

function fromOutside(selector, what) {
  return { selector, message: `Take ${what} as an argument (Ambient).` };
}

function importFence([folder, allowed]) {
  const others = Object.keys(imports).map(nameOf);
  const foreign = others.filter((name) => !allowed.includes(name));
  const patterns = [
    {
      group: foreign.map((name) => `@argosy/${name}/**`),
      message: `${folder} may import of ours: ${allowed.join(', ') || 'nothing'}.`,
    },
  ];
  if (modules[folder] !== undefined) patterns.push(modules[folder]);
  const paths = folder === 'network/protocol' ? [randomness] : [];
  if (folder === 'chaincode/contracts') {
    paths.push(...contractImports.paths);
    patterns.push(...contractImports.patterns);
  }
  return {
    files: [`${folder}/src/**/*.ts`],
    ignores: folder === 'chaincode/contracts' ? [tests, ...server] : [tests],
    rules: { 'no-restricted-imports': ['error', { paths, patterns }] },
  };
}

/** gateway/server is @argosy/gateway, apps/cli is argosy; the others are named as their folders. */
function nameOf(folder) {
  return folder === 'gateway/server' ? 'gateway' : folder.split('/')[1];
}
