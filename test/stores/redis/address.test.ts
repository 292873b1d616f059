import { describe, expect, test } from 'vitest';
import { parseAddress } from '../../../src/stores/redis/address.ts';

const LOCAL = { nodes: [{ host: 'localhost', port: 6379 }], cluster: false, tls: false, db: 0, tag: '{estafet}' };

describe('the address of a Redis', () => {
  test.each([
    ['//localhost', LOCAL],
    ['//localhost/', LOCAL],
    ['//10.0.0.1:7000/3', { ...LOCAL, nodes: [{ host: '10.0.0.1', port: 7000 }], db: 3 }],
    ['//[::1]:7000', { ...LOCAL, nodes: [{ host: '::1', port: 7000 }] }],
    ['//[::1]', { ...LOCAL, nodes: [{ host: '::1', port: 6379 }] }],
    ['//desk:p%40ss:w%2Frd@localhost', { ...LOCAL, username: 'desk', password: 'p@ss:w/rd' }],
    ['//:secret@localhost', { ...LOCAL, password: 'secret' }],
    ['//localhost?desk=jakarta', { ...LOCAL, tag: '{estafet:jakarta}' }],
    ['//localhost?cluster=true', { ...LOCAL, cluster: true }],
    [
      '//:s@h1:7001,h2:7002,h3?desk=b',
      {
        ...LOCAL,
        nodes: [
          { host: 'h1', port: 7001 },
          { host: 'h2', port: 7002 },
          { host: 'h3', port: 6379 },
        ],
        cluster: true,
        password: 's',
        tag: '{estafet:b}',
      },
    ],
  ])('%s', (location, expected) => {
    expect(parseAddress(location, false)).toEqual(expected);
    expect(parseAddress(location, true)).toEqual({ ...expected, tls: true });
  });

  test.each([
    ['', 'write it as redis://'],
    ['localhost:6379', 'write it as redis://'],
    ['//', 'write it as redis://'],
    ['//:secret@', 'write it as redis://'],
    ['//:secret@ho st', 'the host is not written as host or host:port'],
    ['//:secret@localhost:port', 'the host is not written as host or host:port'],
    ['//:secret@localhost,', 'the host is not written as host or host:port'],
    ['//:secret@localhost?desk={x}', 'a desk is named by'],
    ['//:secret@localhost?dekc=x', 'Unrecognized key: "dekc"'],
    ['//:secret@h1,h2/1', 'a cluster has only database 0'],
    ['//:secret%zz@localhost', 'write it as %25'],
    ['//:secret@localhost?cluster=yes', 'cluster is true or false'],
  ])('%s can not be used', (location, problem) => {
    const parsing = () => parseAddress(location, false);
    expect(parsing).toThrow(problem);
    expect(parsing).not.toThrow('secret');
  });
});
