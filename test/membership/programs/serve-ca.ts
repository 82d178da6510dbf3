// Serves a development CA from a folder until it is killed. Needs what `npm run build` makes.
import { startDevelopmentCa } from '@argosy/devnet/ca/development-ca';

const [folder = ''] = process.argv.slice(2);
const ca = await startDevelopmentCa({
  name: 'ca.bank.example',
  organisation: 'bank.example',
  bootstrap: { id: 'admin', secret: 'adminpw' },
  folder,
  tls: true,
});
process.stdout.write(`${JSON.stringify({ url: ca.url, rootsPem: ca.tlsChainPem })}\n`);
