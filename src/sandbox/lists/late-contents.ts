import type { Contents } from '../revocation/responders.ts'

/**
 * Contents that are made only after the servers listen, because certificates and lists name the addresses.
 * Whoever asks before that waits.
 */
export interface LateContents {
  readonly contents: Contents
  settle(contents: Contents): void
}

export function lateContents(): LateContents {
  let settle = (_: Contents): void => {}
  const made = new Promise<Contents>(resolve => {
    settle = resolve
  })
  return {
    contents: {
      ocsp: async request => (await made).ocsp(request),
      crl: async path => (await made).crl(path),
      issuer: async path => (await made).issuer(path),
      lists: async path => (await made).lists(path),
      register: async path => (await made).register(path),
    },
    settle: contents => settle(contents),
  }
}
