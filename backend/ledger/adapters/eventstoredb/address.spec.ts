import { BadAddress, readAddress } from './address.js';

describe('The URL of an EventStoreDB', () => {
  it('names one server, with user, password and options', () => {
    const url = 'esdb://anna:p%40ss:word%2F@ledger.museum.example:2114?connectionName=api-1&keep-alive-interval=20000';
    expect(readAddress(url)).toEqual({
      hosts: [{ address: 'ledger.museum.example', port: 2114 }],
      discover: false,
      channel: { insecure: false },
      options: { connectionName: 'api-1', keepAliveInterval: 20_000 },
      credentials: { username: 'anna', password: 'p@ss:word/' },
    });
  });

  it('names several servers, or a name that stands for them', () => {
    expect(readAddress('esdb://a,b:2115,[::1]:2116/?tls=false&nodePreference=leader')).toMatchObject({
      hosts: [
        { address: 'a', port: 2113 },
        { address: 'b', port: 2115 },
        { address: '[::1]', port: 2116 },
      ],
      channel: { insecure: true },
      options: { nodePreference: 'leader' },
    });
    expect(readAddress('esdb+discover://cluster.example').discover).toBe(true);
  });

  it.each([
    ['esdb:host', 'cannot be understood'],
    ['esdb://', 'cannot be understood'],
    ['esdb://secret@host', 'a user without a password'],
    ['esdb://anna:secret%zz@host', 'percent-encoded'],
    ['esdb://anna:secret@host:99999', 'a host that cannot be one'],
    ['esdb://anna:secret@host?tls=maybe', 'true or false'],
    ['esdb://anna:secret@host?tlsVerifyCert=false', 'tlsCAFile'],
    ['esdb://anna:secret@host?tlsCAFile=/none', 'cannot be read (/none)'],
    ['esdb://anna:secret@host?keepAliveInterval=-1', 'whole number from 10000'],
    ['esdb://anna:secret@host?defaultDeadline=soon', 'whole number'],
    ['esdb://anna:secret@host?nodePreference=best', 'nodePreference=best'],
    ['esdb://anna:secret@host?throwOnAppendFailure=false', 'throwOnAppendFailure'],
    ['esdb://anna:secret@host?ledger=a-b', 'letters, digits'],
    ['esdb://anna:secret@host?colour=red', 'not known (colour)'],
  ])('%s is refused in words that hold no secret', (url, why) => {
    const read = () => readAddress(url);
    expect(read).toThrow(BadAddress);
    expect(read).toThrow(why);
    expect(read).not.toThrow('secret');
  });
});
