import { expect, test } from 'vitest'
import { isPublicAddress } from '../../src/encoding/ip.ts'

/**
 * Blocks that are not public: the address before, the first, the last, and the one behind; `-` where a
 * neighbour is not public either.
 */
const BLOCKS: readonly (readonly [string, string, string, string, string])[] = [
  ['this network', '-', '0.0.0.0', '0.255.255.255', '1.0.0.0'],
  ['private, 10/8', '9.255.255.255', '10.0.0.0', '10.255.255.255', '11.0.0.0'],
  ['shared behind a carrier', '100.63.255.255', '100.64.0.0', '100.127.255.255', '100.128.0.0'],
  ['loopback', '126.255.255.255', '127.0.0.0', '127.255.255.255', '128.0.0.0'],
  ['link-local', '169.253.255.255', '169.254.0.0', '169.254.255.255', '169.255.0.0'],
  ['private, 172.16/12', '172.15.255.255', '172.16.0.0', '172.31.255.255', '172.32.0.0'],
  ['of protocols', '191.255.255.255', '192.0.0.0', '192.0.0.255', '192.0.1.0'],
  ['documentation, 1', '192.0.1.255', '192.0.2.0', '192.0.2.255', '192.0.3.0'],
  ['6to4 relays', '192.88.98.255', '192.88.99.0', '192.88.99.255', '192.88.100.0'],
  ['private, 192.168/16', '192.167.255.255', '192.168.0.0', '192.168.255.255', '192.169.0.0'],
  ['benchmarks', '198.17.255.255', '198.18.0.0', '198.19.255.255', '198.20.0.0'],
  ['documentation, 2', '198.51.99.255', '198.51.100.0', '198.51.100.255', '198.51.101.0'],
  ['documentation, 3', '203.0.112.255', '203.0.113.0', '203.0.113.255', '203.0.114.0'],
  ['multicast, reserved and broadcast', '223.255.255.255', '224.0.0.0', '255.255.255.255', '-'],
  ['the host of a cloud', '168.63.129.15', '168.63.129.16', '168.63.129.16', '168.63.129.17'],
  ['below global unicast', '-', '::', '1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', '2000::'],
  ['of protocols, Teredo among them', '2000:ffff::', '2001::', '2001:1ff:ffff::', '2001:200::'],
  ['documentation, 2001:db8::/32', '2001:db7:ffff::', '2001:db8::', '2001:db8:ffff::', '2001:db9::'],
  ['6to4', '2001:ffff::', '2002::', '2002:ffff:ffff::', '2003::'],
  ['documentation, 3fff::/20', '3ffe:ffff::', '3fff::', '3fff:fff:ffff::', '3fff:1000::'],
  ['above global unicast', '3fff:ffff::', '4000::', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', '-'],
]

test.each(BLOCKS)('%s: from %s and to %s', (_, before, first, last, behind) => {
  expect([first, last].map(isPublicAddress)).toEqual([false, false])
  expect([before, behind].filter(address => address !== '-').every(isPublicAddress)).toBe(true)
})

test.each([
  ['loopback', '::1'],
  ['unspecified', '::'],
  ['mapped', '::ffff:127.0.0.1'],
  ['mapped, of a public one', '::ffff:8.8.8.8'],
  ['mapped, in hexadecimal', '::ffff:a9fe:a9fe'],
  ['compatible', '::127.0.0.1'],
  ['compatible, of a public one', '::8.8.8.8'],
  ['translated', '::ffff:0:8.8.8.8'],
  ['NAT64 of loopback', '64:ff9b::127.0.0.1'],
  ['NAT64 of a private one', '64:ff9b::a00:1'],
  ['NAT64 of the cloud', '64:ff9b::169.254.169.254'],
  ['NAT64 of one network', '64:ff9b:1::8.8.8.8'],
  ['behind the prefix of NAT64', '64:ff9b::1:8.8.8.8'],
  ['Teredo', '2001:0:4136:e378:8000:63bf:3fff:fdd2'],
  ['6to4 of loopback', '2002:7f00:1::'],
  ['unique local', 'fd00:ec2::254'],
  ['link-local', 'fe80::1'],
  ['site-local', 'fec0::1'],
  ['multicast', 'ff02::1'],
  ['discarded', '100::1'],
  ['segment routing', '5f00::1'],
  ['with a zone', 'fe80::1%eth0'],
  ['public with a zone', '2a00:1450:4001:800::200e%eth0'],
  ['octal', '0177.0.0.1'],
  ['hexadecimal', '0x7f.0.0.1'],
  ['short', '127.1'],
  ['decimal', '2130706433'],
  ['decimal, of a public one', '134744072'],
  ['a name', 'localhost'],
  ['nothing', ''],
  ['with a dot at the end', '8.8.8.8.'],
  ['with a space', '8.8.8.8 '],
])('%s is not public: %s', (_, address) => {
  expect(isPublicAddress(address)).toBe(false)
})

test.each(['8.8.8.8', '2a00:1450:4001:800::200e', '2606:4700::6810:84e5', '64:ff9b::8.8.8.8'])(
  '%s is public',
  address => {
    expect(isPublicAddress(address)).toBe(true)
  },
)
