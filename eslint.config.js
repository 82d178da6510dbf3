// Lint rules. Besides the usual ones, fences: what the pure packages must not touch, and which
// package may import which. test/architecture checks the same two from the parsed sources.
import js from '@eslint/js';
import tseslint from 'typescript-eslint';

import { fences } from './scripts/lint/fences.js';

const browserGlobals = Object.fromEntries(
  ['DOMParser', 'EventSource', 'document', 'fetch', 'location'].map((name) => [name, 'readonly']),
);

const globals = Object.fromEntries(
  ['Buffer', 'URL', 'console', 'performance', 'process']
    .concat(['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'setImmediate'])
    .map((name) => [name, 'readonly']),
);

export default tseslint.config(
  { ignores: ['**/dist/', '**/node_modules/', '.argosy/', 'coverage/'] },
  js.configs.recommended,
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      // One program with the packages' sources behind their names: nothing must be built first.
      parserOptions: {
        project: 'scripts/lint/tsconfig.json',
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      complexity: ['error', 10],
      eqeqeq: 'error',
      'no-console': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { ignoreRestSiblings: true, argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
      ],
      '@typescript-eslint/prefer-readonly': 'error',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
    },
  },
  {
    // Fabric's contract API and Fastify hooks want async methods that need not await.
    files: ['**/*.ts'],
    rules: { '@typescript-eslint/require-await': 'off' },
  },
  ...fences,
  {
    files: ['**/*.test.ts', '**/test-support/**/*.ts', 'test/**/*.ts'],
    rules: {
      complexity: 'off',
      '@typescript-eslint/explicit-module-boundary-types': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    // The launcher and what its tests start: plain JavaScript for the Node that is there.
    files: ['**/*.js', '**/*.cjs'],
    languageOptions: { globals },
    rules: { complexity: ['error', 10] },
  },
  {
    // What the gateway's pages load.
    files: ['gateway/server/assets/*.js'],
    languageOptions: { globals: browserGlobals },
  },
);
