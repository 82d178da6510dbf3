import { describe, expect, test } from '@jest/globals';
import { serverAddress } from './address.js';

const start = 'postgresql://argosy:s3cret%21@';

describe('DATABASE_URL', () => {
  test('says where the server is and as whom to connect', () => {
    expect(serverAddress(`${start}db.bank.example:6432/gateway`)).toEqual({
      host: 'db.bank.example',
      port: 6432,
      database: 'gateway',
      user: 'argosy',
      password: 's3cret!',
      ssl: { minVersion: 'TLSv1.2', rejectUnauthorized: true, host: 'db.bank.example' },
      name: 'database gateway at db.bank.example:6432',
    });
  });

  test.each([
    ['postgres://argosy@localhost/gateway', 'localhost', 5432],
    ['postgresql://argosy@[::1]:5433/gateway', '::1', 5433],
    ['postgresql://argosy@127.0.0.1/gateway', '127.0.0.1', 5432],
    ['postgresql://argosy@%2Frun%2Fpostgresql/gateway', '/run/postgresql', 5432],
    ['postgresql://argosy@localhost/gateway?host=/run/postgresql', '/run/postgresql', 5432],
  ])('%s is on this machine and needs no TLS', (url, host, port) => {
    const address = serverAddress(url);
    expect(address).toMatchObject({ host, port, ssl: false });
    expect(address.password).toBeUndefined();
  });

  test('of another machine asks for TLS and the server’s name unless it says otherwise', () => {
    const url = `${start}10.0.0.7/gateway`;
    expect(serverAddress(url).ssl).toMatchObject({ rejectUnauthorized: true, host: '10.0.0.7' });
    expect(serverAddress(`${url}?sslmode=disable`).ssl).toBe(false);
    const anyName = serverAddress(`${url}?sslmode=verify-ca`).ssl;
    expect(anyName).toMatchObject({ rejectUnauthorized: true });
    expect(anyName === false ? undefined : anyName.checkServerIdentity).toBeInstanceOf(Function);
  });

  test('may ask for TLS on this machine', () => {
    expect(serverAddress(`${start}localhost/gateway?sslmode=verify-full`).ssl).toMatchObject({
      host: 'localhost',
    });
  });

  test.each([
    ['s3cret', 'it is no postgresql:// address'],
    ['mysql://argosy:s3cret@localhost/gateway', 'it is no postgresql:// address'],
    ['postgresql://argosy:s3cret@localhost', 'it names no database'],
    ['postgresql://localhost/gateway?host=s3cret', 'it names no user'],
    [
      'postgresql://argosy:s3cret%@localhost/gateway',
      'a percent sign in it is not percent-encoded',
    ],
    [`${start}localhost/gateway?s3cret=1`, 'one of its options is not host, sslmode'],
    [`${start}db.example/gateway?sslmode=require`, 'its sslmode is not one of disable'],
    [`${start}db.example/gateway?sslmode=prefer`, 'its sslmode is not one of disable'],
    [`${start}%2Frun/gateway?sslmode=verify-full`, 'a Unix socket has no TLS'],
    [`${start}db.example/gateway?sslrootcert=/s3cret`, 'the file that its sslrootcert names'],
  ])('%s is refused without being repeated', (url, why) => {
    const refusal = refusalOf(url);
    expect(refusal).toContain(`DATABASE_URL cannot be used: ${why}`);
    expect(refusal).not.toContain('s3cret');
  });
});

function refusalOf(url: string): string {
  try {
    serverAddress(url);
  } catch (error) {
    return error instanceof Error
      ? `${error.message} ${JSON.stringify(error)} ${String(error.cause)}`
      : '';
  }
  return 'It is not refused.';
}
