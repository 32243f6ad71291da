import { benchAssess } from './assess.ts'
import { benchCertificate } from './certificate.ts'
import { benchCrl } from './crl.ts'
import { benchLists } from './lists.ts'
import { benchMint } from './mint.ts'
import { benchOcsp } from './ocsp.ts'
import { benchPath } from './path.ts'
import { benchRefresh } from './refresh.ts'
import { benchSnapshot } from './snapshot.ts'
import { benchStore } from './store.ts'
import { benchValidate } from './validate.ts'
import { benchWorld } from './world.ts'

const corpus = process.env['QWAC_CORPUS'] || undefined
const sections = process.argv.slice(2)
const asked = (section: string): boolean => sections.length === 0 || sections.includes(section)

/**
 * `npm run bench [assess|certificate|crl|lists|mint|ocsp|path|refresh|snapshot|store|validate|world …]`:
 * everything, or the sections named.
 */
async function main(): Promise<void> {
  console.log(`Node ${process.version}. The first row of each table is 1; compare ratios, not machines.`)
  if (asked('assess')) await benchAssess(corpus)
  if (asked('certificate')) await benchCertificate(corpus)
  if (asked('crl')) await benchCrl()
  if (asked('lists')) benchLists(corpus)
  if (asked('mint')) await benchMint()
  if (asked('ocsp')) await benchOcsp()
  if (asked('path')) await benchPath()
  if (asked('refresh')) await benchRefresh(corpus)
  if (asked('store')) await benchStore()
  if (asked('snapshot')) await benchSnapshot(corpus)
  if (asked('validate')) benchValidate(corpus)
  if (asked('world')) await benchWorld()
}

void main()
