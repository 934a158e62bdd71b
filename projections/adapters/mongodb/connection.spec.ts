import { asking } from './connection.js';

const failing = (members: object) => asking(() => Promise.reject(Object.assign(new Error('write failed'), members)));

describe('Asking the server of the views', () => {
  it.each(['EPIPE', 'ECONNRESET'])(
    'takes %s, a socket that broke while it was written to, for a server that is away',
    async (code) => {
      await expect(failing({ code, syscall: 'write' })).rejects.toMatchObject({
        name: 'ViewsUnavailable',
        cause: { code },
      });
    },
  );

  it('leaves other failures as they are', async () => {
    await expect(failing({ code: 'ERR_INVALID_ARG_TYPE' })).rejects.toMatchObject({
      name: 'Error',
      message: 'write failed',
    });
  });
});
