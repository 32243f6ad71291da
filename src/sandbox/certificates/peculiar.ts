// The order matters: `@peculiar/x509` looks for the metadata interface while it is loaded.
import 'reflect-metadata'

import * as x509 from '@peculiar/x509'

export { Crypto as Provider } from '@peculiar/webcrypto'
export { x509 }
