import { test as base, expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import { organisationUrl } from 'argosy/gateway/local-http';
import { Session } from 'argosy/gateway/rest';
import { startSandbox } from '../../scenario/support/sandbox.js';
import type { Sandbox } from '../../scenario/support/sandbox.js';

/** A devnet with its gateway, on which pages are looked at. */
export class Site {
  constructor(readonly sandbox: Sandbox) {}

  /** The address of an organisation. */
  at(organisation: string): string {
    return organisationUrl(this.sandbox.gatewayUrl, organisation);
  }

  /** Somebody's program, by REST. */
  session(organisation: string, person: string): Promise<Session> {
    return Session.signIn(this.at(organisation), person);
  }

  /** Sign in on a page, as a person of the sandbox does. */
  async signIn(page: Page, { organisation, name }: Person): Promise<void> {
    await page.goto(this.at(organisation));
    await page.getByRole('link', { name: 'Sign in' }).click();
    await page.getByRole('button', { name }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Deals');
  }
}

export interface Person {
  readonly organisation: string;
  readonly name: RegExp;
}

export const ines: Person = { organisation: 'Importer', name: /Ines Duarte/ };
export const henrik: Person = { organisation: 'ImportBank', name: /Henrik Lund/ };
export const jonas: Person = { organisation: 'Customs', name: /Jonas Keller/ };

/** Tests that share one network. */
export const test = base.extend<object, { readonly site: Site }>({
  site: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads from the pattern what a fixture needs.
    async ({}, use) => {
      const sandbox = await startSandbox();
      await use(new Site(sandbox));
      await sandbox.stop();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
});

export { expect };
