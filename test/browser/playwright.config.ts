import { defineConfig } from '@playwright/test';

/** The Chromium of this machine: none is downloaded. The launcher finds it. */
const executablePath = process.env['ARGOSY_CHROMIUM'];

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  outputDir: '../../node_modules/.cache/browser-tests',
  // One network serves all tests, one after the other.
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  use: {
    launchOptions: executablePath === undefined ? {} : { executablePath },
    screenshot: 'off',
    video: 'off',
    trace: 'off',
  },
});
